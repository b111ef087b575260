"""Each shipped document against its reviewed JSON; ``make golden`` rewrites, a person reviews."""

import difflib
import json
import os
from pathlib import Path

import jsonschema
import pytest

from archive.notice.json import dumps, notice_schema
from ingest.source import SUFFIXES
from tests.laws.documents import shipped

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus"
DOCUMENTS = sorted(
    path for path in CORPUS.iterdir() if path.suffix in SUFFIXES and path.stem != "README"
)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_shipped_document_reads_as_reviewed(path: Path) -> None:
    document = json.loads(dumps(shipped(path)))
    jsonschema.Draft202012Validator(notice_schema()).validate(document)
    del document["reader"]  # changes with every data file; what is read must not
    found = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    kept = HERE / f"{path.name}.json"
    if os.environ.get("FAWEN_REWRITE_GOLDEN"):
        kept.write_text(found, encoding="utf-8")
    expected = kept.read_text(encoding="utf-8")
    diff = difflib.unified_diff(expected.splitlines(), found.splitlines(), "reviewed", "read", n=2)
    assert found == expected, "\n".join(list(diff)[:80])


def test_every_golden_file_has_its_document() -> None:
    assert {path.name.removesuffix(".json") for path in HERE.glob("*.json")} == {
        path.name for path in DOCUMENTS
    }
