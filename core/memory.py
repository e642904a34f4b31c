"""How a process that serves pages looks after its memory."""

import gc
from collections.abc import Callable
from typing import Any

# A page makes tens of thousands of objects and drops nearly all of them again.
COLLECT_EVERY = 20_000

# Slots of eight bytes: with so many Python takes 512 KB at once, and leaves half of them to what is called.
ROOM = 33_000


def settle() -> None:
    """Once everything is loaded: it stays, so the collector need not walk through it, and during a page looks seldom.

    With Python's own 700 it looked dozens of times a page, and now and then at everything, which took 50 to 150 ms.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_EVERY, 10, 10)


def with_room(call: Callable[..., Any]) -> Callable[..., Any]:
    """The call with room for the frames of everything it calls, taken once for all of them.

    CPython 3.11 lays frames in pieces of 16 KB and gives a piece back as soon as none lies in it. Where a loop stands at
    the end of one, each call in it takes the next from the kernel and gives it back (docs/benchmarks.md).
    """

    def roomy(*args: Any, **kwargs: Any) -> Any:
        return call(*args, **kwargs)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=ROOM)
    return roomy
