"""The catalogue's database: steps, guards and sentences."""

import gc
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import warnings
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from archive.archive import Archive
from archive.errors import ArchiveBusy, ArchiveError, FawenError
from archive.store import database as module
from archive.store.migrations import HEAD, REVISIONS
from archive.store.tables import metadata
from tests.archive.conftest import Opener
from tests.archive.hand_made import reading, source

DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
MADE = reading("园区。", number="焦政办〔2021〕65号", issuers=["焦作市人民政府办公室"])


def in_chinese(error: FawenError) -> bool:
    return all(any("\u4e00" <= c <= "\u9fff" for c in s) for s in (error.problem, error.remedy))


def test_the_steps_lead_to_the_tables(fresh: Archive, folder: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = create_engine(f"sqlite:///{folder / 'catalogue.sqlite'}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == HEAD
    engine.dispose()


def test_every_step_is_known_in_order() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "archive.store:migrations")
    steps = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(step.revision for step in reversed(list(steps))) == REVISIONS


def test_the_tables_can_be_made_in_postgresql() -> None:
    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=DIALECT))


def test_an_up_to_date_catalogue_is_opened_without_alembic(folder: Path, fresh: Archive) -> None:
    code = (
        "import sys; from pathlib import Path; from archive.archive import Archive\n"
        "Archive.open(Path(sys.argv[1]), writable=False).close()\n"
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True)  # noqa: S603


def test_sqlite_flushes_everything_and_checks_foreign_keys(fresh: Archive) -> None:
    with fresh._catalogue.database.reading() as connection:
        values = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("synchronous", "foreign_keys", "journal_mode")
        ]
    assert values == [3, 1, "delete"]


def test_a_catalogue_newer_than_the_program(folder: Path, fresh: Archive) -> None:
    fresh.close()
    with sqlite3.connect(folder / "catalogue.sqlite") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    for writable in (True, False):
        with pytest.raises(ArchiveError, match="比本程序") as error:
            Archive.open(folder, writable=writable)
        assert in_chinese(error.value)
        assert "升级" in error.value.remedy


def test_a_reader_does_not_make_the_tables(folder: Path) -> None:
    folder.mkdir()
    sqlite3.connect(folder / "catalogue.sqlite").close()
    (folder / "catalogue.sqlite").touch()
    with pytest.raises(ArchiveError, match="尚未更新"):
        Archive.open(folder, writable=False)
    assert (folder / "catalogue.sqlite").stat().st_size == 0


@pytest.mark.parametrize("writable", [True, False])
def test_a_catalogue_that_is_no_database(folder: Path, *, writable: bool) -> None:
    folder.mkdir()
    (folder / "catalogue.sqlite").write_text("这不是数据库" * 1000)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with pytest.raises(ArchiveError, match="已损坏") as error:
            Archive.open(folder, writable=writable)
        assert "备份" in error.value.remedy
        del error
        gc.collect()
    assert told == []  # no connection is left open


def test_a_catalogue_with_a_torn_page(folder: Path, fresh: Archive, open_archive: Opener) -> None:
    fresh.add(source(MADE), MADE)
    fresh.close()
    path = folder / "catalogue.sqlite"
    kept = path.read_bytes()
    path.write_bytes(kept[:4096] + b"\x5a" * (len(kept) - 4096))
    with pytest.raises(ArchiveError, match="已损坏"):
        open_archive(writable=False).record("焦政办-2021-65")


def test_two_writers_at_once(folder: Path, fresh: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_TIMEOUT_S", 0.05)
    with Archive.open(folder) as hurried:
        with (
            fresh._catalogue.database.writing(),
            pytest.raises(ArchiveBusy, match="正在写入") as error,
        ):
            hurried.add(source(MADE), MADE)
        assert in_chinese(error.value)
        hurried.add(source(MADE), MADE)


@pytest.mark.parametrize(
    ("driver_says", "said"),
    [
        ("attempt to write a readonly database", "不可写"),
        ("unable to open database file", "不可写"),
        ("database or disk is full", "磁盘已满"),
        ("database disk image is malformed", "已损坏"),
        ("database is locked", "正在写入"),
        ("no such table: works", "连接不上|出错"),
    ],
)
def test_whatever_the_driver_says_becomes_a_sentence(driver_says: str, said: str) -> None:
    with pytest.raises(ArchiveError, match=re.compile(said)) as error:  # noqa: SIM117
        with module.translated("catalogue.sqlite"):
            raise sqlite3.OperationalError(driver_says)
    assert in_chinese(error.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(ArchiveError, match="不可写") as error:
        Archive.open(tmp_path / "archive")
    assert in_chinese(error.value)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("")
    with pytest.raises(ArchiveError, match="不可写") as error:
        Archive.open(tmp_path / "archive")
    assert in_chinese(error.value)


def test_a_failed_write_keeps_nothing_of_the_document(
    fresh: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("archive.store.placing.Placing._update_entries", fail)
        with pytest.raises(RuntimeError):
            fresh.add(source(MADE), MADE)
    assert fresh.figures().notices == 0
    assert fresh.add(source(MADE), MADE).outcome.value == "added"


def test_a_writer_killed_in_mid_transaction_is_undone_by_the_next_reader(
    folder: Path, fresh: Archive, open_archive: Opener
) -> None:
    fresh.add(source(MADE), MADE)
    fresh.close()
    code = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size=1'); c.execute('BEGIN IMMEDIATE')\n"
        "c.execute('UPDATE works SET title = hex(zeroblob(100000))')\n"
        "c.execute('UPDATE readings SET reader = hex(zeroblob(100000))')\n"
        "os._exit(9)"
    )
    path = folder / "catalogue.sqlite"
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)  # noqa: S603
    assert path.with_name("catalogue.sqlite-journal").exists()
    with open_archive(writable=False) as reader:
        (line,) = reader.listing(on=date(2026, 11, 22), public=True)
        assert line.title == "焦政办〔2021〕65号"
        assert reader.check() == ()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("not a url", "写法不对"),
        ("postgresql+nodriver://host/name", "写法不对|驱动"),
        ("sqlite:////nowhere/at/all/catalogue.sqlite", "无法打开"),
    ],
)
def test_a_database_that_cannot_be_reached(folder: Path, url: str, said: str) -> None:
    with pytest.raises(ArchiveError, match=re.compile(said)) as error:
        Archive.open(folder, database_url=url)
    assert in_chinese(error.value)


@pytest.fixture(scope="module")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An empty database of one's own: FAWEN_TEST_POSTGRESQL names it, else a loud skip."""
    url = os.environ.get("FAWEN_TEST_POSTGRESQL")
    if not url:
        pytest.skip("no PostgreSQL: set FAWEN_TEST_POSTGRESQL to the URL of an empty database")
    return url


def test_the_same_archive_on_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    from tests.archive.fake_engine import FakeEngine
    from tests.archive.test_identity import SHUFFLED, everything

    answers = []
    for name, url in (("sqlite", None), ("postgresql", postgresql_url)):
        with Archive.open(tmp_path / name, database_url=url, engine_type=FakeEngine) as archive:
            with archive.adding():
                for made in SHUFFLED:
                    archive.add(source(made), made)
            first = archive.listing(on=date(2026, 11, 22), public=False, order="number")[0].id
            archive.withdraw(first, "试")
            archive.publish(first)
            archive.reindex()
            answers.append((everything(archive), archive.figures()))
        shutil.rmtree(tmp_path / name / "index")
        with Archive.open(tmp_path / name, database_url=url, engine_type=FakeEngine) as archive:
            assert archive.check(deep=True) == ()
    assert answers[0] == answers[1]
