"""Which recipe the elections choose.

A recipe is built once for each set of elections and kept, so two legs that elected the
same share it. Whether a threshold is infinite, a minimum not applicable or a rounding
absent is a choice of recipe, never a number.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from isda.basics.cite import Cite
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin import credit_support as support
from isda.margin import delivery, exposure, margin_amounts, value
from isda.margin.recipe import Formula, Recipe, Step, step
from isda.terms.bound import Basis, BoundAmount
from isda.terms.switches import (
    HoldersAmount,
    MinimumTest,
    Where,
)


class Amount(StrEnum):
    """What an elected amount is."""

    MONEY = "money"
    INFINITE = "infinite"
    NONE = "none"


class Direction(StrEnum):
    """How a movement is rounded."""

    UP = "up"
    DOWN = "down"
    NEAREST = "nearest"
    NONE = "none"


class Conversion(StrEnum):
    """How an amount reaches the base currency."""

    NONE = "none"
    TIMES = "times"
    OVER = "over"


class Support(NamedTuple):
    """Elections that choose the formula of a Credit Support Amount."""

    where: Where = Where.INSIDE
    holders: HoldersAmount = HoldersAmount.DEDUCTED
    threshold: Amount = Amount.MONEY
    holders_threshold: Amount = Amount.MONEY
    never_below: bool = False


class Movements(NamedTuple):
    """Elections that turn a requirement into movements."""

    delivery_minimum: Amount = Amount.MONEY
    return_minimum: Amount = Amount.MONEY
    test: MinimumTest = MinimumTest.UNDISPUTED
    delivery_rounding: Direction = Direction.NONE
    return_rounding: Direction = Direction.NONE
    return_at_most_held: bool = False
    delivery_withheld: bool = False
    return_withheld: bool = False
    has_tolerance: bool = False
    nil_minimum_while_nothing_required: bool = False
    unrounded_while_nothing_required: bool = False


CONVERSIONS: dict[Conversion, Formula] = {
    Conversion.NONE: exposure.as_given,
    Conversion.TIMES: exposure.converted_by,
    Conversion.OVER: exposure.converted_over,
}


KINDS = {Basis.INFINITE: Amount.INFINITE, Basis.NOT_APPLICABLE: Amount.NONE}


def kind_of(bound: BoundAmount) -> Amount:
    """Return which recipe an amount chooses."""
    return KINDS.get(bound.basis, Amount.MONEY)


@lru_cache(maxsize=256)
def conversion(name: str, how: Conversion, *cites: Cite) -> Recipe:
    """Return the recipe that brings one amount into base currency."""
    return Recipe(f"{name}, {how}", (step(name, CONVERSIONS[how], *cites),))


@lru_cache(maxsize=64)
def independent_amount(how: Conversion, cited: Cite) -> Recipe:
    """Return the recipe of one trade's independent amount: a share of its notional."""
    return Recipe(
        f"independent amount, {how}",
        (
            step("notional_in_base_currency", CONVERSIONS[how], cited),
            step(
                "independent_amount", value.share_of, cited, whole="notional_in_base_currency"
            ),
        ),
    )


@lru_cache(maxsize=512)
def requirement(form: Form, chosen: Support) -> Recipe:
    """Return the recipe of the Credit Support Amount."""
    steps = REQUIREMENTS[chosen.where](form, chosen)
    if chosen.never_below:
        *before, last = steps
        before.append(Step("requirement_before_floor", last.formula, last.inputs, last.cites))
        steps = (
            *before,
            step(
                "credit_support_amount",
                support.never_below,
                cite("independent-amount", form),
                requirement="requirement_before_floor",
            ),
        )
    return Recipe(", ".join(["requirement", form, *map(str, chosen)]), steps)


INSIDE: dict[tuple[Amount, bool], Formula] = {
    (Amount.MONEY, True): support.credit_support_amount,
    (Amount.MONEY, False): support.without_holders_amount,
    (Amount.NONE, True): support.without_threshold,
    (Amount.NONE, False): support.without_threshold_and_holders_amount,
    (Amount.INFINITE, True): support.nothing_required,
    (Amount.INFINITE, False): support.nothing_required,
}
"""By the threshold, and whether the secured party's own amount is deducted."""

OUTSIDE: dict[Amount, Formula] = {
    Amount.MONEY: support.part_over_threshold,
    Amount.NONE: support.positive_part,
    Amount.INFINITE: support.nothing_required,
}
"""The exposure part by the threshold of the pledgor."""

OUTSIDE_OF_HOLDER: dict[Amount, Formula] = {
    Amount.MONEY: support.part_over_holders_threshold,
    Amount.NONE: support.holders_positive_part,
    Amount.INFINITE: support.nothing_required,
}
"""The secured party's exposure part by its own threshold."""


def _inside(form: Form, chosen: Support) -> tuple[Step, ...]:
    deducted = chosen.holders is HoldersAmount.DEDUCTED
    cites = (
        cite("credit-support-amount", form),
        cite("independent-amount", form),
        cite("threshold", form),
    )
    return (step("credit_support_amount", INSIDE[chosen.threshold, deducted], *cites),)


def _outside(form: Form, chosen: Support) -> tuple[Step, ...]:
    rule, own = cite("credit-support-amount", form), cite("independent-amount", form)
    limit = cite("threshold", form)
    exposed = step("exposure_part", OUTSIDE[chosen.threshold], rule, limit)
    if chosen.holders is not HoldersAmount.NETTED:
        return exposed, step("credit_support_amount", support.on_top, rule, own)
    holders_part = OUTSIDE_OF_HOLDER[chosen.holders_threshold]
    return (
        exposed,
        step("exposure_part_of_secured_party", holders_part, rule, limit),
        step("credit_support_amount", support.netted_after_threshold, rule, own),
    )


def _apart(form: Form, chosen: Support) -> tuple[Step, ...]:
    """Return the requirement of the exposure alone: the independent amount has its own leg."""
    cites = cite("credit-support-amount", form), cite("threshold", form)
    return (step("credit_support_amount", OUTSIDE[chosen.threshold], *cites),)


REQUIREMENTS = {Where.INSIDE: _inside, Where.OUTSIDE: _outside, Where.SEPARATE: _apart}
"""The steps of a requirement, by where the independent amount stands."""


@lru_cache(maxsize=2048)
def movements(form: Form, chosen: Movements) -> Recipe:
    """Return the recipe from the requirement to what moves."""
    surplus = "returnable" if chosen.return_at_most_held else "undisputed_surplus"
    steps = (
        *_standing(form, chosen),
        *_settling(form, chosen, ALONE._replace(undisputed_surplus=surplus)),
    )
    return Recipe(", ".join(["movements", form, *map(str, chosen)]), steps)


@lru_cache(maxsize=64)
def standing(form: Form, chosen: Movements) -> Recipe:
    """Return the recipe of where one regime stands: what is missing, what is too much."""
    name = f"standing, {form}, {chosen.return_at_most_held}, {chosen.has_tolerance}"
    return Recipe(name, _standing(form, chosen))


@lru_cache(maxsize=2048)
def settling(form: Form, chosen: Movements) -> Recipe:
    """Return the recipe from the greatest shortfall and the least surplus to what moves.

    Several regimes are tested once, and rounded last.
    """
    name = ", ".join(["settling", form, *map(str, chosen)])
    return Recipe(name, _settling(form, chosen, OF_REGIMES))


def standing_of(chosen: Movements) -> Movements:
    """Return the elections that tell where a regime stands, without those of the test.

    Example:
        >>> standing_of(Movements(delivery_rounding=Direction.UP)) == Movements()
        True
    """
    return Movements(
        return_at_most_held=chosen.return_at_most_held, has_tolerance=chosen.has_tolerance
    )


class Tested(NamedTuple):
    """What is tested and rounded, by its names in the working."""

    shortfall: str
    surplus: str
    undisputed_shortfall: str
    undisputed_surplus: str


ALONE = Tested("shortfall", "surplus", "undisputed_shortfall", "undisputed_surplus")
OF_REGIMES = Tested(
    "greatest_whole_shortfall", "least_whole_surplus", "greatest_shortfall", "least_surplus"
)
"""Where regimes are combined: the greatest and the least of what each comes to."""


def _standing(form: Form, chosen: Movements) -> tuple[Step, ...]:
    pays, back = cite("delivery-amount", form), cite("return-amount", form)
    moving, disputed = cite("in-transit", form), cite("disputes", form)
    name = _required(form)
    steps = [
        step("adjusted_value", delivery.adjusted_value, pays, moving),
        step("shortfall", delivery.shortfall, pays, required=name),
        step("surplus", delivery.surplus, back, required=name),
        step(
            "undisputed_shortfall",
            UNDISPUTED[chosen.has_tolerance],
            disputed,
            amount="shortfall",
            disputed="disputed_delivery",
        ),
        step(
            "undisputed_surplus",
            UNDISPUTED[chosen.has_tolerance],
            disputed,
            amount="surplus",
            disputed="disputed_return",
        ),
    ]
    if chosen.return_at_most_held:
        steps.append(
            step("returnable", delivery.at_most_held, back, amount="undisputed_surplus")
        )
    return tuple(steps)


def _settling(form: Form, chosen: Movements, tested: Tested) -> tuple[Step, ...]:
    pays, back = cite("delivery-amount", form), cite("return-amount", form)
    minimum, rounding = cite("minimum-transfer-amount", form), cite("rounding", form)
    ways, test, required = (tested.shortfall, tested.surplus), chosen.test, _required(form)
    return (
        step("settled_delivery", delivery.settled, pays, amount=tested.undisputed_shortfall),
        step("settled_return", delivery.settled, back, amount=tested.undisputed_surplus),
        _minimum("delivery", chosen.delivery_minimum, test, minimum, demand=ways[0]),
        *_holders_minimum(chosen, minimum, required=required),
        _minimum("return", chosen.return_minimum, test, minimum, demand=ways[1]),
        _rounded(
            "delivery", chosen.delivery_rounding, rounding, withheld=chosen.delivery_withheld
        ),
        *_return(chosen, rounding, required=required),
    )


def _required(form: Form) -> str:
    return "required_amount" if form is Form.LOSS_LIMIT_KOREA else "credit_support_amount"


def _holders_minimum(chosen: Movements, cited: Cite, *, required: str) -> Iterator[Step]:
    """Yield the holder's minimum where it is nil while nothing is required."""
    if chosen.nil_minimum_while_nothing_required:
        yield step(
            "minimum_transfer_amount_for_return",
            margin_amounts.minimum_while_required,
            cited,
            required=required,
            minimum_transfer_amount="minimum_transfer_amount_of_holder",
        )


def _return(chosen: Movements, cited: Cite, *, required: str) -> Iterator[Step]:
    """Yield the rounding of a return, which may not hold while nothing is required."""
    rounded = _rounded("return", chosen.return_rounding, cited, withheld=chosen.return_withheld)
    if not chosen.unrounded_while_nothing_required:
        yield rounded
        return
    yield Step("return_rounded", rounded.formula, rounded.inputs, rounded.cites)
    yield step(
        rounded.name,
        margin_amounts.rounded_while_required,
        cited,
        required=required,
        rounded="return_rounded",
        unrounded="return_reaching_minimum",
    )


UNDISPUTED: dict[bool, Formula] = {
    False: delivery.undisputed,
    True: delivery.undisputed_within_tolerance,
}
"""By whether the annex has a tolerance."""


def _minimum(way: str, kind: Amount, test: MinimumTest, cited: Cite, *, demand: str) -> Step:
    name, settled = f"{way}_reaching_minimum", f"settled_{way}"
    if kind is Amount.NONE:
        return step(name, delivery.unrounded, cited, amount=settled)
    against = f"minimum_transfer_amount_for_{way}"
    if test is MinimumTest.UNDISPUTED:
        return step(
            name,
            delivery.reaching_minimum,
            cited,
            settled=settled,
            minimum_transfer_amount=against,
        )
    return step(
        name,
        delivery.reaching_minimum_by_whole_demand,
        cited,
        settled=settled,
        whole_demand=demand,
        minimum_transfer_amount=against,
    )


ROUNDINGS: dict[str, dict[Direction, Formula]] = {
    "delivery": {
        Direction.NONE: delivery.unrounded,
        Direction.DOWN: delivery.rounded_down,
        Direction.UP: delivery.rounded_up,
        Direction.NEAREST: delivery.rounded_to_nearest,
    },
    "return": {
        Direction.NONE: delivery.unrounded,
        Direction.DOWN: delivery.rounded_down,
        Direction.UP: delivery.return_rounded_up,
        Direction.NEAREST: delivery.return_rounded_to_nearest,
    },
}


def _rounded(way: str, direction: Direction, cited: Cite, *, withheld: bool) -> Step:
    name = f"withheld_{way}_amount" if withheld else f"{way}_amount"
    formula = ROUNDINGS[way][direction]
    return step(
        name, formula, cited, amount=f"{way}_reaching_minimum", multiple=f"rounding_of_{way}"
    )
