"""Which row of the table a lot falls under.

Matching is control flow and is said once: the night asks here for each kind of lot.
"""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from operator import itemgetter
from typing import Any, NamedTuple

from isda.basics.percentages import ValuationPercentage
from isda.facts.facts import Lot
from isda.law.forms import Form
from isda.margin.row_conditions import CannotTell, why_not
from isda.terms.bound import BoundTerms
from isda.terms.collateral import CollateralRow, Counted
from isda.terms.reading import Answer
from isda.terms.row_conditions import OnlyWhile
from isda.terms.switches import CashPercentage

WHOLE = ValuationPercentage.read("100%")


class Verdict(StrEnum):
    """What the table says of a lot."""

    COUNTS = "counts"
    AT_FACE = "at face"
    NOT_ELIGIBLE = "not eligible"
    UNDEFINED = "undefined"
    UNKNOWN = "unknown"


class Match(NamedTuple):
    """The verdict on one lot.

    Attributes:
        verdict: Counts, at face, not eligible, undefined (the document), unknown (facts).
        counted: The percentage, where it counts.
        row: Number of the row.
        why: The reason, where it does not count.
        table: Where the rows stand in the annex.
        help: What to do, where the facts leave it open.
    """

    verdict: Verdict
    counted: Counted = WHOLE
    row: int = -1
    why: str = ""
    table: str = "eligible_collateral"
    help: str = ""


def match(terms: BoundTerms, lot: Lot, on: date) -> Match:
    """Find the one row a lot falls under.

    A lot outside every row of its asset is not eligible; in a gap between two rows, or
    claimed by two, it is undefined.

    Law:
        csa-1994-ny 13(b)(ii) · csa-1995-eng 11(b)(ii) · 13(c)(ii), 11(c)(ii) of 2016.
    """
    if lot.matures is not None and lot.matures < on:
        return Match(Verdict.NOT_ELIGIBLE, why=f"it matured on {lot.matures}")
    claimed: list[tuple[int, CollateralRow]] = []
    kept_out: list[Match] = []
    for number, row in rows_of(terms, lot):
        claims = _claims(terms, row, lot, on)
        if claims is False:
            continue
        if claims is not True:
            return Match(Verdict.UNKNOWN, why=claims)
        kept = row.only_while and barred(terms, row.only_while, lot, number)
        if not kept:
            claimed.append((number, row))
        elif kept.verdict is Verdict.NOT_ELIGIBLE:
            kept_out.append(kept)
        else:
            return kept
    if len(claimed) == 1:
        return _counted(terms, lot, on, *claimed[0])
    return _not_counted(terms, lot, on, claimed, kept_out)


def _not_counted(
    terms: BoundTerms,
    lot: Lot,
    on: date,
    claimed: list[tuple[int, CollateralRow]],
    kept_out: list[Match],
) -> Match:
    """Return the verdict on a lot that no one row takes: two do, or none does today."""
    if claimed:
        numbers = " and ".join(str(number + 1) for number, _ in claimed)
        return Match(Verdict.UNDEFINED, why=f"rows {numbers} of the table both claim it")
    if kept_out:
        return kept_out[0]
    if _in_a_gap(terms, lot, on):
        return Match(Verdict.UNDEFINED, why="its maturity falls between two rows of the table")
    return Match(Verdict.NOT_ELIGIBLE, why=f"no row of the table takes {_told(terms, lot)}")


def _told(terms: BoundTerms, lot: Lot) -> str:
    """Return what no row takes, with the first thing that keeps every row of its asset off."""
    left = [row for _, row in rows_of(terms, lot)]
    tests: tuple[tuple[str, Callable[[CollateralRow], bool]], ...] = (
        (f"of party {terms.pledgor}", lambda row: terms.pledgor in row.for_),
        (f"in {lot.nominal.currency}", lambda row: _takes_currency(terms, row, lot)),
        ("of this issuer, code and coupon", lambda row: _fits(terms, row, lot) is True),
        (f"that matures on {lot.matures}", lambda _: False),
    )
    for words, takes in tests:
        kept = [row for row in left if takes(row)]
        if left and not kept:
            return f"{lot.asset} {words}"
        left = kept
    return lot.asset


def _claims(terms: BoundTerms, row: CollateralRow, lot: Lot, on: date) -> bool | str:
    """Whether a row takes a lot, or what the lot does not say."""
    fits = _fits(terms, row, lot)
    maturities = row.maturities
    if fits is not True or maturities is None:
        return fits
    span = _span(row, lot, on)
    return span if isinstance(span, str) else maturities.holds(*span)


def barred(terms: BoundTerms, condition: OnlyWhile, lot: Lot, number: int) -> Match | None:
    """Return the verdict on a lot that the condition of its row keeps out, or None."""
    try:
        why = why_not(terms, condition, lot)
    except CannotTell as problem:
        verdict = Verdict.UNDEFINED if problem.is_open else Verdict.UNKNOWN
        return Match(verdict, row=number, why=problem.why, help=problem.help)
    if why is None:
        return None
    return Match(Verdict.NOT_ELIGIBLE, row=number, why=f"{why} (row {number + 1})")


def rows_of(terms: BoundTerms, lot: Lot) -> Iterable[tuple[int, CollateralRow]]:
    """Return the rows of the lot's asset, by its name or its code, with their numbers."""
    rows = terms.annex.rows_by_name
    named = rows.get(lot.asset.casefold(), ())
    if lot.code is None:
        return named
    both = dict((*named, *rows.get(lot.code.casefold(), ())))
    return sorted(both.items(), key=itemgetter(0))


def _counted(terms: BoundTerms, lot: Lot, on: date, number: int, row: CollateralRow) -> Match:
    if row.by_column is None:
        cell = row.counted(terms.pledgor)
        return _of_cell(terms, lot, number, cell)
    if terms.column is None:
        why = f"row {number + 1} has a percentage for each column, and nothing says which"
        return Match(Verdict.UNDEFINED, row=number, why=why)
    cell = row.counted(terms.pledgor, terms.column)
    where = _where(terms, number)
    if isinstance(cell, dict):
        span = _span(row, lot, on)
        owners = [each for each in cell if not isinstance(span, str) and each.holds(*span)]
        if len(owners) != 1:
            said = f"{' and '.join(map(str, owners))} both own" if owners else "no cell owns"
            why = f"{said} its maturity in {where}"
            return Match(Verdict.UNDEFINED, row=number, why=why)
        cell = cell[owners[0]]
    return _of_cell(terms, lot, number, cell)


def _where(terms: BoundTerms, number: int) -> str:
    column = "" if terms.column is None else f", column {terms.column}"
    return f"row {number + 1}{column}"


def _of_cell(terms: BoundTerms, lot: Lot, number: int, cell: Any) -> Match:
    """Return what one cell says of a lot."""
    if isinstance(cell, Counted):
        if lot.is_cash and terms.cash is CashPercentage.FACE:
            return Match(Verdict.AT_FACE, WHOLE, number)
        if terms.percentage_of_all is not None:
            return Match(Verdict.COUNTS, terms.percentage_of_all, number)
        return Match(Verdict.COUNTS, cell, number)
    where = _where(terms, number)
    if cell is Answer.TO_BE_AGREED:
        return Match(
            Verdict.UNDEFINED,
            row=number,
            why=f"its percentage ({where}) is to be agreed",
        )
    if cell is Answer.NOT_ELIGIBLE:
        return Match(Verdict.NOT_ELIGIBLE, row=number, why=f"{where} says not eligible")
    if lot.is_cash and terms.cash is CashPercentage.FACE:
        return Match(Verdict.AT_FACE, WHOLE, number)
    if terms.form is Form.VM_2016_ENGLISH:
        return Match(Verdict.COUNTS, WHOLE, number)
    return Match(Verdict.UNDEFINED, row=number, why=f"{where} states no percentage")


def _fits(terms: BoundTerms, row: CollateralRow, lot: Lot) -> bool | str:
    """Whether all but maturity lets the row take the lot, or what the lot does not say."""
    if terms.pledgor not in row.for_:
        return False
    if not _takes_currency(terms, row, lot):
        return False
    if row.issuers or row.coupon is not None:
        kept = _issuer_and_coupon(row, lot)
        if kept is not True:
            return kept
    if row.excludes:
        if not lot.is_cash and lot.issuer is None and lot.code is None:
            return "the facts name neither issuer nor code, and the row excludes some"
        marks = {mark.casefold() for mark in (lot.issuer, lot.code, lot.asset) if mark}
        return not marks & {excluded.casefold() for excluded in row.excludes}
    return True


def _takes_currency(terms: BoundTerms, row: CollateralRow, lot: Lot) -> bool:
    currency = lot.nominal.currency
    if row.currency is None:
        return not lot.is_cash or currency in terms.eligible_currencies
    return row.currency == currency


def _issuer_and_coupon(row: CollateralRow, lot: Lot) -> bool | str:
    if row.issuers:
        if lot.issuer is None:
            return "the facts name no issuer, and the row asks for one"
        if lot.issuer.casefold() not in {issuer.casefold() for issuer in row.issuers}:
            return False
    if row.coupon is not None and lot.coupon is None:
        return "the facts say no coupon, and the row asks for one"
    return row.coupon is None or lot.coupon == row.coupon


def _span(row: CollateralRow, lot: Lot, on: date) -> tuple[date, date] | str:
    """Return the beginning and the end of what a row measures of a lot, or what is missing."""
    if row.measure == "duration":
        return "the row measures duration, and the facts carry none"
    if lot.matures is None:
        return f"{lot.asset} needs `matures:` for its row"
    start = on if row.measure == "remaining" else lot.issued
    if start is None:
        return f"{lot.asset} needs `issued:` for its row"
    return start, lot.matures


def _in_a_gap(terms: BoundTerms, lot: Lot, on: date) -> bool:
    """Whether one row ends below the lot's maturity and another begins above it."""
    below = above = False
    for _, row in rows_of(terms, lot):
        span = _span(row, lot, on)
        if (
            row.maturities is None
            or isinstance(span, str)
            or _fits(terms, row, lot) is not True
        ):
            continue
        least, most = row.maturities.bounds(span[0])
        below = below or (most is not None and most <= span[1])
        above = above or least >= span[1]
    return below and above
