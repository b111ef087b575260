"""A sentence remembers what it was made of and is the Chinese sentence for all others."""

import json
import pickle
from datetime import date

from archive.errors import UnreadableSource
from archive.notice.model import Precision
from archive.saying import Day, Saying, say


def test_a_saying_is_the_chinese_sentence() -> None:
    said = say("没有第 %(page)s 页，只有 %(pages)s 页", page=3, pages=2)
    assert said == "没有第 3 页，只有 2 页"
    assert f"{said}。" == "没有第 3 页，只有 2 页。"
    assert json.dumps(said, ensure_ascii=False) == '"没有第 3 页，只有 2 页"'


def test_a_saying_remembers_its_message_and_values() -> None:
    said = say("“%(word)s”太短", word="园")
    assert said.message == "“%(word)s”太短"
    assert said.values == {"word": "园"}


def test_a_saying_may_hold_another() -> None:
    inner = say("%(organs)s及其他机关", organs="甲市政府")
    assert say("没有收录%(organs)s的文件", organs=inner) == "没有收录甲市政府及其他机关的文件"


def test_a_day_says_no_more_than_is_known() -> None:
    day = date(2021, 11, 9)
    assert say("成文于%(day)s。", day=Day(day)) == "成文于2021年11月9日。"
    assert say("成文于%(day)s。", day=Day(day, Precision.MONTH)) == "成文于2021年11月。"


def test_a_saying_comes_whole_from_another_process() -> None:
    error = UnreadableSource(say("PDF 有 %(count)s 页", count=900), say("请拆分"))
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes
    assert isinstance(copy.problem, Saying)
    assert copy.problem.message == "PDF 有 %(count)s 页"
    assert copy.problem.values == {"count": 900}
    assert str(copy) == "PDF 有 900 页（请拆分）"
