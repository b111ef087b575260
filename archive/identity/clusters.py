"""Files → works: by number and organ, by title and organ, by text; what is in doubt stays apart."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from archive.identity.facts import Facts, alike
from archive.notice.number import agency_codes, organ_of, slugify

_SHORT_TEXT = 100
"""Under this many characters equal texts prove one document only under equal titles: form letters
and 公告 of one sentence repeat."""
_TITLE_SLUG = 40


class Rank(IntEnum):
    """How well a work's key identifies it."""

    TEXT = 0
    TITLE_ALONE = 1
    TITLE = 2
    NUMBER_ALONE = 3
    NUMBER = 4


@dataclass(frozen=True, slots=True)
class Review:
    """Something that identity left to a person."""

    code: str
    """``ORGAN_UNKNOWN``, ``NUMBER_SHARED``, ``TEXT_SHARED``, ``TEXT_UNLIKE``, ``DATE_UNKNOWN``."""
    sha256: str
    message: str


@dataclass(slots=True)
class Cluster:
    """The files of one work."""

    key: tuple[str, ...]
    rank: Rank
    members: list[Facts]
    joined: dict[str, str] = field(default_factory=dict)
    """sha256 → the rule by which a file came from another key."""
    apart: str = ""
    """What tells it from another document under the same key: the smallest of its text hashes."""


def key_of(facts: Facts) -> tuple[str, ...]:
    """The key of the work that these facts alone point to; its first part names its rank."""
    if facts.is_statute and facts.title:
        return (Rank.TITLE.name, facts.title, facts.jurisdiction)
    if facts.number_slug:
        if facts.organ:
            return (Rank.NUMBER.name, facts.number_slug, facts.organ)
        return (Rank.NUMBER_ALONE.name, facts.number_slug, facts.text_hash)
    if facts.title and facts.organ:
        return (Rank.TITLE.name, facts.title, facts.organ)
    if facts.title and not facts.title_is_inferred:
        return (Rank.TITLE_ALONE.name, facts.title, facts.text_hash)
    return (Rank.TEXT.name, facts.text_hash)


def group(every: Sequence[Facts], reviews: list[Review]) -> list[Cluster]:
    """The works of a closed set of files; what is left to a person is added to ``reviews``."""
    clusters = _clusters(every)
    clusters = _unite(clusters, (Rank.NUMBER,))
    clusters = _absorb(clusters, (Rank.NUMBER_ALONE,), (Rank.NUMBER,), reviews)
    lower = (Rank.TITLE, Rank.TITLE_ALONE, Rank.TEXT)
    clusters = _absorb(clusters, lower, (Rank.NUMBER, Rank.NUMBER_ALONE), reviews)
    clusters = _unite(clusters, (Rank.TITLE,))
    clusters = _absorb(clusters, (Rank.TITLE_ALONE, Rank.TEXT), (Rank.TITLE,), reviews)
    clusters = _unite(clusters, (Rank.TITLE_ALONE, Rank.TEXT))
    parts = [part for cluster in clusters for part in _apart(cluster, reviews)]
    return sorted(parts, key=lambda cluster: (cluster.key, cluster.apart))


def _clusters(known: Sequence[Facts]) -> list[Cluster]:
    by_key: dict[tuple[str, ...], list[Facts]] = defaultdict(list)
    for facts in known:
        by_key[key_of(facts)].append(facts)
    return [Cluster(key, Rank[key[0]], by_key[key]) for key in sorted(by_key)]


def compatible(one: Facts, other: Facts) -> bool:
    """Nothing that both say speaks against their being one document."""
    numbers = {n for n in (one.identifying_number, other.identifying_number) if n}
    if len(numbers) > 1 or one.text_hash != other.text_hash:
        return False
    if one.organs and other.organs and not set(one.organs) & set(other.organs):
        return False
    is_short = one.text_length < _SHORT_TEXT
    return not (is_short and one.title and other.title and one.title != other.title)


def _by_text(clusters: Iterable[Cluster]) -> dict[str, list[tuple[Cluster, Facts]]]:
    found: dict[str, list[tuple[Cluster, Facts]]] = defaultdict(list)
    for cluster in clusters:
        for facts in cluster.members:
            found[facts.text_hash].append((cluster, facts))
    return found


def _unite(clusters: list[Cluster], ranks: Collection[Rank]) -> list[Cluster]:
    """Clusters of these ranks that hold one text under compatible facts become one."""
    among = [cluster for cluster in clusters if cluster.rank in ranks]
    sets = _Sets(cluster.key for cluster in among)
    for sharing in _by_text(among).values():
        for some in _by_number(sharing):
            for at, (cluster, facts) in enumerate(some):
                for other, others in some[at + 1 :]:
                    if sets.root(cluster.key) != sets.root(other.key) and compatible(facts, others):
                        sets.join(cluster.key, other.key)
    united: dict[Hashable, list[Cluster]] = defaultdict(list)
    for cluster in among:
        united[sets.root(cluster.key)].append(cluster)
    merged = [_merge(group) for group in united.values()]
    return [cluster for cluster in clusters if cluster.rank not in ranks] + merged


def _by_number(
    sharing: Iterable[tuple[Cluster, Facts]],
) -> Iterator[list[tuple[Cluster, Facts]]]:
    """Those of one number with those of none: a form letter goes out under hundreds of numbers."""
    found: dict[str, list[tuple[Cluster, Facts]]] = defaultdict(list)
    for cluster, facts in sharing:
        found[facts.identifying_number].append((cluster, facts))
    unnumbered = found.pop("", [])
    for numbered in found.values():
        yield [*numbered, *unnumbered]
    if not found:
        yield unnumbered


def _merge(group: list[Cluster]) -> Cluster:
    """One cluster under the best key: the highest rank, else the lexically smaller id."""
    if len(group) == 1:
        return group[0]
    best = min(group, key=lambda cluster: (-cluster.rank, slug(cluster, is_named=True)))
    merged = Cluster(best.key, best.rank, [], {})
    for cluster in group:
        merged.members += cluster.members
        merged.joined |= cluster.joined
        if cluster is not best:
            rule = "正文逐字相同，与另一名称下的同一文件合并"
            merged.joined |= {facts.sha256: rule for facts in cluster.members}
    return merged


def _absorb(
    clusters: list[Cluster],
    sources: Collection[Rank],
    targets: Collection[Rank],
    reviews: list[Review],
) -> list[Cluster]:
    """Files under a weaker key go to the one better-known work that has their very text."""
    better = _by_text(cluster for cluster in clusters if cluster.rank in targets)
    moves: list[tuple[Cluster, Facts, Cluster]] = []
    for cluster in clusters:
        if cluster.rank not in sources:
            continue
        for facts in cluster.members:
            found = {
                target.key: target
                for target, other in better.get(facts.text_hash, ())
                if compatible(facts, other)
            }
            if len(found) == 1:
                moves.append((cluster, facts, next(iter(found.values()))))
            elif found:
                message = f"正文与{len(found)}份文件逐字相同，无法判断属于哪一份：单独成件，请核对"
                reviews.append(Review("TEXT_SHARED", facts.sha256, message))
    for cluster, facts, target in moves:
        cluster.members.remove(facts)
        target.members.append(facts)
        target.joined[facts.sha256] = "正文与已识别的文件逐字相同（本件未载文号或发文机关）"
    return [cluster for cluster in clusters if cluster.members]


def _apart(cluster: Cluster, reviews: list[Review]) -> list[Cluster]:
    """Documents that share a key but hardly a word are told apart, and a person asked.

    A statute's texts of different days need not be alike: it may have been written anew.
    """
    by_text = {facts.text_hash: facts for facts in cluster.members}
    texts = [by_text[text_hash] for text_hash in sorted(by_text)]
    sets = _likenesses(texts)
    by_day: dict[object, list[Facts]] = defaultdict(list)
    for facts in texts:
        if facts.is_statute and facts.date_version:
            by_day[facts.date_version].append(facts)
    if all(len(sets.parts(found)) == 1 for found in by_day.values()):
        dated = [facts for found in by_day.values() for facts in found]
        for facts in dated[1:]:
            sets.join(dated[0].text_hash, facts.text_hash)
    parts = sets.parts(texts)
    if len(parts) == 1:
        return [cluster]
    found = []
    for part in parts:
        hashes = {facts.text_hash for facts in part}
        members = [facts for facts in cluster.members if facts.text_hash in hashes]
        found.append(Cluster(cluster.key, cluster.rank, members, cluster.joined, min(hashes)))
        message = "与同号或同名的另一份文件几乎没有相同的文字：分开收录，请核对"
        reviews += [Review("TEXT_UNLIKE", facts.sha256, message) for facts in members]
    return found


def _likenesses(texts: Sequence[Facts]) -> "_Sets":
    sets = _Sets(facts.text_hash for facts in texts)
    for at, facts in enumerate(texts):
        for other in texts[at + 1 :]:
            if sets.root(facts.text_hash) != sets.root(other.text_hash) and alike(facts, other):
                sets.join(facts.text_hash, other.text_hash)
    return sets


class _Sets:
    """Disjoint sets that can be joined."""

    def __init__(self, members: Iterable[Hashable]) -> None:
        self._parent = {member: member for member in members}

    def root(self, member: Hashable) -> Hashable:
        """The one member that stands for the set."""
        while self._parent[member] != member:
            member = self._parent[member]
        return member

    def join(self, one: Hashable, other: Hashable) -> None:
        """Two sets become one."""
        if self.root(one) != self.root(other):
            self._parent[self.root(other)] = self.root(one)

    def parts(self, texts: Sequence[Facts]) -> list[list[Facts]]:
        """Texts by the set that theirs is in."""
        parts: dict[Hashable, list[Facts]] = defaultdict(list)
        for facts in texts:
            parts[self.root(facts.text_hash)].append(facts)
        return list(parts.values())


def must_be_named(cluster: Cluster) -> bool:
    """The code does not say whose it is (市政函), several use it, or another organ does (平政).

    Decided by the work alone, so that such an id is the same whether others are known or not.
    """
    if cluster.rank < Rank.NUMBER_ALONE:
        return False
    code = next(facts.code for facts in cluster.members if facts.number_slug == cluster.key[1])
    if code not in agency_codes():
        return is_generic(code)
    proven = organ_of(code)
    return proven is None or (cluster.rank is Rank.NUMBER and proven != cluster.key[2])


def is_generic(code: str) -> bool:
    """The code names no place, so that every city of the country may use it: 市政函, 县政办."""
    return code[:1] in {"市", "县", "区", "州", "盟", "旗", "镇", "乡", "省", "政", "府"}


def bare_slug(cluster: Cluster) -> str:
    """The id without what tells it from others: several works may have the same one."""
    match cluster.rank:
        case Rank.NUMBER | Rank.NUMBER_ALONE:
            return cluster.key[1]
        case Rank.TITLE | Rank.TITLE_ALONE:
            return f"{_title_slug(cluster.key[1])}-{_digest(*cluster.key)}"
        case Rank.TEXT:
            titles = sorted(facts.title for facts in cluster.members if facts.title)
            name = _title_slug(titles[0]) if titles else "无标题"
            return f"{name}-{cluster.key[1][:8]}"


def slug(cluster: Cluster, *, is_named: bool) -> str:
    """The id; ``is_named`` puts the organ behind a number."""
    apart = f"-{cluster.apart[:8]}" if cluster.apart else ""
    if cluster.rank is Rank.NUMBER and is_named:
        return f"{cluster.key[1]}-{slugify(cluster.key[2])}{apart}"
    if cluster.rank is Rank.NUMBER_ALONE and is_named:
        return f"{cluster.key[1]}-{_digest(*cluster.key)}{apart}"
    if cluster.rank in (Rank.TITLE, Rank.TITLE_ALONE) and cluster.apart:
        return f"{_title_slug(cluster.key[1])}-{_digest(*cluster.key, cluster.apart)}"
    return f"{bare_slug(cluster)}{apart}"


def _title_slug(title: str) -> str:
    return slugify(title)[:_TITLE_SLUG].strip("-")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]
