"""Facts: whose collateral moves, how long an event holds, what is cash, and what is a copy."""

from dataclasses import FrozenInstanceError, replace
from datetime import date
from decimal import Decimal

import pytest

from isda.basics.money import Money
from isda.basics.party import Side
from isda.facts.facts import Event, Facts, InTransit, Lot, MovementKind

DAY = date(2024, 12, 30)
FIVE = Money(Decimal(5), "USD")


@pytest.mark.parametrize(
    ("kind", "by", "poster"),
    [
        (MovementKind.DELIVERY, Side.A, Side.A),
        (MovementKind.DELIVERY, Side.B, Side.B),
        (MovementKind.RETURN, Side.A, Side.B),
        (MovementKind.RETURN, Side.B, Side.A),
    ],
)
def test_the_poster_sends_deliveries_and_receives_returns(kind, by, poster):
    """A return by the holder is of the other party's collateral."""
    assert InTransit("M", kind, by, DAY, FIVE).poster is poster


@pytest.mark.parametrize(
    ("on", "open_ended", "ended"),
    [
        (date(2024, 12, 29), False, False),
        (date(2024, 12, 30), True, True),
        (date(2024, 12, 31), True, True),
        (date(2025, 1, 1), True, False),
        (date(2099, 1, 1), True, False),
    ],
)
def test_an_event_holds_from_its_day_up_to_its_end(on, open_ended, ended):
    """From the first day on; not on the day it ends; without an end for good."""
    event = Event("Illegality", frozenset({Side.A}), DAY)
    assert event.is_in_force(on) is open_ended
    assert replace(event, until=date(2025, 1, 1)).is_in_force(on) is ended


@pytest.mark.parametrize(
    ("asset", "is_cash"), [("cash", True), ("Cash", True), ("cashew", False)]
)
def test_cash_is_cash_in_any_case(asset, is_cash):
    """The word decides, whatever its case."""
    assert Lot("L", Side.B, asset, FIVE).is_cash is is_cash


def test_facts_are_never_edited_in_place():
    """Other collateral makes other facts; the first stay as they were."""
    lot = Lot("L", Side.B, "cash", FIVE)
    facts = Facts(DAY)
    more = replace(facts, held=(lot,))
    assert (facts.held, more.held) == ((), (lot,))
    with pytest.raises(FrozenInstanceError):
        facts.on = date(2025, 1, 1)
    with pytest.raises(FrozenInstanceError):
        lot.nominal = FIVE
