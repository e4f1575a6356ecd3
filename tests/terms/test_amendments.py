"""Amendments are dated layers: key by key and party by party, and each day has its own."""

import pytest
import small
from small import agreement, annex, call, facts, owes
from small_margin import apart, margin

import isda

GOLD = {"lot": "G", "posted_by": "B", "asset": "gold", "nominal": "USD 10", "price": "100"}


def gold(percentage):
    return [{"asset": "gold", "valuation_percentage": percentage}]


def test_a_day_is_computed_from_its_own_layer_whatever_was_computed_before():
    """After the day before an amendment, the day of it reads the new table, and back again."""
    signed = agreement(
        annex(
            posting_parties=["B"],
            eligible_collateral=gold("50%"),
            rounding={"unresolved": "torn page"},
            amendments=[
                {"dated": "2024-12-27", "rounding": "nil"},
                {"dated": "2024-12-30", "eligible_collateral": gold("100%")},
            ],
        )
    )
    for _ in range(2):
        made = {
            on: isda.call(signed, facts(on=on, exposure=owes("USD 100"), held=[GOLD]))
            for on in ("2024-12-26", "2024-12-27", "2024-12-29", "2024-12-30")
        }
        assert made["2024-12-26"].status == "undefined"
        assert [small.moved(each) for each in made.values()] == [
            [],
            [("B", "95", "delivery")],
            [("B", "95", "delivery")],
            [("B", "90", "delivery")],
        ]


LAYERS = [
    {"dated": "2024-12-30", "threshold": {"B": "USD 30"}},
    {"dated": "2024-12-20", "threshold": {"B": "USD 50"}, "note": "first"},
]


@pytest.mark.parametrize(
    ("on", "due"), [("2024-12-19", "90"), ("2024-12-20", "50"), ("2024-12-30", "70")]
)
def test_the_later_layer_wins_whatever_their_order(on, due):
    """Layers lie by their dates: the day before, on and after each, and A's term stays."""
    terms = {"threshold": {"A": "USD 7", "B": "USD 10"}, "amendments": LAYERS}
    made = call(annex(**terms), on=on, exposure=owes("USD 100"))
    assert small.moved(made) == [("B", due, "delivery")]
    other = call(annex(**terms), on=on, exposure=owes("USD 100", "B"))
    assert small.moved(other) == [("A", "93", "delivery")]


def test_an_amendment_for_both_parties_replaces_both():
    """A bare value in a layer is for both parties, as in the annex."""
    layer = {"dated": "2024-12-30", "threshold": "USD 40"}
    terms = annex(threshold={"A": "USD 7", "B": "USD 10"}, amendments=[layer])
    assert small.moved(call(terms, exposure=owes("USD 100", "B"))) == [("A", "60", "delivery")]


def test_a_loss_limit_is_amended_too():
    """The limit raised from its day on: the excess falls."""
    terms = small.loss_limit(
        valuation_date="any day",
        amendments=[{"dated": "2024-12-30", "loss_limit": "KRW 1,500"}],
    )
    before = call(terms, on="2024-12-29", exposure=owes("KRW 1,600"))
    after = call(terms, on="2024-12-30", exposure=owes("KRW 1,600"))
    assert [small.moved(before), small.moved(after)] == [
        [("B", "600", "delivery")],
        [("B", "100", "delivery")],
    ]


def test_an_amendment_of_one_partys_margin_amount_leaves_the_others():
    """Margin Amount (IA) of 7 and 5, and 6 for B from 2024 on: A still posts its 7."""
    terms = margin(
        "greater of", base_currency="USD", threshold="nil", posting_parties=["A", "B"],
        margin_amount={"IA": {"A": "USD 7", "B": "USD 5"}},
        amendments=[{"dated": "2024-01-01", "margin_amount": {"IA": {"B": "USD 6"}}}],
    )  # fmt: skip
    none = [{"regime": "EU", "poster": party, "amount": "USD 0"} for party in "AB"]
    after = call(terms, initial_margin=none)
    before = call(terms, on="2023-12-29", initial_margin=none)
    assert [small.moved(made) for made in (before, after)] == [
        [("A", "7", "delivery"), ("B", "5", "delivery")],
        [("A", "7", "delivery"), ("B", "6", "delivery")],
    ]


@pytest.mark.parametrize("signed", [{}, {"calculation_date_location": {"A": ["London"]}}])
def test_an_amendment_may_name_what_the_annex_left_out(signed):
    """Cities named first by an amendment hold, for the party that it names."""
    named = {"A": ["Seoul"], "B": ["New York"]}
    layer = {"dated": "2024-01-01", "calculation_date_location": named}
    found = agreement(margin(amendments=[layer], **signed)).annexes[0].on(facts().on)
    assert found.calculation_date_location.A == ("Seoul",)
    layer["calculation_date_location"] = {"B": ["New York"]}
    found = agreement(margin(amendments=[layer], **signed)).annexes[0].on(facts().on)
    cities = found.calculation_date_location
    of_a = ("London",) if signed else ()
    assert (of_a, ("New York",)) == (cities.A, cities.B)


def test_an_amendment_of_disputes_rewrites_or_adds():
    """A tolerance added leaves the Resolution Time; the paragraph deleted leaves nothing."""
    time = {"resolution_time": "13:00 New York"}
    layer = {"dated": "2024-01-01", "disputes": {"tolerance": "USD 5"}}
    found = agreement(annex(disputes=time, amendments=[layer])).annexes[0].on(facts().on)
    assert str(found.disputes.resolution_time) == "13:00 New York"
    layer["disputes"] = "deleted"
    found = agreement(annex(disputes=time, amendments=[layer])).annexes[0].on(facts().on)
    assert str(found.disputes.resolution_time) == "not stated"


def test_the_master_is_amended_too():
    """A dated layer over the Schedule replaces the key it names and keeps the others."""
    keys = {
        "master": {
            "form": "ISDA Master Agreement 2002",
            "governing_law": "New York",
            "termination_currency": "USD",
            "amendments": [{"dated": "2024-12-30", "termination_currency": "EUR"}],
        }
    }
    master = agreement(annex(), **keys).master
    after = master.on(isda.basics.days.read_date("2024-12-30"))
    assert (master.termination_currency.value, after.termination_currency.value) == (
        "USD",
        "EUR",
    )
    assert after.governing_law.value == "New York"


def test_a_copy_with_other_terms_is_computed_from_them():
    """What-if: after a call, a copy with another annex or Master reads its own terms."""
    signed = agreement(annex(posting_parties=["B"], threshold="USD 10"))
    day = facts(exposure=owes("USD 100"))
    assert small.moved(isda.call(signed, day)) == [("B", "90", "delivery")]
    other = agreement(annex(posting_parties=["B"], threshold="USD 30"))
    copied = signed.model_copy(update={"annexes": other.annexes})
    assert small.moved(isda.call(copied, day)) == [("B", "70", "delivery")]
    assert small.moved(isda.call(signed, day)) == [("B", "90", "delivery")]


def test_an_amendment_that_says_nil_takes_a_part_out():
    """Once the switch is nil, what it would have had replaced counts again."""
    switch = {"rating_of": "issuer", "below": "A", "agency": "S&P", "replace_with": "USD cash"}
    lot = GOLD | {"issuer": "Acme"}
    rated = [{"of": "Acme", "agency": "S&P", "long_term": "BBB", "since": "2024-01-02"}]
    signed = agreement(
        annex(
            posting_parties=["B"],
            eligible_collateral=gold("50%"),
            replace_when=switch,
            amendments=[{"dated": "2024-12-30", "replace_when": "nil"}],
        )
    )
    moved = [
        small.moved(
            isda.call(signed, facts(on=on, exposure=owes("USD 100"), held=[lot], ratings=rated))
        )
        for on in ("2024-12-27", "2024-12-30")
    ]
    assert moved == [[("B", "100", "delivery")], [("B", "95", "delivery")]]


def test_an_amendment_of_a_separate_minimum_keeps_its_rounding():
    """B owes 7.5 apart; the new minimum of 7 is reached, and the amount still rounds to 10."""
    own = {"minimum_transfer_amount": "USD 100", "rounding": {"delivery": "up to USD 10"}}
    later = {"dated": "2024-12-02",
             "separate_independent_amount": {"minimum_transfer_amount": "USD 7"}}  # fmt: skip
    terms = apart(posting_parties=["B"], independent_amount={"B": "USD 7.50"},
                  separate_independent_amount=own, amendments=[later])  # fmt: skip
    assert small.moved(call(terms, exposure=owes("USD 0"))) == [("B", "10", "delivery")]
