"""Notice → canonical text, and → Markdown.

The canonical text is what a careful clerk would type: an element or a paragraph a line, paragraphs
of the body led by two ideographic blanks, tables tabbed. Guarantee: read again, it gives the same
notice (origins, repairs, furniture and problems aside); a test holds it to that.
"""

from collections.abc import Iterable, Iterator

from archive.notice.model import Component, Field, Notice, Role, Section, SectionKind, Table

INDENT = "\u3000\u3000"
_NAMED_HEADS = (SectionKind.PART, SectionKind.CHAPTER, SectionKind.SECTION)
_FRONT = ("masthead", "number", "title", "history_note", "recipients")
_INDEX = {"index_no": "索引号", "date_published": "发布日期"}
_END = ("cc", "printer", "date_printed", "note", "source_line")


def render(notice: Notice) -> str:
    """The canonical text, ending in a line break."""
    fields = {field.name: field for field in notice.fields}
    inside = _inside_sections(notice)
    lines: list[str] = []
    lines += [f"{label}：{fields[name].raw}" for name, label in _INDEX.items() if name in fields]
    order = sorted((fields[name] for name in _FRONT if name in fields), key=lambda f: f.start)
    for field in order:
        if field.name == "title":
            lines.append(field.value if "number" in fields else f"# {field.value}")
        else:
            lines.append(_one_line(field.raw, keep_breaks=field.name == "history_note"))
    notes = [item.text for item in notice.furniture if item.kind == "attachment_note"]
    closing = [
        line
        for name in ("signature", "date_signed")
        if name in fields and name not in inside and not _is_within(fields, name, "number")
        for line in fields[name].raw.split("\n")
    ]
    for component in notice.components:
        if component.role is Role.ATTACHMENT and notes:
            lines += notes
            notes = []
        lines += _component_lines(component)
        is_last_before_closing = component.role is Role.COVER or (
            component.key == "main-1" and notice.components[0].role is not Role.COVER
        )
        if is_last_before_closing and closing:
            if component.role is not Role.COVER:
                lines += notes
                notes = []
            lines += [line.strip() for line in closing if line.strip()]
            closing = []
    lines += notes
    for name, field in fields.items():
        base = name.rsplit("_", 1)[0] if name[-1].isdigit() else name
        if base in _END and name not in inside:
            lines.append(_one_line(field.raw))
    return "\n".join(line.rstrip() for line in lines if line.strip()) + "\n"


def _is_within(fields: dict[str, Field], name: str, outer: str) -> bool:
    """One field printed inside another: the date behind the number in one pair of brackets."""
    return outer in fields and fields[outer].start <= fields[name].start < fields[outer].stop


def _one_line(raw: str, *, keep_breaks: bool = False) -> str:
    pieces = [piece.strip() for piece in raw.splitlines() if piece.strip()]
    return "\n".join(pieces) if keep_breaks else "".join(pieces)


def _inside_sections(notice: Notice) -> frozenset[str]:
    """Names of the fields that only point into sections."""
    spans = [(o.start, o.stop) for section in notice.walk() for o in section.origin]
    return frozenset(
        field.name
        for field in notice.fields
        if any(start <= field.start < stop for start, stop in spans)
    )


def _component_lines(component: Component) -> Iterator[str]:
    if component.label:
        yield component.label
    if component.origin and component.title and (component.label != component.title):
        yield component.title
    for section in component.sections:
        yield from _section_lines(section)


def _section_lines(section: Section) -> Iterator[str]:
    if section.table:
        yield from _table_lines(section.table)
        return
    label, heading = section.label or "", section.heading or ""
    children: Iterable[Section] = section.children
    text = section.text
    first = section.children[0] if section.children else None
    if section.kind is SectionKind.ARTICLE and first and first.kind is SectionKind.PARAGRAPH:
        # The first 款 stands on the article's own line.
        text = first.text
        children = (*first.children, *section.children[1:])
    if section.kind is SectionKind.TEXT and heading:
        yield f"## {heading}"
    elif section.kind in _NAMED_HEADS:
        yield f"{label} {heading}".rstrip()
    else:
        gap = " " if section.kind is SectionKind.ARTICLE else ""
        # 1　总则: without its wide blank the number would be part of the words.
        gap = "\u3000" if label[-1:].isdecimal() else gap
        if heading and heading[-1] not in "。）)】]":
            yield f"{INDENT}{label}{gap}{heading}"
            if text:
                yield INDENT + text
        elif label or heading or text:
            yield f"{INDENT}{label}{gap}{heading}{text}".rstrip()
    for child in children:
        yield from _section_lines(child)


def _table_lines(table: Table) -> Iterator[str]:
    """Tabbed lines; what a merged cell covers is left blank."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        shown = "" if cell.inherited else cell.text
        rows.setdefault(cell.row, []).append(shown.replace("\t", " "))
    for cells in rows.values():
        yield "\t".join(cells)


def render_markdown(notice: Notice) -> str:
    """Markdown for people: title, a line of facts, components as headings, tables as tables."""
    lines = [f"# {_escape(notice.display_title)}", ""]
    facts = [fact for fact in (notice.number, "、".join(notice.issuers)) if fact]
    if notice.date_signed:
        facts.append(notice.date_signed.isoformat())
    if facts:
        lines += [_escape(" · ".join(facts)), ""]
    for component in notice.components:
        if component.origin:
            heading = " ".join(filter(None, (component.label, component.title)))
            lines += [f"## {_escape(heading)}", ""]
        for section in component.sections:
            lines += _markdown_lines(section, 3)
    return "\n".join(lines).rstrip() + "\n"


def _markdown_lines(section: Section, depth: int) -> Iterator[str]:
    if section.table:
        rows = section.table.rows
        for n, row in enumerate(rows):
            yield "| " + " | ".join(_escape(cell).replace("|", "\\|") for cell in row) + " |"
            if n == 0:
                yield "|" + " --- |" * len(row)
        yield ""
        return
    label, heading = section.label or "", section.heading or ""
    if section.kind in _NAMED_HEADS or (heading and not section.text and section.children):
        yield f"{'#' * min(depth, 6)} {_escape(f'{label} {heading}'.strip())}"
        yield ""
        depth += 1
    else:
        bold = f"**{_escape(label)}** " if section.kind is SectionKind.ARTICLE else _escape(label)
        text = f"{bold}{_escape(heading)}{_escape(section.text)}".rstrip()
        if text:
            yield text
            yield ""
    for child in section.children:
        yield from _markdown_lines(child, depth)


def _escape(text: str) -> str:
    """Nothing in a document's text is Markdown syntax or HTML."""
    for mark in ("\\", "`", "*", "_", "[", "]", "<", ">", "#"):
        text = text.replace(mark, "\\" + mark)
    head, dot, rest = text.partition(".")
    if dot and head.isdigit():
        text = f"{head}\\.{rest}"
    return f"\\{text}" if text.startswith(("- ", "+ ")) else text
