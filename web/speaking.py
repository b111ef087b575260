"""Which language a request asks for, and its catalogue by Flask-Babel.

Chinese is the default, whatever a browser says that its user reads: the same address is the same
page for everybody, so that it can be cited and kept by a cache.
"""

from flask import Flask, request
from flask_babel import Babel, get_translations

from web.asking import ENGLISH, LANGUAGE
from web.present import language
from web.present.language import Language

_MACHINES = ("/api/", "/static/", "/originals/")
_FILES = (
    ".json", ".jsonl", ".txt", ".md", ".docx", ".html", ".csv", ".xlsx", ".ics", ".xml", "/healthz",
)  # fmt: skip
"""How addresses end whose answers stay Chinese: they are handed on, or read by programs."""
_SPOKEN = "fawen.spoken"


def add_languages(app: Flask) -> None:
    """Have every page of ``app`` speak the language that its address asks for."""
    Babel(
        app,
        configure_jinja=False,
        default_locale="zh_Hans",
        default_translation_directories="translations",
        locale_selector=_asked,
    )
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        gettext=language.look_up, ngettext=_counted, newstyle=True
    )
    environment.globals.update(
        counted=language.counted_markup,
        is_chinese=language.is_chinese,
        listed=language.listed,
        spoken=language.spoken,
        said=language.said,
        told=language.told,
        verbatim=language.verbatim,
        zh=language.mark_chinese,
        en=language.mark_spoken,
    )
    environment.filters["day"] = language.day_text
    app.before_request(_speak)
    app.teardown_request(_fall_silent)


def _asked() -> str | None:
    path = request.path
    is_page = not path.startswith(_MACHINES) and not path.endswith(_FILES)
    return ENGLISH if is_page and request.args.get(LANGUAGE) == ENGLISH else None


def _speak() -> None:
    code = _asked()
    found = Language(code, get_translations()) if code else None
    request.environ[_SPOKEN] = language.speak(found)


def _fall_silent(_: BaseException | None) -> None:
    token = request.environ.pop(_SPOKEN, None)
    if token is not None:
        language.fall_silent(token)


def _counted(message: str, _: str, count: int) -> str:
    return language.look_up_counted(message, count)
