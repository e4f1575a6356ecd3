"""How an annex tests and rounds its two movements: of its own, apart, or of a regime."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache, partial
from typing import Any, NamedTuple

from isda.basics.arithmetic import EXACT
from isda.basics.money import Money
from isda.basics.party import Side
from isda.lint.once import once
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.amounts import Movement
from isda.terms.bind_formula import own_or_shared
from isda.terms.reading import Answer
from isda.terms.separate import of_independent_amount

DELIVERY, RETURN = "delivery", "return"
WAYS = (DELIVERY, RETURN)
NIL, TWO = Decimal(0), Decimal(2)


class Minimum(NamedTuple):
    """The minimum that one movement is tested against.

    Attributes:
        side: Whose minimum it is.
        amount: The amount.
        at: The way to it.
    """

    side: Side
    amount: Money
    at: str


class Movements(NamedTuple):
    """Minimum and rounding of a set of movements.

    Attributes:
        annex: The annex.
        part: Returns the term of a key and a part of it, with its key from the annex on.
    """

    annex: AnnexSeen
    part: Any

    def at(self, way: str) -> str:
        """Return the way to the rounding of a movement."""
        return self.annex.at(self.part("rounding", _field(way))[1])

    def rounding(self, way: str) -> Movement | Answer:
        """Return what is said of the rounding of a movement."""
        said: Movement | Answer = self.part("rounding", _field(way))[0]
        return said

    def multiple(self, way: str) -> Movement | None:
        """Return the rounding of a movement by a multiple above nil, or None."""
        said = self.rounding(way)
        return said if isinstance(said, Movement) and said.multiple.amount else None

    def minimums(self, way: str) -> Iterator[Minimum]:
        """Yield what a movement is tested against, of each party that may post.

        A delivery tests the poster's, a return the holder's. Left out where it turns on a
        rating or a list of events; nil where the form's own answer is.
        """
        for poster in self.annex.posters:
            side = poster if way == DELIVERY else poster.other
            term, key = self.part("minimum_transfer_amount", str(side))
            if not (term.by_rating or term.while_ or term.unresolved):
                base = self.annex.base_currency or ""
                nil = Money(NIL, base) if isinstance(term.value, Answer) else term.value
                if term.value is not Answer.TO_BE_AGREED:
                    yield Minimum(side, nil, self.annex.at(key))

    def least(self, way: str) -> Minimum | None:
        """Return the smallest minimum above nil in the currency of a movement's multiple."""
        said = self.multiple(way)
        same = [
            each
            for each in self.minimums(way)
            if said and each.amount.amount and each.amount.currency == said.multiple.currency
        ]
        return min(same, key=lambda each: each.amount.amount, default=None)


def _field(way: str) -> str:
    return "return_" if way == RETURN else way


@once
def movements(sheet: Sheet) -> tuple[Movements, ...]:
    """Return each set of movements of a sheet whose minimum and rounding read, each once."""
    return tuple(_movements(sheet))


def _movements(sheet: Sheet) -> Iterator[Movements]:
    for annex in sheet.annexes:
        if annex.is_lost(
            "rounding", "minimum_transfer_amount", "separate_independent_amount", "regimes"
        ):
            continue
        yield Movements(annex, cache(partial(_of_annex, annex.terms)))
        if getattr(annex.terms, "separate_independent_amount", None) is not None:
            apart = partial(_apart, of_independent_amount(annex.terms)[0])
            yield Movements(annex, cache(apart))
        own = annex.terms.regimes if hasattr(annex.terms, "tables") else {}
        for name, regime in own.items():
            if regime.minimum_transfer_amount is not None or regime.rounding is not None:
                yield Movements(annex, cache(partial(_of_annex, annex.terms, regime=name)))


def _of_annex(terms: Any, key: str, part: str, regime: str | None = None) -> tuple[Any, str]:
    found, path = own_or_shared(terms, regime, key, part, path="")
    return found, path.removeprefix(".")


def _apart(terms: Any, key: str, part: str) -> tuple[Any, str]:
    found, path = _of_annex(terms, key, part)
    return found, f"separate_independent_amount.{path}"


def overshoot(said: Movement | None) -> tuple[Decimal, bool]:
    """Return how much a rounding may move beyond what is due, and whether it gets there.

    Up to a multiple of 100 moves less than 100 too much; to the nearest 100 at most 50.

    Example:
        >>> from isda.terms.amounts import read_movement
        >>> overshoot(read_movement("up to USD 100")), overshoot(None)
        ((Decimal('100'), False), (Decimal('0'), False))
    """
    if said is None or said.direction == "down":
        return NIL, False
    size = said.multiple.amount
    return (size, False) if said.direction == "up" else (EXACT.divide(size, TWO), True)


def least_moved(said: Movement | None) -> Decimal:
    """Return the smallest amount that a rounding does not turn into nothing.

    Example:
        >>> from isda.terms.amounts import read_movement
        >>> least_moved(read_movement("down to USD 100")), least_moved(None)
        (Decimal('100'), Decimal('0'))
    """
    if said is None or said.direction == "up":
        return NIL
    size = said.multiple.amount
    return size if said.direction == "down" else EXACT.divide(size, TWO)


def comes_back(first: Movement | None, second: Movement | None, minimum: Decimal) -> bool:
    """Whether what a rounding moves too much may be sent back by the other movement.

    Args:
        first: The rounding that moves too much.
        second: The rounding of the other movement.
        minimum: What the other movement is tested against.

    Example:
        >>> from isda.terms.amounts import read_movement
        >>> up, down = read_movement("up to USD 100"), read_movement("down to USD 10")
        >>> comes_back(up, down, Decimal(99)), comes_back(up, down, Decimal(100))
        (True, False)
    """
    beyond, gets_there = overshoot(first)
    needed = max(minimum, least_moved(second))
    return needed < beyond or (gets_there and needed == beyond)
