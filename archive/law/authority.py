"""Organs → their level, to see whether one may end another's text.

::

    level := 0 国务院, 中共中央, 全国人大  1 ministry  2 province  3 city  4 county  5 township

A department stands half a level below the government that it belongs to; a government's own office
speaks for the government. Source: DOMAIN.md §5.3, §10.
"""

import re
from collections.abc import Sequence

_CENTRAL = re.compile(
    r"国务院(?:办公厅)?$|中共中央(?:办公厅)?$|中央军委|全国人民代表大会|全国人大|中华人民共和国主席"
)
_HIGH_COURTS = re.compile(r"最高人民(?:法院|检察院)")
_MINISTRY = re.compile(
    r"^(?:中华人民共和国)?[^省市县区州]{1,16}(?:部|总局|委员会|总署|银行|署|局)$|^国家|^国务院"
)
_PROVINCE = re.compile(
    r"^(?:中共)?(?:[^省市县区州]{2,3}省|[^省市县]{2,6}自治区|(?:北京|上海|天津|重庆)市)"
)
_CITY = re.compile(r"^(?:中共)?(?:[^省]{2,3}省)?[^省市县区]{1,9}?(?:市|自治州|地区|盟|州)")
_COUNTY = re.compile(r"[^省市县]{1,9}(?:自治县|县|区|旗)(?!域)")
_TOWNSHIP = re.compile(r"(?:镇|乡|街道)(?:人民政府|办事处)")
_GOVERNMENT = re.compile(
    r"人民政府(?:办公厅|办公室)?$|人民代表大会(?:常务委员会)?$|[省市县区]委(?:办公厅|办公室)?$"
)


def level_of(organ: str) -> float | None:
    """0 is the highest; ``None`` where the name does not tell."""
    name = re.sub(r"[ \u3000]", "", organ).removeprefix("中华人民共和国")
    if _CENTRAL.match(name):
        return 0
    if _HIGH_COURTS.match(name):
        return 0.5
    if _TOWNSHIP.search(name):
        return 5
    half = 0 if _GOVERNMENT.search(name) else 0.5
    province = _PROVINCE.match(name)
    if province:
        below = name[province.end() :]
        if _COUNTY.match(below):
            return 4 + half
        return (3 if _CITY.match(below) else 2) + half
    city = _CITY.match(name)
    if city:
        return (4 if _COUNTY.match(name[city.end() :]) else 3) + half
    if _COUNTY.match(name):
        return 4 + half
    return 1 if _MINISTRY.match(name) else None


def oversteps(source: Sequence[str], target: Sequence[str]) -> bool:
    """Every organ of ``source`` whose level is known stands below every one of ``target``."""
    acting = [level for level in map(level_of, source) if level is not None]
    acted_on = [level for level in map(level_of, target) if level is not None]
    return bool(acting and acted_on) and min(acting) > min(acted_on)
