"""The limit rate and the call rate of a strip of forwards.

At the first the limit is reached, at the second the next call goes out. Both move every
day: as the strip matures, and as it is rolled.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from isda.basics.arithmetic import EXACT, NIL
from isda.facts.facts import Facts
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin.inputs import Notes
from isda.margin.loss_limit import (
    discounted_notional,
    discounted_proceeds,
    higher_rate,
    lower_rate,
    rate_at,
)
from isda.margin.outcome import LimitUse
from isda.margin.recipe import Recipe, step
from isda.margin.strip import strip_of
from isda.terms.bound import BoundTerms
from isda.terms.switches import DepositOrder, Reading

CITED = cite("loss-limit", Form.LOSS_LIMIT_KOREA)
FORWARD = Recipe(
    "a forward of a strip",
    (
        step("discounted_notional", discounted_notional, CITED),
        step("discounted_proceeds", discounted_proceeds, CITED),
    ),
)
LIMIT_RATE = Recipe(
    "limit rate", (step("limit_rate", rate_at, CITED, loss_level="loss_at_limit"),)
)
CALL_RATE = Recipe(
    "call rate", (step("call_rate", rate_at, CITED, loss_level="loss_at_next_call"),)
)
COVERED_RATE = Recipe(
    "covered rate", (step("covered_rate", rate_at, CITED, loss_level="loss_at_next_call"),)
)
LATER_OF_RISING = Recipe("call rate, client sells", (step("call_rate", higher_rate, CITED),))
LATER_OF_FALLING = Recipe("call rate, client buys", (step("call_rate", lower_rate, CITED),))


class Strip(NamedTuple):
    """A strip of forwards: the loss at a rate S is notional x S less proceeds."""

    notional: Decimal
    proceeds: Decimal


def rates_of(
    terms: BoundTerms, facts: Facts, found: Mapping[str, Decimal], use: LimitUse, notes: Notes
) -> tuple[Decimal | None, Decimal | None, str | None]:
    """Return limit rate, call rate, or why there is none.

    Law:
        The strip formula: [L + sum N x F x (K - p)] / sum N x F, with L - D in place of L
        where the deposit is inside.
    """
    bound = terms.limit
    if bound is None or facts.exposure is not None:
        return None, None, "the loss is given as a figure, not by its trades"
    strip = _strip(terms, facts, notes)
    if isinstance(strip, str):
        return None, None, strip
    inside = use.deposit if bound.order is DepositOrder.INSIDE else NIL
    given = {
        "notional": strip.notional,
        "proceeds": strip.proceeds,
        "loss_at_limit": EXACT.subtract(use.limit, inside),
    }
    limit_rate = notes.working.follow(LIMIT_RATE, given, leg=notes.leg)["limit_rate"]
    posted, least = found["adjusted_value"], found["minimum_transfer_amount_for_delivery"]
    if bound.order is DepositOrder.ON_TOP and use.deposit - posted >= least and use.deposit:
        return limit_rate, None, "the deposit alone is called already"
    level = EXACT.subtract(EXACT.add(posted, least), use.deposit)
    if bound.reading is Reading.EXCESS_ONLY:
        given["loss_at_next_call"] = EXACT.add(level, use.limit)
        return (
            limit_rate,
            notes.working.follow(CALL_RATE, given, leg=notes.leg)["call_rate"],
            None,
        )
    given["loss_at_next_call"] = level
    covered = notes.working.follow(COVERED_RATE, given, leg=notes.leg)["covered_rate"]
    later = LATER_OF_RISING if strip.notional > 0 else LATER_OF_FALLING
    known = notes.working.follow(
        later, {"limit_rate": limit_rate, "covered_rate": covered}, leg=notes.leg
    )
    return limit_rate, known["call_rate"], None


def _strip(terms: BoundTerms, facts: Facts, notes: Notes) -> Strip | str:
    """Return the sums of a strip of forwards, or why the trades are none."""
    forwards = strip_of(terms, facts, notes.fx)
    if isinstance(forwards, str):
        return forwards
    notionals: dict[str, Decimal] = {}
    proceeds: dict[str, Decimal] = {}
    for each in forwards:
        known = notes.working.follow(
            FORWARD,
            {
                "notional": each.notional,
                "contract_amount": each.contract_amount,
                "points": each.points,
                "discount_factor": each.discount_factor,
            },
            leg=notes.leg,
            of=each.trade.trade_id,
            sources={
                "notional": each.trade.place,
                "contract_amount": each.trade.place,
                "points": each.mark.place,
                "discount_factor": each.mark.place,
            },
        )
        notionals[each.trade.trade_id] = known["discounted_notional"]
        proceeds[each.trade.trade_id] = known["discounted_proceeds"]
    places = {each.trade.trade_id: each.trade.place for each in forwards}
    total = notes.add("notional", notionals, places, CITED)
    if not total:
        return "sales and purchases cancel out, so no rate reaches the limit"
    return Strip(total, notes.add("proceeds", proceeds, places, CITED))
