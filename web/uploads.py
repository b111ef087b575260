"""A file that a reader hands in to be compared: read and compared apart, kept nowhere.

Both steps run in a process of their own with limits on memory and time, which ends with the answer;
nothing of the file is written to the archive.
"""

from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from threading import Semaphore

from archive.comparing import compare_texts, counterparts_of, rule_of
from archive.errors import ArchiveBusy, SourceTooLarge
from archive.law.compare.counterparts import Counterpart
from archive.law.compare.model import Comparison
from archive.notice.model import Source
from archive.record import Compared
from archive.saying import say
from ingest.pipeline import read
from web.guard import Guard

MOST_BYTES = 8_000_000
"""The Civil Code is 0.4 MB of text; a notice as PDF rarely is more than five."""
MOST_SECTIONS = 20_000
"""The Civil Code has 3,000; a hundred times as many lines would fill the page and the memory."""
_TIME_S = 25.0
"""Processor seconds, for reading and comparing together, whatever the size."""
_PATIENCE_S = 30.0
_room = Semaphore(1)
"""For all sites of this process: reading a stranger's file may take all that the limits leave."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read in the file, and what comparing it gave."""

    old: Compared
    new: Compared
    comparison: Comparison | None
    counterparts: tuple[Counterpart, ...]


def compare_upload(
    source: Source, other: Compared, *, is_old: bool, as_counterparts: bool
) -> Answer:
    """The file against a text of the archive; ``is_old``: the file is the older of the two.

    Raises: SourceError when the file cannot be read within the limits; ArchiveBusy.
    """
    bare = replace(other, record=None)  # only the text crosses to the other process
    work = partial(_compare, other=bare, is_old=is_old, as_counterparts=as_counterparts)
    if not _room.acquire(timeout=_PATIENCE_S):
        raise ArchiveBusy(say("正在读别的上传文件"), say("请过一分钟再试"))
    try:
        with Guard(time_s=_TIME_S, most_s=_TIME_S) as guard:
            answer = guard.run(work, source)
    finally:
        _room.release()
    if is_old:
        return replace(answer, new=replace(answer.new, record=other.record))
    return replace(answer, old=replace(answer.old, record=other.record))


def _compare(source: Source, other: Compared, *, is_old: bool, as_counterparts: bool) -> Answer:
    """In the other process."""
    mine = Compared(source.name, read(source).notice)
    if sum(1 for _ in islice(mine.notice.walk(), MOST_SECTIONS + 1)) > MOST_SECTIONS:
        raise SourceTooLarge(
            say("文件里的条、款、项超过 %(most)s 处", most=MOST_SECTIONS),
            say("请只留下要比对的部分后再试"),
        )
    old, new = (mine, other) if is_old else (other, mine)
    if as_counterparts:
        old, new = rule_of(old), rule_of(new)
        return Answer(old, new, None, counterparts_of(old, new))
    return Answer(old, new, compare_texts(old, new), ())
