"""A notice for search engines: schema.org's Legislation inside its page."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive.archive import Archive
from tests.archive.listed import ON, fill
from tests.laws.linked import BUREAU, GOV
from tests.web.conftest import HOSTILE, N65, Filled, page_at
from web import create_app
from web.config import Config


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder: Path = tmp_path_factory.mktemp("linked") / "archive"
    with Archive.open(folder) as archive:
        fill(archive)
    with create_app(Config(archive=folder), clock=lambda: ON).test_client() as client:
        yield client


def linked(client: FlaskClient, address: str) -> dict[str, Any]:
    page = page_at(client, address)
    [data] = [each for each in page.scripts if each.strip()]
    [element] = page.all("script", type="application/ld+json")
    assert "src" not in element.attributes
    found: dict[str, Any] = json.loads(data)
    return found


def test_a_notice_says_what_it_is(client: FlaskClient) -> None:
    node = linked(client, f"/notices/{N65}?on=2022-03-01")
    assert node["@context"] == "https://schema.org"
    assert node["@type"] == "Legislation"
    assert (
        node["@id"]
        == node["url"]
        == client.get("/").request.host_url + "notices/" + ("%E7%84%A6%E6%94%BF%E5%8A%9E-2021-65")
    )
    assert node["legislationIdentifier"] == "焦政办〔2021〕65号"
    assert node["legislationDate"] == "2021-11-09"
    assert node["legislationLegalForce"] == "https://schema.org/InForce"
    assert node["temporalCoverage"] == "2021-11-09/2026-11-09"
    assert node["legislationPassedBy"] == [
        {"@type": "GovernmentOrganization", "name": "焦作市人民政府办公室"}
    ]
    for encoding in node["encoding"]:
        response = client.get(encoding["contentUrl"])
        assert response.status_code == 200
        assert response.mimetype == encoding["encodingFormat"]


def test_force_is_that_of_the_day(client: FlaskClient) -> None:
    node = linked(client, f"/notices/{N65}")
    assert node["legislationLegalForce"] == "https://schema.org/NotInForce"


def test_what_is_not_known_is_not_said(client: FlaskClient, draft_id: str, article_id: str) -> None:
    draft = linked(client, f"/notices/{draft_id}")
    assert "legislationLegalForce" not in draft
    assert draft["creativeWorkStatus"] == "征求意见稿"
    article = linked(client, f"/notices/{article_id}")
    assert article["@type"] == "CreativeWork"
    assert not [name for name in article if name.startswith("legislation")]
    assert None not in [*draft.values(), *article.values()]


def test_relations_lead_to_the_other_works(site: FlaskClient) -> None:
    node = linked(site, "/notices/临财-2020-6")
    [repealed] = node["legislationRepeals"]
    assert repealed["name"] == f"{BUREAU}关于科技资金的通知"
    assert repealed["legislationIdentifier"] == "临财〔2018〕2号"
    assert site.get(repealed["@id"]).status_code == 200
    [basis] = node["isBasedOn"]
    assert basis["name"] == f"{GOV}关于科技的意见"


def test_no_text_of_a_notice_ends_the_block(client: FlaskClient, filled: Filled) -> None:
    html = client.get(f"/notices/{filled.hostile}").get_data(as_text=True)
    block = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert not set("<>&'") & set(block)
    assert json.loads(block)["name"] == HOSTILE


def test_a_page_as_of_a_day_names_the_lasting_address(client: FlaskClient) -> None:
    for address in (f"/notices/{N65}?on=2022-03-01", f"/notices/{N65}@2021-11-09"):
        [canonical] = page_at(client, address).all("link", rel="canonical")
        assert "?" not in canonical.attributes["href"]
        assert "@" not in canonical.attributes["href"]
