"""What two texts may differ in and still say the same, character by character."""

from archive.notice.match import squeeze

# Which quotation marks are used is layout, and ``squeeze`` takes 「」 for brackets. Nor has it the
# radicals that exports of simplified texts leave beside those of the Kangxi block.
_LOOKS = str.maketrans(
    "「」『』⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⼾",
    "“”“”母民西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙龟户",
)


def same(text: str) -> str:
    """Equal for two texts that differ in layout only: blanks, widths, brackets, quotes,
    variants of a character."""
    return squeeze(text.translate(_LOOKS))
