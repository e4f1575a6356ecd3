"""Time a whole night against the time it takes to read its files.

    python -m tests.benchmarks.night --agreements 20000 --trades 5000000 --lots 300000

prints one line of JSON. The floor is DuckDB on two threads reading the same columns of the
same files: the sum of the marks by agreement and currency, the count of distinct trades, the
sum of the lots by agreement. Medians of `--runs`; a cold night has no bound terms yet.
"""

import argparse
import json
import resource
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from isda.batch.make_book import Shape, Size, make_book
from isda.batch.night import night
from isda.statement.night import publish

KIB = 1024
ON = date(2024, 12, 30)
THREADS = 2
MONEY = "DECIMAL(38, 9)"


def seconds(work: Callable[[], Any]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median(work: Callable[[], Any], runs: int) -> float:
    """Return the median of several runs."""
    return statistics.median(seconds(work) for _ in range(runs))


def floor(book: Path, ending: str) -> None:
    """Read what a night reads, add it up, and count the trades."""
    import duckdb  # noqa: PLC0415  # only who measures needs it: the extra `benchmark`

    with duckdb.connect(config={"threads": THREADS}) as base:

        def table(name: str) -> Any:
            path = str(book / f"{name}.{ending}")
            if ending == "parquet":
                return base.read_parquet(path)
            return base.read_csv(path, all_varchar=True)

        by_agreement = "agreement, mark_currency"
        table("trades").aggregate(
            f"{by_agreement}, sum(mark::{MONEY})", by_agreement
        ).fetchall()
        table("trades").aggregate("count(DISTINCT trade_id)").fetchall()
        table("lots").aggregate(f"agreement, sum(nominal::{MONEY})", "agreement").fetchall()


def one_night(book: Path, out: Path, store: Path) -> Any:
    """Run a night and write what it comes to."""
    made = night(book, on=ON, store=store).must()
    publish(made, book, out)
    return made


@contextmanager
def spoken(words: str) -> Iterator[None]:
    """Say on stderr what is timed."""
    print(f"{words} …", end="", file=sys.stderr, flush=True)  # noqa: T201  # it is a command
    start = time.perf_counter()
    yield
    print(f" {time.perf_counter() - start:.1f} s", file=sys.stderr)  # noqa: T201  # the same


def measured(options: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of a book of a size."""
    size = f"{options.agreements}-{options.trades}-{options.lots}"
    books = {ending: options.folder / f"{size}-{ending}" for ending in ("parquet", "csv")}
    out, store = options.folder / "out", options.folder / "store"
    for ending, book in books.items():
        if not book.is_dir():
            with spoken(f"making {book.name}"):
                size_of = Size(options.agreements, options.trades, options.lots)
                make_book(book, size_of, seed=options.seed, on=ON, shape=Shape(ending))
    book = books["parquet"]
    figures: dict[str, Any] = {}
    with spoken("floor"):
        figures["floor_s"] = median(lambda: floor(book, "parquet"), options.runs)
    shutil.rmtree(store, ignore_errors=True)
    with spoken("cold night"):
        figures["night_cold_s"] = seconds(lambda: one_night(book, out, store))
    kept: list[Any] = [None]

    def again() -> None:
        kept.clear()
        kept.append(one_night(book, out, store))

    with spoken("warm nights"):
        figures["night_warm_s"] = median(again, options.runs)
    figures["ratio_warm"] = figures["night_warm_s"] / figures["floor_s"]
    made = kept[-1]
    kept.clear()
    if options.csv:
        shutil.rmtree(store, ignore_errors=True)
        one_night(books["csv"], out, store)
        with spoken("floor and nights of CSV"):
            figures["csv_floor_s"] = median(lambda: floor(books["csv"], "csv"), options.runs)
            figures["csv_night_s"] = median(
                lambda: one_night(books["csv"], out, store), options.runs
            )
    figures = {name: round(figure, 3) for name, figure in figures.items()}
    return figures | {
        "rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIB,
        "legs": made.legs.height + sum(len(each.legs) for each in made.calls),
        "single_call_fallbacks": len(made.calls),
        "stages_ms": made.milliseconds,
    }


def main() -> None:
    """Print the figures as one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agreements", type=int, default=20_000)
    parser.add_argument("--trades", type=int, default=5_000_000)
    parser.add_argument("--lots", type=int, default=300_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path("out/night"))
    parser.add_argument("--no-csv", dest="csv", action="store_false")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    print(json.dumps(measured(options)))  # noqa: T201  # the figures are what it is for


if __name__ == "__main__":
    main()
