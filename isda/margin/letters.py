"""Letters of credit: whether one counts today, and by which row."""

from collections.abc import Iterator
from datetime import date

from isda.basics.amounts import did_you_mean
from isda.facts.facts import Event, Facts, Lot
from isda.margin.eligibility import Match, Verdict, barred
from isda.margin.row_conditions import CannotTell, goes_on, standing_of
from isda.terms.bound import BoundTerms
from isda.terms.events import LETTER_DEFAULT
from isda.terms.other_support import SupportRow, rows_of_support


def match_letter(terms: BoundTerms, lot: Lot, on: date) -> Match:
    """Find the one row of Other Eligible Support that counts a letter of credit.

    A letter that no row counts today is not eligible; one that two rows count is undefined.

    Law:
        csa-1994-ny 13(b)(iii), 13(j) · csa-2016-vm-ny 13(c)(vi), 13(l).
    """
    table = f"other_eligible_support.{terms.pledgor}"
    if lot.matures is not None and lot.matures < on:
        return Match(Verdict.NOT_ELIGIBLE, why=f"it expired on {lot.matures}", table=table)
    counting: list[Match] = []
    kept_out: list[Match] = []
    for number, row in enumerate(rows_of_support(terms.annex, terms.pledgor)):
        if row.currency not in {None, lot.nominal.currency}:
            continue
        found = _why_nil(terms, row, lot, on, number)
        if found is None:
            percent = row.valuation_percentage
            counting.append(Match(Verdict.COUNTS, percent, number, table=table))
        elif found.verdict is Verdict.NOT_ELIGIBLE:
            kept_out.append(found._replace(table=table))
        else:
            return found._replace(table=table)
    if len(counting) == 1:
        return counting[0]
    if counting:
        numbers = " and ".join(str(each.row + 1) for each in counting)
        why = f"rows {numbers} of the other eligible support both count it"
        return Match(Verdict.UNDEFINED, why=why, table=table)
    no_row = Match(
        Verdict.NOT_ELIGIBLE,
        why=f"no row of the other eligible support of party {terms.pledgor} takes it",
        table=table,
    )
    return kept_out[0] if kept_out else no_row


def _why_nil(
    terms: BoundTerms, row: SupportRow, lot: Lot, on: date, number: int
) -> Match | None:
    """Return why a row does not count a letter today, or None where it does."""
    try:
        why = _event(terms, row, lot) or _expires_too_soon(row, lot, on)
    except CannotTell as problem:
        verdict = Verdict.UNDEFINED if problem.is_open else Verdict.UNKNOWN
        return Match(verdict, row=number, why=problem.why, help=problem.help)
    if why is not None:
        return Match(Verdict.NOT_ELIGIBLE, row=number, why=f"{why} (row {number + 1})")
    return barred(terms, row.only_while, lot, number) if row.only_while else None


def _event(terms: BoundTerms, row: SupportRow, lot: Lot) -> str | None:
    """Return which event makes a letter nil, if one continues.

    Raises:
        CannotTell: Whose letter it is, or whether an event continues, is not known.
    """
    for name in row.nil_while:
        if name == LETTER_DEFAULT and lot.issuer is None:
            raise CannotTell("its issuer is not named", "add its `issuer`")
        if name == LETTER_DEFAULT:
            found = next(_defaults_of(lot, standing_of(terms).facts), None)
            if found is not None:
                return f"a {LETTER_DEFAULT} of {found.about} continues"
        is_a_partys = name in terms.annex.triggers or name != LETTER_DEFAULT
        if is_a_partys and goes_on(terms, name, (terms.pledgor,)):
            return f"{name} of party {terms.pledgor} continues"
    return None


def _defaults_of(lot: Lot, facts: Facts) -> Iterator[Event]:
    """Yield the events of the facts that name a letter or its issuer and continue."""
    for event in facts.events:
        if (event.about or "").casefold() in names_of(lot) and event.is_in_force(facts.on):
            yield event


def names_of(lot: Lot) -> frozenset[str]:
    """Return what an event may name a letter by, in small letters: itself or its issuer."""
    return frozenset(name.casefold() for name in (lot.lot_id, lot.issuer, lot.code) if name)


def _expires_too_soon(row: SupportRow, lot: Lot, on: date) -> str | None:
    if row.expires_at_least is None:
        return None
    if lot.matures is None:
        raise CannotTell("the day it expires is not named", "add `matures`")
    if lot.matures < row.expires_at_least.after(on):
        return f"it expires on {lot.matures}, sooner than {row.expires_at_least} from {on}"
    return None


def letters_of(facts: Facts) -> tuple[Lot, ...]:
    """Return the letters of credit of a day: held, on their way, or chosen to be sent."""
    moving = (one.lot for one in facts.in_transit if one.lot is not None)
    lots = (*facts.held, *moving, *(one.lot for one in facts.chosen))
    return tuple(lot for lot in lots if lot.is_letter)


def misnamed(facts: Facts) -> Iterator[tuple[Event, str]]:
    """Yield events of the day that may be of a letter or issuer by a slip, and the hint."""
    known = {name for lot in letters_of(facts) for name in names_of(lot)}
    for event in facts.events:
        about = (event.about or "").casefold()
        if about and about not in known and event.is_in_force(facts.on):
            hint = did_you_mean(about, tuple(sorted(known)))
            if hint:
                yield event, hint
