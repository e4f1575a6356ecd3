"""Binds a requirement in the document's own words, and the amounts that it reads."""

from typing import Any

from isda.basics.money import Money
from isda.basics.party import Side
from isda.basics.reason import Reason
from isda.facts.facts import Purpose
from isda.terms.amounts import Movement
from isda.terms.annex import CreditSupportTerms
from isda.terms.bind_formula import formula_of_annex, formula_of_regime, switch_of
from isda.terms.bound import Basis, BoundAmount, BoundFormula, BoundRounding, nil
from isda.terms.holding import holding
from isda.terms.margin_binder import MarginBinder
from isda.terms.reading import Answer
from isda.terms.switches import HoldersAmount

Replaced = frozenset[tuple[str, Side]]
"""Amounts that another annex replaces, each by its key and its party."""


class FormulaBinder(MarginBinder):
    """The part of a binder that reads formulas, regimes and thresholds as switches.

    Attributes:
        stays_out: Why the pledgor posts nothing at all today, if it posts only at times.
    """

    stays_out: Reason | None = None

    def amounts(
        self,
        formula: BoundFormula | None,
        holders: HoldersAmount,
        *,
        changed: Replaced,
        gated: bool | None,
    ) -> dict[str, Any]:
        """Bind the amounts of both parties; what nothing reads is not asked for."""
        replaced = {side for key, side in changed if key == "independent_amount"}
        pledgor, holder = self.pledgor, self.pledgor.other
        reads = {"threshold", "independent_amount"} if formula is None else formula.names
        posts = self.stays_out is None
        own = "independent_amount" in reads and not gated
        theirs = holders is not HoldersAmount.IGNORED and not (gated or formula)
        limits = "threshold" in reads or gated is not None
        tests = formula is None or bool(formula.limbs) or self.values_alone(formula)
        netted = posts and holders is HoldersAmount.NETTED
        return {
            "threshold_of_pledgor": self.amount("threshold", pledgor, needed=posts and limits),
            "threshold_of_secured_party": self.amount("threshold", holder)
            if netted
            else nil(f"{self.path}.threshold.{holder}", self.base),
            "independent_amount_of_pledgor": self.amount(
                "independent_amount", pledgor, needed=posts and own and pledgor not in replaced
            ),
            "independent_amount_of_secured_party": self.amount(
                "independent_amount", holder, needed=posts and theirs and holder not in replaced
            ),
            "minimum_for_delivery": self.minimum(pledgor, needed=tests, changed=changed),
            "minimum_for_return": self.minimum(holder, needed=tests, changed=changed),
        }

    @property
    def tested_by(self) -> tuple[Side, ...]:
        """Whose minimum, and which rounding, a movement meets: a delivery the pledgor's.

        A party that stays out delivers nothing, and `on_leaving:` gives back all that is held.
        """
        if self.stays_out is None:
            return self.pledgor, self.pledgor.other
        return () if self.returns_all else (self.pledgor.other,)

    @property
    def returns_all(self) -> bool:
        """Whether all that is held goes back today, whatever it counts for."""
        if self.stays_out is None:
            return False
        return self.annex.posts_only_while.of(self.pledgor).on_leaving is not None

    def minimum(self, side: Side, *, needed: bool, changed: Replaced) -> BoundAmount:
        """Bind a party's minimum transfer amount; where nothing is tested, none applies.

        A separate independent amount keeps its own, whatever another annex replaces.
        """
        if side not in self.tested_by:
            path = f"{self.path}.posts_only_while.{self.pledgor}"
            return nil(path, self.base)._replace(basis=Basis.NOT_APPLICABLE)
        key, keeps = "minimum_transfer_amount", self.purpose is Purpose.INDEPENDENT_AMOUNT
        asked = needed and (keeps or (key, side) not in changed)
        return self.amount(key, side, needed=asked)

    def rounding(self, movement: str, side: Side) -> BoundRounding | None:
        """Bind the rounding of a movement that a party's minimum tests; None where none is."""
        if side not in self.tested_by:
            return None
        found, path = self.part_of("rounding", movement)
        if not isinstance(found, Movement) or not found.multiple.amount:
            return None
        return BoundRounding(found.direction, found.multiple, path)

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
        if not self.values_alone(formula):
            self.open += undefined
        if self.stays_out is None or self.annex.columns:
            for event, side in asked:
                self.doubt("credit_support_amount", event, side)
        return formula

    def values_alone(self, formula: BoundFormula) -> bool:
        """Whether a regime only values what is held: it requires nothing, whatever its limbs.

        A party stays out, or a switch stands; and the column, if there are any, can be told.
        """
        requires_nothing = self.stays_out is not None or bool(self.is_gated())
        return requires_nothing and bool(formula.column or not self.annex.columns)

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
