"""Facts that no term of the agreement reads: a slip of a name would pass in silence."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from isda.basics.amounts import did_you_mean, shown
from isda.basics.finding import Finding, Place, Severity
from isda.basics.party import Side
from isda.facts.facts import Facts
from isda.facts.histories import subject
from isda.margin.letters import misnamed
from isda.margin.marks import covers_on
from isda.terms.agreement import Agreement
from isda.terms.bound import BoundTerms
from isda.terms.events import LETTER_DEFAULT
from isda.terms.facts_read import OF_LOTS
from isda.terms.switches import Reading

T = TypeVar("T")


def unread_facts(
    agreement: str, annexes: Sequence[Any], bound: Sequence[BoundTerms], facts: Facts
) -> Iterator[Finding]:
    """Warn of facts that nothing of the agreement asks for, with the name that may be meant.

    A desk keeps ratings of its parties and of issuers for whoever reads them: those of names
    in a table, and a party's own where no term reads any rating, are no slip of this agreement.

    Args:
        agreement: Its identifier.
        annexes: Its annexes as amended on the day.
        bound: Its legs.
        facts: The figures of the day.
    """
    for what, place, near in (
        *_ratings(annexes, facts),
        *_figures(annexes, facts),
        *_measures(annexes, facts),
        *_others(bound, facts),
        *_elsewhere(annexes, facts),
        *_exposures_elsewhere(bound, facts),
        *_before(bound, facts),
        *_defaults_of_letters(facts),
    ):
        yield Finding(
            "MC317",
            Severity.WARNING,
            place,
            f"{what} is given, and no term of the agreement reads it",
            near or "correct its name, or take it out",
            (),
            agreement,
        )


Unread = tuple[str, Place, str]


def _defaults_of_letters(facts: Facts) -> Iterator[Unread]:
    """Yield defaults of a name that is nearly that of a letter or an issuer of the day."""
    for event, near in misnamed(facts):
        yield f"a {LETTER_DEFAULT} of {shown(event.about or '')}", event.place, near


def _ratings(annexes: Sequence[Any], facts: Facts) -> Iterator[Unread]:
    if not facts.ratings:
        return
    read = frozenset[str]().union(*(annex.facts_read.rated for annex in annexes))
    lots = [*facts.held, *(one.lot for one in facts.in_transit if one.lot is not None)]
    lots += [one.lot for one in facts.chosen]
    of_lots = {"issuer": {lot.issuer for lot in lots}, "issue": {lot.code for lot in lots}}
    named = (of_lots[each] if each in OF_LOTS else {each} for each in read)
    known = tuple(sorted(filter(None, set[Any]().union(*named))))
    folded = {name.casefold() for name in known}
    of_anybody = bool(read & OF_LOTS)
    for of, one in _first(facts.ratings, lambda each: each.of).items():
        near = "" if one.is_of_a_party else did_you_mean(of, known)
        is_of_a_desk = not known if one.is_of_a_party else one.place.row > 0
        if of.casefold() in folded or is_of_a_desk or (of_anybody and not near):
            continue
        read_too = near or _those("ratings", _in_words(known))
        yield f"a rating of {subject(of)}", one.place, read_too


def _in_words(names: Sequence[str]) -> Sequence[str]:
    """Return whose ratings are read, the parties first."""
    sides = [name for name in names if name in {*Side}]
    parties = ["both parties"] if sides[1:] else [subject(side) for side in sides]
    return [*parties, *(name for name in names if name not in sides)]


def _first(rows: Iterable[T], name: Callable[[T], str]) -> dict[str, T]:
    """Return the first row of each name."""
    found: dict[str, T] = {}
    for row in rows:
        found.setdefault(name(row), row)
    return found


def _those(what: str, known: Sequence[str]) -> str:
    return f"{what} that are read: {', '.join(known)}" if known else ""


def _figures(annexes: Sequence[Any], facts: Facts) -> Iterator[Unread]:
    if not facts.figures:
        return
    read = frozenset[str]().union(*(annex.facts_read.figures for annex in annexes))
    folded, known = {name.casefold() for name in read}, tuple(sorted(read))
    for name, one in _first(facts.figures, lambda each: each.figure).items():
        if name.casefold() not in folded:
            near = did_you_mean(name, known) or _those("figures", known)
            yield f"the figure {name!r}", one.place, near


def _measures(annexes: Sequence[Any], facts: Facts) -> Iterator[Unread]:
    given = facts.measures
    figures = {
        "notional": given.notional,
        "dv01": given.dv01,
        "weighted_average_life": given.weighted_average_life,
        "next_payment": next(iter(given.next_payment.values()), None),
    }
    if not any(figures.values()):
        return
    read = frozenset[str]().union(*(annex.facts_read.measures for annex in annexes))
    for name, figure in figures.items():
        if figure is not None and name not in read:
            yield f"`{name}`", figure.place, ""


def _others(bound: Sequence[BoundTerms], facts: Facts) -> Iterator[Unread]:
    if facts.nothing_covered is not None and not any(leg.final_returns for leg in bound):
        yield "`nothing_covered`", facts.place, "nothing turns on it: take it out"
    posts = {leg.pledgor for leg in bound if leg.initial_margin is not None}
    for row in facts.initial_margin:
        if row.poster not in posts:
            what = f"an initial margin of {row.regime} that party {row.poster} posts"
            yield what, row.place, "check `poster:`, and that the sheet has its annex"
    latches = [leg for leg in bound if leg.limit and leg.limit.reading is Reading.FULL_LOSS]
    if facts.latch is not None and not latches:
        yield "`latch`", facts.latch.place, "no limit of the agreement latches: take it out"
    if facts.exposures and not latches:
        place = facts.exposures[0].place
        yield "`exposures`", place, "no limit of the agreement latches: take it out"


def _elsewhere(annexes: Sequence[Any], facts: Facts) -> Iterator[Unread]:
    """Yield uses of a threshold by agreements that share none with a party."""
    for row in facts.used_elsewhere:
        thresholds = [getattr(annex, "threshold", None) for annex in annexes]
        every = [each.of(row.of) for each in thresholds if each is not None]
        named = {each.shared_with for each in every if not each.is_of_both}
        known = tuple(sorted(filter(None, named)))
        if row.agreement.casefold() not in {name.casefold() for name in known}:
            what = f"what {row.agreement} uses of a threshold of party {row.of}"
            yield what, row.place, did_you_mean(row.agreement, known)


def _exposures_elsewhere(bound: Sequence[BoundTerms], facts: Facts) -> Iterator[Unread]:
    """Yield exposures under agreements that no leg adds to its own."""
    known = tuple(sorted({leg.adds_exposure_of for leg in bound if leg.adds_exposure_of}))
    for row in facts.exposure_elsewhere:
        if row.agreement.casefold() not in {name.casefold() for name in known}:
            yield (
                f"an exposure under {row.agreement}",
                row.place,
                did_you_mean(row.agreement, known),
            )


def _goes_up_only(terms: BoundTerms) -> bool:
    """Whether an annex keeps what each transaction brings from falling."""
    owed = [terms.independent_amount_of_pledgor, terms.independent_amount_of_secured_party]
    owed += [terms.limit.deposit] if terms.limit is not None else []
    return any(one.by_trade is not None and one.by_trade.steps is not None for one in owed)


def _before(bound: Sequence[BoundTerms], facts: Facts) -> Iterator[Unread]:
    """Yield amounts of before the day for trades whose amount may fall."""
    stepped = {
        one.transaction
        for terms in bound
        for one in terms.confirmations
        if any(one.confirmation.independent_amount.of(side).steps for side in Side)
    }
    by_trade = [covers_on(terms.annex, facts.on) for terms in bound if _goes_up_only(terms)]
    for trade in facts.trades:
        of_annex = any(covers(trade) for covers in by_trade)
        is_read = of_annex or trade.trade_id.casefold() in stepped
        if trade.amount_before is not None and not is_read:
            yield f"`amount_before` of {trade.trade_id}", trade.place, ""


def confirmations_of_nothing(agreement: Agreement, facts: Facts) -> Iterator[Finding]:
    """Find Confirmations whose transaction does not live on the day: they count nothing."""
    trades = {trade.trade_id.casefold(): trade for trade in facts.trades}
    for number, each in enumerate(agreement.confirmations):
        trade = trades.get(each.transaction.casefold())
        if trade is None and agreement.client is not None:
            why = "is not among the trades of this client: another may have it"
        elif trade is None:
            why = "is not among the trades of the day: it has matured, or is missing"
        elif trade.maturity < facts.on:
            why = f"matured on {trade.maturity}"
        elif trade.trade_date is not None and trade.trade_date > facts.on:
            why = f"is of {trade.trade_date}, after {facts.on}"
        else:
            continue
        yield Finding(
            "MC319",
            Severity.WARNING if trade is None and agreement.client is None else Severity.INFO,
            agreement.place_of(f"confirmations.{number}"),
            f"the Confirmation of {each.transaction} counts nothing: it {why}",
            "check the identifier where it still lives",
            (),
            agreement.agreement,
        )
