"""Why nothing moves: one reason, with its paragraph, for each way to come to rest."""

import pytest
import small
from small import annex, call, owes

CASH = {"eligible_collateral": [small.USD_CASH], "valuation_date": "any day"}


def held(amount):
    return [{"lot": "L", "posted_by": "B", "asset": "cash", "amount": f"USD {amount}"}]


REASONS = {
    "no exposure": ({}, {"exposure": owes("USD 0")},
                    "no-exposure", "party A has no exposure to party B", "12 Exposure"),
    "below the threshold": ({"threshold": "USD 10"}, {"exposure": owes("USD 9")},
                            "below-threshold", "USD 9 does not exceed the threshold of USD 10",
                            "13(b)(iv)(B)"),
    "at the threshold": ({"threshold": "USD 10"}, {"exposure": owes("USD 10")},
                         "below-threshold", "USD 10 does not exceed", "13(b)(iv)(B)"),
    "infinite": ({"threshold": "infinite"}, {"exposure": owes("USD 9")},
                 "infinite-threshold", "the threshold of party B is infinite", "13(b)(iv)(B)"),
    "covered": ({}, {"exposure": owes("USD 9"), "held": held(9)},
                "covered", "what is held and under way equals the requirement of USD 9",
                "3(a)"),
    "disputed": ({}, {"exposure": owes("USD 9"), "disputed": {"B": {"delivery": "USD 9"}}},
                 "disputed", "the whole shortfall of USD 9 is disputed", "13(f)"),
    "return disputed": ({}, {"exposure": owes("USD 0"), "held": held(9),
                             "disputed": {"B": {"return": "USD 9"}}},
                        "disputed", "the whole surplus of USD 9 is disputed", "13(f)"),
    "below the minimum": ({"minimum_transfer_amount": "USD 10"}, {"exposure": owes("USD 9.99")},
                          "below-minimum-transfer-amount",
                          ("the shortfall of USD 9.99 is below the minimum transfer amount of "
                          "USD 10"), "13(b)(iv)(C)"),
    "rounds away": ({"rounding": {"delivery": "down to USD 10"}}, {"exposure": owes("USD 9")},
                    "rounds-to-nothing", "the delivery of USD 9 rounds to nothing",
                    "13(b)(iv)(D)"),
}  # fmt: skip


@pytest.mark.parametrize("name", REASONS)
def test_a_leg_at_rest_says_why(name):
    """The reason has a code, the figures in words, and the paragraph it rests on."""
    terms, given, code, words, paragraph = REASONS[name]
    made = call(annex(posting_parties=["B"], **CASH, **terms), **given)
    (reason,) = small.leg_of(made).reasons
    assert made.status == "no_call"
    assert reason.code == code
    assert words in reason.message
    assert [cited.paragraph for cited in reason.cites] == [paragraph]


def test_a_return_of_more_than_is_held_says_so():
    """Nothing is held and a delivery is under way: at most the balance means nothing."""
    moving = [{"kind": "delivery", "by": "B", "settles": "2024-12-31", "amount": "USD 5"}]
    made = call(
        annex(
            posting_parties=["B"], in_transit="counted", return_at_most="balance held", **CASH
        ),
        exposure=owes("USD 0"),
        in_transit=moving,
    )
    assert small.leg_of(made).surplus == 5
    assert [reason.code for reason in made.reasons] == ["balance-held"]


@pytest.mark.parametrize(
    ("coming", "back", "due"),
    [("5", "3", "7"), ("2", "3", "7"), ("1", "9", "1"), ("5", "10", None), ("5", "12", None)],
)
def test_what_is_on_its_way_back_cannot_come_back_again(coming, back, due):
    """Of a balance of 10 a part is under way: at most the rest comes back today."""
    moving = [
        {"kind": kind, "by": by, "settles": "2024-12-31", "amount": f"USD {amount}"}
        for kind, by, amount in (("delivery", "B", coming), ("return", "A", back))
    ]
    terms = {"posting_parties": ["B"], "in_transit": "counted"}
    made = call(
        annex(return_at_most="balance held", **terms, **CASH),
        exposure=owes("USD 0"), held=held(10), in_transit=moving,
    )  # fmt: skip
    assert small.moved(made) == ([] if due is None else [("A", due, "return")])


@pytest.mark.parametrize(
    ("minimum", "amount", "due"),
    [("not applicable", "0.01", "0.01"), ("USD 5", "4.99", None), ("USD 5", "5", "5"),
     ("USD 5", "5.01", "5.01")],
)  # fmt: skip
@pytest.mark.parametrize("test", ["undisputed", "whole demand"])
def test_the_minimum_below_at_and_above(minimum, amount, due, test):
    """Equal reaches it; where it is not applicable, a cent moves; either test says the same."""
    made = call(
        annex(minimum_transfer_amount=minimum, minimum_transfer_test=test, **CASH),
        exposure=owes(f"USD {amount}"),
    )
    assert small.moved(made) == ([] if due is None else [("B", due, "delivery")])


def test_the_whole_demand_reaches_what_its_undisputed_part_does_not():
    """Eight are due and five of them disputed: three move where the whole demand is tested."""
    terms = {"minimum_transfer_amount": "USD 5", **CASH}
    given = {"exposure": owes("USD 8"), "disputed": {"B": {"delivery": "USD 5"}}}
    assert small.moved(call(annex(**terms), **given)) == []
    made = call(annex(minimum_transfer_test="whole demand", **terms), **given)
    assert small.moved(made) == [("B", "3", "delivery")]


def test_a_return_is_at_most_the_balance_held():
    """Ten under way and six held: sixteen are too much, and six may come back."""
    moving = [{"kind": "delivery", "by": "B", "settles": "2024-12-31", "amount": "USD 10"}]
    given = {"exposure": owes("USD 0"), "held": held(6), "in_transit": moving}
    both = {"in_transit": "counted", **CASH}
    free = call(annex(**both), **given)
    capped = call(annex(return_at_most="balance held", **both), **given)
    assert small.moved(free) == [("A", "16", "return")]
    assert small.moved(capped) == [("A", "6", "return")]
