"""Figures, and the budget each is held against."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One line of the table: `value` is held against `budget` (None: told only), `told` says it in figures."""

    bench: str
    what: str
    value: float
    unit: str
    told: str = ""
    budget: float | None = None

    @property
    def is_kept(self) -> bool:
        return self.budget is None or self.value <= self.budget


def seconds(work: Callable[[], object]) -> float:
    """How long one run takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def p95(times: Sequence[float]) -> float:
    """The time that 95 of 100 runs stay within."""
    return statistics.quantiles(times, n=20)[-1]


def in_turn(one: Callable[[], object], other: Callable[[], object], runs: int = 9) -> tuple[float, float]:
    """The quickest run of each of two, taken in turn, so that a busy machine strikes both."""
    one(), other()
    times = [(seconds(one), seconds(other)) for _ in range(runs)]
    return min(entry[0] for entry in times), min(entry[1] for entry in times)


def table(measures: Sequence[Measure]) -> str:
    """The lines as people read them."""
    rows = [("", "bench", "what", "measured", "budget", "figures")]
    for entry in measures:
        mark = "ok" if entry.is_kept and entry.budget is not None else "" if entry.is_kept else "OVER"
        budget = "" if entry.budget is None else f"≤ {entry.budget:g} {entry.unit}"
        rows.append((mark, entry.bench, entry.what, f"{entry.value:.3g} {entry.unit}", budget, entry.told))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(lines)


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    import os
    import platform
    from pathlib import Path

    def found(path: str, name: str) -> str:
        try:
            lines = Path(path).read_text(encoding="utf-8").splitlines()
        except OSError:
            return "unknown"
        return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "unknown")

    return {
        "processor": found("/proc/cpuinfo", "model name"),
        "cores": str(os.cpu_count()),
        "memory": found("/proc/meminfo", "MemTotal"),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
    }
