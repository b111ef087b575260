"""Notices that end, end each other and cite what is not held; one of them held."""

from dataclasses import replace
from datetime import date

from archive.archive import Archive
from archive.notice.model import Publication
from ingest.pipeline import read
from tests.laws.linked import BUREAU, GOV, document, source

ON = date(2021, 1, 1)
TERM = document(
    "临财〔2018〕1号",
    f"{BUREAU}关于园区资金的通知",
    BUREAU,
    "本通知自2018年3月1日起施行，有效期至2021年6月30日。",
    "2018年2月5日",
)
OLD = document(
    "临财〔2018〕2号",
    f"{BUREAU}关于科技资金的通知",
    BUREAU,
    "本通知自2018年6月1日起施行。",
    "2018年5月5日",
)
NEW = document(
    "临财〔2020〕6号",
    f"{BUREAU}关于科技项目资金的通知",
    BUREAU,
    f"根据《{GOV}关于科技的意见》制定。本通知自2020年7月1日起施行，"
    f"《{BUREAU}关于科技资金的通知》（临财〔2018〕2号）同时废止。",
    "2020年6月2日",
)
ALIKE = document(
    "临财〔2020〕7号",
    f"{BUREAU}关于别的事的通知",
    BUREAU,
    f"根据《{GOV}关于科技的意见》《{GOV}关于公园的意见》制定。本通知自2020年7月1日起施行。",
    "2020年7月2日",
)
SECRET = document(
    "临财〔2020〕8号",
    f"{BUREAU}关于内部事项的通知",
    BUREAU,
    f"根据《{GOV}关于保密的意见》《{GOV}关于公园的意见》制定。本通知自2020年7月1日起施行。",
    "2020年8月2日",
)


def fill(archive: Archive) -> None:
    """Two old rules, what ends one of them, one more, and one that is held."""
    for name, text in (("term", TERM), ("old", OLD), ("new", NEW), ("alike", ALIKE)):
        archive.add(source(name, text), read(source(name, text)))
    held = source("secret", SECRET)
    reading = read(held)
    notice = replace(reading.notice, publication=Publication.HELD)
    archive.add(held, replace(reading, notice=notice))
