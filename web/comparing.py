"""Which texts a request has compared, and which rows of them it wants."""

from dataclasses import dataclass, replace
from enum import StrEnum

from flask import request

from archive.comparing import rule_of
from archive.errors import NoticeNotFound
from archive.law.compare.model import ChangeType, Outcome
from archive.record import Compared
from archive.saying import say
from web.asking import Day, RequestError, asked_day, asked_text, site
from web.failures import NOT_FOUND, public_record
from web.present.comparison import Wanted
from web.present.counterparts import ONLY

_SWITCH = ("", "1")


class Manner(StrEnum):
    """How two texts are compared."""

    VERSIONS = "versions"
    COUNTERPARTS = "counterparts"
    """As rules of two places on one subject."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two texts that a request names."""

    old: Compared
    new: Compared

    @property
    def rules(self) -> "Pair":
        """The rules that they carry, where no part was named."""
        return replace(self, old=rule_of(self.old), new=rule_of(self.new))

    def pinned(self, day: Day) -> dict[str, str | None]:
        """What a lasting link says: the very texts, and the day of the statuses."""
        return {"old": self.old.pin, "new": self.new.pin, "on": day.value.isoformat()}


def asked_pair() -> Pair:
    """Both texts of the address.

    Raises: RequestError where one is missing; NoticeNotFound; AmbiguousNotice; Withdrawn.
    """
    old, new, day = asked_text("old"), asked_text("new"), asked_day()
    if not old or not new:
        raise RequestError(
            say("没有说要比对哪两个文本"), say("在地址里写上 ?old=旧文本&new=新文本")
        )
    pair = Pair(public_text(old, day), public_text(new, day))
    return pair.rules if asked_manner() is Manner.COUNTERPARTS else pair


def public_text(name: str, day: Day) -> Compared:
    """The text of that name, as far as the public may see it.

    Raises: NoticeNotFound; AmbiguousNotice; Withdrawn.
    """
    side = site().library.compared(name, day.value)
    if side.record is None:
        raise NoticeNotFound(NOT_FOUND.problem, NOT_FOUND.remedy)
    public_record(side.record)
    return side


def asked_manner() -> Manner:
    """``?as=``; versions of a text where nothing is said.

    Raises: RequestError.
    """
    typed = request.values.get("as", "")
    if typed and typed not in list(Manner):
        raise RequestError(
            say("as 不能是“%(typed)s”", typed=typed[:40]),
            say("可以写的有：%(allowed)s", allowed="、".join(Manner)),
        )
    return Manner(typed) if typed else Manner.VERSIONS


def asked_only() -> str | None:
    """``?only=``: clauses that both texts have, or one alone.

    Raises: RequestError.
    """
    typed = asked_text("only")
    if typed and typed not in ONLY:
        raise RequestError(
            say("only 不能是“%(typed)s”", typed=typed[:40]),
            say("可以写的有：%(allowed)s", allowed="、".join(ONLY)),
        )
    return typed or None


def asked_rows() -> Wanted:
    """Which rows ``outcome``, ``type``, ``show`` and ``layout`` ask for, by address or form.

    Raises: RequestError when one is none of its values.
    """
    outcomes = _several("outcome", [one.value for one in Outcome])
    types = _several("type", [one.value for one in ChangeType])
    show, layout = request.values.get("show", ""), request.values.get("layout", "")
    if show not in ("", "all"):
        raise RequestError(
            say("show 不能是“%(show)s”", show=show[:40]), say("可以写 show=all，或不写")
        )
    if layout not in _SWITCH:
        raise RequestError(
            say("layout 不能是“%(layout)s”", layout=layout[:40]), say("可以写 layout=1，或不写")
        )
    return Wanted(
        frozenset(map(Outcome, outcomes)),
        frozenset(map(ChangeType, types)),
        is_whole=show == "all",
        has_layout=layout == "1",
    )


def _several(name: str, allowed: list[str]) -> list[str]:
    """The values of a filter, each written in a parameter of its own."""
    typed = request.values.getlist(name)
    for value in typed:
        if value not in allowed:
            raise RequestError(
                say("%(name)s 不能是“%(value)s”", name=name, value=value[:40]),
                say("可以写的有：%(allowed)s", allowed="、".join(allowed)),
            )
    return typed


def row_arguments(wanted: Wanted) -> dict[str, object]:
    """The rows wanted, as the address carries them."""
    return {
        "outcome": sorted(wanted.outcomes) or None,
        "type": sorted(wanted.types) or None,
        "show": "all" if wanted.is_whole else None,
        "layout": "1" if wanted.has_layout else None,
    }
