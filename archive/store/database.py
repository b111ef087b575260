"""How the catalogue's database is opened, guarded and brought up to date.

SQLite, unless a URL names another. Its rollback journal with ``synchronous=EXTRA``: the write-ahead
log of the versions that Python ships has a bug that corrupts. One writer at a time.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from archive.errors import ArchiveBusy, ArchiveError
from archive.store.migrations import HEAD, REVISIONS
from archive.store.tables import counters

BUSY_TIMEOUT_S = 15.0
"""How long a writer waits for another before it says so."""

_WRITING = "fawen_writing"


class Database:
    """Connections, transactions, and the one place where a driver's errors become sentences."""

    def __init__(self, engine: Engine, where: str) -> None:
        self.engine = engine
        self.where = where

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view for as long as the block lasts: keep it short."""
        with translated(self.where), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction; a second writer waits for this one.

        Raises: ArchiveBusy when another process writes for longer than ``BUSY_TIMEOUT_S``.
        """
        with translated(self.where), self.engine.connect() as raw:
            connection = raw.execution_options(**{_WRITING: True})
            with connection.begin():
                # SQLite is locked by BEGIN IMMEDIATE; elsewhere this row is the writers' turnstile.
                connection.execute(
                    select(counters.c.value).where(counters.c.name == "sequence").with_for_update()
                )
                yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open_sqlite(path: Path, *, create: bool, writable: bool) -> Database:
    """The catalogue in a file.

    Raises: ArchiveError when there is none and ``create`` is off, or it cannot be opened.
    """
    if not path.exists() and not (create and writable):
        raise ArchiveError(
            f"这里没有档案库：{path.parent}", "用 --archive 指定档案库，或先运行 fawen add 文件"
        )
    # A reader also opens for writing where it may, so that SQLite can undo a killed writer's
    # half-written transaction; query_only keeps it from writing anything of its own.
    address = f"file:{quote(str(path))}?mode={'rwc' if create and writable else 'rw'}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address,
            uri=True,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA synchronous=EXTRA")
            if not writable:
                connection.execute("PRAGMA query_only=ON")
        except sqlite3.Error:  # the file is no database: nobody else knows the connection
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, max_overflow=40)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        is_writing = connection.get_execution_options().get(_WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")

    return Database(engine, str(path))


def open_url(url: str, *, create: bool, writable: bool) -> Database:
    """The catalogue on a server, ``postgresql+psycopg://…``, or in another file, ``sqlite:///…``.

    Raises: ArchiveError when the URL is none or its driver is not installed.
    """
    try:
        parts = make_url(url)
        if parts.get_backend_name() == "sqlite" and parts.database:
            return open_sqlite(Path(parts.database), create=create, writable=writable)
        engine = create_engine(parts, pool_pre_ping=True)
    except ImportError as error:
        raise ArchiveError(
            f"没有安装数据库驱动：{error.name}", "请运行 pip install 'fawen[postgresql]'"
        ) from error
    except ArgumentError as error:
        raise ArchiveError(
            "数据库地址写法不对", "请写成 postgresql+psycopg://用户@主机/数据库"
        ) from error
    return Database(engine, engine.url.render_as_string(hide_password=True))


def bring_up_to_date(database: Database, *, writable: bool) -> None:
    """Run the migrations that are missing; a reader only looks whether any are.

    Raises: ArchiveError for a catalogue that is newer than this program, or older and not
    writable.
    """
    with database.reading() as connection:
        version = _version(connection)
    if version == HEAD:
        return
    if version is not None and version not in REVISIONS:
        raise ArchiveError(
            f"档案库的目录版本（{version}）比本程序（{HEAD}）新：{database.where}",
            "请升级 fawen 后再打开：pip install --upgrade fawen",
        )
    if not writable:
        raise ArchiveError(
            f"档案库的目录尚未更新到本程序的版本（{HEAD}）：{database.where}",
            "请先用可写方式打开一次，例如运行 fawen add 或 fawen reindex",
        )
    _migrate(database)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar()
    return version


def _migrate(database: Database) -> None:
    from alembic import command  # noqa: PLC0415  0.2 s that an up-to-date catalogue never needs
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "archive.store:migrations")
    with translated(database.where), database.engine.connect() as raw:
        connection = raw.execution_options(**{_WRITING: True})
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


@contextmanager
def translated(where: str) -> Iterator[None]:
    """A driver's error as one sentence for the person at the keyboard.

    Raises: ArchiveBusy for a lock, ArchiveError for all else a database says.
    """
    try:
        yield
    except DBAPIError as error:
        raise _sentence(error, where) from error
    except sqlite3.Error as error:  # from the pool's connect, before SQLAlchemy can wrap it
        raise _sentence(error, where) from error


def _sentence(error: DBAPIError | sqlite3.Error, where: str) -> ArchiveError:
    said = str(error.orig if isinstance(error, DBAPIError) else error)
    code: Any = getattr(getattr(error, "orig", error), "sqlite_errorname", "") or ""
    if "locked" in said or "busy" in said or code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return ArchiveBusy("另一个程序正在写入档案库", "请等它结束后再试")
    if "not a database" in said or "malformed" in said or "encrypted" in said:
        return ArchiveError(
            f"目录数据库已损坏：{where}",
            "请从备份恢复此文件；原件仍在 originals 中，也可用 fawen add 重新收录",
        )
    if "readonly" in said or "read-only" in said or "unable to open" in said:
        return ArchiveError(f"目录数据库无法打开或不可写：{where}", "请检查该目录和文件的读写权限")
    if "full" in said:
        return ArchiveError(f"磁盘已满，无法写入目录数据库：{where}", "请清理磁盘后重试")
    if isinstance(error, OperationalError):
        return ArchiveError(f"连接不上目录数据库：{where}", "请检查数据库是否运行、地址是否正确")
    return ArchiveError(f"目录数据库出错：{said.splitlines()[0]}", "请运行 fawen check")
