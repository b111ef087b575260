"""Damaged documents are read whole or refused with a reason; a longer run is ``mutations.main``."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import mutated, mutated_pdf, sources, verdict

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
TEXTS = sources(CORPUS)
PDFS = [path.read_bytes() for path in sorted(CORPUS.glob("*.pdf"))]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**31))
def test_a_damaged_text_is_read_whole_or_refused(seed: int) -> None:
    assert verdict(mutated(seed, TEXTS)) in ("read", "refused")


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31))
def test_a_damaged_pdf_is_read_whole_or_refused(seed: int) -> None:
    assert verdict(mutated_pdf(seed, PDFS)) in ("read", "refused")
