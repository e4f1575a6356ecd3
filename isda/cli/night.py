"""`isda run` on columns: a bank's night, and one agreement of it by itself."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from isda.basics.extras import missing
from isda.cli.guard import FAULT, FINDINGS, Level, severity_of, stop
from isda.cli.language import say
from isda.cli.night_shown import MOST_SHOWN, show_night

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from isda.batch.one_night import Night
    from isda.batch.stages import Progress
    from isda.batch.unfinished import Unfinished
    from isda.margin.outcome import MarginCall

BULK = ("trades", "marks", "lots")
LARGE = 16 * 1024 * 1024
"""Bytes of the bulk tables from which on a book is run on columns where nobody says how."""
STORE = ".bound"
OF_COLUMNS = (
    "manifest.json", "timings.json", "report.html", "steps.csv", "lots.csv",
    *(f"{name}.parquet" for name in ("calls", "movements", "exceptions", "findings")),
    "steps.parquet", "lots.parquet",
)  # fmt: skip
"""Files that only a run on columns writes: those of an earlier run would be of another."""


Columns = Annotated[
    bool,
    typer.Option(
        "--columns",
        help="Run on columns; so runs a large book with `--out`, where nothing is said.",
    ),
]
Single = Annotated[bool, typer.Option("--single", help="Run agreement by agreement.")]
Only = Annotated[
    str | None,
    typer.Option(
        "--only", metavar="AGREEMENT", help="Show one agreement of the book, every step."
    ),
]
Kept = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="DIR",
        help="Where columns keep bound terms; left out, `.bound` in the book. It may be "
        "deleted at any time.",
    ),
]
Sampled = Annotated[
    str,
    typer.Option("--sample", metavar="N", help="Legs of columns that are computed twice."),
]
Compared = Annotated[
    Path | None,
    typer.Option(
        "--compare",
        metavar="DIR",
        help="The folder of an earlier run on columns: the report says what changed.",
    ),
]
Resumed = Annotated[
    bool,
    typer.Option(
        "--resume", help="Take up a run on columns that was broken off, where it broke off."
    ),
]


def is_large(book: Path) -> bool:
    """Whether the bulk tables of a book are large enough for columns."""
    found = [path for name in BULK for path in book.glob(f"{name}*")]
    files = [each for path in found for each in (path, *path.rglob("*")) if each.is_file()]
    return sum(path.stat().st_size for path in files) >= LARGE


def has_columns() -> bool:
    """Whether the libraries for columns are installed."""
    from importlib.util import find_spec

    return find_spec("polars") is not None and find_spec("pyarrow") is not None


def takes_columns(book: Path, *, wanted: bool | None) -> bool:
    """Whether a book is run on columns, as said or because it is large."""
    if wanted and not has_columns():
        stop(missing("a run on columns", "batch"))
    return has_columns() and is_large(book) if wanted is None else wanted


class Asked(NamedTuple):
    """How a run on columns was asked for."""

    store: Path | None
    sample: int
    before: Path | None
    korean: bool
    as_json: bool
    fail_on: Level
    resume: bool
    master: str | None = None


def on_columns_or_not(book: Path, on: "date", out: Path, asked: Asked) -> bool:
    """Run a book on columns, write what it comes to, and print what matters of it.

    Returns:
        Whether it was run: where the book as a whole is nothing for columns, that is said.
    """
    from isda.basics.finding import Severity
    from isda.batch.inputs import BookChanged, inputs_of, made_of
    from isda.batch.report_changes import NoNight, earlier_night
    from isda.cli.stages import stages_shown, timings_of
    from isda.statement.night import publish

    if asked.before is not None:
        try:
            earlier_night(asked.before, on, out)
        except NoNight as problem:
            stop(str(problem))
    inputs = inputs_of(book, out)
    unfinished = _begun(out, made_of(inputs, on), asked)
    with stages_shown(timings_of(out, asked.before)) as progress:
        made = _run(book, on, asked, unfinished, progress)
        if made is None:
            unfinished.over()
            return False
        if progress is not None:
            progress("write", 0, 0)
        try:
            written = publish(
                made, book, out, before=asked.before, korean=asked.korean, inputs=inputs
            )
        except BookChanged as problem:
            unfinished.over()
            stop(f"{problem}: nothing was written; run it again")
    unfinished.over()
    show_night(written, out, as_json=asked.as_json)
    least = severity_of(asked.fail_on)
    if least is not None and any(
        Severity[name.upper()] >= least for name in written.manifest["findings"]
    ):
        raise typer.Exit(FINDINGS)
    return True


def _begun(out: Path, of: "dict[str, Any]", asked: Asked) -> "Unfinished":
    """Begin a night, or take up what was broken off; a cluster goes on by itself."""
    from isda.batch.unfinished import OtherNight, Unfinished, begin, was_broken_off

    if asked.master is not None:
        return Unfinished()
    is_broken = was_broken_off(out)
    try:
        unfinished = begin(out, of, resume=asked.resume)
    except OtherNight as problem:
        stop(f"{problem}; without --resume it begins anew")
    if asked.resume and unfinished.touched:
        what = _written_to(unfinished.touched)
    elif is_broken or asked.resume:
        what = _taken_up(len(unfinished.done), is_broken=is_broken, resume=asked.resume)
    else:
        return unfinished
    typer.echo(f"{out}: {say(what)}", err=True)
    return unfinished


def _written_to(files: "Sequence[str]") -> str:
    """Return why nothing is taken up: what may have been another while it was read."""
    from isda.batch.inputs import told

    names = told(files)
    if len(files) == 1:
        return (
            f"{names} was written to since a run was broken off here, so nothing of it is "
            "taken up"
        )
    return (
        f"{names} were written to since a run was broken off here, so nothing of it is taken up"
    )


def _taken_up(called: int, *, is_broken: bool, resume: bool) -> str:
    """Return what becomes of a run that was broken off.

    Args:
        called: How many agreements it had called one by one.
        is_broken: Whether there is one.
        resume: Whether it was to be taken up.
    """
    if not resume:
        return "a run was broken off here, and this one begins anew; --resume takes it up"
    if not is_broken:
        return "no run was broken off here, so this one begins at its beginning"
    if not called:
        return (
            "the run that was broken off is taken up: it had called no agreement one by one yet"
        )
    agreements = (
        "1 agreement that it had" if called == 1 else f"{called:,} agreements that it had"
    )
    return f"the run that was broken off is taken up, with {agreements} called one by one"


def _run(
    book: Path,
    on: "date",
    asked: Asked,
    unfinished: "Unfinished",
    progress: "Progress | None",
) -> "Night | None":
    """Return a book's night; leave where its sample differs."""
    from isda.batch.alone import Differs
    from isda.batch.cells import NotColumns
    from isda.batch.night import night
    from isda.cli.spark import runner_of

    try:
        with runner_of(asked.master) as runner:
            made = night(
                book,
                on=on,
                store=asked.store or book / STORE,
                sample=asked.sample,
                progress=progress,
                unfinished=unfinished,
                runner=runner,
            )
    except NotColumns as problem:
        if asked.master is not None:
            stop(f"{problem}; without `--engine spark` it is run agreement by agreement")
        typer.echo(say(f"not on columns, but agreement by agreement: {problem}"), err=True)
        if asked.before is not None:
            typer.echo(say("so nothing is compared with the earlier night"), err=True)
        return None
    except Differs as problem:
        unfinished.over()
        for each in problem.differences[:MOST_SHOWN]:
            typer.echo(each, err=True)
        typer.echo(
            f"{problem}: nothing was written. The fault is ours: please report it, and "
            "use `--single` meanwhile",
            err=True,
        )
        raise typer.Exit(FAULT) from None
    return made.value  # the run agreement by agreement says why a book does not read


def show_one(
    book: Path, agreement: str, on: "date", *, as_json: bool, store: Path | None
) -> "MarginCall":
    """Show one agreement of a book with its working, and return its call."""
    made = only(book, agreement, on, store=store)
    if as_json:
        from isda.statement.as_json import to_json, to_text

        typer.echo(to_text(to_json(made)), nl=False)
    else:
        from isda.cli.call import show

        show(made, {}, every_step=False)
    return made


def only(book: Path, agreement: str, on: "date", *, store: Path | None) -> "MarginCall":
    """Return the call of one agreement of a book, with its full working."""
    found = _on_columns(book, agreement, on, store) if is_large(book) else None
    if found is None:
        from isda.basics.amounts import did_you_mean
        from isda.batch.book import call_of
        from isda.sheet.read_book import read_book

        whole = read_book(book).value
        if whole is None or agreement not in whole.agreements:
            near = did_you_mean(agreement, tuple(whole.agreements if whole else ()))
            missing_one = f"{book}: no agreement {agreement} in this book"
            stop(f"{missing_one}; {near}" if near else missing_one)
        found = call_of(whole, agreement, on)
    return found


def _on_columns(
    book: Path, agreement: str, on: "date", store: Path | None
) -> "MarginCall | None":
    if not has_columns():
        return None
    from isda.batch.cells import NotColumns
    from isda.batch.night import one_of

    try:
        return one_of(book, agreement, on=on, store=store or book / STORE)
    except NotColumns:
        return None
