"""What a page's end cuts in two: tables, their rows, and headers printed again."""

from archive.notice.model import Box
from ingest.lines import join_lines
from ingest.stages import Line, Page, Pages, PrintedCell, PrintedLine, PrintedTable, Ranged

WIDTH, HEIGHT = 595.0, 842.0


class Sheet:
    """Pages made by hand: each row of a table is a list of cell texts."""

    def __init__(self) -> None:
        self.text = ""
        self.pages: list[Page] = []

    def add(self, text: str) -> Ranged:
        start = len(self.text)
        self.text += text + "\n"
        return Ranged.of(start, text)

    def page(self, *rows: str | list[list[str]]) -> None:
        made: list[PrintedLine | PrintedTable] = []
        for n, row in enumerate(rows):
            box: Box = (70.0, 90.0 + 30 * n, 520.0, 104.0 + 30 * n)
            if isinstance(row, str):
                edges = tuple((70.0 + 14 * at, 84.0 + 14 * at) for at in range(len(row)))
                made.append(PrintedLine(self.add(row), box, edges, 14.0))
            else:
                cells = tuple(
                    PrintedCell(r, c, 1, 1, self.add(text), box)
                    for r, cells in enumerate(row)
                    for c, text in enumerate(cells)
                )
                made.append(PrintedTable(cells, box))
        self.pages.append(Page(len(self.pages) + 1, WIDTH, HEIGHT, tuple(made)))

    def tables(self) -> list[list[list[str]]]:
        lines = join_lines(Pages(self.text, tuple(self.pages)), lambda _: False).lines
        return [grid(line) for line in lines if line.table]


def grid(line: Line) -> list[list[str]]:
    assert line.table
    rows: dict[int, dict[int, str]] = {}
    for cell in line.table.cells:
        rows.setdefault(cell.row, {})[cell.col] = cell.text.text
    return [[row[c] for c in sorted(row)] for _, row in sorted(rows.items())]


HEADER = ["序号", "任务", "单位"]


def test_a_table_over_three_pages_is_one_and_its_header_stands_once() -> None:
    sheet = Sheet()
    sheet.page("附件", [HEADER, ["1", "摸底。", "甲局"]])
    sheet.page([HEADER, ["2", "培训。", "乙局"]])
    sheet.page([HEADER, ["3", "验收。", "丙局"]])
    assert sheet.tables() == [
        [HEADER, ["1", "摸底。", "甲局"], ["2", "培训。", "乙局"], ["3", "验收。", "丙局"]]
    ]


def test_a_row_cut_by_the_page_end_is_joined_cell_by_cell() -> None:
    sheet = Sheet()
    sheet.page([HEADER, ["1", "开展摸底调查，建立", "甲局"]])
    sheet.page([HEADER, ["", "工作台账。", ""], ["2", "培训。", "乙局"]])
    assert sheet.tables() == [
        [HEADER, ["1", "开展摸底调查，建立工作台账。", "甲局"], ["2", "培训。", "乙局"]]
    ]


def test_a_new_row_with_a_blank_first_cell_stays_a_row() -> None:
    sheet = Sheet()
    sheet.page([HEADER, ["1", "摸底。", "甲局。"]])
    sheet.page([["", "培训。", "乙局。"]])
    assert sheet.tables() == [[HEADER, ["1", "摸底。", "甲局。"], ["", "培训。", "乙局。"]]]


def test_tables_with_other_columns_stay_two() -> None:
    sheet = Sheet()
    sheet.page([HEADER, ["1", "摸底。", "甲局"]])
    sheet.page([["姓名", "职务"], ["张三", "组长"]])
    assert len(sheet.tables()) == 2


def test_text_between_two_tables_keeps_them_apart() -> None:
    sheet = Sheet()
    sheet.page([HEADER, ["1", "摸底。", "甲局"]], "以上为第一批。")
    sheet.page([HEADER, ["2", "培训。", "乙局"]])
    assert len(sheet.tables()) == 2
