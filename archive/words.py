"""Text → words (the only jieba import); others take ``cut`` as an argument.

jieba segments by its own dictionary and ours, ``domain_words.tsv``. The tokenizer is our own
instance, so no other library's words leak in, and it is filled here and not by jieba: that writes
a cache of marshalled objects into the shared temporary folder, reads back whatever lies there
under that name, and logs to standard error.
"""

import csv
import hashlib
import sys
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from archive.notice.match import fold

_DOMAIN_WORDS = files("archive").joinpath("domain_words.tsv").read_text(encoding="utf-8")

FINGERPRINT = f"jieba {version('jieba')} {hashlib.sha256(_DOMAIN_WORDS.encode()).hexdigest()[:12]}"
"""Equal for two processes exactly if they cut every text alike."""


_SHORTEST_WITH_SUBWORDS = 2
_LOADING = threading.Lock()


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
    for piece in _tokenizer().cut(fold(text)):
        stop = start + len(piece)
        words.append(Word(text[start:stop], start, stop))
        start = stop
    return tuple(words)


def terms(text: str) -> Iterator[str]:
    """What an index or a ranking counts: words and the words inside them, folded.

    Punctuation and blanks are left out.
    """
    for piece in _tokenizer().cut(fold(text)):
        if piece[0].isalnum():
            yield piece
            if len(piece) > _SHORTEST_WITH_SUBWORDS:
                yield from subwords(piece)


@lru_cache(maxsize=65536)
def subwords(word: str) -> tuple[str, ...]:
    """The dictionary's words inside ``word``, itself left out: 高新技术 in 高新技术产业开发区."""
    folded = fold(word)
    frequencies = _tokenizer().FREQ
    pieces = (
        folded[start:stop]
        for start in range(len(folded) - 1)
        for stop in range(start + 2, len(folded) + 1)
    )
    return tuple(piece for piece in pieces if piece != folded and frequencies.get(piece))


def is_word(text: str) -> bool:
    """Whether the dictionary has exactly this string: 国民经济 yes, 国国民 no."""
    return bool(_tokenizer().FREQ.get(fold(text)))


@dataclass(frozen=True, slots=True)
class DomainWord:
    """One row of our dictionary, with the reasons why it stands there."""

    word: str
    reason: str
    """What it names."""
    jieba_alone: str
    """What jieba makes of it without us, pieces divided by ``|``."""
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
            int(row["in_seeds"]),
            int(row["in_notices"]),
        )
        for row in rows
    )


def _tokenizer() -> Any:
    # Two threads that ask first must not both spend the 0.7 s.
    with _LOADING:
        return _loaded_tokenizer()


@cache
def _loaded_tokenizer() -> Any:
    jieba = _import_jieba()
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as file:
        columns = file.read().decode("utf-8").split()
    words, counts = columns[::3], list(map(int, columns[1::3]))
    frequencies = dict(zip(words, counts, strict=True))
    tokenizer.total = sum(counts)
    for word in words:
        # Every beginning of a word must be there, with 0 if it is none itself. The loop may stop
        # at the first that is: whoever put it there has seen to its own beginnings, or will.
        beginning = word[:-1]
        while beginning and beginning not in frequencies:
            frequencies[beginning] = 0
            beginning = beginning[:-1]
    tokenizer.FREQ = frequencies
    tokenizer.initialized = True
    for row in domain_words():
        tokenizer.add_word(row.word)
    return tokenizer


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
