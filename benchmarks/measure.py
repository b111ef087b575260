"""Clocks, peak memory, growth exponents and the tables that a run prints.

Machines are shared and noisy: beside the wall clock stands processor time, and growth is judged by
processor time alone.
"""

import math
import os
import platform
import resource
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

STEEPEST = 1.5
"""A growth exponent above this is nearer to quadratic than to linear: the run fails."""


@dataclass
class Stopwatch:
    """Adds up the time spent inside its ``with`` blocks."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    _begun: tuple[float, float] = (0.0, 0.0)

    def __enter__(self) -> Self:
        self._begun = time.perf_counter(), time.process_time()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.wall_s += time.perf_counter() - self._begun[0]
        self.cpu_s += time.process_time() - self._begun[1]

    def __add__(self, other: "Stopwatch") -> "Stopwatch":
        return Stopwatch(self.wall_s + other.wall_s, self.cpu_s + other.cpu_s)


def timed(function: Callable[..., object], *arguments: object) -> Stopwatch:
    """One call, timed."""
    with Stopwatch() as watch:
        function(*arguments)
    return watch


def percentile(values: Iterable[float], share: float) -> float:
    """The nearest-rank percentile; ``share`` of 0.5 is the median."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True, slots=True)
class Times:
    """One kind of call, timed again and again."""

    watches: tuple[Stopwatch, ...]

    @classmethod
    def of(cls, function: Callable[[T], object], inputs: Iterable[T]) -> Self:
        """The function once for each input."""
        return cls(tuple(timed(function, given) for given in inputs))

    def wall_ms(self, share: float) -> float:
        """A percentile by the clock on the wall."""
        return percentile((watch.wall_s for watch in self.watches), share) * 1000

    def cpu_ms(self, share: float) -> float:
        """A percentile of processor time."""
        return percentile((watch.cpu_s for watch in self.watches), share) * 1000

    @property
    def mean_cpu_ms(self) -> float:
        """Processor time of one call on average."""
        return sum(watch.cpu_s for watch in self.watches) / len(self.watches) * 1000

    def __str__(self) -> str:
        wall, cpu = ((f(0.5), f(0.95)) for f in (self.wall_ms, self.cpu_ms))
        return f"p50 {wall[0]:.1f} ms, p95 {wall[1]:.1f} ms (CPU {cpu[0]:.1f} and {cpu[1]:.1f})"


def peak_mb() -> float:
    """The most memory that this process ever held."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(s for s in status.read_text().splitlines() if s.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@dataclass(frozen=True, slots=True)
class Ran:
    """A program that ran to its end, with the children it waited for."""

    watch: Stopwatch
    peak_mb: float
    """Of the largest process among them."""


def run(command: Sequence[str | Path]) -> Ran:
    """Run a program; its output is dropped.

    Raises: RuntimeError if it fails.
    """
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603  our own command
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall_s = time.perf_counter() - begun
    if process.returncode:
        raise RuntimeError(f"{command[:5]} ended with {process.returncode}")
    return Ran(Stopwatch(wall_s, usage.ru_utime + usage.ru_stime), usage.ru_maxrss / 1024)


def apart(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[T, float]:
    """``function(…)`` in a fresh process, and the most memory that it held, in MB."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_with_peak, partial(function, *args, **kwargs)).result()


def _with_peak(call: Callable[[], T]) -> tuple[T, float]:
    return call(), peak_mb()


# --- what a run says -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Growth:
    """One kind of work at several sizes."""

    name: str
    unit: str
    sizes: tuple[int, ...]
    costs: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """The slope of log cost over log size: 0 constant, 1 linear, 2 quadratic."""
        xs = [math.log(size) for size in self.sizes]
        ys = [math.log(max(cost, 1e-9)) for cost in self.costs]
        x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
        above = sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True))
        return above / sum((x - x_mean) ** 2 for x in xs)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Our time over a baseline's, for the same work in the same run."""

    name: str
    ours_s: float
    baseline: str
    baseline_s: float


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of work, its time divided among its stages."""

    name: str
    stages: tuple[tuple[str, float], ...]
    """Each with its processor seconds."""


@dataclass(slots=True)
class Report:
    """All that a run found out, in the order in which it did."""

    figures: list[tuple[str, str]] = field(default_factory=list)
    growths: list[Growth] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)

    def extend(self, other: "Report") -> None:
        """Take in what another process found out."""
        self.figures += other.figures
        self.growths += other.growths
        self.ratios += other.ratios
        self.profiles += other.profiles

    def markdown(self) -> str:
        """Three tables, and one for each profile."""
        return "\n\n".join(
            (
                _table("| figure | value |", (f"| {n} | {v} |" for n, v in self.figures)),
                _table("| processor time against size | 1× | 4× | 16× | exponent |", self._grown()),
                _table(
                    "| processor time against a baseline | ours | baseline | ratio |",
                    (
                        f"| {r.name} / {r.baseline} | {_duration(r.ours_s)} "
                        f"| {_duration(r.baseline_s)} | {r.ours_s / r.baseline_s:.3g} |"
                        for r in self.ratios
                    ),
                ),
                *(_profiled(profile) for profile in self.profiles),
            )
        )

    def _grown(self) -> Iterable[str]:
        for growth in self.growths:
            costs = " | ".join(
                f"{cost:.3g} {growth.unit} ({size:,})"
                for size, cost in zip(growth.sizes, growth.costs, strict=True)
            )
            mark = " **too steep**" if growth.exponent > STEEPEST else ""
            yield f"| {growth.name} | {costs} | {growth.exponent:.2f}{mark} |"

    @property
    def steep(self) -> tuple[Growth, ...]:
        """What grows nearer to quadratically than to linearly."""
        return tuple(growth for growth in self.growths if growth.exponent > STEEPEST)


def _profiled(profile: Profile) -> str:
    whole = sum(cost for _, cost in profile.stages)
    rows = (f"| {name} | {_duration(cost)} | {cost / whole:.0%} |" for name, cost in profile.stages)
    return _table(f"| {profile.name}, by stage | processor time | share |", rows)


def _table(head: str, rows: Iterable[str]) -> str:
    return "\n".join((head, "|---" * (head.count("|") - 1) + "|", *rows))


def _duration(seconds: float) -> str:
    return f"{seconds:.3g} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


def machine() -> str:
    """The machine in one line, without its name."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory_gb:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}"
    )
