"""Whether there was a document on a day: by its signing, or by an older text that is held."""

from datetime import date

from archive.archive import Archive
from tests.archive.hand_made import reading, source

LAW = "中华人民共和国园区法"
OLD = reading("旧。", title=LAW, statute=True, kind=None, version="2001-01-01", signed="2000-10-01")
NEW = reading("新。", title=LAW, statute=True, kind=None, version="2020-01-01", signed="2020-05-01")
NEVER = reading("不知何时。", title="园区简讯", kind=None)


def bounds(archive: Archive, work: str, day: date) -> str | None:
    return archive.status(work, None, day).bounds


def test_a_document_is_not_made_before_its_oldest_text_was_signed(fresh: Archive) -> None:
    for made in (OLD, NEW):
        work = fresh.add(source(made), made).id
    sentence = "该日尚未制发：2000年9月30日还没有这件文件，它的成文日期是2000年10月1日。"
    assert bounds(fresh, work, date(2000, 9, 30)) == sentence
    assert bounds(fresh, work, date(2000, 10, 1)) is None
    # The new text was in force before it was signed; the old one was there all the same.
    assert fresh.record(work, on=date(2020, 2, 1)).reading == NEW
    assert bounds(fresh, work, date(2020, 2, 1)) is None


def test_a_document_without_a_date_is_never_called_so(fresh: Archive) -> None:
    work = fresh.add(source(NEVER), NEVER).id
    assert bounds(fresh, work, date(1, 1, 1)) is None
