"""Prints every stage of one file, for people: what was read, joined, named and concluded."""

from bisect import bisect_left
from collections.abc import Iterator

from archive import words
from archive.notice.model import Notice, Origin, Reading, Section, Source
from ingest.anatomy import assemble
from ingest.blocks import name_blocks
from ingest.coverage import covered_share
from ingest.lines import join_lines
from ingest.notice import conclude
from ingest.pipeline import READER
from ingest.readers import read_pages
from ingest.stages import Block, BlockKind, Blocks, Pages, PrintedTable

_WIDTH = 46
_NEAR = 64


def explain(source: Source) -> str:
    """All stages as text, in Chinese.

    Raises: UnsupportedFormat, UnreadableSource.
    """
    pages = read_pages(source)
    lines = join_lines(pages, words.is_word)
    blocks = name_blocks(lines)
    reading = conclude(assemble(blocks), source, READER)
    owners = _owners(reading.notice)
    return "\n".join(
        [
            *_source_lines(source, pages),
            *_page_lines(pages),
            *_block_lines(blocks, owners),
            *_notice_lines(reading),
            *tree_lines(reading),
            *_finding_lines(reading),
        ]
    )


def _title(number: int, text: str) -> str:
    return f"\n【{number}】{text}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDTH else f"{flat[: _WIDTH - 9]}…{flat[-8:]}"


def _source_lines(source: Source, pages: Pages) -> Iterator[str]:
    yield f"文件　{source.name}"
    yield f"类型　{source.media_type}，{len(source.content)} 字节，sha256 {source.sha256[:16]}…"
    yield f"读法　{READER}，得 {len(pages.source_text)} 字"


def _page_lines(pages: Pages) -> Iterator[str]:
    yield _title(1, "原样：页与行")
    for page in pages.pages:
        name = f"第{page.number}页" if page.number else "全文（不分页）"
        yield f"  {name}：{len(page.rows)} 行"
        for row in page.rows:
            if isinstance(row, PrintedTable):
                yield f"    ▦ 表格，{len(row.cells)} 格"
            else:
                yield f"    │ {_short(row.text.text)}"


_RULES = {
    BlockKind.PART: "行首“第…编”",
    BlockKind.CHAPTER: "行首“第…章”",
    BlockKind.SECTION: "行首“第…节”",
    BlockKind.ARTICLE: "行首“第…条”，其后不是引用",
    BlockKind.TABLE: "有框线、制表符或竖线的格",
    BlockKind.NUMBER: "整行是一个发文字号",
    BlockKind.DATE: "整行是一个日期",
    BlockKind.ORGAN: "整行是机关名称的样子",
    BlockKind.ADDRESSEES: "只有单位名称，以冒号收尾",
    BlockKind.ATTACHMENT_NOTE: "“附件”后跟名称",
    BlockKind.ATTACHMENT_HEADING: "“附件”独占一行",
    BlockKind.COPIES: "行首“抄送”“主送”“分送”",
    BlockKind.IMPRINT: "以“…日印发”收尾",
    BlockKind.PROVENANCE: "行首“来源”“编辑”等",
    BlockKind.NOTE: "整行在括号里，说公开、联系等事",
    BlockKind.PROSE: "不合以上各条，按正文",
}
"""Why a line was named so: the grammar of ``blocks`` in a few words each."""


def _rule(block: Block) -> str:
    if block.marker:
        return f"行首序号，{block.marker.value} 一类"
    return _RULES[block.kind]


Owners = list[tuple[int, int, str]]
"""Stretches of the source with what became of them, ordered by their start."""


def _owners(notice: Notice) -> Owners:
    found = [(field.start, field.stop, f"要素 {field.name}") for field in notice.fields]
    for component in notice.components:
        found += [(o.start, o.stop, f"{component.key} 的标题") for o in component.origin]
    found += [(o.start, o.stop, s.key) for s in notice.walk() for o in s.origin]
    found += [(o.start, o.stop, f"移出 {i.kind}") for i in notice.furniture for o in i.origin]
    return sorted(found)


def _became(block: Block, owners: Owners) -> str:
    """What became of a line: its section, field or furniture, each once, in order."""
    if not block.line.text:
        return ""
    start, stop = block.line.text.start, block.line.text.stop
    last = bisect_left(owners, (stop,))
    # Fields and sections are short; what begins far above a line does not reach it.
    near = owners[max(0, bisect_left(owners, (start,)) - _NEAR) : last]
    return "、".join(dict.fromkeys(name for a, b, name in near if a < stop and b > start))


def _block_lines(blocks: Blocks, owners: Owners) -> Iterator[str]:
    yield _title(2, "接行与辨认：每行是什么，凭什么，归到哪里")
    for item in blocks.lines.furniture:
        yield f"    移出 {item.kind:<18}{_short(item.text)}"
    for repair in blocks.lines.repairs:
        yield f"    修补 {repair.rule:<4}去掉 {repair.before!r}：{repair.evidence}"
    for block in blocks.blocks:
        label = f"[{block.label.text}] " if block.label else ""
        rest = block.rest.text or ("" if block.label else block.text)
        yield f"    {block.kind.value:<19}{label}{_short(rest)}"
        yield f"    {'':<19}└ {_rule(block)} → {_became(block, owners) or '（无）'}"


def _notice_lines(reading: Reading) -> Iterator[str]:
    yield _title(3, "公文要素")
    for field in reading.notice.fields:
        yield f"    {field.name:<16}{_short(field.value)}　（第 {field.start}–{field.stop} 字）"
    notice = reading.notice
    yield f"    类别 {notice.document_type}，文种 {notice.kind or '—'}，体裁 {notice.genre or '—'}"


def tree_lines(reading: Reading) -> Iterator[str]:
    """The notice as an indented tree, a section a line."""
    yield _title(4, "结构")
    for component in reading.notice.components:
        name = " ".join(filter(None, (component.label, component.title))) or "（无标题）"
        yield f"  {component.key}　{name}"
        for section in component.walk():
            indent = "  " * (section.depth + 1)
            words_ = "".join(filter(None, (section.heading, section.text)))
            if section.table:
                rows = section.table.rows
                words_ = f"表格 {len(rows)} 行 × {len(rows[0]) if rows else 0} 列"
            place = _place(section)
            yield f"{indent}{section.key}　{section.label or ''} {_short(words_)}{place}"


def _place(section: Section) -> str:
    pages = sorted({origin.page for origin in section.origin if origin.page})
    return f"　（第 {'、'.join(map(str, pages))} 页）" if pages else ""


def _finding_lines(reading: Reading) -> Iterator[str]:
    notice = reading.notice
    yield _title(5, "所作的陈述")
    for claim in notice.claims:
        said = claim.date.isoformat() if claim.date else claim.term or ""
        yield f"    {claim.type.value:<12}{said:<12}“{_short(claim.quote)}” —— {claim.section}"
    yield _title(6, "修补与存疑")
    for repair in notice.repairs:
        at = Origin(repair.start, repair.stop)
        yield f"    {repair.rule:<4}第 {at.start}–{at.stop} 字 {repair.before!r} → {repair.after!r}"
    for problem in reading.problems:
        yield f"    {problem.code}　{problem.message}"
    share = covered_share(notice, reading.source_text)
    yield f"\n每个字的去处：{share:.2%} 有着落"
