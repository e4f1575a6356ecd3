"""An agreement, a day and facts into bound terms: which value holds today."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from isda.basics.party import SIDES, Side
from isda.basics.percentages import ValuationPercentage
from isda.basics.reason import Reason
from isda.facts.facts import Purpose
from isda.law.paragraphs import cite
from isda.terms.agreement import Agreement
from isda.terms.amount_binder import NAME_IT
from isda.terms.annex import CreditSupportTerms
from isda.terms.bind_limit import bind_limit
from isda.terms.bind_sharing import shared_by_adding, why_not_added
from isda.terms.bound import Basis, BoundAmount, BoundTerms
from isda.terms.clients import is_split
from isda.terms.conditions import conditions_that_count, failed_condition, unclear_condition
from isda.terms.events import continues
from isda.terms.formula_binder import FormulaBinder, Replaced
from isda.terms.loss_limit import LossLimitAgreement
from isda.terms.reading import Answer
from isda.terms.separate import is_separate
from isda.terms.standing import Standing
from isda.terms.switches import CallUnder, HoldersAmount, Regulator, Where

SWITCHES = frozenset(
    {
        *("base_currency", "in_transit", "cash_percentage", "accrued"),
        *("minimum_transfer_test", "rounding", "return_at_most", "conditions_precedent"),
        *("fx_haircut", "covered_transactions", "credit_support_amount"),
        *("independent_amount_is", "holders_independent_amount"),
        *("never_below_independent_amount", "exposure", "over_the_limit", "deposit_order"),
        *("release_level", "fixing"),
        *("margin_approach", "holder_nil_while_nothing_required", "final_returns"),
        *("return_unrounded_while_nothing_required", "valuation_percentage_is"),
        "fx_haircut_is",
    }
)
"""Terms that every leg of an annex reads, whichever party posts."""


SHARES_OF_ITS_OWN = frozenset(
    {Basis.SHARE_OF_NOTIONAL, Basis.SHARE_OF_EXPOSURE, Basis.PER_CONFIRMATION}
)
"""Amounts that follow a client's own trades: what splitting them means is not said."""


def legs_of(agreement: Agreement, annex: Any) -> tuple[Side, ...]:
    """Return the posting parties of an annex, party A first."""
    if isinstance(annex, LossLimitAgreement):
        client = agreement.client_of(annex)
        return (client,) if client else ()
    posting = annex.posting_parties
    return SIDES if posting is None else tuple(side for side in SIDES if side in posting)


def purposes_of(annex: Any) -> tuple[Purpose | None, ...]:
    """Return what the legs of one posting party secure: all of it, or each part apart."""
    return tuple(Purpose) if is_separate(annex) else (None,)


def resolve(
    agreement: Agreement,
    number: int,
    annex: Any,
    pledgor: Side,
    standing: Standing,
    *,
    purpose: Purpose | None = None,
    regime: str | None = None,
    changed: Replaced = frozenset(),
) -> BoundTerms:
    """Bind one leg to a day.

    Args:
        agreement: The agreement.
        number: Which of its annexes.
        annex: That annex as amended on the day.
        pledgor: The posting party of the leg.
        standing: The events of both parties that continue, and where ratings are read.
        regime: Which of its regimes, where it has any.
        purpose: What the leg secures, where an independent amount stands apart.
        changed: Amounts that another annex replaces: what this one says is not asked.

    Returns:
        Every election the call reads; what the document leaves open is in `undefined`.
    """
    if annex.amendments or annex.reads_history:
        binder = _Binder(agreement, number, annex, pledgor, standing, purpose, regime)
        return binder.bound(changed)
    # without layers and ratings nothing but the events tells one day from another
    key = (number, pledgor, purpose, regime, changed, *standing.happening.values())
    bound = agreement.bound_before.get(key)
    if bound is None:
        binder = _Binder(agreement, number, annex, pledgor, standing, purpose, regime)
        bound = binder.bound(changed)
        agreement.bound_before[key] = bound
    return bound


def owing(
    agreement: Agreement, number: int, annex: Any, pledgor: Side, standing: Standing
) -> BoundTerms:
    """Bind a leg for what its pledgor owes up front alone: nothing else is asked of it."""
    bound = resolve(agreement, number, annex, pledgor, standing)
    binder = _Binder(agreement, number, annex, pledgor, standing, None)
    amount = binder.amount("independent_amount", pledgor)
    return replace(
        bound,
        independent_amount_of_pledgor=amount,
        undefined=tuple(binder.open),
        unclear=tuple(binder.unclear),
    )


class _Binder(FormulaBinder):
    """Binds one leg, gathering everything that is open."""

    def __init__(  # a leg is what it is
        self,
        agreement: Agreement,
        number: int,
        annex: Any,
        pledgor: Side,
        standing: Standing,
        purpose: Purpose | None,
        regime: str | None = None,
    ) -> None:
        super().__init__(number, annex, pledgor, standing, purpose, regime)
        self.agreement, self.number = agreement, number

    def bound(self, changed: Replaced) -> BoundTerms:
        annex, form, pledgor, holder = self.annex, self.form, self.pledgor, self.pledgor.other
        self._find_open_switches()
        support = isinstance(annex, CreditSupportTerms)
        self.stays_out = self._stays_out() if support else None
        where = Where.INSIDE
        if support:
            where = self.elected("independent_amount_is", annex.independent_amount_is.value)
        holders = self._holders(where) if support else HoldersAmount.IGNORED
        adds = self._adds_exposure_of()
        formula, gated, margin = self.formula(), self.is_gated(), self.initial_margin()
        return BoundTerms(
            annex=annex,
            form=form,
            title=self.title,
            document=annex.title,
            path=self.path,
            pledgor=pledgor,
            secured_party=holder,
            base_currency=self.base,
            eligible_currencies=frozenset(annex.eligible_currencies or {self.base}),
            where=where,
            holders=holders,
            never_below=support
            and bool(
                self.elected(
                    "never_below_independent_amount", annex.never_below_independent_amount.value
                )
            ),
            **self.amounts(formula, holders, changed=changed, gated=gated),
            delivery_rounding=self.rounding("delivery", pledgor),
            return_rounding=self.rounding("return_", holder),
            tested_by=self.tested_by,
            returns_all=self.returns_all,
            test=self.elected("minimum_transfer_test", annex.minimum_transfer_test.value),
            return_at_most=self.elected("return_at_most", annex.return_at_most.value),
            in_transit=self.elected("in_transit", annex.in_transit.value),
            cash=self.elected("cash_percentage", annex.cash_percentage.value),
            accrued=self.elected("accrued", annex.accrued.value),
            limit=bind_limit(annex, pledgor, self.path, self.amount_of)
            if isinstance(annex, LossLimitAgreement)
            else None,
            withheld_delivery=self._withheld(holder),
            withheld_return=self._withheld(pledgor),
            percentage_of_all=self._percentage_of_all(),
            at_most=self._at_most() if support else None,
            stays_out=self.stays_out,
            standing=self.standing if annex.reads_history else None,
            undefined=tuple(self.open),
            unclear=tuple(self.unclear),
            is_gated=bool(gated),
            formula=formula,
            purpose=self.purpose,
            own_keys=self.own_keys,
            initial_margin=margin,
            final_returns=self.final_returns(),
            haircut_currency=self.haircut_currency(),
            adds_exposure_of=adds,
            confirmations=self.agreement.confirmed_over(self.number),
        )

    def amount(self, key: str, side: Side, *, needed: bool = True) -> BoundAmount:
        """Bind a per-party amount, with the share of the client that the sheet is read for."""
        bound, client = super().amount(key, side, needed=needed), self.agreement.client
        if client is None or not is_split(self.annex, key, side):
            return bound
        if bound.basis in SHARES_OF_ITS_OWN:
            if needed:
                self.leave_open(key, "it is split among clients, and follows each one's trades")
        elif bound.money.amount or (
            bound.basis is Basis.NOT_STATED and key == "independent_amount"
        ):
            return bound._replace(part=client[0].share, part_path=client[1])
        return bound

    def _withheld(self, other: Side) -> Reason | None:
        master = self.agreement.master
        slug = master.slug if master else None
        failed = failed_condition(self.annex, self.form, other, self.happening, slug)
        if failed is None:
            unclear = unclear_condition(self.annex, other, self.happening)
            if unclear is not None:
                self.ask("MC120", unclear, "specified-conditions", NAME_IT)
            for name in conditions_that_count(self.annex, other):
                self.doubt_rule("conditions_precedent", name, other)
        return failed

    def _percentage_of_all(self) -> ValuationPercentage | None:
        """Return what stands in the place of the whole table today, if anything does."""
        for row in self.annex.all_percentages.while_:
            if any(continues(row.event, self.happening[side]) for side in row.of.sides):
                found: ValuationPercentage = row.value
                return found
            for side in row.of.sides:
                self.doubt("all_percentages", row.event, side)
        return None

    def _at_most(self) -> Regulator | None:
        """Return whose haircuts are the least for what the pledgor posts, if anybody's are."""
        term = self.annex.percentages_at_most.of(self.pledgor)
        if term.is_open:
            self.leave_open("percentages_at_most", term.unresolved)
        return term.value if isinstance(term.value, Regulator) else None

    def _adds_exposure_of(self) -> str | None:
        """Return the agreement whose exposure is added, where the threshold is of both."""
        shared = shared_by_adding(self.annex, self.pledgor)
        if shared is None:
            return None
        why = why_not_added(self.annex)
        if why is not None:
            path = f"{self.path}.threshold.{self.pledgor}"
            self.leave_open("threshold", f"exposures are added, and {why}", path)
        return shared.shared_with

    def _stays_out(self) -> Reason | None:
        """Return why the pledgor posts nothing today, or None where it posts."""
        shared = shared_by_adding(self.annex, self.pledgor)
        if shared is not None and shared.call_under is CallUnder.OTHER:
            return Reason(
                "called-under-the-other",
                f"what the exposures here and under {shared.shared_with} make is called there",
                (cite("threshold", self.form),),
            )
        listed = self.annex.posts_only_while.of(self.pledgor).value
        if not listed:
            return None
        if any(continues(name, self.happening[self.pledgor]) for name in listed):
            return None
        for name in listed:
            self.doubt("posts_only_while", name, self.pledgor)
        events = " or ".join(listed)
        return Reason(
            "posts-only-while",
            f"party {self.pledgor} posts only while {events} continues",
            (cite("posting-parties", self.form),),
        )

    def _holders(self, where: Where) -> HoldersAmount:
        value = self.annex.holders_independent_amount.value
        if isinstance(value, Answer):
            return HoldersAmount.DEDUCTED if where is Where.INSIDE else HoldersAmount.IGNORED
        chosen: HoldersAmount = value
        return chosen

    def _find_open_switches(self) -> None:
        for key, why in self.annex.open_terms:
            if key in SWITCHES:
                self.leave_open(key, why)
        own = self.annex.regimes[self.regime].rounding if self.regime else None
        if own is not None and own.is_open:
            self.leave_open("rounding", own.unresolved)
        for key in ("specified_conditions", "access_conditions"):
            listed: Any = getattr(self.annex, key, None)
            for side in SIDES if listed is not None else ():
                if listed.of(side).is_open and self.happening[side]:
                    self.leave_open(key, listed.of(side).unresolved or "")
        if isinstance(self.annex, CreditSupportTerms) and (
            self.annex.credit_support_amount.value is Answer.NOT_APPLICABLE
            and not self.annex.regimes
        ):
            self.leave_open(
                "credit_support_amount",
                "it is put out of use, and no regime says what is required instead",
            )


def annexes_on(agreement: Agreement, on: date) -> Iterator[Any]:
    """Yield each annex as amended on a day."""
    for annex in agreement.annexes:
        yield annex.on(on) if annex.amendments else annex
