"""Events told in general, and what is disputed: what waits, what moves, what is asked."""

import pytest
from small import call_text as call

EVENTFUL = """annexes:
  - {form: CSA 1994 New York, posting_parties: [B], threshold: {B: {value: "USD 5,000,000",
     nil_while: [Bankruptcy]}}%s}
"""
TEN = 'facts: 1\non: 2024-12-30\nexposure: {holder: A, amount: "USD 10,000,000"}\n'


def happened(*events, of="B"):
    """The facts of events of a party."""
    listed = ", ".join(f"{{event: {name}, of: {of}, from: 2024-12-20}}" for name in events)
    return f"{TEN}events: [{listed}]\n"


def amounts(made):
    """What moves, in whole units of currency."""
    return [str(int(each.amount)) for each in made.movements]


def test_an_event_told_in_general_is_asked_for_by_name():
    """An Event of Default that could be the Bankruptcy of a term refuses the leg."""
    made = call(EVENTFUL % "", happened("Event of Default"))
    assert made.status == "refused"
    assert [each.code for each in made.reasons] == ["MC120"]
    assert "threshold" in made.reasons[0].message
    assert amounts(call(EVENTFUL % "", happened("Bankruptcy"))) == ["10000000"]
    told = happened("Event of Default", "Cross-Default")
    assert amounts(call(EVENTFUL % "", told)) == ["5000000"]
    assert amounts(call(EVENTFUL % "", happened("Event of Default", of="A"))) == []
    assert call(EVENTFUL % "", happened("Event of Default", of="A")).status == "withheld"


def test_a_general_event_that_changes_nothing_is_not_asked_about():
    """Where the threshold is nil either way nobody needs to know which default it is."""
    sheet = (EVENTFUL % "").replace("USD 5,000,000", "USD 0")
    assert amounts(call(sheet, happened("Event of Default"))) == ["10000000"]


def test_a_termination_event_may_be_a_specified_condition():
    """Illegality is listed, the facts say Termination Event: whether it withholds is asked."""
    listed = ", specified_conditions: {A: [Illegality], B: nil}"
    made = call(EVENTFUL % listed, happened("Termination Event", of="A"))
    assert [each.code for each in made.reasons] == ["MC120"]
    assert call(EVENTFUL % listed, happened("Illegality", of="A")).status == "withheld"
    assert call(EVENTFUL % listed, happened("Tax Event", of="A")).status == "call"
    deleted = listed + ", conditions_precedent: deleted"
    assert call(EVENTFUL % deleted, happened("Termination Event", of="A")).status == "call"


def test_a_listed_event_is_a_specified_condition():
    """A threshold that falls on a Specified Condition hears of the listed event."""
    sheet = (EVENTFUL % ", specified_conditions: {A: nil, B: [Illegality]}").replace(
        "[Bankruptcy]", "[Specified Condition]"
    )
    assert amounts(call(sheet, happened("Illegality"))) == ["10000000"]
    assert amounts(call(sheet, happened("Tax Event"))) == ["5000000"]


DISPUTED = """annexes:
  - {form: CSA 1994 New York, posting_parties: [B], in_transit: counted, disputes: %s,
     eligible_collateral: [{asset: cash, currency: USD, valuation_percentage: 100%%}]}
"""
HELD = 'held: [{posted_by: B, asset: cash, amount: "USD 2,000,000"}]\n'
MOVING = (
    'in_transit: [{kind: delivery, by: B, asset: cash, amount: "USD 1,000,000", '
    'settles: 2024-12-31, disputed: "USD 300,000"}]\n'
)


@pytest.mark.parametrize("said", ["deleted", "not applicable", "Deleted"])
def test_without_a_paragraph_on_disputes_nothing_waits(said):
    """Neither a demand nor a value is cut by a dispute that the annex does not know."""
    facts = TEN + HELD + MOVING + 'disputed: {delivery: "USD 400,000", held: "USD 1"}\n'
    made = call(DISPUTED % said, facts)
    assert amounts(made) == ["7000000"]
    assert [each.code for each in made.findings].count("MC312") == 3
    assert amounts(call(DISPUTED % "{resolution_time: 13:00 New York}", facts)) == ["6900001"]


@pytest.mark.parametrize(
    ("part", "moves"), [("599,998", "9700001"), ("600,000", "9400000"), ("600,002", "9399998")]
)
def test_a_difference_below_the_tolerance_is_shared(part, moves):
    """Below it half of the difference moves too; at it and above, the smaller figure alone."""
    facts = TEN + f'disputed: {{B: {{delivery: "USD {part}"}}}}\n'
    assert amounts(call(DISPUTED % '{tolerance: "USD 600,000"}', facts)) == [moves]


def test_a_return_below_the_tolerance_is_shared_as_well():
    """Two million are held for nothing: 1.9 million and half of 100,000 go back."""
    facts = TEN.replace("10,000,000", "0") + HELD + 'disputed: {return: "USD 100,000"}\n'
    assert amounts(call(DISPUTED % '{tolerance: "USD 100,001"}', facts)) == ["1950000"]


def test_a_tolerance_speaks_of_demands_only():
    """What is held or under way and disputed beside a tolerance refuses the leg."""
    for more in (HELD + 'disputed: {B: {held: "USD 5"}}\n', MOVING):
        made = call(DISPUTED % '{tolerance: "USD 600,000"}', TEN + more)
        assert [each.code for each in made.reasons] == ["MC112"]
    assert call(DISPUTED % '{tolerance: "USD 600,000"}', TEN + HELD).status == "call"


@pytest.mark.parametrize(
    "open_", ["{unresolved: struck out by hand}", "{tolerance: to be agreed}"]
)
def test_an_open_paragraph_on_disputes_is_undefined_once_something_is_disputed(open_):
    """Nothing disputed, nothing asked; a disputed part needs the paragraph."""
    assert call(DISPUTED % open_, TEN).status == "call"
    made = call(DISPUTED % open_, TEN + 'disputed: {B: {delivery: "USD 5"}}\n')
    assert made.status == "undefined"


def test_a_tolerance_in_another_currency_is_converted():
    """A tolerance of 14 million won is 10,000 dollars at 1,400; one less is below."""
    sheet = DISPUTED % '{tolerance: "KRW 14,000,000"}'
    facts = TEN + 'fx: {USDKRW: "1,400"}\ndisputed: {B: {delivery: "USD %s"}}\n'
    assert amounts(call(sheet, facts % "9,999")) == ["9995000"]
    assert amounts(call(sheet, facts % "10,000")) == ["9990000"]
