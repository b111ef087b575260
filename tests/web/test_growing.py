"""The site reads an archive that others write to: what is new is there at once."""

from dataclasses import replace
from pathlib import Path

from archive.archive import Archive
from ingest.pipeline import read
from tests.web.conftest import TODAY, small_notice, text_source
from web import create_app
from web.config import Config


def test_a_notice_added_later_is_there_without_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with Archive.open(folder) as writer:
        client = create_app(Config(archive=folder), clock=lambda: TODAY).test_client()
        assert "还没有公开的文件" in client.get("/").get_data(as_text=True)
        assert "没有找到" in client.get("/search?q=停车").get_data(as_text=True)
        source = text_source("a.txt", small_notice("焦政办〔2022〕7号", "停车"))
        added = writer.add(source, read(source))
        assert "停车管理办法" in client.get("/").get_data(as_text=True)
        assert client.get(f"/notices/{added.id}").status_code == 200
        assert "<mark>停车</mark>" in client.get("/search?q=停车").get_data(as_text=True)
        assert client.get("/healthz").status_code == 200
        tag = client.get(f"/notices/{added.id}").headers["ETag"]
        writer.withdraw(added.id, "试验")
        gone = client.get(f"/notices/{added.id}", headers={"If-None-Match": tag})
        assert gone.status_code == 410
        assert "没有找到" in client.get("/search?q=停车").get_data(as_text=True)
        writer.publish(added.id)
        assert client.get(f"/notices/{added.id}").status_code == 200


def test_a_number_that_fits_several_notices_opens_a_choice(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with Archive.open(folder) as writer:
        for organ in ("焦作市人民政府办公室", "修武县人民政府办公室"):
            text = small_notice("市政函〔2022〕7号", "停车").replace("焦作市人民政府办公室", organ)
            source = text_source(f"{organ}.txt", text)
            reading = read(source)
            writer.add(source, replace(reading, notice=replace(reading.notice, issuers=(organ,))))
        client = create_app(Config(archive=folder), clock=lambda: TODAY).test_client()
        response = client.get("/search?q=市政函〔2022〕7号")
        assert response.status_code == 300
        text = response.get_data(as_text=True)
        assert "修武县人民政府办公室" in text
        assert "焦作市人民政府办公室" in text


def test_an_ascii_alias_that_two_notices_share_opens_a_choice(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    # 郑政 and 正政 sound alike
    with Archive.open(folder) as writer:
        for number, word in (("郑政〔2022〕7号", "停车"), ("正政〔2022〕7号", "养犬")):
            source = text_source(f"{word}.txt", small_notice(number, word))
            writer.add(source, read(source))
        client = create_app(Config(archive=folder), clock=lambda: TODAY).test_client()
        for address in ("/notices/zheng-zheng-2022-7", "/notices/zheng-zheng-2022-7/main-1/art-1"):
            response = client.get(address)
            assert response.status_code == 300, address
            text = response.get_data(as_text=True)
            assert "停车管理办法" in text
            assert "养犬管理办法" in text
        choices = client.get("/api/v1/notices/zheng-zheng-2022-7").get_json()["error"]["choices"]
        assert sorted(choices) == ["正政-2022-7", "郑政-2022-7"]


def test_an_alias_may_come_to_be_shared_so_no_browser_keeps_where_it_led(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with Archive.open(folder) as writer:
        client = create_app(Config(archive=folder), clock=lambda: TODAY).test_client()
        source = text_source("a.txt", small_notice("郑政〔2022〕7号", "停车"))
        writer.add(source, read(source))
        response = client.get("/notices/zheng-zheng-2022-7")
        assert response.status_code == 301
        assert response.headers["Cache-Control"] == "no-cache"
