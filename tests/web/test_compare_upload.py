"""A file against a text of the archive: compared, downloaded, refused; never kept."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.web.conftest import HOSTILE, N65, Filled
from tests.web.page import Page
from tests.web.revised import NEW, OLD_NAME
from tests.web.test_protection import assert_self_contained
from web.uploads import MOST_BYTES, MOST_SECTIONS


def hand_in(
    client: FlaskClient, content: bytes, called: str = "稿.txt", **fields: str
) -> TestResponse:
    """Send the form as a browser does."""
    headers = {"Sec-Fetch-Site": fields.pop("from_site", "same-origin")}
    given = {"name": OLD_NAME, "side": "new", "as": "versions", "output": "", **fields}
    # In memory: what the client would spool to disk, it never closes.
    file = FileStorage(BytesIO(content), filename=called)
    boundary, body = encode_multipart({**given, "file": file})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post("/compare", data=body, content_type=kind, headers=headers)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_file_is_compared_with_a_kept_text_and_not_kept(
    reader: FlaskClient, versions_folder: Path
) -> None:
    before = files_of(versions_folder)
    response = hand_in(reader, NEW.encode())
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    page = Page(response.get_data(as_text=True))
    assert page.faults == []
    assert_self_contained(page)
    assert "稿.txt（未入库）" in page.text
    assert "15个工作日" in page.text
    assert not page.all("a", title="本行的固定链接")
    assert files_of(versions_folder) == before


def test_the_file_may_be_the_older_one(reader: FlaskClient) -> None:
    page = Page(hand_in(reader, NEW.encode(), side="old").get_data(as_text=True))
    assert "第四条改为第三条" in page.text
    assert "15个工作日 → 20日" in page.text


def test_the_whole_and_its_layout_may_be_asked_for(reader: FlaskClient) -> None:
    page = Page(hand_in(reader, NEW.encode(), show="all", layout="1").get_data(as_text=True))
    assert len(page.all("tr", cls="contrast-row")) == 8
    assert page.all("ins", cls="layout")


def test_the_answer_may_be_a_file(reader: FlaskClient) -> None:
    word = hand_in(reader, NEW.encode(), output="docx")
    assert word.headers["Content-Disposition"].startswith("attachment")
    cells = [cell.text for cell in Document(BytesIO(word.data)).tables[0].rows[-1].cells]
    assert "2020年5月1日" in cells[2]
    single = hand_in(reader, NEW.encode(), output="html").get_data(as_text=True)
    assert "<ins" in single
    assert "</html>" in single


def test_two_rules_on_one_subject_may_be_compared_so(reader: FlaskClient) -> None:
    html = hand_in(reader, NEW.encode(), **{"as": "counterparts"}).get_data(as_text=True)
    assert "同类规定对照" in html


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "空.txt", "空的"),
        (b"PK\x03\x04" + b"x" * 100, "稿.docx", "压缩包或 Office 文档"),
        (b"MZ\x90", "稿.exe", "程序"),
        (b"no pdf at all", "稿.pdf", "内容却不是 PDF"),
        (b"%PDF-1.7 broken", "稿.pdf", "读不了"),
        (NEW.encode(), "", "没有选择文件"),
    ],
)
def test_what_cannot_be_read_is_refused_kindly(
    reader: FlaskClient, content: bytes, name: str, told: str
) -> None:
    response = hand_in(reader, content, name)
    assert response.status_code == 400
    html = response.get_data(as_text=True)
    assert told in html
    for inside in ("Traceback", ".py", "Error", "fawen add"):
        assert inside not in html


def test_a_file_over_the_limit_is_refused(reader: FlaskClient) -> None:
    response = hand_in(reader, b"x" * (MOST_BYTES + 100_000))
    assert response.status_code == 413
    assert "8 MB" in response.get_data(as_text=True)


def test_a_file_of_too_many_parts_is_refused(reader: FlaskClient) -> None:
    lines = "\n\n".join(f"第{at}条 内容{at}。" for at in range(1, MOST_SECTIONS + 10))
    response = hand_in(reader, f"某某管理办法\n\n{lines}\n".encode())
    assert response.status_code == 400
    assert "超过 20000 处" in response.get_data(as_text=True)


def test_other_forms_stay_small(client: FlaskClient) -> None:
    response = client.post("/search", data=b"x" * 100_000)
    assert response.status_code in (405, 413)


def test_a_form_of_another_site_is_refused(reader: FlaskClient) -> None:
    assert hand_in(reader, NEW.encode(), from_site="cross-site").status_code == 403
    data = {"file": (BytesIO(NEW.encode()), "a.txt"), "name": OLD_NAME, "side": "new"}
    foreign = reader.post("/compare", data=data, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [{"name": "没有"}, {"name": ""}, {"side": "left"}, {"output": "exe"}, {"as": "twins"}],
    ids=str,
)
def test_a_wrong_field_is_refused(reader: FlaskClient, wrong: dict[str, str]) -> None:
    assert hand_in(reader, NEW.encode(), **wrong).status_code == 400


def test_the_public_learns_nothing_of_what_is_held(client: FlaskClient, filled: Filled) -> None:
    assert hand_in(client, NEW.encode(), name=filled.held).status_code == 400
    assert hand_in(client, NEW.encode(), name=filled.withdrawn).status_code == 410


def test_markup_in_a_file_stays_text(client: FlaskClient) -> None:
    text = NEW.replace("停车场应当", f"{HOSTILE}应当").replace("停车管理办法", f"{HOSTILE}管理办法")
    for output in ("", "html"):
        html = hand_in(
            client, text.encode(), f"{HOSTILE}.txt".replace("/", ""), name=N65, output=output
        )
        said = html.get_data(as_text=True)
        assert html.status_code == 200
        assert "<script>alert" not in said
        assert "<img" not in said
        assert Page(said).faults == []
