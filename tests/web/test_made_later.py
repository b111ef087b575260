"""A day before the document was made: its text is never shown as if it had been there."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import N63, N65, Filled, page_at
from web.cli import main

NUMBER = "焦政办〔2021〕65号"


@pytest.mark.parametrize("part", ["", "/main-1/art-9", "/att-1"])
def test_a_page_as_of_a_day_before_says_so(client: FlaskClient, part: str) -> None:
    page = page_at(client, f"/notices/{N65}{part}?on=1999-01-01")
    assert page.all("p", cls="warning", role="note")
    assert "该日尚未制发" in page.text
    assert "成文日期是2021年11月9日" in page.text


def test_from_the_day_of_signing_on_nothing_is_said(client: FlaskClient, article_id: str) -> None:
    assert "尚未制发" in page_at(client, f"/notices/{N65}?on=2021-11-08").text
    for address in (f"{N65}?on=2021-11-09", N65, N63, f"{article_id}?on=1999-01-01"):
        assert "尚未制发" not in page_at(client, f"/notices/{address}").text, address


def test_programs_are_told_too(client: FlaskClient) -> None:
    for day, is_made in (("1999-01-01", False), ("2021-11-09", True)):
        record = client.get(f"/api/v1/notices/{N65}?on={day}").get_json()["record"]
        assert record["is_made"] is is_made


def test_text_and_markdown_begin_with_it(client: FlaskClient) -> None:
    plain = client.get(f"/notices/{N65}.txt").get_data(as_text=True)
    marked = client.get(f"/notices/{N65}.md").get_data(as_text=True)
    assert "尚未制发" not in plain + marked
    line = (
        "该日尚未制发：1999年1月1日还没有这件文件，它的成文日期是2021年11月9日。"
        "下面是后来制发的文本。"
    )
    before = client.get(f"/notices/{N65}.txt?on=1999-01-01").get_data(as_text=True)
    assert before == f"［{line}］\n\n{plain}"
    before = client.get(f"/notices/{N65}.md?on=1999-01-01").get_data(as_text=True)
    assert before == f"> {line}\n\n{marked}"


def test_the_status_says_so_and_carries_the_sentence(
    client: FlaskClient, filled: Filled, capfd: pytest.CaptureFixture[str]
) -> None:
    line = "该日尚未制发：2021年11月8日还没有这件文件，它的成文日期是2021年11月9日。"
    found = client.get(f"/api/v1/status/{N65}?on=2021-11-08").get_json()
    assert (found["status"], found["reason"], found["bounds"]) == (
        "NOT_YET_EFFECTIVE",
        "not_yet_made",
        line,
    )
    assert client.get(f"/api/v1/status/{N65}?on=2021-11-09").get_json()["bounds"] is None

    def status(*arguments: str) -> str:
        assert main(["--archive", str(filled.folder), "status", *arguments]) == 0
        return capfd.readouterr().out

    assert line in status(f"{NUMBER}@2021-11-08")
    assert line in status(f"{NUMBER}#main-1/art-7", "--on", "2021-11-08")
    assert json.loads(status(NUMBER, "--on", "2021-11-08", "--json"))["bounds"] == line
    assert "尚未制发" not in status(NUMBER, "--on", "2021-11-09")


def test_the_status_box_says_it_once(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N65}?on=2021-11-08")
    assert page.text.count("该日尚未制发") == 1
    assert "还有" not in page.text  # no days are counted towards dates that nobody had set


def show(folder: Path, *arguments: str) -> int:
    return main(["--archive", str(folder), "show", *arguments])


@pytest.mark.parametrize(
    "arguments",
    [
        (f"{NUMBER}@1999-01-01",),
        (NUMBER, "--on", "2021-11-08"),
        (f"{NUMBER}@1999-01-01#main-1/art-7", "--format", "json"),
    ],
)
def test_the_command_shows_no_text_that_was_made_later(
    filled: Filled, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert show(filled.folder, *arguments) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert f"“{NUMBER}”成文于 2021-11-09，本库没有它在" in err
    assert f"办法：用 fawen show {N65} 看现有的文本" in err


def test_the_command_shows_a_text_by_its_own_name(
    filled: Filled, capfd: pytest.CaptureFixture[str]
) -> None:
    assert show(filled.folder, f"{NUMBER}@2021-11-09") == 0
    assert show(filled.folder, f"{NUMBER}@2021-11-09~1") == 0
    assert show(filled.folder, NUMBER, "--on", "2026-01-01") == 0
    assert "第七条" in capfd.readouterr().out
