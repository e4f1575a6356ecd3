"""`isda explain`: a topic, a paragraph or a code; or what would change a call."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from isda.cli.choices import one_of
from isda.cli.guard import maybe_day, misused, stop
from isda.cli.language import Language, Spoken, say, speak


class Printed(StrEnum):
    """How the list of codes is printed."""

    TEXT = "text"
    JSON = "json"


def command(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="WHAT",
            help='A topic ("minimum transfer amount"), a paragraph, a code, a status; or a '
            "term sheet, with --facts.",
        ),
    ] = None,
    facts: Annotated[
        Path | None,
        typer.Option(
            "--facts", metavar="FILE", help="Say what would change the call of these facts."
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DAY", help="The day; left out, the day of the facts."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="List every code that a check or a call may find.")
    ] = False,
    output: Annotated[
        Printed,
        typer.Option(
            "--format",
            metavar="FORMAT",
            parser=one_of(Printed),
            help="With --all: text or json.",
        ),
    ] = Printed.TEXT,
    lang: Spoken = Language.ENGLISH,
) -> None:
    """Explain a topic, a paragraph or a code; with --facts, what would change a call."""
    from isda.cli.screen import markdown, screen
    from isda.statement.explain import NothingFound, explain

    speak(lang)
    korean = lang is Language.KOREAN
    if every:
        if what is not None or facts is not None or on is not None:
            misused("--all lists the codes, and takes --format and --lang alone")
        _print_codes(output, korean=korean)
        return
    if what is None:
        misused("say what to explain, or --all", "WHAT")
    if output is not Printed.TEXT:
        misused("--format is for the list of codes: add --all, or leave it out")
    if on is not None and facts is None:
        misused("--on is for what would change a call: add --facts")
    if facts is not None:
        _changes(Path(what), facts, on)
        return
    try:
        text = explain(what, korean=korean)
    except NothingFound as problem:
        if Path(what).is_file():
            stop(f"{what} is a file: add `--facts FILE` to ask what would change its call")
        stop(str(problem))
    markdown(screen(), text.rstrip("\n"), is_said=True)


def _print_codes(output: Printed, *, korean: bool) -> None:
    """Print every code: with its severity and what it is about, or as JSON."""
    from isda.statement.rule_pages import codes_json, title_of

    codes = codes_json()
    if output is Printed.JSON:
        import json

        typer.echo(json.dumps(codes, ensure_ascii=False, indent=2))
        return
    from isda.cli.screen import columns, is_narrow, screen, stacked, words

    console = screen()
    for each in codes if korean else ():
        each["title"] = title_of(each["code"], korean=True)
    if is_narrow(console):
        for each in codes:
            stacked(console, each["code"], (each["title"],), style="bold")
        return
    table = columns(("code", "text"), ("severity", "text"), ("what is found", "text"))
    for each in codes:
        table.add_row(words(each["code"]), words(each["severity"] or ""), words(each["title"]))
    console.print(table)


def _changes(sheet: Path, facts: Path, on: str | None) -> None:
    """Print what happens today, and what would change it."""
    from isda.cli.call import called
    from isda.cli.screen import markdown, paragraph, screen
    from isda.margin.changes import what_would_change
    from isda.statement.changes import changes_told
    from isda.statement.sentence import sentences

    made = called(sheet, facts, maybe_day(on))
    console = screen()
    paragraph(console, " ".join(map(say, sentences(made))), style="bold")
    console.print()
    markdown(console, changes_told(what_would_change(made)))
