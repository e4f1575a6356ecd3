"""What each call of the Seoul book should be: plain fractions, straight from the paragraphs.

This reckoning shares no code with the engine. It fills the table of the book's README and lets
the clients' collateral follow the calls from day to day.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

PERCENT = Fraction(1, 100)


@dataclass(frozen=True)
class Lot:
    """One thing held: ``market_value`` in its own currency, the share of it that counts."""

    asset: str
    currency: str
    market_value: Fraction
    share: Fraction

    def value(self, base: str, won_per_dollar: Fraction) -> Fraction:
        """The value after haircut in the base currency."""
        counted = self.market_value * self.share
        if self.currency == base:
            return counted
        return counted * won_per_dollar if base == "KRW" else counted / won_per_dollar


@dataclass(frozen=True)
class Leg:
    """The terms of one posting party: magnitudes in base currency."""

    required: Fraction
    adjusted: Fraction
    least_delivery: Fraction
    least_return: Fraction
    multiple: Fraction

    @property
    def delivery(self) -> Fraction:
        """The delivery: the whole shortfall, rounded up, once it reaches the minimum."""
        shortfall = max(Fraction(0), self.required - self.adjusted)
        if shortfall == 0 or shortfall < self.least_delivery:
            return Fraction(0)
        return -(-shortfall // self.multiple) * self.multiple

    @property
    def giving_back(self) -> Fraction:
        """The return: the whole surplus, rounded down, once it reaches the minimum."""
        surplus = max(Fraction(0), self.adjusted - self.required)
        if surplus == 0 or surplus < self.least_return:
            return Fraction(0)
        return surplus // self.multiple * self.multiple


def held_value(
    lots: list[Lot], base: str, won_per_dollar: Fraction, won_cap: Fraction | None = None
) -> Fraction:
    """The value of what is held, won collateral capped where the agreement caps it."""
    values = [(lot.currency, lot.value(base, won_per_dollar)) for lot in lots]
    in_won = sum((value for currency, value in values if currency == "KRW"), Fraction(0))
    others = sum((value for currency, value in values if currency != "KRW"), Fraction(0))
    return others + (in_won if won_cap is None else min(in_won, won_cap))


def excess_only(
    *, loss: Fraction, limit: Fraction, deposit: Fraction, inside: bool
) -> Fraction:
    """What a client must have posted where only the part above the limit counts."""
    zero = Fraction(0)
    if inside:
        return max(zero, loss + deposit - limit)
    return max(zero, loss - limit) + deposit


def latched(losses: list[Fraction], limit: Fraction, release: Fraction) -> bool:
    """Whether the trigger is on after a history of losses: on above the limit, off below."""
    on = False
    for loss in losses:
        if loss > limit:
            on = True
        elif loss < release:
            on = False
    return on
