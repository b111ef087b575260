"""What a request asks (the day, the page, the filters) and what the site has to answer with."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from secrets import token_hex
from threading import BoundedSemaphore
from typing import Any, cast, get_args
from urllib.parse import quote, quote_plus

from flask import current_app, g, request, url_for

from archive.errors import FawenError
from archive.record import Sorting
from archive.saying import say
from web.config import Config
from web.desk import Desk
from web.facsimiles import Facsimiles
from web.kept_pages import SEARCHES_ROOM, KeptPages
from web.library import Library, Order
from web.present.wording import UNSTATED, VALUES, stated

# 2022-03-01
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# 2021; the year 0 is no year
_YEAR = re.compile(r"(?!0000)[0-9]{4}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
LANGUAGE = "lang"
ENGLISH = "en"
"""``?lang=en``: the page in English; links keep it as they keep the day."""
LAST_PAGE = 100_000
LONGEST_TEXT = 2_000
_ANY = token_hex(16)
"""Stands for what differs from address to address; nobody can have typed it."""
_PLAIN = "!$'()*,/:;?@"
"""What ``url_for`` leaves as it is in a query."""
EXPORTS_AT_ONCE = 2
"""Each takes one of the server's threads for as long as it lasts."""


class RequestError(FawenError):
    """An address or a form holds something that cannot be used."""


class TooMany(FawenError):
    """More is asked for at the same time than the site gives."""


class Withdrawn(FawenError):
    """The record was published once and has been withdrawn."""


class PageNotFound(FawenError):
    """The address is well formed, but there is no such page of a list."""


@dataclass(frozen=True, slots=True)
class Site:
    """What every view works with."""

    config: Config
    library: Library
    clock: Callable[[], date]
    assets: Mapping[str, str]
    """Static file → fingerprint of its content."""
    desk: Desk
    facsimiles: Facsimiles
    kept: KeptPages = field(default_factory=KeptPages)
    kept_searches: KeptPages = field(default_factory=lambda: KeptPages(SEARCHES_ROOM))
    exports: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(EXPORTS_AT_ONCE))


@dataclass(frozen=True, slots=True)
class Day:
    """The day as on which the archive is asked."""

    value: date
    is_given: bool
    """It stands in the address, so links keep it; else it is today."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to, as the archive takes it; empty or 0 is what is not stated."""

    issuer: str | None = None
    year: int | None = None
    kind: str | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """The filters in force, as the address carries them."""
        found = {"issuer": self.issuer, "year": self.year, "kind": self.kind}
        return {name: str(value or UNSTATED) for name, value in found.items() if value is not None}

    @property
    def arguments(self) -> "dict[str, Any]":
        """The filters as the archive takes them."""
        return {"issuer": self.issuer, "year": self.year, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class BrowseFilters(Filters):
    """What the list of all notices is narrowed to besides."""

    month: int | None = None
    """Of the day of signature; 0 is what is not dated."""
    genre: str | None = None
    topic: str | None = None
    status: str | None = None
    """On the day asked for."""

    @property
    def chosen(self) -> dict[str, str]:
        """All of it, as the address carries it."""
        found = Filters(self.issuer, self.year, self.kind).chosen
        if self.month is not None:
            found["month"] = str(self.month or UNSTATED)
        for name, value in (("genre", self.genre), ("topic", self.topic)):
            if value is not None:
                found[name] = value or UNSTATED
        return found | ({"status": self.status} if self.status else {})

    @property
    def arguments(self) -> "dict[str, Any]":
        """The same as the archive takes it."""
        return {
            **Filters(self.issuer, self.year, self.kind).arguments,
            "month": self.month,
            "genre": self.genre,
            "topic": self.topic,
            "status": self.status,
        }


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both among them."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SearchFilters(Filters):
    """What a search is narrowed to besides, and how its hits are sorted."""

    status: str | None = None
    level: str | None = None
    part: str | None = None
    within: str | None = None
    """The id of one notice."""
    order: Sorting = Sorting.RELEVANCE

    @property
    def narrowing(self) -> dict[str, str]:
        """What hides hits, as the address carries it."""
        found = Filters(self.issuer, self.year, self.kind).chosen
        for name, value in (("status", self.status), ("level", self.level), ("part", self.part)):
            if value is not None:
                found[name] = value or UNSTATED
        return found | ({"within": self.within} if self.within else {})

    @property
    def chosen(self) -> dict[str, str]:
        """All of it, as the address carries it."""
        return self.narrowing | (
            {"order": self.order.value} if self.order is not Sorting.RELEVANCE else {}
        )

    @property
    def arguments(self) -> "dict[str, Any]":
        """The same as the archive takes it."""
        return {
            **Filters(self.issuer, self.year, self.kind).arguments,
            "status": self.status,
            "level": self.level,
            "part": self.part,
            "within": self.within,
            "order": self.order,
        }


def site() -> Site:
    """The site that is answering this request."""
    return cast("Site", current_app.extensions["fawen"])


def asked_text(name: str) -> str:
    """A text of the address, blanks around and control characters inside taken away.

    Raises: RequestError when it is longer than any question.
    """
    typed = _CONTROL.sub("", request.args.get(name, "")).strip()
    if len(typed) > LONGEST_TEXT:
        raise RequestError(
            say("输入有 %(count)s 个字，太长了", count=len(typed)),
            say("请缩短到 %(most)s 字以内", most=LONGEST_TEXT),
        )
    return typed


def asked_day() -> Day:
    """The day of ``?on=``, else today in Shanghai.

    Raises: RequestError when it is not a day of the calendar.
    """
    given = asked_date("on")
    return Day(given or site().clock(), is_given=given is not None)


def asked_date(name: str) -> date | None:
    """A day of the address.

    Raises: RequestError when it is not a day of the calendar.
    """
    typed = asked_text(name)
    if not typed:
        return None
    try:
        if _DAY.fullmatch(typed):
            return date.fromisoformat(typed)
    except ValueError:
        pass
    raise RequestError(
        say("日期“%(typed)s”不存在或写法不对", typed=typed[:40]),
        say("写成 2022-03-01 这样的年-月-日"),
    )


def asked_period(first: date, last: date) -> Period:
    """From ``?from=`` to ``?to=``, else as given.

    Raises: RequestError when one is no day, or the first comes after the last.
    """
    found = Period(asked_date("from") or first, asked_date("to") or last)
    if found.first > found.last:
        raise RequestError(
            say("起始日 %(first)s 晚于截止日 %(last)s", first=found.first, last=found.last),
            say("请把较早的日子写在前面"),
        )
    return found


def asked_page() -> int:
    """The page of ``?page=``, from 1.

    Raises: RequestError when it is not a whole number from 1 on.
    """
    typed = asked_text("page") or "1"
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:9]) <= LAST_PAGE:
        return int(typed)
    raise RequestError(
        say("页码“%(typed)s”不对", typed=typed[:40]), say("页码从 1 开始，是一个整数")
    )


def asked_number(name: str, unset: int, *, most: int) -> int:
    """A whole number of the address, from 0.

    Raises: RequestError when it is none, or more than may be asked for.
    """
    typed = asked_text(name)
    if not typed:
        return unset
    if typed.isascii() and typed.isdigit() and int(typed[:9]) <= most:
        return int(typed)
    raise RequestError(
        say("%(name)s 不能是“%(typed)s”", name=name, typed=typed[:40]),
        say("写成 0 至 %(most)s 的整数", most=most),
    )


def asked_order(unset: Order) -> Order:
    """How a list is sorted.

    Raises: RequestError when it is none of the ways.
    """
    typed = asked_text("order")
    for order in get_args(Order):
        if typed == order:
            return cast("Order", order)
    if not typed:
        return unset
    raise RequestError(
        say("没有“%(typed)s”这种排法", typed=typed[:40]), say("排法有 signed、added、number 三种")
    )


def asked_filters() -> Filters:
    """What ``?issuer=``, ``?year=`` and ``?kind=`` narrow the list to; each may be 未注明.

    Raises: RequestError when the year is none.
    """
    year = stated(asked_text("year"))
    if year and not _YEAR.fullmatch(year):
        raise RequestError(
            say("年份“%(year)s”不对", year=year[:40]),
            say("年份是四位数字，如 2021，或写“%(unstated)s”", unstated=UNSTATED),
        )
    return Filters(
        issuer=stated(asked_text("issuer")),
        year=None if year is None else int(year or 0),
        kind=stated(asked_text("kind")),
    )


def asked_browse_filters() -> BrowseFilters:
    """The same and ``?month=``, ``?genre=``, ``?topic=`` (may be 未注明) and ``?status=``.

    Raises: RequestError when one is none of its values.
    """
    common = asked_filters()
    month = _one_of("month", [*VALUES["month"], UNSTATED])
    return BrowseFilters(
        issuer=common.issuer,
        year=common.year,
        kind=common.kind,
        month=None if month is None else int(month or 0),
        genre=stated(asked_text("genre")),
        topic=stated(asked_text("topic")),
        status=_one_of("status", VALUES["status"]),
    )


def asked_search_filters() -> SearchFilters:
    """The same and ``?status=``, ``?level=``, ``?part=``, ``?within=`` and ``?order=``.

    Raises: RequestError when one is none of its values.
    """
    common = asked_filters()
    found: dict[str, str | None] = {}
    for name, allowed in (("status", VALUES["status"]), ("level", VALUES["level"])):
        found[name] = _one_of(name, [*allowed, *([UNSTATED] if name == "level" else [])])
    found["part"] = _one_of("part", VALUES["part"])
    order = _one_of("order", [one.value for one in Sorting])
    return SearchFilters(
        issuer=common.issuer,
        year=common.year,
        kind=common.kind,
        status=found["status"],
        level=found["level"],
        part=found["part"],
        within=asked_text("within") or None,
        order=Sorting(order) if order else Sorting.RELEVANCE,
    )


def _one_of(name: str, allowed: Collection[str]) -> str | None:
    typed = asked_text(name)
    if typed and typed not in allowed:
        raise RequestError(
            say("%(name)s 不能是“%(typed)s”", name=name, typed=typed[:40]),
            say("可以写的有：%(allowed)s", allowed="、".join(allowed)),
        )
    return stated(typed)


def root() -> str:
    """The site's scheme and host, as set or else as visited; a path of ``url_for`` follows it."""
    return site().config.site_url or request.host_url.rstrip("/")


# What a segment of a path may hold as it is, beside what any part of an address may.
# Source: https://url.spec.whatwg.org/#url-path-segment-string
_SEGMENT = "!$&'()*+,/:;=@"
# main-1/art-13/p-2
_AS_IT_IS = re.compile(r"[a-z0-9/-]*").fullmatch


def clause_link(name: str, key: str) -> str:
    """``link`` to a clause; a page may have thousands, so the way to its notice is written once."""
    ways = g.setdefault("ways", {})
    if name not in ways:
        before, _, after = link("notice.clause", name=name, key=_ANY).rpartition(_ANY)
        ways[name] = before, after
    before, after = ways[name]
    return f"{before}{key if _AS_IT_IS(key) else quote(key)}{after}"


def links_by(endpoint: str, argument: str, values: Mapping[str, Any]) -> Callable[[object], str]:
    """``link`` for many values of one argument, the others as in ``values``; written once."""
    before, _, after = link(endpoint, **{**values, argument: _ANY}).rpartition(_ANY)
    return lambda value: f"{before}{quote_plus(str(value), safe=_PLAIN)}{after}"


def link(endpoint: str, **values: Any) -> str:
    """The address of a page; a day and a language given in this request's address are kept."""
    if "on" not in values and (on := request.args.get("on", "")) and _DAY.fullmatch(on):
        values["on"] = on
    if LANGUAGE not in values and request.args.get(LANGUAGE) == ENGLISH:
        values[LANGUAGE] = ENGLISH
    kept = {name: value for name, value in values.items() if value is not None}
    if endpoint.startswith("notice.") and "key" not in kept:
        return _notice_link(endpoint, kept.pop("name"), kept)
    return url_for(endpoint, **kept)


def _notice_link(endpoint: str, name: str, rest: dict[str, Any]) -> str:
    """A page names dozens of notices: how it leads to any of them is written once."""
    ways = g.setdefault("notice_ways", {})
    way = (endpoint, *rest.items())
    if way not in ways:
        before, _, after = url_for(endpoint, name=_ANY, **rest).rpartition(_ANY)
        ways[way] = before, after
    before, after = ways[way]
    return f"{before}{quote(name, safe=_SEGMENT)}{after}"
