"""Time the engine, and print figures: `python benchmarks/speed.py`.

Medians of many runs in one process; start-up figures are of fresh processes. Nothing here
is a test: figures depend on the machine.
"""

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import isda
from isda.batch.processes import COLLECT_AFTER, in_processes

HERE = Path(__file__).parent
MICRO = 1_000_000
KIB = 1024
LARGE = range(9 * KIB // 2, 6 * KIB)
"""Characters of a sheet of about 5 KiB."""

SHEET = """
sheet: 1
agreement: BENCH
parties: {A: {name: Hangang Bank}, B: {name: Arc Shipping}}
annexes:
  - form: CSA 1994 New York
    dated: 2019-03-14
    base_currency: USD
    eligible_currencies: [USD, KRW]
    in_transit: counted
    eligible_collateral:
      - {asset: cash, currency: USD, valuation_percentage: 100%}
      - {asset: US Treasury, remaining: "[0y, 1y)", valuation_percentage: 99.5%}
      - {asset: US Treasury, remaining: "[1y, 10y]", valuation_percentage: 98%}
      - {asset: Korea Treasury, remaining: "[0y, 10y]", valuation_percentage: 95%}
    independent_amount: {A: nil, B: "USD 500,000"}
    threshold:
      A: {value: "USD 20,000,000", nil_while: [Event of Default]}
      B: {value: "USD 5,000,000", nil_while: [Event of Default]}
    minimum_transfer_amount: "USD 250,000"
    rounding: {delivery: "up to USD 10,000", return: "down to USD 10,000"}
    valuation_date: any day
"""
FACTS = """
facts: 1
on: 2024-12-30
exposure: {holder: A, amount: "USD 31,237,450"}
fx: {USDKRW: "1,474.80"}
held:
"""
LOT = """
  - {posted_by: B, asset: US Treasury, nominal: "USD 1,000,000", price: "99.50",
     accrued: "USD 4,120", matures: 2031-05-15, issuer: United States}
"""


def one_call(repeat: int) -> float:
    """Return the median microseconds of one warm call with ten lots and full working."""
    agreement = isda.read_sheet_text(SHEET).must()
    facts = isda.read_facts_text(FACTS + LOT * 10).must()
    times = []
    for _ in range(repeat):
        start = time.perf_counter_ns()
        isda.call(agreement, facts)
        times.append(time.perf_counter_ns() - start)
    return statistics.median(times) / 1000


def random_cases(count: int) -> list[Any]:
    """Return agreements of every kind, each with a day.

    Sheets and days are those of the differential oracle: every form, ratings, events,
    regimes, caps, initial margin and loss limits.
    """
    sys.path.insert(0, str(HERE.parent / "tests" / "oracle"))
    from generate import case  # noqa: PLC0415  # the folder is on the path only now

    return [case(seed) for seed in range(count)]


def large_sheets(cases: list[Any], count: int) -> tuple[float, float]:
    """Return seconds to read sheets of about 5 KiB one after another, and their mean KiB."""
    texts = [json.dumps(each.sheet, indent=1) for each in cases]
    large = [text for text in texts if len(text) in LARGE]
    chosen = [large[number % len(large)] for number in range(count)]
    start = time.perf_counter()
    for text in chosen:
        isda.read_sheet_text(text, "a.json")
    return time.perf_counter() - start, statistics.mean(map(len, chosen)) / KIB


def random_agreements(cases: list[Any]) -> tuple[float, float, float]:
    """Return seconds to read, to call and to call again agreements of every kind."""
    texts = [(json.dumps(each.sheet, indent=1), json.dumps(each.facts)) for each in cases]
    times = [time.perf_counter()]
    read = [
        (
            isda.read_sheet_text(sheet, "a.json").must(),
            isda.read_facts_text(day, "f.json").must(),
        )
        for sheet, day in texts
    ]
    times.append(time.perf_counter())
    for _ in range(2):
        for (agreement, facts), each in zip(read, cases, strict=True):
            isda.call(agreement, facts, on=each.day)
        times.append(time.perf_counter())
    return times[1] - times[0], times[2] - times[1], times[3] - times[2]


def at_once(cases: list[Any]) -> float:
    """Return seconds to read and to call agreements of every kind on all processors."""
    texts = {
        str(number): (json.dumps(each.sheet, indent=1), json.dumps(each.facts), each.day)
        for number, each in enumerate(cases)
    }

    def status(name: str) -> str:
        sheet, day, on = texts[name]
        agreement = isda.read_sheet_text(sheet, "a.json").must()
        return str(
            isda.call(agreement, isda.read_facts_text(day, "f.json").must(), on=on).status
        )

    start = time.perf_counter()
    in_processes(status, [*texts])
    return time.perf_counter() - start


def fresh(code: str, repeat: int) -> tuple[float, float]:
    """Return median seconds and most MiB of a fresh process that runs a line of code."""
    probe = (
        f"import time; start = time.perf_counter(); {code}; "
        "end = time.perf_counter(); import resource; "
        "print(end - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    seconds, memory = [], []
    for _ in range(repeat):
        out = subprocess.run(
            [sys.executable, "-c", probe], capture_output=True, text=True, check=True
        ).stdout.split()
        seconds.append(float(out[0]))
        memory.append(int(out[1]) / KIB)
    return statistics.median(seconds), max(memory)


def command(arguments: list[str], repeat: int) -> float:
    """Return the median seconds of a whole command."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "isda", *arguments], capture_output=True, check=True
        )
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=2000)
    parser.add_argument("--sheets", type=int, default=300, help="sheets of about 5 KiB to read")
    asked = parser.parse_args()
    repeat, sheets = asked.repeat, asked.sheets
    print(f"one warm call, two legs, ten lots, full working: {one_call(repeat):.0f} µs median")
    seconds, memory = fresh("import isda", 9)
    print(f"import isda: {seconds * 1000:.1f} ms, {memory:.0f} MiB")
    everything = "import isda; [getattr(isda, name) for name in isda.__all__]"
    seconds, memory = fresh(everything, 9)
    print(f"import isda and every public name: {seconds * 1000:.0f} ms, {memory:.0f} MiB")
    print(f"isda --help: {command(['--help'], 9):.2f} s")
    book = HERE.parent / "samples" / "books" / "seoul"
    run = ["run", str(book), "--on", "2008-09-30", "--json"]
    print(f"the seoul book, whole command: {command(run, 5):.2f} s")
    gc.set_threshold(*COLLECT_AFTER)
    cases = random_cases(2000)
    seconds, size = large_sheets(cases, sheets)
    print(
        f"{sheets:,} sheets of {size:.1f} KiB read in {seconds:.2f} s: "
        f"{seconds / sheets * 3000:.1f} s for 3,000"
    )
    read, first, again = random_agreements(cases)
    print(
        f"2,000 random agreements: read in {read:.1f} s, called in {first:.1f} s, "
        f"called again in {again:.1f} s"
    )
    print(f"2,000 random agreements, read and called on all processors: {at_once(cases):.1f} s")


if __name__ == "__main__":
    main()
