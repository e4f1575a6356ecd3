"""Which leg a lot or a movement belongs to."""

from typing import NamedTuple

from isda.basics.party import Side
from isda.facts.facts import InTransit, Lot
from isda.terms.bound import BoundTerms


class Home(NamedTuple):
    """A leg, as what is posted names it: its poster, its annex and its purpose.

    Attributes:
        terms: The leg.
        among_several: Whether the agreement has several annexes, so that a lot names its own.
    """

    terms: BoundTerms
    among_several: bool

    def takes(self, poster: Side, item: Lot | InTransit) -> bool:
        """Whether a lot or a movement of a party's collateral belongs to the leg."""
        terms = self.terms
        return (
            poster is terms.pledgor
            and (not self.among_several or self.is_named(item.annex))
            and (terms.purpose is None or item.purpose is terms.purpose)
        )

    def may_take(self, lot: Lot) -> bool:
        """Whether a lot that is only thought of could go to the leg: what it names must fit."""
        terms = self.terms
        return (
            lot.posted_by is terms.pledgor
            and (lot.annex is None or self.is_named(lot.annex))
            and (lot.purpose is None or terms.purpose in {None, lot.purpose})
        )

    def is_named(self, name: str | None) -> bool:
        """Whether a name is the annex's own, or its form's."""
        return name in {self.terms.document, self.terms.form.title}
