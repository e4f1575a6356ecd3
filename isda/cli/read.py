"""`isda read`: how the program reads a sheet."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from isda.cli.guard import USAGE, Level, exit_code, maybe_day, readable
from isda.cli.language import Language, Said, Spoken, say, say_of, say_term, say_value, speak

if TYPE_CHECKING:
    from rich.console import Console

    from isda.statement.as_read import AnnexRead, TermRead
    from isda.terms.agreement import Agreement
    from isda.terms.derived import Derived


def command(
    sheet: Annotated[
        Path, typer.Argument(metavar="SHEET", help="The term sheet, YAML, JSON or XML.")
    ],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DAY", help="As amended on this day; left out, the last."),
    ] = None,
    fail_on: Annotated[
        Level,
        typer.Option(
            "--fail-on",
            metavar="LEVEL",
            help="Exit with 1 from here on: info, warning, error or never.",
        ),
    ] = Level.ERROR,
    lang: Spoken = Language.ENGLISH,
) -> None:
    """Show how a sheet is read: each term, its value, and why it holds."""
    speak(lang)
    wanted = maybe_day(on)
    from isda.cli.findings import print_findings
    from isda.cli.screen import paragraph, screen
    from isda.sheet.read_sheet import read_sheet
    from isda.statement.as_read import Standing, annexes_read, other_terms, terms_read

    readable(sheet)
    outcome = read_sheet(sheet)
    console = screen()
    if outcome.value is None:
        paragraph(console, "The sheet does not read: mend what is found below.", style="bold")
        print_findings(console, outcome.findings)
        unreadable = any(each.code == "DQ001" for each in outcome.findings)
        raise typer.Exit(USAGE if unreadable else exit_code(outcome.findings, fail_on))
    agreement = outcome.value
    paragraph(console, _title(agreement), style="bold")
    rows = terms_read(agreement, wanted)
    annexes = {each.document: each for each in annexes_read(agreement)}
    for document in dict.fromkeys(row.document for row in rows):
        _print_document(
            console,
            document,
            annexes.get(document),
            [row for row in rows if row.document == document],
        )
    for document, key, value in other_terms(agreement):
        kept = say(f"{document}, {Standing.KEPT}")
        paragraph(console, Said(f"{kept}: {key}: {value}"))
    print_findings(console, outcome.findings)
    raise typer.Exit(exit_code(outcome.findings, fail_on))


def _title(agreement: "Agreement") -> Said:
    from isda.basics.party import Side

    a, b = (agreement.parties.of(side).name for side in Side)
    return say_of("{}: {} (party A) and {} (party B)", agreement.agreement, a, b)


def _print_document(
    console: "Console", document: str, annex: "AnnexRead | None", rows: "list[TermRead]"
) -> None:
    from isda.cli.screen import columns, fitted, heading, paragraph, stacked, words

    heading(console, document)
    if annex is not None:
        for sentence in _derived(annex.derived):
            paragraph(console, sentence)
    heads = ("term", say_term("value"), "why", "paragraph")
    table = columns(*((head, "text") for head in heads))
    told = [_cells(row) for row in rows]
    for row, cells in zip(rows, told, strict=True):
        style = "dim" if not row.place.line else ""
        table.add_row(*(words(cell, style) for cell in cells))
    if fitted(console, table):
        console.print(table)
        return
    for term, *below in told:
        stacked(console, term, below, style="bold")


def _derived(derived: "Derived") -> tuple[str, str]:
    """Return what form and law decide, in two sentences."""
    law = say_value(derived.governing_law, "governing law")
    nature = f"A {derived.technique} under the law of {law}; {derived.credit_support_document}."
    return nature, (
        f"Reuse: {derived.reuse}. Custody: {derived.custody}. "
        f"Substitution: {derived.substitution}. At close-out: {derived.at_close_out}."
    )


def _cells(row: "TermRead") -> tuple[str, str, str, str]:
    """Return a term, its value, why it holds, and its paragraph."""
    term = row.term.replace("_", " ")
    said = f"line {row.place.line}" if row.place.line else row.standing.value
    return say_term(term), say_value(row.value, term), said, row.paragraph
