"""Interest on cash as rules see it: each currency's terms, and where the sheet says them."""

from collections.abc import Iterator
from typing import NamedTuple

from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.reading import Answer
from isda.terms.stored import Interest


class InterestSeen(NamedTuple):
    """The interest of one currency of one annex."""

    annex: AnnexSeen
    currency: str
    terms: Interest

    @property
    def is_earned(self) -> bool:
        """Whether cash of the currency earns a rate that is named."""
        rate = self.terms.rate
        return not isinstance(rate, Answer) or rate is Answer.AS_PRINTED

    def at(self, key: str) -> str:
        """Return the way to one of its terms, or to the currency where it is not said."""
        whole = interest_at(self.annex, self.currency)
        said = self.annex.sheet.node(f"{whole}.{key}") is not None
        return f"{whole}.{key}" if said else whole


def interest_at(annex: AnnexSeen, currency: str) -> str:
    """Return the way to a currency's interest, in the latest layer that says it."""
    ways = (f"{layer}.interest.{currency}" for layer in annex.layers)
    said = next((way for way in ways if annex.sheet.node(way) is not None), None)
    return said or annex.at("interest")


def interests(sheet: Sheet) -> Iterator[InterestSeen]:
    """Yield the interest of every annex, currency by currency, that reads."""
    for annex in sheet.annexes:
        for currency, terms in annex.terms.interest.items():
            if not terms.is_open:
                yield InterestSeen(annex, currency, terms)
