"""An engine in a JSON file, a few lines long: the Engine protocol without a search library."""

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from archive.errors import StaleIndex
from archive.search.engine import KINDS, Entry, EntryKind, Flags, Matches, Question
from archive.search_form import search_form
from archive.words import terms

from .search.contract import is_true, wanted


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

    def search(self, question: Question, allowed: Flags | None = None) -> Matches:
        entries = self._entries(allowed)
        needles = [term.needle for term in wanted(question)]
        found = [
            entry
            for entry in entries
            if is_true(question, entry, entries)
            and (not needles or any(needle in search_form(entry.text) for needle in needles))
        ]
        return _matches(found, needles)

    def rank(
        self,
        text: str,
        allowed: Flags | None = None,
        authority: object = None,  # noqa: ARG002  here only what is shared counts
    ) -> Matches:
        pairs = [a + b for a, b in pairwise(search_form(text))]
        found = [e for e in self._entries(allowed) if any(p in search_form(e.text) for p in pairs)]
        return _matches(found, pairs)

    def _entries(self, allowed: Flags | None) -> list[Entry]:
        kept = (Entry(**entry) for entry in self._load()["entries"])
        return [
            Entry(e.ordinal, e.work, e.expression, EntryKind(e.kind), e.heading, e.text)
            for e in kept
            if allowed is None or (e.ordinal < len(allowed) and allowed[e.ordinal])
        ]

    def vocabulary(self, allowed: Flags | None = None) -> dict[str, int]:
        texts = [search_form(entry.text) for entry in self._entries(allowed)]
        counts = Counter(word for text in texts for word in set(terms(text)))
        return {w: n for w, n in counts.items() if n > 1 and len(w) > 1 and w.isalpha()}

    def ordinals(self) -> frozenset[int]:
        return frozenset(entry["ordinal"] for entry in self._load()["entries"])

    def close(self) -> None:
        pass


def _matches(found: list[Entry], needles: list[str]) -> Matches:
    texts = [search_form(entry.text + entry.heading) for entry in found]
    return Matches(
        np.array([entry.ordinal for entry in found], np.int64),
        np.array([entry.work for entry in found], np.int64),
        np.array([KINDS.index(entry.kind) for entry in found], np.int64),
        np.array([sum(map(text.count, needles)) for text in texts], np.float64),
    )


def _write(path: Path, kept: dict[str, Any]) -> None:
    incoming = path.with_suffix(".new")
    incoming.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    os.replace(incoming, path)  # noqa: PTH105  the one call that says what it does
