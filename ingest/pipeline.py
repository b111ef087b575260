"""The route, one line a stage."""

import hashlib
import importlib.resources

from archive import words
from archive.accession import Accession
from archive.notice.model import Reading, Source
from ingest.anatomy import assemble
from ingest.blocks import name_blocks
from ingest.lines import join_lines
from ingest.notice import conclude
from ingest.readers import read_pages

VERSION = "3"
"""Raised whenever the same bytes may give another notice."""


_DATA = importlib.resources.files("archive.notice").joinpath("agency_codes.tsv").read_bytes()
READER = f"{VERSION}-{hashlib.sha256(_DATA + words.FINGERPRINT.encode()).hexdigest()[:8]}"
"""Version of the reader and the fingerprint of its data files: ``1-3f9c2d10``."""


def accession(source: Source) -> Accession:
    """``read``, and all that keeping it costs apart from the database.

    Raises: UnsupportedFormat, UnreadableSource.
    """
    return Accession.of(read(source))


def read(source: Source) -> Reading:
    """Bytes to notice, one line a stage; the same bytes always give the same reading.

    Raises: UnsupportedFormat, UnreadableSource.
    """
    pages = read_pages(source)  # Source → Pages
    lines = join_lines(pages, words.is_word)  # Pages → Lines
    blocks = name_blocks(lines)  # Lines → Blocks
    draft = assemble(blocks)  # Blocks → Draft
    return conclude(draft, source, READER)  # Draft → Reading
