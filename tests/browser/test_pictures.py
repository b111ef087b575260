"""The guides' pictures are of the pages as they are: taken here, and taken again when words change.

``make pictures`` takes them anew. ``pictured/`` keeps what each page said: a picture is as
different as the fonts of the machine, what is written on it is not.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.reader import PHONE, WIDE, Open, Way

pytestmark = pytest.mark.browser


# 2026年11月23日 20:42入库: when the archive of this very run was filled
_ARRIVED = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日 [0-9]{2}:[0-9]{2}入库")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a guide: where it is taken, and how much of the page is on it."""

    name: str
    path: str
    way: Way = WIDE
    height: int = 720


DAY = "on=2026-11-23"
PICTURES = (
    Picture("search", f"/search?q=一区多园 资金&{DAY}"),
    Picture("notice", f"/notices/焦政办-2021-65?{DAY}"),
    Picture("phone", f"/notices/焦政办-2021-65/main-1/art-8?{DAY}", PHONE, 760),
    Picture("status", f"/notices/焦政办-2021-65/main-1/art-10?{DAY}"),
    Picture("compare", f"/compare?old=焦政办-2017-63&new=焦政办-2021-65&{DAY}", height=1100),
    Picture("ended", f"/browse/ended?{DAY}", height=560),
)
# ![检索的结果](../static/guide/search.png)
_SHOWN = re.compile(r"!\[[^\]]+\]\(\.\./static/guide/([a-z]+)\.png\)")


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "web/static/guide"


@pytest.fixture(scope="module")
def pictured(root: Path) -> Path:
    return root / "tests/browser/pictured"


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: str(picture.name))
def test_a_guides_picture_shows_what_the_page_says(
    picture: Picture, open_window: Open, folder: Path, pictured: Path
) -> None:
    page = open_window(picture.way).visit(picture.path)
    words = _ARRIVED.sub("入库", page.locator("body").inner_text().strip())
    said = f"{picture.path}\n\n{words}\n"
    kept = pictured / f"{picture.name}.txt"
    if os.environ.get("FAWEN_REWRITE_PICTURES"):
        folder.mkdir(exist_ok=True)
        clip = {"x": 0, "y": 0, "width": picture.way.width, "height": picture.height}
        page.screenshot(path=folder / f"{picture.name}.png", clip=clip, full_page=True)
        pictured.mkdir(exist_ok=True)
        kept.write_text(said, encoding="utf-8")
    assert kept.read_text(encoding="utf-8").split() == said.split(), "make pictures"


def test_every_picture_is_shown_and_every_one_that_is_shown_is_there(
    root: Path, folder: Path
) -> None:
    guides = "".join(path.read_text("utf-8") for path in (root / "web/guide").glob("*.md"))
    assert sorted(_SHOWN.findall(guides)) == sorted(picture.name for picture in PICTURES)
    assert {path.stem for path in folder.glob("*.png")} == {picture.name for picture in PICTURES}
