"""The API and its description: every operation that is described answers just as described."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from archive.archive import Archive
from ingest.pipeline import read
from tests.archive.listed import ON, fill
from tests.laws.linked import BUREAU
from tests.web.conftest import N65, Filled, small_notice, text_source
from web import create_app
from web.config import Config
from web.openapi import OPERATIONS, Operation, description

Json = dict[str, Any]
TERM, OLD, NEW = "临财-2018-1", "临财-2018-2", "临财-2020-6"
CALLS = {
    "notices": ["", "?limit=2&offset=1", f"?issuer={BUREAU}&year=2018&month=5&status=REPEALED"],
    "notice": [f"/{TERM}", f"/{OLD}?on=2019-01-01"],
    "status": [f"/{TERM}?key=main-1", f"/{OLD}", f"/{NEW}?on=2000-01-01"],
    "relations": [f"/{NEW}", f"/{OLD}"],
    "dependents": [f"/{OLD}", "/{missing}"],
    "search": ["?q=资金", "?q=资金&status=in_force&order=newest&limit=1", "?q=临财〔2018〕9号"],
    "suggest": ["?q=kj", "?q=科技", "?q=临财"],
    "browse": ["", "?year=2018&on=2019-01-01"],
    "ended": ["?from=2020-01-01&to=2022-01-01", f"?issuer={BUREAU}&on=2021-12-01"],
    "expiring": ["", "?from=2021-01-01&to=2021-12-31"],
    "missing": ["", "?limit=1"],
    "compare": [f"?old={OLD}&new={NEW}", f"?old={OLD}&new={NEW}&as=counterparts"],
    "candidates": [f"/{NEW}"],
    "similar": [f"/{NEW}?key=main-1"],
}
"""Of each operation what is asked in tests; each must answer something worth checking."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("api") / "archive"
    with Archive.open(folder) as archive:
        fill(archive)
    return create_app(Config(archive=folder), clock=lambda: ON)


@pytest.fixture
def site(served: Flask) -> Iterator[FlaskClient]:
    with served.test_client() as client:
        yield client


def closed(node: Any) -> Any:
    """The schema with nothing allowed that it does not describe."""
    if isinstance(node, list):
        return [closed(each) for each in node]
    if not isinstance(node, dict):
        return node
    shut = {name: closed(each) for name, each in node.items()}
    if "properties" in node and "additionalProperties" not in node:
        shut["additionalProperties"] = False
    if "allOf" in node:  # its parts describe one object together
        shut["allOf"] = [
            {**part, "additionalProperties": True} if "properties" in part else part
            for part in shut["allOf"]
        ]
    return shut


def faults(document: Json, name: str, answer: Any, *, is_closed: bool = True) -> list[str]:
    """What in an answer is not as the schema of that name says."""
    components = document["components"]
    schema = {
        "$ref": f"#/components/schemas/{name}",
        "components": closed(components) if is_closed else components,
    }
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(answer)]


def test_the_description_is_one(site: FlaskClient) -> None:
    document = site.get("/api/v1/openapi.json").get_json()
    OpenAPIV31SpecValidator(copy.deepcopy(document)).validate()
    for name, schema in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert name


def test_every_address_is_described_and_no_other(served: Flask) -> None:
    offered = {
        rule.rule.replace("<name>", "{id}")
        for rule in served.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }
    assert offered - {"/api/v1/", "/api/v1/openapi.json"} == {each.path for each in OPERATIONS}
    assert set(CALLS) == {each.id for each in OPERATIONS}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_every_answer_is_as_described(site: FlaskClient, operation: Operation) -> None:
    document = description("http://localhost")
    for call in CALLS[operation.id]:
        cited = site.get("/api/v1/missing").get_json()[0]["id"]
        address = operation.path.replace("/{id}", "") + call.replace("{missing}", cited)
        response = site.get(address)
        assert response.status_code == 200, address
        answer = response.get_json()
        assert answer, address
        if operation.id == "notice":
            # The format of a notice has a schema and tests of its own; here the two are joined.
            assert faults(document, "Kept", answer, is_closed=False) == [], address
            assert faults(document, "Record", answer["record"]) == [], address
        else:
            assert faults(document, operation.answer, answer) == [], address
        if operation.is_piece:
            assert int(response.headers["X-Total-Count"]) >= len(answer)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_every_parameter_that_is_described_is_heeded(
    site: FlaskClient, operation: Operation
) -> None:
    start = operation.path.replace("/{id}", "") + CALLS[operation.id][0]
    path, _, rest = start.partition("?")
    for parameter in operation.parameters:
        if parameter.sort == "text" and not parameter.values:
            continue  # any text may be asked for
        if parameter.in_path:
            continue
        response = site.get(f"{path}?{parameter.name}=§&{rest}")  # the first of a name counts
        assert response.status_code == 400, (operation.id, parameter.name)
        assert faults(description(""), "Error", response.get_json()) == []
        for value in parameter.values:
            assert site.get(f"{path}?{parameter.name}={value}&{rest}").status_code == 200, value


def test_what_narrows_a_list_narrows_it(site: FlaskClient) -> None:
    def ids(query: str) -> list[str]:
        return [line["id"] for line in site.get(f"/api/v1/notices?{query}").get_json()]

    assert ids("status=REPEALED") == [OLD]
    assert set(ids("status=in_force")) == {TERM, NEW, "临财-2020-7"}
    assert set(ids("status=in_force&on=2019-01-01")) == {TERM, OLD}
    assert ids("year=2018&month=2") == [TERM]
    assert ids("order=number")[0] == TERM
    assert ids(f"issuer={BUREAU}1") == []


def test_endings_and_what_is_missing_are_answered(site: FlaskClient) -> None:
    ended = site.get("/api/v1/ended?from=2020-01-01&to=2021-12-31").get_json()
    assert [(each["id"], each["day"], each["status"]) for each in ended] == [
        (TERM, "2021-07-01", "EXPIRED"),
        (OLD, "2020-07-01", "REPEALED"),
    ]
    assert [each["id"] for each in site.get("/api/v1/expiring").get_json()] == [TERM]
    assert site.get("/api/v1/ended?from=2021-01-01&to=2020-01-01").status_code == 400
    missing = site.get("/api/v1/missing").get_json()
    assert missing[0]["works"] == 2
    assert not [each for each in missing if "保密" in each["title"]]


@pytest.mark.parametrize("path", ["notices", "missing", "ended?from=2020-01-01&to=2021-12-31"])
def test_every_list_comes_in_pieces_that_join(site: FlaskClient, path: str) -> None:
    address: str | None = f"/api/v1/{path}{'&' if '?' in path else '?'}limit=1"
    found = []
    while address:
        response = site.get(address)
        found += [line["id"] for line in response.get_json()]
        address = response.headers.get("Link", "").partition("<")[2].partition(">")[0] or None
    assert len(found) == len(set(found)) == int(response.headers["X-Total-Count"])
    assert len(found) > 1


def test_what_rests_on_a_missing_work_is_told(site: FlaskClient) -> None:
    cited = site.get("/api/v1/missing").get_json()[0]["id"]
    resting = site.get(f"/api/v1/dependents/{cited}").get_json()["dependents"]
    assert {each["source"]["id"] for each in resting} == {NEW, "临财-2020-7"}


def test_the_index_names_every_operation(site: FlaskClient) -> None:
    offered = site.get("/api/v1/").get_json()
    assert {each.id for each in OPERATIONS} < set(offered)
    assert offered["notice"] == "/api/v1/notices/{id}{?on}"
    assert site.get(offered["description"]).get_json()["openapi"].startswith("3.1")


def test_a_former_name_leads_on_and_keeps_the_question(client: FlaskClient) -> None:
    response = client.get("/api/v1/status/jiao-zheng-ban-2021-65?on=2022-03-01&key=main-1")
    assert response.status_code == 301
    followed = client.get(response.headers["Location"]).get_json()
    assert (followed["on"], followed["key"]) == ("2022-03-01", "main-1")


def test_failures_are_as_described(client: FlaskClient, filled: Filled) -> None:
    document = description("")
    for address, status in (
        ("/api/v1/notices/没有这个", 404),
        (f"/api/v1/notices/{filled.withdrawn}", 410),
        (f"/api/v1/notices/{filled.held}", 404),
        (f"/api/v1/status/{N65}?on=2022-02-30", 400),
        ("/api/v1/nothing", 404),
        ("/api/v1/search", 400),
    ):
        response = client.get(address)
        assert response.status_code == status, address
        assert faults(document, "Error", response.get_json()) == []
        assert response.get_json()["error"]["status"] == status


def test_a_name_of_several_is_a_choice_as_described(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with Archive.open(folder) as archive:
        for organ in ("焦作市人民政府办公室", "修武县人民政府办公室"):
            text = small_notice("市政函〔2022〕7号", "停车").replace("焦作市人民政府办公室", organ)
            source = text_source(f"{organ}.txt", text)
            archive.add(source, read(source))
    client = create_app(Config(archive=folder), clock=lambda: ON).test_client()
    response = client.get("/api/v1/notices/市政函-2022-7")
    assert response.status_code == 300
    assert faults(description(""), "Choice", response.get_json()) == []
