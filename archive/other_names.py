"""Words → the other names of the same thing: 高新区, 高新技术产业开发区.

A reviewable table, ``other_names.tsv``: names that stand for each other wherever a notice uses one,
divided by ``|``, with the reason. Words of everyday speech that only suggest an official one do not
belong here: a reader must be able to trust what is not found.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from archive.search_form import search_form


def other_names(word: str) -> tuple[str, ...]:
    """What else the thing so named is called; nothing for most words."""
    return _table().get(search_form(word), ())


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    text = files("archive").joinpath("other_names.tsv").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines()[1:]:
        names = line.split("\t")[0].split("|")
        for name in names:
            others = tuple(other for other in names if other != name)
            known = found.get(search_form(name), ())
            found[search_form(name)] = tuple(dict.fromkeys((*known, *others)))
    return found
