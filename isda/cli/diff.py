"""`isda diff`: what one sheet says otherwise than another, and what that does to a call."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from isda.cli.guard import DONE, FINDINGS, USAGE, maybe_day, readable

if TYPE_CHECKING:
    from rich.console import Console

    from isda.statement.difference import Difference, Effect
    from isda.terms.agreement import Agreement


def command(
    first: Annotated[Path, typer.Argument(metavar="A", help="The earlier term sheet.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The later one.")],
    facts: Annotated[
        Path | None,
        typer.Option("--facts", metavar="FILE", help="Show the effect on the call of a day."),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DAY", help="As amended on this day; left out, each layer."
        ),
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where the sheets differ.")
    ] = False,
) -> None:
    """Say in the document's words what two sheets say differently."""
    from isda.cli.screen import paragraph, screen
    from isda.statement.difference import differences
    from isda.terms.identity import identity

    wanted = maybe_day(on)
    for path in (first, second, *([facts] if facts else [])):
        readable(path)
    one, other = _read(first), _read(second)
    console = screen()
    effect = None
    if facts is not None:
        effect = _effect(one, other, facts, on)
        wanted = effect.after.on
    found = differences(one, other, wanted)
    same = identity(one) == identity(other)
    _print(console, found, f" as amended on {wanted}" if wanted else "", same=same)
    if effect is not None:
        _print_effect(console, effect)
    elif found:
        paragraph(
            console, "With --facts FILE the effect on a day's call is shown.", style="dim"
        )
    raise typer.Exit(FINDINGS if found and exit_code else DONE)


def _read(path: Path) -> "Agreement":
    """Return the agreement of a sheet, or end with what is wrong with it."""
    from isda.cli.findings import print_findings
    from isda.cli.screen import screen
    from isda.sheet.read_sheet import read_sheet

    outcome = read_sheet(path)
    if outcome.value is None:
        print_findings(screen(stderr=True), outcome.findings)
        unreadable = any(each.code == "DQ001" for each in outcome.findings)
        raise typer.Exit(USAGE if unreadable else FINDINGS)
    return outcome.value


def _effect(one: "Agreement", other: "Agreement", facts: Path, on: str | None) -> "Effect":
    """Call both agreements on the same facts."""
    from isda.cli.findings import print_findings
    from isda.cli.screen import screen
    from isda.margin.call import call
    from isda.sheet.read_facts import read_facts
    from isda.statement.difference import Effect

    given = read_facts(facts)
    if given.value is None or given.errors:
        print_findings(screen(stderr=True), given.findings)
        raise typer.Exit(FINDINGS)
    day = maybe_day(on)
    return Effect(call(one, given.value, on=day), call(other, given.value, on=day))


def _print(
    console: "Console", found: "tuple[Difference, ...]", when: str, *, same: bool
) -> None:
    from isda.cli.screen import heading, paragraph, stacked
    from isda.statement.difference import only_what_differs

    if not found:
        paragraph(console, f"The two sheets say the same{when}.", style="bold")
        if not same:
            paragraph(
                console, "Their identities differ: in an amendment, or in words of their own."
            )
        return
    count = f"{len(found)} terms differ" if len(found) > 1 else "1 term differs"
    paragraph(console, count, style="bold")
    document = ""
    for each in found:
        if each.document != document:
            document = each.document
            heading(console, document)
        where = f" ({each.paragraph})" if each.paragraph else ""
        head = f"{each.term}{where}: {each.kind.value}"
        before, after = each.before, each.after
        if before and after:
            before, after = only_what_differs(before, after)
        lines = []
        if before:
            lines.append(f"- {before}{_line(each.places[0].line)}")
        if after:
            lines.append(f"+ {after}{_line(each.places[1].line)}")
        stacked(console, head, tuple(lines))


def _line(number: int) -> str:
    return f"   (line {number})" if number else ""


def _print_effect(console: "Console", effect: "Effect") -> None:
    from isda.cli.screen import columns, heading, is_narrow, paragraph, stacked, words
    from isda.statement.sentence import sentence

    heading(console, f"The call of {effect.after.on}")
    before, after = sentence(effect.before), sentence(effect.after)
    if before == after:
        paragraph(console, after)
    else:
        paragraph(console, f"before: {before}")
        paragraph(console, f"after:  {after}")
    if effect.is_unknown:
        words_of_it = "Neither agreement is called on these facts, so the effect is not known."
        paragraph(console, words_of_it, style="bold")
        return
    moved = effect.moved
    if not moved:
        paragraph(console, "No figure of the call changes.")
        return
    console.print()
    if is_narrow(console):
        for each in moved:
            stacked(console, f"{each.leg}: {each.figure}", (f"{each.before} -> {each.after}",))
        return
    table = columns(
        ("leg", "text"), ("figure", "text"), ("before", "number"), ("after", "number")
    )
    last = ""
    for each in moved:
        table.add_row(
            words("" if each.leg == last else each.leg), words(each.figure),
            words(each.before), words(each.after),
        )  # fmt: skip
        last = each.leg
    console.print(table)
