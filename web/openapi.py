"""What the API offers: its operations as data, and as an OpenAPI 3.1 description; pure.

Source: OpenAPI 3.1.0. The page on which it can be tried is made of the same data.
"""

import re
from dataclasses import dataclass
from typing import Literal

from archive.record import Sorting
from web.answers import Json
from web.present.language import N_
from web.present.wording import UNSTATED, VALUES
from web.schemas import ref, schemas

VERSION = "1"
ORDERS = ("signed", "added", "number")
MANNERS = ("versions", "counterparts")
Sort = Literal["text", "date", "number"]
# 检索条文；highlights 按 Unicode 码位计
_DIVIDER = re.compile("[：；，:;,]")


def first_of(words: str) -> str:
    """What stands before the first mark, in either language."""
    return _DIVIDER.split(words, maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that can be asked."""

    name: str
    words: str
    sort: Sort = "text"
    values: tuple[str, ...] = ()
    """All that it may be; empty where it is free."""
    most: int | None = None
    """Of a number."""
    is_required: bool = False
    in_path: bool = False
    is_id: bool = False
    """It names a notice."""
    example: str | None = None

    def described(self) -> Json:
        """As a Parameter Object."""
        schema: Json = {"type": "integer" if self.sort == "number" else "string"}
        if self.values:
            schema["enum"] = [*self.values]
        if self.sort == "date":
            schema["format"] = "date"
        if self.most is not None:
            schema |= {"minimum": 0, "maximum": self.most}
        return {
            "name": self.name,
            "in": "path" if self.in_path else "query",
            "description": self.words,
            "required": self.is_required or self.in_path,
            "schema": schema,
            **({"example": self.example} if self.example else {}),
        }


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the API."""

    id: str
    path: str
    words: str
    answer: str
    """The name of its schema."""
    parameters: tuple[Parameter, ...] = ()
    is_piece: bool = False
    """A piece of a list: total and next page stand in its headers."""
    failures: tuple[int, ...] = (400,)

    @property
    def title(self) -> str:
        """The first of its words: 检索条文."""
        return first_of(self.words)

    @property
    def template(self) -> str:
        """``/api/v1/notices/{id}{?on}``. Source: RFC 6570."""
        names = [each.name for each in self.parameters if not each.in_path]
        return f"{self.path}{{?{','.join(names)}}}" if names else self.path


ON = Parameter("on", N_("按哪一天看；不写为今天（北京时间）"), "date", example="2022-03-01")
ISSUER = Parameter("issuer", N_("发文机关，照 browse 里的写；没有写明的写“未注明”"))
YEAR = Parameter("year", N_("年份，四位数字；没有写明的写“未注明”"), example="2021")
KIND = Parameter("kind", N_("文种，如 通知；没有写明的写“未注明”"))
GENRE = Parameter("genre", N_("体裁，如 办法、方案；没有写明的写“未注明”"))
TOPIC = Parameter("topic", N_("主题分类的第一级；没有写明的写“未注明”"))
MONTH = Parameter("month", N_("成文的月份"), values=(*VALUES["month"], UNSTATED))
STATUS = Parameter("status", N_("当日时效"), values=tuple(VALUES["status"]))
LIMIT = Parameter("limit", N_("最多几条，不写为 500"), "number", most=500)
OFFSET = Parameter("offset", N_("从第几条之后开始"), "number", most=10**7)
FROM = Parameter("from", N_("从哪一天"), "date")
TO = Parameter("to", N_("到哪一天"), "date")
NAME = Parameter(
    "id",
    N_("标识，如 焦政办-2021-65；后面可加 @ 和文本的名称"),
    in_path=True,
    is_id=True,
    example="焦政办-2021-65",
)
KEY = Parameter("key", N_("部分或条款的键；不写为整件"), example="main-1")
NARROWED = (ISSUER, YEAR, MONTH, KIND, GENRE, TOPIC, STATUS)

OPERATIONS = (
    Operation(
        "notices",
        "/api/v1/notices",
        N_("文件清单"),
        "Listing",
        (
            *NARROWED,
            Parameter("order", N_("排法：成文、入库、文号"), values=ORDERS),
            ON,
            LIMIT,
            OFFSET,
        ),
        is_piece=True,
    ),
    Operation(
        "notice",
        "/api/v1/notices/{id}",
        N_("一件文件：字段、组成、条文、修补、存疑"),
        "Kept",
        (NAME, ON),
        failures=(300, 301, 400, 404, 410),
    ),
    Operation(
        "status",
        "/api/v1/status/{id}",
        N_("某一天的效力：规则、所据的原文和整条时间线"),
        "Status",
        (NAME, KEY, ON),
        failures=(300, 301, 400, 404, 410),
    ),
    Operation(
        "relations",
        "/api/v1/relations/{id}",
        N_("它对别的文件、别的文件对它，逐条附原文；只被引用的也答"),
        "Relations",
        (NAME,),
        failures=(300, 301, 404, 410),
    ),
    Operation(
        "dependents",
        "/api/v1/dependents/{id}",
        N_("它若失效，哪些条款会失去依据"),
        "Dependents",
        (NAME,),
        failures=(300, 301, 404, 410),
    ),
    Operation(
        "search",
        "/api/v1/search",
        N_("检索条文；highlights 按 Unicode 码位计，左闭右开"),
        "Results",
        (
            Parameter(
                "q", N_("要找的词、“连着的字”、标题或文号"), is_required=True, example="资金"
            ),
            ISSUER,
            YEAR,
            KIND,
            STATUS,
            Parameter("level", N_("机关层级"), values=(*VALUES["level"], UNSTATED)),
            Parameter("part", N_("所在部分"), values=tuple(VALUES["part"])),
            Parameter("within", N_("只在这一件里找：它的标识")),
            Parameter("order", N_("排法"), values=tuple(one.value for one in Sorting)),
            ON,
            Parameter("limit", N_("最多几条"), "number", most=100),
            OFFSET,
        ),
        failures=(400, 503),
    ),
    Operation(
        "similar",
        "/api/v1/similar/{id}",
        N_("相似条文：别的文件里与这一条说得差不多的，最像的在前"),
        "Similar",
        (NAME, Parameter("key", N_("条款的键"), is_required=True, example="main-1/art-7"), ON),
        failures=(300, 301, 400, 404, 410, 503),
    ),
    Operation(
        "suggest",
        "/api/v1/suggest",
        N_("输入提示：常用词、标题、文号、机关；可用拼音"),
        "Suggestions",
        (Parameter("q", N_("已经输入的字或拼音"), is_required=True, example="gxq"), ON),
        failures=(400, 503),
    ),
    Operation(
        "browse",
        "/api/v1/browse",
        N_("机关、年份、文种、体裁、主题、时效各有多少件；给了年份还有月份"),
        "Facets",
        (*NARROWED, ON),
    ),
    Operation(
        "ended",
        "/api/v1/ended",
        N_("一段时间里废止、失效的文件；不写日子为过去一年"),
        "Endings",
        (FROM, TO, ISSUER, ON, LIMIT, OFFSET),
        is_piece=True,
    ),
    Operation(
        "expiring",
        "/api/v1/expiring",
        N_("将要到期、将要废止的文件；不写日子为今后六个月"),
        "Endings",
        (FROM, TO, ISSUER, ON, LIMIT, OFFSET),
        is_piece=True,
    ),
    Operation(
        "missing",
        "/api/v1/missing",
        N_("引用而未收录的文件，引用的文件多的在前"),
        "MissingList",
        (LIMIT, OFFSET),
        is_piece=True,
    ),
    Operation(
        "compare",
        "/api/v1/compare",
        N_("两个文本逐条对照；counterparts 为两地同类规定"),
        "ComparisonOrCounterparts",
        (
            Parameter(
                "old",
                N_("旧文本：标识，可带 @日期 和 #键"),
                is_required=True,
                is_id=True,
                example="焦政办-2021-65",
            ),
            Parameter(
                "new",
                N_("新文本，写法相同"),
                is_required=True,
                is_id=True,
                example="焦政办-2021-65",
            ),
            Parameter("as", N_("怎样比"), values=MANNERS),
            ON,
        ),
        failures=(300, 400, 404, 410),
    ),
    Operation(
        "candidates",
        "/api/v1/candidates/{id}",
        N_("它可以和哪些文本比对"),
        "Candidates",
        (NAME, ON),
        failures=(300, 400, 404, 410),
    ),
)

_FAILURES = {
    300: "名称对应多件",
    301: "换了标识，转到新的地址",
    400: "请求有误",
    404: "没有公开的文件",
    410: "已撤下",
    503: "暂时不能应答；不表示没有结果",
}


def operation(id: str) -> Operation | None:  # noqa: A002  what OpenAPI calls it
    """The operation of that id."""
    return next((each for each in OPERATIONS if each.id == id), None)


def description(root: str) -> Json:
    """The whole API as an OpenAPI document; ``root`` is where the site stands."""
    both = {"oneOf": [ref("Comparison"), ref("Counterparts")]}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "发文数据接口",
            "version": VERSION,
            "description": "不用登录，只读。文本以发文机关公布的为准；整理和判断只供查考。",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": root}],
        "paths": {each.path: {"get": _described(each)} for each in OPERATIONS},
        "components": {"schemas": {**schemas(), "ComparisonOrCounterparts": both}},
    }


def _described(operation: Operation) -> Json:
    answers: Json = {
        "200": {
            "description": operation.words,
            **({"headers": _PIECE_HEADERS} if operation.is_piece else {}),
            "content": {"application/json": {"schema": ref(operation.answer)}},
        }
    }
    for status in operation.failures:
        answers[str(status)] = {"description": _FAILURES[status], **_failure(status)}
    return {
        "operationId": operation.id,
        "summary": operation.words,
        "parameters": [each.described() for each in operation.parameters],
        "responses": answers,
    }


def _failure(status: int) -> Json:
    if status == 301:
        return {"headers": {"Location": {"schema": {"type": "string"}}}}
    name = "Choice" if status == 300 else "Error"
    return {"content": {"application/json": {"schema": ref(name)}}}


_PIECE_HEADERS: Json = {
    "X-Total-Count": {"description": "共多少条", "schema": {"type": "integer"}},
    "Link": {"description": "下一页，rel=next", "schema": {"type": "string"}},
}
