"""The lists of ``vocabulary.toml``: words that tell what a difference is about."""

import tomllib
from importlib.resources import files

_LISTS = tomllib.loads(
    files("archive.law.compare").joinpath("vocabulary.toml").read_text(encoding="utf-8")
)


def words(name: str) -> frozenset[str]:
    """One of the lists."""
    return frozenset(str(_LISTS[name]).split())
