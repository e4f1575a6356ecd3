"""The stages of a night: how long each took, and how far the one under way is."""

from collections.abc import Callable
from time import perf_counter_ns

Progress = Callable[[str, int, int], None]
"""Called with the stage, how much of it is done, and how much there is; nil where only the
end of the stage tells."""

NANO_IN_MILLI = 1_000_000
UNITS = dict.fromkeys(("read", "bind", "one by one", "sample"), "agreements") | {"legs": "legs"}
"""What stages are counted in; the others are counted in rows."""


class Stages:
    """Takes the time of each stage of a run, and tells somebody how far it is."""

    def __init__(self, progress: Progress | None = None) -> None:
        self.milliseconds: dict[str, int] = {}
        self._progress, self._since = progress, perf_counter_ns()
        self._stage, self._of = "", 0

    def begin(self, stage: str, of: int = 0) -> None:
        """Say which stage begins, and how much there is to do in it, where that is known."""
        self._stage, self._of = stage, of
        self.step(0)

    def step(self, done: int) -> None:
        """Say how much of the stage is done."""
        if self._progress is not None:
            self._progress(self._stage, done, self._of)

    def after(self, start: int) -> Callable[[int], None]:
        """Return what says how much of the stage is done, where a part of it was before."""
        return lambda done: self.step(start + done)

    def done(self, stage: str, rows: int = 0) -> None:
        """Note that a stage is over."""
        now = perf_counter_ns()
        self.milliseconds[stage] = (now - self._since) // NANO_IN_MILLI
        self._since = now
        if self._progress is not None:
            self._progress(stage, rows, rows)
