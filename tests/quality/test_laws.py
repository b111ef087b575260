"""The articles of 2,056 laws, against a checker that shares no code with the reader."""

import sys
import tomllib
from pathlib import Path

import pytest

from tests.quality.laws import checked

EXCEPTIONS = Path(__file__).with_name("laws_exceptions.toml")
FLOOR = 99.5


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_articles_of_the_laws_come_in_their_order(shared_corpus: Path) -> None:
    verdicts = [checked(file) for file in sorted((shared_corpus / "laws").rglob("*.md"))]
    assert verdicts, "no laws in the shared corpus"
    wrong = {verdict.file for verdict in verdicts if not verdict.agrees}
    share = 100 * (1 - len(wrong) / len(verdicts))
    sys.stdout.write(f"\n{len(verdicts)} laws, the same articles in {share:.2f} %\n")
    assert share >= FLOOR
    assert wrong == set(tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))), "explain each"
