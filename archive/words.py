"""Text → words (the only jieba import); others take ``cut`` as an argument.

jieba segments by its own dictionary and ours, ``domain_words.tsv``. The tokenizer is our own
instance, so that no other library's words leak in, and it is filled here and not by jieba: that
writes a cache of marshalled objects into the shared temporary folder, reads back whatever lies
there under that name, and logs to standard error.

Whole texts are cut by rjieba where it is installed: the same dictionary and the same algorithm,
compiled, fifteen times as fast. What it makes of figures and Latin letters is cut again by jieba's
rule; then both agree on every text that we have (a test compares).
"""

import csv
import hashlib
import re
import sys
import threading
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from math import log
from typing import Any, Protocol

from archive.notice.match import fold

_DOMAIN_WORDS = files("archive").joinpath("domain_words.tsv").read_text(encoding="utf-8")


def _installed(name: str) -> str | None:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return None


FINGERPRINT = " ".join(
    (
        _installed("rjieba") or f"jieba {version('jieba')}",
        hashlib.sha256(_DOMAIN_WORDS.encode()).hexdigest()[:12],
    )
)
"""Equal for two processes exactly if they cut every text alike.

jieba and rjieba do on all texts that we have, but where two ways to cut are exactly as likely
(日日日) each has its own choice.
"""


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
    for piece in _DICTIONARY.cutter(folded).cut(folded):
        stop = start + len(piece)
        words.append(Word(text[start:stop], start, stop))
        start = stop
    return tuple(words)


def terms(text: str) -> Iterator[str]:
    """What an index or a ranking counts: words and the words inside them, folded.

    Punctuation and blanks are left out.
    """
    for piece in pieces(fold(text)):
        yield from inside(piece)


def pieces(folded: str) -> list[str]:
    """The words of a folded text alone, without punctuation and blanks."""
    return [piece for piece in _DICTIONARY.cutter(folded).cut(folded) if piece[0].isalnum()]


def inside(piece: str) -> tuple[str, ...]:
    """A word and the words inside it."""
    return (piece, *subwords(piece)) if len(piece) > _SHORTEST_WITH_SUBWORDS else (piece,)


@lru_cache(maxsize=65536)
def subwords(word: str) -> tuple[str, ...]:
    """The dictionary's words inside ``word``, itself left out: 高新技术 in 高新技术产业开发区."""
    folded = fold(word)
    has = _DICTIONARY.cutter(folded).has
    pieces = (
        folded[start:stop]
        for start in range(len(folded) - 1)
        for stop in range(start + 2, len(folded) + 1)
    )
    return tuple(piece for piece in pieces if piece != folded and has(piece))


def expect(texts: Iterable[str]) -> None:
    """Read at once what the dictionary has of these letters: a few short texts are coming."""
    folded = fold("".join(texts))
    if len(folded) <= _SHORT:
        _DICTIONARY.cutter(folded)


def is_word(text: str) -> bool:
    """Whether the dictionary has exactly this string: 国民经济 yes, 民经济 no."""
    folded = fold(text)
    return _DICTIONARY.cutter(folded).has(folded)


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


class _Cutter(Protocol):
    """A filled dictionary."""

    def cut(self, folded: str) -> Iterable[str]:
        """The pieces of a folded text, in order and with nothing left out."""

    def has(self, word: str) -> bool:
        """Whether this is a word of it."""


class _Python:
    """jieba."""

    def __init__(self, entries: dict[str, int]) -> None:
        self.tokenizer = _filled(entries)

    def cut(self, folded: str) -> Iterable[str]:
        found: Iterable[str] = self.tokenizer.cut(folded)
        return found

    def has(self, word: str) -> bool:
        return bool(self.tokenizer.FREQ.get(word))


# 0.10g, gb3838-2002: letters or figures beside a mark that jieba takes for part of a word
_MIXED = re.compile(r"[a-z0-9][+#&._%-]|[+#&._%-][a-z0-9]")
# 0.10 in 0.10g, 50% in 30-50%: jieba's own, for what no dictionary has
_LATIN = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
# 㐀, 鿖, 𠀀: Han of later standards, which jieba's own block leaves out and takes one by one
_LATER_HAN = re.compile(r"([\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
# Half a pair, which no other language's strings can hold
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class _Rust:
    """rjieba, its Latin pieces cut as jieba cuts them."""

    def __init__(self, jieba: Any) -> None:
        self._jieba = jieba
        for row in domain_words():
            jieba.add_word(row.word, row.frequency, None)

    def cut(self, folded: str) -> Iterable[str]:
        if _LATER_HAN.search(folded):
            stretches = filter(None, _LATER_HAN.split(folded))
            return [p for s in stretches for p in ((s,) if len(s) == 1 else self._cut(s))]
        return self._cut(folded)

    def _cut(self, folded: str) -> Iterable[str]:
        found: list[str]
        try:
            found = self._jieba.cut(folded)
        except UnicodeEncodeError:
            return _in_place(folded, self._cut(_SURROGATE.sub("\ufffd", folded)))
        if _MIXED.search(folded):
            return [part for piece in found for part in self._again(piece)]
        return found

    def _again(self, piece: str) -> Iterable[str]:
        if len(piece) == 1 or piece.isalnum() or not piece.isascii() or self.has(piece):
            return (piece,)
        return filter(None, _LATIN.split(piece))

    def has(self, word: str) -> bool:
        try:
            found: bool = self._jieba.has_word(word)
        except UnicodeEncodeError:
            return False
        return found


def _in_place(text: str, pieces: Iterable[str]) -> Iterator[str]:
    """The text itself, cut as long as those pieces are."""
    start = 0
    for piece in pieces:
        yield text[start : start + len(piece)]
        start += len(piece)


def _whole() -> _Cutter:
    """All of the dictionary."""
    try:
        from rjieba import Jieba  # noqa: PLC0415  only where whole texts are cut
    except ImportError:
        return _Python(_all_entries())
    return _Rust(Jieba())


class _Dictionary:
    """jieba's dictionary and ours, as much of it as has been needed so far.

    Filling a tokenizer with all of it takes most of what a search from the command line takes.
    Words that have a letter which a text has not cannot stand in it: a few short texts are cut
    just as well, after 0.05 s, with those words alone that are made of their letters.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parts: list[tuple[frozenset[str], _Cutter]] = []
        self._whole: _Cutter | None = None

    def cutter(self, folded: str) -> _Cutter:
        """One that cuts this text as the whole dictionary would."""
        whole = self._whole
        if whole is not None:
            return whole
        with self._lock:
            letters = frozenset(folded)
            for known, cutter in self._parts:
                if letters <= known and self._whole is None:
                    return cutter
            if self._whole is None and len(folded) <= _SHORT and len(self._parts) < _FEW:
                self._parts.append((letters, _Python(_entries_of(letters))))
                return self._parts[-1][1]
        return self.load()

    def load(self) -> _Cutter:
        """Read all of it, unless it has been."""
        with self._lock:
            whole = self._whole
            if whole is None:
                whole = self._whole = _whole()
                self._parts.clear()
            return whole


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
