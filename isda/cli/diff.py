"""`isda diff`: what one sheet says otherwise than another, and what that does to a call."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from isda.cli.guard import DONE, FINDINGS, USAGE, maybe_day, readable
from isda.cli.language import Language, Said, Spoken, say, say_term, say_value, speak

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

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
    lang: Spoken = Language.ENGLISH,
) -> None:
    """Say in the document's words what two sheets say differently."""
    speak(lang)
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
    _print(console, found, wanted, same=same)
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
    console: "Console", found: "tuple[Difference, ...]", on: "date | None", *, same: bool
) -> None:
    from isda.cli.screen import heading, paragraph, stacked

    if not found:
        words = f"The two sheets say the same as amended on {on}."
        words = words if on else "The two sheets say the same."
        paragraph(console, words, style="bold")
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
        stacked(console, *_told(each))


def _told(each: "Difference") -> "tuple[str, Iterator[str]]":
    """Return what differs, and what each sheet says of it."""
    from isda.statement.difference import only_what_differs

    where = f" ({each.paragraph})" if each.paragraph else ""
    term = each.term if each.is_own else say_term(each.term)
    head = Said(f"{term}{where}: {say(each.kind.value)}")
    before, after = each.before, each.after
    if not each.is_own:
        before, after = (str(say_value(text, each.term)) for text in (before, after))
    texts = before, after
    if all(texts) and before != after:
        texts = only_what_differs(*texts)
    lines = (
        Said(f"{sign} {text}{_line(place.line)}")
        for sign, text, place in zip("-+", texts, each.places, strict=True)
        if text
    )
    return head, lines


def _line(number: int) -> str:
    return f"   ({say(f'line {number}')})" if number else ""


def _print_effect(console: "Console", effect: "Effect") -> None:
    from isda.cli.screen import columns, heading, is_narrow, paragraph, stacked, words
    from isda.statement.sentence import sentences

    heading(console, f"The call of {effect.after.on}")
    before, after = (
        Said(" ".join(map(say, sentences(made)))) for made in (effect.before, effect.after)
    )
    if before == after:
        paragraph(console, after)
    else:
        paragraph(console, Said(f"{say('before')}: {before}"))
        paragraph(console, Said(f"{say('after')}: {after}"))
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
            named = Said(f"{_leg(each.leg)}: {say(each.figure)}")
            stacked(console, named, (Said(f"{say(each.before)} -> {say(each.after)}"),))
        return
    table = columns(
        ("leg", "text"), ("figure", "text"), ("before", "number"), ("after", "number")
    )
    last = ""
    for each in moved:
        table.add_row(
            words("" if each.leg == last else _leg(each.leg)), words(each.figure),
            words(each.before), words(each.after),
        )  # fmt: skip
        last = each.leg
    console.print(table)


def _leg(name: str) -> Said:
    """Return the name of a leg: its annex, who posts, its regime."""
    return Said(", ".join(map(say, name.split(", "))))
