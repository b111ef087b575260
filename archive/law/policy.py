"""Default terms of validity by jurisdiction, as dated and sourced rules; none applies unasked.

A default never ends a text: it makes it 待核 from its day on. Source: DOMAIN.md §5.2.
"""

import tomllib
from dataclasses import dataclass
from datetime import date

from archive.law.graph import WorkFacts


@dataclass(frozen=True, slots=True)
class PolicyPack:
    """What one jurisdiction said of texts that state no term of their own."""

    name: str
    """By which it is turned on."""
    title: str
    """For people."""
    issuers: tuple[str, ...]
    """What the name of an issuing organ begins with."""
    first: date
    """Texts made from this day …"""
    last: date | None
    """… to this one."""
    years: int
    years_trial: int | None
    """Of texts called 暂行 or 试行."""
    years_announcement: int | None
    """Of a 通告."""
    source: str
    """Where the rule stands."""

    def years_of(self, work: WorkFacts, made: date) -> int | None:
        """The default term in years; ``None`` where the rule does not reach the text."""
        if not any(organ.startswith(self.issuers) for organ in work.issuers):
            return None
        if made < self.first or (self.last is not None and made > self.last):
            return None
        if self.years_trial and ("暂行" in work.title or "试行" in work.title):
            return self.years_trial
        if self.years_announcement and work.title.endswith("通告"):
            return self.years_announcement
        return self.years


def parse_packs(text: str) -> tuple[PolicyPack, ...]:
    """The packs of a TOML file such as ``policy_packs.toml``."""
    return tuple(
        PolicyPack(
            name=pack["name"],
            title=pack["title"],
            issuers=tuple(pack["issuers"]),
            first=pack["first"],
            last=pack.get("last"),
            years=pack["years"],
            years_trial=pack.get("years_trial"),
            years_announcement=pack.get("years_announcement"),
            source=pack["source"],
        )
        for pack in tomllib.loads(text)["pack"]
    )
