"""Scores the status of documents on days: ``python -m tests.quality.validity GOLD SOURCE_DIR``.

GOLD is a TOML file of cases (or a folder with ``validity.toml``): a file of the source folder, a
day, the status that its texts give it, and the words that decide. The archive holds the whole
source folder, since another document may end this one. Scored are the share that is right, the
share that is 待核, and what must not happen: in force where the gold says it is not.
"""

import argparse
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from archive.archive import Archive
from archive.errors import FawenError, NoticeNotFound
from archive.notice.model import Reading, Source
from archive.record import Conclusion
from archive.search.engine import Entry, Matches
from ingest import pipeline, source

FOLDERS = ("seeds", "notices", "html", "pdf", "markdown", "laws")
_IN_FORCE = {"EFFECTIVE", "AMENDED"}
_IN_DOUBT = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Case:
    """One label."""

    path: str
    on: date
    status: str
    accept: frozenset[str]
    reason: str
    because: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One label and what the archive concludes; ``None``: the file is not in it."""

    case: Case
    found: Conclusion | None

    @property
    def is_right(self) -> bool:
        """One of the statuses that the texts leave open."""
        return self.found is not None and self.found.status in self.case.accept

    @property
    def is_falsely_in_force(self) -> bool:
        """We say that it is in force, and it is not."""
        if self.found is None or self.case.accept & _IN_FORCE:
            return False
        return self.found.status in _IN_FORCE or self.found.in_force is True


def read_cases(gold: Path) -> list[Case]:
    """The cases of a file, or of ``validity.toml`` in a folder."""
    path = gold / "validity.toml" if gold.is_dir() else gold
    return [
        Case(
            path=f"{case['folder']}/{case['file']}",
            on=date.fromisoformat(str(case["on"])),
            status=case["status"],
            accept=frozenset(case.get("accept") or [case["status"]]),
            reason=case.get("reason", ""),
            because=case.get("because", ""),
        )
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


def fill(archive: Archive, folder: Path, *, workers: int = 2) -> dict[str, str]:
    """Read and keep the whole source folder: path below it → id of the work that it became."""
    files = [
        path
        for name in FOLDERS
        for path in sorted((folder / name).rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    ]
    ids = {}
    with ProcessPoolExecutor(workers) as pool, archive.adding():
        for path, read in zip(files, pool.map(_read, files, chunksize=16), strict=True):
            if read is not None:
                ids[path.relative_to(folder).as_posix()] = archive.add(*read).id
    return ids


def _read(path: Path) -> tuple[Source, Reading] | None:
    try:
        loaded = source.load(path)
        return loaded, pipeline.read(loaded)
    except FawenError:
        return None


class NotIndexed:
    """An engine that finds nothing: what is concluded of a text asks none."""

    def __init__(self, folder: Path) -> None:
        self._applied = folder / "applied"

    @classmethod
    def create(cls, folder: Path) -> "NotIndexed":
        """An empty index."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "applied").write_text("0", encoding="ascii")
        return cls(folder)

    def apply(self, sequence: int, remove: Collection[int], add: Iterable[Entry]) -> None:  # noqa: ARG002
        """Only the sequence is kept."""
        self._applied.write_text(str(sequence), encoding="ascii")

    def sequence(self) -> int:
        """The last one applied."""
        return int(self._applied.read_text(encoding="ascii"))

    def search(self, *_: object) -> Matches:
        """Nothing."""
        return Matches.none()

    def rank(self, *_: object) -> Matches:
        """Nothing."""
        return Matches.none()

    def ordinals(self) -> frozenset[int]:
        """None."""
        return frozenset()

    def close(self) -> None:
        """Nothing is open."""


def score(archive: Archive, ids: dict[str, str], cases: Sequence[Case]) -> list[Verdict]:
    """What the archive concludes of each case."""
    return [Verdict(case, _ask(archive, ids.get(case.path), case.on)) for case in cases]


def _ask(archive: Archive, id: str | None, on: date) -> Conclusion | None:  # noqa: A002
    if id is None:
        return None
    try:
        return archive.status(id, None, on)
    except NoticeNotFound:
        # What proved to be another file's work goes by that one's name.
        other = archive.resolve_alias(id)
        return archive.status(other, None, on) if other else None


def report(verdicts: Sequence[Verdict]) -> str:
    """Figures, confusions, and every wrong case with both sides' reasons."""
    return "\n".join(_lines(verdicts))


def shares(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """In percent: right, not falsely in force, not in doubt."""
    found = {
        "right": sum(v.is_right for v in verdicts),
        "not_falsely_in_force": sum(not v.is_falsely_in_force for v in verdicts),
        "decided": sum(not (v.found and v.found.status == _IN_DOUBT) for v in verdicts),
    }
    return {name: 100 * count / max(len(verdicts), 1) for name, count in found.items()}


def _lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    of = len(verdicts)
    right = sum(verdict.is_right for verdict in verdicts)
    falsely = sum(verdict.is_falsely_in_force for verdict in verdicts)
    doubted = sum(bool(v.found and v.found.status == _IN_DOUBT) for v in verdicts)
    missing = sum(verdict.found is None for verdict in verdicts)
    yield f"cases               {of}"
    yield f"right               {right}  {_percent(right, of)}"
    yield f"falsely in force    {falsely}  {_percent(falsely, of)}"
    yield f"in doubt (待核)      {doubted}  {_percent(doubted, of)}"
    yield f"not in the archive  {missing}"
    wrong = [verdict for verdict in verdicts if not verdict.is_right]
    pairs = Counter((v.case.status, v.found.status if v.found else "-") for v in wrong)
    for (wanted, got), count in pairs.most_common():
        yield f"  {count:3}  {wanted} → {got}"
    for verdict in wrong:
        case, found = verdict.case, verdict.found
        mark = "!!" if verdict.is_falsely_in_force else "  "
        yield ""
        yield f"{mark} {case.path}  on {case.on}"
        yield f"     gold  {'|'.join(sorted(case.accept))}  {case.reason}  {case.because}"
        if found:
            yield f"     ours  {found.status}  {found.reason or ''}  {found.rule or ''}"
            for words in found.evidence[:3]:
                yield f"           {words.number or ''} {words.section}: {words.quote[:100]}"


def _percent(part: int, of: int) -> str:
    return f"{100 * part / of:5.1f} %" if of else "    -"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of one gold file over one source folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.validity", description=__doc__)
    parser.add_argument("gold", type=Path, help="file of cases, or its folder")
    parser.add_argument("source", type=Path, help="folder with the whole corpus")
    parser.add_argument("--workers", type=int, default=2, help="processes that read")
    chosen = parser.parse_args(arguments)
    cases = read_cases(chosen.gold)
    with (
        tempfile.TemporaryDirectory(prefix="validity-") as folder,
        Archive.open(Path(folder) / "archive", engine_type=NotIndexed) as archive,
    ):
        ids = fill(archive, chosen.source, workers=chosen.workers)
        verdicts = score(archive, ids, cases)
    sys.stdout.write(report(verdicts) + "\n")
    return 0 if verdicts and all(verdict.found for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
