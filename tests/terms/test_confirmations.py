"""Confirmations in a sheet: what they may say, and over which annex."""

import pytest
from small import ENG95, LOSS, NY94, agreement, annex, loss_limit, read

from isda.statement.as_read import terms_read

CONFIRMED = annex(independent_amount={"A": "nil", "B": "per Confirmation"})
IM = annex(
    "IM CSA 2018 New York",
    base_currency="USD",
    margin_approach="distinct",
    regimes={"US": {"method": "SIMM"}},
)


def over(transaction="T1", changes=NY94, **keys):
    given = {"independent_amount": {"B": "USD 5"}} if not keys else {}
    return {"transaction": transaction, "changes": changes} | given | keys


def faults(*confirmations, annexes=(CONFIRMED,)):
    return [
        (one.code, one.place.path, one.message)
        for one in read(*annexes, confirmations=confirmations).findings
    ]


def codes(*confirmations, annexes=(CONFIRMED,)):
    return [code for code, *_ in faults(*confirmations, annexes=annexes)]


def test_an_annex_is_named_by_its_own_name_or_its_form():
    """A name of its own goes first; a form that two annexes have names neither."""
    named = CONFIRMED | {"name": "annex"}
    assert faults(over(changes="annex"), annexes=[named]) == []
    assert faults(over(), annexes=[named]) == []
    other = CONFIRMED | {"name": "other"}
    (found,) = read(named, other, confirmations=[over()]).findings
    assert (found.code, "several annexes" in found.message) == ("DQ039", True)


def test_a_confirmation_over_an_unknown_annex_is_refused_with_the_nearest_name():
    """A slip of the name is said with the name that is meant."""
    (found,) = read(
        CONFIRMED | {"name": "annex"}, confirmations=[over(changes="anex")]
    ).findings
    assert (found.code, found.help) == ("DQ039", "did you mean `annex`?")
    assert "no annex" in found.message
    (found,) = read(CONFIRMED, confirmations=[over(changes="Rainy")]).findings
    assert found.help == f"write one of: {NY94}"


def test_one_trade_has_one_confirmation_over_an_annex():
    """A second one is refused, capitals or not; over another annex it is another matter."""
    assert codes(over(), over("t1", excluded="yes")) == ["DQ060"]
    second = annex(ENG95, independent_amount="per Confirmation")
    assert codes(over(), over(changes=ENG95), annexes=[CONFIRMED, second]) == []


@pytest.mark.parametrize(
    "fixed",
    [
        "nil",
        "USD 1",
        "not applicable",
        "to be agreed",
        {"percent_of_notional": "1%"},
        {"percent_of_exposure": "1%"},
        {"by_rating": {"A- or better": "nil", "below": "USD 1"}, "agency": "S&P"},
    ],
)
def test_an_annex_that_fixes_the_amount_leaves_nothing_to_confirmations(fixed):
    """Which of the two holds is not guessed; a layer of later days is asked on its days."""
    terms = annex(independent_amount={"B": fixed})
    assert codes(over(), annexes=[terms]) == ["DQ039"]
    layer = {"dated": "2025-01-02", "independent_amount": {"B": fixed}}
    assert codes(over(), annexes=[CONFIRMED | {"amendments": [layer]}]) == []
    assert codes(over(), annexes=[terms | {"amendments": [layer]}]) == ["DQ039"]
    assert codes(over(excluded="yes"), annexes=[annex(independent_amount=fixed)]) == []


def test_a_silent_annex_leaves_the_amount_to_confirmations():
    """So does `as printed`, which is nil where nobody says otherwise."""
    assert codes(over(), annexes=[annex()]) == []
    assert codes(over(), annexes=[annex(independent_amount="as printed")]) == []


def test_other_kinds_of_annex():
    """Initial margin knows no exposure; a loss limit has a deposit, and covers trades."""
    assert codes(over(changes="IM CSA 2018 New York"), annexes=[IM]) == ["DQ085"]
    assert codes(over(changes=LOSS), annexes=[loss_limit()]) == ["DQ085"]
    made = agreement(loss_limit(), confirmations=[over(changes=LOSS, excluded="yes")])
    assert made.annexes[0].left_out == {"t1"}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"value": "USD 1", "percent_of_notional": "1%"}, "DQ037"),
        ({"percent_of_notional": [{"otherwise": "1%"}, {"otherwise": "2%"}]}, "DQ037"),
        ({"percent_of_notional": [{"value": "1%"}]}, "DQ037"),
        ({"percent_of_notional": [{"where": {"a": "b"}, "otherwise": "1%"}]}, "DQ037"),
        ({"percent_of_notional": ["1%"]}, "DQ030"),
        ({"steps": "up only"}, "DQ015"),
        ({"due": "at once"}, "DQ015"),
        ({"demand": "not needed"}, "DQ015"),
        ({"value": "USD 1", "steps": "down only"}, "DQ034"),
        ("infinite", "DQ031"),
    ],
)
def test_what_no_confirmation_can_say(said, code):
    """Two amounts, a list that never ends, a manner without an amount, other words."""
    assert codes(over(independent_amount={"B": said})) == [code]


def test_a_confirmation_changes_something_and_not_two_things_at_once():
    """It is empty without an amount or a yes; kept out, it brings no amount."""
    assert codes(over(excluded="no")) == ["DQ015"]
    both = over(excluded="yes", independent_amount={"B": "nil"})
    assert codes(both) == ["DQ037"]


def test_steps_of_both_parties_have_one_earlier_amount_between_them():
    """The facts of a trade carry one, so both parties' steps are refused."""
    up = {"value": "USD 1", "steps": "up only"}
    both = over(independent_amount={"A": up, "B": up})
    assert codes(both, annexes=[annex()]) == ["DQ039"]


def test_what_a_confirmation_says_is_read_aloud():
    """Amount, steps, due date and demand stand under the Confirmation's own heading."""
    up = {"percent_of_notional": "10%", "steps": "up only", "demand": "not needed"}
    made = agreement(
        CONFIRMED,
        confirmations=[
            over(independent_amount={"B": up | {"due": "1 day after the trade date"}}),
            over("T2", excluded="yes"),
        ],
    )
    said = {
        (one.document, one.term): (one.value, one.paragraph)
        for one in terms_read(made)
        if one.document.startswith("Confirmation")
    }
    assert said == {
        (f"Confirmation of T1 over {NY94}", "independent_amount of B"): (
            (
                "percent of notional: 10%; steps: up only; due: 1 day after the trade date; "
                "demand: not needed"
            ),
            "13(b)(iv)(A)",
        ),
        (f"Confirmation of T2 over {NY94}", "excluded"): ("yes", "12 Exposure"),
    }
