"""Dates as they are written."""

from datetime import date

from archive.notice.dates import format_date
from archive.notice.model import Precision


def test_no_more_of_a_date_than_is_printed() -> None:
    day = date(2021, 5, 1)
    assert format_date(day, Precision.MONTH) == "2021年5月"
    assert format_date(day, Precision.YEAR) == "2021年"
    assert format_date(day) == format_date(day, None) == "2021年5月1日"
