"""A closed set of files → works with ids, texts by day and the reading shown for each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from archive.identity.clusters import (
    Cluster,
    Rank,
    Review,
    bare_slug,
    group,
    must_be_named,
    slug,
)
from archive.identity.facts import Facts
from archive.identity.texts import PlacedExpression, expressions_of


@dataclass(frozen=True, slots=True)
class PlacedWork:
    """One document."""

    key: str
    slug: str
    bare_slug: str
    """The id without what tells it from others; it leads here too, or opens a choice."""
    expressions: tuple[PlacedExpression, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where every file of the set belongs."""

    works: tuple[PlacedWork, ...]
    reviews: tuple[Review, ...]


def assign(known: Iterable[Facts]) -> Assignment:
    """Works, texts and shown readings of a closed set of files: all that share a number, a text or
    a key with each other.

    A function of the *set*: the order in which files arrived plays no part.
    """
    every = sorted(known, key=lambda facts: facts.sha256)
    reviews: list[Review] = []
    clusters = group(every, reviews)
    sharing: dict[str, int] = defaultdict(int)
    for cluster in clusters:
        if cluster.rank >= Rank.NUMBER_ALONE:
            sharing[cluster.key[1]] += 1
    works = []
    for cluster in clusters:
        is_shared = cluster.rank >= Rank.NUMBER_ALONE and sharing[cluster.key[1]] > 1
        reviews += _doubts(cluster, is_shared=is_shared)
        works.append(
            PlacedWork(
                key="\n".join(filter(None, (*cluster.key, cluster.apart))),
                slug=slug(cluster, is_named=is_shared or must_be_named(cluster)),
                bare_slug=bare_slug(cluster),
                expressions=expressions_of(cluster, reviews),
            )
        )
    unique = {(review.code, review.sha256): review for review in reviews}
    return Assignment(tuple(works), tuple(unique[at] for at in sorted(unique)))


def _doubts(cluster: Cluster, *, is_shared: bool) -> list[Review]:
    doubts = []
    for facts in cluster.members:
        if cluster.rank in (Rank.NUMBER_ALONE, Rank.TITLE_ALONE):
            message = "未能识别发文机关：单独成件，不与同号、同名文件合并，请核对"
            doubts.append(Review("ORGAN_UNKNOWN", facts.sha256, message))
        if is_shared and not cluster.apart:
            message = f"文号“{facts.number}”属于几份文件，按发文机关分开，请核对"
            doubts.append(Review("NUMBER_SHARED", facts.sha256, message))
    return doubts
