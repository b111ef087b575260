"""The self-audit: originals, catalogue and index against each other. Changes nothing of them."""

import contextlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from archive.errors import DamagedOriginal, StaleIndex
from archive.indexing import Index
from archive.record import Checked, Fault
from archive.store.catalogue import Catalogue
from archive.store.originals import Originals
from archive.store.records import Records

_REINDEX = "请运行 fawen reindex 重建索引"
_NOTE = "checked.json"
_NAMED = 20
"""So many faults of one kind are named one by one; the rest are counted."""


def check(
    catalogue: Catalogue, records: Records, originals: Originals, index: Index, *, deep: bool
) -> tuple[Fault, ...]:
    """Everything that is wrong, originals first."""
    return (
        *_originals(records, originals, deep=deep),
        *_catalogue(records),
        *_index(catalogue, index),
    )


def derived(stale: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """Links and timelines that would be derived otherwise today; (id, what), each once."""
    names = {"link": ("LINK_STALE", "引用关系"), "timeline": ("STANDING_STALE", "时效时间线")}
    for slug, what in dict.fromkeys(stale):
        code, name = names[what]
        yield Fault(
            code,
            slug,
            f"“{slug}”的{name}与现在推得的不一致",
            "请运行 fawen reindex --relations 重新推定",
        )


def note(folder: Path, checked: Checked) -> None:
    """Keep when it was done; a folder that cannot be written goes without."""
    kept = {"at": checked.at.isoformat(), "faults": checked.faults, "deep": checked.is_deep}
    incoming = folder / f".{_NOTE}"
    with contextlib.suppress(OSError):
        incoming.write_text(json.dumps(kept), encoding="utf-8")
        incoming.replace(folder / _NOTE)


def last(folder: Path) -> Checked | None:
    """What was noted last; ``None`` where there is no such note, or it cannot be read."""
    try:
        kept = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        return Checked(datetime.fromisoformat(kept["at"]), int(kept["faults"]), bool(kept["deep"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _originals(records: Records, originals: Originals, *, deep: bool) -> Iterator[Fault]:
    known = set()
    for file in records.files():
        known.add(file.sha256)
        try:
            originals.verify(file.sha256)
        except DamagedOriginal as damage:
            is_there = originals.path(file.sha256).exists()
            code = "ORIGINAL_CHANGED" if is_there else "ORIGINAL_MISSING"
            yield Fault(code, file.sha256, f"{damage.problem}（{file.name}）", damage.remedy)
    for sha256 in originals.every() if deep else ():
        if sha256 not in known:
            yield Fault(
                "ORIGINAL_UNCATALOGUED",
                sha256,
                f"有原件而目录中没有记录：{originals.path(sha256)}",
                "多为收录时中断所留，可用 fawen add 重新收录该文件",
            )


def _catalogue(records: Records) -> Iterator[Fault]:
    for slug in records.works_without_text():
        yield Fault(
            "CATALOGUE_WITHOUT_ORIGINAL",
            slug,
            f"目录中有“{slug}”，却没有任何原件或读取结果",
            "请用 fawen add 重新收录该文件，或从备份恢复目录数据库",
        )


def _index(catalogue: Catalogue, index: Index) -> Iterator[Fault]:
    try:
        applied = index.sequence()
        found = index.engine().ordinals()
    except StaleIndex as stale:
        yield Fault("INDEX_UNREADABLE", str(index.folder), stale.problem, _REINDEX)
        return
    sequence = catalogue.sequence()
    if applied < sequence:
        yield Fault(
            "INDEX_BEHIND",
            str(index.folder),
            f"索引落后于目录：索引到第 {applied} 次变更，目录已到第 {sequence} 次",
            "请运行 fawen reindex；再次运行 fawen add 也会补上",
        )
        return
    wanted = catalogue.ordinals()
    yield from _ordinals("INDEX_MISSING", "目录中的条款不在索引里", catalogue, wanted - found)
    yield from _ordinals("INDEX_EXTRA", "索引里的条款已不在目录中", catalogue, found - wanted)


def _ordinals(
    code: str, problem: str, catalogue: Catalogue, ordinals: frozenset[int]
) -> Iterator[Fault]:
    named = sorted(ordinals)[:_NAMED]
    rows = catalogue.clause_rows(named)
    for ordinal in named:
        row = rows.get(ordinal)
        where = f"：{row.path[0] if row.path else ''} {row.label or row.key}" if row else ""
        yield Fault(code, str(ordinal), f"{problem}：第 {ordinal} 号{where}", _REINDEX)
    if len(ordinals) > len(named):
        rest = len(ordinals) - len(named)
        yield Fault(code, "…", f"{problem}：另有 {rest} 条", _REINDEX)
