"""Write or check `corpus/MANIFEST.tsv`: every document, its sha256, what it is, where from.

python corpus/typeset/manifest.py            # writes it
python corpus/typeset/manifest.py --check    # fails if it does not fit the files
"""

from __future__ import annotations

import argparse
import hashlib
import sys

from layout import CORPUS, CorpusError, Layout, read_layouts

MANIFEST = CORPUS / "MANIFEST.tsv"
COLUMNS = ("文件", "原文件名", "sha256", "内容", "来源")

# File → the name under which it came, its sha256, and what it is.
SEEDS = {
    "焦政办〔2021〕65号 一区多园管理办法.txt": (
        "000_467220161f41fc7f.txt",
        "3da6f1ec8b6cd2dcac6dcabfb967389ca8f276c7e0885c53ae7705534e38c585",
        "通知，印发“一区多园”管理办法，附成员名单和园区名单",
    ),
    "焦作一区多园实施细则.txt": (
        "001_b931013632e71c55.txt",
        "2bf866157de4ee26042babf8fef8047af2b8367559be2793b331492ffdc47d14",
        "实施细则，无标题",
    ),
    "平顶山一区多园联动发展管理办法（征求意见稿）.txt": (
        "002_91a2d8f1b98d5b6e.txt",
        "90f05399acc207377bac2087a94b536ca88e4e33b1d0956e5003c98321103442",
        "管理办法征求意见稿，附空间范围一览表和辐射点名单",
    ),
    "焦政办〔2017〕63号 加快高新区发展实施意见.txt": (
        "003_8bfdffd21ddca659.txt",
        "d4b57d212c02feb2821f77fda51af0af7777da1061cd559fd3ecdbbb9d797d43",
        "实施意见",
    ),
    "焦作高新区奏响高质量发展的最强音（报纸文章）.txt": (
        "004_171a9f251e4ada84.txt",
        "447db066fc3507e2420876fd91194092d868c6b93565b47e074ccdea5a5e3a32",
        "报纸文章，非公文",
    ),
}


def build_manifest(layouts: list[Layout]) -> str:
    """The manifest as the files now are: seeds in the order they came, PDFs after them by name.

    Raises:
        CorpusError: a seed is missing or is not the file that came, or a PDF is missing.
    """
    rows = [COLUMNS]
    for name, (original, sha256, what) in SEEDS.items():
        found = sha256_of(name)
        if found != sha256:
            raise CorpusError(f"{name} 与原件不同：sha256 应为 {sha256}，现为 {found}", "恢复原件")
        rows.append((name, original, found, what, "原件"))
    for layout in layouts:
        what = SEEDS[layout.seed.name][2]
        source = f"由 typeset/layouts/{layout.path.name} 排印"
        rows.append((layout.pdf.name, "", sha256_of(layout.pdf.name), f"{what}（PDF）", source))
    return "".join("\t".join(row) + "\n" for row in rows)


def sha256_of(name: str) -> str:
    """The sha256 of a file in `corpus/`, in hexadecimal.

    Raises:
        CorpusError: there is no such file.
    """
    path = CORPUS / name
    if not path.is_file():
        raise CorpusError(
            f"缺少文件 {name}", "恢复原件；PDF 用 python corpus/typeset/typeset.py 重建"
        )
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check_strangers(manifest: str) -> None:
    """Refuse documents that the manifest does not list.

    Raises:
        CorpusError: `corpus/` holds a text or PDF that is not in the manifest.
    """
    listed = {line.split("\t")[0] for line in manifest.splitlines()}
    for path in sorted(CORPUS.iterdir()):
        if path.suffix in {".txt", ".pdf"} and path.name not in listed:
            raise CorpusError(f"{path.name} 不在 MANIFEST.tsv 中", "登记该文件，或把它移出 corpus/")


def main() -> int:
    """Write the manifest, or with `--check` compare it; 1 if something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    try:
        manifest = build_manifest(read_layouts())
        check_strangers(manifest)
        if not check:
            MANIFEST.write_text(manifest, encoding="utf-8")
        elif not MANIFEST.is_file() or MANIFEST.read_text(encoding="utf-8") != manifest:
            raise CorpusError("MANIFEST.tsv 与文件不符", "python corpus/typeset/manifest.py")
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"MANIFEST.tsv\t{manifest.count(chr(10)) - 1} 个文件\t{'一致' if check else '已写'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
