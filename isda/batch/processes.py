"""Work on many agreements in as many processes as there are processors."""

import gc
import os
import warnings
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_all_start_methods, get_context
from typing import Any, TypeVar

T = TypeVar("T")

MANY = 100
PART = 25
"""Agreements from which on processes are worth their start, and how many go at once."""
COLLECT_AFTER = (50_000, 20, 100)
"""Objects: much is made and kept, and looking for cycles in it takes longer than making it."""


def in_processes(
    work: Callable[[str], T],
    names: Sequence[str],
    progress: Callable[[int, int], None] | None = None,
) -> list[T]:
    """Return what some work makes of each name, in order.

    Processes are forked, so that what the work reads need not be handed over; nothing in them
    may touch a frame. Where that cannot be, or is not worth it, the work is done here.

    Args:
        work: A function of an agreement's identifier; its results are handed over.
        names: The identifiers.
        progress: Called with how many are done, and how many there are.

    Example:
        >>> in_processes(str.lower, ["A", "B"])
        ['a', 'b']
    """
    workers = os.cpu_count() or 1
    if len(names) < MANY or workers == 1 or "fork" not in get_all_start_methods():
        return _listed(map(work, names), len(names), progress)
    parts = [names[start : start + PART] for start in range(0, len(names), PART)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads
        pool = ProcessPoolExecutor(workers, get_context("fork"), _begin, (work,))
        with pool:
            done = chain.from_iterable(pool.map(_work, parts))
            return _listed(done, len(names), progress)


def _listed(
    done: Iterable[T], count: int, progress: Callable[[int, int], None] | None
) -> list[T]:
    found = []
    for each in done:
        found.append(each)
        if progress is not None:
            progress(len(found), count)
    return found


_TO_DO: list[Callable[[str], Any]] = []


def _begin(work: Callable[[str], Any]) -> None:
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    _TO_DO[:] = [work]


def _work(names: Sequence[str]) -> list[Any]:
    (work,) = _TO_DO
    return [work(name) for name in names]
