"""`isda run`: a whole book on one day."""

import gc
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from isda.cli.counts import more_agreements
from isda.cli.guard import USAGE, FailOn, Level, day, exit_code, for_folder, misused, stop
from isda.cli.language import Language, Spoken, say, speak
from isda.cli.night import (
    OF_COLUMNS,
    Asked,
    Columns,
    Compared,
    Kept,
    Only,
    Resumed,
    Sampled,
    Single,
    on_columns_or_not,
    show_one,
    takes_columns,
)
from isda.cli.spark import By, Engine, Master, takes_spark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from rich.console import Console
    from rich.table import Table

    from isda.basics.finding import Finding
    from isda.batch.book import BookRun
    from isda.margin.outcome import MarginCall
    from isda.statement.overview import OverviewRow
    from isda.statement.shapes import RunShape

WHY_NONE = "movement, or why none"
MOST_TOLD = 20
"""Agreements whose reasons or warnings are printed; a longer list is read in a file."""
WIDE = ("agreement", "counterparty", "status", WHY_NONE, "limit in use")
BROKEN = (*WIDE[:-1], "limit\nin use")
TIGHT = ("agreement", "counterparty", WHY_NONE, "limit\nin use")
"""The heads of the table of calls, wide and less so."""
LEAST_NAME = 12
"""Cells: a counterparty's name in a narrower column is no longer read."""


Written = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        help="Write into this folder: CSV and JSON; on columns CSV, Parquet and a report.",
    ),
]


def command(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="The folder of the book.")],
    on: Annotated[
        str, typer.Option("--on", metavar="DAY", help="The day, such as 2008-09-30.")
    ],
    out: Written = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
    fail_on: FailOn = Level.NEVER,
    lang: Spoken = Language.ENGLISH,
    columns: Columns = False,
    single: Single = False,
    only: Only = None,
    store: Kept = None,
    sample: Sampled = 200,
    compare: Compared = None,
    resume: Resumed = False,
    engine: By = Engine.LOCAL,
    master: Master = None,
) -> None:
    """Compute every call of a book on one day."""
    speak(lang)
    wanted = day(on)
    _must_be_folders(book, out, store)
    if only is not None:
        beside = (bool(out), bool(compare), resume, columns, engine is Engine.SPARK)
        _alone(dict(zip(OF_WHOLE, beside, strict=True)))
        made = show_one(book, only, wanted, as_json=as_json, store=store)
        raise typer.Exit(exit_code(made.findings, fail_on))
    way = _way(columns=columns, single=single)
    on_spark = takes_spark(engine, master, out, columns=way, resume=resume)
    asked = Asked(
        store,
        sample,
        compare,
        korean=lang is Language.KOREAN,
        as_json=as_json,
        fail_on=fail_on,
        resume=resume,
        master=master,
    )
    if out is not None and (on_spark or takes_columns(book, wanted=way)):
        if on_columns_or_not(book, wanted, out, asked):
            return
    elif columns:
        misused("columns write tables: say where with --out")
    else:
        _of_columns(compare, resume=resume)
    _run_single(book, wanted, out, as_json=as_json, fail_on=fail_on)


def _must_be_folders(book: Path, out: Path | None, store: Path | None) -> None:
    """End with 2 where the book is no folder, or what is to be written cannot be one."""
    if not book.is_dir():
        stop(f"{book}: no such folder" if not book.exists() else f"{book}: this is no folder")
    for_folder(out)
    for_folder(store)
    if out is not None and (out / "book.yaml").exists():
        stop(f"{out}: this is the folder of a book, and its tables would be written over")


OF_WHOLE = ("--out", "--compare", "--resume", "--columns", "--engine spark")
"""Options of a whole run."""


def _way(*, columns: bool, single: bool) -> bool | None:
    """Return whether columns are asked for; None where nothing is said."""
    if columns and single:
        misused("--columns is one way to run a book and --single the other: take one of them")
    return True if columns else False if single else None


def _of_columns(compare: Path | None, *, resume: bool) -> None:
    """End with 2 where an option of columns stands beside a run agreement by agreement."""
    if compare is not None:
        misused("--compare is for a run on columns: add --columns and --out")
    if resume:
        misused("--resume is for a run on columns: add --columns and --out")


def _alone(said: "dict[str, bool]") -> None:
    """End with 2 where `--only` stands beside an option that it does nothing with."""
    beside = [option for option, is_said in said.items() if is_said]
    if beside:
        misused(
            f"--only shows one agreement and writes nothing: {beside[0]} is for a whole run"
        )


def _run_single(
    book: Path, wanted: "date", out: Path | None, *, as_json: bool, fail_on: Level
) -> None:
    """Run a book agreement by agreement."""
    from isda.batch.book import run_apart
    from isda.batch.processes import COLLECT_AFTER
    from isda.sheet.read_book import read_book
    from isda.statement.as_json import to_json, to_run_json, to_text

    gc.set_threshold(*COLLECT_AFTER)
    outcome = read_book(book)
    if outcome.value is None:
        from isda.cli.findings import print_findings
        from isda.cli.screen import screen

        if as_json:
            from isda.statement.as_json import unread_run_json

            document = unread_run_json(str(book), wanted, outcome.findings)
            typer.echo(to_text(document), nl=False)
            raise typer.Exit(USAGE)
        print_findings(screen(stderr=True), outcome.findings)
        if (book / "book.yaml").is_file():
            stop(f"{book}: this is no book that can be read")
        stop(f"{book}: this is no book that can be read; a book is a folder with a `book.yaml`")
    write = to_json if as_json or out is not None else _nothing
    with _progress() as progress:
        made, calls = run_apart(outcome.value, on=wanted, write=write, progress=progress)
    if out is not None:
        _write(to_run_json(made, calls), out)
    if as_json:
        typer.echo(to_text(to_run_json(made, calls)), nl=False)
    else:
        show(made, out)
        if out is not None:
            typer.echo(f"written to {out}", err=True)
    raise typer.Exit(exit_code(every_finding(made), fail_on))


def _nothing(_: "MarginCall") -> "Any":
    """Write nothing of a call: what the screen shows is in the run."""
    return None


def every_finding(made: "BookRun") -> "Iterator[Finding]":
    """Yield what was found in the book and in each call."""
    yield from made.findings
    for each in made.calls:
        yield from each.findings


@contextmanager
def _progress() -> "Iterator[Callable[[int, int], None] | None]":
    """Show how far a run is, on stderr, where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress

    from isda.cli.screen import screen

    with Progress(console=screen(stderr=True), transient=True) as bar:
        task = bar.add_task("agreements", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _write(document: "RunShape", folder: Path) -> None:
    """Write the run as JSON and as tables."""
    from isda.statement.as_csv import to_csv
    from isda.statement.as_json import to_text

    texts = {"run.json": to_text(document)} | to_csv(document)
    folder.mkdir(parents=True, exist_ok=True)
    for name in OF_COLUMNS:
        (folder / name).unlink(missing_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def show(made: "BookRun", out: Path | None = None) -> None:
    """Print a run: calls, exceptions with their reasons, totals; `out` has its tables."""
    from isda.cli.findings import print_findings
    from isda.cli.screen import heading, paragraph, screen
    from isda.cli.totals import print_totals
    from isda.statement.overview import OF_NOBODY, headline

    console = screen()
    paragraph(console, ", ".join(map(say, headline(made))), style="bold")
    if made.calls:
        heading(console, "Calls")
        _print_calls(console, made.calls)
    if made.exceptions:
        heading(console, "Exceptions")
        _print_exceptions(console, made.exceptions, out)
    _print_warnings(console, made, out)
    if made.totals:
        print_totals(console, made.totals, exact="`--json`")
    whose = f"that {OF_NOBODY[len(made.findings) > 1]}"
    print_findings(console, made.findings, what=whose)


def _print_calls(console: "Console", calls: "tuple[MarginCall, ...]") -> None:
    from isda.cli.screen import STATUSES, stacked, words
    from isda.statement.overview import row_of

    rows = [(_spoken(row_of(each)), STATUSES[each.status.value]) for each in calls]
    table = _table_of_calls(console, [row for row, _ in rows])
    if table is None:
        for row, style in rows:
            use = say(f"{row.use} of the limit in use") if row.use else ""
            below = (row.counterparty, *_why(row, has_status=True), use)
            stacked(console, f"{row.agreement}: {row.status}", below, style=style)
        return
    has_status = len(table.columns) > len(TIGHT)
    said = [row.use for row, _ in rows]
    uses = dict(zip(said, _aligned(said), strict=True))
    for row, style in rows:
        table.add_row(
            words(row.agreement), words(row.counterparty),
            *([words(row.status, style)] if has_status else []),
            words("\n".join(_why(row, has_status=has_status)), "" if has_status else style),
            words(uses[row.use]),
        )  # fmt: skip
    console.print(table)


def _why(row: "OverviewRow", *, has_status: bool) -> tuple[str, ...]:
    """Return what moves, or why nothing does; the status too where no column has it.

    A movement says `call` by itself, and so does its reason `no call`.
    """
    told = row.movements or tuple(filter(None, (row.why,)))
    if has_status or (told and row.status in {say("call"), say("no call")}):
        return told
    if row.movements or not told:
        return (row.status, *told)
    return (f"{row.status}: {row.why}",)


def _spoken(row: "OverviewRow") -> "OverviewRow":
    moved = tuple(map(say, row.movements))
    return row._replace(status=say(row.status), movements=moved, why=say(row.why))


def _aligned(uses: "list[str]") -> "list[str]":
    """Return percentages with two places each where one has any, so that points align."""
    if not any("." in use for use in uses):
        return uses
    parts = [use.removesuffix("%").partition(".") for use in uses]
    return [
        f"{whole}.{places:0<2}%" if whole and "," not in use else use
        for use, (whole, _, places) in zip(uses, parts, strict=True)
    ]


def _table_of_calls(console: "Console", rows: "list[OverviewRow]") -> "Table | None":
    """Return an empty table in which no identifier and no amount is broken, if one fits.

    Where it is tight, first the head of the last column is broken, then the status goes, which
    the movement or its reason says too, and last the names and the reasons are broken.
    """
    from isda.cli.screen import GAP, columns, is_narrow

    called = say("call")
    amounts = [text for row in rows if row.status == called for text in row.movements]
    uses = _aligned([row.use for row in rows])
    names = [row.counterparty for row in rows]
    for heads, is_last in ((WIDE, False), (BROKEN, False), (TIGHT, False), (TIGHT, True)):
        tight = heads is TIGHT
        why = [line for row in rows for line in _why(row, has_status=not tight)]
        least = {
            "agreement": _widest("agreement", (row.agreement for row in rows)),
            "status": _widest("status", (row.status for row in rows)),
            WHY_NONE: _widest(WHY_NONE, amounts if is_last else why),
            heads[-1]: _widest(heads[-1], uses),
        }
        room = console.width - GAP * (len(heads) - 1)
        room -= sum(least[head] for head in heads if head != "counterparty")
        wanted = _widest("counterparty", names)
        if room >= (LEAST_NAME if is_last else wanted):
            break
    else:
        return None
    if is_narrow(console):
        return None
    *texts, use = heads
    table = columns(*((head, "text") for head in texts), (use, "number"))
    for column, head in zip(table.columns, heads, strict=True):
        column.width = min(room, wanted) if head == "counterparty" else least[head]
    return table


def _widest(header: str, texts: "Iterable[str]") -> int:
    from rich.cells import cell_len

    return max(map(cell_len, (*say(header).split("\n"), *texts)))


def _print_exceptions(
    console: "Console", calls: "tuple[MarginCall, ...]", out: Path | None
) -> None:
    from isda.cli.screen import STATUSES, stacked
    from isda.statement.sentence import sentences

    for each in calls[:MOST_TOLD]:
        first = f"{each.agreement}: {say(each.status.value)}"
        why = " ".join(map(say, sentences(each)))
        stacked(console, first, (why,), style=STATUSES[each.status.value])
    _print_rest(console, len(calls), "exceptions.csv", out)


def _print_rest(console: "Console", count: int, file: str, out: Path | None) -> None:
    """Print of how many more agreements there is something to read in a file."""
    from isda.cli.screen import paragraph

    rest = count - MOST_TOLD
    if rest > 0:
        more = more_agreements(rest)
        written = f"and {more} in {file}" if out else f"and {more}: `--out DIR` writes {file}"
        paragraph(console, written)


def _print_warnings(console: "Console", made: "BookRun", out: Path | None) -> None:
    """Print what is worth a look in calls that were computed."""
    from isda.cli.screen import heading, stacked

    warned = {each.agreement: _warnings(each) for each in made.calls}
    told = {name: lines for name, lines in warned.items() if lines}
    if told:
        heading(console, "Warnings")
    for name, lines in list(told.items())[:MOST_TOLD]:
        stacked(console, name, lines)
    _print_rest(console, len(told), "findings.csv", out)


def _warnings(call: "MarginCall") -> list[str]:
    from isda.basics.finding import Severity

    return [
        f"{each.code} {say(each.message)}"
        for each in call.findings
        if each.severity is Severity.WARNING
    ]
