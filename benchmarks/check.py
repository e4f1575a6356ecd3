"""Time the check, and print figures: `python benchmarks/check.py`.

One sheet in a warm process, and whole commands over folders of sheets of about 5 KiB, with the
most memory that the command and its processes took together. Figures depend on the machine.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import yaml
from speed import KIB, LARGE, random_cases

from isda.lint.check import check

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "agreements" / "margin-beside-variation" / "agreement.yaml"
SIZES = (1, 750, 1500, 3000)
EVERY = 0.02
"""Seconds between two looks at the memory."""


def one_sheet(repeat: int) -> float:
    """Return the median milliseconds of the check of one sheet, once the rules are loaded."""
    check(SAMPLE)
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        check(SAMPLE)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def write_sheets(folder: Path, count: int) -> float:
    """Write sheets of about 5 KiB, in YAML, and return their mean KiB."""
    texts = [
        yaml.dump(json.loads(json.dumps(each.sheet)), allow_unicode=True, sort_keys=False)
        for each in random_cases(2000)
    ]
    large = [text for text in texts if len(text) in LARGE]
    for number in range(count):
        (folder / f"{number:05}.yaml").write_text(large[number % len(large)], encoding="utf-8")
    return statistics.mean(map(len, large)) / KIB


def command(folder: Path) -> tuple[float, float]:
    """Return seconds of a command over a folder, and the most MiB of all its processes.

    The memory is that of a second run: looking at it holds the processes up.
    """
    words = [sys.executable, "-m", "isda", "check", str(folder), "--format", "concise"]
    start, most = time.perf_counter(), 0.0
    subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    seconds = time.perf_counter() - start
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as ran:
        while ran.poll() is None:
            most = max(most, sum(map(_resident, _family(ran.pid))))
            time.sleep(EVERY)
    alone = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KIB
    return seconds, max(most, alone)


def _family(pid: int) -> Iterator[int]:
    """Yield a process and those it started."""
    yield pid
    try:
        tasks = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return
    for child in tasks.split():
        yield from _family(int(child))


def _resident(pid: int) -> float:
    """Return the MiB of memory that are a process's own, or its share of what is shared."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    sizes = (line.split()[1] for line in text.splitlines() if line.startswith("Pss:"))
    return sum(map(int, sizes)) / KIB


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=50)
    repeat = parser.parse_args().repeat
    print(f"one sheet, rules loaded: {one_sheet(repeat):.1f} ms median")
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        for count in SIZES:
            folder = top / str(count)
            folder.mkdir()
            size = write_sheets(folder, count)
            seconds, most = command(folder)
            print(f"{count:,} sheets of {size:.1f} KiB: {seconds:.2f} s, {most:.0f} MiB")


if __name__ == "__main__":
    main()
