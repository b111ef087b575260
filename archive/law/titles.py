"""Titles as they are cited: what of them must agree, and how nearly two agree.

::

    key   := folded, without blanks, 《》, quotation marks and the mark of a version
    core  := key without 中华人民共和国, issuers in front, the wrapper 关于印发…的通知 and （试行）

Equal keys name one document; equal cores probably do. Source: DOMAIN.md §6.3.
"""

import re
import zlib
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from archive.notice.match import squeeze

NEAR = 0.75
"""Titles less alike than this are never proposed for each other."""
SURE = 0.92
"""Titles more alike than this, with nothing against it, are taken for one."""
AGREE = 0.6
"""Under one number, titles less alike than this are in doubt."""

_MARKS = str.maketrans("", "", "《》<>\"'“”‘’「」")
# (2020年修订), (2019修正文本), (修订)
_VERSION = re.compile(
    r"\((?:(?:19|20)[0-9]{2}年?)?(?:第[一二三四五]次)?(?:修正|修订|修改)(?:文?本|版)?\)$"
)
# (试行), (暂行), (征求意见稿)
_SUFFIX = re.compile(
    r"\((?:试行|暂行|修订|修正|修订稿|草案|试行稿|征求意见稿|送审稿|[0-9]{4}年版?)\)$"
)
# 关于印发X的通知, 关于转发Y关于X的通知
_WRAPPER = re.compile(
    r"^.{0,60}?(?:印发|发布|公布|颁布|颁发|下发|转发|批转)(?:实施)?(.{4,}?)的?(?:通知|公告|通告|决定|令)$"
)
# 国务院办公厅关于…, 市人民政府办公室关于…
_ISSUER = re.compile(
    r"^[\u4e00-\u9fff]{2,40}?(?:政府|办公[厅室]|委员会|委|局|部|院|厅|署|中央|省委|市委|县委|区委|会|行|社)(?=关于)"
)
_STATE = "中华人民共和国"
# 专利法, 河南省消防条例, 关于适用〈民法典〉…的解释
_PROPER = re.compile(r"(?:法|法典|条例|解释|宪法|修正案)(?:\([^()]{1,20}\))?$")
_COMMON = 1 << 32
_FREQUENT_PHRASES = (
    *("关于印发", "的通知", "管理办法", "实施意见", "暂行规定", "工作方案", "条例", "加强", "若干"),
    *("进一步加强", "人民政府办公室", "办公厅关于", "国务院", "有关", "的意见", "的实施"),
)
_FREQUENT = frozenset(
    phrase[at : at + 2] for phrase in _FREQUENT_PHRASES for at in range(len(phrase) - 1)
)


def title_key(title: str) -> str:
    """What two spellings of one title have in common; ``""`` for none."""
    key = squeeze(title).translate(_MARKS)
    return _VERSION.sub("", key) or key


def fuller_keys(key: str) -> tuple[str, ...]:
    """What a key may be short for: 公司法 for 中华人民共和国公司法, X办法 for X办法（试行）."""
    if key.startswith(_STATE):
        return ()
    return (_STATE + key, *(squeeze(f"{key}（{mark}）") for mark in ("试行", "暂行")))


def core_key(key: str) -> str:
    """The subject of a key, by which it may be called in short."""
    core = key.removeprefix(_STATE)
    wrapped = _WRAPPER.match(core)
    if wrapped:
        core = wrapped[1].removeprefix("关于") if len(wrapped[1]) >= 4 else core
    core = _ISSUER.sub("", core)
    core = _SUFFIX.sub("", core)
    core = core.removeprefix("关于")
    return core or key


@lru_cache(maxsize=1 << 15)
def bigrams(key: str) -> frozenset[str]:
    """Neighbouring pairs of characters."""
    return frozenset(map("".join, pairwise(key)))


def similarity(one: str, other: str) -> float:
    """Share of the pairs of characters of both that they have in common (Dice), 0 to 1."""
    mine, its = bigrams(one), bigrams(other)
    if not mine or not its:
        return float(one == other and bool(one))
    return 2 * len(mine & its) / (len(mine) + len(its))


def may_be_near(one: str, other: str) -> bool:
    """Their ``similarity`` is ``NEAR`` or more."""
    mine, its = bigrams(one), bigrams(other)
    # Sets of very different size cannot agree so much.
    least, most = sorted((len(mine), len(its)))
    return 2 * least >= NEAR * (least + most) and similarity(one, other) >= NEAR


def likeness(cited: str, names: Iterable[str]) -> float:
    """How like a cited key is to the likest of a work's names, short forms included."""
    core = core_key(cited)
    return max(
        (max(similarity(cited, name), similarity(core, core_key(name))) for name in names),
        default=0.0,
    )


def is_proper(key: str) -> bool:
    """The proper name of a statute, which is cited exactly or not at all.

    《专利法》 and 《专利法实施细则》, 《海商法》 and 《海关法》 are alike and two.
    """
    return bool(_PROPER.search(key)) or key.startswith(_STATE)


def ending(key: str) -> str:
    """What sort of text a title names: its last word, a status in brackets aside."""
    return _SUFFIX.sub("", key)[-2:]


def probes(key: str) -> tuple[int, ...]:
    """Numbers of which two keys share one if their ``similarity`` is ``NEAR`` or more.

    None for the proper names of statutes, which nothing else is taken for.

    Of each key's pairs in one order for all, the rarest first, so many that two keys which agree in
    enough pairs must meet in one of them (prefix filtering).
    """
    if is_proper(key):
        return ()
    ranked = sorted(
        (_COMMON * (pair in _FREQUENT) + zlib.crc32(pair.encode()), pair) for pair in bigrams(key)
    )
    # 2·shared ≥ NEAR·(mine + its) and shared ≤ its  ⇒  shared ≥ NEAR/(2−NEAR)·mine
    least = -(-NEAR * len(ranked) // (2 - NEAR))
    return tuple(zlib.crc32(pair.encode()) for _, pair in ranked[: len(ranked) - int(least) + 1])
