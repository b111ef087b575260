"""What a reading keeps as finished sentences is heard again, so that it can be said in English."""

import json
import re
from itertools import chain
from pathlib import Path

import pytest

from archive.saying import hear, say
from web.present.problems import EVIDENCE, PROBLEMS

# Problem("COVERAGE", f"有 …
_CODE = re.compile(r'Problem\(\s*"([A-Z_]+)"')


def test_every_sort_of_problem_of_a_reading_is_known(root: Path) -> None:
    sources = [*(root / "ingest").rglob("*.py"), root / "archive" / "differences.py"]
    codes = {code for path in sources for code in _CODE.findall(path.read_text(encoding="utf-8"))}
    assert codes == set(PROBLEMS)


@pytest.mark.parametrize("message", [*chain(*PROBLEMS.values(), *EVIDENCE.values())])
def test_what_was_said_is_heard_again(message: str) -> None:
    names = re.findall(r"%\(([a-z_]+)\)s", message)
    said = say(message, **{name: f"第{at}个" for at, name in enumerate(names)})
    heard = hear(str(said), message)
    assert heard == said
    assert heard is not None
    assert heard.values == said.values
    assert hear("别的话", message) is None


def test_every_problem_and_repair_of_the_reviewed_documents_is_heard(root: Path) -> None:
    problems = repairs = 0
    for path in sorted((root / "tests" / "golden").glob("*.json")):
        kept = json.loads(path.read_text(encoding="utf-8"))
        for problem in kept["problems"]:
            problems += 1
            assert any(hear(problem["message"], one) for one in PROBLEMS[problem["code"]]), problem
        for repair in kept["repairs"]:
            rule = repair["rule"].split("-")[0]
            if repair["evidence"]:
                repairs += 1
                assert any(hear(repair["evidence"], one) for one in EVIDENCE[rule]), repair
    assert problems > 10
    assert repairs > 10
