"""Limit rate and call rate of a strip of forwards, by hand, and every reason for having none.

The client sold a thousand dollars at 1,000 won; its limit is a hundred thousand won. At a
rate of S it has lost 1,000 x S less a million.
"""

from dataclasses import replace
from decimal import Decimal

import pytest
import small
from small import call, loss_limit, mark, trade

import isda
from isda.statement.sentence import sentences

PLUS = {"plus_is_good_for": "party A"}
NO_POINTS = {"points": "0", "discount_factor": "1"}


def limited(**terms):
    given = {"valuation_date": "any day", "loss_limit": "KRW 100,000"}
    return loss_limit(**given | terms)


def strip(*trades, rate="1,050", **given):
    """A day of trades, each with the mark that the rate makes of it, from the bank's side."""
    marks = [
        mark(str(worth(each, int(rate.replace(",", "")))), each["trade_id"], "KRW", **NO_POINTS)
        for each in trades
    ]
    return PLUS | {"trades": list(trades), "marks": marks, "fx": {"USDKRW": rate}} | given


def worth(each, rate):
    sign = 1 if each["buy_sell"] == "buy" else -1
    return sign * (int(each["notional_1"]) * rate - int(each["notional_2"]))


def use_of(terms, **given):
    made = call(terms, **given)
    return small.leg_of(made).limit


def rates(terms, **given):
    use = use_of(terms, **given)
    return small.plain(use.limit_rate), small.plain(use.call_rate)


BUYS = trade(buy_sell="sell")


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({}, ("1100", "1100")),
        ({"minimum_transfer_amount": "KRW 20,000"}, ("1100", "1120")),
        ({"performance_deposit": "KRW 40,000", "deposit_order": "inside"}, ("1060", "1060")),
        # on top, and the whole deposit is owed already: nothing is posted
        ({"performance_deposit": "KRW 40,000", "deposit_order": "on top"}, ("1100", None)),
        # below the minimum the deposit is not called yet: 100 + 50 - 40 over the limit's 1,000
        ({"performance_deposit": "KRW 40,000", "deposit_order": "on top",
          "minimum_transfer_amount": "KRW 50,000"}, ("1100", "1110")),
    ],
)  # fmt: skip
def test_excess_only_by_hand(terms, expected):
    """The limit rate is (limit + a million) / 1,000; a call needs the minimum as well."""
    assert rates(limited(**terms), **strip(trade())) == expected


@pytest.mark.parametrize(
    ("posted", "expected"),
    [
        ("nothing", ("1100", "1100")),
        ("80,000", ("1100", "1100")),
        ("150,000", ("1100", "1150")),
    ],
)
def test_full_loss_is_called_at_the_later_of_two_rates(posted, expected):
    """The call goes out at the limit, or later: where the loss passes what is posted."""
    terms = limited(
        over_the_limit="full loss once breached",
        dated="2024-12-30",
        eligible_collateral=[
            {"asset": "cash", "currency": "KRW", "valuation_percentage": "100%"}
        ],
    )
    lot = {"posted_by": "B", "asset": "cash", "amount": f"KRW {posted}"}
    held = [] if posted == "nothing" else [lot]
    assert rates(terms, **strip(trade(), held=held)) == expected


LATCHED = {
    "over_the_limit": "full loss once breached",
    "release_level": "KRW 80,000",
    "minimum_transfer_amount": {"A": "nil", "B": "KRW 5,000"},
    "eligible_collateral": [
        {"asset": "cash", "currency": "KRW", "valuation_percentage": "100%"}
    ],
}
OF_ALL = {"dated": "2024-12-30"} | {
    key: LATCHED[key] for key in ("over_the_limit", "eligible_collateral")
}
SINCE = {"latch": {"on": "2024-12-29", "latched": "yes"}}


@pytest.mark.parametrize(
    ("posted", "expected"),
    [("50,000", "1080"), ("74,999", "1080"), ("75,000", "1080"), ("75,001", "1080.001")],
)
@pytest.mark.parametrize("sells", [True, False])
def test_a_latched_breach_is_called_down_to_its_release_level(posted, expected, sells):
    """Below 80,000 the breach is over and nothing is owed, whatever is posted."""
    day = strip(trade() if sells else BUYS, rate="1,090" if sells else "910")
    lot = {"posted_by": "B", "asset": "cash", "amount": f"KRW {posted}"}
    limit, call_rate = rates(limited(**LATCHED), **day, **SINCE, held=[lot])
    assert limit == ("1100" if sells else "900")
    assert call_rate == (expected if sells else small.plain(2000 - Decimal(expected)))


@pytest.mark.parametrize(
    ("deposit", "expected"),
    [
        # owed from a loss of 80,000 less the deposit
        ("79,999", "1000.001"),
        # a deposit at the release level holds the breach, so it is owed whatever the loss is
        ("80,000", None),
    ],
)
def test_a_deposit_inside_that_keeps_a_breach_latched(deposit, expected):
    """Below its release level a deposit inside goes back with the rest; at it, never."""
    terms = LATCHED | {"performance_deposit": f"KRW {deposit}", "deposit_order": "inside"}
    use = use_of(limited(**terms), **strip(trade(), rate="1,090"), **SINCE)
    assert small.plain(use.call_rate) == expected
    assert (use.rate_note == "the deposit alone is called already") is (expected is None)


def test_a_latch_that_ends_today_is_called_at_the_limit_again():
    """One unit below the release level the breach is over, and at it it is not."""
    for rate, expected in (("1,079", "1100"), ("1,080", "1080")):
        assert rates(limited(**LATCHED), **strip(trade(), rate=rate), **SINCE)[1] == expected


def test_a_client_that_buys_loses_as_the_rate_falls():
    """The importer's mirror: its limit is at 900, and posted won push the call lower."""
    assert rates(limited(), **strip(BUYS)) == ("900", "900")
    terms = limited(
        over_the_limit="full loss once breached",
        dated="2024-12-30",
        eligible_collateral=[
            {"asset": "cash", "currency": "KRW", "valuation_percentage": "100%"}
        ],
    )
    lot = {"posted_by": "B", "asset": "cash", "amount": "KRW 150,000"}
    assert rates(terms, **strip(BUYS, held=[lot])) == ("900", "850")


def test_the_clients_own_feed_gives_the_same_rates():
    """Where plus is good for the client, its sales stand as sales and its losses as minus."""
    given = strip(trade())
    given["plus_is_good_for"] = "party B"
    given["trades"] = [trade(buy_sell="sell")]
    given["marks"] = [mark("-50000", "T1", "KRW", **NO_POINTS)]
    assert rates(limited(), **given) == ("1100", "1100")


def test_points_and_discount_factors_move_the_rates():
    """Half discounted with ten points: 500 x (S + 10) - 500,000 is 100,000 at 1,190."""
    given = strip(trade())
    given["marks"] = [mark("30000", "T1", "KRW", points="10", discount_factor="0.5")]
    assert rates(limited(), **given) == ("1190", "1190")


@pytest.mark.parametrize(
    ("mark_of_day", "has_rate"),
    [("50000", True), ("50001", True), ("50001.01", False), ("49999", True), ("49998", False)],
)
def test_a_mark_that_the_rate_does_not_make_is_no_forward(mark_of_day, has_rate):
    """A mark may be rounded to the won; a won and a bit off, the strip is not what it says."""
    given = strip(trade())
    given["marks"] = [mark(mark_of_day, "T1", "KRW")]
    use = use_of(limited(), **given)
    assert (use.limit_rate is not None) is has_rate
    if not has_rate:
        assert use.rate_note == "the mark of T1 is not that of a forward at the strip's rate"


def test_without_a_rate_of_the_day_points_and_factor_must_be_given():
    """No rate to prove the mark by: then both must stand beside it."""
    given = strip(trade())
    del given["fx"]
    assert rates(limited(), **given) == ("1100", "1100")
    given["marks"] = [mark("50000", "T1", "KRW", points="0")]
    assert use_of(limited(), **given).rate_note == (
        "points and discount factor of T1 are not given"
    )


NOTES = {
    "no side": (strip(trade()) | {"trades": [
        {key: part for key, part in trade().items() if key != "buy_sell"}]},
        "T1 is no forward with both notionals and its side"),
    "not against won": (strip(trade(currency_2="EUR")), "T1 is not against KRW"),
    "several currencies": (
        strip(trade(), trade("T2", currency_1="EUR"),
              fx={"USDKRW": "1,050", "EURKRW": "1,050"}),
        "the trades are in several currencies, so there is no single rate"),
    "sales and purchases": (
        strip(trade(), trade("T2", buy_sell="sell")),
        "sales and purchases cancel out, so no rate reaches the limit"),
    "no trade": (strip(trade(maturity="2024-12-29")) | {"marks": []}, "no trade is left"),
    "a mark in dollars": (
        strip(trade()) | {"marks": [mark("50", "T1", "USD", **NO_POINTS)]},
        "T1 is not against KRW"),
    "a notional of nil": (
        strip(trade(notional_1="0", notional_2="0")),
        "T1 is no forward with both notionals and its side"),
    "two rates": (
        strip(trade(), trade("T2")) | {"marks": [
            mark("50000", "T1", "KRW", **NO_POINTS), mark("50003", "T2", "KRW", **NO_POINTS)]},
        "the mark of T2 is not that of a forward at the strip's rate"),
    "no rate of the day": (
        {key: part for key, part in strip(trade()).items() if key != "fx"} | {"marks": [
            mark("50000", "T1", "KRW")]},
        "points and discount factor of T1 are not given"),
    "a discount factor of nil": (
        strip(trade()) | {"marks": [
            mark("50000", "T1", "KRW", points="0", discount_factor="0")]},
        "the discount factor of T1 is nil"),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTES)
def test_a_strip_without_a_rate_says_why(name):
    """Where no single rate reaches the limit, the reason stands where the rate would."""
    given, note = NOTES[name]
    use = use_of(limited(), **given)
    assert (use.limit_rate, use.call_rate, use.rate_note) == (None, None, note)


def test_a_loss_given_as_a_figure_has_no_rate():
    """Without the trades behind it a loss reaches its limit at no known rate."""
    use = use_of(limited(), exposure=small.owes("KRW 5"))
    assert use.rate_note == "the loss is given as a figure, not by its trades"


def test_a_mark_of_an_earlier_day_gives_no_rate():
    """A mark that is allowed to be old makes an exposure, and no rate of today."""
    given = strip(trade())
    given["marks"] = [mark("50000", "T1", "KRW", on="2024-12-29", **NO_POINTS)]
    day = replace(small.facts(**given), mark_age_days=1)
    use = small.leg_of(isda.call(small.agreement(limited()), day)).limit
    assert use.rate_note == "T1 has no mark of the day"
    assert use.used_amount == 50000


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("KRW 999,999", ("0.001", None)),
        ("KRW 1,000,000", (None, "no rate above zero reaches the limit")),
        ("KRW 1,000,001", (None, "no rate above zero reaches the limit")),
    ],
)
def test_a_purchase_loses_no_more_than_its_price(limit, expected):
    """A thousand dollars bought at 1,000 won lose a million at most, at a rate of nil."""
    use = use_of(limited(loss_limit=limit), **strip(BUYS))
    assert (small.plain(use.limit_rate), use.rate_note) == expected


@pytest.mark.parametrize(
    ("posted", "expected"),
    [
        ("39,999", (None, "the deposit alone is called already")),
        ("40,000", ("1100", None)),
        ("40,001", ("1100", None)),
    ],
)
def test_a_deposit_that_is_posted_is_not_called_again(posted, expected):
    """One won short it is called whatever the loss; posted, the next call is at the limit."""
    terms = {"performance_deposit": "KRW 40,000", "deposit_order": "on top"}
    lot = {"posted_by": "B", "asset": "cash", "amount": f"KRW {posted}"}
    use = use_of(limited(**terms, **OF_ALL), **strip(trade(), rate="1,010"), held=[lot])
    assert (small.plain(use.call_rate), use.rate_note) == expected


@pytest.mark.parametrize(
    ("posted", "expected"),
    [
        ("999,999", ("0.001", None)),
        ("1,000,000", (None, "no rate above zero makes the next call")),
        ("1,000,001", (None, "no rate above zero makes the next call")),
    ],
)
def test_a_purchase_is_never_called_beyond_its_price(posted, expected):
    """At a rate of nil a million is lost: more than that is posted already."""
    lot = {"posted_by": "B", "asset": "cash", "amount": f"KRW {posted}"}
    use = use_of(limited(**OF_ALL), **strip(BUYS, rate="950"), held=[lot])
    assert small.plain(use.limit_rate) == "900"
    assert (small.plain(use.call_rate), use.rate_note) == expected


def test_a_latched_purchase_is_called_at_its_release_level_though_no_rate_reaches_the_limit():
    """A limit of a million is its whole price; 80,000 are lost at 920."""
    terms = limited(**LATCHED | {"loss_limit": "KRW 1,000,000"})
    made = call(terms, **strip(BUYS, rate="910"), **SINCE)
    use = small.leg_of(made).limit
    assert (use.limit_rate, small.plain(use.call_rate)) == (None, "920")
    words = " ".join(sentences(made))
    assert "No rate of the limit is given: no rate above zero reaches the limit." in words
    assert (
        "While the breach is latched, with what was posted before today a call goes out at 920."
    ) in words
