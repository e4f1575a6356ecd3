"""`isda make-book`: a made bank of any size."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from isda.basics.extras import missing
from isda.cli.choices import one_of
from isda.cli.guard import day, stop, whole_number


class Format(StrEnum):
    """How the large tables are written."""

    PARQUET = "parquet"
    CSV = "csv"


TRADES, LOTS = 250, 15
"""For each agreement, where nobody says how many."""


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where the book is written; a new folder.")
    ],
    agreements: Annotated[
        str, typer.Option("--agreements", metavar="N", help="How many agreements.")
    ] = "200",
    trades: Annotated[
        str | None,
        typer.Option(
            "--trades", metavar="M", help="How many trades; 250 an agreement left out."
        ),
    ] = None,
    lots: Annotated[
        str | None,
        typer.Option(
            "--lots", metavar="L", help="How many lots held; 15 an agreement left out."
        ),
    ] = None,
    seed: Annotated[
        str,
        typer.Option("--seed", metavar="S", help="The same seed gives the same bytes."),
    ] = "1",
    on: Annotated[
        str, typer.Option("--on", metavar="DAY", help="The day of the marks.")
    ] = "2024-12-30",
    shape: Annotated[
        Format,
        typer.Option(
            "--format",
            metavar="FORMAT",
            parser=one_of(Format),
            help="How trades, lots and prices are written: parquet or csv.",
        ),
    ] = Format.PARQUET,
) -> None:
    """Write a made bank: every kind of term, believable shares, a few planted faults."""
    wanted, count = day(on), whole_number(agreements, "--agreements", 1)
    size = (
        TRADES * count if trades is None else whole_number(trades, "--trades", 1),
        LOTS * count if lots is None else whole_number(lots, "--lots", 0),
    )
    begun = whole_number(seed, "--seed", 0)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        stop(f"{folder}: it is there already, and is not written over")
    try:
        from isda.batch.make_book import Shape, Size, make_book
    except ImportError:
        stop(missing("a made bank", "batch"))
    made = Size(count, *size)
    make_book(folder, made, seed=begun, on=wanted, shape=Shape(shape.value))
    typer.echo(
        f"{folder} written: {made.agreements:,} agreements, {made.trades:,} trades, "
        f"{made.lots:,} lots; isda run {folder} --on {wanted}",
        err=True,
    )
