"""Two hundred queries, always the same for the same documents."""

import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from archive import words
from archive.notice.number import find_numbers, parse_number
from benchmarks.corpus import SEED, bodies

COUNT = 200
_SAMPLE = 250
"""Documents whose words are counted."""
_FREQUENT = 150
"""So many of the commonest words count as frequent."""
_RARE = 3
"""A word that stands so often in the sample, or less, is rare."""
_SHIPPED_NUMBERS = ("焦政办〔2021〕65号", "焦政办〔2017〕63号")
# 高新技术产业开发区: Han only
_WORD = re.compile(r"[\u4e00-\u9fff]{2,8}")
_STRETCH = re.compile(r"[\u4e00-\u9fff]{4,12}")


def draw(paths: tuple[Path, ...]) -> list[str]:
    """80 of two words (frequent, rare, both), 50 phrases, 30 numbers, 20 words, 20 characters."""
    chance = random.Random(SEED)  # noqa: S311  the same queries every time
    sample = paths[:_SAMPLE]
    texts = bodies(sample)
    counted = Counter(w for text in texts for w in words.terms(text) if _WORD.fullmatch(w))
    ordered = [word for word, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]
    frequent, rare = ordered[:_FREQUENT], [word for word in ordered if counted[word] <= _RARE]
    stretches = [
        s for text in chance.sample(texts, min(500, len(texts))) for s in _STRETCH.findall(text)
    ]
    characters = sorted({c for text in texts[:200] for c in text if "\u4e00" <= c <= "\u9fff"})

    def some(count: int, *choices: Sequence[str]) -> list[str]:
        return [" ".join(map(chance.choice, choices)) for _ in range(count)]

    return [
        *some(30, frequent, frequent),
        *some(30, frequent, rare),
        *some(20, rare, rare),
        *(f'"{stretch}"' for stretch in some(50, stretches)),
        *some(30, _numbers(sample)),
        *some(20, frequent),
        *some(20, characters),
    ]


def _numbers(paths: tuple[Path, ...]) -> list[str]:
    """Document numbers that stand in the texts."""
    found = {
        printed.number.canonical
        for path in paths
        for printed in find_numbers(path.read_text(encoding="utf-8"))
    }
    return sorted({*_SHIPPED_NUMBERS, *(number for number in found if parse_number(number))})
