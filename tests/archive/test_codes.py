"""Codes that notices teach."""

from archive.codes import proposals


def test_an_unknown_code_is_proposed_with_its_organ_and_evidence() -> None:
    (one,) = proposals([("某某发〔2021〕3号", ("某某局",)), ("某某发〔2021〕5号", ("某某局",))])
    assert (one.code, one.organs, one.count) == ("某某发", ("某某局",), 2)
    assert one.evidence == ("某某发〔2021〕3号", "某某发〔2021〕5号")
    assert one.known_as is None


def test_what_the_table_knows_teaches_nothing_and_a_contradiction_is_shown() -> None:
    assert not proposals([("焦政办〔2021〕65号", ("焦作市人民政府办公室",))])
    (one,) = proposals([("焦政办〔2021〕66号", ("焦作市人民政府",))])
    assert one.known_as == "焦作市人民政府办公室"


def test_two_organs_with_one_code_stand_in_one_proposal() -> None:
    (one,) = proposals([("某发〔2021〕3号", ("甲局",)), ("某发〔2020〕1号", ("乙局",))])
    assert set(one.organs) == {"甲局", "乙局"}


def test_orders_minutes_and_notices_without_issuer_teach_nothing() -> None:
    shown = [
        ("国务院令第707号", ("国务院",)),
        ("纪要〔2021〕2次", ("某局",)),
        ("某发〔2021〕3号", ()),
    ]
    assert not proposals(shown)
