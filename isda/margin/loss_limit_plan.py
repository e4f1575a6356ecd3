"""Which recipe the elections of a loss-limit agreement choose."""

from functools import lru_cache
from typing import NamedTuple

from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin import loss_limit
from isda.margin.recipe import Formula, Recipe, step
from isda.terms.switches import DepositOrder, Reading


class Limit(NamedTuple):
    """Elections that choose the formula of a loss-limit agreement."""

    reading: Reading
    order: DepositOrder
    is_latched: bool
    is_nil: bool


class LimitFormulas(NamedTuple):
    """The formulas of a loss-limit agreement that depend on where the deposit stands."""

    excess: Formula
    full: Formula
    latched: Formula
    used: Formula
    headroom: Formula


LIMIT_FORMULAS = {
    DepositOrder.INSIDE: LimitFormulas(
        loss_limit.excess_with_deposit_inside,
        loss_limit.full_with_deposit_inside,
        loss_limit.latched_with_deposit_inside,
        loss_limit.used_with_deposit_inside,
        loss_limit.headroom_with_deposit_inside,
    ),
    DepositOrder.ON_TOP: LimitFormulas(
        loss_limit.excess_with_deposit_on_top,
        loss_limit.full_with_deposit_on_top,
        loss_limit.latched_with_deposit_on_top,
        loss_limit.used_with_deposit_on_top,
        loss_limit.headroom_with_deposit_on_top,
    ),
}


@lru_cache(maxsize=64)
def loss_requirement(chosen: Limit) -> Recipe:
    """Return the recipe of what a loss-limit agreement requires, and of its limit's use."""
    form = Form.LOSS_LIMIT_KOREA
    limit, formulas = cite("loss-limit", form), LIMIT_FORMULAS[chosen.order]
    cites = [cite("over-the-limit", form), limit, cite("performance-deposit", form)]
    if chosen.reading is Reading.EXCESS_ONLY:
        formula = formulas.excess
    elif chosen.is_latched:
        formula = formulas.latched
        cites.append(cite("release-level", form))
    else:
        formula = formulas.full
    steps = [
        step("required_amount", formula, *cites),
        step("used_amount", formulas.used, limit),
        step("headroom", formulas.headroom, limit),
    ]
    if not chosen.is_nil:
        steps.append(step("used", loss_limit.share_used, limit))
    return Recipe(", ".join(["loss limit", *map(str, chosen)]), tuple(steps))
