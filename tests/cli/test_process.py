"""The command as a process: pipes, signals, locales, full and forbidden disks."""

import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.cli.conftest import start

NUMBER = "焦政办〔2021〕65号"
PATIENCE_S = 60


def finish(process: "subprocess.Popen[bytes]") -> tuple[int, str, str]:
    out, err = process.communicate(timeout=PATIENCE_S)
    assert b"Traceback" not in (out or b"") + (err or b"")
    return process.returncode, (out or b"").decode(), (err or b"").decode()


def test_the_installed_command_and_the_module_are_the_same(archive_folder) -> None:
    command = shutil.which("fawen", path=str(Path(sys.executable).parent))
    assert command
    ran = subprocess.run([command, "--version"], capture_output=True, check=True)  # noqa: S603
    assert finish(start("--version")) == (0, ran.stdout.decode(), "")


def test_a_reader_that_has_seen_enough_is_no_error(archive_folder) -> None:
    process = start("--archive", archive_folder, "show", NUMBER, "--format", "json")
    assert process.stdout
    process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    code, _, err = finish(process)
    assert code == 0
    assert "错误" not in err


def test_a_full_disk_behind_standard_output_is_said(archive_folder) -> None:
    with Path("/dev/full").open("wb") as full:
        code, _, err = finish(start("--archive", archive_folder, "list", stdout=full))
    assert code == 1
    assert "磁盘已满" in err


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii:strict"},
    ],
)
def test_chinese_comes_out_in_any_locale(archive_folder, locale) -> None:
    code, out, err = finish(start("--archive", archive_folder, "list", env=locale))
    assert code == 0
    assert NUMBER in out
    assert "以" in err
    code, out, _ = finish(start("--archive", archive_folder, "list", "--json", env=locale))
    assert NUMBER in out
    assert len(json.loads(out)) == 5


def test_a_gb18030_terminal_gets_its_encoding_and_programs_get_utf_8(archive_folder) -> None:
    environment = {"PYTHONIOENCODING": "gb18030"}
    process = start("--archive", archive_folder, "list", env=environment)
    out, _ = process.communicate(timeout=PATIENCE_S)
    assert NUMBER in out.decode("gb18030")
    process = start("--archive", archive_folder, "list", "--json", env=environment)
    out, _ = process.communicate(timeout=PATIENCE_S)
    assert NUMBER in out.decode()


@pytest.mark.slow
def test_ctrl_c_ends_a_batch_quietly_and_harms_nothing(tmp_path, shipped_texts) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    for serial in range(400):
        text = shipped_texts[0].replace("65", str(1000 + serial))
        (folder / f"{serial}.txt").write_text(text, encoding="utf-8")
    process = start("--archive", tmp_path / "kept", "add", folder, start_new_session=True)
    deadline = time.monotonic() + PATIENCE_S
    while not list((tmp_path / "kept" / "originals").rglob("??/??/*")):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    code, _, err = finish(process)
    assert code == 1
    assert "已中断" in err
    assert finish(start("--archive", tmp_path / "kept", "check"))[:2] == (0, "一切正常\n")


@pytest.fixture
def shipped_texts(corpus) -> list[str]:
    return [(corpus / f"{NUMBER} 一区多园管理办法.txt").read_text(encoding="utf-8")]


@pytest.mark.parametrize("folder", ["/proc/fawen", "/dev/null/fawen", "/dev/null"])
def test_a_folder_that_cannot_be_written_is_said(corpus, folder) -> None:
    code, out, err = finish(start("--archive", folder, "add", corpus))
    assert (code, out) == (1, "")
    assert err.startswith("错误：")
    assert "\n办法：" in err
    assert "内部出错" not in err


@pytest.mark.slow
def test_a_disk_that_fills_up_costs_no_kept_notice(tmp_path, corpus, shipped_texts) -> None:
    kept = tmp_path / "kept"
    assert finish(start("--archive", kept, "add", corpus / "焦作一区多园实施细则.txt"))[0] == 0
    room = max(path.stat().st_size for path in kept.rglob("*") if path.is_file())
    large = tmp_path / "大.txt"
    large.write_text(shipped_texts[0] * (room // 5000), encoding="utf-8")

    def no_more_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    code, _, err = finish(start("--archive", kept, "add", large, preexec_fn=no_more_room))
    assert code == 1
    assert "错误：" in err
    assert "内部出错" not in err
    assert finish(start("--archive", kept, "check"))[:2] == (0, "一切正常\n")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_serve_answers_and_stops_and_a_taken_port_is_said(archive_folder) -> None:
    port = free_port()
    process = start("--archive", archive_folder, "serve", "--port", port)
    try:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                    health = json.load(answer)
                break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.1)
        assert health
        second = finish(start("--archive", archive_folder, "serve", "--port", port))
        assert second[0] == 1
        assert "端口" in second[2]
    finally:
        process.send_signal(signal.SIGINT)
    code, _, err = finish(process)
    assert code in (0, 1)
    assert f"http://127.0.0.1:{port}/" in err
