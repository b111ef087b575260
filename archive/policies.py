"""Which rules about default terms are turned on in an archive: none, unless somebody asks.

The packs come with the program, ``law/policy_packs.toml``; which of them count is kept in the
catalogue, so that every reader concludes the same. Source: DOMAIN.md §5.2.
"""

import zlib
from collections.abc import Collection
from functools import cache
from importlib.resources import files

from sqlalchemy import Connection

from archive.errors import ArchiveError
from archive.law.policy import PolicyPack, parse_packs
from archive.store import turned_on


@cache
def known_packs() -> tuple[PolicyPack, ...]:
    """Every pack that there is, whether turned on or not."""
    text = files("archive").joinpath("law", "policy_packs.toml").read_text(encoding="utf-8")
    return parse_packs(text)


def packs_in_effect(connection: Connection) -> tuple[PolicyPack, ...]:
    """Those that are turned on here, in the order of their file."""
    names = turned_on.packs(connection)
    return tuple(pack for pack in known_packs() if pack.name in names)


def checksums(names: Collection[str], *, is_strict: bool) -> dict[str, int]:
    """Name → a number that tells how the pack's rule reads.

    Raises: ArchiveError for a name that no pack has, unless not ``is_strict``.
    """
    known = {pack.name: pack for pack in known_packs()}
    for name in names:
        if name not in known and is_strict:
            raise ArchiveError(f"没有名为“{name}”的默认有效期规则", f"可用的有：{'、'.join(known)}")
    return {n: zlib.crc32(repr(known[n]).encode()) >> 1 for n in names if n in known}
