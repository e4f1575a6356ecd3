"""A document's own formula as steps of a recipe: one named step for each operator.

The tree of `isda.terms.formula` holds nothing but the operators below, so nothing else can
run. A recipe is built once for each formula and kept.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from isda.basics.cite import Cite
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin import bespoke, exposure
from isda.margin.recipe import Formula as Body
from isda.margin.recipe import Recipe, Step, step
from isda.terms.formula import (
    MONEY_INPUTS,
    Input,
    Nil,
    Operator,
    Part,
    Share,
    pair_of,
    walk,
    without_pair,
)
from isda.terms.regimes import LimbRule

BODIES: dict[Operator, tuple[str, Body]] = {
    Operator.MAX: ("greatest", bespoke.greater),
    Operator.MIN: ("smallest", bespoke.lesser),
    Operator.PLUS: ("sum", bespoke.added),
    Operator.MINUS: ("difference", bespoke.taken_off),
    Operator.TIMES: ("product", bespoke.multiplied),
}
"""What each operator of a formula is called in the working, and what it does."""

INPUTS = {
    "independent_amount": "independent_amounts_of_pledgor",
    "threshold": "threshold_of_pledgor",
}
"""Inputs of a formula that the working knows by another name."""


class Limbs(NamedTuple):
    """The limbs that hold, and what is made of several.

    Attributes:
        trees: What each limb says.
        rule: The first that applies, their sum, or the greatest.
        by_trade: The columns that are looked up trade by trade.
    """

    trees: tuple[Part, ...]
    rule: LimbRule = LimbRule.FIRST
    by_trade: frozenset[str] = frozenset()

    @property
    def columns(self) -> dict[str, bool]:
        """The columns that are looked up trade by trade, as the tree's functions ask."""
        return dict.fromkeys(self.by_trade, True)

    @property
    def shares(self) -> dict[str, Decimal]:
        """The percentages that the formulas themselves state, by their name in the working."""
        every = (part for tree in self.trees for part in walk(tree))
        return {name_of_share(part): part.fraction for part in every if isinstance(part, Share)}


def name_of_share(share: Share) -> str:
    """Return what a percentage of a formula is called in the working.

    Example:
        >>> from isda.basics.percentages import Percentage
        >>> name_of_share(Share(Percentage.read("125%"), 0))
        '125%'
    """
    return str(share.percentage)


def of_notionals(column: str) -> str:
    """Return what the sum of a column's shares of the notionals is called.

    Example:
        >>> of_notionals("first")
        'first_of_notionals'
    """
    return f"{column}_of_notionals"


def _is_fraction(part: Part) -> bool:
    return isinstance(part, Share) or (
        isinstance(part, Input) and part.name not in MONEY_INPUTS
    )


class _Steps:
    """Gathers the steps of formulas, numbered by what they do."""

    def __init__(self, columns: Mapping[str, bool], cites: tuple[Cite, ...]) -> None:
        self.columns, self.cites = columns, cites
        self.made: list[Step] = []
        self.counts: dict[str, int] = {}

    def of(self, part: Part) -> str:
        """Make the steps of a part, and return the name of what it comes to."""
        if isinstance(part, Nil):
            return "nil"
        if isinstance(part, Share):
            return name_of_share(part)
        if isinstance(part, Input):
            return INPUTS.get(part.name, part.name)
        parts = without_pair(part, self.columns)
        if part.operator is Operator.TIMES:  # the amount first, as one says it
            parts = tuple(sorted(parts, key=_is_fraction))
        names = [self.of(each) for each in parts]
        column = pair_of(part, self.columns)
        if column is not None:
            names.insert(0, of_notionals(column))
        result, *others = names
        for other in others:
            result = self.add(part.operator, result, other)
        return result

    def add(self, operator: Operator, first: str, second: str) -> str:
        """Add one step, and return its name."""
        word, body = BODIES[operator]
        self.counts[word] = number = self.counts.get(word, 0) + 1
        name = f"{word}_{number}"
        names = ("amount", "fraction") if operator is Operator.TIMES else ("first", "second")
        self.made.append(
            Step(name, body, tuple(zip(names, (first, second), strict=True)), self.cites)
        )
        return name


@lru_cache(maxsize=512)
def requirement(form: Form, limbs: Limbs) -> Recipe:
    """Return the recipe of a requirement by a document's own formula.

    Law:
        csa-1994-ny 13(b)(i) · csa-1995-eng 11(b)(i) · 13(c)(i), 11(c)(i) of 2016.
    """
    rule = cite("credit-support-amount", form)
    steps = _Steps(limbs.columns, (rule,))
    results = [steps.of(tree) for tree in limbs.trees]
    whole = results[0]
    joined = Operator.PLUS if limbs.rule is LimbRule.SUM else Operator.MAX
    for other in results[1:]:
        whole = steps.add(joined, whole, other)
    last = step("credit_support_amount", bespoke.never_negative, rule, amount=whole)
    said = " | ".join(_texts(limbs))
    return Recipe(f"formula, {form}, {limbs.rule}, {said}", (*steps.made, last))


def _texts(limbs: Limbs) -> Iterator[str]:
    return (repr(tree) for tree in limbs.trees)


@lru_cache(maxsize=32)
def gated(form: Form) -> Recipe:
    """Return the recipe of a requirement that a threshold as a switch keeps at nil."""
    return Recipe(
        f"gate, {form}",
        (
            step(
                "credit_support_amount",
                exposure.as_given,
                cite("threshold", form),
                amount="nil",
            ),
        ),
    )


@lru_cache(maxsize=64)
def share_of_notional(how: Body, cited: Cite) -> Recipe:
    """Return the recipe of one trade's part: the column's share of its notional."""
    return Recipe(
        f"share of a notional, {how.__name__}",
        (
            step("notional_in_base_currency", how, cited),
            step(
                "part_of_notional",
                bespoke.multiplied,
                cited,
                amount="notional_in_base_currency",
                fraction="share",
            ),
        ),
    )
