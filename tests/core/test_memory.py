"""What a serving process does about its memory."""

import resource

from core.memory import with_room


def test_a_loop_at_any_depth_takes_no_memory_from_the_kernel_anew():
    loop_at_every_depth = with_room(_loop)
    loop_at_every_depth(150)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt

    loop_at_every_depth(150)

    # Where a piece of frames ends, each of the thousand calls of a loop would take the next piece.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before < 500


def test_what_is_called_gets_its_arguments_and_its_answer_comes_back():
    assert with_room(divmod)(7, 2) == (3, 1)
    assert with_room(dict)(a=1) == {"a": 1}


def _loop(depth):
    for _round in range(1_000):
        _leaf()
    if depth:
        _loop(depth - 1)


def _leaf():
    pass
