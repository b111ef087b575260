"""Ranges of the source → fields and furniture: how every stage names what it sets aside."""

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.notice.dates import PrintedDate
from archive.notice.model import Field, Furniture, Origin, Precision, Repair
from ingest.stages import Ranged

# title_2
_SERIAL = re.compile(r"_[0-9]+$")
MAX_TITLE_LINE = 60
"""No printed line of a title is longer, but for titles that an export has put on one."""


def text_field(name: str, text: Ranged, source: str, value: str | None = None) -> Field:
    raw = source[text.start : text.stop]
    return Field(name, raw, value if value is not None else text.text, text.start, text.stop)


def date_field(
    name: str, text: Ranged, printed: PrintedDate, source: str, *, whole: bool = False
) -> Field:
    """A date read from ``text``; ``whole``: the rest of the line (印发) is part of the field."""
    cut = text if whole else text.cut(printed.start, printed.stop)
    value = {
        Precision.DAY: printed.value.isoformat(),
        Precision.MONTH: printed.value.isoformat()[:7],
        Precision.YEAR: printed.value.isoformat()[:4],
    }[printed.precision]
    raw = source[cut.start : cut.stop]
    return Field(name, raw, value, cut.start, cut.stop, printed.precision)


def named_apart(fields: Sequence[Field]) -> list[Field]:
    """A second field of a name is called ``name_2``; doing so twice changes nothing."""
    seen: dict[str, int] = {}
    result = []
    for found in fields:
        base = _SERIAL.sub("", found.name)
        seen[base] = seen.get(base, 0) + 1
        name = base if seen[base] == 1 else f"{base}_{seen[base]}"
        result.append(found if name == found.name else replace(found, name=name))
    return result


def furniture(kind: str, *texts: Ranged) -> Furniture:
    joined = Ranged.join(texts)
    origin = tuple(Origin(run.start, run.start + len(run.text)) for run in joined.runs)
    return Furniture(kind, joined.text, origin)


def blank_repairs(lines: Sequence[Ranged], value: str) -> list[Repair]:
    """D9: the blanks that a title's line breaks left inside its lines."""
    repairs = []
    at = 0
    for line in lines:
        for n, c in enumerate(line.text):
            if at < len(value) and value[at] == c:
                at += 1
            elif c.isspace():
                where = line.source_offset(n)
                repairs.append(Repair("D9", where, where + 1, c, "", "标题转行处的空格"))
    return repairs
