"""What to send, or what may come back, in an asset that somebody has chosen.

A call says what is missing by value. How much of an asset that takes depends on the share of
it that each regime counts: cash worth 100 for one agency and 80 for another must be enough for
both. Exists twice (here and, for columns, in the night): which regimes are short is control
flow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from isda.basics.arithmetic import NIL, SETTLED_PLACE, Exactly
from isda.basics.money import Money
from isda.basics.party import Side
from isda.basics.reason import Reason
from isda.facts.facts import Chosen, Facts, MovementKind
from isda.law.paragraphs import cite
from isda.margin import cure_plan
from isda.margin.homes import Home
from isda.margin.inputs import SAME, Notes, rates_for
from isda.margin.legs import direction_of
from isda.margin.lots import Valued, value_lot
from isda.margin.offered import is_kind_alone, lots_held, lots_offered
from isda.margin.outcome import Leg, MarginCall, Status
from isda.margin.working import Working, greatest, least
from isda.terms.bound import BoundTerms


class Share(NamedTuple):
    """What one regime counts of the asset.

    Attributes:
        regime: The regime; None in an annex without.
        by_value: What is missing under it by value, or what is too much.
        share: What counts of one unit of market value.
        market_value: What its part takes, or lets go; None where the share is nil.
    """

    regime: str | None
    by_value: Decimal
    share: Decimal
    market_value: Decimal | None


@dataclass(frozen=True, slots=True)
class Cure:
    """What a movement takes in one asset.

    Attributes:
        annex: The annex.
        posting_party: Whose collateral it is.
        kind: Delivery or return.
        asset: The lot, or the kind of asset.
        currency: The annex's base currency, which `amount` is in.
        amount: Market value to send, or that may come back; None where it cannot be.
        nominal: The nominal that has that market value, in whole units where it has any.
        shares: What each regime counts of it.
        is_enough: Whether the lot is large enough; True where none was named.
        reason: Why the asset cannot do it.
        working: The steps.
        kind_of_asset: The kind of asset, where `asset` names a lot.
    """

    annex: str
    posting_party: Side
    kind: MovementKind
    asset: str
    currency: str
    amount: Decimal | None = None
    nominal: Money | None = None
    shares: tuple[Share, ...] = ()
    is_enough: bool = True
    reason: Reason | None = None
    working: Working = field(default_factory=Working)
    kind_of_asset: str = ""


def cure(
    call: MarginCall, asset: str | None = None, *, currency: str | None = None
) -> tuple[Cure, ...]:
    """Say how much of a chosen asset each movement of a call takes.

    Law:
        csa-1994-ny 3(a), 3(b) · csa-1995-eng 2(a), 2(b) · the 2016 VM forms alike: a
        delivery has at least the value called, a return no more than may go back.

    Args:
        call: The call.
        asset: Kind of asset as the table names it; left out, the lots of `chosen:`.
        currency: Its currency, where it is not the base currency.

    Returns:
        One for each movement and asset; for a return, one for each lot held of the asset.

    Example:
        >>> from isda.sheet.read_sheet import read_sheet_text
        >>> from isda.sheet.read_facts import read_facts_text
        >>> from isda.margin.call import call
        >>> agreement = read_sheet_text('''
        ... sheet: 1
        ... agreement: EXAMPLE
        ... parties: {A: {name: Bank}, B: {name: Client}}
        ... annexes:
        ...   - form: CSA 1995 English
        ...     eligible_collateral:
        ...       - {asset: cash, currency: USD, valuation_percentage: 80%}
        ... ''').must()
        >>> facts = read_facts_text('''
        ... facts: 1
        ... on: 2024-12-30
        ... exposure: {holder: A, amount: "USD 1,700,000"}
        ... ''').must()
        >>> [str(each.amount) for each in cure(call(agreement, facts), "cash")]
        ['2125000.000000000']
    """
    with Exactly():
        return tuple(_cures(call, asset, currency))


def _cures(call: MarginCall, asset: str | None, currency: str | None) -> Iterator[Cure]:
    facts = call.facts or Facts(call.on)  # a call that was not begun has no legs
    sent: list[Chosen] = []
    for legs in _moving(call):
        leg, terms = legs[0]
        home = Home(terms, among_several=len(call.terms.annexes) > 1)
        if any(leg.delivery_amount for leg, _ in legs):
            kind, offered = MovementKind.DELIVERY, lots_offered(facts, home, asset, currency)
            sent += offered
        else:
            kind, offered = MovementKind.RETURN, lots_held(facts, home, asset, currency)
            if not offered:
                yield _not_held(leg, asset)
        for chosen in offered:
            yield _Curing(call, legs, kind, chosen, facts).cure()
    for chosen in facts.chosen if asset is None else ():
        if not any(chosen is one for one in sent):
            yield _not_sent(chosen)


Bound = tuple[Leg, BoundTerms]


def _moving(call: MarginCall) -> Iterator[list[Bound]]:
    """Yield the computed legs of each annex and posting party under which something moves."""
    grouped: dict[tuple[str, Side], list[Bound]] = {}
    for leg, terms in zip(call.legs, call.bound, strict=True):
        if leg.required is not None:
            grouped.setdefault((leg.annex, leg.posting_party), []).append((leg, terms))
    for legs in grouped.values():
        if any(leg.status is Status.CALL for leg, _ in legs):
            yield legs


def _not_held(leg: Leg, asset: str | None) -> Cure:
    reason = Reason(
        "not-held",
        f"party {leg.posting_party.other} holds no {asset or 'collateral'} of party "
        f"{leg.posting_party}",
        (cite("return-amount", leg.form),),
    )
    return Cure(
        leg.annex,
        leg.posting_party,
        MovementKind.RETURN,
        asset or "collateral",
        leg.base_currency,
        reason=reason,
    )


def _not_sent(chosen: Chosen) -> Cure:
    """Return why a lot that was chosen is asked for by no movement."""
    lot = chosen.lot
    under = f" under {lot.annex}" if lot.annex else ""
    purpose = f" for {lot.purpose}" if lot.purpose else ""
    why = f"no delivery of party {lot.posted_by}{under}{purpose} is called that could take it"
    return Cure(
        lot.annex or "",
        lot.posted_by,
        MovementKind.DELIVERY,
        lot.lot_id,
        lot.nominal.currency,
        reason=Reason("not-called", why),
        kind_of_asset=lot.asset,
    )


class _Curing:
    """Finds how much of one asset one movement takes."""

    def __init__(
        self,
        call: MarginCall,
        legs: Sequence[Bound],
        kind: MovementKind,
        chosen: Chosen,
        facts: Facts,
    ) -> None:
        self.call, self.legs, self.kind = call, legs, kind
        self.chosen, self.lot, self.facts = chosen, chosen.lot, facts
        self.decider, self.terms = next(
            ((leg, terms) for leg, terms in legs if leg.decides), legs[0]
        )
        self.is_delivery = kind is MovementKind.DELIVERY
        self.working = Working()
        self.valued: Valued

    def cure(self) -> Cure:
        shares: list[Share] = []
        for leg, terms in self.legs:
            by_value = self._by_value(leg)
            if self.is_delivery and not by_value:
                continue
            found = self._share(leg, terms, by_value)
            if isinstance(found, Reason):
                return self._cannot(found)
            shares.append(found)
        asked = {
            share.regime or self.decider.annex: share.market_value
            for share in shares
            if share.market_value is not None
        }
        if self.is_delivery and len(asked) < len(shares):
            return self._counts_nothing(shares)
        return self._made(shares, asked)

    def _by_value(self, leg: Leg) -> Decimal:
        """Return what a leg lacks or could let go; the called amount where it is alone."""
        if leg.regime is None:
            return (leg.delivery_amount if self.is_delivery else leg.return_amount) or NIL
        if self.is_delivery:
            return self._figure(leg, "undisputed_shortfall")
        return self._figure(leg, "returnable", "undisputed_surplus")

    def _figure(self, leg: Leg, *names: str) -> Decimal:
        lines = {line.name: line.result for line in self.call.working.of_leg(leg.key)}
        return next((lines[name] for name in names if name in lines), NIL)

    def _share(self, leg: Leg, terms: BoundTerms, by_value: Decimal) -> Share | Reason:
        notes = self._notes(leg, terms)
        valued = value_lot(terms, self.lot, self.facts.on, notes)
        if valued is None or not valued.market_value:
            why = [*notes.refused, *notes.undefined]
            if why and is_kind_alone(self.lot):
                said = f"{why[0].message}; put the lot itself under `chosen:` in the facts"
                return why[0]._replace(message=said)
            return why[0] if why else Reason("no-value", f"{self.lot.lot_id} is worth nothing")
        self.valued = valued
        given = {"value_after_haircut": valued.counted, "market_value": valued.market_value}
        if not valued.counted:
            recipe = cure_plan.share_alone(terms.form)
            self.working.follow(recipe, given, leg=leg.key, of=self.lot.lot_id)
            return Share(leg.regime, by_value, NIL, None)
        way = "short" if self.is_delivery else "over_by"
        given |= {way: by_value, "ninth_place": SETTLED_PLACE}
        known = self.working.follow(
            cure_plan.of_regime(terms.form, self.kind), given, leg=leg.key, of=self.lot.lot_id
        )
        worth = "market_value_needed" if self.is_delivery else "market_value_free"
        return Share(leg.regime, by_value, known["share_that_counts"], known[worth])

    @property
    def base(self) -> str:
        return self.terms.base_currency

    def _cannot(self, reason: Reason, shares: Sequence[Share] = ()) -> Cure:
        return Cure(
            self.decider.annex,
            self.decider.posting_party,
            self.kind,
            self.lot.lot_id,
            self.base,
            shares=tuple(shares),
            reason=reason,
            working=self.working,
            kind_of_asset=self.lot.asset,
        )

    def _counts_nothing(self, shares: Sequence[Share]) -> Cure:
        short = [share.regime or "the annex" for share in shares if share.market_value is None]
        is_short = "which are short" if short[1:] else "which is short"
        why = f"it counts nothing for {' and '.join(short)}, {is_short}, and cannot cure"
        return self._cannot(
            Reason("counts-nothing", why, (cite("eligible-collateral", self.terms.form),)),
            shares,
        )

    def _made(self, shares: Sequence[Share], asked: dict[str, Decimal]) -> Cure:
        leg, terms = self.decider, self.terms
        cited = cite(f"{self.kind}-amount", terms.form)
        if not self.is_delivery:
            if leg.regime is not None:  # at face, whatever percentage it counts at
                asked["return at face"] = leg.return_amount or NIL
            asked["held"] = self._held_worth(terms)
        name = "greatest_needed" if self.is_delivery else "least_free"
        made = greatest if self.is_delivery else least
        amount = self.working.gather(name, made, asked, cited, leg=leg.key)
        amount = self._rounded(amount)
        nominal = self._nominal(amount)
        owned = self.lot.nominal.amount
        is_named = any(self.chosen is one for one in self.facts.chosen)
        return Cure(
            leg.annex,
            leg.posting_party,
            self.kind,
            self.lot.lot_id,
            self.base,
            amount,
            nominal,
            tuple(shares),
            is_enough=not (is_named and nominal is not None and nominal.amount > owned),
            working=self.working,
            kind_of_asset=self.lot.asset,
        )

    def _held_worth(self, terms: BoundTerms) -> Decimal:
        """Return the market value of the lot in base currency: no more can come back."""
        money = Money(self.valued.market_value, self.lot.nominal.currency)
        return self._notes(self.decider, terms).in_base(
            "market_value_in_base_currency",
            money,
            self.lot.place,
            cite("value", terms.form),
            of=self.lot.lot_id,
        )

    def _notes(self, leg: Leg, terms: BoundTerms) -> Notes:
        rates = rates_for(terms, self.facts)
        return Notes(self.working, leg.key, self.call.terms, rates, self.base)

    def _rounded(self, amount: Decimal) -> Decimal:
        """Round last, where several regimes were compared; a called amount is rounded."""
        terms = self.terms
        rounding = terms.delivery_rounding if self.is_delivery else terms.return_rounding
        direction = direction_of(rounding if self.decider.regime is not None else None)
        given = {"amount": amount}
        if rounding is not None and self.decider.regime is not None:
            given[f"rounding_of_{self.kind}"] = self._figure_of_rounding()
        known = self.working.follow(
            cure_plan.rounded(terms.form, self.kind, direction), given, leg=self.decider.key
        )
        return known["chosen_amount"]

    def _figure_of_rounding(self) -> Decimal:
        """Return the multiple in base currency, as the call itself used it."""
        lines = self.call.working.of_leg(self.decider.key)
        return next(
            line.inputs["multiple"]
            for line in lines
            if "multiple" in line.inputs and line.name == f"{self.kind}_amount"
        )

    def _nominal(self, amount: Decimal) -> Money | None:
        """Return the nominal of an asset whose price is known, in whole units if it has any."""
        valued, lot, units = self.valued, self.lot, self.chosen.units
        if is_kind_alone(lot):
            return None  # no price is known of it
        spot = self._notes(self.decider, self.terms).spot(lot.nominal.currency) or SAME
        given = {
            "chosen_amount": amount,
            "nominal": lot.nominal.amount,
            "market_value": valued.market_value,
        }
        if spot.rate is not None:
            given["spot"] = spot.rate.rate
        if units is not None:
            given["units"] = units.amount
        recipe = cure_plan.nominal(
            self.terms.form, self.kind, spot.how, in_units=units is not None
        )
        known = self.working.follow(recipe, given, leg=self.decider.key, of=lot.lot_id)
        name = "nominal_needed" if units is None else "nominal_in_units"
        return Money(known[name], lot.nominal.currency)
