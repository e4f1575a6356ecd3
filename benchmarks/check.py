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

from isda import read_sheet_text
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


def large_sheets() -> list[str]:
    """Return sheets of about 5 KiB in YAML, each another one: random agreements, two in one.

    The annexes of two that are as long as each other make one sheet, where it reads.
    """
    ones = [each.sheet for each in random_cases(4000) if len(each.sheet["annexes"]) == 1]
    ones.sort(key=lambda sheet: len(json.dumps(sheet)))
    texts = []
    for first, second in zip(ones[::2], ones[1::2], strict=False):
        both = {**second, **first, "annexes": [*first["annexes"], *second["annexes"]]}
        plain = json.loads(json.dumps(both))
        text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)
        if len(text) in LARGE and read_sheet_text(text, "a.yaml").value is not None:
            texts.append(text)
    return texts


def write_sheets(folder: Path, texts: list[str], count: int) -> None:
    """Write sheets into a folder, some of them more than once."""
    for number in range(count):
        (folder / f"{number:05}.yaml").write_text(texts[number % len(texts)], encoding="utf-8")


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
    texts = large_sheets()
    size = statistics.mean(map(len, texts)) / KIB
    print(f"{len(texts)} different sheets, {size:.1f} KiB each")
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        for count in SIZES:
            folder = top / str(count)
            folder.mkdir()
            write_sheets(folder, texts, count)
            seconds, most = command(folder)
            print(f"{count:,} sheets: {seconds:.2f} s, {most:.0f} MiB")


if __name__ == "__main__":
    main()
