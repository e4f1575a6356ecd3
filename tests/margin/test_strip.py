"""Which trades break a strip of forwards, before any rate is sought.

A hundred dollars sold at 1,350 won are worth 12,480 won less at a rate of 1,474.80.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from isda.basics.money import Money
from isda.facts.facts import BuySell, FxRate, Mark, Trade
from isda.margin.strip import breaks_a_strip

DAY = date(2024, 12, 30)
SOLD = Trade(
    "T1", DAY, "", BuySell.SELL, Money(Decimal(100), "USD"), Money(Decimal(135_000), "KRW")
)
WORTH = Mark("T1", DAY, Money(Decimal(-12_480), "KRW"))
FX = {"USDKRW": FxRate("USDKRW", DAY, Decimal("1474.8"))}


@pytest.mark.parametrize(("off", "broken"), [("0", False), ("1", False), ("1.01", True)])
def test_a_mark_may_be_a_won_off_the_rate_of_the_day(off, broken):
    """A forward without its curve is held against the rate of the day, to one unit."""
    mark = replace(WORTH, mark=Money(-12_480 - Decimal(off), "KRW"))
    assert breaks_a_strip(SOLD, mark, FX, "KRW", is_clients=True) is broken


@pytest.mark.parametrize(
    ("trade", "fx"),
    [
        (replace(SOLD, buy_sell=None), FX),
        (replace(SOLD, notional_1=None), FX),
        (SOLD, {}),
        (SOLD, {"EURKRW": FX["USDKRW"]}),
    ],
    ids=["no side", "no notional", "no rates", "another rate"],
)
def test_what_is_no_forward_at_a_known_rate_breaks_it(trade, fx):
    """Without its side, its notionals or the rate of the day nothing is held against it."""
    assert breaks_a_strip(trade, WORTH, fx, "KRW", is_clients=True)


def test_a_forward_that_states_its_curve_is_judged_beside_the_others():
    """Points and a discount factor say what it is worth at a rate that others may give."""
    off = replace(WORTH, mark=Money(Decimal(-1), "KRW"))
    assert breaks_a_strip(SOLD, off, FX, "KRW", is_clients=True)
    stated = replace(off, points=Decimal("0.5"), discount_factor=Decimal("0.99"))
    assert not breaks_a_strip(SOLD, stated, FX, "KRW", is_clients=True)
