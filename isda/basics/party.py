"""The two parties of an agreement, as the document calls them."""

from enum import StrEnum


class Side(StrEnum):
    """Party A or party B.

    Example:
        >>> Side.A.other
        <Side.B: 'B'>
    """

    A = "A"
    B = "B"

    @property
    def other(self) -> "Side":
        """The other party."""
        return Side.B if self is Side.A else Side.A


SIDES = (Side.A, Side.B)
"""Both parties, in order; iterating a tuple is quicker than iterating the enumeration."""
