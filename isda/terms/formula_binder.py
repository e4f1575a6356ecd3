"""Binds a requirement in the document's own words, and the amounts that it reads."""

from typing import Any

from isda.basics.money import Money
from isda.basics.party import Side
from isda.facts.facts import Purpose
from isda.terms.annex import CreditSupportTerms
from isda.terms.bind_formula import formula_of_annex, formula_of_regime, switch_of
from isda.terms.bound import BoundFormula, nil
from isda.terms.holding import holding
from isda.terms.margin_binder import MarginBinder
from isda.terms.reading import Answer
from isda.terms.switches import HoldersAmount


class FormulaBinder(MarginBinder):
    """The part of a binder that reads formulas, regimes and thresholds as switches."""

    def amounts(
        self,
        formula: BoundFormula | None,
        holders: HoldersAmount,
        *,
        changed: frozenset[Side],
        gated: bool | None,
    ) -> dict[str, Any]:
        """Bind the amounts of both parties; what nothing reads is not asked for."""
        pledgor, holder = self.pledgor, self.pledgor.other
        reads = {"threshold", "independent_amount"} if formula is None else formula.names
        own = "independent_amount" in reads and not gated
        theirs = holders is not HoldersAmount.IGNORED and not (gated or formula)
        tests = formula is None or bool(formula.limbs) or bool(gated and formula.column)
        limits = "threshold" in reads or gated is not None
        return {
            "threshold_of_pledgor": self.amount("threshold", pledgor, needed=limits),
            "threshold_of_secured_party": self.amount("threshold", holder)
            if holders is HoldersAmount.NETTED
            else nil(f"{self.path}.threshold.{holder}", self.base),
            "independent_amount_of_pledgor": self.amount(
                "independent_amount", pledgor, needed=own
            ),
            "independent_amount_of_secured_party": self.amount(
                "independent_amount", holder, needed=theirs
            ),
            "minimum_for_delivery": self.amount(
                "minimum_transfer_amount", pledgor, needed=tests and pledgor not in changed
            ),
            "minimum_for_return": self.amount(
                "minimum_transfer_amount", holder, needed=tests and holder not in changed
            ),
        }

    def formula(self) -> BoundFormula | None:
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
        if not (self.is_gated() and formula.column):
            self.open += undefined
        for event, side in asked:
            self.doubt("credit_support_amount", event, side)
        return formula

    def is_gated(self) -> bool | None:
        """Whether a threshold that works as a switch is not nil; None where it is no switch.

        A separate independent amount knows no threshold, and so no switch.
        """
        term = switch_of(self.annex, self.pledgor)
        if term is None or self.purpose is Purpose.INDEPENDENT_AMOUNT:
            return None
        held = holding(term, self.happening[self.pledgor])
        if held.is_own and term.by_rating:
            held = self._rated(term, "threshold", self.pledgor, needed=False)
        value = held.value
        return value is Answer.INFINITE or (isinstance(value, Money) and bool(value.amount))
