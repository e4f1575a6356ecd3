"""A client's strip of forwards: which trades make it, and whether their marks agree."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from isda.basics.arithmetic import EXACT, NIL, other_way_round
from isda.facts.facts import BuySell, Facts, FxRate, Mark, Trade
from isda.margin.marks import covered_trades
from isda.terms.bound import BoundTerms

ONE = Decimal(1)
TOLERANCE = Decimal(1)
"""A mark may be rounded to the unit of the base currency."""


class Forward(NamedTuple):
    """A forward as the client has it; minus amounts where it buys.

    Attributes:
        trade: The trade.
        mark: Its mark.
        notional: First notional, plus where the client sells it.
        contract_amount: Second notional, the same sign.
        points: Forward points.
        discount_factor: Discount factor.
        loss: The mark, plus for a loss of the client.
    """

    trade: Trade
    mark: Mark
    notional: Decimal
    contract_amount: Decimal
    points: Decimal
    discount_factor: Decimal
    loss: Decimal

    @property
    def states_its_curve(self) -> bool:
        """Whether points and discount factor are given."""
        return self.mark.points is not None and self.mark.discount_factor is not None

    def worth_at(self, rate: Decimal) -> Decimal:
        """Return the loss at a rate: N x F x (S + p - K)."""
        per_unit = EXACT.multiply(self.notional, EXACT.add(rate, self.points))
        undiscounted = EXACT.subtract(per_unit, self.contract_amount)
        return EXACT.multiply(undiscounted, self.discount_factor)

    def is_marked_at(self, rate: Decimal) -> bool:
        """Whether the mark is what the forward is worth at a rate."""
        return abs(EXACT.subtract(self.worth_at(rate), self.loss)) <= TOLERANCE

    def implied_rate(self) -> Decimal:
        """Return the rate at which the forward is worth its mark."""
        undiscounted = EXACT.divide(self.loss, self.discount_factor)
        proceeds = EXACT.add(undiscounted, self.contract_amount)
        return EXACT.subtract(EXACT.divide(proceeds, self.notional), self.points)


def strip_of(
    terms: BoundTerms, facts: Facts, fx: Mapping[str, FxRate]
) -> Sequence[Forward] | str:
    """Return the forwards of a strip, or why the trades make none.

    All must be of one currency against the base currency, and their marks must be those of
    one rate. A mark without points and discount factor is taken to have none, and only the
    day's rate in the facts can prove that right.
    """
    marks = {mark.trade_id: mark for mark in facts.marks if mark.on == facts.on}
    forwards: list[Forward] = []
    is_clients = facts.plus_is_good_for is terms.pledgor
    for trade in sorted(covered_trades(terms, facts), key=lambda each: each.trade_id):
        found = _forward(
            terms.base_currency, trade, marks.get(trade.trade_id), is_clients=is_clients
        )
        if isinstance(found, str):
            return found
        forwards.append(found)
    if not forwards:
        return "no trade is left"
    currencies = {each.trade.notional_1.currency for each in forwards if each.trade.notional_1}
    if len(currencies) > 1:
        return "the trades are in several currencies, so there is no single rate"
    largest = max(forwards, key=lambda each: abs(each.notional))
    rate = largest.implied_rate()
    silent = [each for each in forwards if not each.states_its_curve]
    if silent:
        quoted = fx.get(currencies.pop() + terms.base_currency)
        if quoted is None:
            return f"points and discount factor of {silent[0].trade.trade_id} are not given"
        rate = quoted.rate
    odd = [each for each in forwards if not each.is_marked_at(rate)]
    if odd:
        return (
            f"the mark of {odd[0].trade.trade_id} is not that of a forward at the strip's rate"
        )
    return forwards


def breaks_a_strip(
    trade: Trade, mark: Mark, fx: Mapping[str, FxRate], base_currency: str, *, is_clients: bool
) -> bool:
    """Whether one trade is enough for the trades that it stands among to be no strip.

    A forward that leaves its curve to the day's rate is held against that rate whatever the
    others are; of one that states its curve nothing is known without them.

    Args:
        trade: The trade.
        mark: Its mark of the day.
        fx: The rates of the day.
        base_currency: The currency of the limit.
        is_clients: Whether a plus is good for the client.

    Example:
        >>> from datetime import date
        >>> from isda.basics.money import Money
        >>> usd, krw = Money(Decimal(100), "USD"), Money(Decimal(135_000), "KRW")
        >>> day = date(2024, 12, 30)
        >>> trade = Trade("T1", day, "", BuySell.SELL, usd, krw)
        >>> mark = Mark("T1", day, Money(Decimal(-12_480), "KRW"))
        >>> fx = {"USDKRW": FxRate("USDKRW", day, Decimal("1474.8"))}
        >>> breaks_a_strip(trade, mark, fx, "KRW", is_clients=True)
        False
    """
    found = _forward(base_currency, trade, mark, is_clients=is_clients)
    if isinstance(found, str):
        return True
    if found.states_its_curve or trade.notional_1 is None:
        return False
    quoted = fx.get(trade.notional_1.currency + base_currency)
    return quoted is None or not found.is_marked_at(quoted.rate)


def _forward(
    base_currency: str, trade: Trade, mark: Mark | None, *, is_clients: bool
) -> Forward | str:
    one, two = trade.notional_1, trade.notional_2
    if trade.buy_sell is None or one is None or two is None or not one.amount:
        return f"{trade.trade_id} is no forward with both notionals and its side"
    if mark is None:
        return f"{trade.trade_id} has no mark of the day"
    if mark.discount_factor == NIL:
        return f"the discount factor of {trade.trade_id} is nil"
    if {two.currency, mark.mark.currency} != {base_currency}:
        return f"{trade.trade_id} is not against {base_currency}"
    sells = trade.buy_sell is (BuySell.SELL if is_clients else BuySell.BUY)
    return Forward(
        trade,
        mark,
        one.amount if sells else other_way_round(one.amount),
        two.amount if sells else other_way_round(two.amount),
        NIL if mark.points is None else mark.points,
        ONE if mark.discount_factor is None else mark.discount_factor,
        other_way_round(mark.mark.amount) if is_clients else mark.mark.amount,
    )
