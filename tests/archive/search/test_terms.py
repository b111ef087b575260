"""The file of a segment's pieces gives back what was put in."""

import io
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search import terms
from archive.search.inverting import Inverted

_PIECES = st.dictionaries(
    st.text("高新区一a1\U00020000\ud800", min_size=1, max_size=3),
    st.dictionaries(st.integers(0, 65535), st.integers(1, 255), min_size=1, max_size=4),
    max_size=8,
)


def inverted(postings: dict[str, dict[int, int]]) -> Inverted:
    ordered = sorted((text.encode("utf-8", "surrogatepass"), of) for text, of in postings.items())
    flat = [posting for _, of in ordered for posting in sorted(of.items())]
    return Inverted(
        [piece for piece, _ in ordered],
        np.array([len(of) for _, of in ordered], np.int64),
        np.array([document for document, _ in flat], np.uint16),
        np.array([often for _, often in flat], np.uint8),
    )


def written(**fields: Inverted) -> terms.Terms:
    file = io.BytesIO()
    terms.write(file, fields.items())
    return terms.Terms(file.getvalue())


@given(_PIECES, _PIECES)
def test_every_piece_is_found_with_its_postings_and_no_other(
    pairs: dict[str, dict[int, int]], words: dict[str, dict[int, int]]
) -> None:
    kept = written(pairs=inverted(pairs), words=inverted(words))
    for name, postings in (("pairs", pairs), ("words", words)):
        for text in {*pairs, *words, "无", ""}:
            documents, often = kept.postings(name, text.encode("utf-8", "surrogatepass"))
            assert [*zip(documents.tolist(), often.tolist(), strict=True)] == sorted(
                postings.get(text, {}).items()
            )


@given(_PIECES)
def test_the_pieces_that_begin_alike_lie_side_by_side(pairs: dict[str, dict[int, int]]) -> None:
    kept = written(pairs=inverted(pairs))
    for character in "高新区一a":
        documents, often = kept.beginning("pairs", character.encode())
        expected = [
            posting
            for text, of in pairs.items()
            if text.startswith(character)
            for posting in of.items()
        ]
        assert sorted(zip(documents.tolist(), often.tolist(), strict=True)) == sorted(expected)


@given(_PIECES)
def test_a_field_comes_back_whole(pairs: dict[str, dict[int, int]]) -> None:
    before = inverted(pairs)
    after = written(pairs=before).inverted("pairs")
    assert after.pieces == before.pieces
    for name in ("counts", "documents", "frequencies"):
        assert np.array_equal(getattr(after, name), getattr(before, name))


def test_a_field_that_is_not_there_has_nothing() -> None:
    kept = written()
    assert len(kept.postings("pairs", b"a")[0]) == len(kept.beginning("pairs", b"a")[0]) == 0
    assert kept.inverted("pairs").pieces == []


@pytest.mark.parametrize("content", [b"", b"\xff" * 8, b"{}", b"\0" * 40])
def test_what_is_no_such_file_is_no_empty_one(content: bytes) -> None:
    with pytest.raises((struct.error, ValueError, AttributeError)):
        terms.Terms(content)
