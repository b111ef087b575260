"""Text → words (the only jieba import); others take ``cut`` as an argument.

jieba segments by its own dictionary and ours, ``domain_words.tsv``. The tokenizer is our own
instance, so that no other library's words leak in, and it is filled here and not by jieba: that
writes a cache of marshalled objects into the shared temporary folder, reads back whatever lies
there under that name, and logs to standard error.
"""

import csv
import hashlib
import re
import sys
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from math import log
from typing import Any

from archive.notice.match import fold

_DOMAIN_WORDS = files("archive").joinpath("domain_words.tsv").read_text(encoding="utf-8")

FINGERPRINT = f"jieba {version('jieba')} {hashlib.sha256(_DOMAIN_WORDS.encode()).hexdigest()[:12]}"
"""Equal for two processes exactly if they cut every text alike."""


_SHORTEST_WITH_SUBWORDS = 2
_SHORT = 200
"""Code points: a query, not a clause."""
_FEW = 6
_JIEBA_TOTAL = 60_101_967
"""The sum of all frequencies in jieba's dictionary."""


@dataclass(frozen=True, slots=True)
class Word:
    """One piece of a text; half-open offsets in code points."""

    text: str
    start: int
    stop: int


def cut(text: str) -> tuple[Word, ...]:
    """The words of ``text`` in order, its punctuation and blanks among them.

    Guarantees: the pieces joined are ``text`` again; texts that fold alike are cut alike.
    """
    words: list[Word] = []
    start = 0
    folded = fold(text)
    for piece in _DICTIONARY.tokenizer(folded).cut(folded):
        stop = start + len(piece)
        words.append(Word(text[start:stop], start, stop))
        start = stop
    return tuple(words)


def terms(text: str) -> Iterator[str]:
    """What an index or a ranking counts: words and the words inside them, folded.

    Punctuation and blanks are left out.
    """
    folded = fold(text)
    for piece in _DICTIONARY.tokenizer(folded).cut(folded):
        if piece[0].isalnum():
            yield piece
            if len(piece) > _SHORTEST_WITH_SUBWORDS:
                yield from subwords(piece)


@lru_cache(maxsize=65536)
def subwords(word: str) -> tuple[str, ...]:
    """The dictionary's words inside ``word``, itself left out: 高新技术 in 高新技术产业开发区."""
    folded = fold(word)
    frequencies = _DICTIONARY.tokenizer(folded).FREQ
    pieces = (
        folded[start:stop]
        for start in range(len(folded) - 1)
        for stop in range(start + 2, len(folded) + 1)
    )
    return tuple(piece for piece in pieces if piece != folded and frequencies.get(piece))


def is_word(text: str) -> bool:
    """Whether the dictionary has exactly this string: 国民经济 yes, 民经济 no."""
    folded = fold(text)
    return bool(_DICTIONARY.tokenizer(folded).FREQ.get(folded))


@dataclass(frozen=True, slots=True)
class DomainWord:
    """One row of our dictionary, with the reasons why it stands there."""

    word: str
    reason: str
    """What it names."""
    jieba_alone: str
    """What jieba makes of it without us, pieces divided by ``|``."""
    frequency: int
    """The lowest, in jieba's measure, at which it is cut whole."""
    in_seeds: int
    """In how many of the five documents of ``corpus/`` it stands."""
    in_notices: int
    """In how many of 179 other notices, 2017 to 2021, it stands."""


def domain_words() -> tuple[DomainWord, ...]:
    """Our own dictionary: words of notices that jieba's has not."""
    rows = csv.DictReader(_DOMAIN_WORDS.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(
        DomainWord(
            row["word"],
            row["reason"],
            row["jieba_alone"],
            int(row["frequency"]),
            int(row["in_seeds"]),
            int(row["in_notices"]),
        )
        for row in rows
    )


class _Dictionary:
    """jieba's dictionary and ours, as much of it as has been needed so far.

    Filling a tokenizer with all of it takes 0.7 s, which is most of what a search from the command
    line takes. Words that have a letter which a text has not cannot stand in it: a few short texts
    are cut just as well, after 0.05 s, with those words alone that are made of their letters.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parts: list[tuple[frozenset[str], Any]] = []
        self._whole: Any = None

    def tokenizer(self, folded: str) -> Any:
        """One that cuts this text as the whole dictionary would."""
        if self._whole is not None:
            return self._whole
        with self._lock:
            letters = frozenset(folded)
            for known, tokenizer in self._parts:
                if letters <= known and self._whole is None:
                    return tokenizer
            if self._whole is None and len(folded) <= _SHORT and len(self._parts) < _FEW:
                self._parts.append((letters, _filled(_entries_of(letters))))
                return self._parts[-1][1]
        self.load()
        return self._whole

    def load(self) -> None:
        """Read all of it, unless it has been."""
        with self._lock:
            if self._whole is None:
                self._whole = _filled(_all_entries())
                self._parts.clear()


_DICTIONARY = _Dictionary()


def load() -> None:
    """Read the whole dictionary now: for a server, before the first question comes."""
    _DICTIONARY.load()


def _filled(entries: dict[str, int]) -> Any:
    """A tokenizer of our own with jieba's entries and our words."""
    ours = {row.word: row.frequency for row in domain_words()}
    frequencies = {**entries, **ours}
    for word in (*entries, *ours):
        # Every beginning of a word must be there, with 0 if it is none itself. The loop may stop
        # at the first that is: whoever put it there has seen to its own beginnings, or will.
        beginning = word[:-1]
        while beginning and beginning not in frequencies:
            frequencies[beginning] = 0
            beginning = beginning[:-1]
    tokenizer = _tokenizer_type()()
    tokenizer.FREQ = frequencies
    tokenizer.total = _JIEBA_TOTAL + sum(ours.values())
    tokenizer.initialized = True
    return tokenizer


@cache
def _tokenizer_type() -> Any:
    """jieba's tokenizer with its two passes over a sentence as one: half the time, the same words.

    jieba lists every word that begins at each character, then looks all of them up again for their
    frequencies and weighs them with a logarithm each.
    """

    class Tokenizer(_import_jieba().Tokenizer):  # type: ignore[misc]
        _weights: _Weights | None = None
        _weighed = 0

        def get_DAG(self, _sentence: str) -> None:  # noqa: N802  jieba's name
            """The words are looked up where they are weighed."""

        def calc(self, sentence: str, _: None, route: dict[int, tuple[float, int]]) -> None:
            """For each character, where the word that it begins ends on the likeliest way."""
            if self._weights is None or self._weighed != self.total:
                self._weights, self._weighed = _Weights(self.total), self.total
            known, weights = self.FREQ.get, self._weights
            size = len(sentence)
            likelihoods = [0.0] * (size + 1)
            for start in range(size - 1, -1, -1):
                best, last = None, start
                stop = start + 1
                frequency = known(sentence[start])
                while frequency is not None:
                    if frequency:  # 0: only the beginning of a word
                        likelihood = weights[frequency] + likelihoods[stop]
                        if best is None or likelihood >= best:
                            best, last = likelihood, stop - 1
                    stop += 1
                    frequency = known(sentence[start:stop]) if stop <= size else None
                if best is None:
                    best = weights[1] + likelihoods[start + 1]
                likelihoods[start] = best
                route[start] = best, last

    return Tokenizer


class _Weights(dict[int, float]):
    """Frequency → the logarithm of its share, worked out once for each of some thousands."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self._log_total = log(total)

    def __missing__(self, frequency: int) -> float:
        self[frequency] = weight = log(frequency) - self._log_total
        return weight


def _all_entries() -> dict[str, int]:
    """Word → frequency; lines are 高新技术 3 n."""
    columns = _jieba_dictionary().split()
    return dict(zip(columns[::3], map(int, columns[1::3]), strict=True))


def _entries_of(letters: frozenset[str]) -> dict[str, int]:
    """Those entries that are made of these letters alone."""
    allowed = "".join(re.escape(letter) for letter in letters if not letter.isspace())
    if not allowed:
        return {}
    found = re.findall(rf"(?m)^([{allowed}]+) ([0-9]+) ", _jieba_dictionary())
    return {word: int(frequency) for word, frequency in found}


def _jieba_dictionary() -> str:
    with _import_jieba().Tokenizer().get_dict_file() as file:
        content: bytes = file.read()
    return content.decode("utf-8")


def _import_jieba() -> Any:
    """jieba, without what its import does besides.

    It asks pkg_resources for a file that lies beside it and does without where that is missing:
    hiding it saves 0.2 s and the warning that it is deprecated. Python warns of the escapes in its
    regular expressions whenever it compiles them.
    """
    hidden = "pkg_resources" not in sys.modules
    if hidden:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", ".*invalid escape sequence")
            import jieba  # noqa: PLC0415  costs 30 ms that most commands never need
    finally:
        if hidden:
            del sys.modules["pkg_resources"]
    return jieba
