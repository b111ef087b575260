"""Small worlds for the tests of validity: works, claims and relations by hand or by chance."""

from datetime import date, timedelta

from hypothesis import strategies as st

from archive.law.graph import ComponentFacts, Edge, Words, WorkFacts
from archive.law.validity import Interval, status_on, timeline
from archive.notice.model import Claim, ClaimType, DocumentType, Normativity, Role


def day(text: str) -> date:
    return date.fromisoformat(text)


def effective(
    when: str, section: str = "main-1/art-10", *, scope: str = "WHOLE", keys: tuple[str, ...] = ()
) -> Claim:
    """自…起施行: a day, or an event."""
    return _claim(ClaimType.EFFECTIVE, when, section, scope, keys, "自D起施行")


def expires(
    when: str,
    section: str = "main-1/art-10",
    *,
    scope: str = "WHOLE",
    keys: tuple[str, ...] = (),
    pattern: str = "有效期至D",
) -> Claim:
    """有效期至…: a day, or a counted term."""
    return _claim(ClaimType.EXPIRES, when, section, scope, keys, pattern)


def _claim(
    of: ClaimType, when: str, section: str, scope: str, keys: tuple[str, ...], pattern: str
) -> Claim:
    dated = when[:4].isdecimal() and when[4:5] == "-"
    return Claim(
        type=of,
        section=section,
        start=0,
        stop=len(when),
        quote=when,
        scope=scope,
        assertion="ASSERTED",
        pattern=pattern,
        date=day(when) if dated else None,
        term=None if dated else when,
        target_keys=keys,
    )


MAIN = ComponentFacts("main-1", Role.MAIN, "管理办法", is_draft=False)
COVER = ComponentFacts("cover", Role.COVER, None, is_draft=False)


def work(
    *claims: Claim,
    signed: str | None = None,
    printed: str | None = None,
    published: str | None = None,
    not_before: str | None = None,
    components: tuple[ComponentFacts, ...] = (MAIN,),
    normativity: Normativity = Normativity.NORMATIVE,
    document_type: DocumentType = DocumentType.NOTICE,
    issuers: tuple[str, ...] = ("焦作市人民政府办公室",),
    is_stub: bool = False,
    title: str = "焦作市人民政府办公室关于印发管理办法的通知",
    texts: tuple[date | None, ...] = (),
) -> WorkFacts:
    bound = Words("w", None, "实施细则", "main-1", "按照《管理办法》")
    return WorkFacts(
        id="w",
        number="焦政办〔2021〕65号",
        title=title,
        issuers=issuers,
        document_type=document_type,
        normativity=normativity,
        is_stub=is_stub,
        date_signed=day(signed) if signed else None,
        date_printed=day(printed) if printed else None,
        date_published=day(published) if published else None,
        components=components,
        claims=claims,
        texts=texts,
        not_before=day(not_before) if not_before else None,
        not_before_because=bound if not_before else None,
        not_before_cited="焦政办〔2021〕65号" if not_before else "",
    )


def edge(
    of: ClaimType,
    effect: str | None,
    *,
    assertion: str = "ASSERTED",
    scope: str = "WHOLE",
    keys: tuple[str, ...] = (),
    until: str | None = None,
    component: str = "",
    issuers: tuple[str, ...] = ("焦作市人民政府",),
    source: str = "other",
) -> Edge:
    return Edge(
        type=of,
        source=source,
        source_issuers=issuers,
        words=Words(source, "焦政〔2030〕1号", "决定", "main-1/t-1", f"{of.value} {effect}"),
        target="w",
        component=component,
        target_keys=keys,
        scope=scope,
        assertion=assertion,
        pattern="R02",
        effect=day(effect) if effect else None,
        effect_rule="stated" if effect else "",
        until=day(until) if until else None,
    )


def on(facts: WorkFacts, when: str, *edges: Edge, key: str | None = None) -> Interval:
    return status_on(timeline(facts, edges, key), day(when))


def status(facts: WorkFacts, when: str, *edges: Edge, key: str | None = None) -> str:
    return on(facts, when, *edges, key=key).status


# --- by chance -------------------------------------------------------------------------------

FIRST = date(2019, 12, 20)
DAYS = st.integers(0, 1500).map(lambda n: FIRST + timedelta(days=n))
_DATED = DAYS.map(date.isoformat)
_EVENTS = st.sampled_from(("发布之日", "印发之日", "公布之日起30日后"))
_TERMS = st.sampled_from(("1年", "两年", "6个月"))
_TYPES = st.sampled_from(
    (
        ClaimType.REPEALS,
        ClaimType.DECLARES_EXPIRED,
        ClaimType.SUSPENDS,
        ClaimType.AMENDS,
        ClaimType.EXTENDS_VALIDITY,
        ClaimType.CONFIRMS_VALID,
    )
)


@st.composite
def works(draw: st.DrawFn) -> WorkFacts:
    """One text with at most one beginning, a section with its own, and an end of either kind."""
    maybe_day = st.none() | _DATED
    claims = [effective(when) for when in draw(st.lists(_DATED | _EVENTS, max_size=1))]
    claims += [expires(when) for when in draw(st.lists(_DATED | _TERMS, max_size=2))]
    if draw(st.booleans()):
        claims.append(
            effective(draw(_DATED), "main-1/art-3", scope="ARTICLES", keys=("main-1/art-3",))
        )
    return work(
        *claims,
        signed=draw(maybe_day),
        published=draw(maybe_day),
        not_before=draw(maybe_day),
        normativity=draw(st.sampled_from((Normativity.NORMATIVE, Normativity.SPECIFIC))),
        is_stub=draw(st.integers(0, 9)) == 0,
    )


@st.composite
def edges(draw: st.DrawFn) -> Edge:
    of = draw(_TYPES)
    until = draw(st.none() | _DATED) if of is ClaimType.SUSPENDS else None
    return edge(
        of,
        draw(_DATED),
        assertion=draw(
            st.sampled_from(("ASSERTED", "ASSERTED", "CONFIRMED", "INFERRED", "NEEDS_REVIEW"))
        ),
        scope=draw(st.sampled_from(("WHOLE", "WHOLE", "ARTICLES"))),
        keys=("art-3",),
        until=draw(_DATED) if of is ClaimType.EXTENDS_VALIDITY else until,
        source=draw(st.sampled_from("abc")),
    )
