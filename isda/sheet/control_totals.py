"""Control totals: whether a feed holds what it said it would hold.

A file that does not add up cannot be trusted for anyone in it. Where rows are faulty, and
could be the ones that are missing from the sum, the total cannot be checked: that is a
warning, because each faulty row already stops the agreement it belongs to.
"""

from collections.abc import Container, Iterable
from decimal import Decimal, localcontext

from isda.basics.amounts import did_you_mean, plain, shown
from isda.basics.arithmetic import EXACT
from isda.basics.finding import Finding, Severity
from isda.sheet.book_settings import ControlTotal
from isda.sheet.records import Faults, Records, RowCount
from isda.sheet.table_files import ENDINGS

SUMMED = {
    "trades": ("mark",),
    "marks": ("mark",),
    "lots": ("nominal", "accrued"),
    "prices": ("price",),
    "in_transit": ("amount",),
    "fx": ("rate",),
    "events": (),
    "ratings": (),
    "figures": ("amount",),
    "initial_margin": ("amount",),
    "measures": ("value",),
    "threshold_used_elsewhere": ("amount",),
    "exposure_elsewhere": ("amount",),
}
"""The tables that a control total may name, and the columns it may sum."""

WITHOUT_DAYS = frozenset({"trades", "in_transit", "events", "ratings", "figures"})
MAYBE_DAYS = frozenset({"trades"})
"""Tables without days whose rows may hold a figure of a day: a trade its mark."""


def check_control_totals(
    totals: tuple[ControlTotal, ...],
    records: Records,
    faults: Faults,
    without: Container[str] = (),
) -> None:
    """Note each control total that is not met; it stops everyone on that day.

    The rows that are missing may be anybody's, also of those of whom none is left.

    Args:
        totals: What the feeds said they would hold.
        records: What was read.
        faults: Takes the findings down.
        without: Tables that somebody else reads, whose totals are checked there.
    """
    for total in totals:
        if total.table in without and not _not_a_total(total):
            continue
        wrong = _not_a_total(total)
        if wrong:
            faults.note(
                Finding("DQ037", Severity.ERROR, total.place, *wrong),
            )
            continue
        _check(total, records, faults)


def is_no_total(total: ControlTotal) -> bool:
    """Whether a control total cannot be checked against any table."""
    return _not_a_total(total) is not None


def _not_a_total(total: ControlTotal) -> tuple[str, str] | None:
    """Return why a control total cannot be checked against any table, and the way out."""
    table = total.table
    if table not in SUMMED or total.file.removeprefix(table) not in {"", *ENDINGS}:
        known = tuple(f"{one}.csv" for one in SUMMED)
        return (
            f"the control total is of {shown(total.file)}, which is no table of a book",
            did_you_mean(total.file, known) or f"known: {', '.join(known)}",
        )
    if (total.on is None) != (table in WITHOUT_DAYS) and not (total.on and table in MAYBE_DAYS):
        return (
            f"the control total of {total.file} "
            + ("names no day" if total.on is None else "names a day, and the table has none"),
            "write `on:` with the day" if total.on is None else "take `on:` out",
        )
    if total.column is not None and total.column not in SUMMED[table]:
        return (
            f"the column {shown(total.column)!r} of {total.file} is not summed",
            f"columns that are: {', '.join(SUMMED[table]) or 'none; count its rows'}",
        )
    if total.column is not None and (total.currency is None) != (table == "fx"):
        return (
            f"the sum of `{total.column}` "
            + ("needs its `currency`" if total.currency is None else "has no currency"),
            "amounts of different currencies are never added",
        )
    return None


def _check(total: ControlTotal, records: Records, faults: Faults) -> None:
    counted = records.counts.get(total.file, [])
    of_day = [one for one in counted if total.on is None or one.on == total.on]
    finding = finding_of_total(
        total, _sum(total, of_day), len(of_day), *unread_of(total, counted)
    )
    if finding is not None and finding.is_error:
        faults.note_for_everyone(finding, total.on)
    elif finding is not None:
        faults.note(finding)


def unread_of(total: ControlTotal, counted: Iterable[RowCount]) -> tuple[int, int]:
    """Return how many rows cannot be read: of the day of a total, and of no day."""
    faulty = [one for one in counted if not one.is_sound]
    undated = sum(1 for one in faulty if total.on and one.on is None)
    return sum(1 for one in faulty if total.on in {None, one.on}), undated


def finding_of_total(
    total: ControlTotal, summed: Decimal, rows: int, unread: int, undated: int
) -> Finding | None:
    """Return what is wrong with a control total, or None where it is met.

    Args:
        total: What the feed said.
        summed: The sum of its column.
        rows: How many rows there are of its day.
        unread: How many of them cannot be read.
        undated: How many rows cannot be read and could be of any day.
    """
    wrong: list[str] = []
    if total.rows is not None and not (rows <= total.rows <= rows + undated):
        wrong.append(f"{rows} rows are found and {total.rows} expected")
    if total.total is not None and summed != total.total and not unread + undated:
        wrong.append(
            f"the sum of `{total.column}`"
            + (f" in {total.currency}" if total.currency else "")
            + f" is {plain(summed)} and {plain(total.total)} expected"
        )
    day = "" if total.on is None else f" on {total.on}"
    if wrong:
        return Finding(
            "DQ068",
            Severity.ERROR,
            total.place,
            f"the control total of {total.file}{day} is not met: {'; '.join(wrong)}",
            "get the file again: nothing of that day is computed from it",
        )
    if unread + undated:
        return Finding(
            "DQ069",
            Severity.WARNING,
            total.place,
            f"the control total of {total.file}{day} cannot be checked: {unread + undated} of "
            "its rows cannot be read",
            "mend the rows; the agreements they belong to are stopped",
        )
    return None


def _sum(total: ControlTotal, rows: list[RowCount]) -> Decimal:
    amounts = (row.amounts[total.column] for row in rows if total.column in row.amounts)
    with localcontext(EXACT):
        return sum(
            (amount for amount, currency in amounts if currency == total.currency), Decimal(0)
        )
