"""A work's files → its texts by day (legal time), and which reading is shown for each."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from archive.identity.clusters import Cluster, Rank, Review
from archive.identity.facts import Facts, likeness


@dataclass(frozen=True, slots=True)
class Placed:
    """One file in its expression."""

    sha256: str
    is_shown: bool
    rule: str


@dataclass(frozen=True, slots=True)
class PlacedExpression:
    """The text from one day on; ``None`` is undated. Shown file first."""

    valid_from: date | None
    files: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """The files of a work that have one text, and what they know together of its dates."""

    files: tuple[Facts, ...]

    def _earliest(self, dates: Callable[[Facts], date | None]) -> date | None:
        return min((day for facts in self.files if (day := dates(facts))), default=None)

    @property
    def version(self) -> date | None:
        return self._earliest(lambda facts: facts.date_version)

    @property
    def effective(self) -> date | None:
        return self._earliest(lambda facts: facts.date_effective)

    @property
    def signed(self) -> date | None:
        return self._earliest(lambda facts: facts.date_signed)


_Dated = dict[date | None, list[_Text]]


def expressions_of(cluster: Cluster, reviews: list[Review]) -> tuple[PlacedExpression, ...]:
    """The texts of a work, oldest first; what is left to a person is added to ``reviews``."""
    by_text: dict[str, list[Facts]] = defaultdict(list)
    for facts in cluster.members:
        by_text[facts.text_hash].append(facts)
    texts = [_Text(tuple(by_text[text_hash])) for text_hash in sorted(by_text)]
    dated = _by_day(texts, reviews)
    days = sorted(dated, key=lambda day: day or date.min)
    return tuple(_expression(cluster, day, dated[day], is_only=len(dated) == 1) for day in days)


def _by_day(texts: Sequence[_Text], reviews: list[Review]) -> _Dated:
    """Only another day of the same kind makes another text.

    Texts that name their last revision are dated by it. One that names none but its day of effect,
    or only its signature, goes with those that share that day; where it shares none, it is a text
    of its own day. One without any day goes with the only day there is.
    """
    dated: _Dated = defaultdict(list)
    for text in texts:
        if text.version:
            dated[text.version].append(text)
    kinds: tuple[Callable[[_Text], date | None], ...] = (
        lambda text: text.effective,
        lambda text: text.signed,
    )
    left = [text for text in texts if not text.version]
    for kind in kinds:
        before = {day: tuple(found) for day, found in dated.items()}
        for text in [text for text in left if kind(text)]:
            left.remove(text)
            dated[_day_of(text, kind, before, reviews)].append(text)
    if left and len(dated) == 1:
        next(iter(dated.values())).extend(left)
    elif left:
        if dated:
            _doubt(reviews, left, "未载日期，而该文件有几个日期的文本：作为未注日期的文本保存")
        dated[None] = left
    return dict(dated)


def _day_of(
    text: _Text,
    kind: Callable[[_Text], date | None],
    before: dict[date | None, tuple[_Text, ...]],
    reviews: list[Review],
) -> date | None:
    same = [day for day, found in before.items() if any(_share(text, other) for other in found)]
    if len(same) < 2:
        return same[0] if same else kind(text)
    # A law keeps its day of effect through its amendments: that day alone does not tell which.
    _doubt(reviews, [text], "未载修正日期，而该文件有几次修正：归入文字最接近的文本")
    return max(
        sorted(day for day in same if day),
        key=lambda day: max(likeness(text.files[0], other.files[0]) for other in before[day]),
    )


def _share(one: _Text, other: _Text) -> bool:
    if one.effective and one.effective in (other.effective, other.version):
        return True
    both_effective = one.effective and other.effective
    return bool(not both_effective and one.signed and one.signed in (other.signed, other.version))


def _doubt(reviews: list[Review], texts: Sequence[_Text], message: str) -> None:
    files = (facts for text in texts for facts in text.files)
    reviews += [Review("DATE_UNKNOWN", facts.sha256, f"{message}，请核对") for facts in files]


def _expression(
    cluster: Cluster, day: date | None, texts: Sequence[_Text], *, is_only: bool
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
        placed.append(Placed(facts.sha256, facts is shown, "；".join(rules)))
    return PlacedExpression(day, tuple(placed))


def _number(cluster: Cluster) -> str:
    return min(f.number for f in cluster.members if f.number_slug == cluster.key[1])


_KEY_RULES: dict[Rank, Callable[[Cluster], str]] = {
    Rank.NUMBER: lambda cluster: f"文号与发文机关：{_number(cluster)}，{cluster.key[2]}",
    Rank.NUMBER_ALONE: lambda cluster: f"文号：{_number(cluster)}，发文机关不详，不与他件合并",
    Rank.TITLE: lambda cluster: f"标题与发文机关：《{cluster.key[1]}》，{cluster.key[2]}",
    Rank.TITLE_ALONE: lambda cluster: f"标题：《{cluster.key[1]}》，发文机关不详，不与他件合并",
    Rank.TEXT: lambda _: "无文号、标题可凭，以正文识别",
}
