"""Control totals: whether a feed holds what it said it would hold.

A file that does not add up cannot be trusted for anyone in it. Where rows are faulty, and
could be the ones that are missing from the sum, the total cannot be checked: that is a
warning, because each faulty row already stops the agreement it belongs to.
"""

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
}
"""The tables that a control total may name, and the columns it may sum."""

WITHOUT_DAYS = frozenset({"trades", "in_transit", "events", "ratings", "figures"})
MAYBE_DAYS = frozenset({"trades"})
"""Tables without days whose rows may hold a figure of a day: a trade its mark."""
WITHOUT_AGREEMENT = frozenset({"prices", "fx"})


def check_control_totals(
    totals: tuple[ControlTotal, ...], records: Records, faults: Faults
) -> None:
    """Note each control total that is not met; it stops everyone with a row of that day."""
    for total in totals:
        wrong = _not_a_total(total)
        if wrong:
            faults.note(
                Finding("DQ037", Severity.ERROR, total.place, *wrong),
            )
            continue
        _check(total, records, faults)


def _not_a_total(total: ControlTotal) -> tuple[str, str] | None:
    """Return why a control total cannot be checked against any table, and the way out."""
    table = total.file.partition(".")[0]
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
    undated = [one for one in counted if total.on and one.on is None and not one.is_sound]
    unread = sum(1 for one in of_day if not one.is_sound) + len(undated)
    wrong: list[str] = []
    if total.rows is not None and not (len(of_day) <= total.rows <= len(of_day) + len(undated)):
        wrong.append(f"{len(of_day)} rows are found and {total.rows} expected")
    summed = _sum(total, of_day)
    if total.total is not None and summed != total.total and not unread:
        wrong.append(
            f"the sum of `{total.column}`"
            + (f" in {total.currency}" if total.currency else "")
            + f" is {plain(summed)} and {plain(total.total)} expected"
        )
    day = "" if total.on is None else f" on {total.on}"
    if wrong:
        finding = Finding(
            "DQ068",
            Severity.ERROR,
            total.place,
            f"the control total of {total.file}{day} is not met: {'; '.join(wrong)}",
            "get the file again: nothing of that day is computed from it",
        )
        _stop(finding, total, of_day, faults)
    elif unread:
        faults.note(
            Finding(
                "DQ069",
                Severity.WARNING,
                total.place,
                f"the control total of {total.file}{day} cannot be checked: {unread} of its "
                "rows cannot be read",
                "mend the rows; the agreements they belong to are stopped",
            )
        )


def _sum(total: ControlTotal, rows: list[RowCount]) -> Decimal:
    amounts = (row.amounts[total.column] for row in rows if total.column in row.amounts)
    with localcontext(EXACT):
        return sum(
            (amount for amount, currency in amounts if currency == total.currency), Decimal(0)
        )


def _stop(finding: Finding, total: ControlTotal, rows: list[RowCount], faults: Faults) -> None:
    if total.file.partition(".")[0] in WITHOUT_AGREEMENT or any(
        row.is_sound and row.agreement is None for row in rows
    ):
        faults.note_for_everyone(finding, total.on)
        return
    faults.note(finding)
    for agreement in sorted({row.agreement for row in rows if row.agreement is not None}):
        faults.stop(finding, agreement, total.on)
