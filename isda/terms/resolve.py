"""An agreement, a day and facts into bound terms: which value holds today."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from isda.basics.money import Money
from isda.basics.party import SIDES, Side
from isda.basics.percentages import Percentage, ValuationPercentage
from isda.basics.reason import Reason
from isda.facts.histories import NotInFacts
from isda.law.paragraphs import cite, speaks_of
from isda.terms.agreement import Agreement
from isda.terms.amounts import Movement
from isda.terms.annex import CreditSupportTerms
from isda.terms.bind_formula import (
    formula_of_annex,
    formula_of_regime,
    own_or_shared,
    switch_of,
)
from isda.terms.bind_limit import bind_limit
from isda.terms.bound import (
    EMPTY_BASIS,
    ZERO,
    Basis,
    BoundAmount,
    BoundFormula,
    BoundTerms,
    Unclear,
    nil,
)
from isda.terms.conditions import (
    doubtful_conditions,
    failed_condition,
    unclear_condition,
    with_specified_conditions,
)
from isda.terms.election import topic_of
from isda.terms.events import continues, might_be
from isda.terms.holding import Held, by_rating, holding
from isda.terms.loss_limit import LossLimitAgreement
from isda.terms.printed import printed
from isda.terms.reading import Answer
from isda.terms.standing import Standing
from isda.terms.switches import HoldersAmount, Where

if TYPE_CHECKING:
    from isda.law.forms import Form

SWITCHES = frozenset(
    {
        *("base_currency", "in_transit", "cash_percentage", "accrued"),
        *("minimum_transfer_test", "rounding", "return_at_most", "conditions_precedent"),
        *("fx_haircut", "covered_transactions", "credit_support_amount"),
        *("independent_amount_is", "holders_independent_amount"),
        *("never_below_independent_amount", "exposure", "over_the_limit", "deposit_order"),
        *("release_level", "fixing"),
    }
)
"""Terms that every leg of an annex reads, whichever party posts."""


def legs_of(agreement: Agreement, annex: Any) -> tuple[Side, ...]:
    """Return the posting parties of an annex, party A first."""
    if isinstance(annex, LossLimitAgreement):
        client = agreement.client_of(annex)
        return (client,) if client else ()
    posting = annex.posting_parties
    return SIDES if posting is None else tuple(side for side in SIDES if side in posting)


def resolve(
    agreement: Agreement,
    number: int,
    annex: Any,
    pledgor: Side,
    standing: Standing,
    *,
    regime: str | None = None,
) -> BoundTerms:
    """Bind one leg to a day.

    Args:
        agreement: The agreement.
        number: Which of its annexes.
        annex: That annex as amended on the day.
        pledgor: The posting party of the leg.
        standing: The events of both parties that continue, and where ratings are read.
        regime: Which of its regimes, where it has any.

    Returns:
        Every election the call reads; what the document leaves open is in `undefined`.
    """
    if annex.amendments or annex.reads_history:
        return _Binder(agreement, number, annex, pledgor, standing, regime).bound()
    # without layers and ratings nothing but the events tells one day from another
    key = (number, pledgor, regime, *standing.happening.values())
    bound = agreement.bound_before.get(key)
    if bound is None:
        bound = _Binder(agreement, number, annex, pledgor, standing, regime).bound()
        agreement.bound_before[key] = bound
    return bound


class _Binder:
    """Binds one leg, gathering everything that is open."""

    def __init__(  # a leg is what it is
        self,
        agreement: Agreement,
        number: int,
        annex: Any,
        pledgor: Side,
        standing: Standing,
        regime: str | None,
    ) -> None:
        self.agreement, self.annex, self.pledgor = agreement, annex, pledgor
        self.regime = regime
        self.form: Form = annex.form
        self.path = f"annexes.{number}"
        self.standing = standing
        self.happening = with_specified_conditions(annex, standing.happening)
        self.told_in_general = doubtful_conditions(annex, standing.happening)
        self.open: list[Reason] = []
        self.unclear: list[Unclear] = []
        base = self.elected("base_currency", annex.base_currency.value)
        self.base = base if isinstance(base, str) else "USD"

    def elected(self, key: str, value: Any) -> Any:
        """Return a switch's value, or the form's own answer where the sheet is silent."""
        return printed(key, self.form) if isinstance(value, Answer) else value

    def bound(self) -> BoundTerms:
        annex, form, pledgor, holder = self.annex, self.form, self.pledgor, self.pledgor.other
        self._find_open_switches()
        support = isinstance(annex, CreditSupportTerms)
        where = Where.INSIDE
        if support:
            where = self.elected("independent_amount_is", annex.independent_amount_is.value)
        holders = self._holders(where) if support else HoldersAmount.IGNORED
        formula, gated = self._formula(), self._is_gated()
        rounding, _ = own_or_shared(annex, self.regime, "rounding", self.path)
        return BoundTerms(
            annex=annex,
            form=form,
            title=annex.title,
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
            **self._amounts(formula, holders, gated=gated),
            delivery_rounding=_rounding(rounding.delivery),
            return_rounding=_rounding(rounding.return_),
            test=self.elected("minimum_transfer_test", annex.minimum_transfer_test.value),
            return_at_most=self.elected("return_at_most", annex.return_at_most.value),
            in_transit=self.elected("in_transit", annex.in_transit.value),
            cash=self.elected("cash_percentage", annex.cash_percentage.value),
            accrued=self.elected("accrued", annex.accrued.value),
            limit=None if support else bind_limit(annex, pledgor, self.path, self._bound),
            withheld_delivery=self._withheld(holder),
            withheld_return=self._withheld(pledgor),
            percentage_of_all=self._percentage_of_all(),
            stays_out=self._stays_out() if support else None,
            standing=self.standing if annex.reads_history else None,
            undefined=tuple(self.open),
            unclear=tuple(self.unclear),
            is_gated=bool(gated),
            formula=formula,
        )

    def _amounts(
        self, formula: BoundFormula | None, holders: HoldersAmount, *, gated: bool | None
    ) -> dict[str, Any]:
        """Bind the amounts of both parties; what nothing reads is not asked for."""
        pledgor, holder = self.pledgor, self.pledgor.other
        reads = {"threshold", "independent_amount"} if formula is None else formula.names
        own = "independent_amount" in reads and not gated
        theirs = holders is not HoldersAmount.IGNORED and not (gated or formula)
        tests = formula is None or bool(formula.limbs) or bool(gated and formula.column)
        limits = "threshold" in reads or gated is not None
        return {
            "threshold_of_pledgor": self._amount("threshold", pledgor, needed=limits),
            "threshold_of_secured_party": self._amount("threshold", holder)
            if holders is HoldersAmount.NETTED
            else nil(f"{self.path}.threshold.{holder}", self.base),
            "independent_amount_of_pledgor": self._amount(
                "independent_amount", pledgor, needed=own
            ),
            "independent_amount_of_secured_party": self._amount(
                "independent_amount", holder, needed=theirs
            ),
            "minimum_for_delivery": self._amount(
                "minimum_transfer_amount", pledgor, needed=tests
            ),
            "minimum_for_return": self._amount("minimum_transfer_amount", holder, needed=tests),
        }

    def _formula(self) -> BoundFormula | None:
        """Bind the requirement in the document's own words; a gap in it is open."""
        if self.regime is None or not isinstance(self.annex, CreditSupportTerms):
            return formula_of_annex(self.annex, self.path)
        formula, undefined, asked = formula_of_regime(
            self.annex,
            self.regime,
            path=self.path,
            pledgor=self.pledgor,
            happening=self.happening,
        )
        if not (self._is_gated() and formula.column):
            self.open += undefined
        for event, side in asked:
            self._doubt("credit_support_amount", event, side)
        return formula

    def _is_gated(self) -> bool | None:
        """Whether a threshold that works as a switch is not nil; None where it is no switch."""
        term = switch_of(self.annex, self.pledgor)
        if term is None:
            return None
        held = holding(term, self.happening[self.pledgor])
        if held.is_own and term.by_rating:
            held = self._rated(term, "threshold", self.pledgor, needed=False)
        value = held.value
        return value is Answer.INFINITE or (isinstance(value, Money) and bool(value.amount))

    def _withheld(self, other: Side) -> Reason | None:
        master = self.agreement.master
        slug = master.slug if master else None
        failed = failed_condition(self.annex, self.form, other, self.happening, slug)
        if failed is None:
            unclear = unclear_condition(self.annex, other, self.happening)
            if unclear is not None:
                self._ask("MC120", unclear, "specified-conditions", NAME_IT)
        return failed

    def _percentage_of_all(self) -> ValuationPercentage | None:
        """Return what stands in the place of the whole table today, if anything does."""
        for row in self.annex.all_percentages.while_:
            if any(continues(row.event, self.happening[side]) for side in row.of.sides):
                found: ValuationPercentage = row.value
                return found
            for side in row.of.sides:
                self._doubt("all_percentages", row.event, side)
        return None

    def _stays_out(self) -> Reason | None:
        """Return why the pledgor posts nothing today, or None where it posts."""
        listed = self.annex.posts_only_while.of(self.pledgor).value
        if not listed:
            return None
        if any(continues(name, self.happening[self.pledgor]) for name in listed):
            return None
        for name in listed:
            self._doubt("posts_only_while", name, self.pledgor)
        events = " or ".join(listed)
        return Reason(
            "posts-only-while",
            f"party {self.pledgor} posts only while {events} continues",
            (cite("posting-parties", self.form),),
        )

    def _ask(self, code: str, message: str, topic: str, help_text: str) -> None:
        """Note what the facts leave open."""
        cites = (cite(topic, self.form),) if speaks_of(topic, self.form) else ()
        self.unclear.append(Unclear(Reason(code, message, cites), help_text))

    def _holders(self, where: Where) -> HoldersAmount:
        value = self.annex.holders_independent_amount.value
        if isinstance(value, Answer):
            return HoldersAmount.IGNORED if where is Where.OUTSIDE else HoldersAmount.DEDUCTED
        chosen: HoldersAmount = value
        return chosen

    def _find_open_switches(self) -> None:
        for key, why in self.annex.open_terms:
            if key in SWITCHES:
                self._leave_open(key, why)
        if isinstance(self.annex, CreditSupportTerms):
            for side in SIDES:
                listed = self.annex.specified_conditions.of(side)
                if listed.is_open and self.happening[side]:
                    self._leave_open("specified_conditions", listed.unresolved or "")
        if isinstance(self.annex, CreditSupportTerms) and (
            self.annex.credit_support_amount.value is Answer.NOT_APPLICABLE
            and not self.annex.regimes
        ):
            self._leave_open(
                "credit_support_amount",
                "it is put out of use, and no regime says what is required instead",
            )

    def _leave_open(self, key: str, why: str) -> None:
        topic = topic_of(self.annex, key)
        cites = (cite(topic, self.form),) if speaks_of(topic, self.form) else ()
        self.open.append(Reason("undefined-term", f"`{key}` is open: {why}", cites))

    def _amount(self, key: str, side: Side, *, needed: bool = True) -> BoundAmount:
        """Bind a per-party amount: what holds while today's events continue."""
        if key not in type(self.annex).model_fields:
            return nil(f"{self.path}.{key}.{side}", self.base)
        pair, path = own_or_shared(self.annex, self.regime, key, self.path)
        return self._bound(pair.of(side), key, f"{path}.{side}", side, needed=needed)

    def _bound(
        self, term: Any, key: str, path: str, side: Side, *, needed: bool = True
    ) -> BoundAmount:
        held = holding(term, self.happening[side])
        if needed:
            self._ask_which(term, key, side, held)
        if held.is_own and term.by_rating:
            held = self._rated(term, key, side, needed=needed)
        if isinstance(held.share, Percentage):
            nothing = Money(ZERO, self.base)
            return BoundAmount(
                Basis.SHARE_OF_NOTIONAL, nothing, path, held.share, held.event, held.row
            )
        if isinstance(held.value, Money):
            return BoundAmount(Basis.MONEY, held.value, path, None, held.event, held.row)
        why = held.open
        if held.value is Answer.TO_BE_AGREED:
            why = "it is to be agreed"
        elif held.value is Answer.NOT_STATED and term.unresolved is not None:
            why = term.unresolved
        if why and needed:
            self._leave_open(key, why)
        basis = EMPTY_BASIS.get(held.value, Basis.OPEN)
        return BoundAmount(basis, Money(ZERO, self.base), path, None, held.event, held.row)

    def _rated(self, term: Any, key: str, side: Side, *, needed: bool) -> Held:
        """Return what a table by rating says: each agency's row, and the rule among them."""
        of = term.rating_of or str(side)
        try:
            return by_rating(term, of, self.standing)
        except NotInFacts as missing:
            if needed:
                self._ask("MC121", missing.message, topic_of(self.annex, key), missing.help)
            return Held(Answer.NIL)

    def _ask_which(self, term: Any, key: str, side: Side, held: Held) -> None:
        """Note a row whose event nobody can tell, where it would change the amount."""
        for row in term.rows:
            if row.is_otherwise or continues(row.event, self.happening[side]):
                return
            same = Held(row.value, row.percent_of_notional).plainly == held.plainly
            left_to_the_day = key in {"independent_amount", "performance_deposit"} and (
                held.value is Answer.NOT_STATED
            )
            if not same or left_to_the_day:
                self._doubt(key, row.event, side)

    def _doubt(self, key: str, event: str, side: Side) -> None:
        """Note where nobody can tell whether an event that a term turns on continues."""
        general = might_be(event, self.happening[side])
        in_general = self.told_in_general[side].get(event)
        doubt = self.standing.doubts.get(side, {}).get(event)
        if doubt is not None and doubt.is_open:
            self._leave_open(key, doubt.message)
        elif doubt is not None:
            message = f"`{key}` turns on {event}: {doubt.message}"
            self._ask("MC121", message, topic_of(self.annex, key), doubt.help)
        elif general is not None or in_general is not None:
            why = in_general or f"the facts say {general} without saying whether it is one"
            message = f"`{key}` turns on {event}, and {why}"
            self._ask("MC120", message, topic_of(self.annex, key), NAME_IT)


NAME_IT = "name the particular event in the facts"


def _rounding(value: Movement | Answer) -> Movement | None:
    return value if isinstance(value, Movement) and value.multiple.amount else None


def annexes_on(agreement: Agreement, on: date) -> Iterator[Any]:
    """Yield each annex as amended on a day."""
    for annex in agreement.annexes:
        yield annex.on(on) if annex.amendments else annex
