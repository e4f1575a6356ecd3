"""The limit rate and the call rate of a strip of forwards.

At the first the limit is reached, at the second the next call goes out. Both move every
day: as the strip matures, and as it is rolled.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from isda.basics.arithmetic import NIL
from isda.basics.cite import Cite
from isda.facts.facts import Facts
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin.inputs import Notes
from isda.margin.loss_limit import (
    discounted_notional,
    discounted_proceeds,
    loss_at_call_of_all,
    loss_at_limit,
    loss_at_next_call,
    rate_at,
)
from isda.margin.outcome import LimitUse
from isda.margin.recipe import Recipe, Step, step
from isda.margin.strip import strip_of
from isda.terms.bound import BoundTerms
from isda.terms.switches import DepositOrder, Reading

if TYPE_CHECKING:
    from isda.margin.working import Source

CITED = cite("loss-limit", Form.LOSS_LIMIT_KOREA)
RELEASE = cite("release-level", Form.LOSS_LIMIT_KOREA)
FORWARD = Recipe(
    "a forward of a strip",
    (
        step("discounted_notional", discounted_notional, CITED),
        step("discounted_proceeds", discounted_proceeds, CITED),
    ),
)
LIMIT_RATE = Recipe(
    "limit rate",
    (
        step("loss_at_limit", loss_at_limit, CITED),
        step("limit_rate", rate_at, CITED, loss_level="loss_at_limit"),
    ),
)
CALL_RATE = Recipe(
    "call rate",
    (
        step("loss_at_next_call", loss_at_next_call, CITED),
        step("call_rate", rate_at, CITED, loss_level="loss_at_next_call"),
    ),
)


def _of_all(owed_from: str, *cites: Cite) -> tuple[Step, Step]:
    level = step("loss_at_next_call", loss_at_call_of_all, *cites, owed_from=owed_from)
    return level, step("call_rate", rate_at, *cites, loss_level="loss_at_next_call")


CALL_RATE_OF_ALL = Recipe("call rate, full loss", _of_all("limit", CITED))
CALL_RATE_WHILE_LATCHED = Recipe("call rate, latched", _of_all("release_level", CITED, RELEASE))


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
        where the deposit is inside. The next call on the full loss goes out where all of it
        is owed and more than what is posted: past the limit or, while a breach is latched,
        down to the release level.
    """
    bound = terms.limit
    if bound is None or facts.exposure is not None:
        return None, None, "the loss is given as a figure, not by its trades"
    strip = _strip(terms, facts, notes)
    if isinstance(strip, str):
        return None, None, strip
    inside = bound.order is DepositOrder.INSIDE
    posted, least = found["adjusted_value"], found["minimum_transfer_amount_for_delivery"]
    given = {
        "notional": strip.notional,
        "proceeds": strip.proceeds,
        "limit": use.limit,
        "deposit": use.deposit,
        "deposit_inside": use.deposit if inside else NIL,
        "posted": posted,
        "minimum_transfer_amount": least,
        "release_level": found["release_level"],
    }
    sources: dict[str, Source] = {
        "deposit": bound.deposit.path,
        "deposit_inside": bound.deposit.path,
        "release_level": bound.release_level.path,
        "posted": "adjusted_value",
        **notes.sources,
    }

    def follow(recipe: Recipe) -> dict[str, Decimal]:
        return notes.working.follow(recipe, given, leg=notes.leg, sources=sources)

    recipe = CALL_RATE_WHILE_LATCHED if use.latched else CALL_RATE_OF_ALL
    if bound.reading is Reading.EXCESS_ONLY:
        recipe = CALL_RATE
    limit_rate = _above_zero(follow(LIMIT_RATE)["limit_rate"])
    unreached = None if limit_rate else "no rate above zero reaches the limit"
    if unreached and recipe is not CALL_RATE_WHILE_LATCHED:
        return None, None, unreached
    is_owed_anyway = use.latched and found["release_level"] <= use.deposit if inside else True
    lacking = use.deposit - posted
    if is_owed_anyway and lacking > 0 and lacking >= least:
        return limit_rate, None, unreached or "the deposit alone is called already"
    call_rate = _above_zero(follow(recipe)["call_rate"])
    uncalled = None if call_rate else "no rate above zero makes the next call"
    return limit_rate, call_rate, unreached or uncalled


def _above_zero(rate: Decimal) -> Decimal | None:
    """Return a rate that a market can have: of a purchase it may come out at nil or below."""
    return rate if rate > 0 else None


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
