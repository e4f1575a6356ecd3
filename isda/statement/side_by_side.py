"""The regimes of a combined call side by side, and which of them decided."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from isda.margin.outcome import Leg, MarginCall
from isda.statement.figures import annex_words, number


class Row(NamedTuple):
    """One regime, its figures in words.

    Attributes:
        regime: Its name.
        required: What it requires.
        adjusted: What it counts of what is held and under way.
        shortfall: What is missing under it.
        surplus: What is too much under it.
        decides: Whether it decides, or why it has no figures.
    """

    regime: str
    required: str
    adjusted: str
    shortfall: str
    surplus: str
    decides: str


class SideBySide(NamedTuple):
    """The regimes of one annex and posting party.

    Attributes:
        title: What they are of.
        currency: What the amounts are in.
        rows: One for each regime, in the order of the sheet.
    """

    title: str
    currency: str
    rows: tuple[Row, ...]


def side_by_side(call: MarginCall) -> Iterator[SideBySide]:
    """Yield a table for each annex and posting party that has several regimes.

    Example:
        >>> from isda.basics.party import Side
        >>> from isda.law.forms import Form
        >>> from isda.margin.outcome import Status
        >>> legs = tuple(
        ...     Leg("VM", Form.CSA_1994_NEW_YORK, Side.B, "USD", Status.CALL, regime=name,
        ...         required=Decimal(80), held_value=Decimal(held), in_transit=Decimal(0),
        ...         shortfall=Decimal(80 - held), surplus=Decimal(0), decides=name == "Two")
        ...     for name, held in (("One", 50), ("Two", 40)))
        >>> call = MarginCall("X", None, {}, "USD", Status.CALL, (), legs, (), (), None)
        >>> for row in next(side_by_side(call)).rows:
        ...     print(*row)
        One 80 50 30 0
        Two 80 40 40 0 decides
    """
    grouped: dict[tuple[str, str], list[Leg]] = {}
    for leg in call.legs:
        if leg.regime is not None:
            grouped.setdefault((leg.annex, leg.posting_party), []).append(leg)
    for (annex, party), legs in grouped.items():
        if legs[1:]:
            title = f"The regimes of what party {party} posts under {annex_words(annex)}"
            yield SideBySide(title, legs[0].base_currency, tuple(map(_row, legs)))


def _row(leg: Leg) -> Row:
    counted = (
        None if leg.held_value is None else leg.held_value + (leg.in_transit or Decimal(0))
    )
    figures = (leg.required, counted, leg.shortfall, leg.surplus)
    required, held, short, over = ("" if one is None else number(one) for one in figures)
    last = "decides" if leg.decides else ""
    return Row(leg.regime or "", required, held, short, over, last or _left_out(leg))


def _left_out(leg: Leg) -> str:
    return "" if leg.required is not None else str(leg.status)
