"""What holds of every timeline, whatever is said of a text."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.law.graph import Edge, WorkFacts
from archive.law.validity import LABELS, RULES, status_on, timeline
from tests.archive.law.table import status_by_table
from tests.archive.law.worlds import DAYS, edges, works

KEYS = st.sampled_from((None, "main-1", "main-1/art-3", "main-1/art-4"))
SAID = st.lists(edges(), max_size=4)


@given(works(), SAID, KEYS)
def test_intervals_cover_all_time_without_gap_or_overlap(
    work: WorkFacts, said: list[Edge], key: str | None
) -> None:
    found = timeline(work, said, key)
    assert found[0].first is None
    assert found[-1].last is None
    for before, after in pairwise(found):
        assert before.last is not None
        assert after.first == before.last + timedelta(days=1)
        assert replace(before, first=None, last=None) != replace(after, first=None, last=None)


@given(works(), SAID, KEYS, st.randoms())
def test_the_order_in_which_relations_come_does_not_matter(
    work: WorkFacts, said: list[Edge], key: str | None, chance: object
) -> None:
    shuffled = said[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert timeline(work, shuffled, key) == timeline(work, said, key)


@given(
    works(), SAID, edges(), st.sampled_from(("CLASS", "INCONSISTENT_PART", "PROPOSED", "REJECTED"))
)
def test_what_a_class_or_a_draft_says_changes_nothing(
    work: WorkFacts, said: list[Edge], more: Edge, how: str
) -> None:
    if how in ("PROPOSED", "REJECTED"):
        more = replace(more, assertion=how)
    else:
        more = replace(more, scope=how)
    assert timeline(work, [*said, more]) == timeline(work, said)


@settings(max_examples=400)
@given(works(), SAID, DAYS)
def test_a_timeline_says_what_the_table_says_of_each_day(
    work: WorkFacts, said: list[Edge], day: object
) -> None:
    found = status_on(timeline(work, said), day)  # type: ignore[arg-type]
    assert found.status == status_by_table(work, said, day)  # type: ignore[arg-type]


@given(works(), SAID, KEYS)
def test_every_rule_and_status_has_its_words(
    work: WorkFacts, said: list[Edge], key: str | None
) -> None:
    for interval in timeline(work, said, key):
        assert RULES[interval.rule]
        assert LABELS[interval.status]
        assert (interval.in_force is None) == (interval.status == "UNKNOWN")


@given(works(), SAID, edges())
def test_one_more_ending_never_makes_a_text_effective(
    work: WorkFacts, said: list[Edge], more: Edge
) -> None:
    ends = [i for i in timeline(work, said) if i.status in ("REPEALED", "EXPIRED")]
    more = replace(more, assertion="ASSERTED", type=more.type)
    if more.type.value not in ("REPEALS", "DECLARES_EXPIRED"):
        return
    after = timeline(work, [*said, more])
    for interval in ends:
        for edge_day in (interval.first, interval.last):
            if edge_day:
                assert status_on(after, edge_day).status in ("REPEALED", "EXPIRED")
