"""How a process that serves pages looks after its memory."""

import gc

# A page makes tens of thousands of objects and drops nearly all of them again.
COLLECT_EVERY = 20_000


def settle() -> None:
    """Once everything is loaded: it stays, so the collector need not walk through it, and during a page looks seldom.

    With Python's own 700 it looked dozens of times a page, and now and then at everything, which took 50 to 150 ms.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_EVERY, 10, 10)
