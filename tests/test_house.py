"""The house itself: what the tools check, what the documents promise, what no file may hold."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from web.cli import cli
from web.config import Config

# Folders of the machines on which fawen is written, and addresses of their networks.
FOREIGN = re.compile(rb"/(?:root|work|home/[a-z]+|tmp/[a-z0-9]+)/|\b(?:10|192\.168)\.\d+\.\d+\.\d+")
MAY_NAME_TMP = {"tests/test_house.py"}
BINARY = {".pdf", ".png", ".webp", ".ico", ".bin", ".mo"}


def committed(root: Path) -> list[Path]:
    """Every file under version control; a skip outside a checkout."""
    try:
        listed = subprocess.run(
            ["git", "-c", "core.quotepath=off", "ls-files", "-z"],  # noqa: S607
            cwd=root,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: the committed files cannot be listed")
    names = listed.stdout.decode().split("\0")
    return [root / name for name in names if name and (root / name).is_file()]


def test_dependencies_point_one_way(root) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_ruff_and_mypy_are_strict(root) -> None:
    tools = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert tools["mypy"]["strict"] is True
    assert set(tools["mypy"]["packages"]) == {"archive", "ingest", "web"}
    assert {"E", "F", "B", "S", "PL", "RUF"} <= set(tools["ruff"]["lint"]["select"])
    assert tools["pytest"]["ini_options"]["filterwarnings"] == ["error"]


def test_every_exception_to_a_check_gives_its_reason(root) -> None:
    bare = [
        f"{path.relative_to(root)}:{number}"
        for folder in ("archive", "ingest", "web")
        for path in sorted((root / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"# (?:noqa|type: ignore)(?:\W*$|: *$)", line)
    ]
    assert bare == []


def test_no_file_names_the_machine_it_was_written_on(root) -> None:
    found = [
        f"{path.relative_to(root)}: {match.group().decode()}"
        for path in committed(root)
        if path.suffix not in BINARY and str(path.relative_to(root)) not in MAY_NAME_TMP
        for match in FOREIGN.finditer(path.read_bytes())
    ]
    assert found == []


def test_every_command_is_documented(root) -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (root / name).read_text(encoding="utf-8")
        missing = [command for command in cli.commands if f"fawen {command}" not in text]
        assert missing == [], name


def test_every_setting_is_documented(root) -> None:
    pages = [root / "README.md", *(root / "docs").rglob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    assert [name for name, _ in Config.described() if name not in text] == []


def test_every_make_target_is_explained(root) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    explained = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    assert explained >= {"serve", "test", "quick", "quality", "golden", "bench", "lock", "matrix"}
    contributing = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for target in explained - {"serve", "help", "clean"}:
        assert f"`make {target}`" in contributing, target


def test_ci_runs_the_readme_s_own_command(root) -> None:
    assert (root / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("\nmake test")
    assert "make test" in (root / "README.md").read_text(encoding="utf-8")


def test_the_architecture_names_every_room_and_no_other(root) -> None:
    page = (root / "docs/architecture.md").read_text(encoding="utf-8")
    named, above = set(), []
    for line in page.split("```")[1].splitlines():
        names, _, _ = line.strip().partition("  ")
        above = above[: (len(line) - len(line.lstrip())) // 2]
        folders = [name for name in names.split() if name.endswith("/")]
        named |= {"".join((*above, name)) for name in names.split() if name.endswith(".py")}
        above += folders[:1]
    built = {
        path.relative_to(root).as_posix()
        for room in ("archive", "ingest", "web")
        for path in (root / room).rglob("*.py")
        if not path.stem.startswith("__") and "migrations" not in path.parts
    }
    assert named == built


def test_links_between_documents_lead_somewhere(root) -> None:
    pages = [path for path in committed(root) if path.suffix == ".md"]
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#|mailto:|/)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
        # A guide is a page of the site, and the crawl follows its links to others.
        and not (page.parent.name == "guide" and target.startswith("../"))
    ]
    assert broken == []


def test_no_two_decisions_share_a_number(root) -> None:
    numbers = [path.name[:4] for path in (root / "docs" / "decisions").glob("*.md")]
    assert numbers
    assert len(set(numbers)) == len(numbers)


def test_constraints_pin_every_dependency_to_one_version_or_a_marker_each(root) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9.-]+==[^ ]+(?: ; .+)?", pin) for pin in pins)
    pinned = {pin.partition("==")[0] for pin in pins}
    names = {re.split(r"[<>=!\[ ]", each)[0].lower().replace("_", "-") for each in wanted}
    assert names - pinned == set()


def test_the_licence_is_the_whole_apache_2(root) -> None:
    text = (root / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
