"""Time a night on Spark against the same night on this machine alone.

    python -m tests.benchmarks.spark --agreements 4000 --trades 1000000 --lots 60000

prints one line of JSON: how long a session takes to open; the two nights, with bound terms
that are there already, in seconds by the clock and in seconds that processors worked; the
most memory of the processes that Spark started, of Java and of Python; and whether both left
the same bytes. The first night of a session waits for Java to warm up, as the only one of a
command does. Without `--master` the cluster is two executors here.
"""

import argparse
import json
import os
import resource
import shutil
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

from isda.batch.make_book import Size, make_book
from isda.batch.night import night
from isda.batch.spark import SparkRun, session
from isda.statement.night import publish

from .night import KIB, ON, one_night, seconds, spoken

EVERY = 0.2
"""Seconds between two looks at the processes."""
TICKS = os.sysconf("SC_CLK_TCK")


class Started(threading.Thread):
    """Watches the processes that this one started, and those that they did.

    Attributes:
        most: The most memory that they had at once, in MiB, of Java and of Python.
        seconds: How long processors worked for each, by its number.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = {"java": 0, "python": 0}
        self.seconds: dict[int, float] = {}

    def run(self) -> None:
        """Look until this process ends."""
        while True:
            for kind, size in self._now().items():
                self.most[kind] = max(self.most[kind], size)
            time.sleep(EVERY)

    def _now(self) -> dict[str, int]:
        told = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                name, _, rest = path.read_text().partition("(")[2].rpartition(")")
            except OSError:
                continue
            told[int(path.parent.name)] = (name, rest.split())
        mine = {os.getpid()}
        while grown := {each for each in told if int(told[each][1][1]) in mine} - mine:
            mine |= grown
        found = {"java": 0, "python": 0}
        for number in mine - {os.getpid()}:
            name, fields = told[number]
            found["java" if name == "java" else "python"] += int(fields[21]) * PAGE // MIB
            self.seconds[number] = (int(fields[11]) + int(fields[12])) / TICKS
        return found


PAGE, MIB = os.sysconf("SC_PAGE_SIZE"), 1 << 20


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return what a night left, but how long it took."""
    every = {each.name: each.read_bytes() for each in folder.iterdir()}
    return {name: raw for name, raw in every.items() if name != "timings.json"}


def own_seconds() -> float:
    """Return how long processors worked for this process, and for those that ended under it."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def measured(options: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of a book of a size."""
    size = Size(options.agreements, options.trades, options.lots)
    book = options.folder / f"{options.agreements}-{options.trades}-{options.lots}-parquet"
    outs, store = [options.folder / "here", options.folder / "spark"], options.folder / "store"
    if not book.is_dir():
        with spoken(f"making {book.name}"):
            make_book(book, size, seed=1, on=ON)
    shutil.rmtree(store, ignore_errors=True)
    with spoken("binding terms"):
        one_night(book, outs[0], store)
    before = own_seconds()
    with spoken("here"):
        here = seconds(lambda: one_night(book, outs[0], store))
    worked = own_seconds() - before
    started = Started()
    started.start()
    start = time.perf_counter()
    with spoken("opening a session"):
        opened = session(options.master)
        spark = opened.__enter__()  # what it takes to open is timed
    opening = time.perf_counter() - start
    on_spark, processors = [], []
    for _ in range(options.runs):
        before = own_seconds() + sum(started.seconds.values())
        with spoken("on Spark"):
            runner = partial(SparkRun, spark)
            start = time.perf_counter()
            made = night(book, on=ON, store=store, runner=runner).must()
            publish(made, book, outs[1])
            on_spark.append(round(time.perf_counter() - start, 1))
        time.sleep(2 * EVERY)
        after = own_seconds() + sum(started.seconds.values())
        processors.append(round(after - before, 1))
    opened.__exit__(*sys.exc_info())
    return {
        "start_s": round(opening, 1),
        "here_s": round(here, 1),
        "here_processor_s": round(worked, 1),
        "spark_s": on_spark,
        "spark_processor_s": processors,
        "java_mib": started.most["java"],
        "python_mib": started.most["python"],
        "driver_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIB,
        "same": bytes_of(outs[0]) == bytes_of(outs[1]),
        "stages_ms": made.milliseconds,
    }


def main() -> None:
    """Print the figures as one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agreements", type=int, default=4_000)
    parser.add_argument("--trades", type=int, default=1_000_000)
    parser.add_argument("--lots", type=int, default=60_000)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--master", default="local-cluster[2,1,1024]")
    parser.add_argument("--folder", type=Path, default=Path("out/night"))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    print(json.dumps(measured(options)))  # noqa: T201  # the figures are what it is for


if __name__ == "__main__":
    main()
