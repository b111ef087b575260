"""A page's language: Chinese is what is written, English is looked up, documents are marked."""

from collections.abc import Iterator
from datetime import date
from gettext import GNUTranslations
from io import BytesIO

import pytest
from markupsafe import Markup

from archive.notice.model import Precision
from archive.saying import Day, say
from web.messages import catalogue, compiled
from web.present import language
from web.present.language import Language, counted, day_text, gettext, in_chinese, said, verbatim
from web.present.wording import OUTGOING, doing

DAY = date(2026, 11, 10)


@pytest.fixture
def english() -> Iterator[None]:
    spoken = Language("en", GNUTranslations(BytesIO(compiled(catalogue("en")))))
    token = language.speak(spoken)
    yield
    language.fall_silent(token)


def test_chinese_is_what_is_written() -> None:
    assert gettext("第%(page)s页", page=2) == "第2页"
    assert counted("%(count)s 件", 1) == "1 件"
    assert verbatim("甲") == "甲"
    assert day_text(DAY) == "2026年11月10日"
    assert language.mark_chinese() == ""
    assert language.listed(["甲", "乙"]) == "甲、乙"


@pytest.mark.usefixtures("english")
def test_english_is_looked_up() -> None:
    assert gettext("第%(page)s页", page=2) == "Page 2"
    assert counted("%(count)s 件", 1) == "1 document"
    assert counted("%(count)s 件", 2) == "2 documents"
    assert day_text(DAY) == "10 November 2026"
    assert day_text(DAY, Precision.MONTH) == "November 2026"
    assert day_text(DAY, Precision.YEAR) == "2026"
    assert language.listed(["a", "b"]) == "a, b"


@pytest.mark.usefixtures("english")
def test_what_a_document_says_is_marked_and_escaped() -> None:
    assert verbatim("<b>") == Markup('<span lang="zh-Hans">&lt;b&gt;</span>')
    assert verbatim("") == ""
    words = gettext("%(evidence)s，%(who)s录入", evidence=verbatim("甲"), who="<b>")
    assert words == Markup('<span lang="zh-Hans">甲</span>, entered by &lt;b&gt;')
    assert isinstance(words, Markup)
    assert not isinstance(gettext("%(evidence)s，%(who)s录入", evidence="a", who="b"), Markup)


@pytest.mark.usefixtures("english")
def test_a_sentence_of_the_archive_is_put_together_anew() -> None:
    words = said(say("成文于%(day)s，公布日期不明。", day=Day(DAY)))
    assert words == "Signed on 10 November 2026; the day of publication is not known."
    organs = say("%(organs)s及承接其职责的%(successors)s", organs="甲", successors="乙")
    words = said(say("档案库没有收录%(organs)s的清理文件；未见废止不等于没有废止。", organs=organs))
    assert 'of <span lang="zh-Hans">甲</span> and of <span lang="zh-Hans">乙</span>' in words


@pytest.mark.usefixtures("english")
def test_what_has_no_words_in_english_is_left_chinese_and_marked() -> None:
    assert said("没有人译过的话") == Markup('<span lang="zh-Hans">没有人译过的话</span>')


@pytest.mark.usefixtures("english")
def test_words_with_markup_are_markup() -> None:
    words = said(say("填写文号或编号，如 焦政办〔2021〕65号"))
    assert isinstance(words, Markup)
    assert '<span lang="zh-Hans">焦政办〔2021〕65号</span>' in words


def test_a_sentence_that_is_kept_may_hold_any_character() -> None:
    assert said("完成 50%，见<附件>") == "完成 50%，见<附件>"


@pytest.mark.usefixtures("english")
def test_so_it_may_in_english() -> None:
    assert said("完成 50%") == Markup('<span lang="zh-Hans">完成 50%</span>')


@pytest.mark.usefixtures("english")
def test_a_word_may_mean_another_thing_elsewhere() -> None:
    assert doing("REPEALS", OUTGOING) == "Repeals"
    assert gettext(OUTGOING["REPEALS"]) == "Repealed"


@pytest.mark.usefixtures("english")
def test_what_is_handed_on_is_chinese() -> None:
    with in_chinese():
        assert language.is_chinese()
        assert day_text(DAY) == "2026年11月10日"
    assert language.spoken() == "en"
