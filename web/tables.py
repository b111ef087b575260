"""A table of a notice as CSV: every cell of its full grid, what merged cells cover repeated."""

import csv
from io import StringIO

from archive.notice.model import Section
from web.result_lists import BOM, harmless, written


def table_csv(section: Section) -> bytes | None:
    """UTF-8 with its mark, the header first; ``None`` where the section is no table.

    Nothing but the table: programs read it, and the file's name says where it is from.
    """
    if section.table is None:
        return None
    file = StringIO()
    writer = csv.writer(file)
    for row in section.table.rows:
        writer.writerow([harmless(written(cell)) for cell in row])
    return (BOM + file.getvalue()).encode("utf-8")
