"""What only a held or withdrawn notice says ends nothing in public: no list, feed or calendar."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.archive import Archive
from archive.notice.model import Publication
from ingest.pipeline import read
from tests.archive.listed import ALIKE, ON
from tests.laws.linked import BUREAU, document, source
from web import create_app
from web.config import Config

ENDING = document(
    "临财〔2020〕9号",
    f"{BUREAU}关于绝密事项的通知",
    BUREAU,
    f"《{BUREAU}关于别的事的通知》（临财〔2020〕7号）自2020年9月1日起废止。根据《绝密意见》办理。",
    "2020年8月20日",
)
ASKED = [
    "/browse/ended?from=2020-01-01&to=2030-01-01",
    "/browse/expiring?on=2020-08-25",
    "/browse/expiring.ics?on=2020-08-25",
    "/browse/missing",
    "/browse?status=REPEALED",
    "/changes.atom",
    "/feed.atom",
    "/search.atom?q=绝密",
    "/sitemap-1.xml",
    "/export.jsonl",
    "/api/v1/ended?from=2020-01-01&to=2030-01-01",
    "/api/v1/expiring?on=2020-08-25",
    "/api/v1/missing",
    "/api/v1/notices",
    "/api/v1/notices?status=REPEALED",
    "/api/v1/browse",
    "/help/api/try/notices?go=1",
    "/notices/临财-2020-10",
]
"""The last is not there, and has neighbours."""


@pytest.fixture(scope="module", params=["held", "withdrawn"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FlaskClient]:
    folder: Path = tmp_path_factory.mktemp("hidden") / "archive"
    with Archive.open(folder) as archive:
        given = source("alike", ALIKE)
        archive.add(given, read(given))
        given = source("ending", ENDING)
        reading = read(given)
        if request.param == "held":
            held = replace(reading.notice, publication=Publication.HELD)
            archive.add(given, replace(reading, notice=held))
        else:
            archive.withdraw(archive.add(given, reading).id, "试验")
    today = ON.replace(year=2020, month=9, day=20)
    with create_app(Config(archive=folder), clock=lambda: today).test_client() as client:
        yield client


@pytest.mark.parametrize("address", ASKED)
def test_nothing_of_it_is_said(site: FlaskClient, address: str) -> None:
    text = site.get(address).get_data(as_text=True)
    typed = address.partition("q=")[2]
    for word in ("绝密", "2020-9", "2020〕9号", "9月1日", "2020-09-01"):
        if word not in typed:
            assert word not in text, word


def test_what_it_ends_is_still_in_force_in_public(site: FlaskClient) -> None:
    listed = site.get("/api/v1/notices?status=in_force").get_json()
    assert [line["id"] for line in listed] == ["临财-2020-7"]
    assert site.get("/api/v1/ended?from=2020-01-01&to=2030-01-01").get_json() == []
