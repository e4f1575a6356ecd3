"""Which recipe the elections choose.

A recipe is built once for each set of elections and kept, so two legs that elected the
same share it. Whether a threshold is infinite, a minimum not applicable or a rounding
absent is a choice of recipe, never a number.
"""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from isda.basics.cite import Cite
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin import credit_support as support
from isda.margin import delivery, exposure, loss_limit, value
from isda.margin.recipe import Recipe, Step, step
from isda.terms.switches import (
    DepositOrder,
    HoldersAmount,
    MinimumTest,
    Reading,
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


class Limit(NamedTuple):
    """Elections that choose the formula of a loss-limit agreement."""

    reading: Reading
    order: DepositOrder
    is_latched: bool
    is_nil: bool


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


CONVERSIONS = {
    Conversion.NONE: exposure.as_given,
    Conversion.TIMES: exposure.converted_by,
    Conversion.OVER: exposure.converted_over,
}


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
            step("notional_in_base_currency", CONVERSIONS[how]),
            step(
                "independent_amount", value.share_of, cited, whole="notional_in_base_currency"
            ),
        ),
    )


@lru_cache(maxsize=512)
def requirement(form: Form, chosen: Support) -> Recipe:
    """Return the recipe of the Credit Support Amount."""
    steps = _inside(form, chosen) if chosen.where is Where.INSIDE else _outside(form, chosen)
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


def _inside(form: Form, chosen: Support) -> tuple[Step, ...]:
    name, cites = (
        "credit_support_amount",
        (
            cite("credit-support-amount", form),
            cite("independent-amount", form),
            cite("threshold", form),
        ),
    )
    deducted = chosen.holders is HoldersAmount.DEDUCTED
    if chosen.threshold is Amount.INFINITE:
        return (step(name, support.nothing_required, *cites),)
    if chosen.threshold is Amount.NONE:
        formula = (
            support.without_threshold
            if deducted
            else (support.without_threshold_and_holders_amount)
        )
        return (step(name, formula, *cites[:2]),)
    formula = support.credit_support_amount if deducted else support.without_holders_amount
    return (step(name, formula, *cites),)


def _outside(form: Form, chosen: Support) -> tuple[Step, ...]:
    rule, own = cite("credit-support-amount", form), cite("independent-amount", form)
    limit = cite("threshold", form)
    part = {
        Amount.MONEY: support.part_over_threshold,
        Amount.NONE: support.positive_part,
        Amount.INFINITE: support.nothing_required,
    }[chosen.threshold]
    exposed = step("exposure_part", part, rule, limit)
    if chosen.holders is not HoldersAmount.NETTED:
        return exposed, step("credit_support_amount", support.on_top, rule, own)
    holders_part = {
        Amount.MONEY: support.part_over_holders_threshold,
        Amount.NONE: support.holders_positive_part,
        Amount.INFINITE: support.nothing_required,
    }[chosen.holders_threshold]
    return (
        exposed,
        step("exposure_part_of_secured_party", holders_part, rule, limit),
        step("credit_support_amount", support.netted_after_threshold, rule, own),
    )


@lru_cache(maxsize=64)
def loss_requirement(chosen: Limit) -> Recipe:
    """Return the recipe of what a loss-limit agreement requires, and of its limit's use."""
    form = Form.LOSS_LIMIT_KOREA
    rule, limit = cite("over-the-limit", form), cite("loss-limit", form)
    deposit, release = cite("performance-deposit", form), cite("release-level", form)
    inside = chosen.order is DepositOrder.INSIDE
    if chosen.reading is Reading.EXCESS_ONLY:
        formula = (
            loss_limit.excess_with_deposit_inside
            if inside
            else loss_limit.excess_with_deposit_on_top
        )
        cites: tuple[Cite, ...] = (rule, limit, deposit)
    elif chosen.is_latched:
        formula = (
            loss_limit.latched_with_deposit_inside
            if inside
            else loss_limit.latched_with_deposit_on_top
        )
        cites = (rule, limit, deposit, release)
    else:
        formula = (
            loss_limit.full_with_deposit_inside
            if inside
            else loss_limit.full_with_deposit_on_top
        )
        cites = (rule, limit, deposit)
    used = (
        loss_limit.used_with_deposit_inside if inside else loss_limit.used_with_deposit_on_top
    )
    room = (
        loss_limit.headroom_with_deposit_inside
        if inside
        else loss_limit.headroom_with_deposit_on_top
    )
    steps = [
        step("required_amount", formula, *cites),
        step("used_amount", used, limit),
        step("headroom", room, limit),
    ]
    if not chosen.is_nil:
        steps.append(step("used", loss_limit.share_used, limit))
    return Recipe(", ".join(["loss limit", *map(str, chosen)]), tuple(steps))


@lru_cache(maxsize=2048)
def movements(form: Form, chosen: Movements) -> Recipe:
    """Return the recipe from the requirement to what moves."""
    pays, back = cite("delivery-amount", form), cite("return-amount", form)
    moving, minimum = cite("in-transit", form), cite("minimum-transfer-amount", form)
    rounding, disputed = cite("rounding", form), cite("disputes", form)
    name = "required_amount" if form is Form.LOSS_LIMIT_KOREA else "credit_support_amount"
    steps = [
        step("adjusted_value", delivery.adjusted_value, pays, moving),
        step("shortfall", delivery.shortfall, pays, required=name),
        step("surplus", delivery.surplus, back, required=name),
        step(
            "undisputed_shortfall",
            delivery.undisputed,
            disputed,
            amount="shortfall",
            disputed="disputed_delivery",
        ),
        step(
            "undisputed_surplus",
            delivery.undisputed,
            disputed,
            amount="surplus",
            disputed="disputed_return",
        ),
    ]
    surplus = "undisputed_surplus"
    if chosen.return_at_most_held:
        steps.append(step("returnable", delivery.at_most_held, back, amount=surplus))
        surplus = "returnable"
    steps += [
        step("settled_delivery", delivery.settled, pays, amount="undisputed_shortfall"),
        step("settled_return", delivery.settled, back, amount=surplus),
        _minimum("delivery", chosen.delivery_minimum, chosen.test, minimum),
        _minimum("return", chosen.return_minimum, chosen.test, minimum),
        _rounded(
            "delivery", chosen.delivery_rounding, rounding, withheld=chosen.delivery_withheld
        ),
        _rounded("return", chosen.return_rounding, rounding, withheld=chosen.return_withheld),
    ]
    return Recipe(", ".join(["movements", form, *map(str, chosen)]), tuple(steps))


def _minimum(way: str, kind: Amount, test: MinimumTest, cited: Cite) -> Step:
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
    demand = "shortfall" if way == "delivery" else "surplus"
    return step(
        name,
        delivery.reaching_minimum_by_whole_demand,
        cited,
        settled=settled,
        whole_demand=demand,
        minimum_transfer_amount=against,
    )


def _rounded(way: str, direction: Direction, cited: Cite, *, withheld: bool) -> Step:
    is_return = way == "return"
    formula = {
        Direction.NONE: delivery.unrounded,
        Direction.DOWN: delivery.rounded_down,
        Direction.UP: delivery.return_rounded_up if is_return else delivery.rounded_up,
        Direction.NEAREST: (
            delivery.return_rounded_to_nearest if is_return else delivery.rounded_to_nearest
        ),
    }[direction]
    name = f"withheld_{way}_amount" if withheld else f"{way}_amount"
    return step(
        name, formula, cited, amount=f"{way}_reaching_minimum", multiple=f"rounding_of_{way}"
    )
