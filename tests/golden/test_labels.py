"""Each shipped text against what a reviewer sees in it, labelled by eye in ``labels/*.toml``.

A label left out says that the text has none. ``number`` is compared only where one is printed,
``kind`` of a repair names what was wrong with the text, not a rule of the reader.
"""

import difflib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.notice.json import notice_to_json
from ingest import pipeline, source

LABELS = Path(__file__).parent / "labels"
NAMES = sorted(path.stem for path in LABELS.glob("*.toml"))

Json = dict[str, Any]

EDGE = 10
"""Characters of a section's text that a label quotes at either end."""

FRONT_FIELDS = (
    *("document_type", "number", "title", "kind", "genre", "issuers", "recipients", "signature"),
    *("printer", "interpreter", "date_signed", "date_printed", "date_effective", "date_expires"),
)

MENDING_RULES = {"D1": "broken", "D2": "doubled", "D12": "wrapped"}
"""The rules that join what a page or line end broke: each such repair needs a label."""


@pytest.fixture(scope="module", params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def label(name: str) -> Json:
    return tomllib.loads((LABELS / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def seed(label: Json, corpus: Path) -> str:
    return (corpus / label["seed"]).read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def notice(label: Json, corpus: Path) -> Json:
    return notice_to_json(pipeline.read(source.load(corpus / label["seed"])))


def test_the_front_matter_is_what_a_reviewer_sees(label: Json, notice: Json) -> None:
    expected = {field: _plain(label["front"].get(field)) for field in FRONT_FIELDS}
    read = {field: notice[field] for field in FRONT_FIELDS}
    expected["is_draft"] = label["front"]["is_draft"]
    read["is_draft"] = any(part["is_draft"] for part in notice["components"])
    _assert_same(_lines_of(expected), _lines_of(read))


def test_the_components_stand_in_order_with_their_titles(label: Json, notice: Json) -> None:
    _assert_same(
        [_component_line(part) for part in label["component"]],
        [_component_line(part) for part in notice["components"]],
    )


def test_the_sections_have_their_labels_headings_and_whole_texts(label: Json, notice: Json) -> None:
    expected = [_labelled_line(section) for section in label["section"]]
    _assert_same(expected, [_read_line(section) for section in _sections(notice)])


def test_every_table_is_the_full_grid(label: Json, notice: Json) -> None:
    tables = [section for section in _sections(notice) if section["kind"] == "table"]
    expected = [line for table in label.get("table", []) for line in _labelled_grid(table)]
    _assert_same(expected, [line for table in tables for line in _read_grid(table)])


def test_the_mended_places_are_those_a_reviewer_would_mend(
    label: Json, notice: Json, seed: str
) -> None:
    places = {_place(seed, repair): repair["kind"] for repair in label.get("repair", [])}
    mended = {
        _break_near(seed, repair): MENDING_RULES[repair["rule"]]
        for repair in sorted(notice["repairs"], key=lambda repair: repair["rule"] == "D2")
        if repair["rule"] in MENDING_RULES
    }  # a doubled word is dropped where its line is joined too: D2 then names the place
    expected = [f"{at}: {kind}" for at, kind in places.items()]
    _assert_same(sorted(expected), sorted(f"{at}: {kind}" for at, kind in mended.items()))


def test_the_mended_words_read_on(label: Json, notice: Json) -> None:
    read = "\n".join(_all_strings(notice))
    lost = [repair["mended"] for repair in label.get("repair", []) if repair["mended"] not in read]
    assert not lost, f"nowhere in the reading: {lost}"


def test_the_problems_are_those_a_reviewer_would_raise(label: Json, notice: Json) -> None:
    expected = [_problem_line(problem) for problem in label.get("problem", [])]
    read = [_raised_line(problem, label) for problem in notice["problems"]]
    _assert_same(sorted(expected), sorted(read))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _lines_of(fields: Json) -> list[str]:
    return [f"{field} = {value!r}" for field, value in fields.items()]


def _component_line(part: Json) -> str:
    label, title = part.get("label"), part.get("title")
    return f"{part['key']}  {part['role']}  label={label} title={title}  draft={part['is_draft']}"


def _sections(notice: Json) -> Iterator[Json]:
    """Every section in reading order."""

    def below(section: Json) -> Iterator[Json]:
        yield section
        for child in section["children"]:
            yield from below(child)

    for part in notice["components"]:
        for section in part["sections"]:
            yield from below(section)


def _labelled_line(section: Json) -> str:
    return _section_line(section, section["first"], section["last"], section["length"])


def _read_line(section: Json) -> str:
    text = section["text"]
    return _section_line(section, text[:EDGE], text[-EDGE:], len(text))


def _section_line(section: Json, first: str, last: str, length: int) -> str:
    label = section.get("label")
    number = section.get("number") if label else None
    return (
        f"{section['key']}  {section['kind']}  label={label} number={number}"
        f" heading={section.get('heading')}  {first!r} … {last!r} ({length})"
    )


def _labelled_grid(table: Json) -> list[str]:
    inherited = {(row, column) for row, column in table["inherited"]}
    return _grid_lines(table["key"], table["grid"], inherited)


def _read_grid(table: Json) -> list[str]:
    inherited = {(cell["row"], cell["col"]) for cell in table["cells"] if cell["inherited"]}
    return _grid_lines(table["key"], table["rows"], inherited)


def _grid_lines(key: str, rows: list[list[str]], inherited: set[tuple[int, int]]) -> list[str]:
    lines = [f"{key}: {len(rows)} rows, {sorted({len(row) for row in rows})} columns"]
    for at, row in enumerate(rows):
        cells = (f"{'^' * ((at, place) in inherited)}{text!r}" for place, text in enumerate(row))
        lines.append(f"{key} {at}: {' | '.join(cells)}")
    return lines


def _place(seed: str, repair: Json) -> str:
    found = list(
        re.finditer(re.escape(repair["before"]) + r"(\s+)" + re.escape(repair["after"]), seed)
    )
    assert len(found) == 1, f"{repair['mended']} is labelled {len(found)} times"
    return _around(seed, *found[0].span(1))


def _break_near(seed: str, repair: Json) -> str:
    """The line break that a repair takes out, or the one that the dropped copy stands beside."""
    start, stop = repair["start"], repair["stop"]
    for low, high in ((start, stop), (start - 1, stop + 1)):
        gap = re.compile(r"\s*\n\s*").search(seed, low, high)
        if gap:
            start, stop = gap.span()
            break
    while start and seed[start - 1].isspace():
        start -= 1
    while stop < len(seed) and seed[stop].isspace():
        stop += 1
    return _around(seed, start, stop)


def _around(seed: str, start: int, stop: int) -> str:
    return f"{seed[max(0, start - EDGE) : start]!r}⏎{seed[stop : stop + EDGE]!r}"


def _problem_line(problem: Json) -> str:
    return f"{problem['code']}: {problem.get('about', 'the whole document')}"


def _raised_line(raised: Json, label: Json) -> str:
    """A problem read, under the words that the labels give it if its message quotes them."""
    for problem in label.get("problem", []):
        if problem["code"] == raised["code"] and problem.get("about", "") in raised["message"]:
            return _problem_line(problem)
    return f"{raised['code']}: {raised['message']}"


def _all_strings(value: Any) -> Iterator[str]:
    """Every string of the reading except its record of repairs."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for member in value:
            yield from _all_strings(member)
    elif isinstance(value, dict):
        for key, member in value.items():
            if key != "repairs":
                yield from _all_strings(member)


def _assert_same(expected: list[str], read: list[str]) -> None:
    """The two lists are equal; else only the lines that differ, labels first."""
    if expected != read:
        diff = difflib.unified_diff(expected, read, "labelled", "read", lineterm="", n=0)
        pytest.fail("\n".join(diff), pytrace=False)
