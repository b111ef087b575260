"""The index block of a web page or its export: 索引号, 主题分类, 发布日期 … as fields.

Labels are padded (``索 引 号：``, ``标　　题：``) and values may be blank. Source: DOMAIN.md §2.1.
"""

import re
from collections.abc import Iterator

from archive.notice.dates import find_dates
from archive.notice.match import squeeze
from archive.notice.model import Field, Precision
from archive.notice.number import parse_number
from ingest.stages import Ranged

LABELS = {
    "索引号": "index_no",
    "主题分类": "topic_class",
    "发文机关": "index_issuer",
    "发文机构": "index_issuer",
    "发布机构": "index_issuer",
    "成文日期": "index_date_signed",
    "发文日期": "index_date_signed",
    "标题": "index_title",
    "名称": "index_title",
    "发文字号": "index_number",
    "文号": "index_number",
    "发布日期": "date_published",
    "主题词": "subject_terms",
    "有效性": "source_status_claim",
    "内容概述": "abstract",
}
TELLING = frozenset(("索引号", "发文字号", "文号", "成文日期", "主题词", "发布日期"))
"""Labels of which one is enough to tell an index block from another table."""

# 索 引 号：000014349/2019-00007
_LINE = re.compile(r"([\u4e00-\u9fff][\u4e00-\u9fff \u3000\u00a0]{1,8})[:：][ \u3000\u00a0]*(.*)")


def label_of(text: str) -> str:
    """``索 引 号：`` → ``索引号``."""
    return squeeze(text).rstrip(":")


def index_line(text: str) -> re.Match[str] | None:
    """A line that is one label of the block with its value, else ``None``."""
    match = _LINE.fullmatch(text)
    return match if match and label_of(match[1]) in LABELS else None


def index_field(label: str, value: Ranged) -> Iterator[Field]:
    """The field that a label's value fills; none for a date that is not a whole day."""
    name = LABELS[label]
    if "date" in name:
        printed = next(iter(find_dates(value.text)), None)
        if printed and printed.precision is Precision.DAY:
            day = printed.value.isoformat()
            yield Field(name, value.text, day, value.start, value.stop, printed.precision)
        return
    shown = value.text
    if name == "index_number":
        number = parse_number(shown)
        shown = number.canonical if number else shown
    yield Field(name, value.text, shown, value.start, value.stop)
