"""Print the layouts to PDF, in the layout of GB/T 9704-2012.

    python corpus/typeset/typeset.py            # writes the PDFs beside the text files
    python corpus/typeset/typeset.py --check    # rebuilds them elsewhere and compares the bytes

The same layouts, fonts and compiler give the same bytes: nothing of the machine or the hour of
printing goes into a PDF.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import typst
from layout import HERE, CorpusError, Layout, read_layouts

COMPILER = "0.15.2"
FONTS = HERE / "fonts.toml"


@dataclass(frozen=True)
class Font:
    """A font file, with the Debian package that installs it."""

    file: Path
    package: str
    version: str
    sha256: str


def read_fonts() -> list[Font]:
    """The fonts that `fonts.toml` lists.

    Raises:
        CorpusError: a font is not installed, or its file is another one than was used before.
    """
    fonts = [
        Font(Path(font["file"]), font["package"], font["version"], font["sha256"])
        for font in tomllib.loads(FONTS.read_text(encoding="utf-8"))["font"]
    ]
    for font in fonts:
        if not font.file.is_file():
            raise CorpusError(f"缺少字体 {font.file}", f"apt-get install {font.package}")
        found = hashlib.sha256(font.file.read_bytes()).hexdigest()
        if found != font.sha256:
            raise CorpusError(
                f"字体 {font.file} 与 fonts.toml 记录的不同："
                f"sha256 应为 {font.sha256}，现为 {found}",
                f"安装 {font.package} {font.version}；确要换字体时，改 fonts.toml 并重印全部 PDF",
            )
    return fonts


def check_compiler() -> None:
    """Refuse another compiler than the PDFs were made with.

    Raises:
        CorpusError: the installed version of typst is not `COMPILER`.
    """
    installed = version("typst")
    if installed != COMPILER:
        raise CorpusError(
            f"排版程序 typst 的版本是 {installed}，应为 {COMPILER}",
            f"pip install typst=={COMPILER}",
        )


def print_layouts(layouts: list[Layout], fonts: list[Font]) -> dict[str, bytes]:
    """The PDF of each layout, by the layout's name.

    Raises:
        CorpusError: typst refuses a layout or warns of something, such as a font it cannot find.
    """
    printed = {}
    with tempfile.TemporaryDirectory() as folder:
        # typst takes folders of fonts, not files: this one holds the listed fonts and no other.
        for font in fonts:
            (Path(folder) / font.file.name).symlink_to(font.file)
        compiler = typst.Compiler(
            HERE / "notice.typ",
            root=HERE,
            font_paths=typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
            ),
        )
        for layout in layouts:
            path = layout.path.relative_to(HERE).as_posix()
            try:
                pdf, warnings = compiler.compile_with_warnings(
                    format="pdf", sys_inputs={"layout": path}
                )
            except typst.TypstError as error:
                raise CorpusError(f"{path} 排印失败：{error}", "改正该文件或 notice.typ") from error
            if warnings:
                raise CorpusError(
                    f"{path} 排印时有警告：{'；'.join(str(warning) for warning in warnings)}",
                    "改正该文件、notice.typ 或 fonts.toml",
                )
            if not isinstance(pdf, bytes):
                raise TypeError("typst gave no single PDF")
            printed[layout.name] = pdf
    return printed


def main() -> int:
    """Write the PDFs, or with `--check` compare them; 1 if something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    try:
        check_compiler()
        layouts = read_layouts()
        printed = print_layouts(layouts, read_fonts())
        for layout in layouts:
            pdf = printed[layout.name]
            if not check:
                layout.pdf.write_bytes(pdf)
            elif not layout.pdf.is_file() or layout.pdf.read_bytes() != pdf:
                raise CorpusError(
                    f"{layout.pdf.name} 与重新排印的不一致", "python corpus/typeset/typeset.py"
                )
            print(f"{layout.pdf.name}\t{len(pdf)} 字节\t{'一致' if check else '已写'}")
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
