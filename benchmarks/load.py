"""Pages of a large archive under load: gunicorn, two workers, eight readers who never pause.

::

    python -m benchmarks.load ARCHIVE       an archive that is filled already

Service time is what the worker itself needed for an answer, from its own log: first with one
reader, then with eight, who share the cores with both workers. Waiting time is what a reader saw,
with seven others asking. As readers ask, many pages are given again as they were made; what it
costs to make each is told apart, of pages as of a day that nobody has asked for. Memory is the
proportional share (PSS) of all processes, so that pages of files which they share are counted
once. The readers come when the workers have been up for some seconds, as in all but the first of a
server's life.
"""

import argparse
import gzip
import http.client
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from archive.archive import Archive
from benchmarks.corpus import SEED, bodies, find, statute
from benchmarks.measure import percentile
from benchmarks.queries import draw
from benchmarks.serving import Addresses, choose
from ingest.pipeline import read
from web import create_app
from web.config import Config

_WORKERS = 2
_READERS = 8
_ARTICLES = 1_300
_WARMING_S = 10
_BROWSED = (
    "/browse",
    "/browse?order=added",
    "/browse/ended",
    "/browse/expiring",
    "/browse/missing",
)
# 1234 200 GET /search?q=%E5%9B%AD HTTP/1.1
_LOGGED = re.compile(r"^(\d+) \d{3} GET (\S+) HTTP", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a reader."""

    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it."""

    kind: str
    status: int
    waited_s: float


def requests(found: Addresses, rounds: int) -> list[Asked]:
    """As people ask: notices and searches most of all, in an order that is always the same."""
    chance = random.Random(SEED)  # noqa: S311  not a secret
    kinds = {
        "notice": [(address, 4) for address in found.notices],
        "search": [(address, 4) for address in found.searches],
        "clause": [(address, 2) for address in found.clauses],
        "browse": [(address, 20) for address in _BROWSED],
        "home": [("/", 40)],
    }
    asked = [
        Asked(kind, address)
        for kind, addresses in kinds.items()
        for address, times in addresses
        for _ in range(times * rounds)
    ]
    chance.shuffle(asked)
    return asked


@contextmanager
def served(archive: Path, log: Path) -> Iterator[tuple[int, int]]:
    """The port and the process of a server of several workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = (
        *(
            sys.executable,
            "-m",
            "gunicorn",
            "web:create_app(warm=True)",
            "--workers",
            str(_WORKERS),
        ),
        *("--bind", f"127.0.0.1:{port}", "--access-logfile", str(log), "--timeout", "120"),
        *("--access-logformat", "%(D)s %(s)s %(r)s", "--log-level", "error"),
    )
    environment = os.environ | {"FAWEN_ARCHIVE": str(archive)}
    with subprocess.Popen(command, env=environment) as server:  # noqa: S603  our own command
        try:
            for _ in range(600):
                with socket.socket() as knock:
                    if knock.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield port, server.pid
        finally:
            server.terminate()


def ask(port: int, asked: Asked) -> Answered:
    """One page over a connection of its own."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", asked.address)
    response = connection.getresponse()
    response.read()
    connection.close()
    return Answered(asked.kind, response.status, time.perf_counter() - start)


def memory_mb(process: int) -> float:
    """The proportional share of a process and its children, in MB. Source: proc_pid_smaps(5)."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    total = 0
    for each in (process, *map(int, children)):
        rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
        total += int(rollup.partition("\nPss:")[2].split()[0])
    return total / 1024


def compressed_kb(port: int, addresses: list[str]) -> list[float]:
    """The size of each page as gzip sends it, in kB."""
    sizes = []
    for address in addresses:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", address)
        sizes.append(len(gzip.compress(connection.getresponse().read(), 6)) / 1000)
        connection.close()
    return sizes


def main() -> None:
    """Print a row a kind of page, then throughput and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        typed = draw(find(Path(scratch), quick=True).texts)
    found = choose(options.archive, typed)
    asked = requests(found, options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "access.log")
        with served(options.archive, log) as (port, process):
            time.sleep(_WARMING_S)
            for each in asked[:: max(1, len(asked) // 200)]:  # every worker has seen some
                ask(port, each)
            log.write_text("")
            fresh = [replace(each, address=as_of(each.address)) for each in dict.fromkeys(asked)]
            for each in fresh:
                ask(port, each)
            made = service_times(log, fresh)
            log.write_text("")
            for each in asked[::2]:
                ask(port, each)
            alone = service_times(log, asked)
            log.write_text("")
            start = time.perf_counter()
            with ThreadPoolExecutor(_READERS) as readers:
                answers = list(readers.map(lambda each: ask(port, each), asked))
            took = time.perf_counter() - start
            crowded = service_times(log, asked)
            held = memory_mb(process)
            sizes = compressed_kb(port, found.notices)
            longest = [_alone(port, found.longest) for _ in range(3 * _WORKERS)]
    print("                 made, service (ms)      one reader, service (ms)", end="")
    print("    eight readers, service (ms)    waited (ms)")
    print("kind         p50    p95    max           p50    p95    max", end="")
    print("           p50    p95    max           p50    p95")
    for kind in dict.fromkeys(each.kind for each in asked):
        waited = [1000 * each.waited_s for each in answers if each.kind == kind]
        print(f"{kind:8} {_three(made[kind])}       {_three(alone[kind])}       ", end="")
        print(f"{_three(crowded[kind])}       ", end="")
        print(f"{percentile(waited, 0.5):6.1f} {percentile(waited, 0.95):6.1f}")
    failed = sum(each.status not in {200, 302} for each in answers)
    print(f"\n{len(answers)} requests, {failed} failed, {len(answers) / took:.0f} a second")
    print(f"memory of all processes together {held:.0f} MB")
    print(f"notice pages compressed: p50 {percentile(sizes, 0.5):.0f} kB", end=", ")
    print(f"p95 {percentile(sizes, 0.95):.0f} kB, largest {max(sizes):.0f} kB")
    first, again = 1000 * max(longest), 1000 * min(longest)
    print(f"longest notice, {found.longest_clauses} clauses: first {first:.0f} ms", end=", ")
    print(f"again {again:.0f} ms")
    with tempfile.TemporaryDirectory() as scratch:
        first, again = code_of_law(Path(scratch))
    print(f"a law of {_ARTICLES} articles, median: made {first:.0f} ms, again {again:.0f} ms")


def as_of(address: str) -> str:
    """The same page as of a day that nobody else asks for."""
    return f"{address}{'&' if '?' in address else '?'}on=2026-02-03"


def code_of_law(scratch: Path) -> tuple[float, float]:
    """Milliseconds for the page of a code of law: made, and given again."""
    source = statute(_ARTICLES, bodies(find(scratch, quick=True).texts), "大")
    with Archive.open(scratch / "archive") as archive:
        name = quote(archive.add(source, read(source)).id)
    client = create_app(Config(archive=scratch / "archive")).test_client()
    addresses = [f"/notices/{name}?on=2026-02-{day:02}" for day in range(1, 10)]
    times = []
    for address in [*addresses, *addresses]:
        start = time.perf_counter()
        client.get(address).get_data()
        times.append(1000 * (time.perf_counter() - start))
    middle = len(addresses) // 2
    return sorted(times[: len(addresses)])[middle], sorted(times[len(addresses) :])[middle]


def service_times(log: Path, asked: list[Asked]) -> dict[str, list[float]]:
    """Milliseconds in the worker of each request that the log tells of, by kind."""
    kinds = {each.address: each.kind for each in asked}
    found: dict[str, list[float]] = defaultdict(list)
    for microseconds, address in _LOGGED.findall(log.read_text()):
        if kind := kinds.get(address):
            found[kind].append(int(microseconds) / 1000)
    return found


def _three(times: list[float]) -> str:
    return f"{percentile(times, 0.5):6.1f} {percentile(times, 0.95):6.1f} {max(times):6.1f}"


def _alone(port: int, address: str) -> float:
    return ask(port, Asked("longest", address)).waited_s


if __name__ == "__main__":
    main()
