# ruff: noqa: T201 - a runner prints
"""Fuzz the check: `python tests/fuzz --cases 1000000`, or coverage-guided with `--atheris`.

Prints each file that raises, and the slowest one; leaves with 1 if any raised or took over a
second. Needs no network and writes into a temporary folder only.
"""

import argparse
import os
import sys
import tempfile
import traceback
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from documents import SUFFIXES, contents
from one import MOST_SECONDS, try_one

CHUNK = 5_000


def chunk(number: int) -> tuple[list[str], float]:
    """Try one chunk of files; return what raised, and the seconds of the slowest."""
    faults: list[str] = []
    slowest = [0.0]

    with tempfile.TemporaryDirectory() as name:

        @seed(number)
        @settings(
            max_examples=CHUNK, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(contents(), st.sampled_from(SUFFIXES))
        def run(content: bytes, suffix: str) -> None:
            try:
                slowest[0] = max(slowest[0], try_one(Path(name), content, suffix))
            except Exception:  # noqa: BLE001 - whatever it is, it is a fault to report
                last = traceback.format_exc().splitlines()[-3:]
                faults.append(f"{suffix} {content[:300]!r}: {' | '.join(last)}")

        run()
    return faults, slowest[0]


def guided() -> None:
    """Let atheris look for inputs that reach new code."""
    import atheris  # noqa: PLC0415 - it installs on few machines

    folder = Path(tempfile.mkdtemp())

    def run(data: bytes) -> None:
        try_one(folder, data[1:], SUFFIXES[data[0] % len(SUFFIXES)] if data else ".yaml")

    atheris.instrument_all()
    atheris.Setup(sys.argv[:1], run)
    atheris.Fuzz()


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python tests/fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0, help="the first chunk")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--atheris", action="store_true", help="until it is interrupted")
    options = parser.parse_args()
    if options.atheris:
        guided()
        return 0
    chunks = range(options.seed, options.seed + -(-options.cases // CHUNK))
    count, slowest = 0, 0.0
    with ProcessPoolExecutor(max_workers=options.workers) as pool:
        for done, (faults, longest) in enumerate(pool.map(chunk, chunks), 1):
            count, slowest = count + len(faults), max(slowest, longest)
            for fault in faults:
                print(fault)
            print(f"\r{done * CHUNK} files", end="", file=sys.stderr)
    print(f"\n{len(chunks) * CHUNK} files: {count} raised, the slowest took {slowest:.2f} s")
    return 1 if count or slowest > MOST_SECONDS else 0


if __name__ == "__main__":
    sys.exit(main())
