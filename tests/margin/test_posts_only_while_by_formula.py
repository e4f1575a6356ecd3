"""A party that posts only while an event lasts posts nothing otherwise."""

import pytest
import small

from isda.margin.outcome import Status

REQUIREMENTS = {
    "printed": "    credit_support_amount: as printed\n",
    "formula": '    credit_support_amount: "exposure * 200%"\n',
    "regime": (
        "    credit_support_amount: not applicable\n"
        "    regimes:\n"
        '      Agency one: {credit_support_amount: "exposure * 200%"}\n'
    ),
}


def called(requirement, event=None):
    sheet = (
        "annexes:\n"
        "  - form: CSA 1994 New York\n"
        "    base_currency: USD\n"
        "    posts_only_while: {B: [Bankruptcy]}\n" + REQUIREMENTS[requirement]
    )
    facts = 'facts: 1\non: 2024-12-30\nexposure: {holder: A, amount: "USD 7"}\n'
    if event:
        facts += "events:\n  - {event: Bankruptcy, of: B, from: 2024-12-27}\n"
    return small.call_text(sheet, facts)


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_nothing_is_required_of_a_party_that_stays_out(requirement):
    leg = called(requirement).legs[1]
    assert (leg.status, leg.required, leg.delivery_amount) == (Status.NO_CALL, 0, 0)
    assert leg.reasons[0].code == "posts-only-while"


@pytest.mark.parametrize(
    ("requirement", "amount"), [("printed", 7), ("formula", 14), ("regime", 14)]
)
def test_the_formula_holds_while_the_event_lasts(requirement, amount):
    leg = called(requirement, "Bankruptcy").legs[1]
    assert (leg.status, leg.delivery_amount) == (Status.CALL, amount)
