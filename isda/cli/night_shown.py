"""What a run on columns prints at its end: counts, exceptions, totals, and what to look at."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from isda.cli.counts import agreements, with_more
from isda.cli.language import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    from isda.basics.finding import Finding
    from isda.batch.report_rows import ExceptionRow
    from isda.statement.night import Published

MOST_SHOWN = 10
"""Agreements without a call, and findings that belong to none, that are printed."""
LEGS = {"call": "with a call", "no_call": "without"}
"""Statuses of legs in other words than their own."""
MOST_REASONS = 3
"""Reasons of one agreement that are printed."""


def show_night(made: "Published", out: Path, *, as_json: bool) -> None:
    """Print the manifest of a night, or what it came to and where the rest of it is."""
    manifest = made.manifest
    if as_json:
        from isda.statement.as_json import to_text

        typer.echo(to_text(manifest), nl=False)
        return
    from decimal import Decimal

    from isda.batch.book import Total
    from isda.cli.screen import paragraph, screen
    from isda.cli.totals import print_totals

    console = screen()
    paragraph(console, ", ".join(map(say, _headline(made))), style="bold")
    for line in _counts(manifest):
        paragraph(console, line)
    _print_exceptions(console, made)
    totals = [
        Total(each["currency"], Decimal(each["from_A"]), Decimal(each["to_A"]),
              each["movements"])
        for each in manifest["totals"]
    ]  # fmt: skip
    if totals:
        print_totals(console, totals, exact="manifest.json")
    _print_findings(console, made.findings)
    large = len(manifest["not_in_parquet"])
    if large == 1:
        paragraph(
            console,
            "1 amount is too large for a column of Parquet: empty there, whole in CSV; "
            "manifest.json names it",
        )
    elif large:
        paragraph(
            console,
            f"{large:,} amounts are too large for a column of Parquet: empty there, whole in "
            "CSV; manifest.json names each",
        )
    typer.echo(say(f"written to {out}"), err=True)


def _headline(made: "Published") -> "Iterator[str]":
    """Yield a night in the parts of one line, with the errors that no agreement answers for."""
    from isda.statement.overview import OF_NOBODY

    manifest = made.manifest
    of = manifest["agreements"]
    yield f"{manifest['book']} on {manifest['on']}: {agreements(of['all'])}"
    yield f"{of['on_columns']:,} on columns"
    yield f"{of['one_by_one']:,} one by one"
    loose = sum(each.is_error for each in made.findings)
    if loose:
        yield f"{loose} error{'s' if loose > 1 else ''} in the book that {OF_NOBODY[loose > 1]}"


def _counts(manifest: "Mapping[str, Any]") -> "Iterator[str]":
    """Yield how many legs have which status, and how many agreements were computed twice."""
    legs = manifest["legs"]
    if legs:
        told = ", ".join(
            say(f"{count:,} {LEGS.get(name, name)}") for name, count in legs.items()
        )
        yield f"{say('legs')}: {told}"
    again, twice = (manifest["sample"][each] for each in ("agreements", "trade_by_trade"))
    if again == 1:
        yield "1 agreement was computed again by itself: every figure is the same"
    elif again:
        yield (
            f"{again:,} agreements were computed again by themselves: every figure is the same"
        )
    elif manifest["agreements"]["all"] and not twice:
        yield "none was computed on columns, so that there is nothing to compare"
    if twice:
        were = "was" if twice == 1 else "were"
        yield (
            f"{twice:,} called from sums {were} called again trade by trade: every figure is "
            "the same"
        )
    found = manifest["findings"]
    counts = [
        say(f"{found[word]:,} {word}{'s' if found[word] != 1 and word != 'info' else ''}")
        for word in ("error", "warning", "info")
        if word in found
    ]
    if counts:
        yield f"{say('findings')}: {', '.join(counts)} (findings.csv)"


def _print_exceptions(console: "Console", made: "Published") -> None:
    """Print the first reasons for no call, the worst first, some of every code."""
    from isda.cli.screen import STATUSES, heading, paragraph, stacked

    if not made.exceptions:
        return
    heading(console, "Exceptions")
    shown = _first(made.exceptions)
    for reasons in shown:
        first = reasons[0]
        below = [say(_with_source(each)) for each in reasons[:MOST_REASONS]]
        more = first.own - len(below) if first.agreements == 1 else 0
        below += [say(f"and {more} more")] if more > 0 else []
        whose = say(with_more(first.agreement, first.agreements))
        stacked(console, f"{whose}: {say(first.status)}", below, style=STATUSES[first.status])
    if made.reasons > sum(map(len, shown)):
        codes = ", ".join(f"{each.code} {each.agreements:,}" for each in made.codes)
        count = agreements(made.held_back)
        told = f"{count} not computed or withheld ({codes}): exceptions.csv has every reason"
        paragraph(console, told)


def _first(rows: "Sequence[ExceptionRow]") -> "list[list[ExceptionRow]]":
    """Return the first reasons: the worst first, and some of every code.

    Those that an agreement has alone stand together.
    """
    from isda.batch.report_rows import STATUSES

    turns: dict[tuple[str, str], int] = {}
    ordered = []
    for place, row in enumerate(rows):
        of_code = (row.code, row.status)
        turns[of_code] = turns.get(of_code, 0) + 1
        ordered.append((STATUSES.index(row.status), turns[of_code], place, row))
    keys = list(dict.fromkeys(_whose(row) for *_, row in sorted(ordered)))[:MOST_SHOWN]
    found: dict[object, list[ExceptionRow]] = {}
    for row in sorted(rows, key=lambda each: STATUSES.index(each.status)):
        if _whose(row) in keys:
            found.setdefault(_whose(row), []).append(row)
    return list(found.values())


def _whose(row: "ExceptionRow") -> object:
    return row.agreement if row.agreements == 1 else row


def _with_source(row: "ExceptionRow") -> str:
    """Return a reason with its paragraphs, or with its code where no paragraph says it."""
    cites = [each.partition(" ")[2] for each in filter(None, row.paragraphs.split("; "))]
    source = ", ".join(cites) or (row.code if row.code.startswith(("MC", "DQ")) else "")
    is_told = not source or source in row.message
    return row.message if is_told else f"{row.message} ({source})"


def _print_findings(console: "Console", findings: "Sequence[Finding]") -> None:
    """Print the worst findings that belong to no agreement, and how many there are."""
    from isda.cli.findings import counted, print_findings
    from isda.cli.screen import paragraph
    from isda.statement.overview import OF_NOBODY

    if not findings:
        return
    worst = sorted(findings, key=lambda each: -each.severity)[:MOST_SHOWN]
    whose = f"that {OF_NOBODY[len(findings) > 1]}"
    print_findings(console, worst, what=whose, count=counted(findings))
    more = len(findings) - len(worst)
    if more:
        paragraph(console, f"and {more:,} more in findings.csv")
