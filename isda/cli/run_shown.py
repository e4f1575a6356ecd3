"""What a run agreement by agreement prints: calls, why there is none, totals."""

from typing import TYPE_CHECKING

from isda.cli.counts import more_agreements, with_more
from isda.cli.language import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from isda.basics.reason import Reason
    from isda.batch.book import BookRun
    from isda.margin.outcome import MarginCall, Status
    from isda.statement.overview import OverviewRow

WHY_NONE = "movement, or why none"
MOST_TOLD = 20
"""Agreements whose reasons or warnings are printed; a longer list is read in a file."""
WIDE = ("agreement", "counterparty", "status", WHY_NONE, "limit in use")
BROKEN = (*WIDE[:-1], "limit\nin use")
TIGHT = ("agreement", "counterparty", WHY_NONE, "limit\nin use")
"""The heads of the table of calls, wide and less so."""
WITHHELD = "withheld"
LEAST_NAME = 12
"""Cells: a counterparty's name in a narrower column is no longer read."""


def show(made: "BookRun", out: "Path | None" = None) -> None:
    """Print a run: calls, exceptions with their reasons, totals; `out` has its tables."""
    from isda.cli.findings import print_findings
    from isda.cli.screen import heading, paragraph, screen
    from isda.cli.totals import print_totals
    from isda.statement.overview import OF_NOBODY, headline

    console = screen()
    paragraph(console, ", ".join(map(say, headline(made))), style="bold")
    if made.calls:
        heading(console, "Calls")
        _print_calls(console, made.calls)
    if made.exceptions:
        heading(console, "Exceptions")
        _print_exceptions(console, made.exceptions, out)
    _print_warnings(console, made, out)
    if made.totals:
        listed = ((one.amount, one.currency) for each in made.calls for one in each.movements)
        print_totals(console, made.totals, exact="`--json`", above=listed)
    whose = f"that {OF_NOBODY[len(made.findings) > 1]}"
    print_findings(console, made.findings, what=whose)


def _print_calls(console: "Console", calls: "tuple[MarginCall, ...]") -> None:
    from isda.cli.screen import STATUSES, stacked, words
    from isda.statement.overview import row_of

    rows = [(_spoken(row_of(each)), STATUSES[each.status.value]) for each in calls]
    table = _table_of_calls(console, [row for row, _ in rows])
    if table is None:
        for row, style in rows:
            use = say(f"{row.use} of the limit in use") if row.use else ""
            below = (row.counterparty, *_why(row, has_status=True), use)
            stacked(console, f"{row.agreement}: {row.status}", below, style=style)
        return
    has_status = len(table.columns) > len(TIGHT)
    said = [row.use for row, _ in rows]
    uses = dict(zip(said, _aligned(said), strict=True))
    for row, style in rows:
        table.add_row(
            words(row.agreement), words(row.counterparty),
            *([words(row.status, style)] if has_status else []),
            words("\n".join(_why(row, has_status=has_status)), "" if has_status else style),
            words(uses[row.use]),
        )  # fmt: skip
    console.print(table)


def _why(row: "OverviewRow", *, has_status: bool) -> tuple[str, ...]:
    """Return what moves, or why nothing does; the status too where no column has it.

    A movement says `call` by itself, and so does its reason `no call`.
    """
    told = row.movements or tuple(filter(None, (row.why,)))
    if has_status or (told and row.status in {say("call"), say("no call")}):
        return told
    if row.movements or not told:
        return (row.status, *told)
    return (f"{row.status}: {row.why}",)


def _spoken(row: "OverviewRow") -> "OverviewRow":
    moved = tuple(map(say, row.movements))
    return row._replace(status=say(row.status), movements=moved, why=say(row.why))


def _aligned(uses: "list[str]") -> "list[str]":
    """Return percentages with two places each where one has any, so that points align."""
    if not any("." in use for use in uses):
        return uses
    parts = [use.removesuffix("%").partition(".") for use in uses]
    return [
        f"{whole}.{places:0<2}%" if whole and "," not in use else use
        for use, (whole, _, places) in zip(uses, parts, strict=True)
    ]


def _table_of_calls(console: "Console", rows: "list[OverviewRow]") -> "Table | None":
    """Return an empty table in which no identifier and no amount is broken, if one fits.

    Where it is tight, first the head of the last column is broken, then the status goes, which
    the movement or its reason says too, and last the names and the reasons are broken.
    """
    from isda.cli.screen import GAP, columns, is_narrow

    called = say("call")
    amounts = [text for row in rows if row.status == called for text in row.movements]
    uses = _aligned([row.use for row in rows])
    names = [row.counterparty for row in rows]
    for heads, is_last in ((WIDE, False), (BROKEN, False), (TIGHT, False), (TIGHT, True)):
        tight = heads is TIGHT
        why = [line for row in rows for line in _why(row, has_status=not tight)]
        least = {
            "agreement": _widest("agreement", (row.agreement for row in rows)),
            "status": _widest("status", (row.status for row in rows)),
            WHY_NONE: _widest(WHY_NONE, amounts if is_last else why),
            heads[-1]: _widest(heads[-1], uses),
        }
        room = console.width - GAP * (len(heads) - 1)
        room -= sum(least[head] for head in heads if head != "counterparty")
        wanted = _widest("counterparty", names)
        if room >= (LEAST_NAME if is_last else wanted):
            break
    else:
        return None
    if is_narrow(console):
        return None
    *texts, use = heads
    table = columns(*((head, "text") for head in texts), (use, "number"))
    for column, head in zip(table.columns, heads, strict=True):
        column.width = min(room, wanted) if head == "counterparty" else least[head]
    return table


def _widest(header: str, texts: "Iterable[str]") -> int:
    from rich.cells import cell_len

    return max(map(cell_len, (*say(header).split("\n"), *texts)))


def _print_exceptions(
    console: "Console", calls: "tuple[MarginCall, ...]", out: "Path | None"
) -> None:
    from isda.cli.screen import STATUSES, stacked
    from isda.statement.sentence import because, sentences

    alike: dict[tuple[Status, tuple[Reason, ...], str], list[MarginCall]] = {}
    for each in calls:
        is_held = each.status.value == WITHHELD  # each has an amount of its own
        own = each.agreement if is_held else ""
        alike.setdefault((each.status, each.reasons, own), []).append(each)
    shown = sorted(alike.items(), key=lambda one: -len(one[1]))[:MOST_TOLD]
    for (status, reasons, _), group in shown:
        first = f"{say(with_more(group[0].agreement, len(group)))}: {say(status.value)}"
        is_alone = len(group) == 1
        told = sentences(group[0]) if is_alone else [because((each,)) for each in reasons]
        why = map(say, told)
        stacked(console, first, [" ".join(why)] if is_alone else why, style=STATUSES[status])
    rest = len(calls) - sum(len(group) for _, group in shown)
    _print_rest(console, rest, "exceptions.csv", out)


def _print_rest(console: "Console", rest: int, file: str, out: "Path | None") -> None:
    """Print of how many more agreements there is something to read in a file."""
    from isda.cli.screen import paragraph

    if rest > 0:
        more = more_agreements(rest)
        written = f"and {more} in {file}" if out else f"and {more}: `--out DIR` writes {file}"
        paragraph(console, written)


def _print_warnings(console: "Console", made: "BookRun", out: "Path | None") -> None:
    """Print what is worth a look in calls that were computed."""
    from isda.cli.screen import heading, stacked

    warned = {each.agreement: _warnings(each) for each in made.calls}
    told = {name: lines for name, lines in warned.items() if lines}
    if told:
        heading(console, "Warnings")
    for name, lines in list(told.items())[:MOST_TOLD]:
        stacked(console, name, lines)
    _print_rest(console, len(told) - MOST_TOLD, "findings.csv", out)


def _warnings(call: "MarginCall") -> list[str]:
    from isda.basics.finding import Severity

    return [
        f"{each.code} {say(each.message)}"
        for each in call.findings
        if each.severity is Severity.WARNING
    ]
