"""The guide for programs tells all that there is, and nothing that is not."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.cli import _COMMANDS
from web.config import Config
from web.openapi import OPERATIONS
from web.views.guide import GUIDES

# | `/api/v1/status/<id>?key=` | 某一天的效力 … |
ADDRESS = re.compile(r"`(/[a-z0-9][^`\s]*)`")


def test_every_operation_with_every_filter_is_in_the_guide(root: Path) -> None:
    guide = (root / "web/guide/api.md").read_text(encoding="utf-8")
    for operation in OPERATIONS:
        path = operation.path.replace("{id}", "<id>")
        rows = [line for line in guide.splitlines() if line.startswith(f"| `{path}")]
        assert rows, path
        shown = rows[0].partition("|")[2].partition("|")[0]
        for parameter in operation.parameters:
            if not parameter.in_path and parameter.name not in ("on", "limit", "offset"):
                assert f"{parameter.name}=" in shown, (path, parameter.name)


def test_every_address_of_the_guide_is_there(app: Flask, root: Path) -> None:
    guide = (root / "web/guide/api.md").read_text(encoding="utf-8")
    client = app.test_client()
    for address in ADDRESS.findall(guide):
        if "<" in address or address == "/api/v2":
            continue
        # What lacks its question is refused, but there.
        assert client.get(address).status_code in (200, 400), address


def test_the_guide_leads_to_the_page_on_which_it_can_be_tried(client: FlaskClient) -> None:
    html = client.get("/help/api").get_data(as_text=True)
    assert 'href="/help/api/try"' in html
    assert 'href="/api/v1/openapi.json"' in html


# fawen withdraw 文号 --reason 理由
COMMAND = re.compile(r"\bfawen (?:--archive \S+ )?([a-z]+)\b")


@pytest.mark.parametrize("name", GUIDES)
def test_every_command_of_a_guide_is_there(name: str, root: Path) -> None:
    guide = (root / f"web/guide/{name}.md").read_text(encoding="utf-8")
    assert set(COMMAND.findall(guide)) <= set(_COMMANDS)


def test_the_operators_guide_names_no_setting_that_is_none(root: Path) -> None:
    guide = (root / "web/guide/operator.md").read_text(encoding="utf-8")
    known = {field.metadata["variable"] for field in fields(Config)}
    named = set(re.findall(r"\bFAWEN_[A-Z_]+", guide))
    assert named
    assert named <= known
