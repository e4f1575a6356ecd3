"""How much of one asset one movement takes, so that no regime stays short.

Which regimes are short is control flow, and is said once: the night has no cures.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from isda.basics.arithmetic import NIL, SETTLED_PLACE
from isda.basics.finding import NOWHERE
from isda.basics.money import Money
from isda.basics.party import Side
from isda.basics.reason import Reason
from isda.facts.facts import Chosen, Facts, MovementKind
from isda.law.paragraphs import cite
from isda.margin import cure_plan
from isda.margin.cure_caps import cut_by_caps
from isda.margin.inputs import SAME, Notes, rates_for
from isda.margin.legs import direction_of
from isda.margin.lots import Valued, value_lot
from isda.margin.outcome import Leg, MarginCall
from isda.margin.working import Working, greatest, least
from isda.terms.bound import BoundTerms

Bound = tuple[Leg, BoundTerms]


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


class Curing:
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
        """Return the asset's amount, or why it cannot do it."""
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
            if why and not self._has_price:
                said = f"{why[0].message}; put the lot itself under `chosen:` in the facts"
                return why[0]._replace(message=said)
            return why[0] if why else Reason("no-value", f"{self.lot.lot_id} is worth nothing")
        self.valued = valued
        given = {"value_after_haircut": valued.counted, "market_value": valued.market_value}
        if not valued.counted:
            recipe = cure_plan.share_alone(terms.form)
            self.working.follow(recipe, given, leg=leg.key, of=self.lot.lot_id)
            return Share(leg.regime, by_value, NIL, None)
        if self.is_delivery and notes.deliver_in:
            said = f"it is itself to be replaced: {notes.deliver_in} has to come in its place"
            return Reason("to-be-replaced", said, (cite("eligible-collateral", terms.form),))
        way = "short" if self.is_delivery else "over_by"
        given |= {way: by_value, "ninth_place": SETTLED_PLACE}
        known = self.working.follow(
            cure_plan.of_regime(terms.form, self.kind), given, leg=leg.key, of=self.lot.lot_id
        )
        worth = "market_value_needed" if self.is_delivery else "market_value_free"
        return Share(leg.regime, by_value, known["share_that_counts"], known[worth])

    @property
    def base(self) -> str:
        """The currency that amounts are in."""
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
        nominal = self._nominal(amount, self.working if self._has_price else Working())
        cut = cut_by_caps(self.call, terms, self._tested(shares), self.kind, self.lot, nominal)
        if cut is not None:
            return self._cannot(cut, shares)
        owned = self.lot.nominal.amount
        is_named = any(self.chosen is one for one in self.facts.chosen)
        return Cure(
            leg.annex,
            leg.posting_party,
            self.kind,
            self.lot.lot_id,
            self.base,
            amount,
            nominal if self._has_price else None,
            tuple(shares),
            is_enough=not (is_named and nominal.amount > owned),
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
        return Notes(
            self.working, leg.key, self.call.terms, rates, self.base, leg.posting_party
        )

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

    @property
    def _has_price(self) -> bool:
        """Whether it is more than a kind of asset, of which no price is known."""
        return self.lot.place is not NOWHERE or not self.lot.has_price

    def _tested(self, shares: Sequence[Share]) -> list[tuple[Leg, Decimal]]:
        """Return each leg that the asset is for, and the value it must win or may lose."""
        by_value = {share.regime: share.by_value for share in shares}
        return [(leg, by_value[leg.regime]) for leg, _ in self.legs if leg.regime in by_value]

    def _nominal(self, amount: Decimal, working: Working) -> Money:
        """Return the nominal with a market value, in whole units if it has any."""
        valued, lot, units = self.valued, self.lot, self.chosen.units
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
        known = working.follow(recipe, given, leg=self.decider.key, of=lot.lot_id)
        name = "nominal_needed" if units is None else "nominal_in_units"
        return Money(known[name], lot.nominal.currency)
