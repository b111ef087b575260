"""A page taken apart, strictly: what it opens it closes; what it points at."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag

VOID = {"meta", "link", "input", "hr", "br", "wbr", "img"}


@dataclass
class Element:
    """One start tag."""

    name: str
    attributes: dict[str, str]


@dataclass
class Page(HTMLParser):
    """The parsed page; ``faults`` is empty for a well-formed one."""

    html: str
    elements: list[Element] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    """What stands inside script elements: data alone."""

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)
        self._open: list[str] = []
        self.feed(self.html)
        self.close()
        self.faults.extend(f"<{name}> is never closed" for name in self._open)
        ids = self.ids
        self.faults.extend(f"id {id!r} twice" for id in set(ids) if ids.count(id) > 1)  # noqa: A001

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.faults.extend(f"{name} twice on <{tag}>" for name in names if names.count(name) > 1)
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}, open: {self._open[-3:]}")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script":
            self.scripts.append(data)
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def all(self, name: str, **attributes: str) -> list[Element]:
        """Elements of that name (any for ``*``) with these attributes; ``cls`` is one class."""
        wanted = dict(attributes)
        cls = wanted.pop("cls", None)
        return [
            e
            for e in self.elements
            if name in ("*", e.name)
            and all(e.attributes.get(k) == v for k, v in wanted.items())
            and (cls is None or cls in e.attributes.get("class", "").split())
        ]

    @property
    def ids(self) -> list[str]:
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]

    @property
    def addresses(self) -> list[str]:
        """Everything the page points at or loads."""
        return [
            e.attributes[name]
            for e in self.elements
            for name in ("href", "src", "action", "formaction", "poster", "data", "cite", "srcset")
            if name in e.attributes
        ]

    @property
    def inner_anchors(self) -> list[str]:
        """Places on this very page that it points at."""
        return [unquote(urldefrag(a).fragment) for a in self.addresses if a.startswith("#")]
