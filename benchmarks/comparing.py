"""Two versions of one text compared: the cost by size, for few and for many differences.

::

    python -m benchmarks.comparing          CPU milliseconds, smallest of a few runs
"""

import random
import time
from collections.abc import Callable
from dataclasses import replace

from archive.law.compare.alignment import align
from archive.law.compare.comparison import compare
from archive.law.compare.units import text_of
from archive.notice.model import Notice
from archive.notice.numerals import format_numeral
from archive.words import cut
from benchmarks.measure import machine
from ingest.pipeline import read
from ingest.source import source_from_bytes

_SIZES = (80, 325, 1300)
"""Articles; the Civil Code has 1,260."""
_SUBJECTS = ("园区", "资金", "项目", "企业", "人才", "土地", "税收", "统计", "规划", "档案")
_DUTIES = ("申报", "审批", "验收", "公示", "监督", "评估", "备案", "考核", "调整", "终止")
_ORGANS = ("财政局", "科技局", "统计局", "税务局", "审计局", "商务局", "公安局", "司法局")
_RUNS = 3


def law(size: int) -> list[str]:
    """Articles of about 110 characters that share much of their wording, as those of a law do."""
    chance = random.Random(size)  # noqa: S311  the same law every time
    lines = []
    for _ in range(size):
        subject, duty, organ = (chance.choice(words) for words in (_SUBJECTS, _DUTIES, _ORGANS))
        days, other = chance.randrange(3, 90), chance.choice(_SUBJECTS)
        code = "".join(chance.choices("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未", k=6))
        lines.append(
            f"{subject}的{duty}由市{organ}负责，有关单位应当自收到{code}类通知之日起{days}日内提交"
            f"{other}材料；逾期不提交的，由市{organ}责令改正，处{days}00元以上{days}000元以下的罚款。"
            f"{code}类{subject}的{duty}办法由市{organ}会同市{chance.choice(_ORGANS)}另行制定。"
        )
    return lines


def revised(lines: list[str], share: float) -> list[str]:
    """Such a share of the articles reworded, taken out or put in."""
    chance = random.Random(7)  # noqa: S311  the same revision every time
    made: list[str] = []
    for line in lines:
        if chance.random() >= share:
            made.append(line)
        elif chance.random() < 0.7:
            made.append(line.replace("应当", "可以").replace("责令改正", "给予警告，责令限期改正"))
        elif chance.random() < 0.5:
            made += [line, law(1)[0].replace("类", f"{chance.randrange(1000)}号")]
    return made


def notice(lines: list[str]) -> Notice:
    """The articles as a text that has been read; what it refers to plays no part here."""
    text = "临海市综合条例\n\n" + "\n\n".join(
        f"第{format_numeral(at)}条 {line}" for at, line in enumerate(lines, 1)
    )
    return replace(read(source_from_bytes("law.txt", text.encode())).notice, claims=())


def main() -> None:
    """Print the table."""
    print(machine())
    cut("热身")
    print(f"{'articles':>10}{'changed':>9}{'align, ms':>11}{'all, ms':>9}{'ms an article':>15}")
    for share in (0.05, 0.5, 1.0):
        for size in _SIZES:
            old, new = notice(law(size)), notice(revised(law(size), share))
            texts = text_of(old), text_of(new)
            aligned = min(_time(lambda: align(*texts)) for _ in range(_RUNS))  # noqa: B023  at once
            whole = min(_time(lambda: compare(old, new, cut=cut)) for _ in range(_RUNS))  # noqa: B023  at once
            print(
                f"{size:10}{share:9.0%}{aligned:11.0f}{whole:9.0f}{whole / size:15.2f}", flush=True
            )


def _time(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return 1000 * (time.process_time() - start)


if __name__ == "__main__":
    main()
