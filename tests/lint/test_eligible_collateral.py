"""The rules on the table of eligible collateral, at their boundaries."""

import random

import pytest
from small_lint import SAMPLES, codes, found, sample, with_terms

from isda.lint.check import check_text
from isda.lint.rules.ec008_asset_mistyped import meant_by

CLEAN = sample("CS006", "up-and-down")
CASH = {"asset": "cash", "currency": "USD", "valuation_percentage": "100%"}


def rows(*ranges, **more):
    percentages = ("99%", "98%", "97%", "96%")
    return [
        {"asset": "US Treasury", "remaining": held, "valuation_percentage": percent, **more}
        for held, percent in zip(ranges, percentages, strict=False)
    ]


def table(*items):
    return with_terms(CLEAN, eligible_collateral=[CASH, *items])


@pytest.mark.parametrize(
    ("ranges", "code", "named"),
    [
        (("[0y, 5y)", "[5y, 10y]"), None, ""),
        (("[0y, 5y]", "(5y, 10y]"), None, ""),
        (("[0y, 5y)", "(5y, 10y]"), "EC001", "of 5y,"),
        (("[0y, 5y]", "[5y, 10y]"), "EC002", "of 5y"),
        (("[0y, 5y)", "[6y, 10y]"), "EC001", "of [5y, 6y),"),
        (("[0y, 5y]", "(6y, 10y]"), "EC001", "of (5y, 6y],"),
        (("[0y, 6y)", "(5y, 10y]"), "EC002", "of (5y, 6y)"),
        (("[0y, 6y]", "[5y, )"), "EC002", "of [5y, 6y]"),
        (("[0y, 12m)", "[1y, 10y]"), None, ""),
        (("[0y, 365d)", "[1y, 10y]"), None, ""),
        (("[0y, 364d)", "[1y, 10y]"), "EC001", "of [364d, 1y),"),
        (("[5y, 10y]", "[0y, 5y)"), "EC003", ""),
        (("[1y, 5y)", "[5y, )"), None, ""),
        (("[0y, )", "[5y, 10y]"), "EC002", "of [5y, 10y]"),
        (("[0y, 3y)", "(3y, 5y)", "[5y, 10y]"), "EC001", "of 3y,"),
        (("[0y, 10y]",), None, ""),
    ],
)
def test_a_maturity_is_owned_by_one_row(ranges, code, named):
    """A gap and an overlap are named by the value that nobody owns, or that two rows claim."""
    told = found(table(*rows(*ranges)))
    assert [each.code for each in told] == ([code] if code else [])
    assert all(named in f"{each.message}," for each in told)


@pytest.mark.parametrize(
    "other",
    [
        {"issuers": ["Fannie Mae"]},
        {"coupon": "floating"},
        {"currency": "EUR"},
        {"only_while": {"event": "Illegality", "of": "A"}},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_row_of_another_kind_leaves_no_gap(other):
    """Rows that take other items are no neighbours."""
    first, second = rows("[0y, 5y)", "(5y, 10y]")
    assert codes(table(first, second | other)) == []


@pytest.mark.parametrize(
    ("first", "second", "meets"),
    [
        ({"for": ["A"]}, {"for": ["B"]}, False),
        ({"for": ["A"]}, {}, True),
        ({"currency": "EUR"}, {"currency": "USD"}, False),
        ({"currency": "EUR"}, {}, True),
        ({"issuers": ["One"]}, {"issuers": ["Two"]}, False),
        ({"issuers": ["One", "Two"]}, {"issuers": ["two"]}, True),
        ({"coupon": "fixed"}, {"coupon": "floating"}, False),
        ({"coupon": "fixed"}, {}, True),
        ({"excludes": ["One"]}, {}, False),
        ({"only_while": {"approved_by": "S&P"}}, {}, True),
        (
            {"only_while": {"approved_by": "S&P"}},
            {"only_while": {"event": "Illegality", "of": "A"}},
            False,
        ),
    ],
    ids=str,
)
def test_two_rows_claim_an_item_only_if_it_may_fall_under_both(first, second, meets):
    """Whatever tells two rows apart keeps them from claiming one item."""
    one, other = rows("[0y, 10y]", "[0y, 10y]")
    assert codes(table(one | first, other | second)) == ["EC002"] * meets


@pytest.mark.parametrize(
    ("kind", "cells", "fires"),
    [
        ("valuation_percentage", ("98%", "98%"), False),
        ("valuation_percentage", ("98%", "98.0001%"), True),
        ("haircut", ("2%", "2%"), False),
        ("haircut", ("2%", "1.9999%"), True),
        ("margin_ratio", ("102%", "102%"), False),
        ("margin_ratio", ("102%", "101.9999%"), True),
        ("valuation_percentage", ("98%", "to be agreed"), False),
    ],
)
def test_a_longer_maturity_never_counts_for_more(kind, cells, fires):
    """Percentage, haircut and ratio are compared by what 100 counts for."""
    ranges = ("[0y, 5y)", "[5y, 10y]")
    items = [
        {"asset": "US Treasury", "remaining": held, kind: cell}
        for held, cell in zip(ranges, cells, strict=True)
    ]
    assert codes(table(*items)) == ["EC003"] * fires


@pytest.mark.parametrize(
    ("better", "worse", "cells", "expected"),
    [
        ({"at_least": "A-"}, {"below": "A-"}, ("90%", "90%"), []),
        ({"at_least": "A-"}, {"below": "A-"}, ("90%", "90.01%"), ["EC004"]),
        ({"at_least": "A-"}, {"at_most": "BBB+"}, ("90%", "91%"), ["EC004"]),
        ({"at_least": "AA-"}, {"at_least": "A-"}, ("90%", "91%"), ["EC002", "EC004"]),
        ({"at_least": "BBB-"}, {"below": "A-"}, ("90%", "91%"), []),
        ({"at_least": "A-"}, {"below": "A-", "rating_of": "issuer"}, ("90%", "91%"), []),
        ({"at_least": "A-"}, {"below": "A3", "agency": "Moody's"}, ("90%", "91%"), []),
    ],
)
def test_a_worse_rating_never_counts_for_more(better, worse, cells, expected):
    """Rows that are alike but for the rating are compared; others are not."""
    items = [
        {
            "asset": "corporate bond",
            "valuation_percentage": cell,
            "only_while": {"rating_of": "issue", "agency": "S&P", **test},
        }
        for test, cell in zip((better, worse), cells, strict=True)
    ]
    assert codes(table(*items)) == expected


@pytest.mark.parametrize(
    ("ratio", "takes_off", "looks"),
    [("108%", "7.41%", "8%"), ("102%", "1.96%", "2%"), ("105%", "4.76%", "5%"),
     ("125%", "20%", "25%"), ("200%", "50%", "100%")],
)  # fmt: skip
def test_both_readings_of_a_margin_ratio_are_shown(ratio, takes_off, looks):
    """108 % divides: 100 / 1.08 = 92.59, which takes off 7.41 and not 8."""
    bonds = {"asset": "US Treasury", "haircut": "2%"}
    other = {"asset": "Korea Treasury", "margin_ratio": ratio}
    (one,) = found(table(bonds, other))
    assert one.code == "EC005"
    assert f"takes off {takes_off}, not {looks}" in one.message


@pytest.mark.parametrize(
    ("shares", "fires"),
    [(("49.99%", "50%"), True), (("50%", "50%"), False), (("50%", "50.01%"), False)],
)
@pytest.mark.parametrize("base", ["posted value", "requirement"])
def test_caps_on_everything_sum_to_the_whole(shares, base, fires):
    """99.99 % leaves a part above a cap whatever is posted; 100 % does not."""
    caps = [
        {"of": {"asset": asset}, "at_most": f"{share} of {base}"}
        for asset, share in zip(("cash", "US Treasury"), shares, strict=True)
    ]
    assert codes(with_terms(CLEAN, concentration=caps)) == ["EC006"] * fires


@pytest.mark.parametrize(
    "caps",
    [
        [
            ("asset", "cash", "40% of posted value"),
            ("asset", "US Treasury", "40% of requirement"),
        ],
        [("asset", "cash", "USD 1,000,000"), ("asset", "US Treasury", "40% of posted value")],
        [("issuer", "each", "10% of posted value")],
        [("currency", "USD", "40% of posted value")],
    ],
    ids=str,
)
def test_caps_that_cannot_be_summed_are_left_alone(caps):
    """Shares of two things, money, and issuers without end say nothing of a sum."""
    said = [{"of": {key: name}, "at_most": at_most} for key, name, at_most in caps]
    assert codes(with_terms(CLEAN, concentration=said)) == []


def test_a_cap_above_the_whole_is_refused_by_the_reader():
    """Item 30: a cap lies within 0 % and 100 %."""
    cap = {"of": {"asset": "cash"}, "at_most": "101% of posted value"}
    assert codes(with_terms(CLEAN, concentration=[cap])) == ["DQ050"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("US Tresury", "US Treasury"),
        ("us treasruy", "US Treasury"),
        ("Koera Treasury", "Korea Treasury"),
        ("chash", "cash"),
        ("goverment bond", "government bond"),
        ("US Treasury", None),
        ("US TREASURY", None),
        ("US Treasuries", None),
        ("Gilts", None),
        ("Korean Treasury", None),
        ("Canadian Treasury", None),
        ("Swiss Treasury", None),
        ("Canda Treasury", "Canada Treasury"),
        ("Canaddda Treasury", "Canada Treasury"),
        ("Canadddda Treasury", None),
        ("Switzerlandish Treasury", None),
        ("Switzreland Treasury", "Switzerland Treasury"),
        ("Swtzrlnd Treasury", None),
        ("Austria Treasury", None),
        ("Australia Treasury", None),
        ("Guernsey Treasury", None),
        ("Bond", None),
        ("UK Agency", None),
        ("국고채", None),
    ],
)
def test_only_slips_of_well_known_names_are_taken_for_slips(name, meant):
    """A name that is merely unusual is the parties' own."""
    assert meant_by(name) == meant


@pytest.mark.parametrize("seed", range(40))
def test_no_rule_fails_on_a_sheet_that_lost_a_line(seed):
    """Whatever is missing, a check ends in findings."""
    chosen = random.Random(seed)  # noqa: S311  # no secret
    paths = sorted(SAMPLES.glob("*/*/*.yaml"))
    lines = chosen.choice(paths).read_text(encoding="utf-8").splitlines(keepends=True)
    for _ in range(5):
        out = chosen.randrange(6, len(lines))
        checked = check_text("".join(lines[:out] + lines[out + 1 :]))
        assert all(each.place.line >= 0 for each in checked.findings)


def test_a_row_without_percentage_is_left_to_the_rules_of_a_loss_limit():
    """The convention of a loss-limit agreement is asked for by a rule of its own."""
    annex = {
        "form": "Loss limit agreement (Korea)",
        "posting_parties": ["B"],
        "base_currency": "KRW",
        "loss_limit": "KRW 1,000,000,000",
        "over_the_limit": "excess only",
        "eligible_collateral": [{"asset": "Korea Treasury"}],
    }
    assert "EC010" not in codes({**CLEAN, "annexes": [annex]})
    assert "EC010" in codes(table({"asset": "Korea Treasury"}))
