"""Work on many agreements in as many processes as there are processors."""

import gc
import os
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from typing import Any, TypeVar

T = TypeVar("T")

MANY = 100
PART = 25
"""Agreements from which on processes are worth their start, and how many go at once."""
COLLECT_AFTER = (50_000, 20, 100)
"""Objects: much is made and kept, and looking for cycles in it takes longer than making it."""


def in_processes(work: Callable[[str], T], names: Sequence[str]) -> list[T]:
    """Return what some work makes of each name, in order.

    Processes are forked, so that what the work reads need not be handed over; nothing in them
    may touch a frame. Where that cannot be, or is not worth it, the work is done here.

    Args:
        work: A function of an agreement's identifier; its results are handed over.
        names: The identifiers.

    Example:
        >>> in_processes(str.lower, ["A", "B"])
        ['a', 'b']
    """
    workers = 1 if _ALONE else os.cpu_count() or 1
    if len(names) < MANY or workers == 1 or "fork" not in get_all_start_methods():
        return [work(name) for name in names]
    parts = [names[start : start + PART] for start in range(0, len(names), PART)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads
        pool = ProcessPoolExecutor(workers, get_context("fork"), _begin, (work,))
        with pool:
            return [each for part in pool.map(_work, parts) for each in part]


_ALONE: list[bool] = []


def work_alone() -> None:
    """Let this process do all its work itself, as one of many that somebody else started."""
    _ALONE[:] = [True]
    gc.set_threshold(*COLLECT_AFTER)


_TO_DO: list[Callable[[str], Any]] = []


def _begin(work: Callable[[str], Any]) -> None:
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    _TO_DO[:] = [work]


def _work(names: Sequence[str]) -> list[Any]:
    (work,) = _TO_DO
    return [work(name) for name in names]
