"""The limit rate and the call rate of a strip of forwards.

At the first the limit is reached, at the second the next call goes out. Both move every
day: as the strip matures, and as it is rolled.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from isda.basics.arithmetic import EXACT, NIL, other_way_round
from isda.basics.party import Side
from isda.facts.facts import BuySell, Facts, Mark, Trade
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
from isda.margin.marks import covered_trades
from isda.margin.outcome import LimitUse
from isda.margin.recipe import Recipe, step
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
ONE = Decimal(1)
TOLERANCE = Decimal(1)
"""A mark may be rounded to the unit of the base currency."""


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
    marks = {mark.trade_id: mark for mark in facts.marks if mark.on == facts.on}
    notionals: dict[str, Decimal] = {}
    proceeds: dict[str, Decimal] = {}
    currencies = set()
    for trade in covered_trades(terms, facts):
        mark = marks.get(trade.trade_id)
        why = _no_forward(terms, trade, mark)
        if why or mark is None or trade.notional_1 is None or trade.notional_2 is None:
            return why
        currencies.add(trade.notional_1.currency)
        sells = _client_sells(terms, trade, facts.plus_is_good_for)
        given = {
            "notional": _turned(trade.notional_1.amount, sells),
            "contract_amount": _turned(trade.notional_2.amount, sells),
            "points": NIL if mark.points is None else mark.points,
            "discount_factor": ONE if mark.discount_factor is None else mark.discount_factor,
        }
        known = notes.working.follow(
            FORWARD,
            given,
            leg=notes.leg,
            of=trade.trade_id,
            sources={
                "notional": trade.place,
                "contract_amount": trade.place,
                "points": mark.place,
                "discount_factor": mark.place,
            },
        )
        notionals[trade.trade_id] = known["discounted_notional"]
        proceeds[trade.trade_id] = known["discounted_proceeds"]
        if not _mark_fits(terms, known, mark=mark, trade=trade, facts=facts, notes=notes):
            return (
                f"points and discount factor of {trade.trade_id} are not given, or its mark is "
                "not what they make at the day's rate"
            )
    if not notionals:
        return "no trade is left"
    if len(currencies) > 1:
        return "the trades are in several currencies, so there is no single rate"
    total = notes.working.add("notional", notionals, CITED, leg=notes.leg)
    if not total:
        return "sales and purchases cancel out, so no rate reaches the limit"
    return Strip(total, notes.working.add("proceeds", proceeds, CITED, leg=notes.leg))


def _no_forward(terms: BoundTerms, trade: Trade, mark: Mark | None) -> str:
    if trade.buy_sell is None or trade.notional_1 is None or trade.notional_2 is None:
        return f"{trade.trade_id} is no forward with both notionals and its side"
    if trade.notional_2.currency != terms.base_currency:
        return f"{trade.trade_id} is not against {terms.base_currency}"
    if mark is None:
        return f"{trade.trade_id} has no mark of the day"
    return ""


def _client_sells(terms: BoundTerms, trade: Trade, plus_is_good_for: Side | None) -> bool:
    """Whether the client sells the first currency, and so loses as it rises."""
    of_client = plus_is_good_for is terms.pledgor
    return trade.buy_sell is (BuySell.SELL if of_client else BuySell.BUY)


def _turned(amount: Decimal, as_it_is: bool) -> Decimal:
    return amount if as_it_is else other_way_round(amount)


def _mark_fits(
    terms: BoundTerms,
    known: Mapping[str, Decimal],
    *,
    mark: Mark,
    trade: Trade,
    facts: Facts,
    notes: Notes,
) -> bool:
    """Whether the mark is what the strip formula gives at the day's rate.

    Without points and discount factor the formula takes none and one, and only a mark that
    the day's rate proves right lets that stand.
    """
    if trade.notional_1 is None or mark.mark.currency != terms.base_currency:
        return False
    rate = notes.fx.get(trade.notional_1.currency + terms.base_currency)
    if rate is None:
        return mark.points is not None and mark.discount_factor is not None
    loss = EXACT.subtract(
        EXACT.multiply(known["discounted_notional"], rate.rate), known["discounted_proceeds"]
    )
    told = _turned(mark.mark.amount, facts.plus_is_good_for is not terms.pledgor)
    return abs(EXACT.subtract(told, loss)) <= TOLERANCE
