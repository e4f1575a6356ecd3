"""`isda run`: a whole book on one day."""

import gc
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from isda.cli.guard import (
    USAGE,
    FailOn,
    Level,
    day,
    exit_code,
    for_folder,
    misused,
    stop,
    whole_number,
)
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
    from collections.abc import Callable, Iterator
    from datetime import date

    from isda.basics.finding import Finding
    from isda.batch.book import BookRun
    from isda.margin.outcome import MarginCall
    from isda.statement.shapes import RunShape

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
    sample: Sampled = "200",
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
        whole_number(sample, "--sample", 1),
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
        from isda.cli.run_shown import show

        show(made, out)
        if out is not None:
            typer.echo(say(f"written to {out}"), err=True)
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
