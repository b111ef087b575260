"""Texts → syllables without tones, for suggestions and words that sound alike.

Word by word out of pypinyin's tables, so that 行 is hang in 银行 and xing in 行政; a word that its
table of words lacks is read character by character, each in its commonest way.
"""

import unicodedata
from functools import lru_cache

from archive import words


def syllables(text: str) -> tuple[str, ...]:
    """A syllable a character, ``lv`` for 绿; what is no Han is itself, folded."""
    found: list[str] = []
    for word in words.cut(text):
        found += syllables_of(word.text)
    return tuple(found)


@lru_cache(65536)
def syllables_of(word: str) -> tuple[str, ...]:
    """The same for one word."""
    # 0.3 s that most commands never need
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT  # noqa: PLC0415

    found: list[str] = []
    while (at := len(found)) < len(word):
        # 重庆市 is in no table, 重庆 is.
        for stop in range(len(word), at + 1, -1):
            known = PHRASES_DICT.get(word[at:stop])
            if known is not None and len(known) == stop - at:
                found += [_plain(readings[0]) for readings in known]
                break
        else:
            readings = PINYIN_DICT.get(ord(word[at]), word[at].lower())
            found.append(_plain(readings.partition(",")[0]))
    return tuple(found)


@lru_cache(4096)
def _plain(syllable: str) -> str:
    """``lǜ`` → ``lv``, ``háng`` → ``hang``."""
    letters = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain or syllable
