"""Which files are one document, and which text of it: pure, and the same in any order.

``assign`` looks at a closed set of files (all that share a number, a text or a key with each
other) and says to which work and expression each belongs and which reading is shown. It is a
function of the *set*: the order in which files arrived plays no part.
Source: ARCHITECTURE.md, Identity; ``docs/decisions`` for where it had to choose.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from archive.facts import Facts
from archive.notice.number import AgencyCode, agency_codes, slugify

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
    """``ORGAN_UNKNOWN``, ``NUMBER_SHARED``, ``TEXT_SHARED`` or ``DATE_UNKNOWN``."""
    sha256: str
    message: str


@dataclass(frozen=True, slots=True)
class Placed:
    """One file in its expression."""

    sha256: str
    text_hash: str
    is_shown: bool
    rule: str


@dataclass(frozen=True, slots=True)
class PlacedExpression:
    """The text from one day on; ``None`` is undated. Shown file first."""

    valid_from: date | None
    files: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class PlacedWork:
    """One document."""

    key: str
    slug: str
    bare_slug: str | None
    """The number's slug without an organ, which may fit several works; ``None`` without number."""
    expressions: tuple[PlacedExpression, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where every file of the set belongs."""

    works: tuple[PlacedWork, ...]
    reviews: tuple[Review, ...]


@dataclass(slots=True)
class _Cluster:
    key: tuple[str, ...]
    rank: Rank
    members: list[Facts]
    joined: dict[str, str] = field(default_factory=dict)
    """sha256 → the rule by which a file came from another key."""


def key_of(facts: Facts) -> tuple[str, ...]:
    """The key of the work that these facts alone point to; its first part names its rank."""
    if facts.is_statute and facts.title:
        if facts.jurisdiction:
            return (Rank.TITLE.name, facts.title, facts.jurisdiction)
        return (Rank.TITLE_ALONE.name, facts.title, facts.text_hash)
    if facts.number_slug:
        if facts.organ:
            return (Rank.NUMBER.name, facts.number_slug, facts.organ)
        return (Rank.NUMBER_ALONE.name, facts.number_slug, facts.text_hash)
    if facts.title and facts.organ:
        return (Rank.TITLE.name, facts.title, facts.organ)
    if facts.title and not facts.title_is_inferred:
        return (Rank.TITLE_ALONE.name, facts.title, facts.text_hash)
    return (Rank.TEXT.name, facts.text_hash)


def assign(known: Iterable[Facts]) -> Assignment:
    """Works, expressions and shown readings of a closed set of files."""
    every = sorted(known, key=lambda facts: facts.sha256)
    reviews: list[Review] = []
    clusters = _clusters(every)
    clusters = _unite(clusters, (Rank.NUMBER,))
    clusters = _absorb(clusters, (Rank.NUMBER_ALONE,), (Rank.NUMBER,), reviews)
    lower = (Rank.TITLE, Rank.TITLE_ALONE, Rank.TEXT)
    clusters = _absorb(clusters, lower, (Rank.NUMBER, Rank.NUMBER_ALONE), reviews)
    clusters = _unite(clusters, (Rank.TITLE,))
    clusters = _absorb(clusters, (Rank.TITLE_ALONE, Rank.TEXT), (Rank.TITLE,), reviews)
    clusters = _unite(clusters, (Rank.TITLE_ALONE, Rank.TEXT))
    works = _named(clusters, reviews)
    unique = {(review.code, review.sha256): review for review in reviews}
    return Assignment(works, tuple(unique[at] for at in sorted(unique)))


def _clusters(known: Sequence[Facts]) -> list[_Cluster]:
    by_key: dict[tuple[str, ...], list[Facts]] = defaultdict(list)
    for facts in known:
        by_key[key_of(facts)].append(facts)
    return [_Cluster(key, Rank[key[0]], by_key[key]) for key in sorted(by_key)]


def compatible(one: Facts, other: Facts) -> bool:
    """Nothing that both say speaks against their being one document."""
    numbers = {n for n in (one.identifying_number, other.identifying_number) if n}
    if len(numbers) > 1 or one.text_hash != other.text_hash:
        return False
    if one.organs and other.organs and not set(one.organs) & set(other.organs):
        return False
    is_short = one.text_length < _SHORT_TEXT
    return not (is_short and one.title and other.title and one.title != other.title)


def _by_text(clusters: Iterable[_Cluster]) -> dict[str, list[tuple[_Cluster, Facts]]]:
    found: dict[str, list[tuple[_Cluster, Facts]]] = defaultdict(list)
    for cluster in clusters:
        for facts in cluster.members:
            found[facts.text_hash].append((cluster, facts))
    return found


def _unite(clusters: list[_Cluster], ranks: Collection[Rank]) -> list[_Cluster]:
    """Clusters of these ranks that hold one text under compatible facts become one."""
    among = [cluster for cluster in clusters if cluster.rank in ranks]
    parent: dict[tuple[str, ...], tuple[str, ...]] = {cluster.key: cluster.key for cluster in among}

    def root(key: tuple[str, ...]) -> tuple[str, ...]:
        while parent[key] != key:
            key = parent[key]
        return key

    for sharing in _by_text(among).values():
        for at, (cluster, facts) in enumerate(sharing):
            for other, others in sharing[at + 1 :]:
                if root(cluster.key) != root(other.key) and compatible(facts, others):
                    parent[root(other.key)] = root(cluster.key)
    united: dict[tuple[str, ...], list[_Cluster]] = defaultdict(list)
    for cluster in among:
        united[root(cluster.key)].append(cluster)
    merged = [_merge(group) for group in united.values()]
    return [cluster for cluster in clusters if cluster.rank not in ranks] + merged


def _merge(group: list[_Cluster]) -> _Cluster:
    """One cluster under the best key: the highest rank, else the lexically smaller id."""
    if len(group) == 1:
        return group[0]
    best = min(group, key=lambda cluster: (-cluster.rank, _slug(cluster, is_named=True)))
    merged = _Cluster(best.key, best.rank, [], {})
    for cluster in group:
        merged.members += cluster.members
        merged.joined |= cluster.joined
        if cluster is not best:
            rule = "正文逐字相同，与另一名称下的同一文件合并"
            merged.joined |= {facts.sha256: rule for facts in cluster.members}
    return merged


def _absorb(
    clusters: list[_Cluster],
    sources: Collection[Rank],
    targets: Collection[Rank],
    reviews: list[Review],
) -> list[_Cluster]:
    """Files under a weaker key go to the one better-known work that has their very text."""
    better = _by_text(cluster for cluster in clusters if cluster.rank in targets)
    moves: list[tuple[_Cluster, Facts, _Cluster]] = []
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


def _named(clusters: list[_Cluster], reviews: list[Review]) -> tuple[PlacedWork, ...]:
    """Ids: the organ stands in those of a number that fits several works, or may come to."""
    sharing: dict[str, list[_Cluster]] = defaultdict(list)
    for cluster in clusters:
        if cluster.rank >= Rank.NUMBER_ALONE:
            sharing[cluster.key[1]].append(cluster)
    works = []
    for cluster in sorted(clusters, key=lambda cluster: cluster.key):
        is_numbered = cluster.rank >= Rank.NUMBER_ALONE
        is_shared = is_numbered and len(sharing[cluster.key[1]]) > 1
        reviews += _doubts(cluster, is_shared=is_shared)
        works.append(
            PlacedWork(
                key="\n".join(cluster.key),
                slug=_slug(cluster, is_named=is_shared or _must_be_named(cluster)),
                bare_slug=cluster.key[1] if is_numbered else None,
                expressions=_expressions(cluster, reviews),
            )
        )
    return tuple(works)


def _doubts(cluster: _Cluster, *, is_shared: bool) -> list[Review]:
    doubts = []
    for facts in cluster.members:
        if cluster.rank in (Rank.NUMBER_ALONE, Rank.TITLE_ALONE):
            message = "未能识别发文机关：单独成件，不与同号、同名文件合并，请核对"
            doubts.append(Review("ORGAN_UNKNOWN", facts.sha256, message))
        if is_shared:
            message = f"文号“{facts.number}”属于几份文件，按发文机关分开，请核对"
            doubts.append(Review("NUMBER_SHARED", facts.sha256, message))
    return doubts


def _must_be_named(cluster: _Cluster) -> bool:
    """The code does not say whose it is (市政函), or the table says another organ's (平政).

    Decided by the work alone, so that such an id is the same whether others are known or not.
    """
    if cluster.rank < Rank.NUMBER_ALONE:
        return False
    code = next(facts.code for facts in cluster.members if facts.number_slug == cluster.key[1])
    row: AgencyCode | None = agency_codes().get(code)
    if cluster.rank is Rank.NUMBER:
        return is_generic(code) or bool(row and row.organ != cluster.key[2])
    return is_generic(code)


def is_generic(code: str) -> bool:
    """The code names no place, so that every city of the country may use it: 市政函, 县政办."""
    return code[:1] in {"市", "县", "区", "州", "盟", "旗", "镇", "乡", "省", "政", "府"}


def _slug(cluster: _Cluster, *, is_named: bool) -> str:
    digest = hashlib.sha256("\n".join(cluster.key).encode()).hexdigest()[:8]
    match cluster.rank:
        case Rank.NUMBER:
            return f"{cluster.key[1]}-{slugify(cluster.key[2])}" if is_named else cluster.key[1]
        case Rank.NUMBER_ALONE:
            return f"{cluster.key[1]}-{digest}" if is_named else cluster.key[1]
        case Rank.TITLE | Rank.TITLE_ALONE:
            return f"{slugify(cluster.key[1])[:_TITLE_SLUG].strip('-')}-{digest}"
        case Rank.TEXT:
            titles = sorted(facts.title for facts in cluster.members if facts.title)
            name = slugify(titles[0])[:_TITLE_SLUG].strip("-") if titles else "无标题"
            return f"{name}-{cluster.key[1][:8]}"


# --- expressions: legal time ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Text:
    """The files of a work that have one text, and what they know together of its date."""

    text_hash: str
    files: tuple[Facts, ...]

    def _earliest(self, dates: Callable[[Facts], date | None]) -> date | None:
        return min((day for facts in self.files if (day := dates(facts))), default=None)

    @property
    def effect(self) -> date | None:
        return self._earliest(lambda facts: facts.date_of_effect)

    @property
    def signed(self) -> date | None:
        return self._earliest(lambda facts: facts.date_signed)


def _expressions(cluster: _Cluster, reviews: list[Review]) -> tuple[PlacedExpression, ...]:
    by_text: dict[str, list[Facts]] = defaultdict(list)
    for facts in cluster.members:
        by_text[facts.text_hash].append(facts)
    texts = [_Text(text_hash, tuple(by_text[text_hash])) for text_hash in sorted(by_text)]
    dated = _by_date(texts)
    undated = [text for text in texts if text.effect is None and text.signed is None]
    if len(dated) == 1:
        next(iter(dated.values())).extend(undated)
    elif undated:
        if dated:
            message = "未载日期，而该文件有几个日期的文本：作为未注日期的文本保存，请核对"
            reviews += [Review("DATE_UNKNOWN", f.sha256, message) for t in undated for f in t.files]
        dated[None] = undated
    days = sorted(dated, key=lambda day: day or date.min)
    return tuple(_expression(cluster, day, dated[day], is_only=len(dated) == 1) for day in days)


def _by_date(texts: Sequence[_Text]) -> dict[date | None, list[_Text]]:
    """Texts by their day of effect; a day of signature alone makes no *other* day of effect."""
    dated: dict[date | None, list[_Text]] = defaultdict(list)
    for text in texts:
        if text.effect:
            dated[text.effect].append(text)
    by_effect = {day: tuple(found) for day, found in dated.items()}
    for text in texts:
        if text.effect is None and text.signed is not None:
            same_act = [
                day
                for day, found in by_effect.items()
                if any(other.signed == text.signed for other in found)
            ]
            day = same_act[0] if len(same_act) == 1 else text.signed
            dated[day].append(text)
    return dict(dated)


def _expression(
    cluster: _Cluster, day: date | None, texts: Sequence[_Text], *, is_only: bool
) -> PlacedExpression:
    files = [facts for text in texts for facts in text.files]
    longest = max(facts.text_length for facts in files)
    ordered = sorted(files, key=lambda facts: facts.rank(longest))
    shown = ordered[0]
    placed = []
    for facts in ordered:
        rules = [cluster.joined.get(facts.sha256) or _KEY_RULES[cluster.rank](cluster)]
        if not is_only:
            rules.append("日期不同，为另一文本" if day else "未载日期，单列")
        if len(texts) > 1:
            rules.append(
                "同一日期而文字有异：此件较好，予以显示"
                if facts.text_hash == shown.text_hash
                else "同一日期而文字有异：作为记录的更正保存"
            )
        if facts is not shown and facts.text_hash == shown.text_hash:
            rules.append("同一文本的另一原件")
        placed.append(Placed(facts.sha256, facts.text_hash, facts is shown, "；".join(rules)))
    return PlacedExpression(day, tuple(placed))


def _number(cluster: _Cluster) -> str:
    return min(f.number for f in cluster.members if f.number_slug == cluster.key[1])


_KEY_RULES: dict[Rank, Callable[[_Cluster], str]] = {
    Rank.NUMBER: lambda cluster: f"文号与发文机关：{_number(cluster)}，{cluster.key[2]}",
    Rank.NUMBER_ALONE: lambda cluster: f"文号：{_number(cluster)}，发文机关不详，不与他件合并",
    Rank.TITLE: lambda cluster: f"标题与发文机关：《{cluster.key[1]}》，{cluster.key[2]}",
    Rank.TITLE_ALONE: lambda cluster: f"标题：《{cluster.key[1]}》，发文机关不详，不与他件合并",
    Rank.TEXT: lambda _: "无文号、标题可凭，以正文识别",
}
