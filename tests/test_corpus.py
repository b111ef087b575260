"""The shipped corpus is what its manifest says, and its PDFs are what their layouts print."""

import subprocess
import sys
from pathlib import Path

import pytest

TYPESET = Path(__file__).resolve().parents[1] / "corpus" / "typeset"


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  our own scripts
        [sys.executable, str(TYPESET / script), *arguments],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_every_document_is_in_the_manifest_with_its_checksum() -> None:
    checked = run("manifest.py", "--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.slow
def test_the_layouts_say_what_the_seeds_and_the_pdfs_say() -> None:
    checked = run("compare.py")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.slow
def test_the_pdfs_are_printed_again_byte_for_byte() -> None:
    pytest.importorskip("typst", reason="the typesetter is not installed: pip install typst")
    checked = run("typeset.py", "--check")
    if checked.returncode and "字体" in checked.stdout + checked.stderr:
        pytest.skip(f"other fonts than the PDFs were printed with: {checked.stderr.strip()}")
    assert checked.returncode == 0, checked.stdout + checked.stderr
