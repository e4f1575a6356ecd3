"""A formula in words, told by the formula itself.

Every formula of `isda.margin` runs on any number type whose primitives are known. Here the
number carries its own wording, so the words of a step cannot say anything else than what
was computed: `12,400,000 + 500,000 - 0 - 10,000,000`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import IntEnum
from typing import TYPE_CHECKING

from isda.basics.arithmetic import ARITHMETICS, EXACT, NIL, Decimals
from isda.margin.working import Line, greatest, least, total
from isda.statement.figures import exact_share, number

if TYPE_CHECKING:
    from collections.abc import Callable

DECIMALS = Decimals()
_ZEROS = re.compile(r" [-+] 0(?= |$)")
PERCENTAGES = frozenset(
    {
        *("valuation_percentage", "fx_haircut", "haircut", "margin_ratio"),
        *("percentage_applied", "fraction", "regulatory_haircut", "most_allowed"),
    }
)
"""Inputs that are percentages wherever they stand."""

SHARES = {
    "percentage_applied": frozenset({"whole", "amount", "valuation_percentage"}),
    "most_allowed": frozenset({"whole"}),
    "percentage_of_row": frozenset({"whole"}),
    "percentage_allowed": frozenset({"value", "other"}),
    "cap": frozenset({"share"}),
    "limit": frozenset({"share"}),
    "independent_amount": frozenset({"share"}),
    "share_of_notional": frozenset({"share"}),
    "independent_amounts_of_pledgor": frozenset({"share"}),
    "independent_amounts_of_secured_party": frozenset({"share"}),
}
"""Step to inputs that are percentages there."""

MOST_PARTS = 3
"""Sums of more parts are not written out: each part has a line of its own."""

EMPTY = {"held_value": "nothing is held", "net_mark": "no trade is left"}
"""Sums of nothing, in words."""

NOTHING = {"percentage_applied": "nothing: not eligible"} | dict.fromkeys(
    ("independent_amounts_of_pledgor", "independent_amounts_of_secured_party"),
    "nothing: it is in the initial margin",
)
"""Steps that are nil whatever goes in, and why."""


class Binding(IntEnum):
    """How tightly a wording holds together."""

    PHRASE = 0
    SUM = 1
    PRODUCT = 2
    NUMBER = 3


@dataclass(frozen=True, slots=True)
class Worded:
    """A number and how it came about."""

    value: Decimal
    text: str
    binding: Binding = Binding.NUMBER

    def __add__(self, other: "Worded") -> "Worded":
        text = f"{self.within(Binding.SUM)} + {other.within(Binding.PRODUCT)}"
        return Worded(self.value + other.value, text, Binding.SUM)

    def __radd__(self, start: Decimal) -> "Worded":
        return self if not start else Worded(start + self.value, f"{start} + {self.text}")

    def __sub__(self, other: "Worded") -> "Worded":
        text = f"{self.within(Binding.SUM)} - {other.within(Binding.PRODUCT)}"
        return Worded(self.value - other.value, text, Binding.SUM)

    def within(self, binding: Binding) -> str:
        """Return the wording as it stands inside another one."""
        is_signed = binding is Binding.PRODUCT and self.text.startswith("-")
        return f"({self.text})" if self.binding < binding or is_signed else self.text

    @property
    def shown(self) -> str:
        """The number with its derivation, as a comparison names it."""
        if self.binding is Binding.NUMBER:
            return self.text
        return f"{self.text} = {number(self.value)}" if self.binding else number(self.value)


class _Wordings:
    """The primitives on `Worded`: the value as `Decimal` computes it, and its words."""

    def times(self, a: Worded, b: Worded, /) -> Worded:
        text = f"{a.within(Binding.PRODUCT)} × {b.within(Binding.PRODUCT)}"
        return Worded(DECIMALS.times(a.value, b.value), text, Binding.PRODUCT)

    def over(self, a: Worded, b: Worded, /) -> Worded:
        text = f"{a.within(Binding.PRODUCT)} ÷ {b.within(Binding.NUMBER)}"
        return Worded(DECIMALS.over(a.value, b.value), text, Binding.PRODUCT)

    def larger_of(self, a: Worded, b: Worded, /) -> Worded:
        return _chosen(DECIMALS.larger_of(a.value, b.value), "the larger of", a, b)

    def smaller_of(self, a: Worded, b: Worded, /) -> Worded:
        return _chosen(DECIMALS.smaller_of(a.value, b.value), "the smaller of", a, b)

    def if_at_least(self, a: Worded, b: Worded, then: Worded, otherwise: Worded, /) -> Worded:
        words = "reaches" if a.value >= b.value else "is below"
        return _decided(words, a, b, then if a.value >= b.value else otherwise)

    def if_more_than(self, a: Worded, b: Worded, then: Worded, otherwise: Worded, /) -> Worded:
        words = "exceeds" if a.value > b.value else "does not exceed"
        return _decided(words, a, b, then if a.value > b.value else otherwise)

    def floor_at_zero(self, a: Worded, /) -> Worded:
        if a.value >= NIL:
            return a
        return Worded(NIL, f"{a.text}, below zero, so 0", Binding.PHRASE)

    def other_way_round(self, a: Worded, /) -> Worded:
        value = DECIMALS.other_way_round(a.value)
        if a.binding is Binding.NUMBER:
            return Worded(value, number(value))
        return Worded(value, f"-({a.text})", Binding.PRODUCT)

    def round_up_to(self, a: Worded, multiple: Worded, /) -> Worded:
        value = DECIMALS.round_up_to(a.value, multiple.value)
        return _rounded(value, a, f"up to a multiple of {multiple.text}")

    def round_down_to(self, a: Worded, multiple: Worded, /) -> Worded:
        value = DECIMALS.round_down_to(a.value, multiple.value)
        return _rounded(value, a, f"down to a multiple of {multiple.text}")

    def round_to_nearest(self, a: Worded, multiple: Worded, /) -> Worded:
        value = DECIMALS.round_to_nearest(a.value, multiple.value)
        return _rounded(value, a, f"to the nearest multiple of {multiple.text}")

    def settled_places(self, a: Worded, /) -> Worded:
        value = DECIMALS.settled_places(a.value)
        return a if value == a.value else _rounded(value, a, "read at nine places")


ARITHMETICS[Worded] = _Wordings()


def _chosen(value: Decimal, words: str, a: Worded, b: Worded) -> Worded:
    return Worded(value, f"{words} {a.shown} and {b.shown}", Binding.PHRASE)


def _rounded(value: Decimal, a: Worded, words: str) -> Worded:
    return Worded(value, f"{a.text} {words}", Binding.PHRASE)


def _decided(words: str, a: Worded, b: Worded, result: Worded) -> Worded:
    compared = f"{a.shown} {words} {b.shown}"
    if result.text in {a.text, "0"}:
        return Worded(result.value, compared, Binding.PHRASE)
    return Worded(result.value, f"{result.text}, as {compared}", Binding.PHRASE)


def in_words(line: Line) -> str:
    """Return how a step came to its result.

    Example:
        >>> from isda.margin.delivery import reaching_minimum
        >>> from isda.margin.recipe import step
        >>> given = {"settled": Decimal(240), "minimum_transfer_amount": Decimal(250),
        ...          "nil": Decimal(0)}
        >>> in_words(Line(step("delivery_reaching_minimum", reaching_minimum), given,
        ...               Decimal(0), "annex/B", "", {}))
        '240 is below 250'
    """
    of_step = SHARES.get(line.name, frozenset())
    if not line.inputs:
        return EMPTY.get(line.name, "there is none")
    if line.step.formula is total and len(line.inputs) > MOST_PARTS:
        return f"{len(line.inputs)} figures added up"
    if line.step.formula in {greatest, least}:
        word = "greatest" if line.step.formula is greatest else "least"
        parts = [f"{name} {number(figure)}" for name, figure in line.inputs.items()]
        return f"the {word} of {'; '.join(parts)}" if parts[1:] else parts[0]
    if set(line.inputs) == {"nil"}:
        return NOTHING.get(line.name, "nothing: the threshold is infinite")
    formula: Callable[..., Worded] = line.step.formula
    with localcontext(EXACT):
        told = formula(
            **{
                name: Worded(figure, _shown(name, figure, of_step))
                for name, figure in line.inputs.items()
            }
        )
    return _ZEROS.sub("", told.text) if line.name == "adjusted_value" else told.text


def _shown(name: str, figure: Decimal, of_step: frozenset[str]) -> str:
    return exact_share(figure) if name in PERCENTAGES or name in of_step else number(figure)
