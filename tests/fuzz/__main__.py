# ruff: noqa: T201 - a runner prints
"""Fuzz the check: `python tests/fuzz --cases 1000000`.

Prints each file that raises, and the slowest one; leaves with 1 if any raised or took over a
second. Needs no network and writes into a temporary folder only. Where atheris installs,
`python tests/fuzz --atheris --seconds 600` looks for files that reach new code.
"""

import argparse
import os
import sys
import tempfile
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from documents import KEYS, PIECES, SOURCES, SUFFIXES, contents
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


def guided(seconds: int) -> None:
    """Let atheris look for inputs that reach new code, from the samples on; never returns.

    Each fault is printed once, by where it was raised; the file stands in the folder named.
    """
    import atheris  # noqa: PLC0415 - it installs on few machines

    folder = Path(tempfile.mkdtemp(prefix="isda-fuzz-"))
    corpus, words = folder / "corpus", folder / "words.dict"
    corpus.mkdir()
    for number, source in enumerate(SOURCES):
        (corpus / str(number)).write_bytes(b"\0" + source.encode())
    words.write_text("".join(map(_entry, (*KEYS, *PIECES))), encoding="ascii")
    ends = time.monotonic() + seconds if seconds else float("inf")
    faults: dict[str, Path] = {}
    tried, slowest = 0, 0.0

    def run(data: bytes) -> None:
        nonlocal tried, slowest
        tried += 1
        suffix = SUFFIXES[data[0] % len(SUFFIXES)] if data else ".yaml"
        try:
            slowest = max(slowest, try_one(folder, data[1:], suffix))
        except Exception:  # noqa: BLE001 - whatever it is, it is a fault to report
            fault = " | ".join(traceback.format_exc().splitlines()[-3:])
            if fault not in faults:
                faults[fault] = folder / f"fault-{len(faults)}{suffix}"
                faults[fault].write_bytes(data[1:])
                print(f"{faults[fault]}: {fault}", flush=True)
        if time.monotonic() > ends:
            print(f"{tried} files: {len(faults)} raised, the slowest took {slowest:.2f} s "
                  "with its tracing", flush=True)  # fmt: skip
            os._exit(1 if faults else 0)  # its loop knows no other end

    atheris.instrument_all()
    options = (
        f"-dict={words}",
        f"-artifact_prefix={folder}/",
        "-max_len=16384",
        "-verbosity=0",
    )
    atheris.Setup([sys.argv[0], *options, str(corpus)], run)
    atheris.Fuzz()


def _entry(word: str) -> str:
    """Return a line of a dictionary of libFuzzer, every byte of the word escaped."""
    raw = word.encode(errors="replace")[:64]
    return '"' + "".join(f"\\x{byte:02x}" for byte in raw) + '"\n' if raw else ""


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python tests/fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0, help="the first chunk")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--atheris", action="store_true", help="guided by what is reached")
    parser.add_argument(
        "--seconds", type=int, default=0, help="how long, with --atheris; 0: until interrupted"
    )
    options = parser.parse_args()
    if options.atheris:
        guided(options.seconds)
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
