"""Layouts: what a clerk typed, block by block, read from `layouts/*.toml`."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parent
LAYOUTS = HERE / "layouts"

# Kind of block → how many texts it takes at least and at most (None: no limit).
BLOCK_TEXTS: dict[str, tuple[int, int | None]] = {
    "masthead": (1, 1),  # 发文机关标志
    "number": (1, 1),  # 发文字号
    "title": (1, None),  # 标题, one text a printed line
    "recipients": (1, 1),  # 主送机关
    "chapter": (1, 1),  # 第一章 总则, centred
    "heading": (1, 1),  # 一、总体要求
    "article": (2, 2),  # 第一条 and what follows the blank after it
    "paragraph": (1, 1),  # anything with a first-line indent
    "note": (2, None),  # 附件说明: its label, then one text an attachment
    "signature": (2, 2),  # 发文机关署名, 成文日期
    "date": (1, 1),  # 成文日期 without a 署名
    "attachment": (1, 1),  # 附件 1
    "table": (1, 1),  # the name of a [table.…]
    "imprint": (2, 2),  # 版记: 印发机关, 印发日期
}


class CorpusError(Exception):
    """A problem with the corpus: one fact, and one thing to do about it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"错误：{self.problem}\n办法：{self.remedy}"


@dataclass(frozen=True)
class Block:
    """One printed unit: its kind (a key of `BLOCK_TEXTS`) and its texts in printed order."""

    kind: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A ruled table.

    `header` and each of `rows` have one text a column; a cell covered by the merged cell above
    it has `None`, an empty one "".
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True)
class Edit:
    """A place where the clerk's text differs: the seed's `seed` was `typed`, `times` times."""

    seed: str
    typed: str
    times: int
    because: str


@dataclass(frozen=True)
class Layout:
    """A document as a clerk typed it.

    `sheets` are groups of blocks, each beginning on a new page. `date` is the date put into the
    PDF's metadata, `None` where the document has none.
    """

    name: str
    title: str
    date: datetime.date | None
    sheets: tuple[tuple[Block, ...], ...]
    tables: dict[str, Table]
    edits: tuple[Edit, ...]

    @property
    def path(self) -> Path:
        """The layout's own file."""
        return LAYOUTS / f"{self.name}.toml"

    @property
    def seed(self) -> Path:
        """The text file the layout was typed from."""
        return CORPUS / f"{self.name}.txt"

    @property
    def pdf(self) -> Path:
        """The PDF file the layout is printed to."""
        return CORPUS / f"{self.name}.pdf"

    def paragraphs(self, *, tables: bool = True) -> Iterator[str]:
        """Every printed paragraph in order, a table row as its cells joined by tabs.

        `tables=False` leaves the rows of tables out.

        A title is one paragraph, its lines joined without a blank; the label of an attachment
        note stands before its first entry.
        """
        for sheet in self.sheets:
            for block in sheet:
                if tables or block.kind != "table":
                    yield from self._paragraphs_of(block)

    def _paragraphs_of(self, block: Block) -> Iterator[str]:
        match block.kind, block.texts:
            case "title", lines:
                yield "".join(lines)
            case "article", (label, text):
                yield f"{label} {text}"
            case "note", (label, first, *others):
                yield label + first
                yield from others
            case "table", (name,):
                table = self.tables[name]
                for row in (table.header, *table.rows):
                    yield "\t".join(cell or "" for cell in row)
            case _, texts:
                yield from texts


def read_layouts() -> list[Layout]:
    """All layouts, by name.

    Raises:
        CorpusError: a layout is not TOML, or not of the shape that `README.md` describes.
    """
    return [read_layout(path) for path in sorted(LAYOUTS.glob("*.toml"))]


def read_layout(path: Path) -> Layout:
    """One layout.

    Raises:
        CorpusError: the file is not TOML, or not of the shape that `README.md` describes.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        tables = {
            name: _read_table(name, table) for name, table in content.get("table", {}).items()
        }
        layout = Layout(
            name=path.stem,
            title=content["document"]["title"],
            date=content["document"].get("date"),
            sheets=tuple(
                tuple(Block(kind, tuple(texts)) for kind, *texts in sheet["blocks"])
                for sheet in content["sheet"]
            ),
            tables=tables,
            edits=tuple(
                Edit(edit["seed"], edit["typed"], edit.get("times", 1), edit["because"])
                for edit in content.get("edit", ())
            ),
        )
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{path.name} 不是有效的 TOML：{error}", "改正该文件") from error
    except KeyError as error:
        raise CorpusError(f"{path.name} 缺少字段 {error}", "按 README.md 补上") from error
    except (TypeError, ValueError) as error:
        raise CorpusError(f"{path.name} 的写法不对：{error}", "按 README.md 改正") from error
    _check_blocks(layout)
    return layout


def _check_blocks(layout: Layout) -> None:
    for block in (block for sheet in layout.sheets for block in sheet):
        if block.kind not in BLOCK_TEXTS:
            raise CorpusError(
                f"{layout.path.name} 有未知的块“{block.kind}”",
                f"改用其中之一：{'、'.join(BLOCK_TEXTS)}",
            )
        least, most = BLOCK_TEXTS[block.kind]
        if len(block.texts) < least or (most is not None and len(block.texts) > most):
            raise CorpusError(
                f"{layout.path.name} 的块“{block.kind}”有 {len(block.texts)} 段文字",
                f"应为 {least} 至 {most or '任意'} 段",
            )
        if block.kind == "table" and block.texts[0] not in layout.tables:
            raise CorpusError(
                f"{layout.path.name} 没有表格“{block.texts[0]}”",
                f"加上 [table.{block.texts[0]}]",
            )


def _read_table(name: str, table: dict[str, Any]) -> Table:
    """Spread merged cells: a row in the file lists only the cells that begin in it."""
    columns = len(table["header"])
    covered = [0] * columns  # rows still covered from above, by column
    rows: list[tuple[str | None, ...]] = []
    for listed in table["rows"]:
        cells = iter(listed)
        row: list[str | None] = []
        for column in range(columns):
            if covered[column]:
                covered[column] -= 1
                row.append(None)
                continue
            cell = next(cells, None)
            if cell is None:
                raise CorpusError(f"表格“{name}”第 {len(rows) + 1} 行缺单元格", "补齐该行")
            if isinstance(cell, dict):
                covered[column] = cell["rows"] - 1
                row.append(cell["text"])
            else:
                row.append(cell)
        if next(cells, None) is not None:
            raise CorpusError(f"表格“{name}”第 {len(rows) + 1} 行单元格过多", "删去多余的")
        rows.append(tuple(row))
    return Table(tuple(table["header"]), tuple(rows))
