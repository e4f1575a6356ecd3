"""Binds what an initial-margin annex elects beyond the others, and what last returns know."""

from isda.basics.party import SIDES, Side
from isda.basics.reason import Reason
from isda.terms.amount_binder import AmountBinder
from isda.terms.amounts import AmountTerm
from isda.terms.bound import Basis, BoundAmount, BoundInitialMargin, Unclear
from isda.terms.initial_margin import Stated, is_initial_margin
from isda.terms.reading import Answer
from isda.terms.switches import FinalReturns

OTHER = "amends_minimum_transfer_amount_of_other_csa"


class MarginBinder(AmountBinder):
    """The part of a binder that reads initial margin."""

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
        others = {side: self._of_others(side) for side in SIDES}
        return BoundInitialMargin(
            approach=None if isinstance(approach, Answer) else approach,
            regimes=annex.regimes_of(poster.other),
            margin_ia=_as_said(
                annex.margin_amount.IA.of(poster),
                self.amount_of(
                    annex.margin_amount.IA.of(poster), "margin_amount", path, poster
                ),
            ),
            nil_minimum=self._switch("holder_nil_while_nothing_required"),
            unrounded=self._switch("return_unrounded_while_nothing_required"),
            other_minimums={side: found for side, (found, _, _) in others.items()},
            other_open={side: missing for side, (_, missing, _) in others.items()},
            other_unclear={side: asked for side, (_, _, asked) in others.items()},
        )

    def _of_others(
        self, side: Side
    ) -> tuple[BoundAmount, tuple[Reason, ...], tuple[Unclear, ...]]:
        """Bind a minimum set for another annex; what is open of it is that annex's to say."""
        own = self.open, self.unclear
        self.open, self.unclear = [], []
        found = _as_said(getattr(self.annex, OTHER).of(side), self.amount(OTHER, side))
        missing, asked = tuple(self.open), tuple(self.unclear)
        self.open, self.unclear = own
        return found, missing, asked

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


def _as_said(term: AmountTerm, found: BoundAmount) -> BoundAmount:
    """Return an amount; what keeps the form's own words states none of its own."""
    is_own = found.event is not None or found.row is not None
    if term.value is Answer.AS_PRINTED and not is_own:
        return found._replace(basis=Basis.NOT_STATED)
    return found
