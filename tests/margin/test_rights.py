"""Rights that an event switches off."""

import pytest
import small
from small import annex, call, owes, read

ON = {"valuation_date": "any day"}
USE = {"may_use": "yes", "not_while": ["Bankruptcy", "Downgrade"]}
TRIGGER = {"of": "A", "when": {"rating_of": "A", "below": "A-", "agency": "S&P"}}
TERMS = annex(**ON, holding_and_use={"A": USE}, triggers={"Downgrade": TRIGGER})


def made(*events, rating="A", **given):
    ratings = [{"of": "A", "agency": "S&P", "long_term": rating, "since": "2024-01-02"}]
    events = [{"event": name, "of": of, "from": "2024-12-01"} for name, of in events]
    return call(TERMS, exposure=owes("USD 5", "B"), ratings=ratings, events=events, **given)


def said(*events, **given):
    return [one.message for one in made(*events, **given).findings if one.code == "MC318"]


def test_an_event_of_the_party_takes_its_right_to_use():
    """The finding says so, and the call moves what it would."""
    (message,) = said(("Bankruptcy", "A"))
    assert message == (
        "party A may not use what it holds under CSA 1994 New York: Bankruptcy continues"
    )
    (message,) = said(rating="BBB+")
    assert message.endswith("Downgrade continues")
    assert small.moved(made(rating="BBB+")) == [("A", "5", "delivery")]


def test_without_the_event_nothing_is_said():
    """Nor while the event is the other party's."""
    assert said() == []
    assert said(("Bankruptcy", "B")) == []


def test_what_nobody_can_tell_is_said_too():
    """An event told in general, or a rule whose rating is missing."""
    (message,) = said(("Event of Default", "A"))
    assert "and not whether it is Bankruptcy" in message
    without = call(TERMS, exposure=owes("USD 5", "B"))
    assert "no rating of party A by S&P" in small.found(without, "MC318").message


@pytest.mark.parametrize(
    ("use", "codes"),
    [
        ({"may_use": "no", "not_while": ["Bankruptcy"]}, ["DQ037"]),
        ({"may_use": "yes", "not_while": ["Rainy Day"]}, ["DQ036"]),
        ({"not_while": ["Bankruptcy"]}, []),
    ],
)
def test_a_right_that_is_not_there_cannot_be_switched_off(use, codes):
    """Neither can an event that no document knows do it."""
    assert [one.code for one in read(annex(holding_and_use={"A": use})).findings] == codes
