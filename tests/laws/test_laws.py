"""The five laws of reading, as properties. Source: docs/architecture.md, The model."""

import json
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archive.errors import SourceError
from archive.notice.json import Json, dumps, notice_to_json
from archive.notice.match import squeeze
from archive.notice.model import Reading
from archive.notice.numerals import parse_ordinal
from archive.notice.text import render
from ingest.coverage import unaccounted
from ingest.pipeline import read
from ingest.source import load, source_from_bytes
from tests.laws.documents import SHIPPED, notices, shipped, statutes

SHIPPED_EACH = pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_text(text: str, name: str = "x.txt") -> Reading:
    return read(source_from_bytes(name, text.encode()))


# 1. Nothing is lost: every non-blank character of the source has exactly one home.


def check_nothing_is_lost(reading: Reading) -> None:
    source = reading.source_text
    lost = unaccounted(reading.notice, source)
    assert not lost, [(at, source[max(0, at - 5) : at + 5]) for at in lost[:5]]
    for section in reading.notice.walk():
        cells = [c.text for c in section.table.cells if not c.inherited] if section.table else []
        own = "".join(filter(None, (section.label, section.heading, section.text, *cells)))
        held = "".join(source[o.start : o.stop] for o in section.origin)
        assert bare(own) == bare(held), section.key


def bare(text: str) -> str:
    return "".join(text.split())


@SHIPPED_EACH
def test_nothing_of_a_shipped_document_is_lost(path: Path) -> None:
    check_nothing_is_lost(shipped(path))


@CALM
@given(notices())
def test_nothing_of_a_notice_is_lost(text: str) -> None:
    check_nothing_is_lost(read_text(text))


@CALM
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1))
@example("焦政办〔2021〕65号")
@example("附件：1.\n2.名单")
@example("第一条")
@example("附件\n附件\n附件")
@example("a\tb\n\tc\n")
def test_nothing_of_any_text_is_lost(text: str) -> None:
    for name in ("x.txt", "x.md"):
        try:
            reading = read_text(text, name)
        except SourceError:
            continue
        check_nothing_is_lost(reading)


@pytest.mark.parametrize(
    "path", [p for p in SHIPPED if p.suffix == ".pdf"], ids=lambda path: path.name
)
def test_a_pdf_gives_the_characters_that_another_engine_counts(path: Path) -> None:
    document = pypdfium2.PdfDocument(path)
    try:
        seen = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    assert Counter(bare(seen)) == Counter(bare(shipped(path).source_text))


# 2. Every section knows its origin.


@CALM
@given(notices())
def test_every_section_knows_its_origin(text: str) -> None:
    reading = read_text(text)
    for section in reading.notice.walk():
        if section.label or section.heading or section.text or section.table:
            assert section.origin, section.key
        starts = [origin.start for origin in section.origin]
        assert starts == sorted(starts), section.key


# 3. Rendering a notice as canonical text and reading it again gives the same notice.


def essence(reading: Reading) -> Json:
    """The notice without places, repairs, furniture, source and problems."""

    def without_origin(value: object) -> object:
        if isinstance(value, dict):
            return {k: without_origin(v) for k, v in value.items() if k != "origin"}
        if isinstance(value, list):
            return [without_origin(item) for item in value]
        return value

    left_out = ("source", "repairs", "problems", "furniture", "fields", "reader")
    document = {k: v for k, v in notice_to_json(reading).items() if k not in left_out}
    kept = without_origin(document)
    assert isinstance(kept, dict)
    return kept


@SHIPPED_EACH
def test_a_shipped_document_survives_its_canonical_text(path: Path) -> None:
    reading = shipped(path)
    assert essence(read_text(render(reading.notice))) == essence(reading)


@CALM
@given(notices())
def test_a_notice_survives_its_canonical_text(text: str) -> None:
    reading = read_text(text)
    assert essence(read_text(render(reading.notice))) == essence(reading)


@CALM
@given(notices())
def test_canonical_text_is_its_own_canonical_text(text: str) -> None:
    once = render(read_text(text).notice)
    assert render(read_text(once).notice) == once


# 4. The same bytes give the same JSON.


@SHIPPED_EACH
def test_the_same_bytes_give_the_same_json(path: Path) -> None:
    assert dumps(read(load(path))) == dumps(shipped(path))


# 5. Numbers are read from the text, never counted.


@CALM
@given(statutes(), st.integers(1, 400))
def test_numbers_are_read_and_never_counted(lines: list[str], jump: int) -> None:
    from archive.notice.numerals import format_numeral

    text = "\n".join([*lines, f"第{format_numeral(500 + jump)}条 本办法由市科技局负责。"])
    reading = read_text(text)
    for section in reading.notice.walk():
        assert (section.number is None) == (section.label is None), section.key
        if section.label:
            assert section.number == parse_ordinal(section.label), section.key
    assert reading.notice.find(f"main-1/art-{500 + jump}") is not None


# Undoing every repair gives back the source.


@SHIPPED_EACH
def test_undoing_every_repair_gives_back_the_source(path: Path) -> None:
    reading = shipped(path)
    mended, moved = reading.source_text, 0
    places: list[tuple[int, str, str]] = []
    for repair in reading.notice.repairs:
        at = repair.start + moved
        assert mended[at : at + len(repair.before)] == repair.before
        mended = mended[:at] + repair.after + mended[at + len(repair.before) :]
        places.append((at, repair.before, repair.after))
        moved += len(repair.after) - len(repair.before)
    for at, before, after in reversed(places):
        mended = mended[:at] + before + mended[at + len(after) :]
    assert mended == reading.source_text


@CALM
@given(notices())
def test_mending_what_is_mended_changes_nothing(text: str) -> None:
    once = read_text(render(read_text(text).notice))
    assert not [r for r in once.notice.repairs if r.rule != "D9"]


def test_keys_are_unique_in_every_shipped_document() -> None:
    for path in SHIPPED:
        keys = [section.key for section in shipped(path).notice.walk()]
        assert len(keys) == len(set(keys)), path.name


def test_json_of_a_reading_is_one_valid_document() -> None:
    document = json.loads(dumps(shipped(SHIPPED[0])))
    assert document["schema"] == "fawen/notice/1"
    assert squeeze(document["source"]["name"]) == squeeze(SHIPPED[0].name)
