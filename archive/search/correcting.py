"""What may have been meant: words of the index that sound or look like what was typed; pure.

A word is looked for at every place of what was typed: one that sounds alike (一区多元, 一区多园),
one that was typed in pinyin (gaoxinqu), one of three characters or more that differs in one
character, lacks one, has one too many or two in the wrong order. What stands there already as a
word is left as it is.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Spell = Callable[[str], Sequence[str]]
"""A text in ``search_form`` → a syllable a character."""

_SHORTEST = 2
_LONGEST = 8
_SHORTEST_ALIKE = 3
"""Of two characters with one wrong, nothing tells what was meant."""
MOST_TYPED = 40
"""Characters of a term that is looked into."""
# gaoxinqu
_LATIN = re.compile(r"[a-z]{4,40}")


@dataclass(frozen=True, slots=True)
class Guess:
    """One word put in the place of another."""

    term: str
    """The whole term with it."""
    wrong: str
    right: str
    frequency: int
    sounds_alike: bool


class Guesses:
    """The words of an index, ready to be asked; threads may share it."""

    def __init__(self, vocabulary: Mapping[str, int], spell: Spell) -> None:
        self._vocabulary = vocabulary
        self._spell = spell
        self._sounding: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._spelt: dict[str, list[str]] = defaultdict(list)
        self._lacking: dict[str, list[str]] = defaultdict(list)
        for word in vocabulary:
            sound = tuple(spell(word))
            self._sounding[sound].append(word)
            self._spelt["".join(sound)].append(word)
            if len(word) >= _SHORTEST_ALIKE:
                for lacking in {*_without_one(word)}:
                    self._lacking[lacking].append(word)

    def of(self, term: str) -> tuple[Guess, ...]:
        """The likeliest first: what sounds alike, longer ones, more frequent ones."""
        if not _SHORTEST <= len(term) <= MOST_TYPED:
            return ()
        ranked = sorted(
            (guess for guess in self._guesses(term) if guess.right not in term),
            key=lambda g: (not g.sounds_alike, -len(g.right), -g.frequency, g.right),
        )
        found: dict[str, Guess] = {}
        for guess in ranked:
            found.setdefault(guess.term, guess)
        return tuple(found.values())

    def _guesses(self, term: str) -> Iterator[Guess]:
        if _LATIN.fullmatch(term):
            for word in self._spelt.get(term, ()):
                yield self._guess(term, 0, len(term), word, sounds_alike=True)
        sounds = tuple(self._spell(term))
        if len(sounds) != len(term):
            return
        for start in range(len(term) - 1):
            for stop in range(start + _SHORTEST, min(len(term), start + _LONGEST) + 1):
                piece = term[start:stop]
                if piece in self._vocabulary:
                    continue
                for word in self._sounding.get(sounds[start:stop], ()):
                    yield self._guess(term, start, stop, word, sounds_alike=True)
                for word in self._alike(piece):
                    yield self._guess(term, start, stop, word, sounds_alike=False)

    def _guess(self, term: str, start: int, stop: int, word: str, *, sounds_alike: bool) -> Guess:
        whole = term[:start] + word + term[stop:]
        return Guess(whole, term[start:stop], word, self._vocabulary[word], sounds_alike)

    def _alike(self, piece: str) -> set[str]:
        """Words that one slip makes of the piece."""
        found: set[str] = set()
        if len(piece) >= _SHORTEST_ALIKE:
            for shorter in _without_one(piece):
                found.update(self._lacking.get(shorter, ()))  # one wrong, or two changed over
                if len(shorter) >= _SHORTEST_ALIKE and shorter in self._vocabulary:
                    found.add(shorter)
        if len(piece) >= _SHORTEST_ALIKE - 1:
            found.update(self._lacking.get(piece, ()))
        return {word for word in found if _is_one_slip(piece, word)}


def _without_one(word: str) -> Iterator[str]:
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _is_one_slip(piece: str, word: str) -> bool:
    if len(piece) != len(word):
        return piece != word
    wrong = [at for at in range(len(word)) if piece[at] != word[at]]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        return piece[wrong[0]] == word[wrong[1]] and piece[wrong[1]] == word[wrong[0]]
    return len(wrong) == 1
