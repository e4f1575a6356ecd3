"""`isda check`: everything that is wrong with term sheets, in one run."""

import sys
from codecs import BOM_UTF8
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from isda.cli.choices import one_of
from isda.cli.guard import (
    USAGE,
    FailOn,
    Level,
    exit_code,
    maybe_day,
    misused,
    severity_of,
    stop,
)
from isda.cli.language import Language, Spoken, say, speak

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from decimal import Decimal

    from isda.basics.finding import Finding
    from isda.lint.check import Asked, Checked

MANY_FOUND = 20
"""From so many findings on, how often each code was found stands at the end."""
MANY = 20
"""From so many sheets on, a terminal shows how far the check is."""
UNSOUND = "the sheet would no longer read with its fixes, so none was made"
NOT_IN_LINES = "sheets in lines are not mended here: mend them where they come from"
SAFE_ONLY = "fixes that change what is agreed are made with --unsafe-fixes"


class Format(StrEnum):
    """How findings are printed."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"


Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Term sheets, folders, or patterns in quotes."),
]
Profiles = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAMES",
        help="Regimes to check under, beside those the sheet names: eu,uk,us,jp,kr.",
    ),
]
OnDay = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="DAY",
        help="The day whose regulations and amendments hold; left out, the last that the "
        "tables know.",
    ),
]
Rates = Annotated[
    list[str] | None,
    typer.Option(
        "--rate",
        metavar="PAIR=RATE",
        help="A rate such as EUR/USD=1.08, for caps in another currency.",
    ),
]
Printed = Annotated[
    Format,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        parser=one_of(Format),
        help="full, concise, json, sarif, junit or github.",
    ),
]
Selected = Annotated[
    str | None,
    typer.Option("--select", metavar="CODES", help="Only these codes or families: CS,EC003."),
]
LeftOut = Annotated[
    str | None,
    typer.Option("--ignore", metavar="CODES", help="All but these codes or families."),
]
Strictly = Annotated[
    bool, typer.Option("--strict", help="List what is left to the form's default as well.")
]
Fixed = Annotated[
    bool, typer.Option("--fix", help="Mend what can be mended without a change of meaning.")
]
Unsafe = Annotated[
    bool,
    typer.Option("--unsafe-fixes", help="Make fixes that change what is agreed as well."),
]
SheetsOnly = Annotated[
    bool,
    typer.Option("--sheets-only", help="Pass over named files that are other documents."),
]
Counted = Annotated[
    bool,
    typer.Option("--statistics", help="Print how often each code is found, and no finding."),
]
Shown = Annotated[
    bool, typer.Option("--diff", help="Print what --fix would change, and write nothing.")
]


def command(
    paths: Paths,
    profile: Profiles = None,
    strict: Strictly = False,
    on: OnDay = None,
    rate: Rates = None,
    output: Printed = Format.FULL,
    fail_on: FailOn = Level.ERROR,
    select: Selected = None,
    ignore: LeftOut = None,
    fix: Fixed = False,
    unsafe_fixes: Unsafe = False,
    diff: Shown = False,
    sheets_only: SheetsOnly = False,
    statistics: Counted = False,
    lang: Spoken = Language.ENGLISH,
) -> None:
    """Say everything that is wrong with term sheets, and what to do about it."""
    speak(lang)
    if statistics and output is not Format.FULL:
        misused("--statistics prints a table for people: leave --format out")
    asked = _asked(
        profiles=profile, strict=strict, on=on, rates=rate or [], select=select, ignore=ignore
    )
    checked, further = _checked(paths, asked, sheets_only=sheets_only)
    if fix or unsafe_fixes or diff:
        checked = _mended(checked, asked, unsafe=unsafe_fixes, diff=diff)
    if not diff:
        _print(checked, further, asked, output, fail_on, statistics=statistics)
    every = [*further, *(one for each in checked for one in each.findings)]
    if any(one.code == "DQ001" for one in every):
        raise typer.Exit(USAGE)
    raise typer.Exit(exit_code(every, fail_on))


def _asked(
    *,
    profiles: str | None,
    strict: bool,
    on: str | None,
    rates: "Iterable[str]",
    select: str | None,
    ignore: str | None,
) -> "Asked":
    """Return what the options ask for, or end with 2."""
    from isda.basics.amounts import did_you_mean
    from isda.lint.check import Asked
    from isda.lint.rule import known_codes
    from isda.service.clock import today
    from isda.tables.regulation import LAST_DAY
    from isda.terms.checking import REGIMES, Profile

    names = _listed((profiles or "").casefold())
    for name in names:
        if name not in {each.value for each in Profile}:
            hint = did_you_mean(name, [each.value for each in REGIMES])
            words = f"{name!r} is no profile; {hint or 'write ' + ', '.join(REGIMES)}"
            misused(words, "--profile")
    for option, said in (("--select", select), ("--ignore", ignore)):
        for code in _listed(said):
            if not any(known.startswith(code) for known in known_codes()):
                words = f"{code!r} begins no code; `isda explain --all` lists them"
                misused(words, option)
    wanted = frozenset(map(Profile, names)) | ({Profile.STRICT} if strict else frozenset())
    return Asked(
        wanted,
        maybe_day(on) or LAST_DAY,
        maybe_day(on) or today(),
        _listed(select),
        _listed(ignore),
        dict(map(_rate, rates)),
    )


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in (text or "").split(","))))


def _rate(text: str) -> "tuple[str, Decimal]":
    """Read `EUR/USD=1.08`, or end with 2."""
    from isda.basics.amounts import RATE_DIGITS, read_currency, read_number
    from isda.basics.faults import AmountError

    pair, _, figure = text.partition("=")
    first, _, second = pair.strip().partition("/")
    try:
        read_currency(first)
        read_currency(second)
        number: Decimal = read_number(figure.strip(), digits=RATE_DIGITS)
    except AmountError as problem:
        words = f"{problem.message}; write a rate such as EUR/USD=1.08"
        misused(words, "--rate")
    if not number:
        misused("a rate is above nil", "--rate")
    return pair.strip(), number


def _checked(
    paths: "Iterable[str]", asked: "Asked", *, sheets_only: bool
) -> "tuple[list[Checked], tuple[Finding, ...]]":
    """Check every sheet under the paths, or end with 2 where there is none."""
    from isda.lint.gather import gather
    from isda.lint.many import check_many, how_many

    gathered = gather(paths)
    if sheets_only:
        gathered = gathered._replace(named=(), found=(*gathered.named, *gathered.found))
    count = len(gathered.named) + len(gathered.found)
    if not count and not gathered.findings:
        stop("no term sheet is found there")
    with _progress(how_many(gathered)) as advance:
        checked = []
        for each in check_many(gathered, asked):
            advance()
            if each is not None:
                checked.append(each)
    if not checked and not gathered.findings and not sheets_only:
        stop("no term sheet is found there")
    return checked, gathered.findings


@contextmanager
def _progress(count: int) -> "Iterator[Callable[[], None]]":
    """Show how far the check is, on stderr, where that is a terminal and sheets are many."""
    if count < MANY or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.progress import Progress

    from isda.cli.screen import screen

    with Progress(console=screen(stderr=True), transient=True) as bar:
        task = bar.add_task(say("sheets"), total=count)
        yield lambda: bar.advance(task)


def _mended(
    checked: "list[Checked]", asked: "Asked", *, unsafe: bool, diff: bool
) -> "list[Checked]":
    """Mend the sources, or show how; return the sheets as they are then."""
    from isda.lint.check import check
    from isda.lint.fixing import mend
    from isda.lint.many import is_bulk

    after, made, held = [], 0, 0
    for name in sorted({each.file for each in checked if is_bulk(Path(each.file))}):
        typer.echo(f"{name}: {say(NOT_IN_LINES)}", err=True)
    for each in checked:
        mended = mend(each.text, each.findings, unsafe=unsafe, name=each.file)
        if not mended.is_sound:
            typer.echo(f"{each.file}: {say(UNSOUND)}", err=True)
            after.append(each)
            continue
        made += len(mended.made)
        held += sum(one.fix is not None and not one.fix.is_safe for one in each.findings)
        if mended.text == each.text:
            after.append(each)
        elif diff:
            typer.echo(_diff(each.file, each.text, mended.text), nl=False)
            after.append(each)
        else:
            _write(Path(each.file), mended.text)
            after.append(check(each.file, asked))
    typer.echo(say(f"{made} would be mended" if diff else f"{made} mended"), err=True)
    if held and not unsafe:
        typer.echo(say(SAFE_ONLY), err=True)
    return after


def _write(path: Path, text: str) -> None:
    """Write a sheet whole or not at all; a byte order mark stays."""
    had_mark = path.read_bytes().startswith(BOM_UTF8)
    aside = path.with_name(f".{path.name}.mended")
    aside.write_bytes((BOM_UTF8 if had_mark else b"") + text.encode())
    aside.replace(path)


def _diff(name: str, old: str, new: str) -> str:
    from difflib import unified_diff

    lines = unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), name, f"{name}, mended"
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _print(
    checked: "list[Checked]",
    further: "tuple[Finding, ...]",
    asked: "Asked",
    output: Format,
    fail_on: Level,
    *,
    statistics: bool,
) -> None:
    """Print the findings in a format."""
    from isda.statement.check_lines import concise, github, junit

    every = [*further, *(one for each in checked for one in each.findings)]
    if output is Format.FULL:
        _print_full(checked, every, asked, statistics=statistics)
    elif output is Format.JSON:
        from isda.statement.as_json import to_text
        from isda.statement.check_json import check_json

        typer.echo(to_text(check_json(checked, asked.on, further)), nl=False)
    elif output is Format.SARIF:
        from isda.statement.as_json import to_text
        from isda.statement.check_sarif import sarif

        typer.echo(to_text(sarif(checked, further)), nl=False)
    elif output is Format.JUNIT:
        typer.echo(junit(checked, further, least=severity_of(fail_on)), nl=False)
    else:
        line = concise if output is Format.CONCISE else github
        typer.echo("".join(f"{line(one)}\n" for one in every), nl=False)
        if accepted := sum(len(each.accepted) for each in checked):
            typer.echo(say(f"{accepted} accepted by the sheets themselves"), err=True)


def _print_full(
    checked: "list[Checked]", every: "list[Finding]", asked: "Asked", *, statistics: bool
) -> None:
    from isda.cli.findings import counted, print_findings
    from isda.cli.screen import paragraph, screen
    from isda.cli.statistics import print_statistics

    console = screen()
    if not statistics:
        print_findings(console, every, is_counted=not _are_many(every))
    if every and (statistics or _are_many(every)):
        if not statistics:
            console.print()
        print_statistics(console, every)
        console.print()
        paragraph(console, counted(every), style="bold")
    accepted = sum(len(each.accepted) for each in checked)
    fixes = sum(one.fix is not None and one.fix.is_safe for one in every)
    sheets = "1 sheet checked" if len(checked) == 1 else f"{len(checked)} sheets checked"
    if every:
        paragraph(console, sheets)
    else:
        paragraph(console, f"{sheets}: nothing found", style="bold green")
    profiles = sorted({name for each in checked for name in each.profiles})
    under = (
        f"under {', '.join(profiles)}, as of {asked.on}" if profiles else f"as of {asked.on}"
    )
    paragraph(console, under, style="dim")
    if accepted:
        paragraph(console, f"{accepted} accepted by the sheets themselves")
    if fixes:
        paragraph(console, f"{fixes} can be mended with --fix")


def _are_many(findings: "list[Finding]") -> bool:
    return len(findings) >= MANY_FOUND and len({each.code for each in findings}) > 1
