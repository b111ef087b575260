"""The English catalogue: every message of the site has its words, and the words fit the message."""

import re
from collections import Counter

import pytest
from babel.messages.catalog import Message

from web.messages import LANGUAGES, TRANSLATIONS, catalogue, compiled, messages

# %(count)s, and {count}, which a script fills in
_PLACE = re.compile(r"%\([a-z_]+\)s|\{[a-z]+\}")
# <a href="%(href)s">, </code>
_TAG = re.compile(r"</?[a-z]+")
# <span lang="zh-Hans">焦政办〔2021〕65号</span>
_QUOTED = re.compile(r'<(span|code|q) lang="zh-Hans">[^<]*</\1>')
_HAN = re.compile(r"[\u3400-\u9fff]")

Key = tuple[str | None, object]


def _kept(language: str) -> dict[Key, Message]:
    return {(one.context, one.id): one for one in catalogue(language) if one.id}


def _words(message: Message) -> tuple[str, ...]:
    found = message.string
    return tuple(found) if isinstance(found, tuple | list) else (str(found or ""),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_has_every_message_of_the_site_and_no_other(language: str) -> None:
    found = {(one.context, one.id) for one in messages() if one.id}
    kept = set(_kept(language))
    assert found - kept == set(), "run `make messages` and write the words"
    assert kept - found == set(), "run `make messages`"
    assert len(found) > 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_words_and_none_is_a_guess(language: str) -> None:
    kept = _kept(language).values()
    assert [one.id for one in kept if not all(_words(one))] == []
    assert [one.id for one in kept if one.fuzzy] == []
    assert list(catalogue(language).obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_have_the_places_and_the_markup_of_their_message(language: str) -> None:
    wrong = []
    for one in _kept(language).values():
        said = one.id[0] if isinstance(one.id, tuple | list) else one.id
        for words in _words(one):
            bare = _QUOTED.sub("", words)
            if set(_PLACE.findall(said)) != set(_PLACE.findall(words)):
                wrong.append((said, words))
            if Counter(_TAG.findall(said)) != Counter(_TAG.findall(bare)):
                wrong.append((said, words))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_chinese_only_where_they_say_so(language: str) -> None:
    mixed = [
        words
        for one in _kept(language).values()
        for words in _words(one)
        if _HAN.search(_QUOTED.sub("", words))
    ]
    assert mixed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_page_reads_is_what_is_written(language: str) -> None:
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo"
    assert path.read_bytes() == compiled(catalogue(language)), "run `make messages`"
