"""What texts say of each other: the cost of linking all, one more, and a clean-up of five hundred.

::

    python -m benchmarks.linking [NOTICES …]    CPU milliseconds, smallest of a few runs
"""

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from archive.accession import Accession
from archive.archive import Archive
from archive.linking import link
from archive.notice.model import Source
from ingest.pipeline import read

_SIZES = (40, 400, 4000)
"""Notices of about 29 clauses each: 1k, 10k and 100k clauses."""
_LISTED = 500
_DAY = date(2026, 1, 1)
_HEADS = ("all, ms a notice", "one more, ms", "ending 500, ms", "a status, ms", "slowest, ms")
_ASKED = 100
"""So many notices are asked for their status; the mean and the slowest are told."""
_GOV = "临海市人民政府"


def notice(serial: int) -> Source:
    """A regulation that cites three before it and repeals one."""
    articles = "\n\n".join(
        f"第{_han(at)}条 第{serial}号办法对第{at}类园区的资金、人员和项目作出规定。"
        for at in range(3, 26)
    )
    cited = "、".join(
        f"《{_title(max(1, serial - back))}》（临政〔2015〕{max(1, serial - back)}号）"
        for back in (1, 7, 31)
    )
    text = (
        f"临政〔2015〕{serial}号\n\n{_GOV}关于印发{_title(serial)}的通知\n\n各有关单位：\n\n"
        f"现将《{_title(serial)}》印发给你们。\n\n{_GOV}\n\n2015年3月1日\n\n{_title(serial)}\n\n"
        f"第一条 根据{cited}，制定本办法。\n\n第二条 本办法适用于全市。\n\n{articles}\n\n"
        f"第{_han(26)}条 本办法自2015年4月1日起施行。\n"
    )
    return _source(str(serial), text)


def clean_up(count: int) -> Source:
    """A decision that ends many."""
    lines = "\n\n".join(
        f"{at}.《{_title(at)}》（临政〔2015〕{at}号）" for at in range(1, count + 1)
    )
    text = (
        f"临政〔2020〕1号\n\n{_GOV}关于废止部分文件的决定\n\n各有关单位：\n\n"
        f"经清理，决定废止下列文件：\n\n{lines}\n\n本决定自2020年5月1日起施行。\n\n{_GOV}\n\n"
        "2020年4月8日\n"
    )
    return _source("clean-up", text)


def _title(serial: int) -> str:
    return f"临海市第{_han(serial)}类园区管理办法"


def _han(number: int) -> str:
    digits = "〇一二三四五六七八九"
    return "".join(digits[int(digit)] for digit in str(number))


def _source(name: str, text: str) -> Source:
    content = text.encode()
    return Source(f"{name}.txt", "text/plain", content, hashlib.sha256(content).hexdigest())


def cpu_ms(do: Callable[[], object]) -> float:
    """What one call takes."""
    start = time.process_time()
    do()
    return (time.process_time() - start) * 1000


def keep(archive: Archive, source: Source) -> None:
    """Into the catalogue alone, neither linked nor indexed."""
    reading = read(source)
    archive._originals.keep(source.sha256, source.content)  # noqa: SLF001
    archive._keep([(Accession.of(reading), len(source.content))])  # noqa: SLF001


def main() -> None:
    """Print a row a size."""
    print("notices  clauses", *(f"{head:>18}" for head in _HEADS))
    for size in tuple(map(int, sys.argv[1:])) or _SIZES:
        with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
            archive._batch_depth = 1  # noqa: SLF001  the index plays no part here
            sys.modules["archive.archive"].__dict__["_UNTOLD_LIMIT"] = 10**9
            for serial in range(1, size + 1):
                keep(archive, notice(serial))
            connect = partial(link, archive._database)  # noqa: SLF001
            whole = cpu_ms(connect) / size
            singly = []
            for serial in range(size + 1, size + 6):
                keep(archive, notice(serial))
                singly.append(cpu_ms(connect))
            keep(archive, clean_up(min(_LISTED, size)))
            ended = cpu_ms(connect)
            work = archive.find("临政〔2015〕7号").id
            archive.status(work, None, _DAY)
            asked = [f"临政-2015-{serial}" for serial in range(1, min(size, _ASKED) + 1)]
            asks = [partial(archive.status, work, None, _DAY) for work in asked]
            status = [min(cpu_ms(ask) for _ in range(3)) for ask in asks]
            assert archive.status(work, None, _DAY).status == "REPEALED"
            clauses = archive.figures().clauses
            mean = sum(status) / len(status)
            figures = (whole, min(singly), ended, mean, max(status))
            print(f"{size:7}  {clauses:7}", *(f"{figure:18.1f}" for figure in figures))
            archive._batch_depth = 0  # noqa: SLF001


if __name__ == "__main__":
    main()
