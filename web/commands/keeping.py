"""``add``, ``publish``, ``withdraw``, ``reread``, ``reindex``, ``check``: keep the archive."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.accession import Accession
from archive.errors import FawenError, SourceError
from archive.notice.model import Source
from archive.record import Outcome
from web.answers import Json, check_json
from web.commands.common import argument, as_json, open_archive, print_json, say
from web.config import Config
from web.dialect import Command, Count
from web.guard import Guard
from web.indexer import Indexer
from web.intake import Gathered, gather, load

if TYPE_CHECKING:
    from archive.archive import Archive

MOST_WORKERS = 64
_MANY_FILES = 32
_KEPT_TOGETHER = 16
"""Documents in one transaction: the disk is waited for once for all of them."""
_BYTES_TOGETHER = 1 << 24


@dataclass
class Tally:
    """What became of each file of one ``add``."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    failures: list[tuple[Path, FawenError]] = field(default_factory=list)
    skipped: int = 0

    def as_json(self) -> Json:
        """Source: CONTRACT, ``add``."""
        return {
            "added": self.outcomes[Outcome.ADDED],
            "unchanged": self.outcomes[Outcome.UNCHANGED],
            "updated": self.outcomes[Outcome.UPDATED],
            "failed": [
                {"path": str(path), "problem": error.problem, "remedy": error.remedy}
                for path, error in self.failures
            ],
            "skipped": self.skipped,
        }

    def as_text(self) -> str:
        """The same in one line."""
        skipped = f"；略过 {self.skipped} 个隐藏或不读的文件" if self.skipped else ""
        return (
            f"新增 {self.outcomes[Outcome.ADDED]}，未变 {self.outcomes[Outcome.UNCHANGED]}，"
            f"更新 {self.outcomes[Outcome.UPDATED]}，失败 {len(self.failures)}{skipped}"
        )


@click.command(cls=Command)
@argument("paths", "路径 …", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--workers",
    type=Count(1, MOST_WORKERS),
    default=None,
    help="用几个进程读文件；不写则文件多时与处理器同数。多于 1 时另有一个进程同时建索引。",
)
@as_json
def add(paths: tuple[Path, ...], workers: int | None, *, as_json: bool) -> int:
    """把文件和文件夹读入档案；坏文件不影响其余。"""
    from ingest.pipeline import READER, accession

    gathered = gather(paths)
    tally = Tally(skipped=gathered.skipped, failures=list(gathered.closed))
    workers = workers or _usual_workers(len(gathered.files))
    with open_archive(writable=True) as archive, Guard(workers) as guard, _batch(archive, workers):
        intake = _Intake(archive, READER, gathered, tally)
        for source, answer in guard.run_all(accession, intake.unread()):
            intake.take(source, answer)
        intake.keep()
    tally.failures.sort(key=lambda failure: str(failure[0]))
    if as_json:
        print_json(tally.as_json())
    else:
        for path, error in tally.failures:
            say(f"错误：{path}：{error.problem}")
            say(f"办法：{error.remedy}")
        click.echo(tally.as_text())
    return 1 if tally.failures else 0


def _usual_workers(files: int) -> int:
    """Every core where there is enough to read; a few files do not pay for the processes."""
    if files < _MANY_FILES:
        return 1
    known = hasattr(os, "sched_getaffinity")  # not on every system
    cores = len(os.sched_getaffinity(0)) if known else os.cpu_count() or 1
    return min(cores, MOST_WORKERS)


@contextmanager
def _batch(archive: "Archive", workers: int) -> Iterator[None]:
    """Many documents; with several workers the index is brought up beside, else in between."""
    if workers == 1:
        with archive.adding():
            yield
        return
    database_url = Config.from_environment().database_url
    indexer = Indexer(archive.folder, database_url)
    with archive.adding(indexer.tell), indexer:
        yield


class _Intake:
    """One ``add`` under way: hands out what must be read, keeps what was."""

    def __init__(self, archive: "Archive", reader: str, gathered: Gathered, tally: Tally) -> None:
        self._archive = archive
        self._reader = reader
        self._files = gathered.files
        self._tally = tally
        self._paths: dict[int, Path] = {}
        """Where each source that is being read came from, by the identity of the source."""
        self._taken: list[tuple[Source, Accession]] = []
        """Read, and not kept yet."""

    def unread(self) -> Iterator[Source]:
        """Every file whose bytes this reader has not read into this archive yet."""
        with _progress(self._files) as files:
            for path in files:
                try:
                    source = load(path)
                except SourceError as error:
                    self._tally.failures.append((path, error))
                    continue
                if self._archive.has(source.sha256, self._reader):
                    self._tally.outcomes[Outcome.UNCHANGED] += 1
                    continue
                self._paths[id(source)] = path
                yield source

    def take(self, source: Source, answer: Accession | SourceError) -> None:
        """Put one reading with those that are kept together, or note why there is none."""
        if isinstance(answer, SourceError):
            self._tally.failures.append((self._paths.pop(id(source)), answer))
            return
        self._taken.append((source, answer))
        size = sum(len(taken.content) for taken, _ in self._taken)
        if len(self._taken) >= _KEPT_TOGETHER or size >= _BYTES_TOGETHER:
            self.keep()

    def keep(self) -> None:
        """Put what was taken into the archive: together, and if that cannot be each by itself."""
        taken, self._taken = self._taken, []
        try:
            outcomes = [added.outcome for added in self._archive.add_all(taken)] if taken else []
        except FawenError:
            for one in taken:
                self._keep_alone(*one)
        else:
            self._tally.outcomes.update(outcomes)
        for source, _ in taken:
            self._paths.pop(id(source), None)

    def _keep_alone(self, source: Source, accession: Accession) -> None:
        try:
            added = self._archive.add(source, accession)
        except FawenError as error:
            self._tally.failures.append((self._paths[id(source)], error))
        else:
            self._tally.outcomes[added.outcome] += 1


def _progress(files: tuple[Path, ...]) -> "click._termui_impl.ProgressBar[Path]":
    """A bar on a terminal's standard error, nothing elsewhere."""
    return click.progressbar(
        files, label="读入", file=sys.stderr, hidden=not sys.stderr.isatty(), show_pos=True
    )


@click.command(cls=Command)
@argument("notice", "公文")
def publish(notice: str) -> None:
    """公开一件公文：网站和接口从此可见。"""
    with open_archive(writable=True) as archive:
        target = archive.find(notice)
        archive.publish(target.id)
    click.echo(f"已公开：{target.number or target.id}")


@click.command(cls=Command)
@argument("notice", "公文")
@click.option("--reason", required=True, metavar="缘由", help="为什么撤下；记入日志。")
def withdraw(notice: str, reason: str) -> None:
    """撤下一件公文：网站答复“已撤下”，档案里仍保留。"""
    with open_archive(writable=True) as archive:
        target = archive.find(notice)
        archive.withdraw(target.id, reason)
    click.echo(f"已撤下：{target.number or target.id}")


@click.command(cls=Command)
@argument("notices", "公文 …", nargs=-1)
@click.option("--outdated", is_flag=True, help="凡是旧版读出的，全部重读。")
@as_json
def reread(notices: tuple[str, ...], *, outdated: bool, as_json: bool) -> None:
    """用现在的读法重读保存的原件。"""
    from ingest.pipeline import READER, read

    if bool(notices) == outdated:
        raise click.UsageError("写明公文，或用 --outdated，二者取一", click.get_current_context())
    with open_archive(writable=True) as archive, Guard() as guard:
        ids = [archive.find(notice).id for notice in notices] or None
        done = archive.reread(
            lambda source: guard.run(read, source), ids, outdated=READER if outdated else None
        )
    outcomes = Counter(added.outcome for added in done)
    if as_json:
        print_json({outcome.value: outcomes[outcome] for outcome in Outcome})
    else:
        click.echo(
            f"重读 {len(done)} 份原件：更新 {outcomes[Outcome.UPDATED]}，"
            f"未变 {outcomes[Outcome.UNCHANGED]}"
        )


@click.command(cls=Command)
@click.option("--relations", is_flag=True, help="先把引用关系和时效全部重新推定一遍。")
def reindex(*, relations: bool) -> None:
    """重建索引：在旧索引旁建好再换上，其间检索照常。"""
    with open_archive(writable=True) as archive:
        if relations:
            click.echo(f"已重新推定：{archive.relink()} 件")
        entries = archive.reindex()
    click.echo(f"索引已重建：{entries} 条")


@click.command(cls=Command)
@click.option("--deep", is_flag=True, help="逐字节核对原件，并重算全部推定。")
@as_json
def check(*, deep: bool, as_json: bool) -> int:
    """核对原件、目录和索引是否一致。"""
    with open_archive(writable=False) as archive:
        faults = archive.check(deep=deep)
        archive.note_check(faults, deep=deep)
    if as_json:
        print_json(check_json(faults))
    else:
        for fault in faults:
            say(f"错误：{fault.subject}：{fault.problem}")
            say(f"办法：{fault.remedy}")
        click.echo(f"发现 {len(faults)} 处问题" if faults else "一切正常")
    return 1 if faults else 0
