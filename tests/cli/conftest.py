"""The command line as a person or a script meets it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from web.cli import main


@dataclass(frozen=True)
class Ran:
    """What one command line gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which must be one JSON document and nothing else."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def fawen(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process."""

    def run(*arguments: object) -> Ran:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return Ran(code, out, err)

    return run


@pytest.fixture
def asked(fawen: Run, archive_folder: Path) -> Run:
    """Run a command on the archive of shipped documents, which it must not change."""

    def run(*arguments: object) -> Ran:
        return fawen("--archive", archive_folder, *arguments)

    return run


@pytest.fixture
def kept(fawen: Run, tmp_path: Path) -> Run:
    """Run a command on an archive of this test alone, empty at first."""

    def run(*arguments: object) -> Ran:
        return fawen("--archive", tmp_path / "kept", *arguments)

    return run


def start(*arguments: object, **options: Any) -> "subprocess.Popen[bytes]":
    """A command line in a process of its own, with pipes unless told otherwise."""
    environment = os.environ | options.pop("env", {})
    prepare = options.pop("preexec_fn", None)

    def before() -> None:
        # A shell's background jobs ignore SIGINT, and what they start inherits that.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if prepare:
            prepare()

    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    command = [sys.executable, "-m", "web", *map(str, arguments)]
    return subprocess.Popen(  # noqa: S603  our own program
        command,
        env=environment,
        preexec_fn=before,  # noqa: PLW1509  nothing else runs between fork and exec
        **streams,
    )
