"""A night as files: the tables of a run, and the manifest of what they were made from."""

from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from isda.basics.finding import Finding
from isda.basics.outcome import in_place_order
from isda.basics.version import VERSION
from isda.batch.bind import engine
from isda.batch.book import BookRun
from isda.batch.deliveries import deliveries
from isda.batch.inputs import Inputs, inputs_of, libraries, must_stand
from isda.batch.one_night import Night
from isda.batch.outputs import manifest_text, not_in_parquet, tables_of, totals_of, write
from isda.batch.report_changes import earlier_night, with_doubts
from isda.batch.report_rows import CodeRow, ExceptionRow, report_rows
from isda.statement.as_csv import (
    CALL_COLUMNS,
    EXCEPTION_COLUMNS,
    FINDING_COLUMNS,
    MOVEMENT_COLUMNS,
    to_csv,
)
from isda.statement.as_json import to_run_json
from isda.statement.night_page import night_page
from isda.statement.night_shapes import NIGHT_SCHEMA

TABLES = {
    "calls": CALL_COLUMNS,
    "movements": MOVEMENT_COLUMNS,
    "exceptions": EXCEPTION_COLUMNS,
    "findings": FINDING_COLUMNS,
}


class Published(NamedTuple):
    """A night that is written.

    Attributes:
        manifest: What it was made of, and how much of everything it has.
        exceptions: The first reasons why agreements have no call, some of every code.
        codes: Their codes, the most frequent first.
        reasons: How many there are, each told once.
        held_back: How many agreements have none.
        findings: What was found that belongs to no one agreement.
    """

    manifest: dict[str, Any]
    exceptions: tuple[ExceptionRow, ...]
    codes: tuple[CodeRow, ...]
    reasons: int
    held_back: int
    findings: tuple[Finding, ...]


def publish(
    night: Night,
    book: Path,
    out: Path,
    *,
    before: Path | None = None,
    korean: bool = False,
    inputs: Inputs | None = None,
) -> Published:
    """Write a night into a folder, all of it or nothing, and return what a screen shows of it.

    The same inputs give the same bytes; how long the stages took stands in `timings.json`,
    apart from them.

    Args:
        night: The night.
        book: The folder that it was computed from.
        out: The folder that it goes to.
        before: The folder of an earlier night, for the report to say what changed since.
        korean: Whether the report speaks Korean.
        inputs: The files of the book when the night began; left out, as they are now.

    Raises:
        BookChanged: A file of the book is another than when the night began.
        NoNight: There is no night in `before` that this one can be compared with.
    """
    inputs = inputs or inputs_of(book, out)
    findings = night.findings
    earlier = None
    if before is not None:
        earlier = with_doubts(earlier_night(before, night.on, out), night)
        late = deliveries(book, night.book, night.on, inputs.digests, earlier.manifest)
        findings = in_place_order([*findings, *earlier.doubts, *late])
    run = to_run_json(BookRun(night.book, night.on, night.calls, findings))
    singles = {Path(name).stem: text for name, text in to_csv(run).items()}
    tables = tables_of(night, singles, TABLES)
    counts = {name: table.height for name, table in tables.items()}
    counts |= {"steps": night.steps.height, "lots": night.lots.height}
    manifest: dict[str, Any] = {
        "schema": NIGHT_SCHEMA,
        "book": night.book,
        "on": night.on.isoformat(),
        "engine": {"version": VERSION, "source": engine().hex()},
        "libraries": libraries(),
        "inputs": inputs.digests,
        "agreements": {
            "all": night.agreements.height + len(night.calls),
            "on_columns": night.agreements.height,
            "one_by_one": len(night.calls),
            "why_one_by_one": dict(sorted(Counter(night.why_single.values()).items())),
        },
        "rows": night.rows,
        "legs": dict(sorted(Counter(tables["calls"]["status"]).items())),
        "sample": {
            "agreements": len(night.sampled),
            "trade_by_trade": len(night.twice),
            "differences": 0,
        },
        "tables": counts,
        "findings": dict(sorted(Counter(tables["findings"]["severity"]).items())),
        "totals": totals_of(tables["movements"]),
        "not_in_parquet": not_in_parquet(tables, {"steps": night.steps, "lots": night.lots}),
    }
    rows = report_rows(night, tables, manifest["totals"], earlier)
    texts = {
        "report.html": night_page(manifest, rows, korean=korean),
        "manifest.json": manifest_text(manifest),
        "timings.json": manifest_text({"milliseconds": night.milliseconds}),
    }
    steps = night.steps.sort("agreement", "leg", maintain_order=True)
    must_stand(inputs, book, out)
    write(out, tables, steps, night.lots, texts)
    held_back = tables["exceptions"]["agreement"].n_unique()
    return Published(manifest, rows.exceptions, rows.codes, rows.reasons, held_back, findings)
