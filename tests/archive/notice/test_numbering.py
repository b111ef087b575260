"""How numbers run, and where they stumble."""

from archive.notice.model import Component, SectionKind
from archive.notice.numbering import Scope, anomalies, scopes
from tests.archive.hand_made import component, section

K = SectionKind


def level(key: str, number: int, label: str, *below: object) -> object:
    return section(key, K.LEVEL, "", *below, label=label, number=(number,))  # type: ignore[arg-type]


def opinion(*numbers: tuple[int, ...]) -> Component:
    """A level-1 unit for each tuple, its level-2 units numbered so."""
    return component(
        *(
            level(
                f"main-1/l1-{n}",
                n,
                f"{n}、",
                *(level(f"main-1/l1-{n}/l2-{at}", at, f"{at}.") for at in below),
            )
            for n, below in enumerate(numbers, 1)
        )  # type: ignore[arg-type]
    )


def articles(*numbers: tuple[int, ...]) -> Component:
    return component(
        *(
            section(f"main-1/art-{n}", K.ARTICLE, "甲。", label=f"第{number}条", number=number)
            for n, number in enumerate(numbers)
        )
    )


def found(made: Component) -> list[str]:
    return [anomaly.key.removeprefix("main-1/") for anomaly in anomalies(made)]


def test_a_level_begins_anew_or_runs_on() -> None:
    assert scopes(opinion((1, 2), (1, 2, 3))) == {"l2": Scope.RESET}
    assert scopes(opinion((1, 2), (3, 4, 5), (6,))) == {"l2": Scope.CONTINUOUS}
    assert scopes(opinion((1, 2, 3))) == {}


def test_numbers_that_run_are_no_anomaly_in_either_way() -> None:
    assert not found(opinion((1, 2), (1, 2, 3)))
    assert not found(opinion((1, 2), (3, 4, 5), (6,)))
    assert not found(articles((1,), (2,), (2, 1), (2, 2), (3,)))


def test_gaps_repetitions_and_late_beginnings_are_reported() -> None:
    assert found(opinion((1, 3))) == ["l1-1/l2-3"]
    assert found(opinion((1, 2), (2, 3), (1, 2))) == ["l1-2/l2-2"]
    assert found(articles((1,), (1,), (2,))) == ["art-1"]
    assert found(articles((3,), (4,))) == ["art-0"]


def test_several_lists_under_one_parent_may_each_begin_at_one() -> None:
    entries = [
        section(f"main-1/li-{n}", K.LIST_ITEM, "甲", label=f"{n}.", number=(n,))
        for n in (1, 2, 1, 2, 3)
    ]
    assert not found(component(*entries))
