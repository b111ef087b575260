"""Settings from the environment, one frozen object, each with a sentence of help."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path

from archive.errors import FawenError

# between names: a, b；c、d
_DIVIDERS = re.compile(r"[,;，；、\s]+")


class SettingError(FawenError):
    """An environment variable holds something that cannot be used."""


def default_archive() -> Path:
    """The user's data folder, where the archive lies unless told otherwise."""
    return user_data_path("fawen", appauthor=False) / "archive"


@dataclass(frozen=True, slots=True)
class Config:
    """What can be set, with its default; ``from_environment`` reads the variables."""

    archive: Path = field(
        default_factory=default_archive,
        metadata={"variable": "FAWEN_ARCHIVE", "help": "档案所在的文件夹。"},
    )
    database_url: str | None = field(
        default=None,
        repr=False,
        metadata={
            "variable": "FAWEN_DATABASE_URL",
            "help": "目录数据库的地址；不设则用档案文件夹里的 SQLite。",
        },
    )
    host: str = field(
        default="127.0.0.1",
        metadata={"variable": "FAWEN_HOST", "help": "网站监听的地址；默认只有本机能访问。"},
    )
    port: int = field(
        default=8000, metadata={"variable": "PORT", "help": "网站监听的端口，1 至 65535。"}
    )
    threads: int = field(
        default=8, metadata={"variable": "FAWEN_THREADS", "help": "同时应答的线程数，1 至 64。"}
    )
    site_url: str | None = field(
        default=None,
        metadata={
            "variable": "FAWEN_SITE_URL",
            "help": "网站对外的地址，用在订阅源里；不设则取自访问时的地址。",
        },
    )
    proxies: int = field(
        default=0,
        metadata={
            "variable": "FAWEN_PROXIES",
            "help": "网站前面有几层反向代理；0 表示直接访问，不信任转发头。",
        },
    )
    cache_seconds: int = field(
        default=0,
        metadata={
            "variable": "FAWEN_CACHE_SECONDS",
            "help": "网页可以不经询问保留几秒，不过北京时间零点；0 表示每次都问，撤下立刻生效。",
        },
    )
    page_size: int = field(
        default=20,
        metadata={"variable": "FAWEN_PAGE_SIZE", "help": "检索与浏览每页的条数，1 至 100。"},
    )
    policy_packs: tuple[str, ...] | None = field(
        default=None,
        metadata={
            "variable": "FAWEN_POLICY_PACKS",
            "help": (
                "启用哪些地方的默认有效期规则，用逗号分隔，none 全部停用；"
                "由写入档案的命令记入档案，不设则照档案已有的，新档案一个也不启用。"
            ),
        },
    )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Config":
        """The settings of these variables; an empty variable counts as not set.

        Raises: SettingError, which names the variable.
        """
        environ = os.environ if environ is None else environ
        found = {
            setting.name: environ[setting.metadata["variable"]].strip()
            for setting in fields(cls)
            if environ.get(setting.metadata["variable"], "").strip()
        }
        unset = cls()
        return cls(
            archive=Path(found["archive"]).expanduser() if "archive" in found else unset.archive,
            database_url=found.get("database_url"),
            host=found.get("host", unset.host),
            port=_number(found, "port", unset.port, low=1, high=65535),
            threads=_number(found, "threads", unset.threads, low=1, high=64),
            site_url=_address(found),
            proxies=_number(found, "proxies", unset.proxies, low=0, high=8),
            cache_seconds=_number(found, "cache_seconds", unset.cache_seconds, low=0, high=86400),
            page_size=_number(found, "page_size", unset.page_size, low=1, high=100),
            policy_packs=_names(found.get("policy_packs")),
        )

    @classmethod
    def described(cls) -> tuple[tuple[str, str], ...]:
        """Every variable with its sentence of help, for ``--help`` and the guide."""
        return tuple(
            (setting.metadata["variable"], setting.metadata["help"]) for setting in fields(cls)
        )


def _number(found: Mapping[str, str], name: str, unset: int, *, low: int, high: int) -> int:
    typed = found.get(name)
    if typed is None:
        return unset
    if typed.isascii() and typed.isdigit() and low <= int(typed[:9]) <= high:
        return int(typed)
    variable = Config.__dataclass_fields__[name].metadata["variable"]
    raise SettingError(f"{variable} 不能是“{typed}”", f"设为 {low} 至 {high} 的整数，或不设")


def _names(typed: str | None) -> tuple[str, ...] | None:
    """``a, b`` → both; ``none`` → none of them; not set → ``None``."""
    if typed is None:
        return None
    names = [name for name in _DIVIDERS.split(typed) if name]
    return () if names == ["none"] else tuple(dict.fromkeys(names))


def _address(found: Mapping[str, str]) -> str | None:
    typed = found.get("site_url")
    if typed is None:
        return None
    parts = urlsplit(typed)
    if parts.scheme in ("http", "https") and parts.netloc:
        return typed.rstrip("/")
    raise SettingError(
        f"FAWEN_SITE_URL 不能是“{typed}”", "写成 https://fawen.example.gov.cn 这样的地址"
    )
