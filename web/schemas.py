"""The schemas of what the API answers, for its description. Source: ``answers``; JSON Schema.

A test holds each against real answers: nothing undescribed, nothing described and not given.
"""

import json
from enum import StrEnum
from functools import cache
from importlib.resources import files

from archive.law.compare.model import ChangeType, Outcome
from archive.law.status import Status
from archive.notice.model import ClaimType
from archive.record import State, Tier
from archive.search.suggesting import Sort
from web.answers import Json
from web.present.wording import FACETS

NOTICE = "Notice"
_NOTICE_PART = "Notice_"
"""Before the name of each definition of the notice's own schema."""


def text(words: str = "", **more: object) -> Json:
    """A string."""
    return {"type": "string", **_said(words), **more}


def maybe(words: str = "", **more: object) -> Json:
    """A string or null."""
    return {"type": ["string", "null"], **_said(words), **more}


def day(words: str = "") -> Json:
    """``2021-11-09`` or null."""
    return maybe(words, format="date")


def moment(words: str = "") -> Json:
    """RFC 3339."""
    return text(words, format="date-time")


def count(words: str = "") -> Json:
    """A whole number from 0."""
    return {"type": "integer", "minimum": 0, **_said(words)}


def flag(words: str = "") -> Json:
    """True or false."""
    return {"type": "boolean", **_said(words)}


def many(items: Json, words: str = "") -> Json:
    """An array."""
    return {"type": "array", "items": items, **_said(words)}


def one_of(values: type[StrEnum]) -> Json:
    """One of the values of an enumeration."""
    return {"type": "string", "enum": [each.value for each in values]}


def ref(name: str) -> Json:
    """Another of the schemas."""
    return {"$ref": f"#/components/schemas/{name}"}


def some(name: str) -> Json:
    """Another of the schemas, or null."""
    return {"oneOf": [ref(name), {"type": "null"}]}


def thing(words: str = "", /, **properties: Json) -> Json:
    """An object that has all of these; more may be added one day."""
    return {
        "type": "object",
        **_said(words),
        "required": [*properties],
        "properties": properties,
    }


def _said(words: str) -> Json:
    return {"description": words} if words else {}


_SPAN = {
    "type": "array",
    "items": {"type": "integer", "minimum": 0},
    "minItems": 2,
    "maxItems": 2,
    "description": "起止，按 Unicode 码位计，左闭右开",
}
_FORCE = {
    "enum": [True, False, "partial", "presumed", None],
    "description": "是否有效；partial 部分有效，presumed 未见失效依据，null 待核",
}
_NAMED = {
    "id": maybe("标识；null 为一类文件或未定"),
    "number": maybe("发文字号"),
    "title": text("标题"),
    "is_stub": flag("只被引用，没有收录原文"),
}
_RELATION = {
    "type": one_of(ClaimType),
    "assertion": text("ASSERTED 原文写明；INFERRED 推定；NEEDS_REVIEW 存疑；PROPOSED 拟议"),
}
_EVIDENCED = {
    "section": text("所在条款的键"),
    "quote": text("原文"),
    "effect_date": day("从哪一天起"),
    "scope": text(),
    "pattern": text(),
    "target_key": maybe(),
    "target_keys": many(text()),
    "resolved_by": text("由什么认出所指：number、title、likeness …"),
    "rivals": many(text(), "也可能是"),
    "as_of": day(),
    "changed_on": day("所指文件此后从哪一天起有改动"),
}
_UNIT = {
    "key": text("条款的键"),
    "label": maybe("第七条"),
    "heading": maybe(),
    "text": text(),
    "path": many(text()),
}


def schemas() -> Json:
    """Name → schema, those of the notice's own format among them."""
    return {**_own(), **_notice()}


def _own() -> Json:
    return {
        "Listed": thing(
            "清单里的一件文件",
            id=text("标识，如 焦政办-2021-65"),
            number=maybe("发文字号"),
            title=text(),
            title_is_inferred=flag("原文没有标题，据正文推定"),
            issuer=maybe("发文机关，联合发文的取牵头机关"),
            issuers=many(text()),
            kind=maybe("文种"),
            genre=maybe("体裁"),
            document_type={"enum": ["notice", "statute", "non_official"]},
            year={"type": ["integer", "null"]},
            date_signed=day("成文日期"),
            date_effective=day("文中写明的施行日期"),
            date_expires=day("文中写明的有效期最后一天"),
            is_draft=flag("征求意见稿"),
            state=one_of(State),
            on={"type": "string", "format": "date"},
            status=one_of(Status),
            label=text("时效的中文名称"),
            added_at=moment("入库时间"),
        ),
        "Listing": many(ref("Listed")),
        "Status": thing(
            "某一天的效力和依据",
            number=maybe(),
            key=maybe("部分或条款的键；null 为整件"),
            on={"type": "string", "format": "date"},
            status=one_of(Status),
            label=text(),
            in_force=_FORCE,
            rule=maybe("所据规则"),
            reason=maybe(),
            bounds=maybe("日期不明时仍可确定的范围"),
            coverage=maybe("本库收录了哪些清理文件"),
            evidence=many(ref("Evidence")),
            timeline=many(ref("Interval")),
            rule_code=maybe(),
            legal_force=maybe("schema.org 的 legislationLegalForce；null 为不作判断"),
            differing=many(
                thing(key=text(), title=maybe(), status=one_of(Status), label=text()),
                "与整件时效不同的部分，及其当日时效",
            ),
            doubts=many(thing(code=text(), message=text()), "事实与关系中彼此不合之处"),
            organs=many(
                thing(
                    former=text("原机关"),
                    successor=text("承接职责的机关"),
                    since={"type": "string", "format": "date"},
                    kind=text(),
                    evidence=text("凭据"),
                    who=maybe("由谁录入；null 为随程序附带的对照表"),
                    is_ground=flag("所据的文字出自承接职责的机关"),
                ),
                "发文机关后来的沿革",
            ),
        ),
        "Evidence": thing(
            number=maybe(), section=text(), quote=text("原文"), id=text(), title=text()
        ),
        "Interval": thing(
            "时间线的一段，首尾两天都在内；null 为不限",
            **{
                "status": one_of(Status),
                "from": day(),
                "to": day(),
                "label": text(),
                "reason": maybe(),
                "rule": maybe(),
            },
        ),
        "Named": thing(**_NAMED),
        "Outgoing": thing(**_RELATION, target=ref("Named"), **_EVIDENCED),
        "Incoming": thing(**_RELATION, source=ref("Named"), **_EVIDENCED),
        "Relations": thing(outgoing=many(ref("Outgoing")), incoming=many(ref("Incoming"))),
        "Dependents": thing(dependents=many(ref("Incoming"))),
        "FacetValue": thing(value=text("筛选时照写"), count=count()),
        "Facets": {
            "type": "object",
            "description": "各筛选项的值和件数；没有写明的为“未注明”",
            "properties": {name: many(ref("FacetValue")) for name in FACETS},
        },
        "Results": thing(
            "检索结果",
            query=text(),
            on={"type": "string", "format": "date"},
            total=count("共多少条"),
            notices=count("来自多少件"),
            hits=many(ref("Hit")),
            facets=ref("Facets"),
            explanation=thing(
                words=many(text(), "分出的词"),
                number=maybe("检索的就是这个文号"),
                hint=maybe(),
                hints=many(text()),
                tier=one_of(Tier),
                read_as=text("读作"),
                widened=many(thing(word=text(), names=many(text()))),
                cited={"oneOf": [ref("Named"), {"type": "null"}]},
                advice={"oneOf": [ref("Advice"), {"type": "null"}]},
            ),
        ),
        "Advice": thing(
            "为什么没有完全符合的，可以试什么",
            words=many(
                thing(
                    text=text(),
                    count=count("单独有几条"),
                    everywhere=count("不筛选有几条"),
                )
            ),
            apart={
                "oneOf": [
                    thing(query=text("把词分开"), count=count("有几条")),
                    {"type": "null"},
                ]
            },
            unfiltered={"type": ["integer", "null"], "description": "去掉筛选有几条"},
            other_days=count("别的日子的文本里有几条"),
            corrections=many(
                thing(
                    query=text("可能要找的"),
                    wrong=text(),
                    right=text(),
                    count=count("有几条"),
                    sounds_alike=flag("同音，否则是形近"),
                )
            ),
            near=many(thing(id=text(), number=maybe(), title=text())),
            notices=count("查了多少件"),
        ),
        "Suggestions": thing(
            "输入提示",
            query=text(),
            suggestions=many(
                thing(
                    sort=one_of(Sort),
                    text=text(),
                    query=text("检索它应输入的"),
                    count=count("词所在的条数，或机关的件数"),
                    id=maybe("标题或文号所属文件的标识"),
                )
            ),
        ),
        "Similar": thing(similar=many(ref("Alike"))),
        "Alike": thing(
            "相似的一条",
            id=text(),
            number=maybe(),
            title=text(),
            section=text("条款的键"),
            label=maybe(),
            path=many(text()),
            text=text(),
            highlights=many(_SPAN),
            status=one_of(Status),
            status_label=text(),
            score={"type": "number"},
            likeness={"type": "number", "minimum": 0, "maximum": 1},
        ),
        "Hit": thing(
            "一条",
            id=text(),
            number=maybe(),
            title=text(),
            section=text("条款的键"),
            label=maybe(),
            path=many(text()),
            text=text(),
            highlights=many(_SPAN),
            status=one_of(Status),
            status_label=text(),
            score={"type": "number"},
        ),
        "Ending": thing(
            "时效在某一天变化的一件文件",
            id=text(),
            number=maybe(),
            title=text(),
            issuers=many(text()),
            day={"type": "string", "format": "date", "description": "从这一天起"},
            status=one_of(Status),
            label=text(),
            before=one_of(Status),
            before_label=text("此前"),
        ),
        "Endings": many(ref("Ending")),
        "Missing": thing(
            "引用而未收录的一件文件",
            id=text(),
            number=maybe(),
            title=text("照引用处所写"),
            works=count("多少件文件引用它"),
            citations=count("共引用多少处"),
        ),
        "MissingList": many(ref("Missing")),
        "Compared": thing(
            name=text("请求里的写法"),
            id=maybe(),
            number=maybe(),
            title=text(),
            expression=maybe("文本，以日期为名"),
            key=maybe(),
        ),
        "Unit": thing(**_UNIT),
        "Change": thing(
            type=one_of(ChangeType),
            key=maybe(),
            old=text(),
            old_span=_SPAN,
            new=text(),
            new_span=_SPAN,
            old_key=maybe(),
            old_at={"type": ["integer", "null"]},
            new_at={"type": ["integer", "null"]},
            also=many(one_of(ChangeType)),
        ),
        "Row": thing(
            outcome=one_of(Outcome),
            old=many(ref("Unit")),
            new=many(ref("Unit")),
            changes=many(ref("Change")),
            likeness={"type": ["number", "null"]},
        ),
        "Comparison": thing(
            "两个文本逐条对照",
            old=ref("Compared"),
            new=ref("Compared"),
            rows=many(ref("Row")),
            statistics=thing(
                rows=count(),
                outcomes={"type": "object", "additionalProperties": count()},
                changes={"type": "object", "additionalProperties": count()},
                line=text(),
            ),
            structure=many(ref("Row"), "标题和章名"),
            summary=text(),
        ),
        "ClauseFacts": thing(amounts=many(text()), terms=many(text()), bodies=many(text())),
        "Counterparts": thing(
            "两地同类规定逐条对应",
            old=ref("Compared"),
            new=ref("Compared"),
            rows=many(
                thing(
                    old=some("Unit"),
                    new=some("Unit"),
                    likeness={"type": ["number", "null"]},
                    old_facts=some("ClauseFacts"),
                    new_facts=some("ClauseFacts"),
                )
            ),
            statistics=thing(both=count(), only_old=count(), only_new=count()),
        ),
        "Candidates": thing(
            candidates=many(
                thing(
                    name=text("比对时照写"),
                    id=text(),
                    number=maybe(),
                    title=text(),
                    reason={"enum": ["version", "succession", "similar"]},
                    expression=maybe(),
                )
            )
        ),
        "Record": thing(
            "档案对这件文件另外记下的",
            id=text(),
            on={"type": "string", "format": "date"},
            is_made=flag("那一天是否已经制发"),
            state=one_of(State),
            expression=text("本文本的名称"),
            expressions=many(ref("Expression")),
            clauses=count(),
            added_at=moment(),
        ),
        "Expression": thing(
            name=text(), valid_from=day(), manifestations=many(ref("Manifestation"))
        ),
        "Manifestation": thing(
            "一件原件",
            sha256=text(pattern="^[0-9a-f]{64}$"),
            name=text(),
            media_type=text(),
            size=count("字节"),
            page_count={"type": ["integer", "null"]},
            added_at=moment(),
            is_shown=flag(),
        ),
        "Kept": {
            "description": "fawen/notice/1 连同档案所记",
            "allOf": [ref(NOTICE), thing(record=ref("Record"))],
        },
        "Error": thing(
            error=thing(
                status={"type": "integer"},
                problem=text("怎么了"),
                remedy=text("怎么办"),
            )
        ),
        "Choice": thing(
            "名称对应多件",
            error=thing(status={"const": 300}, choices=many(text())),
        ),
    }


@cache
def _notice() -> Json:
    """The notice's own schema, its definitions beside the others."""
    source = files("archive.notice").joinpath("notice.schema.json").read_text(encoding="utf-8")
    whole = json.loads(source.replace('"#/$defs/', f'"#/components/schemas/{_NOTICE_PART}'))
    parts = {f"{_NOTICE_PART}{name}": part for name, part in whole.pop("$defs").items()}
    kept = {name: value for name, value in whole.items() if name not in ("$schema", "$id")}
    return {NOTICE: kept, **parts}
