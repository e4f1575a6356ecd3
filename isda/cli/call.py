"""`isda call`: the call of one agreement on one day."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from isda.cli.guard import USAGE, FailOn, Level, exit_code, maybe_day, misused, readable
from isda.cli.language import Language, Spoken, say, speak

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rich.console import Console
    from rich.table import Table

    from isda.basics.finding import Finding
    from isda.margin.cure_amount import Cure
    from isda.margin.outcome import MarginCall
    from isda.statement.side_by_side import SideBySide
    from isda.statement.text import Entry
    from isda.terms.agreement import Agreement

WITH_SOURCES = 120
NO_CALL = "No call is computed: mend what is found below."


def command(
    sheet: Annotated[
        Path, typer.Argument(metavar="SHEET", help="The term sheet, YAML, JSON or XML.")
    ],
    facts: Annotated[
        Path, typer.Option("--facts", metavar="FILE", help="The facts of the day.")
    ],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DAY", help="The day; left out, the day of the facts."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
    every_step: Annotated[
        bool, typer.Option("--every-step", help="Show the steps that come to nothing too.")
    ] = False,
    wanted_in: Annotated[
        str | None,
        typer.Option(
            "--in",
            metavar="ASSET",
            help="Say how much of an asset the movement takes: cash, `cash EUR`, US Treasury.",
        ),
    ] = None,
    fail_on: FailOn = Level.ERROR,
    lang: Spoken = Language.ENGLISH,
) -> None:
    """Compute the call of one agreement, every step shown."""
    speak(lang)
    made = called(sheet, facts, maybe_day(on), as_json=as_json, fail_on=fail_on)
    cures = _cures(made, wanted_in)
    if as_json:
        _print_json(made, cures)
    else:
        show(
            made, {str(sheet): "sheet", str(facts): "facts"}, every_step=every_step, cures=cures
        )
    raise typer.Exit(exit_code(made.findings, fail_on))


def called(
    sheet: Path,
    facts: Path,
    on: "date | None",
    *,
    as_json: bool = False,
    fail_on: Level = Level.ERROR,
) -> "MarginCall":
    """Return the call of two files, with what was found in them; leave where they are wrong."""
    from dataclasses import replace

    from isda.basics.outcome import in_place_order
    from isda.margin.call import call
    from isda.sheet.read_facts import read_facts
    from isda.sheet.read_sheet import read_sheet

    if not as_json:
        readable(sheet)
        readable(facts)
    terms, given = read_sheet(sheet), read_facts(facts)
    found = in_place_order([*terms.findings, *given.findings])
    if terms.value is None or given.value is None or terms.errors or given.errors:
        known = on or (given.value.on if given.value else None)
        _refused(found, terms.value, known, as_json=as_json)
        unreadable = any(each.code == "DQ001" for each in found)
        raise typer.Exit(USAGE if unreadable else exit_code(found, fail_on))
    made = call(terms.value, given.value, on=on)
    return replace(made, findings=in_place_order([*found, *made.findings]))


def _print_json(made: "MarginCall", cures: "tuple[Cure, ...]") -> None:
    from isda.statement.as_json import to_json, to_text

    typer.echo(to_text(to_json(made, cures)), nl=False)


def _cures(made: "MarginCall", wanted: str | None) -> "tuple[Cure, ...]":
    """Return what the movements take in the asset asked for, or in the lots of `chosen:`."""
    from isda.basics.currencies import CURRENCIES
    from isda.margin.cure import cure

    if wanted is None:
        has_chosen = made.facts is not None and made.facts.chosen
        return cure(made) if has_chosen else ()
    asset, _, last = wanted.rpartition(" ")
    currency = last if asset and last in CURRENCIES else None
    asset = asset if currency else wanted
    _must_be_known(asset, made)
    return cure(made, asset, currency=currency)


def _must_be_known(asset: str, made: "MarginCall") -> None:
    """End with 2 where an asset is in no table of the sheet, and nothing held is of it."""
    from isda.basics.amounts import did_you_mean, shown

    rows = [row for terms in made.bound for row in terms.annex.eligible_collateral]
    known = {row.asset: None for row in rows}
    known |= {lot.asset: None for lot in (made.facts.held if made.facts else ())}
    codes = {row.code.casefold() for row in rows if row.code is not None}
    if known and asset.casefold() not in {name.casefold() for name in known} | codes:
        hint = did_you_mean(asset, tuple(known)) or f"assets: {', '.join(known)}"
        words = f"{shown(asset)!r} is an asset of no table of the sheet; {hint}"
        misused(words, "--in")


def _refused(
    found: "tuple[Finding, ...]",
    agreement: "Agreement | None",
    on: "date | None",
    *,
    as_json: bool,
) -> None:
    """Print what is wrong with sheet and facts; nothing is computed from them."""
    if as_json:
        from isda.basics.party import Side
        from isda.statement.as_json import refused_json, to_text

        name = None if agreement is None else agreement.agreement
        parties = None if agreement is None else {s: agreement.parties.of(s).name for s in Side}
        document = refused_json(found, agreement=name, on=on, parties=parties)
        typer.echo(to_text(document), nl=False)
        return
    from isda.cli.findings import print_findings
    from isda.cli.screen import paragraph, screen

    console = screen()
    paragraph(console, NO_CALL, style="bold")
    print_findings(console, found)


def show(
    made: "MarginCall",
    files: dict[str, str],
    *,
    every_step: bool = False,
    cures: "tuple[Cure, ...]" = (),
) -> None:
    """Print a call: the sentence, the working, the findings."""
    from isda.cli.findings import print_findings
    from isda.cli.screen import heading, paragraph, screen
    from isda.statement.cures import cure_sentence
    from isda.statement.sentence import sentences
    from isda.statement.side_by_side import side_by_side
    from isda.statement.text import parts

    console = screen()
    is_unread = not made.legs and any(each.is_error for each in made.findings)
    told = (NO_CALL,) if is_unread else sentences(made)
    paragraph(console, " ".join(map(say, told)), style="bold")
    for each in cures:
        paragraph(console, cure_sentence(each, made), style="bold")
    for compared in side_by_side(made):
        heading(console, f"{compared.title}, in {compared.currency}")
        print_regimes(console, compared)
    for part in parts(made, files, idle=every_step):
        heading(console, f"{part.title}, in {part.currency}")
        print_working(console, part.entries)
    print_findings(console, made.findings)


def print_regimes(console: "Console", compared: "SideBySide") -> None:
    """Print regimes side by side: a table, or one below the other where it does not fit."""
    from isda.cli.screen import columns, fitted, stacked, words

    heads = ("required", "adjusted value", "shortfall", "surplus")
    table = columns(("regime", "text"), *((head, "number") for head in heads), ("", "text"))
    for row in compared.rows:
        style = "bold" if row.decides == "decides" else ""
        table.add_row(*(words(cell, style) for cell in row))
    if fitted(console, table):
        console.print(table)
        return
    for row in compared.rows:
        figures = zip(heads, row[1:-1], strict=True)
        told = ", ".join(f"{say(head)} {figure}" for head, figure in figures if figure)
        stacked(console, row.regime, (told, row.decides))


def print_working(console: "Console", entries: "tuple[Entry, ...]") -> None:
    """Print the steps of one leg: a table, or one below the other where it does not fit."""
    from isda.cli.screen import INDENT, fitted, stacked

    table = _table_of_working(entries, with_sources=console.width >= WITH_SOURCES)
    if fitted(console, table):
        console.print(table)
        return
    for each, step, begins, is_inside in _steps_of(entries):
        if begins:
            stacked(console, each.of, (), style="bold")
        below = (each.how, ", ".join(filter(None, (_cited(each), each.source))))
        style, indent = _style(each), INDENT if is_inside else 0
        stacked(console, f"{step}: {each.result}", below, style=style, indent=indent)


def _table_of_working(entries: "tuple[Entry, ...]", *, with_sources: bool) -> "Table":
    from rich.padding import Padding

    from isda.cli.screen import INDENT, columns, words

    headers = [("step", "text"), ("how", "text"), ("result", "number")]
    headers.append(("paragraph" if with_sources else "paragraph, from", "text"))
    table = columns(*headers, *([("from", "text")] if with_sources else []))
    for each, step, begins, is_inside in _steps_of(entries):
        style = _style(each)
        if begins:
            table.add_row(words(each.of, "bold"))
        row = [words(cell, style) for cell in (each.how, each.result, _cited(each))]
        if with_sources:
            row.append(words(each.source, "dim"))
        elif each.source:
            row[-1] = row[-1] + words(
                f"\n{each.source}" if each.paragraphs else each.source, "dim"
            )
        indent = INDENT if is_inside else 0
        table.add_row(Padding(words(step, style), (0, 0, 0, indent)), *row)
    return table


def _steps_of(entries: "tuple[Entry, ...]") -> "Iterator[tuple[Entry, str, bool, bool]]":
    """Yield each line, the name of its step, whether a lot begins, and whether it is inside."""
    last = ""
    for number, each in enumerate(entries):
        alone = _stands_alone(entries, number)
        step = f"{say(each.step)} ({each.of})" if each.of and alone else say(each.step)
        inside = bool(each.of) and not alone
        yield each, step, inside and each.of != last, inside
        last = each.of


def _style(entry: "Entry") -> str:
    return "dim" if entry.is_nil else ""


def _cited(entry: "Entry") -> str:
    return ", ".join(map(say, entry.paragraphs.split(", ")))


def _stands_alone(entries: "tuple[Entry, ...]", number: int) -> bool:
    """Whether the lines beside an entry are of something else than it."""
    of = entries[number].of
    beside = entries[max(number - 1, 0) : number] + entries[number + 1 : number + 2]
    return all(each.of != of for each in beside)
