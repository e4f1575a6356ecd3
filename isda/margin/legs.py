"""One leg: what its posting party must deliver, or gets back."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from isda.basics.arithmetic import NIL
from isda.basics.finding import NOWHERE
from isda.basics.party import SIDES, Side
from isda.basics.reason import Reason
from isda.facts.facts import Facts, InTransit, Lot, Purpose
from isda.law.paragraphs import cite
from isda.margin import formula_plan, plan, up_front_plan
from isda.margin.caps import after_caps
from isda.margin.confirmed import UpFront
from isda.margin.dispute import NOTHING_DISPUTED, Taken, check_demands, disputes
from isda.margin.elected import elected_money
from isda.margin.elsewhere import with_exposure_elsewhere
from isda.margin.final_returns import is_final_return
from isda.margin.formula_inputs import FormulaInputs, say_summed, say_unread
from isda.margin.initial_margin import Beside, after_initial_margin, margin_required
from isda.margin.inputs import Notes
from isda.margin.limits import Latching, bind_limit, use_of_limit
from isda.margin.lots import Valued, value_lot
from isda.margin.margin_disputes import NO_REGIMES
from isda.margin.marks import exposure
from isda.margin.no_figures import identity
from isda.margin.outcome import Leg, LimitUse, Status
from isda.margin.plan import Amount, Direction, Movements, Support
from isda.margin.reasons import why_nothing_moves
from isda.margin.transit import check_parts, in_transit, under_way
from isda.margin.up_front import amount_up_front
from isda.margin.watch import watch_greatest_amount
from isda.terms.bound import Basis, BoundAmount, BoundTerms
from isda.terms.switches import HoldersAmount, ReturnAtMost, Where


class LegRun:
    """The run of one leg, from its bound terms to its status."""

    def __init__(
        self,
        terms: BoundTerms,
        facts: Facts,
        notes: Notes,
        *,
        held: tuple[Lot, ...],
        moving: tuple[InTransit, ...],
        taken: Taken,
        latching: Latching,
        beside: Beside,
    ) -> None:
        self.terms, self.facts, self.notes = terms, facts, notes
        self.held, self.moving, self.taken = held, moving, taken
        self.latching, self.beside = latching, beside
        self.alone, self.of_regimes = NO_REGIMES, NOTHING_DISPUTED

    def leg(self) -> Leg:
        """Compute the leg; an input that is missing refuses it, a gap leaves it undefined."""
        terms, notes = self.terms, self.notes
        given, use = self.given()
        if notes.refused or notes.undefined:
            return self.without_figures()
        found = notes.working.follow(
            plan.movements(terms.form, self.movements(given)),
            given,
            leg=notes.leg,
            sources=self.notes.sources,
        )
        check_demands(terms, found, self.facts, notes, of_regimes=self.of_regimes)
        if notes.refused:
            return self.without_figures()
        if use is not None:
            use = use_of_limit(terms, self.facts, found, use, notes)
        return self.settled(found, use)

    def given(self) -> tuple[dict[str, Decimal], LimitUse | None]:
        """Return what movements start from: the requirement, what counts, the minimums."""
        terms, notes = self.terms, self.notes
        for reason in terms.undefined:
            notes.leave_undefined(
                "MC202",
                reason.message,
                place=notes.place_of(reason.path) if reason.path else NOWHERE,
                cites=reason.cites,
                help_text="settle it with the other party: the document has to say",
            )
        for reason, help_text in terms.unclear:
            notes.refuse(reason.code, reason.message, cites=reason.cites, help_text=help_text)
        if terms.formula is not None and terms.undefined and not terms.formula.limbs:
            return {}, None  # the document's gap: nothing of the regime can be valued
        owed = self._owed()
        use = None
        known: dict[str, Decimal] = {}
        if terms.initial_margin is not None:
            threshold = self._amount(
                "threshold_of_pledgor", terms.threshold_of_pledgor, "threshold"
            )
            known, self.alone = margin_required(
                terms, self.facts, self.beside, threshold, notes
            )
        elif owed is not None and terms.limit is None:
            known = self._requirement(owed)
        elif owed is not None:
            known, use = bind_limit(terms, self.facts, owed, self.latching, notes)
        required = known.get("credit_support_amount", known.get("required_amount", NIL))
        watch_greatest_amount(terms, required, notes)
        counted = self._counted(required)
        given = known | counted | self._minimums()
        if not (notes.refused or notes.undefined):
            check_parts(terms, counted, notes)
        self.is_final = is_final_return(terms, self.facts, given, notes)
        return given, use

    def _owed(self) -> dict[str, Decimal] | None:
        """Return exposure and independent amounts, or None where the exposure is refused."""
        terms, facts, notes = self.terms, self.facts, self.notes
        if terms.initial_margin is not None:
            return {}
        owes_alone = terms.purpose is Purpose.INDEPENDENT_AMOUNT
        basis = terms.independent_amount_of_pledgor.basis
        if owes_alone and basis is not Basis.SHARE_OF_EXPOSURE:
            exposed: Decimal | None = NIL  # nothing of it is read
        else:
            exposed = exposure(terms, facts, notes)
            if exposed is not None:
                exposed = with_exposure_elsewhere(terms, exposed, facts, notes)
        amounts = {}
        for each in self._up_front():
            notes.sources[each.name] = each.bound.path
            notes.say_why(each.name, each.bound, cite(each.topic, terms.form))
            amounts[each.name] = self._up_front_amount(each, exposed)
        if exposed is None:
            return None
        return amounts if owes_alone else {"exposure": exposed, **amounts}

    def _up_front_amount(self, each: UpFront, exposed: Decimal | None) -> Decimal:
        """Return what is owed up front, as initial margin under another annex leaves it."""
        terms, facts, notes = self.terms, self.facts, self.notes
        margin = self.beside.joining(each.side) if terms.limit is None else None
        if margin is None:
            return amount_up_front(terms, each, facts, notes, exposed=exposed)
        elected = NIL
        if margin.takes_off:
            named = replace(each, name=f"{each.name}_elected")
            elected = amount_up_front(terms, named, facts, notes, exposed=exposed)
        return after_initial_margin(each, elected, margin, notes)

    def _up_front(self) -> Iterator[UpFront]:
        terms, poster, holder = self.terms, self.terms.pledgor, self.terms.secured_party
        if terms.limit is not None:
            yield UpFront("deposit", terms.limit.deposit, poster, "performance-deposit")
            return
        if terms.is_gated or terms.stays_out is not None:
            return
        if terms.formula is not None:
            if "independent_amount" in terms.formula.names:
                own = terms.independent_amount_of_pledgor
                yield UpFront("independent_amounts_of_pledgor", own, poster)
            return
        if terms.purpose is not Purpose.EXPOSURE:
            yield UpFront(
                "independent_amounts_of_pledgor", terms.independent_amount_of_pledgor, poster
            )
        if terms.holders is not HoldersAmount.IGNORED:
            yield UpFront(
                "independent_amounts_of_secured_party",
                terms.independent_amount_of_secured_party,
                holder,
            )

    def _requirement(self, owed: Mapping[str, Decimal]) -> dict[str, Decimal]:
        terms, notes = self.terms, self.notes
        if terms.stays_out is not None:
            nothing = plan.requirement(terms.form, Support(threshold=Amount.INFINITE))
            given = {**owed, "nil": NIL}
            return notes.working.follow(nothing, given, leg=notes.leg, sources=notes.sources)
        if terms.formula is not None or terms.is_gated:
            return self._by_formula(owed)
        if terms.purpose is Purpose.INDEPENDENT_AMOUNT:
            apart = up_front_plan.separate_amount(terms.form)
            return notes.working.follow(apart, owed, leg=notes.leg, sources=notes.sources)
        netted = terms.where is Where.OUTSIDE and terms.holders is HoldersAmount.NETTED
        given = dict(owed) | {"nil": NIL}
        bounds = {"threshold_of_pledgor": terms.threshold_of_pledgor}
        if netted:
            bounds["threshold_of_secured_party"] = terms.threshold_of_secured_party
        for name, bound in bounds.items():
            given[name] = self._amount(name, bound, "threshold")
        chosen = Support(
            terms.where,
            terms.holders,
            plan.kind_of(terms.threshold_of_pledgor),
            plan.kind_of(terms.threshold_of_secured_party) if netted else Amount.MONEY,
            terms.never_below,
        )
        return notes.working.follow(
            plan.requirement(terms.form, chosen),
            given,
            leg=notes.leg,
            sources=self.notes.sources,
        )

    def _by_formula(self, owed: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """Return the requirement in the document's own words, or nil behind a gate."""
        terms, notes, formula = self.terms, self.notes, self.terms.formula
        given = dict(owed) | {"nil": NIL}
        if formula is not None:
            say_unread(terms, formula, self.facts, notes)
            say_summed(terms, formula, notes)
        if terms.is_gated or formula is None:
            notes.sources["nil"] = terms.threshold_of_pledgor.path
            recipe = formula_plan.gated(terms.form)
        else:
            inputs = FormulaInputs(terms, formula, self.facts, notes)
            recipe = formula_plan.requirement(terms.form, inputs.limbs)
            given |= inputs.gathered()
            if "threshold" in formula.names:
                given["threshold_of_pledgor"] = self._threshold_of_formula()
        return notes.working.follow(recipe, given, leg=notes.leg, sources=notes.sources)

    def _threshold_of_formula(self) -> Decimal:
        bound, name = self.terms.threshold_of_pledgor, "threshold_of_pledgor"
        if bound.word == "infinite":
            self.notes.leave_undefined(
                "MC135",
                "the threshold is infinite, and a formula computes with it",
                place=self.notes.place_of(bound.path),
                help_text="write `works_as: switch` where it only keeps everything off",
                cites=(cite("threshold", self.terms.form),),
            )
        return self._amount(name, bound, "threshold")

    def _amount(self, name: str, bound: BoundAmount, topic: str) -> Decimal:
        self.notes.sources[name] = bound.path
        self.notes.say_why(name, bound, cite(topic, self.terms.form))
        if bound.word or not bound.money.amount:
            return NIL
        cited = cite(topic, self.terms.form)
        return elected_money(name, bound, self.facts, self.notes, cited)

    def _counted(self, required: Decimal) -> dict[str, Decimal]:
        """Return what is held, what is under way, and what of both is disputed."""
        terms, facts, notes = self.terms, self.facts, self.notes
        valued = [value_lot(terms, lot, facts.on, notes) for lot in self.held]
        lots: list[Valued] = [each for each in valued if each is not None]
        moving = under_way(terms, self.moving, facts, notes)
        held, coming = after_caps(terms, lots, moving, required, notes)
        places = {each.lot.lot_id: each.lot.place for each in lots}
        held_value = notes.add("held_value", held, places, cite("value", terms.form))
        transit = in_transit(terms, moving, coming, notes)
        found, self.of_regimes = disputes(
            terms, facts, transit, taken=self.taken, alone=self.alone, notes=notes
        )
        return found | {
            "held_value": held_value,
            "deliveries_in_transit": transit.deliveries,
            "returns_in_transit": transit.returns,
        }

    def _minimums(self) -> dict[str, Decimal]:
        terms = self.terms
        given = {"nil": NIL}
        for way, bound, rounding in (
            ("delivery", terms.minimum_for_delivery, terms.delivery_rounding),
            ("return", terms.minimum_for_return, terms.return_rounding),
        ):
            name = f"minimum_transfer_amount_for_{way}"
            margin = terms.initial_margin
            if way == "return" and margin is not None and margin.nil_minimum:
                given[name] = NIL  # where a last return asks for none
                name = "minimum_transfer_amount_of_holder"
            given[name] = self._amount(name, bound, "minimum-transfer-amount")
            if rounding is not None:
                name, cited = f"rounding_of_{way}", cite("rounding", terms.form)
                self.notes.sources[name] = rounding.path
                given[name] = self.notes.in_base(name, rounding.multiple, rounding.path, cited)
        return given

    def movements(self, given: Mapping[str, Decimal]) -> Movements:
        """Return the elections that turn a requirement into movements."""
        terms = self.terms
        margin, last = terms.initial_margin, self.is_final
        return Movements(
            plan.kind_of(terms.minimum_for_delivery),
            Amount.NONE if last else plan.kind_of(terms.minimum_for_return),
            terms.test,
            direction_of(terms.delivery_rounding),
            Direction.NONE if last else direction_of(terms.return_rounding),
            terms.return_at_most is ReturnAtMost.BALANCE,
            terms.withheld_delivery is not None,
            terms.withheld_return is not None,
            "tolerance" in given,
            margin is not None and margin.nil_minimum and not last,
            margin is not None and margin.unrounded and not last,
        )

    def settled(self, found: Mapping[str, Decimal], use: LimitUse | None = None) -> Leg:
        """Return the leg with its figures, its status, and what moves under it."""
        terms = self.terms
        held_back = {
            way: found.get(f"withheld_{way}_amount", NIL) for way in ("delivery", "return")
        }
        pays, back = found.get("delivery_amount", NIL), found.get("return_amount", NIL)
        withheld = held_back["delivery"] or held_back["return"]
        reasons: tuple[Reason, ...] = ()
        if withheld:
            reason = terms.withheld_delivery if held_back["delivery"] else terms.withheld_return
            status, reasons = Status.WITHHELD, (reason,) if reason else ()
        elif pays or back:
            status, reasons = Status.CALL, ()
        else:
            status = Status.NO_CALL
            reasons = why_nothing_moves(terms, found, base=self.notes.base)
        return Leg(
            **identity(terms),
            status=status,
            reasons=reasons,
            withheld_amount=withheld or None,
            limit=use,
            deliver_in=self.notes.deliver_in,
            **self.figures(found),
            delivery_amount=pays,
            return_amount=back,
        )

    def idle(self, found: Mapping[str, Decimal], reason: Reason) -> Leg:
        """Return the leg with its figures; nothing moves under it of its own."""
        return Leg(
            **identity(self.terms),
            status=Status.NO_CALL,
            reasons=(reason,),
            **self.figures(found),
            delivery_amount=NIL,
            return_amount=NIL,
        )

    def figures(self, found: Mapping[str, Decimal]) -> dict[str, Any]:
        """Return what a leg shows of its calculation."""
        terms, poster, holder = self.terms, self.terms.pledgor, self.terms.secured_party
        own = found.get("independent_amounts_of_pledgor", found.get("deposit", NIL))
        theirs = found.get("independent_amounts_of_secured_party", NIL)
        amounts: dict[Side, Decimal] = {poster: own, holder: theirs}
        threshold: Decimal | str | None = found.get("threshold_of_pledgor")
        if terms.limit is not None:
            threshold = None
        elif terms.threshold_of_pledgor.word:
            threshold = terms.threshold_of_pledgor.word
        return {
            "exposure": found.get("exposure"),
            "independent_amounts": {side: amounts[side] for side in SIDES}
            if self._reads_independent_amounts()
            else {},
            "threshold": threshold,
            "required": found.get("credit_support_amount", found.get("required_amount")),
            "held_value": found["held_value"],
            "in_transit": found["deliveries_in_transit"] - found["returns_in_transit"],
            "shortfall": found["shortfall"],
            "surplus": found["surplus"],
        }

    def _reads_independent_amounts(self) -> bool:
        terms, formula = self.terms, self.terms.formula
        if terms.is_gated or terms.stays_out is not None or terms.initial_margin is not None:
            return False
        if terms.purpose is Purpose.EXPOSURE:
            return False
        return formula is None or "independent_amount" in formula.names

    def without_figures(self) -> Leg:
        """Return the leg refused or undefined: a part of it is no figure."""
        terms, notes = self.terms, self.notes
        notes.working.drop(notes.leg)
        status = Status.REFUSED if notes.refused else Status.UNDEFINED
        return Leg(
            **identity(terms),
            status=status,
            reasons=tuple(dict.fromkeys([*notes.refused, *notes.undefined])),
        )


def direction_of(rounding: Any) -> Direction:
    """Return the direction of a rounding, or none."""
    return Direction.NONE if rounding is None else Direction(rounding.direction)
