"""Events told in general, and what is disputed: what waits, what moves, what is asked."""

import pytest
from small import call_text as call

import isda

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


@pytest.mark.parametrize("said", ["deleted", "not applicable"])
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


CONDITIONED = """annexes:
  - {form: CSA 1994 New York, posting_parties: [B], conditions_precedent: deleted,
     specified_conditions: {A: nil, B: [Illegality]},
     threshold: {B: {value: "USD 5,000,000", nil_while: [%s]}}}
"""


def test_a_general_event_that_may_be_a_listed_one_is_asked_about():
    """Termination Event: perhaps Illegality, and then a Specified Condition, or not."""
    sheet = CONDITIONED % "Specified Condition"
    made = call(sheet, happened("Termination Event"))
    assert [each.code for each in made.reasons] == ["MC120"]
    assert amounts(call(sheet, happened("Termination Event", "Tax Event"))) == ["5000000"]


def test_a_specified_condition_told_as_such_may_be_any_that_is_listed():
    """A term turns on Illegality, and the facts say Specified Condition: which is asked."""
    made = call(CONDITIONED % "Illegality", happened("Specified Condition"))
    assert [each.code for each in made.reasons] == ["MC120"]
    told = happened("Specified Condition", "Illegality")
    assert amounts(call(CONDITIONED % "Illegality", told)) == ["10000000"]


@pytest.mark.parametrize("value", ["not applicable", "not stated", "as printed", "USD 0"])
def test_nil_in_any_words_is_not_asked_about(value):
    """Nil while Bankruptcy and nil otherwise: which default it is changes nothing."""
    sheet = (EVENTFUL % "").replace('"USD 5,000,000"', f'"{value}"')
    assert amounts(call(sheet, happened("Event of Default"))) == ["10000000"]


@pytest.mark.parametrize("said", ["deleted in full", "Deleted", "Paragraph 5 is deleted"])
def test_words_that_may_mean_deleted_are_refused(said):
    """The word that decides is `deleted`, and nothing that only looks like it."""
    with pytest.raises(isda.basics.faults.IsdaError, match="DQ034"):
        call(DISPUTED % said, TEN)


@pytest.mark.parametrize(
    ("said", "code"), [("nil", "DQ031"), ('{value: deleted, tolerance: "USD 1"}', "DQ037")]
)
def test_a_paragraph_on_disputes_says_one_thing(said, code):
    """Nil is no answer to how disputes are settled; deleted and a tolerance are opposites."""
    with pytest.raises(isda.basics.faults.IsdaError, match=code):
        call(DISPUTED % said, TEN)


def test_an_amendment_of_one_election_keeps_the_others():
    """A new Resolution Time leaves the tolerance; `deleted` takes the whole paragraph away."""
    first = '{tolerance: "USD 700,000"}, amendments: [{dated: 2024-06-03, disputes: %s}]'
    facts = TEN + 'disputed: {B: {delivery: "USD 600,000"}}\n'
    assert amounts(call(DISPUTED % (first % "{resolution_time: 15:00 Seoul}"), facts)) == [
        "9700000"
    ]
    assert amounts(call(DISPUTED % (first % "deleted"), facts)) == ["10000000"]


def test_no_more_is_disputed_than_is_demanded():
    """A dollar more than the demand is a slip; the whole demand may be disputed."""
    for sheet in (
        DISPUTED % '{tolerance: "USD 30,000,000"}',
        DISPUTED % "{exposure: own words}",
    ):
        made = call(sheet, TEN + 'disputed: {B: {delivery: "USD 10,000,001"}}\n')
        assert [each.code for each in made.reasons] == ["MC112"]
    whole = call(DISPUTED % "{exposure: x}", TEN + 'disputed: {delivery: "USD 10,000,000"}\n')
    assert [each.code for each in whole.reasons] == ["disputed"]


def test_no_more_of_a_movement_is_disputed_than_it_is_worth():
    """One movement's dispute does not eat another's value."""
    moving = MOVING.replace("USD 300,000", "USD 1,000,001").replace("}]", "}, {kind: delivery, "
        'by: B, asset: cash, amount: "USD 9", settles: 2024-12-31}]')  # fmt: skip
    made = call(DISPUTED % "{exposure: own words}", TEN + moving)
    assert [each.code for each in made.reasons] == ["MC112"]


@pytest.mark.parametrize(
    "part",
    [
        '{B: {return: "USD 5"}}',
        '{return: "USD 5"}',
        '{held: "USD 5"}',
        '{in_transit: "USD 5"}',
    ],
)
def test_a_dispute_of_nothing_is_pointed_out(part):
    """A part of a return, of collateral or of a movement that is not there is no part."""
    made = call(DISPUTED % "{exposure: own words}", TEN + f"disputed: {part}\n")
    assert amounts(made) == ["10000000"]
    assert [each.code for each in made.findings].count("MC315") == 1


def test_a_dispute_under_the_letter_of_a_party_that_never_posts_is_refused():
    """The letter is the posting party's, whoever disputes."""
    made = call(
        DISPUTED % "{exposure: own words}", TEN + 'disputed: {A: {delivery: "USD 5"}}\n'
    )
    assert [each.code for each in made.reasons] == ["MC118"]


TWO_WAY = """annexes:
  - {form: CSA 1994 New York, independent_amount: "USD 6,000,000", disputes: %s,
     independent_amount_is: outside}
"""


def test_a_leg_refused_for_a_shared_dispute_leaves_no_figure():
    """Both legs demand, and the part could be of either: neither keeps a line of working."""
    facts = TEN + 'disputed: {delivery: "USD 500,000"}\n'
    made = call(TWO_WAY % "{exposure: own words}", facts)
    assert made.status == "refused"
    assert len(made.working) == 0
    assert call(TWO_WAY % "deleted", facts).status == "call"


def test_an_event_that_makes_an_amount_a_share_says_so():
    """Two per cent of the notional is not told as nil."""
    sheet = (
        "annexes:\n  - {form: CSA 1994 New York, posting_parties: [B], independent_amount: {B: "
        '{value: "USD 100", while: [{event: Illegality, percent_of_notional: 2%}]}}}\n'
    )
    trades = (
        "trades: [{trade_id: T, maturity: 2026-01-05, notional_1: '1000', currency_1: USD}]\n"
    )
    made = call(sheet, happened("Illegality") + trades)
    assert amounts(made) == ["10000020"]
    (said,) = [each.message for each in made.findings if each.code == "MC309"]
    assert "is 2% of the notional while Illegality" in said


def test_an_open_amount_beside_a_figure_is_undefined():
    """What is to be agreed is fixed by nobody, so nothing contradicts it."""
    sheet = (
        "annexes:\n  - {form: CSA 1994 New York, posting_parties: [B], independent_amount: {B: "
        "to be agreed}}\n"
    )
    made = call(sheet, TEN + 'independent_amounts: {B: "USD 5"}\n')
    assert made.status == "undefined"
