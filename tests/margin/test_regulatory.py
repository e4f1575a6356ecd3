"""Percentages of the annex capped by a regulation: what the table has, and what it has not."""

import pytest
from small import VMENG, VMNY, agreement, annex, call, leg_of, owes, read
from small import codes as codes_of

from isda.lint.asset_classes import class_of

TREASURY = {"asset": "US Treasury", "class": "government", "valuation_percentage": "99%"}
LOT = {
    "posted_by": "B",
    "asset": "US Treasury",
    "nominal": "USD 1,000,000",
    "price": "100",
    "matures": "2027-06-10",
    "credit_quality_step": "1",
}


def held(row=TREASURY, lot=LOT, **terms):
    """A day on which one lot is held, under an annex that Europe caps unless told."""
    given = {"posting_parties": ["B"], "percentages_at_most": "EU"} | terms
    made = annex(VMNY, eligible_collateral=[row], **given)
    return call(made, held=[lot], exposure=owes("USD 5,000,000"))


def value_of(made):
    """What the lot counts for."""
    (found,) = [line.result for line in made.working if line.name == "value"]
    return str(found.normalize().__format__("f"))


def without(given, *keys):
    return {key: part for key, part in given.items() if key not in keys}


CAPS = [
    # five years to the day, and a day more; Europe's second step; America's first year
    ({}, {"matures": "2029-12-30"}, "EU", "980000"),
    ({}, {"matures": "2029-12-31"}, "EU", "960000"),
    ({}, {"matures": "2029-12-30", "credit_quality_step": "2"}, "EU", "970000"),
    ({}, {"matures": "2029-12-31", "credit_quality_step": "3"}, "EU", "940000"),
    ({}, {"credit_quality_step": "4"}, "EU", "850000"),
    ({}, {"matures": "2025-12-30"}, "EU", "990000"),
    ({}, {"matures": "2025-12-30"}, "US", "980000"),
    ({}, {"matures": "2025-12-29"}, "US", "990000"),
    ({}, {}, "UK", "980000"),
    ({"class": "equity"}, {}, "EU", "850000"),
    # a percentage below, at and above what is allowed
    ({"valuation_percentage": "97.99%"}, {}, "EU", "979900"),
    ({"valuation_percentage": "98%"}, {}, "EU", "980000"),
    ({"valuation_percentage": "98.01%"}, {}, "EU", "980000"),
]


@pytest.mark.parametrize(("row", "lot", "regulator", "value"), CAPS)
def test_a_lot_counts_no_more_than_the_table_lets_it(row, lot, regulator, value):
    """By class, credit quality and maturity on the day; the smaller of the two percentages."""
    made = held(TREASURY | row, LOT | lot, percentages_at_most=regulator)
    assert value_of(made) == value


def test_haircuts_and_ratios_are_capped_like_percentages():
    """1 % off becomes 2 %; a ratio of 101 % counts 98 and not 99.0099 of 100."""
    row = without(TREASURY, "valuation_percentage")
    assert value_of(held(row | {"haircut": "1%"})) == "980000"
    assert value_of(held(row | {"haircut": "3%"})) == "970000"
    assert value_of(held(row | {"margin_ratio": "101%"})) == "980000"
    assert value_of(held(row | {"margin_ratio": "125%"})) == "800000"


def test_an_fx_haircut_comes_off_what_is_allowed():
    """98 % is allowed, and 8 % comes off for the currency: 90 %; of a ratio alike."""
    row, lot = without(TREASURY, "valuation_percentage"), LOT | {"nominal": "EUR 1,000,000"}
    for kind in ({"valuation_percentage": "99%"}, {"margin_ratio": "101%"}):
        made = annex(
            VMNY,
            eligible_collateral=[row | kind],
            posting_parties=["B"],
            percentages_at_most="EU",
            fx_haircut="8%",
        )
        day = call(made, held=[lot], exposure=owes("USD 1"), fx={"EURUSD": "2"})
        assert value_of(day) == "1800000"


def test_accrued_interest_beside_the_percentage_counts_in_full():
    """98 % of the clean price, and 1,000 accrued; of a ratio alike."""
    row, lot = without(TREASURY, "valuation_percentage"), LOT | {"accrued": "USD 1,000"}
    for kind in ({"valuation_percentage": "99%"}, {"margin_ratio": "101%"}):
        assert value_of(held(row | kind, lot, accrued="outside")) == "981000"


def test_a_lot_that_is_capped_is_told_and_one_that_is_not_is_not():
    """MC320 where the table takes more off; at the boundary nothing is said."""
    (told,) = [one for one in held().findings if one.code == "MC320"]
    assert "EU rules take at least 2% off" in told.message
    assert "MC320" not in codes_of(held(TREASURY | {"valuation_percentage": "98%"}))


def test_the_working_says_where_the_haircut_stands():
    """The input of the step has instrument, article, mark and row."""
    (line,) = [one for one in held().working if one.name == "most_allowed"]
    place = line.sources["regulatory_haircut"]
    assert place.file == "EU Annex II Table 1"
    assert place.path == (
        "Delegated Regulation (EU) 2016/2251 Annex II Table 1 (primary text read): "
        "government 1 <=5y"
    )


def test_each_party_has_its_own_regulation_or_none():
    """Under the letter of who posts: B is capped, A is not."""
    terms = annex(
        VMENG,
        eligible_collateral=[TREASURY],
        percentages_at_most={"A": "nil", "B": "EU"},
    )
    lots = [LOT | {"posted_by": side, "lot": side} for side in ("A", "B")]
    made = call(terms, held=lots, exposure=owes("USD 0"))
    values = {line.of: int(line.result) for line in made.working if line.name == "value"}
    assert values == {"A": 990000, "B": 980000}


def test_cash_keeps_its_percentage():
    """No table takes anything off cash, and no percentage counts more than all of it."""
    cash = {"asset": "cash", "currency": "USD", "valuation_percentage": "100%"}
    lot = {"posted_by": "B", "asset": "cash", "amount": "USD 1,000,000"}
    assert value_of(held(cash, lot)) == "1000000"


REFUSED = [
    (without(TREASURY, "class"), LOT, "EU", "its row says no class (row 1)"),
    (TREASURY, without(LOT, "credit_quality_step"), "EU", "credit quality step"),
    (TREASURY, LOT | {"credit_quality_step": "5"}, "EU", "has 1, 2-3, 4, and not 5"),
    (TREASURY, without(LOT, "matures"), "EU", "remaining maturity"),
    (TREASURY | {"class": "securitisation"}, LOT, "US", "no haircut of the class"),
    (TREASURY, LOT, "KR", "read at no source"),
    (TREASURY, LOT, "JP", "no haircuts of Japan are known for 2024-12-30"),
]


@pytest.mark.parametrize(("row", "lot", "regulator", "why"), REFUSED)
def test_what_the_table_does_not_have_is_refused(row, lot, regulator, why):
    """MC154 with the reason, and no figure of the leg."""
    made = held(row, lot, percentages_at_most=regulator)
    assert leg_of(made).status == "refused"
    (reason,) = [one for one in made.findings if one.code == "MC154"]
    assert why in reason.message


def test_cash_under_a_regulation_that_nobody_read_is_refused():
    """That its table has nothing on cash is not known either."""
    cash = {"asset": "cash", "currency": "USD", "valuation_percentage": "100%"}
    lot = {"posted_by": "B", "asset": "cash", "amount": "USD 1,000,000"}
    assert leg_of(held(cash, lot, percentages_at_most="JP")).status == "refused"


def test_a_letter_of_credit_under_a_cap_is_refused():
    """No table has letters, and whether the cap touches other support is not said."""
    letter = {"posted_by": "B", "asset": "letter of credit", "nominal": "USD 1,000"}
    made = held(
        lot=letter | {"issuer": "Bank", "matures": "2026-01-01"},
        other_eligible_support=[
            {"support": "letter of credit", "valuation_percentage": "100%"}
        ],
    )
    assert leg_of(made).status == "refused"
    assert "letters of credit" in str([one.message for one in made.findings])


def test_one_percentage_in_the_place_of_all_beside_a_cap_is_undefined():
    """Whether a regulation caps that one too no document says."""
    made = annex(
        VMNY,
        eligible_collateral=[TREASURY],
        posting_parties=["B"],
        percentages_at_most="EU",
        all_percentages={"while": [{"event": "Bankruptcy", "of": "B", "value": "100%"}]},
    )
    events = [{"event": "Bankruptcy", "of": "B", "from": "2024-12-27"}]
    day = call(made, held=[LOT], exposure=owes("USD 5,000,000"), events=events)
    assert leg_of(day).status == "undefined"
    assert "MC201" in codes_of(day)


def test_an_open_cap_leaves_the_leg_of_its_party_undefined():
    """`unresolved:` alone under B's letter."""
    made = held(percentages_at_most={"B": {"unresolved": "the page is torn"}})
    assert leg_of(made).status == "undefined"


def test_the_check_takes_the_class_that_a_row_says():
    """A name that tells nothing, and `class:` beside it."""
    row = TREASURY | {"asset": "agency bond", "class": "corporate"}
    (annexed,) = agreement(annex(VMNY, eligible_collateral=[row])).annexes
    assert class_of(annexed.eligible_collateral[0]) == "corporate"


def test_a_regulator_without_tables_is_no_word_of_the_sheet():
    """The list is closed."""
    found = read(annex(VMNY, percentages_at_most="CH")).findings
    assert [one.code for one in found] == ["DQ034"] * len(found)
    assert found
