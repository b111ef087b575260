"""The messages that are to be translated, found in code, templates and tables; the catalogue.

``python -m web.messages`` brings ``web/translations`` up to date: new messages are added without
words, those that are gone are left out, and what a page reads is compiled.
"""

import ast
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LANGUAGES = ("en",)
TABLES = (
    "archive/law/status.py",
    "archive/law/compare/summary.py",
    "web/present/problems.py",
    "web/present/wording.py",
)
"""Modules whose tables hold words for people: status → label."""
_IN_CONTEXT = ("OUTGOING", "INCOMING")
"""Tables whose words mean something else there: 废止 is what one does to another, and a status."""
TRANSLATIONS = Path(__file__).parent / "translations"
_ROOT = Path(__file__).parent.parent
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "N_": None,
    "pgettext": ((1, "c"), 2),
    "counted": (1, 1),
    "say": None,
}
_NAME = "messages"

Found = tuple[int, str | None, Any, list[str]]
"""Line, function called, what with, comments: as Babel's extractors say it."""


def messages() -> Catalog:
    """Every message of the site with the files in which it stands, in no language yet."""
    found = Catalog(project="fawen", charset="utf-8")
    for path, method in _sources():
        with path.open("rb") as file:
            for _, message, comments, context in extract(method, file, _KEYWORDS):
                name = path.relative_to(_ROOT).as_posix()
                found.add(message, None, [(name, None)], (), comments, context=context)  # type: ignore[list-item]  # Babel writes a place without a line as one
    return found


def _sources() -> Iterator[tuple[Path, Any]]:
    for name in TABLES:
        yield _ROOT / name, extract_tables
    for folder in ("web", "archive", "ingest"):
        for path in sorted((_ROOT / folder).rglob("*.py")):
            if path.relative_to(_ROOT).as_posix() not in TABLES:
                yield path, "python"
    for path in sorted((_ROOT / "web" / "templates").iterdir()):
        yield path, "jinja2"


def extract_tables(
    file: IO[bytes], keywords: Any, comment_tags: Sequence[str], options: Any
) -> Iterator[Found]:
    """What calls mark, and the Chinese values of the dictionaries that a module defines."""
    yield from extract_python(file, keywords, comment_tags, options)  # type: ignore[misc]  # as Babel
    file.seek(0)
    for statement in ast.parse(file.read()).body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
            table = ast.unparse(_target(statement))
            if not isinstance(statement.value, ast.Dict):
                continue
            for line, text in _values(statement.value):
                if table in _IN_CONTEXT:
                    yield line, "pgettext", (table, text), []
                else:
                    yield line, None, text, []


def _target(statement: ast.Assign | ast.AnnAssign) -> ast.expr:
    return statement.target if isinstance(statement, ast.AnnAssign) else statement.targets[0]


def _values(node: ast.expr) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Dict(values=inner) | ast.Tuple(elts=inner):
            for value in inner:
                yield from _values(value)
        case ast.Constant(value=str(text)) if not text.isascii():
            yield node.lineno, text


def catalogue(language: str) -> Catalog:
    """The catalogue as it is kept."""
    with _path(language, "po").open("rb") as file:
        return read_po(file, locale=language, domain=_NAME)


def compiled(kept: Catalog) -> bytes:
    """What a page reads of a catalogue."""
    written = BytesIO()
    write_mo(written, kept)
    return written.getvalue()


def update(language: str, found: Catalog) -> Iterable[str]:
    """Bring one catalogue up to date; the messages that have no words yet."""
    kept = catalogue(language)
    created = kept.creation_date  # else every run would change the file
    kept.update(found, no_fuzzy_matching=True)
    kept.creation_date = created
    kept.obsolete.clear()
    with _path(language, "po").open("wb") as file:
        write_po(file, kept, width=100, sort_output=True, ignore_obsolete=True)
    _path(language, "mo").write_bytes(compiled(kept))
    return [str(message.id) for message in kept if message.id and not _has_words(message.string)]


def _has_words(words: Any) -> bool:
    return all(words) if isinstance(words, tuple | list) else bool(words)


def _path(language: str, ending: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / f"{_NAME}.{ending}"


def main() -> int:
    """1 where a message has no words in some language."""
    found = messages()
    missing = {language: update(language, found) for language in LANGUAGES}
    for language, lacking in missing.items():
        for message in lacking:
            sys.stdout.write(f"{language}: {message}\n")
    return int(any(missing.values()))


if __name__ == "__main__":
    sys.exit(main())
