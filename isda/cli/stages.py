"""How far a night is, at a terminal: its stages, what is done of each, the time left."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from isda.cli.language import say

if TYPE_CHECKING:
    from rich.progress import Task

WORDS = {
    "read": "reading the agreements", "bind": "binding terms",
    "identifiers": "looking for doubled trades", "marks": "adding up marks",
    "lots": "valuing collateral", "store": "keeping bound terms", "legs": "computing legs",
    "rows": "reading rows one by one", "one by one": "calling one by one",
    "sample": "comparing the sample", "write": "writing",
}  # fmt: skip
"""Each stage as it is shown."""
BAR = 24
MILLI = 1000
A_MINUTE = 60
AN_HOUR = 3600


def timings_of(*folders: Path | None) -> dict[str, int]:
    """Return how long each stage of an earlier night took, from the first folder that says so.

    They tell how long this one may take, and nothing else: a file that does not read is none.
    """
    for folder in folders:
        try:
            text = (folder / "timings.json").read_text(encoding="utf-8") if folder else ""
            said = json.loads(text)["milliseconds"]
            return {str(stage): int(took) for stage, took in said.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return {}


def left_in_stage(done: int, of: int, elapsed: float, expected: int | None) -> float | None:
    """Return the seconds left in a stage; None where nothing tells.

    Args:
        done: How much is done.
        of: How much there is; nil where only the end tells.
        elapsed: Seconds since it began.
        expected: Milliseconds that it took in an earlier night, if there was one.

    Example:
        >>> left_in_stage(25, 100, 5.0, None), left_in_stage(0, 0, 1.0, 4000)
        (15.0, 3.0)
    """
    if of and done:
        return elapsed / done * (of - done)
    if expected is not None:
        return max(expected / MILLI - elapsed, 0.0)
    return None


def left_in_all(stage: str, here: float | None, expected: Mapping[str, int]) -> float | None:
    """Return the seconds left in a night: of a stage, and of those that come after it.

    Example:
        >>> left_in_all("marks", 2.0, {"read": 9000, "marks": 5000, "lots": 3000})
        5.0
    """
    stages = list(expected)
    if here is None or stage not in stages:
        return None
    rest = stages[stages.index(stage) + 1 :]
    return here + sum(expected[each] for each in rest) / MILLI


def clock(seconds: float | None) -> str:
    """Return a time in minutes and seconds, and in hours where it is long.

    Example:
        >>> clock(7.2), clock(3725), clock(None)
        ('0:07', '1:02:05', '')
    """
    if seconds is None:
        return ""
    whole = int(seconds)
    hours, rest = divmod(whole, AN_HOUR)
    minutes, left = divmod(rest, A_MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


@contextmanager
def stages_shown(
    expected: Mapping[str, int],
) -> Iterator[Callable[[str, int, int], None] | None]:
    """Show the stages of a night as they pass, on stderr, where that is a terminal.

    Args:
        expected: Milliseconds of each stage in an earlier night, in their order.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, TextColumn
    from rich.text import Text

    from isda.batch.stages import UNITS
    from isda.cli.screen import screen

    class Left(ProgressColumn):
        """The time left in the stage under way, and in the night; what a stage took."""

        def render(self, task: "Task") -> Text:
            if task.finished:
                return Text(clock(task.finished_time), style="dim")
            stage, of = task.fields["stage"], int(task.total or 0)
            took = expected.get(stage)
            here = left_in_stage(int(task.completed), of, task.elapsed or 0.0, took)
            whole = clock(left_in_all(stage, here, expected))
            told = [say(f"{clock(here)} left")] if here is not None else []
            return Text(", ".join([*told, *([say(f"{whole} in all")] if whole else [])]))

    parts = (
        SpinnerColumn(finished_text="✓"), TextColumn("{task.description}"),
        BarColumn(BAR), TextColumn("{task.fields[count]}", justify="right"), Left(),
    )  # fmt: skip
    with Progress(*parts, console=screen(stderr=True), transient=True) as bar:
        tasks = {}

        def passed(stage: str, done: int, of: int) -> None:
            is_over = stage in tasks and done == of and done > 0
            if stage not in tasks:
                words = say(WORDS[stage])
                tasks[stage] = bar.add_task(words, total=None, stage=stage, count="")
                for other, task in tasks.items():
                    if other != stage and not bar.tasks[task].finished:
                        bar.update(task, total=1, completed=1)
            unit = say(UNITS.get(stage, "rows"))
            count = f"{done:,} {unit}" if is_over or not of else f"{done:,} / {of:,} {unit}"
            shown = count if done or of else ""
            bar.update(tasks[stage], completed=done, total=of or None, count=shown)

        yield passed
