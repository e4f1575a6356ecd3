"""What a night comes to: legs on columns, and agreements that are called by themselves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import polars as pl

from isda.basics.finding import Finding
from isda.batch.alone import Called
from isda.batch.processes import parts_in_processes
from isda.batch.stages import Stages
from isda.batch.unfinished import Unfinished
from isda.margin.outcome import MarginCall
from isda.sheet.records import RowCount


@dataclass(slots=True)
class Night:
    """The calls of a book on one day, most of them as columns.

    Attributes:
        book: The book's name.
        on: The day.
        agreements: Those that columns computed, one row each.
        legs: Their legs: figures, status and reasons.
        steps: The steps of all legs, one row each.
        lots: The lots of all agreements, with what each is worth.
        calls: The others, called one by one, in the order of their identifiers.
        why_single: Why, by identifier.
        found: What was found in the rows of agreements that columns computed.
        findings: What was found that belongs to no one agreement.
        rows: How many rows each bulk table has.
        sampled: The agreements that were computed again through the single call.
        twice: Those called by themselves that were called again, trade by trade.
        milliseconds: How long each stage took.
    """

    book: str
    on: date
    agreements: pl.DataFrame
    legs: pl.DataFrame
    steps: pl.DataFrame
    lots: pl.DataFrame
    calls: tuple[MarginCall, ...]
    why_single: dict[str, str]
    found: dict[str, list[Finding]]
    findings: tuple[Finding, ...]
    rows: dict[str, int]
    sampled: tuple[str, ...]
    twice: tuple[str, ...]
    milliseconds: dict[str, int] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Return its book, its day and its size: its calls would be a megabyte."""
        count = self.agreements.height + len(self.calls)
        return f"<Night {self.book} on {self.on}: {count:,} agreements>"


class Sample(NamedTuple):
    """Agreements that are computed again.

    Attributes:
        on_columns: Those that columns compute, through the single call.
        twice: Those called by themselves with one trade for all that may be, on every trade.
        legs: How many legs are asked for.
    """

    on_columns: list[str]
    twice: list[str]
    legs: int = 0


NO_SAMPLE = Sample([], [])


class Alone(NamedTuple):
    """Agreements of a night that were called by themselves.

    Attributes:
        calls: Those that columns do not compute.
        again: Those of the sample that they do compute.
        twice: Those of the sample that were called before, with every trade.
        loose: What was found in their rows, and in those of nobody, that is of no agreement.
        unread: Rows that do not read, by file.
    """

    calls: list[Called]
    again: list[Called]
    twice: list[Called]
    loose: list[Finding]
    unread: dict[str, list[RowCount]]


def all_called(
    names: list[str], call: Callable[[str], Called], unfinished: Unfinished, stages: Stages
) -> list[Called]:
    """Call agreements by themselves, but those that a run which was broken off has called."""
    done = unfinished.done
    missing = [name for name in names if name not in done]
    stages.begin("one by one", len(missing))
    start = 0
    for part in parts_in_processes(call, missing):
        unfinished.keep(dict(zip(missing[start : start + len(part)], part, strict=True)))
        start += len(part)
        stages.step(start)
    return [done[name] for name in names]
