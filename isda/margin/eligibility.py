"""Which row of the table a lot falls under.

Exists twice (here and, for columns, in the night): matching is control flow.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from isda.basics.days import MaturityRange
from isda.basics.percentages import Haircut, MarginRatio, ValuationPercentage
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
    """

    verdict: Verdict
    counted: Counted | None = None
    row: int = -1
    why: str = ""


class Span(NamedTuple):
    """A row's range of maturities, and the beginning and end of what it measures of a lot."""

    maturities: MaturityRange
    start: date
    end: date


def match(terms: BoundTerms, lot: Lot, on: date) -> Match:
    """Find the one row a lot falls under.

    A lot outside every row of its asset is not eligible; in a gap between two rows, or
    claimed by two, it is undefined.

    Law:
        csa-1994-ny 13(b)(ii) · csa-1995-eng 11(b)(ii) · 13(c)(ii), 11(c)(ii) of 2016.
    """
    if lot.matures is not None and lot.matures < on:
        return Match(Verdict.NOT_ELIGIBLE, why=f"it matured on {lot.matures}")
    spans: list[Span] = []
    claimed: list[tuple[int, CollateralRow]] = []
    kept_out: list[Match] = []
    for number, row in rows_of(terms, lot):
        claims = _claims(terms, row, lot, on, spans)
        if isinstance(claims, str):
            return Match(Verdict.UNKNOWN, why=claims)
        if not claims:
            continue
        barred = row.only_while and _barred(terms, row.only_while, lot, number)
        if not barred:
            claimed.append((number, row))
        elif barred.verdict is Verdict.NOT_ELIGIBLE:
            kept_out.append(barred)
        else:
            return barred
    return _verdict(terms, lot, claimed, kept_out=kept_out, spans=spans)


def _verdict(
    terms: BoundTerms,
    lot: Lot,
    claimed: list[tuple[int, CollateralRow]],
    *,
    kept_out: list[Match],
    spans: list[Span],
) -> Match:
    """Return what the rows that take a lot, or fail to, come to together."""
    if len(claimed) == 1:
        return _counted(terms, lot, *claimed[0])
    if claimed:
        numbers = " and ".join(str(number + 1) for number, _ in claimed)
        return Match(Verdict.UNDEFINED, why=f"rows {numbers} of the table both claim it")
    if kept_out:
        return kept_out[0]
    if _in_a_gap(spans):
        return Match(Verdict.UNDEFINED, why="its maturity falls between two rows of the table")
    return Match(Verdict.NOT_ELIGIBLE, why=f"no row of the table takes {lot.asset}")


def _claims(
    terms: BoundTerms, row: CollateralRow, lot: Lot, on: date, spans: list[Span]
) -> bool | str:
    """Whether a row takes a lot, or what the lot does not say; its span is noted."""
    fits = terms.pledgor in row.for_ and _fits(terms, row, lot)
    span = _span(row, lot, on) if fits is True else None
    if isinstance(span, str):
        return span
    if span is not None:
        spans.append(span)
        return span.maturities.holds(span.start, span.end)
    return fits


def _barred(terms: BoundTerms, condition: OnlyWhile, lot: Lot, number: int) -> Match | None:
    """Return the verdict on a lot whose row does not count it today, or None."""
    try:
        why = why_not(terms, condition, lot)
    except CannotTell as problem:
        verdict = Verdict.UNDEFINED if problem.is_open else Verdict.UNKNOWN
        return Match(verdict, row=number, why=problem.why)
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


def _counted(terms: BoundTerms, lot: Lot, number: int, row: CollateralRow) -> Match:
    cell = row.counted(terms.pledgor)
    if isinstance(cell, ValuationPercentage | Haircut | MarginRatio):
        if lot.is_cash and terms.cash is CashPercentage.FACE:
            return Match(Verdict.AT_FACE, WHOLE, number)
        if terms.percentage_of_all is not None:
            return Match(Verdict.COUNTS, terms.percentage_of_all, number)
        return Match(Verdict.COUNTS, cell, number)
    if cell is Answer.TO_BE_AGREED:
        return Match(
            Verdict.UNDEFINED,
            row=number,
            why=f"its percentage (row {number + 1}) is to be agreed",
        )
    if cell is Answer.NOT_ELIGIBLE:
        return Match(
            Verdict.NOT_ELIGIBLE, row=number, why=f"row {number + 1} says not eligible"
        )
    if lot.is_cash and terms.cash is CashPercentage.FACE:
        return Match(Verdict.AT_FACE, WHOLE, number)
    if terms.form is Form.VM_2016_ENGLISH:
        return Match(Verdict.COUNTS, WHOLE, number)
    return Match(Verdict.UNDEFINED, row=number, why=f"row {number + 1} states no percentage")


def _fits(terms: BoundTerms, row: CollateralRow, lot: Lot) -> bool | str:
    """Whether currency, issuer, coupon and exclusions let the row take the lot, or a lack."""
    currency = lot.nominal.currency
    if row.currency is None:
        if lot.is_cash and currency not in terms.eligible_currencies:
            return False
    elif row.currency != currency:
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


def _issuer_and_coupon(row: CollateralRow, lot: Lot) -> bool | str:
    if row.issuers:
        if lot.issuer is None:
            return "the facts name no issuer, and the row asks for one"
        if lot.issuer.casefold() not in {issuer.casefold() for issuer in row.issuers}:
            return False
    if row.coupon is not None and lot.coupon is None:
        return "the facts say no coupon, and the row asks for one"
    return row.coupon is None or lot.coupon == row.coupon


def _span(row: CollateralRow, lot: Lot, on: date) -> Span | str | None:
    """Return the maturity a row measures, what is missing for it, or None where it has none."""
    if row.maturities is None:
        return None
    if row.measure == "duration":
        return "the row measures duration, and the facts carry none"
    if lot.matures is None:
        return f"{lot.asset} needs `matures:` for its row"
    if row.measure == "remaining":
        return Span(row.maturities, on, lot.matures)
    if lot.issued is None:
        return f"{lot.asset} needs `issued:` for its row"
    return Span(row.maturities, lot.issued, lot.matures)


def _in_a_gap(spans: Sequence[Span]) -> bool:
    """Whether one row ends below the lot's maturity and another begins above it."""
    below = above = False
    for maturities, start, end in spans:
        most = maturities.most
        below = below or (most is not None and most.after(start) <= end)
        above = above or maturities.least.after(start) >= end
    return below and above
