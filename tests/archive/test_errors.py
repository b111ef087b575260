"""The error tree."""

import pickle

import pytest

from archive.errors import AmbiguousNotice, FawenError, StaleIndex


@pytest.mark.parametrize(
    "error",
    [
        FawenError("读不了", "换一份", origin="甲.txt"),
        StaleIndex("索引丢失", "请运行 fawen reindex"),
        AmbiguousNotice("对上两份", "请指明", ("甲-1", "乙-1")),
    ],
)
def test_an_error_comes_whole_out_of_another_process(error: FawenError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes
    assert type(again) is type(error)
    assert (str(again), vars(again), again.args) == (str(error), vars(error), error.args)
