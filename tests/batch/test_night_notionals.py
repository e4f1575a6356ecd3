"""Notionals and strips: what of single trades is added up, and what is read trade by trade."""

from decimal import Decimal

import pytest
from nights import assert_alike
from tiny_book import REGIMES, lines, sheet, tiny

from isda.batch import rows

HEADER = (
    "trade_id,agreement,buy_sell,notional_1,currency_1,notional_2,currency_2,"
    "trade_date,maturity,mark,mark_currency,marked_on\n"
)
SHARES = """\
T1,ONE,,10000000.01,USD,,,2024-01-10,2027-01-10,7000000.25,USD,2024-12-30
T2,ONE,,333333333.33,KRW,,,2024-01-11,2027-01-10,-2000000.5,EUR,2024-12-30
T3,ONE,,777777.77,KRW,,,2024-02-10,2025-01-10,15,KRW,2024-12-30
T4,ONE,,1000000.5,EUR,,,2024-03-10,2026-01-10,250000,USD,2024-12-30
"""
STRIP = """\
T1,ONE,buy,1000000,USD,1350000000,KRW,2024-01-10,2025-03-10,124800000,KRW,2024-12-30
T2,ONE,buy,500000,USD,680000000,KRW,2024-01-10,2025-06-10,57400000,KRW,2024-12-30
"""
"""Forwards that the bank bought at 1,350 and 1,360 won, marked against the rate of 1,474.8."""
SHARED = {
    "independent_amount": {"A": "nil", "B": {"percent_of_notional": "1.123456789%"}},
    "independent_amount_is": "outside",
}
LIMITED = {
    "form": "Loss limit agreement (Korea)",
    "dated": "2024-01-02",
    "posting_parties": ["B"],
    "base_currency": "KRW",
    "loss_limit": "KRW 50,000,000",
    "over_the_limit": "excess only",
    "deposit_order": "inside",
    "performance_deposit": "nil",
    "minimum_transfer_amount": {"A": "nil", "B": "KRW 1,000,000"},
    "rounding": {"delivery": "up to KRW 1,000,000", "return": "down to KRW 1,000,000"},
    "threshold": None,
    "eligible_collateral": [{"asset": "cash", "currency": "KRW", "margin_ratio": "100%"}],
    "valuation_date": "each Local Business Day",
}


def book(folder, trades, **changed):
    """A book of one agreement, whose own elections are given."""
    one = sheet("ONE", **changed)
    one["parties"]["B"]["cities"] = ["Seoul"]
    files = {"agreements.jsonl": lines([one]), "trades.csv": HEADER + trades, "lots.csv": None}
    return tiny(folder, files)


def replaced(rows_of, old, new):
    """Rows with something else in one place."""
    assert old in rows_of
    return rows_of.replace(old, new, 1)


ODD = {
    "a notional that is not given": replaced(SHARES, "10000000.01,USD", ","),
    "a notional in an unknown currency": replaced(SHARES, "1000000.5,EUR", "1000000.5,XXQ"),
    "a notional without a rate": replaced(SHARES, "1000000.5,EUR", "1000000.5,CHF"),
    "a notional below nil": replaced(SHARES, "1000000.5,EUR", "-1000000.5,EUR"),
    "a notional too large": replaced(SHARES, "1000000.5,EUR", "100000000000000,EUR"),
    "a trade without a mark": replaced(SHARES, "15,KRW,2024-12-30", ",,"),
    "a stale mark": replaced(SHARES, "15,KRW,2024-12-30", "15,KRW,2024-12-27"),
    "a trade of tomorrow": replaced(SHARES, "2024-02-10", "2024-12-31"),
    "a mark in an unknown currency": replaced(SHARES, "15,KRW", "15,XXQ"),
    "no trade": "",
}
PLAIN = {
    "a trade of nobody": SHARES + "T9,NOBODY,,1,USD,,,,2027-01-10,1,USD,2024-12-30\n",
    "all plain": SHARES,
    "a notional of nil": replaced(SHARES, "777777.77,KRW", "0,KRW"),
    "eight places": replaced(SHARES, "777777.77,KRW", "777777.77777777,KRW"),
    "a trade that matures today": replaced(SHARES, "2025-01-10", "2024-12-30"),
    "a matured trade": replaced(SHARES, "2025-01-10", "2024-12-29"),
    "an undated trade": replaced(SHARES, "2024-02-10", ""),
    "a trade that is over": replaced(SHARES, "2025-01-10,15,KRW,2024-12-30", "2024-12-29,,,"),
}


LATER = {"from": "2024-01-11"}
WAYS = [(name, None) for name in PLAIN]
WAYS += [(name, LATER) for name in PLAIN if name != "an undated trade"]


@pytest.mark.parametrize(("name", "later"), WAYS)
def test_shares_of_notionals_are_added_up_on_columns(tmp_path, name, later):
    """Each notional is converted and rounded by itself, as the single call does it."""
    changed = SHARED | {"covered_transactions": later}
    made = assert_alike(book(tmp_path / "book", PLAIN[name], **changed))
    assert made.why_single == {}
    owed = made.legs.filter(posting_party="B")["independent_amount_b"].item()
    assert owed > 0


def test_the_sum_of_shares_by_hand(tmp_path):
    """Three notionals at 10 %: USD 100 and EUR 50 at 1.0389, and KRW 1,474.80 at 1,474.8.

    10 % of 100 is 10; of 51.945 it is 5.1945; of 1 it is 0.1. Together 15.2945.
    """
    trades = (
        "T1,ONE,,100,USD,,,2024-01-10,2027-01-10,0,USD,2024-12-30\n"
        "T2,ONE,,50,EUR,,,2024-01-10,2027-01-10,0,USD,2024-12-30\n"
        "T3,ONE,,1474.80,KRW,,,2024-01-10,2027-01-10,0,USD,2024-12-30\n"
    )
    shared = SHARED | {"independent_amount": {"A": "nil", "B": {"percent_of_notional": "10%"}}}
    made = assert_alike(book(tmp_path / "book", trades, **shared))
    owed = made.legs.filter(posting_party="B")["independent_amount_b"].item()
    assert str(owed.normalize()) == "15.2945"


@pytest.mark.parametrize("trades", ODD.values(), ids=ODD)
def test_what_is_odd_about_a_notional_is_said_by_the_single_call(tmp_path, trades):
    """Where a notional is not plain every trade of its agreement is read."""
    made = assert_alike(book(tmp_path / "book", trades, **SHARED))
    assert set(made.why_single) == {"ONE"}


def test_an_undated_trade_may_be_one_that_the_annex_does_not_cover(tmp_path):
    """Where the annex covers trades from a day on, the single call says what is missing."""
    changed = SHARED | {"covered_transactions": LATER}
    made = assert_alike(book(tmp_path / "book", PLAIN["an undated trade"], **changed))
    assert set(made.why_single) == {"ONE"}


HUGE = {
    "shares": (
        SHARED["independent_amount_is"],
        {"A": "nil", "B": {"percent_of_notional": "99999999%"}},
        "KRWUSD,2024-12-30,0.00001",
        ["1000000000,USD,,,2024-01-10,2027-01-10,1"] * 2,
    ),
    "marks": (
        None,
        None,
        "KRWUSD,2024-12-30,0.00001",
        ["1,USD,,,2024-01-10,2027-01-10,99999999999999"] * 40
        + ["1,USD,,,2024-01-10,2027-01-10,-99999999999999"] * 40,
    ),
}


@pytest.mark.parametrize("name", HUGE)
def test_amounts_whose_sum_is_beyond_every_column(tmp_path, name):
    """Each of them can be said and their sum cannot: nothing wraps, and the night goes on."""
    counts, owed, rate, rows_of = HUGE[name]
    won = {"base_currency": "KRW", "threshold": None, "rounding": None}
    least = {"minimum_transfer_amount": "KRW 1"}
    owing = {"independent_amount": owed, "independent_amount_is": counts}
    trades = "".join(f"T{n},ONE,,{row},USD,2024-12-30\n" for n, row in enumerate(rows_of, 10))
    folder = book(tmp_path / "book", trades, **won, **least, **owing)
    (folder / "fx.csv").write_text(f"pair,on,rate\n{rate}\n")
    assert set(assert_alike(folder).why_single) == {"ONE"}


def test_both_parties_may_owe_a_share(tmp_path):
    """Each owes its own: half a percent, and two, of USD 11,265,447.26.

    That is 10,000,000.01, EUR 1,000,000.5 at 1.0389 = 1,038,900.52, and KRW 334,111,111.10
    at 1,474.8 = 226,546.73; half a percent of it is 56,327.24.
    """
    both = {
        "A": {"percent_of_notional": "0.5%"}, "B": {"percent_of_notional": "2%"},
    }  # fmt: skip
    changed = SHARED | {"independent_amount": both}
    made = assert_alike(book(tmp_path / "book", SHARES, **changed))
    assert made.why_single == {}
    rows_of = made.legs.select("posting_party", "independent_amount_a", "independent_amount_b")
    (_, of_a, nil), (_, none, of_b) = rows_of.rows()
    assert (nil, none) == (0, 0)
    assert round(of_a, 2) == Decimal("56327.24")
    assert round(of_a * 4 - of_b, 12) == 0


@pytest.fixture
def read(monkeypatch):
    """How many trades were read one by one."""
    seen = []

    class Counted(rows.OwnRows):
        def take(self, agreement):
            seen.extend(
                each for each in self._rows.get(agreement, ()) if each.table == "trades"
            )
            return super().take(agreement)

    monkeypatch.setattr("isda.batch.night_run.OwnRows", Counted)
    return seen


def test_a_strip_of_forwards_is_read_trade_by_trade(tmp_path, read):
    """Its limit rate turns on each forward; the two runs find the same."""
    made = assert_alike(book(tmp_path / "book", STRIP, **LIMITED))
    (leg,) = made.calls[0].legs
    assert leg.limit.limit_rate is not None
    assert len(read) == 2


NO_STRIP = {
    "a mark that is not the rate's": replaced(STRIP, "124800000", "124799998"),
    "no second notional": replaced(STRIP, "1350000000,KRW", ","),
    "no side": replaced(STRIP, "T1,ONE,buy", "T1,ONE,"),
    "a second currency": replaced(STRIP, "1350000000,KRW", "1350000000,USD"),
    "a mark in another currency": replaced(STRIP, "124800000,KRW", "84624,USD"),
}


@pytest.mark.parametrize("trades", NO_STRIP.values(), ids=NO_STRIP)
def test_trades_that_are_no_strip_are_added_up(tmp_path, trades, read):
    """One trade is enough to know that there is no rate; no trade is read for its own sake."""
    made = assert_alike(book(tmp_path / "book", trades, **LIMITED))
    (leg,) = made.calls[0].legs
    assert leg.limit.limit_rate is None
    assert read == []


def test_a_mark_within_the_tolerance_is_still_of_the_strip(tmp_path, read):
    """One won beside the rate is a rounding; two are another price, above."""
    trades = replaced(STRIP, "124800000", "124799999")
    made = assert_alike(book(tmp_path / "book", trades, **LIMITED))
    assert made.calls[0].legs[0].limit.limit_rate is not None
    assert len(read) == 2


def test_a_strip_that_only_its_second_forward_breaks_is_read(tmp_path, read):
    """The first forward alone could be part of a strip, so that all of them are looked at."""
    trades = replaced(STRIP, "57400000", "57300000")
    made = assert_alike(book(tmp_path / "book", trades, **LIMITED))
    assert made.calls[0].legs[0].limit.limit_rate is None
    assert len(read) == 2


OF_TWO_DAYS = "pair,on,rate\nUSDKRW,2024-12-27,1400\nUSDKRW,2024-12-30,1474.8\n"
BEFORE = LIMITED | {"fixing": "close of the day before"}


def test_marks_are_converted_at_the_rate_of_the_fixing_day_before(tmp_path, read):
    """USD 100,000 at 1,400 is KRW 140,000,000; at the rate of the day 147,480,000."""
    trades = "T1,ONE,,1,USD,,,2024-01-10,2025-03-10,100000,USD,2024-12-30\n"
    folder = book(tmp_path / "book", trades, **BEFORE)
    made = assert_alike(tiny_fx(folder, OF_TWO_DAYS))
    assert made.calls[0].legs[0].exposure == 140_000_000
    assert read == []


def test_a_rate_of_the_fixing_day_before_that_is_missing(tmp_path):
    """The rate of the day does not stand in for it."""
    trades = "T1,ONE,,1,USD,,,2024-01-10,2025-03-10,100000,USD,2024-12-30\n"
    made = assert_alike(book(tmp_path / "book", trades, **BEFORE))
    assert made.calls[0].legs[0].exposure is None


@pytest.mark.parametrize(("mark", "is_strip"), [(50_000_000, True), (124_800_000, False)])
def test_a_strip_is_held_against_the_rate_of_the_fixing_day_before(tmp_path, mark, is_strip):
    """USD 1,000,000 bought at 1,350 is worth KRW 50,000,000 at 1,400."""
    trades = STRIP.splitlines(keepends=True)[0].replace("124800000", str(mark))
    folder = book(tmp_path / "book", trades, **BEFORE)
    made = assert_alike(tiny_fx(folder, OF_TWO_DAYS))
    assert (made.calls[0].legs[0].limit.limit_rate is not None) is is_strip


def tiny_fx(folder, rates):
    """A book with other rates."""
    (folder / "fx.csv").write_text(rates)
    return folder


LATCHING = LIMITED | {
    "dated": "2024-12-26",
    "over_the_limit": "full loss once breached",
    "performance_deposit": "not applicable",
    "deposit_order": None,
    "valuation_date": "each Seoul business day",
}


def test_a_limit_that_latches_sees_which_trades_had_no_mark_on_a_day_before(tmp_path):
    """T2 matured since, marked on the 27th, on which T1 has no mark: that day is not known.

    One trade for all would have been made today, and T2 alone would be the 27th.
    """
    trades = (
        "T1,ONE,,1,USD,,,2024-01-10,2025-03-10,30000000,KRW,2024-12-30\n"
        "T2,ONE,,1,USD,,,2024-01-10,2024-12-29,90000000,KRW,2024-12-27\n"
    )
    folder = book(tmp_path / "book", trades, **LATCHING)
    with (folder / "book.yaml").open("a") as settings:
        settings.write("latches:\n  ONE: {on: 2024-12-26, latched: no}\n")
    (leg,) = assert_alike(folder).calls[0].legs
    assert "2024-12-27" in leg.reasons[0].message


BESIDE = {
    "form": "IM CSA 2018 New York",
    "dated": "2021-09-01",
    "posting_parties": ["B"],
    "base_currency": "USD",
    "regimes": {"EU": {"method": "SIMM"}},
    "margin_approach": "distinct",
    "eligible_collateral": [
        {"asset": "cash", "currency": "USD", "valuation_percentage": "100%"}
    ],
    "threshold": "USD 50,000,000",
    "minimum_transfer_amount": "USD 250,000",
    "valuation_date": "each Local Business Day",
    "covered_transactions": {"from": "2021-09-01"},
}
MARGIN = "agreement,regime,poster,on,amount,currency\nONE,EU,B,2024-12-30,60000000,USD\n"


def test_initial_margin_may_cover_from_a_day_what_variation_margin_covers_from_ever(tmp_path):
    """A trade without a trade date is refused, whichever of the two annexes asks for it."""
    one = sheet("ONE", form="VM CSA 2016 New York", threshold=None)
    one["annexes"].append(BESIDE)
    trades = HEADER + replaced(SHARES, "2024-01-10", "")
    files = {"trades.csv": trades, "lots.csv": None, "initial_margin.csv": MARGIN}
    made = assert_alike(tiny(tmp_path / "book", {"agreements.jsonl": lines([one])} | files))
    assert "T1 has no trade date" in made.calls[0].reasons[0].message


@pytest.mark.parametrize("trades", [*PLAIN.values(), *ODD.values()], ids=[*PLAIN, *ODD])
def test_a_formula_reads_the_sum_of_notionals(tmp_path, trades, read):
    """Plain notionals are one sum in base currency; where one is odd every trade is read."""
    made = assert_alike(book(tmp_path / "book", trades, **REGIMES))
    assert set(made.why_single) == {"ONE"}
    if trades == PLAIN["a matured trade"]:
        assert [each.number for each in read] == [3]
    elif trades in PLAIN.values():
        assert read == []
