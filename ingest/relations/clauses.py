"""A verb in its sentence, and what it says of each document that it governs."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from archive.notice.model import ClaimType
from ingest.relations.said import (
    NO_DAY,
    Effect,
    Said,
    is_act,
)
from ingest.relations.skeleton import Skeleton


class Clause(NamedTuple):
    """A verb in its sentence; offsets in the skeleton."""

    s: Skeleton
    start: int
    """Of the sentence."""
    stop: int
    verb: str
    at: int
    end: int
    """Behind the verb."""

    @property
    def text(self) -> str:
        return self.s.text

    def say(
        self,
        kind: ClaimType,
        pattern: str,
        governed: range,
        *,
        stop: int | None = None,
        scope: str = "WHOLE",
        is_open: bool = False,
        effect: Effect = NO_DAY,
        keys: tuple[str, ...] = (),
        acts_only: bool = True,
    ) -> Iterator[Said]:
        """The same of each governed citation: from it, or from the verb before it, to the end."""
        stop = self.end if stop is None else stop
        for number in governed:
            one = self.s.cited[number]
            if acts_only and not is_act(one):
                continue
            mark = self.s.marks[number]
            last = number == governed[-1]
            yield Said(
                kind,
                pattern,
                self.s.at(min(mark, self.at)),
                self.s.at(max(stop, mark + 1)),
                one,
                scope=scope if last else "WHOLE",
                is_open=is_open,
                effect=effect,
                keys=keys if last else (),
            )


Rule = Callable[[Clause], Iterator[Said]]
WINDOW = 30
"""Characters before a verb or its list that may say that nothing is decided."""


def whose(c: Clause, at: int) -> int:
    """Where the part of the sentence that holds ``at`` begins."""
    begin = max(c.start, at - 60)
    return max([begin, *(c.text.rfind(mark, begin, at) + 1 for mark in "，,；;")])
