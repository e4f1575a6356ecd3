"""Binds what an initial-margin annex elects beyond the others, and what last returns know."""

from abc import ABC, abstractmethod
from typing import Any

from isda.basics.party import SIDES, Side
from isda.terms.bound import BoundAmount, BoundInitialMargin
from isda.terms.conditions import InForce
from isda.terms.initial_margin import Stated, is_initial_margin
from isda.terms.reading import Answer
from isda.terms.switches import FinalReturns


class MarginBinder(ABC):
    """The part of a binder that reads initial margin.

    Attributes:
        annex: The annex on the day.
        pledgor: The posting party of the leg.
        path: Where the annex stands in the sheet.
        base: Its base currency.
        happening: The events of both parties that continue.
    """

    annex: Any
    pledgor: Side
    path: str
    base: str
    happening: InForce

    @abstractmethod
    def elected(self, key: str, value: Any) -> Any:
        """Return a switch's value, or the form's own answer where the sheet is silent."""

    @abstractmethod
    def amount(self, key: str, side: Side, *, needed: bool = True) -> BoundAmount:
        """Bind a per-party amount."""

    @abstractmethod
    def amount_of(
        self, term: Any, key: str, path: str, happening: frozenset[str], *, needed: bool = True
    ) -> BoundAmount:
        """Bind one amount to what its party's events make of it."""

    @abstractmethod
    def leave_open(self, key: str, why: str) -> None:
        """Note that the document does not say."""

    def initial_margin(self) -> BoundInitialMargin | None:
        """Bind the elections of an initial-margin annex; None for any other."""
        annex, poster = self.annex, self.pledgor
        if not is_initial_margin(annex):
            return None
        for name in ("valuation_percentage_is", "fx_haircut_is"):
            if getattr(annex, name).value is Stated.REGULATORY:
                why = "it is a regulation's, and no table of one is here: state it"
                self.leave_open(name, why)
        approach, path = annex.margin_approach.value, f"{self.path}.margin_amount.IA.{poster}"
        other = "amends_minimum_transfer_amount_of_other_csa"
        return BoundInitialMargin(
            approach=None if isinstance(approach, Answer) else approach,
            regimes=annex.regimes_of(poster.other),
            margin_ia=self.amount_of(
                annex.margin_amount.IA.of(poster), "margin_amount", path, self.happening[poster]
            ),
            nil_minimum=self._switch("holder_nil_while_nothing_required"),
            unrounded=self._switch("return_unrounded_while_nothing_required"),
            other_minimums={side: self.amount(other, side, needed=False) for side in SIDES},
        )

    def _switch(self, key: str) -> bool:
        return bool(self.elected(key, getattr(self.annex, key).value))

    def final_returns(self) -> bool:
        """Whether a last return knows neither minimum nor rounding."""
        elected = getattr(self.annex, "final_returns", None)
        if elected is None:
            return False
        return self.elected("final_returns", elected.value) is not FinalReturns.NO

    def haircut_currency(self) -> str | None:
        """Return the currency of early termination, which an FX haircut does not meet."""
        if not is_initial_margin(self.annex):
            return None
        found = self.annex.termination_currency.of(self.pledgor).value
        return self.base if isinstance(found, Answer) else str(found)
