"""A warm child process that does for this one what may take too much memory or time, or may crash.

Each process has at most one child of a kind. It is started when first needed, keeps its libraries loaded, is replaced
when it ends or says that it should be, and ends with its parent. What is asked goes through its pipes in frames (see
core.pdf_child), one question at a time.
"""

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from core.pdf_child import read_frame, write_frame

SECONDS_IN_LINE = 150  # while others are served; two that run into the limit and a little more

# The child gets no other variable: the environment holds keys and passwords.
ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT", "TZ")
OUT_OF_CPU = -getattr(signal, "SIGXCPU", 0)


class ChildBusy(Exception):
    """Too many others are waiting for the child."""


class ChildTooSlow(Exception):
    """The child was stopped when its time was over."""


class ChildEnded(Exception):
    """The child ended twice over the same question."""


class _Child:
    """One running child, its temporary folder and its pipes."""

    def __init__(self, script: str, arguments: Sequence[str]) -> None:
        self.folder = tempfile.mkdtemp(prefix=f"loandesk-{Path(script).stem}-")
        environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        path = str(Path(__file__).with_name(script))
        self.process = subprocess.Popen(  # noqa: S603 - our own file and our own paths
            [sys.executable, "-I", path, *arguments, self.folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={**environment, "TMPDIR": self.folder, "LC_ALL": "C.UTF-8"},
        )
        self.out_of_time = False

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def ask(self, frames: list[bytes], seconds: float) -> tuple[dict[str, Any], bytes]:
        """Send one request and wait for its answer; OSError or EOFError when the child ends before."""
        timer = threading.Timer(seconds, self._run_out)
        timer.start()
        try:
            for frame in frames:
                write_frame(self.process.stdin, frame)
            return json.loads(read_frame(self.process.stdout)), read_frame(self.process.stdout)
        finally:
            timer.cancel()
            timer.join()  # a timer that has just fired must not end the next document

    def _run_out(self) -> None:
        self.out_of_time = True
        self.process.kill()

    def end(self) -> None:
        with ExitStack() as closing:
            closing.callback(shutil.rmtree, self.folder, ignore_errors=True)
            closing.callback(self.process.wait)
            closing.callback(self.process.kill)
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    closing.callback(pipe.close)


class Warm:
    """The child of one kind of this process, used by one thread at a time.

    `script` is a file of this folder, run by its path in isolated mode with `arguments` and its temporary folder.
    """

    def __init__(self, script: str, arguments: Callable[[], Sequence[str]] = tuple) -> None:
        self.script, self.arguments = script, arguments
        self.lock = threading.Lock()
        self.child: _Child | None = None
        atexit.register(self.close)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)

    def exchange(self, frames: list[bytes], *, seconds: float, wait: float = SECONDS_IN_LINE) -> tuple[dict, bytes]:
        """The answer of the child; `ChildBusy`, `ChildTooSlow` or `ChildEnded`."""
        if not self.lock.acquire(timeout=wait):
            raise ChildBusy
        try:
            # Twice: a warm child may have ended between two documents (idle, killed for memory by the system).
            answer = self._try(frames, seconds) or self._try(frames, seconds)
            if answer is None:
                raise ChildEnded
            return answer
        finally:
            self.lock.release()

    def _try(self, frames: list[bytes], seconds: float) -> tuple[dict[str, Any], bytes] | None:
        child = self._ready()
        try:
            answer, content = child.ask(frames, seconds)
        except (OSError, EOFError):
            self.close()
            if child.out_of_time or child.process.returncode == OUT_OF_CPU:
                raise ChildTooSlow from None
            return None
        except BaseException:
            self.close()  # interrupted in the middle of an answer; the next one must not read its rest
            raise
        if answer["last"]:
            self.close()
            self.child = self._new()  # loads while nobody waits
        return answer, content

    def _ready(self) -> _Child:
        if self.child and not self.child.is_alive():
            self.close()
        if self.child is None:
            self.child = self._new()
        return self.child

    def _new(self) -> _Child:
        return _Child(self.script, self.arguments())

    def close(self) -> None:
        child, self.child = self.child, None
        if child:
            child.end()

    def _forget(self) -> None:
        """After a fork the child belongs to the other process; two that write into one pipe would mix their answers."""
        self.lock, self.child = threading.Lock(), None
