"""The original beside the text: every box leads to its clause, and only what is public is drawn."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from archive.archive import Archive
from ingest.pipeline import read
from ingest.source import load, source_from_bytes
from tests.cli.pdfs import write_pdf
from tests.web.conftest import N63, N65, TODAY, ClosingClient, Filled, page_at
from web import create_app
from web.config import Config

FACING = f"/notices/{N63}/original"


def test_every_box_leads_to_its_clause_and_every_clause_to_its_box(client: FlaskClient) -> None:
    page = page_at(client, FACING)
    assert page.faults == []
    assert set(page.inner_anchors) <= set(page.ids)
    boxes = {key.removeprefix("box-") for key in page.ids if key.startswith("box-")}
    assert {"main-1/l1-1", "main-1/l1-2/l2-7"} <= boxes
    there = {e.attributes["href"] for e in page.all("a", cls="to-leaf")}
    assert {f"#box-{key}" for key in ("main-1/l1-1", "main-1/l1-2/l2-7")} <= there
    assert "#main-1/l1-2/l2-7" in [e.attributes.get("href") for e in page.all("a")]


def test_every_page_of_the_original_has_its_picture_with_its_words_said(
    client: FlaskClient,
) -> None:
    page = page_at(client, FACING)
    pictures = page.all("img")
    assert len(pictures) == 11
    assert pictures[2].attributes["alt"] == "原件第3页，文字见正文"
    answer = client.get(pictures[2].attributes["src"])
    assert answer.mimetype == "image/webp"
    assert answer.data.startswith(b"RIFF")
    for box in page.all("rect"):
        x, width = float(box.attributes["x"]), float(box.attributes["width"])
        assert 0 <= x < x + width <= 596


def test_a_picture_is_asked_about_again_but_not_sent_again(client: FlaskClient) -> None:
    source = page_at(client, FACING).all("img")[0].attributes["src"]
    first = client.get(source)
    assert first.headers["Cache-Control"] == "no-cache"  # so a withdrawal is seen at once
    again = client.get(source, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    wider = client.get(source.replace("800", "1600"))
    assert wider.headers["ETag"] != first.headers["ETag"]
    assert client.head(source).status_code == 200


def test_pictures_come_in_two_widths_and_only_of_pages_that_are_there(client: FlaskClient) -> None:
    source = page_at(client, FACING).all("img")[0].attributes["src"]
    path = source.partition("?")[0]
    assert client.get(path).data == client.get(f"{path}?width=800").data
    for wrong in ("801", "99999", "x", "-1"):
        assert client.get(f"{path}?width={wrong}").status_code == 400, wrong
    for page in ("0", "12", "9999999999"):
        assert client.get(path.rsplit("/", 1)[0] + f"/{page}").status_code == 404, page
    assert client.get(path.rsplit("/", 1)[0] + "/x").status_code == 404


def test_only_public_pdfs_are_drawn(client: FlaskClient, filled: Filled) -> None:
    for sha256, status in (
        (filled.held_sha256, 404),
        (filled.withdrawn_sha256, 410),
        (filled.hostile_sha256, 404),  # public, and no PDF
        ("0" * 64, 404),
        ("x", 404),
    ):
        assert client.get(f"/originals/{sha256}/pages/1").status_code == status, sha256


def test_a_withdrawn_original_is_not_shown_from_what_was_kept(tmp_path: Path) -> None:
    words = b"BT /F1 14 Tf 72 700 Td (Words of the text itself.) Tj ET"
    source = source_from_bytes("x.pdf", write_pdf(words))
    with Archive.open(tmp_path) as archive, archive.adding():
        work = archive.add(source, read(source)).id
    app = create_app(Config(archive=tmp_path), clock=lambda: TODAY)
    app.test_client_class = ClosingClient
    picture, facing = f"/originals/{source.sha256}/pages/1", f"/notices/{quote(work)}/original"
    client = app.test_client()
    first = client.get(picture)
    assert first.status_code == 200
    assert client.get(facing).status_code == 200
    with Archive.open(tmp_path) as archive:
        archive.withdraw(work, "有误")
    headers = {"If-None-Match": first.headers["ETag"]}
    assert client.get(picture, headers=headers).status_code == 410
    assert client.get(facing).status_code == 410


def test_a_notice_without_pdf_says_so(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N65}/original", 404)
    assert "没有可以对照的 PDF" in page.text
    assert page_at(client, f"{FACING}?file={'0' * 64}", 404)
    assert client.get("/notices/没有/original").status_code == 404


def test_the_notice_and_its_clauses_lead_to_their_places(client: FlaskClient) -> None:
    quoted = f"/notices/{quote(N63)}/original"
    notice = page_at(client, f"/notices/{N63}")
    assert notice.all("a", href=quoted)
    assert notice.all("a", cls="to-leaf", href=f"{quoted}#box-main-1/l1-2/l2-7")
    clause = page_at(client, f"/notices/{N63}/main-1/l1-2/l2-7")
    assert re.search(r"看原件第\d+页", clause.text)
    assert not page_at(client, f"/notices/{N65}").all("a", cls="to-leaf")


def test_whoever_wants_proof_is_led_to_the_printed_words(tmp_path: Path, corpus: Path) -> None:
    source = load(next(iter(corpus.glob("*65号*.pdf"))))
    with Archive.open(tmp_path) as archive, archive.adding():
        archive.add(source, read(source))
    app = create_app(Config(archive=tmp_path), clock=lambda: TODAY)
    app.test_client_class = ClosingClient
    page = page_at(app.test_client(), f"/notices/{N65}")
    place = f"/notices/{quote(N65)}/original#box-"
    told = [e.attributes["href"] for e in page.all("a") if e.attributes.get("class") != "to-leaf"]
    led = {one.removeprefix(place) for one in told if one.startswith(place)}
    assert {"main-1/art-10", "att-2"} <= led  # the proof, a doubt


def test_an_alias_leads_to_the_id(client: FlaskClient) -> None:
    answer = client.get("/notices/jiao-zheng-ban-2017-63/original?on=2022-03-01")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"/notices/{quote(N63)}/original?on=2022-03-01"


@pytest.mark.parametrize("file", ["", "x" * 3000])
def test_what_is_typed_for_a_file_never_breaks_the_page(client: FlaskClient, file: str) -> None:
    assert client.get(f"{FACING}?file={file}").status_code in (200, 400)
