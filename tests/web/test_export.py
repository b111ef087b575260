"""Bulk export: every public text on a line of its own, and nothing else."""

import gc
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from archive.archive import Archive
from ingest.pipeline import read
from tests.web.conftest import HELD_WORD, TODAY, WITHDRAWN_WORD, Filled, small_notice, text_source
from web import create_app
from web.asking import EXPORTS_AT_ONCE
from web.cli import main
from web.config import Config

NEWER = """中华人民共和国停车法

（2020年1月1日第一届全国人民代表大会通过　根据2023年5月1日第二次会议修正）

第一条 为了停车，制定本法。

第二条 本法自2020年2月1日起施行。
"""


def documents(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_every_public_notice_is_a_line_that_fits_the_schema(
    client: FlaskClient, filled: Filled, root: Path
) -> None:
    response = client.get("/export.jsonl")
    assert response.mimetype == "application/jsonl"
    found = documents(response.get_data(as_text=True))
    ids = [document["record"]["id"] for document in found]  # type: ignore[index]
    assert sorted(ids) == sorted([*filled.shipped.values(), filled.hostile])
    assert response.headers["X-Total-Count"] == str(len(ids))
    schema = json.loads((root / "archive/notice/notice.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    for document in found:
        beside = {"record": document.pop("record"), "standing": document.pop("standing")}
        assert beside["standing"]["on"] == TODAY.isoformat()  # type: ignore[index]
        validator.validate(document)


def test_nothing_held_or_withdrawn_is_exported(client: FlaskClient, filled: Filled) -> None:
    text = client.get("/export.jsonl").get_data(as_text=True)
    for secret in (HELD_WORD, WITHDRAWN_WORD, filled.held, filled.withdrawn, filled.held_sha256):
        assert secret not in text


def test_the_command_prints_what_the_site_sends(
    client: FlaskClient, filled: Filled, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    archive = ["--archive", str(filled.folder), "export", "--on", TODAY.isoformat()]
    assert main(archive) == 0
    printed = capsysbinary.readouterr().out
    assert printed == client.get("/export.jsonl").data
    assert main([*archive, "-o", str(tmp_path / "all.jsonl")]) == 0
    assert (tmp_path / "all.jsonl").read_bytes() == printed
    assert [path.name for path in tmp_path.iterdir()] == ["all.jsonl"]
    assert main([*archive, "-o", str(tmp_path / "none" / "all.jsonl")]) == 1


def test_the_status_is_that_of_the_day(client: FlaskClient, filled: Filled) -> None:
    def statuses(address: str) -> dict[str, str]:
        found = documents(client.get(address).get_data(as_text=True))
        return {each["record"]["id"]: each["standing"]["status"] for each in found}  # type: ignore[index]

    assert statuses("/export.jsonl?on=2022-03-01")["焦政办-2021-65"] == "EFFECTIVE"
    assert statuses("/export.jsonl")["焦政办-2021-65"] == "EXPIRED"
    assert client.get("/export.jsonl?on=2022-02-30").status_code == 400


def test_every_text_of_a_work_has_a_line(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with Archive.open(folder) as archive:
        for name, text in (
            ("new", NEWER),
            ("old", NEWER.partition("　根据")[0] + "）\n\n第一条 旧。"),
        ):
            source = text_source(f"{name}.txt", text)
            archive.add(source, read(source))
    client = create_app(Config(archive=folder), clock=lambda: TODAY).test_client()
    found = documents(client.get("/export.jsonl", buffered=True).get_data(as_text=True))
    named = [(each["record"]["id"], each["record"]["expression"]) for each in found]  # type: ignore[index]
    assert len({work for work, _ in named}) == 1
    assert len(named) == len(set(named)) == 2


def test_lines_come_while_the_rest_is_still_being_made(client: FlaskClient) -> None:
    response = client.get("/export.jsonl", buffered=False)
    assert response.is_streamed
    first = next(iter(response.response))
    assert json.loads(first)["schema"] == "fawen/notice/1"
    response.close()


def test_more_exports_at_once_than_the_site_gives_are_asked_to_wait(client: FlaskClient) -> None:
    under_way = [client.get("/export.jsonl", buffered=False) for _ in range(EXPORTS_AT_ONCE)]
    refused = client.get("/export.jsonl")
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    assert refused.get_json()["error"]["status"] == 429
    for response in under_way:
        response.close()
    assert client.get("/export.jsonl").status_code == 200


def test_an_export_that_nobody_reads_or_closes_gives_its_turn_back(client: FlaskClient) -> None:
    for _ in range(EXPORTS_AT_ONCE + 1):
        assert client.get("/export.jsonl", buffered=False).status_code == 200
        gc.collect()


def test_what_is_withdrawn_on_the_way_is_not_in_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with Archive.open(folder) as archive:
        ids = []
        for serial, word in ((1, "停车"), (2, "绿化")):
            source = text_source(f"{serial}.txt", small_notice(f"焦政办〔2022〕{serial}号", word))
            ids.append(archive.add(source, read(source)).id)
        client = create_app(Config(archive=folder), clock=lambda: TODAY).test_client()
        response = client.get("/export.jsonl", buffered=False)
        rest = iter(response.response)
        assert json.loads(next(rest))["record"]["id"] == ids[0]
        archive.withdraw(ids[1], "试验")
        assert list(rest) == []
        response.close()
