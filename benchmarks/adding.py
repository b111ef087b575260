"""``fawen add`` on one core, on two, and what two cores give at all: ``python -m benchmarks.adding FOLDER``.

Two cores of one machine share caches and memory. How much faster two are at the very same work is
measured in the same run: two archives that know nothing of each other, filled side by side. No
division of one archive's work can do better than that.
"""  # noqa: E501  the command is one line

import argparse
import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path


def main() -> None:
    """Print wall seconds and ratios; the best of several runs of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="files to add")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    one, two, side = [], [], []
    for _ in range(options.runs):
        one.append(_wall(options.folder, [{0}]))
        two.append(_wall(options.folder, [{0, 1}]))
        side.append(_wall(options.folder, [{0}, {1}]))
    print(f"one core                   {min(one):7.2f} s")
    print(f"two cores                  {min(two):7.2f} s   {min(one) / min(two):.2f} ×")
    print(f"two archives side by side  {min(side):7.2f} s   {2 * min(one) / min(side):.2f} ×")


def _wall(folder: Path, cores: list[set[int]]) -> float:
    """Seconds until as many archives are filled, each bound to its cores."""
    with tempfile.TemporaryDirectory() as home:
        start = time.perf_counter()
        running = [_started(folder, Path(home, str(at)), mine) for at, mine in enumerate(cores)]
        for process in running:
            process.wait()
        return time.perf_counter() - start


def _started(folder: Path, archive: Path, cores: set[int]) -> subprocess.Popen[bytes]:
    command = (sys.executable, "-m", "web", "--archive", archive, "add", folder)
    return subprocess.Popen(  # noqa: S603  our own program
        command,
        stdout=subprocess.DEVNULL,
        preexec_fn=partial(os.sched_setaffinity, 0, cores),  # noqa: PLW1509  no threads here
    )


if __name__ == "__main__":
    main()
