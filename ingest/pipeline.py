"""The route, one line a stage."""

import hashlib
import importlib.resources
from collections.abc import Callable
from functools import cache

from archive.notice.model import Reading, Source
from ingest.anatomy import assemble
from ingest.blocks import name_blocks
from ingest.lines import join_lines
from ingest.notice import conclude
from ingest.readers import read_pages

VERSION = "1"
"""Raised whenever the same bytes may give another notice."""


@cache
def reader() -> str:
    """Version of the reader and the fingerprint of its data files: ``1-3f9c2d10``."""
    digest = hashlib.sha256()
    for package, name in (("archive.notice", "agency_codes.tsv"), ("ingest", "words.txt")):
        digest.update(importlib.resources.files(package).joinpath(name).read_bytes())
    return f"{VERSION}-{digest.hexdigest()[:8]}"


@cache
def _words() -> frozenset[str]:
    text = importlib.resources.files("ingest").joinpath("words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split() if not line.startswith("#"))


def read(source: Source, known: Callable[[str], bool] | None = None) -> Reading:
    """Bytes to notice, one line a stage; the same bytes always give the same reading.

    ``known`` tells whether a string is a word; by default the reader's own short list.

    Raises: UnsupportedFormat, UnreadableSource.
    """
    pages = read_pages(source)  # Source → Pages
    lines = join_lines(pages, known or _words().__contains__)  # Pages → Lines
    blocks = name_blocks(lines)  # Lines → Blocks
    draft = assemble(blocks)  # Blocks → Draft
    return conclude(draft, source, reader())  # Draft → Reading
