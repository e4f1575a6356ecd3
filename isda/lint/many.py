"""Many sheets, one after the other, or on all cores where there are enough of them."""

import gc
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path

from isda.lint.check import Asked, Checked, check, check_draft
from isda.lint.gather import OTHER_DOCUMENTS, Gathered
from isda.lint.rule import rules
from isda.sheet.draft import Mapping as Block
from isda.sheet.yaml_events import read_draft
from isda.terms.agreement import Agreement

ENOUGH = 200
"""Sheets from which on starting further processes pays."""
AT_ONCE = 32
"""Sheets that a process is handed at a time."""
COLLECT_AFTER = (20_000, 20, 100)
"""Objects before a process looks for cycles: a sheet that was checked leaves none."""
MOST = 8
"""Processes at most."""


def check_many(gathered: Gathered, asked: Asked) -> Iterator[Checked | None]:
    """Yield the check of every sheet, in order; None for a file that is no sheet.

    Args:
        gathered: The files; what folders hold besides sheets is left out.
        asked: What is asked for.
    """
    count = len(gathered.named) + len(gathered.found)
    if count < ENOUGH:
        named: Iterator[Checked | None] = (check(path, asked) for path in gathered.named)
        yield from chain(named, (check_found(path, asked) for path in gathered.found))
        return
    rules()
    Agreement.model_rebuild()  # each process begins with all that reading needs
    usual = gc.get_threshold()
    gc.set_threshold(*COLLECT_AFTER)
    try:
        with ProcessPoolExecutor(min(os.cpu_count() or 1, MOST)) as pool:
            yield from pool.map(partial(check, asked=asked), gathered.named, chunksize=AT_ONCE)
            found = partial(check_found, asked=asked)
            yield from pool.map(found, gathered.found, chunksize=AT_ONCE)
    finally:
        gc.set_threshold(*usual)


def check_found(path: Path, asked: Asked) -> Checked | None:
    """Check a file that was found in a folder; None where it says that it is no sheet."""
    draft = read_draft(path)
    if isinstance(draft.root, Block):
        keys = draft.root.entries
        if any(key in keys for key in OTHER_DOCUMENTS) or not keys.keys() & {
            "sheet", "agreement", "parties", "annexes",
        }:  # fmt: skip
            return None
    elif draft.root is not None:
        return None
    return check_draft(draft, asked)
