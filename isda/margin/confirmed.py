"""What Confirmations say that a party owes up front: of the sheet, or of a trade's facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from isda.basics.arithmetic import NIL
from isda.basics.cite import Cite
from isda.basics.finding import Place, Severity
from isda.basics.money import Money
from isda.basics.party import Side
from isda.basics.percentages import Percentage
from isda.facts.facts import Facts, Trade
from isda.law.paragraphs import cite
from isda.margin import up_front_plan
from isda.margin.inputs import Notes
from isda.margin.marks import covered_trades
from isda.terms.bound import Basis, BoundAmount, BoundTerms
from isda.terms.confirmations import ConfirmedAmount
from isda.terms.reading import Answer
from isda.terms.shares import ShareRow

if TYPE_CHECKING:
    from isda.margin.working import Source


@dataclass(frozen=True, slots=True)
class UpFront:
    """An amount owed up front, as elected.

    Attributes:
        name: What it is called in the working.
        bound: The election.
        side: The party that owes it.
        topic: Its topic in the register.
    """

    name: str
    bound: BoundAmount
    side: Side
    topic: str = "independent-amount"


class OfTransaction(NamedTuple):
    """A covered transaction of which it is said what a party owes up front.

    Attributes:
        trade: The transaction.
        said: What its Confirmation in the sheet, or the annex, says of the party, if it does.
        path: Where that stands.
        figure: What the facts of the trade say of the party, if they do.
        is_of_annex: Whether the annex says it, of each transaction by its attributes.
    """

    trade: Trade
    said: ConfirmedAmount | None
    path: str
    figure: Money | None
    is_of_annex: bool = False

    @property
    def who(self) -> str:
        """Who says it."""
        return "the annex" if self.is_of_annex else "its Confirmation"

    @property
    def place(self) -> Place:
        """Where the trade stands in the facts."""
        return self.trade.place


class _Said(NamedTuple):
    """What is said of a transaction: an amount, or a share of its notional, and where."""

    money: Money
    source: "Source"
    share: Percentage | None = None
    is_of_facts: bool = False

    @property
    def is_nil(self) -> bool:
        """Whether nothing is said to be owed: in whatever currency."""
        nothing = self.share is not None and not self.share.fraction
        return nothing or not self.money.amount

    def beside(self, other: Money | None) -> "_Said":
        """Return a nil as one of another amount's currency, and all else as it is."""
        if other is None or not self.is_nil:
            return self
        return _Said(Money(NIL, other.currency), self.source, None, self.is_of_facts)


class _Unsaid(Exception):  # reads as what happened
    """Nobody says the amount of a transaction; the leg's notes have why."""


def of_transactions(terms: BoundTerms, side: Side, facts: Facts) -> tuple[OfTransaction, ...]:
    """Return the covered transactions of which sheet or facts say what a party owes."""
    if not facts.trades:
        return ()
    by_name = {one.transaction: one for one in terms.confirmations}
    found = []
    for trade in covered_trades(terms, facts):
        figure = _figure(trade, side)
        confirmed, said, path = by_name.get(trade.trade_id.casefold()), None, ""
        if confirmed is not None and confirmed.confirmation.parties:
            said = confirmed.confirmation.independent_amount.of(side)
            path = f"{confirmed.path}.independent_amount.{side}"
        if figure is not None or (said is not None and said.is_said):
            found.append(OfTransaction(trade, said, path, figure))
    return tuple(found)


def of_each(terms: BoundTerms, owed: UpFront, facts: Facts) -> tuple[OfTransaction, ...]:
    """Return every covered transaction with what the annex says of each by its attributes."""
    said, path = owed.bound.by_trade, owed.bound.path
    return tuple(
        OfTransaction(trade, said, path, _figure(trade, owed.side), is_of_annex=True)
        for trade in covered_trades(terms, facts)
    )


def _figure(trade: Trade, side: Side) -> Money | None:
    """Return what the facts of a trade say that a party owes up front for it."""
    return trade.independent_amount if trade.independent_amount_of is side else None


def is_left_to_nobody(terms: BoundTerms, owed: UpFront, facts: Facts, notes: Notes) -> bool:
    """Refuse what Confirmations say where the facts name no transaction.

    An exposure that is made of marks says that there is none; a given one says nothing.
    """
    said = bool(terms.confirmations) and any(
        one.confirmation.independent_amount.of(owed.side).is_said for one in terms.confirmations
    )
    by_trades = said or owed.bound.basis is Basis.PER_CONFIRMATION
    given = facts.exposure
    if not by_trades or facts.trades or given is None or given.is_of_marks:
        return False
    notes.refuse(
        "MC111",
        f"what party {owed.side} owes up front is per Confirmation, and no "
        "Confirmation or fact gives it",
        place=facts.place,
        cites=(cite(owed.topic, terms.form),),
        help_text="add it to the trades, or under `independent_amounts:`",
    )
    return True


def add_up(
    terms: BoundTerms,
    owed: UpFront,
    confirmed: Sequence[OfTransaction],
    facts: Facts,
    notes: Notes,
) -> Decimal:
    """Return the sum of what Confirmations say that a party owes; nil where it is refused.

    Where the annex leaves the amount to them, each covered transaction must have one.
    """
    cited = cite(owed.topic, terms.form)
    parts: dict[str, Decimal] = {}
    if owed.bound.basis is Basis.PER_CONFIRMATION:
        for trade in _unsaid(terms, facts):
            _refuse_unsaid(trade, owed, notes, cited)
    for each in confirmed:
        try:
            parts[each.trade.trade_id] = _amount(each, owed, facts, notes, cited)
        except _Unsaid:
            continue
    places = {each.trade.trade_id: each.place for each in confirmed}
    return notes.add(owed.name, parts, places, cited)


def _amount(
    each: OfTransaction, owed: UpFront, facts: Facts, notes: Notes, cited: Cite
) -> Decimal:
    """Return what one transaction brings, in base currency."""
    trade, said = each.trade, _said(each, owed, notes, cited)
    if each.said is not None and each.said.steps is not None:
        said = said.beside(trade.amount_before)
    before = _before(each, said, facts, notes, cited)
    spot = notes.spot(said.money.currency, place=trade.place)
    if spot is None:
        raise _Unsaid
    given: dict[str, Decimal] = {"amount": said.money.amount}
    sources: dict[str, Source] = {"amount": said.source}
    if said.share is not None:
        given["share"], sources["share"] = said.share.fraction, each.path
        sources["amount"] = trade.place
    if before is not None:
        given["before"], sources["before"] = before.amount, trade.place
    if spot.rate is not None:
        given["spot"], sources["spot"] = spot.rate.rate, spot.rate.place
    recipe = up_front_plan.confirmed(
        spot.how, cited, of_notional=said.share is not None, up_only=before is not None
    )
    known = notes.working.follow(
        recipe, given, leg=notes.leg, of=trade.trade_id, sources=sources
    )
    steps = ("amount_up_only", "share_of_notional", "amount")
    own = Money(next(known[name] for name in steps if name in known), said.money.currency)
    if each.figure is not None and not (said.is_of_facts or _is_same(each.figure, own)):
        _say_otherwise(each, owed, own, notes, cited)
    return known["independent_amount"]


def _say_otherwise(
    each: OfTransaction, owed: UpFront, own: Money, notes: Notes, cited: Cite
) -> None:
    """Refuse what a trade says besides, unless an event has put it out of use."""
    if owed.bound.event is not None:
        say_unused(owed, each.place, notes, cited)
        return
    notes.refuse(
        "MC109",
        f"{each.who} makes it {own} of party {owed.side} for {each.trade.trade_id}, and the "
        f"facts of the trade say {each.figure}",
        place=each.place,
        cites=(cited,),
        help_text="keep the one that the document means",
    )


def say_unused(owed: UpFront, place: Place, notes: Notes, *cites: Cite) -> None:
    """Note a figure that an event has put out of use."""
    notes.find(
        "MC308",
        Severity.INFO,
        f"the figure for party {owed.side} is not used while {owed.bound.event} continues",
        place=place,
        cites=cites,
    )


def _is_same(one: Money, other: Money) -> bool:
    """Whether two amounts are one: a nil is a nil in every currency."""
    return one == other or not (one.amount or other.amount)


def _said(each: OfTransaction, owed: UpFront, notes: Notes, cited: Cite) -> _Said:
    """Return what is said of a transaction: by the sheet, else by the facts.

    Raises:
        _Unsaid: Neither says it; the leg is refused or undefined.
    """
    said, trade = each.said, each.trade
    if said is None:
        return _by_facts(each, owed, notes, cited)
    if said.is_open or said.value is Answer.TO_BE_AGREED:
        why = said.unresolved or "it is to be agreed"
        _leave_open(each, f"is open: {why}", notes, cited)
    if isinstance(said.value, Money):
        return _Said(said.value, each.path)
    elected: Percentage | Answer = said.value
    if said.rows:
        row = _row(each, said.rows, notes, cited)
        elected = row.value
    if isinstance(elected, Percentage):
        if trade.notional_1 is None:
            notes.refuse(
                "MC110",
                f"{trade.trade_id} has no notional",
                place=trade.place,
                cites=(cited,),
                help_text="add notional_1 and currency_1",
            )
            raise _Unsaid
        return _Said(trade.notional_1, trade.place, elected)
    if elected is Answer.PER_CONFIRMATION:
        return _by_facts(each, owed, notes, cited)
    return _Said(Money(NIL, notes.base), each.path)


def _by_facts(each: OfTransaction, owed: UpFront, notes: Notes, cited: Cite) -> _Said:
    if each.figure is not None:
        return _Said(each.figure, each.place, is_of_facts=True)
    _refuse_unsaid(each.trade, owed, notes, cited)
    raise _Unsaid


def _unsaid(terms: BoundTerms, facts: Facts) -> Iterator[Trade]:
    """Yield the covered transactions of which nobody says what anybody owes."""
    said = {one.transaction for one in terms.confirmations if one.confirmation.parties}
    for trade in covered_trades(terms, facts):
        if trade.independent_amount is None and trade.trade_id.casefold() not in said:
            yield trade


def _refuse_unsaid(trade: Trade, owed: UpFront, notes: Notes, cited: Cite) -> None:
    notes.refuse(
        "MC111",
        f"what party {owed.side} owes up front for {trade.trade_id} is per Confirmation, and "
        "neither the sheet nor the trade gives it",
        place=trade.place,
        cites=(cited,),
        help_text="add it to the trade with the party that owes it, nil too; or to the sheet",
    )


def _leave_open(each: OfTransaction, why: str, notes: Notes, cited: Cite) -> NoReturn:
    notes.leave_undefined(
        "MC202",
        f"what {each.who} makes owed up front for {each.trade.trade_id} {why}",
        place=notes.place_of(each.path),
        cites=(cited,),
        help_text="the document has to say; until then nothing is computed from it",
    )
    raise _Unsaid


def _row(each: OfTransaction, rows: Sequence[ShareRow], notes: Notes, cited: Cite) -> ShareRow:
    """Return the first row whose attributes a transaction has.

    Raises:
        _Unsaid: An attribute that a row asks for is not known, or no row holds.
    """
    known = _attributes(each.trade)
    for row in rows:
        asked = {name: wanted.casefold() for name, wanted in row.where.items()}
        if any(known.get(name, wanted) != wanted for name, wanted in asked.items()):
            continue
        missing = [name for name in asked if name not in known]
        if not missing:
            return row
        notes.refuse(
            "MC152",
            f"{each.trade.trade_id} has no attribute `{missing[0]}`, and {each.who} asks "
            "for it",
            place=each.place,
            cites=(cited,),
            help_text=OWN_KEYS.get(
                missing[0], f"add it under `attributes:`, or a column `attribute.{missing[0]}`"
            ),
        )
        raise _Unsaid
    _leave_open(each, "has no row for its attributes, and no `otherwise:`", notes, cited)


OWN_KEYS = {
    "product": "add `product` to the trade",
    "currency": "add `notional_1` and `currency_1` to the trade",
    "buy_sell": "add `buy_sell` to the trade",
}
"""What to add where an attribute is a key of the trade itself."""


def _attributes(trade: Trade) -> dict[str, str]:
    """Return what a trade is told apart by, in small letters: its columns and the desk's."""
    own = {
        "product": trade.product,
        "currency": trade.notional_1.currency if trade.notional_1 else "",
        "buy_sell": trade.buy_sell or "",
    }
    found = {**trade.attributes, **{name: text for name, text in own.items() if text}}
    return {name: text.casefold() for name, text in found.items()}


def _before(
    each: OfTransaction, said: _Said, facts: Facts, notes: Notes, cited: Cite
) -> Money | None:
    """Return what was owed before today, where the amount goes up only and it is not new.

    Raises:
        _Unsaid: It is not known, or is in another currency.
    """
    trade = each.trade
    if each.said is None or each.said.steps is None:
        return None
    before = trade.amount_before
    if before is None and trade.trade_date == facts.on:
        return None
    if before is not None and before.currency == said.money.currency:
        return before
    if before is not None and not before.amount:
        return Money(NIL, said.money.currency)
    notes.refuse(
        "MC153",
        f"the amount of {trade.trade_id} goes up only, and what it was before {facts.on} is "
        "not known"
        if before is None
        else f"the amount of {trade.trade_id} is in {said.money.currency}, and what it was "
        f"before in {before.currency}",
        place=trade.place,
        cites=(cited,),
        help_text="add `amount_before` and `amount_before_currency` to the trade, in the "
        "currency of its amount",
    )
    raise _Unsaid
