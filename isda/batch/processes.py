"""Work on many agreements in as many processes as there are processors."""

import gc
import os
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from typing import Any, TypeVar

T = TypeVar("T")

MANY = 100
PART = 25
"""Agreements from which on processes are worth their start, and how many go at once."""
COLLECT_AFTER = (50_000, 20, 100)
"""Objects: much is made and kept, and looking for cycles in it takes longer than making it."""


def in_processes(
    work: Callable[[str], T], names: Sequence[str], told: Callable[[int], None] | None = None
) -> list[T]:
    """Return what some work makes of each name, in order.

    Args:
        work: A function of an agreement's identifier; its results are handed over.
        names: The identifiers.
        told: Called with how many are done.

    Example:
        >>> in_processes(str.lower, ["A", "B"])
        ['a', 'b']
    """
    made: list[T] = []
    for part in parts_in_processes(work, names):
        made += part
        if told is not None:
            told(len(made))
    return made


def parts_in_processes(work: Callable[[str], T], names: Sequence[str]) -> Iterator[list[T]]:
    """Yield what some work makes of each name, in order, some names at a time.

    Processes are forked, so that what the work reads need not be handed over; nothing in them
    may touch a frame. Where that cannot be, or is not worth it, the work is done here.

    Args:
        work: A function of an agreement's identifier; its results are handed over.
        names: The identifiers.
    """
    workers = 1 if _ALONE else os.cpu_count() or 1
    parts = [names[start : start + PART] for start in range(0, len(names), PART)]
    if len(names) < MANY or workers == 1 or "fork" not in get_all_start_methods():
        yield from ([work(name) for name in part] for part in parts)
        return
    begin = (work, os.getpid())
    with ProcessPoolExecutor(workers, get_context("fork"), _begin, begin) as pool:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads
            made = pool.map(_work, parts)
        yield from made


_ALONE: list[bool] = []


def work_alone() -> None:
    """Let this process do all its work itself, as one of many that somebody else started."""
    _ALONE[:] = [True]
    gc.set_threshold(*COLLECT_AFTER)


_TO_DO: list[Callable[[str], Any]] = []


def _begin(work: Callable[[str], Any], parent: int) -> None:
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    _TO_DO[:] = [work]


def _end_with(parent: int) -> None:
    """End this process once the one it works for was killed: nobody else would end it."""
    nothing = threading.Event()
    while os.getppid() == parent:
        nothing.wait(LOOK_AFTER)
    os._exit(1)


LOOK_AFTER = 1
"""Seconds."""


def _work(names: Sequence[str]) -> list[Any]:
    (work,) = _TO_DO
    return [work(name) for name in names]
