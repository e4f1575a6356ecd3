"""Exposure from the marks of covered transactions, and independent amounts from trades."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from isda.basics.finding import Finding, Place, Severity
from isda.basics.party import Side
from isda.facts.facts import Facts, Mark, Trade
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin.exposure import seen_from_the_other_side
from isda.margin.inputs import Notes
from isda.margin.plan import Conversion, conversion
from isda.margin.recipe import Recipe, step
from isda.margin.working import Source
from isda.terms.annex import CollateralTerms
from isda.terms.bound import BoundTerms


@lru_cache(maxsize=16)
def other_side(form: Form) -> Recipe:
    """Return the recipe of an exposure stated for the other party."""
    mirrored = step("exposure", seen_from_the_other_side, cite("exposure", form))
    return Recipe(f"the other side, {form}", (mirrored,))


def covered_trades(terms: BoundTerms, facts: Facts) -> tuple[Trade, ...]:
    """Return the live trades that the annex covers: up to and including their maturity.

    Law:
        csa-2016-vm-ny 13(b)(i) · csa-2016-vm-eng 11(b)(i); 1994 and 1995: all.
    """
    return tuple(filter(covers_on(terms.annex, facts.on), facts.trades))


def covers_on(annex: CollateralTerms, on: date) -> Callable[[Trade], bool]:
    """Return what says whether an annex covers a trade that is live on a day."""
    covered, left_out = annex.covered_transactions, annex.left_out
    first = covered.from_ or date.min
    only = {name.casefold() for name in covered.only}
    excepted = {name.casefold() for name in covered.except_}

    def covers(trade: Trade) -> bool:
        traded = trade.trade_date
        if trade.maturity < on or (traded is not None and not first <= traded <= on):
            return False
        names = {trade.product.casefold(), trade.trade_id.casefold()}
        if (only and not names & only) or trade.trade_id.casefold() in left_out:
            return False
        return not names & excepted

    return covers


def exposure(terms: BoundTerms, facts: Facts, notes: Notes) -> Decimal | None:
    """Return the secured party's exposure in base currency; None where it is refused.

    Law:
        csa-1994-ny 12 Exposure · csa-1995-eng 10 Exposure · the 2016 VM forms alike.
    """
    cited = cite("exposure", terms.form)
    given = facts.exposure
    if given is not None and (facts.marks or (facts.trades and facts.plus_is_good_for)):
        notes.refuse(
            "MC104",
            "the facts give an exposure and marks as well",
            place=given.place,
            help_text="keep one: a figure, or the marks it is made of",
        )
        return None
    if given is not None:
        amount = notes.in_base("exposure_as_given", given.amount, given.place, cited)
        return _seen(amount, given.holder, terms, notes, given.place)
    if facts.plus_is_good_for is None:
        notes.refuse(
            "MC105",
            "the facts give no exposure"
            if not facts.marks
            else "the marks have no sign convention",
            place=facts.place,
            help_text="add `exposure:`, or `trades:`, `marks:` and `plus_is_good_for: party A`",
        )
        return None
    total = net_mark(terms, facts, notes)
    return (
        None
        if total is None
        else _seen(total, facts.plus_is_good_for, terms, notes, "net_mark")
    )


def _seen(
    amount: Decimal, holder: Side, terms: BoundTerms, notes: Notes, source: Source
) -> Decimal:
    if holder is terms.secured_party:
        recipe = conversion("exposure", Conversion.NONE, cite("exposure", terms.form))
    else:
        recipe = other_side(terms.form)
    known = notes.working.follow(
        recipe, {"amount": amount}, leg=notes.leg, sources={"amount": source}
    )
    return known["exposure"]


def net_mark(terms: BoundTerms, facts: Facts, notes: Notes) -> Decimal | None:
    """Sum the marks of the day; every covered live trade must have one.

    Plus is good for the party of the facts' sign convention.
    """
    trades = covered_trades(terms, facts)
    marks = usable_marks(facts, trades, notes)
    parts: dict[str, Decimal] = {}
    cited = cite("exposure", terms.form)
    for trade in trades:
        mark = marks.get(trade.trade_id)
        if mark is None:
            continue
        spot = notes.spot_of(mark.mark, place=mark.place)
        if spot is None:
            continue
        given: dict[str, Decimal] = {"amount": mark.mark.amount}
        sources: dict[str, Source] = {"amount": mark.place}
        if spot.rate is not None:
            given["spot"], sources["spot"] = spot.rate.rate, spot.rate.place
        known = notes.working.follow(
            conversion("mark_in_base_currency", spot.how, cited),
            given,
            leg=notes.leg,
            of=trade.trade_id,
            sources=sources,
        )
        parts[trade.trade_id] = known["mark_in_base_currency"]
    if notes.refused:
        return None
    places = {name: mark.place for name, mark in marks.items()}
    return notes.add("net_mark", parts, places, cited)


def still_valued(trade_id: str, maturity: date, place: Place, agreement: str) -> Finding:
    """Return the finding that a trade has a mark and has matured.

    Example:
        >>> found = still_valued("T1", date(2024, 12, 1), Place("marks.csv", 2), "ONE")
        >>> found.code, found.help
        ('MC304', 'take the mark out')
    """
    return Finding(
        "MC304",
        Severity.WARNING,
        place,
        f"{trade_id} matured on {maturity} and is still valued: its mark is not used; what is "
        "unpaid is an unpaid amount",
        "take the mark out",
        (),
        agreement,
    )


def usable_marks(facts: Facts, trades: Sequence[Trade], notes: Notes) -> dict[str, Mark]:
    """Return the newest mark of each trade that is young enough, and refuse for the rest."""
    newest: dict[str, Mark] = {}
    known = {trade.trade_id: trade for trade in facts.trades}
    for mark in facts.marks:
        trade = known.get(mark.trade_id)
        if trade is None:
            notes.refuse(
                "MC106",
                f"a mark for {mark.trade_id}, which is no trade of this agreement",
                place=mark.place,
                help_text="correct the identifier, or add the trade",
            )
        elif mark.on > facts.on:
            notes.find(
                "MC303",
                Severity.WARNING,
                f"the mark of {mark.trade_id} is of {mark.on}, "
                f"after {facts.on}: it is not used",
                place=mark.place,
            )
        elif trade.maturity < facts.on and mark.on == facts.on:
            notes.findings.append(
                still_valued(mark.trade_id, trade.maturity, mark.place, notes.agreement)
            )
        elif mark.trade_id not in newest or newest[mark.trade_id].on < mark.on:
            newest[mark.trade_id] = mark
    for trade in trades:
        found = newest.get(trade.trade_id)
        if found is None:
            notes.refuse(
                "MC107",
                f"no mark of {facts.on} for {trade.trade_id}",
                place=trade.place,
                help_text="add the mark: an exposure without it would be wrong",
            )
        elif (facts.on - found.on).days > facts.mark_age_days:
            notes.refuse(
                "MC108",
                f"the newest mark of {trade.trade_id} is of {found.on}: stale on {facts.on}",
                place=found.place,
                help_text="add today's mark, or allow an age in the book's tolerances",
            )
    return newest
