"""Three percentages that are not the same thing, and the plain one.

A valuation percentage of 98 % counts 98 of 100. A haircut of 2 % takes 2 of 100 away,
which is the same. A margin ratio of 102 % divides: 100 ÷ 1.02 = 98.04. A number without
its sign and kind is refused.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from isda.basics.amounts import RATE_DIGITS, plain, read_number, shown
from isda.basics.arithmetic import EXACT
from isda.basics.faults import AmountError

HUNDRED = Decimal(100)
LARGEST_FRACTION = Decimal(2)
"""A margin ratio of 200 % as a fraction: a larger number is no fraction of one."""


@dataclass(frozen=True, slots=True)
class Percentage:
    """A share, kept as a fraction of one.

    Example:
        >>> Percentage.read("2%").fraction
        Decimal('0.02')
        >>> str(Percentage.read("99.5%"))
        '99.5%'
    """

    fraction: Decimal

    word: ClassVar[str] = "percentage"
    least: ClassVar[int] = 0
    most: ClassVar[int | None] = None

    @classmethod
    def read(cls, text: str) -> "Percentage":
        """Read `98%`; the sign is part of it.

        Raises:
            AmountError: No percent sign, no number, or outside the range of this kind.
        """
        clean = text.strip()
        if not clean.endswith("%"):
            try:
                bare = read_number(clean, digits=RATE_DIGITS, signed=True)
            except AmountError as error:
                raise AmountError(
                    error.code if error.code != "DQ040" else "DQ049",
                    f"{shown(text)!r} is no {cls.word}",
                    "write it with its sign, such as 98%",
                ) from None
            raise AmountError(
                "DQ049",
                f"the scale of {shown(text)!r} is unclear: a {cls.word} has a % sign",
                f"write {_scales(bare)}",
            )
        percent = read_number(clean[:-1].rstrip(), digits=RATE_DIGITS)
        most = cls.most
        if percent < cls.least or (most is not None and percent > most):
            raise AmountError(
                "DQ050",
                f"a {cls.word} of {shown(clean)} is outside its range of {cls.least}% "
                f"to {most}%",
                "a haircut takes away, a valuation percentage counts, a margin ratio divides: "
                "check which one the document means",
            )
        return cls(EXACT.divide(percent, HUNDRED))

    def __str__(self) -> str:
        return f"{plain(EXACT.multiply(self.fraction, HUNDRED))}%"


def _scales(bare: Decimal) -> str:
    """What a number without its sign may mean: 98 is 98%, and 0.98 is 98% or 0.98%."""
    as_written = f"{plain(bare)}%"
    if not 0 < bare <= LARGEST_FRACTION:
        return f"{as_written} if that is meant"
    return f"{plain(EXACT.multiply(bare, HUNDRED))}% or {as_written}, whichever is meant"


class ValuationPercentage(Percentage):
    """What counts of 100 of market value: 0 to 100 %."""

    word = "valuation percentage"
    most = 100


class Haircut(Percentage):
    """What is taken off 100 of market value: 0 to 100 %."""

    word = "haircut"
    most = 100


class MarginRatio(Percentage):
    """How much market value secures 100: 100 to 200 %; it divides."""

    word = "margin ratio"
    least = 100
    most = 200
