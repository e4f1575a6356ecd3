"""`isda check`: everything that is wrong with term sheets, in one run."""

import sys
from contextlib import contextmanager
from enum import StrEnum
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
STDIN = "-"
"""The path that stands for standard input."""
MANY = 20
"""From so many sheets on, a terminal shows how far the check is."""


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
    typer.Argument(
        metavar="PATH...",
        help="Term sheets, folders, patterns in quotes; `-` is standard input.",
    ),
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
    if diff and (fix or statistics or output is not Format.FULL):
        misused("--diff shows what would be written: leave --fix, --statistics, --format out")
    writes = (fix or unsafe_fixes) and not diff
    if STDIN in paths and (len(paths) > 1 or writes or sheets_only):
        misused("`-` is standard input: name it alone; --diff shows its fixes")
    asked = _asked(
        profiles=profile, strict=strict, on=on, rates=rate or [], select=select, ignore=ignore
    )
    checked, further = _checked(paths, asked, sheets_only=sheets_only)
    if writes or diff:
        from isda.cli.mending import mended

        checked = mended(checked, asked, unsafe=unsafe_fixes, diff=diff)
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
        if name == Profile.STRICT:
            misused("`strict` is no regime: write --strict", "--profile")
        if name not in {each.value for each in REGIMES}:
            hint = did_you_mean(name, [each.value for each in REGIMES])
            words = f"{name!r} is no profile; {hint or 'write ' + ', '.join(REGIMES)}"
            misused(words, "--profile")
    for option, said in (("--select", select), ("--ignore", ignore)):
        if said is not None and not _listed(said):
            misused("no code is written", option)
        for code in _listed(said or ""):
            if not any(known.startswith(code.upper()) for known in known_codes()):
                words = f"{code!r} begins no code of a check; `isda explain --all` lists them"
                misused(words, option)
    wanted = frozenset(map(Profile, names)) | ({Profile.STRICT} if strict else frozenset())
    return Asked(
        wanted,
        maybe_day(on) or LAST_DAY,
        maybe_day(on) or today(),
        _listed((select or "").upper()),
        _listed((ignore or "").upper()),
        dict(map(_rate, rates)),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(","))))


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

    if STDIN in paths:
        return [_typed(asked)], ()
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


def _typed(asked: "Asked") -> "Checked":
    """Check what comes from standard input; no more of it is read than a sheet may hold."""
    from isda.lint.check import check_draft
    from isda.sheet.draft import MOST_BYTES
    from isda.sheet.yaml_events import draft_of_bytes

    if sys.stdin is None:  # it was closed before the program began
        stop("`-` is standard input, and it is closed: name a file")
    return check_draft(draft_of_bytes(sys.stdin.buffer.read(MOST_BYTES + 1), STDIN), asked)


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
        typed = {each.file: each.text for each in checked if each.file == STDIN}
        print_findings(console, every, is_counted=not _are_many(every), texts=typed)
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
    paragraph(console, _under(checked, asked), style="dim")
    if accepted:
        paragraph(console, f"{accepted} accepted by the sheets themselves")
    if fixes:
        paragraph(console, f"{fixes} can be mended with --fix")


def _under(checked: "list[Checked]", asked: "Asked") -> str:
    """Return under which regimes and on which day sheets were checked, and how strictly."""
    from isda.terms.checking import Profile

    profiles = {name for each in checked for name in each.profiles}
    regimes = ", ".join(sorted(profiles - {Profile.STRICT}))
    under = f"under {regimes}, as of {asked.on}" if regimes else f"as of {asked.on}"
    if Profile.STRICT in profiles:
        return f"{under}; what is left to the form is listed"
    return under


def _are_many(findings: "list[Finding]") -> bool:
    return len(findings) >= MANY_FOUND and len({each.code for each in findings}) > 1
