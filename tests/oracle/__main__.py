# ruff: noqa: T201 - a runner prints
"""Run the oracle against the program: `python tests/oracle --cases 100000 --seed 1`.

Prints each difference with its seed and ends with a count; leaves with 1 if there is one.
`--show SEED` prints the sheet, the facts and the oracle's legs of one case.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from calculation import call
from compare import differences
from generate import case

CHUNK = 500


def check(seeds: range) -> list[str]:
    """Return the differences of some seeds."""
    import program  # noqa: PLC0415 - the oracle alone must run without the package

    found = []
    for seed in seeds:
        one = case(seed)
        try:
            lines = differences(one, program.run(one))
        except Exception as fault:  # noqa: BLE001 - a crash is a difference to report
            lines = [f"{type(fault).__name__}: {fault}"]
        found += [f"seed {seed}: {line}" for line in lines]
    return found


def show(seed: int) -> None:
    """Print one case and what the oracle makes of it."""
    one = case(seed)
    print(json.dumps({"sheet": one.sheet, "facts": one.facts}, ensure_ascii=False, indent=1))
    for leg in call(one.sheet, one.facts, one.day)["legs"]:
        print(leg["posting_party"], leg["status"], leg.get("why", ""))
        for name, amount in leg["steps"].items():
            print(f"  {name}: {float(amount)}")


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python tests/oracle", description=__doc__)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--show", type=int, metavar="SEED")
    options = parser.parse_args()
    if options.show is not None:
        show(options.show)
        return 0
    last = options.seed + options.cases
    chunks = [
        range(first, min(first + CHUNK, last)) for first in range(options.seed, last, CHUNK)
    ]
    count = 0
    with ProcessPoolExecutor(max_workers=options.workers) as pool:
        for done, found in enumerate(pool.map(check, chunks), 1):
            count += len(found)
            for line in found:
                print(line)
            print(f"\r{min(done * CHUNK, options.cases)} cases", end="", file=sys.stderr)
    print(f"\n{options.cases} cases from seed {options.seed}: {count} differences")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
