"""An engine in a JSON file, a few lines long: the Engine protocol without a search library."""

import json
import os
from collections.abc import Collection, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from archive.errors import StaleIndex
from archive.notice.match import squeeze
from archive.search.engine import Entry, Match
from archive.search.query import Query


class FakeEngine:
    """Every term a substring; the score counts how often."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "entries.json"
        self._load()

    @classmethod
    def create(cls, folder: Path) -> "FakeEngine":
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "entries.json", {"sequence": 0, "entries": []})
        return cls(folder)

    def _load(self) -> dict[str, Any]:
        try:
            kept: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8"))
            int(kept["sequence"])
        except (OSError, ValueError, KeyError) as error:
            raise StaleIndex(f"索引无法读取：{error!r}", "请运行 fawen reindex") from error
        return kept

    def apply(self, sequence: int, remove: Collection[int], add: Iterable[Entry]) -> None:
        entries = {entry["ordinal"]: entry for entry in self._load()["entries"]}
        for ordinal in remove:
            entries.pop(ordinal, None)
        entries |= {entry.ordinal: asdict(entry) for entry in add}
        _write(self._file, {"sequence": sequence, "entries": list(entries.values())})

    def sequence(self) -> int:
        return int(self._load()["sequence"])

    def search(self, query: Query, allowed: Collection[int] | None = None) -> tuple[Match, ...]:
        found = []
        for entry in self._load()["entries"] if query.terms else ():
            if allowed is not None and entry["work"] not in allowed:
                continue
            text = squeeze(entry["text"] + entry["heading"])
            counts = {term: text.count(term.needle) for term in query.terms}
            wanted = [term.needle for term in query.terms if not term.negated]
            own = squeeze(entry["text"])
            if wanted and not any(needle in own for needle in wanted):
                continue
            if all(bool(count) != term.negated for term, count in counts.items()):
                score = float(sum(counts.values()))
                found.append(Match(entry["ordinal"], entry["work"], score))
        return tuple(sorted(found, key=lambda match: (-match.score, match.ordinal)))

    def ordinals(self) -> frozenset[int]:
        return frozenset(entry["ordinal"] for entry in self._load()["entries"])

    def close(self) -> None:
        pass


def _write(path: Path, kept: dict[str, Any]) -> None:
    incoming = path.with_suffix(".new")
    incoming.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    os.replace(incoming, path)  # noqa: PTH105  the one call that says what it does
