"""Real processes on the test database: forked together, started together, each with connections of its own."""

import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db import connections

FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Outcome:
    """What one process answered, or the name of the error it ended with and where."""

    value: Any = None
    error: str = ""
    trace: str = ""


def race(count: int, work: Callable[[int], Any], *, seconds: float = 120) -> list[Outcome]:
    """Run `work(0)` … `work(count - 1)` in as many processes that begin at the same moment; answers in that order.

    Raises `AssertionError` if a process has not answered in time; whatever still runs is ended.
    """
    _leave_connections()
    start, pipes, processes = FORK.Event(), [], []
    for place in range(count):
        ours, theirs = FORK.Pipe(duplex=False)
        process = FORK.Process(target=_run, args=(work, place, start, theirs), daemon=True)
        process.start()
        theirs.close()
        pipes.append(ours)
        processes.append(process)
    start.set()
    try:
        return [_answer(pipe, place, time.monotonic() + seconds) for place, pipe in enumerate(pipes)]
    finally:
        for process in processes:
            process.kill()
            process.join()


def values(outcomes: list[Outcome]) -> list[Any]:
    """The answers; a process that failed fails the test with its trace."""
    for outcome in outcomes:
        assert not outcome.error, outcome.trace
    return [outcome.value for outcome in outcomes]


def errors(outcomes: list[Outcome]) -> list[str]:
    """The names of the errors of those that failed, sorted."""
    return sorted(outcome.error for outcome in outcomes if outcome.error)


def start(work: Callable[[], Any]) -> multiprocessing.Process:
    """One process that may be killed at any moment; it leads a group of its own, so that its children go with it."""
    _leave_connections()
    process = FORK.Process(target=_run_alone, args=(work,), daemon=False)
    process.start()
    return process


def kill(process: multiprocessing.Process) -> None:
    """`kill -9` of a process and everything it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
    process.join()


def _leave_connections() -> None:
    """Nothing may cross a fork: two processes on one connection talk into each other's answers."""
    connections.close_all()
    caches.close_all()


def _run(work: Callable[[int], Any], place: int, start, pipe) -> None:
    start.wait()
    try:
        outcome = Outcome(work(place))
    except BaseException as error:
        outcome = Outcome(error=type(error).__name__, trace=traceback.format_exc())
    connections.close_all()
    pipe.send(outcome)
    pipe.close()
    os._exit(0)


def _run_alone(work: Callable[[], Any]) -> None:
    os.setpgid(0, 0)
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _answer(pipe, place: int, until: float) -> Outcome:
    assert pipe.poll(max(until - time.monotonic(), 0.1)), f"process {place} has not answered in time"
    try:
        return pipe.recv()
    except EOFError:
        return Outcome(error="Died", trace=f"process {place} ended without an answer")
