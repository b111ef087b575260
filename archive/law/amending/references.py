"""Which internal references no longer lead where they did, after renumbering; none is rewritten."""

import re
from collections.abc import Iterator, Sequence

from archive.law.amending.draft import Unit
from archive.law.amending.model import ClauseKind, Shifted, format_label
from archive.law.amending.words import find_words
from archive.notice.model import ClaimType, Notice
from archive.notice.numerals import format_numeral

# main-1/art-120_1/p-2/i-3
_KEY = re.compile(
    r"^(?P<unit>.*?/(?:art|l1)-[^/]+)(?:/p-(?P<paragraph>[0-9]+))?(?:/i-(?P<item>[0-9]+))?"
)
# 第八条: 前款 and 本条 follow by themselves
_NUMBERED = re.compile(r"第[^条款项]{1,9}[条款项]")


def shifted_in(old: Notice, units: Sequence[Unit]) -> Iterator[Shifted]:
    """In reading order of the old text; what was written anew speaks in new numbers already."""
    by_key = {unit.key: unit for unit in units if unit.key}
    told: set[tuple[str | None, str, str]] = set()
    for claim in old.claims:
        if claim.type is not ClaimType.REFERS or not _NUMBERED.search(claim.quote):
            continue
        match = _KEY.match(claim.section)
        home = by_key.get(match["unit"]) if match else None
        if home is None or home.is_gone or home.is_whole_new:
            continue
        if not any(list(find_words(line, claim.quote)) for line in home.lines):
            continue
        for key in claim.target_keys:
            shift = _shift(home, claim.quote, key, by_key)
            if shift and (home.key, shift.quote, shift.target) not in told:
                told.add((home.key, shift.quote, shift.target))
                yield shift


def _shift(home: Unit, quote: str, key: str, by_key: dict[str, Unit]) -> Shifted | None:
    match = _KEY.match(key)
    target = by_key.get(match["unit"]) if match else None
    if match is None or target is None or target.kind is not ClauseKind.ARTICLE:
        return None
    old = target.old_label or ""
    new = None if target.is_gone else written_label(target)
    if match["paragraph"] and "款" in quote and not target.is_gone:
        was = int(match["paragraph"])
        now = next(
            (at for at, one in enumerate(target.paragraphs, start=1) if one.old == was), None
        )
        old += f"第{format_numeral(was)}款"
        new = f"{new}第{format_numeral(now)}款" if now else None
    if old == new or (target is home and "条" not in quote and new and new.endswith(old[-3:])):
        return None
    return Shifted(written_label(home), quote, old, new)


def written_label(unit: Unit) -> str:
    """Its new label, in the manner of the old text: 第八条, 八、."""
    if unit.number is None:
        return unit.old_label or ""
    if unit.number == unit.old and unit.old_label:
        return unit.old_label
    if unit.old_label and unit.old_label.endswith("、") and len(unit.number) == 1:
        return format_numeral(unit.number[0]) + "、"
    return format_label(unit.number)
