"""The match layer: text folded for comparison, one code point for one, so that offsets stay.

What is shown keeps the document's own characters; what is compared, searched and recognised is
folded. Source: DOMAIN.md §7 D5–D8.
"""

import unicodedata

_GROUPS = {
    "(": "（〔［【﹝﹙⦗「『[{｛❲〖",
    ")": "）〕］】﹞﹚⦘」』]}｝❳〗",
    '"': "“”„‟＂〝〞«»",
    "'": "‘’‚‛＇`´",
    "<": "〈＜‹〈⟨",
    ">": "〉＞›〉⟩",
    "-": "—–―－﹣−‐‑‒─━",
    "~": "～〜∼˜",
    "〇": "○◯",
    "·": "・•‧∙⋅･",
    " ": "\u00a0\u3000\u2002\u2003\u2009\u200a\u202f\t\r\n\v\f",
    ",": "，﹐",
    ":": "：﹕︰",
    ";": "；﹔",
    "!": "！﹗",
    "?": "？﹖",
    ".": "．﹒",
    "%": "％﹪",
}


def _fold_table() -> dict[int, str]:
    table: dict[int, str] = {}
    for point in (*range(0x2460, 0x2474), *range(0xFF01, 0xFF5F), *range(0x2F00, 0x2FD6)):
        folded = unicodedata.normalize("NFKC", chr(point))
        if len(folded) == 1:
            table[point] = folded.lower()
    table.update({ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
    table.update({ord(variant): to for to, variants in _GROUPS.items() for variant in variants})
    return table


_TABLE = _fold_table()
_INVISIBLE = (" ", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff")
# Variation selectors, which exports put behind rare characters.
_SELECTORS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
_SPACES = {ord(c): None for c in _INVISIBLE} | dict.fromkeys(_SELECTORS)
SQUEEZED = _SPACES | {
    point: None if ord(folded) in _SPACES else folded for point, folded in _TABLE.items()
}
"""What ``squeeze`` does with a code point, at once: what is folded to a blank is dropped too."""

DROPPED = "".join(chr(point) for point, to in SQUEEZED.items() if to is None)
"""Every character that ``squeeze`` leaves out."""


def fold(text: str) -> str:
    """Widths, brackets, quotes, dashes, blanks and letter case made equal.

    Guarantees: the result has as many code points as ``text``; folding twice changes nothing.
    """
    return text.translate(_TABLE)


def squeeze(text: str) -> str:
    """Folded, with all blanks and invisible characters dropped: for telling texts apart."""
    return text.translate(SQUEEZED)
