"""Agreements whose trades were added up: some are called again, with every trade read."""

from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace

import polars as pl
import pytest
from nights import ON, assert_same, on_columns
from tiny_book import LOTS, REGIMES, SETTINGS, lines, sheets, tiny

from isda.basics.arithmetic import NIL
from isda.batch import night_run, rows, sums
from isda.batch.alone import Called, Differs
from isda.batch.make_book import Size, make_book
from isda.batch.night import night
from isda.batch.one_night import Sample
from isda.batch.twice import ADDED_UP, MOST_READ, PART, SOME, drawn, may_be_called_twice

LAST_PLACE = Decimal("0.000000000000000001")
CAPPED = {"concentration": [{"of": {"asset": "US Treasury"}, "at_most": "50% of posted value"}]}
LIMITED = {
    "form": "Loss limit agreement (Korea)",
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
    "fixing": "close of the day before",
}
ROWS = """\
trade_id,agreement,notional_1,currency_1,trade_date,maturity,mark,mark_currency,marked_on
T1,ONE,1000000,USD,2024-01-10,2027-01-10,7000000.25,USD,2024-12-30
T2,ONE,1000000,USD,2024-01-10,2027-01-10,-2000000.5,EUR,2024-12-30
T3,TWO,1000000,USD,2024-01-10,2027-01-10,100000,USD,2024-12-30
T4,TWO,1000000,USD,2024-01-10,2027-01-10,30000000,KRW,2024-12-30
T5,THREE,10000000.01,USD,2024-01-10,2027-01-10,12000000,USD,2024-12-30
T6,THREE,333333333.33,KRW,2024-01-10,2027-01-10,-250000,USD,2024-12-30
T7,FOUR,1000000,EUR,2024-01-10,2027-01-10,-3000000,EUR,2024-12-30
T8,ONE,1000000,USD,2024-01-10,2024-12-20,1,USD,2024-12-30
"""
FX = (
    "pair,on,rate\nEURUSD,2024-12-30,1.0389\nUSDKRW,2024-12-30,1474.8\n"
    "EURUSD,2024-12-27,1.0429\nUSDKRW,2024-12-27,1400\n"
)
SHEETS = sheets(ONE=CAPPED, TWO=LIMITED, THREE=REGIMES)
SHEETS[1]["parties"]["B"]["cities"] = ["Seoul"]
OF_A = "L3,TWO,A,2024-12-30,cash,EUR,900000.75,,,,\n"
FILES = {
    "agreements.jsonl": lines(SHEETS),
    "trades.csv": ROWS,
    "fx.csv": FX,
    "lots.csv": LOTS.replace(OF_A, ""),
}


def book(folder, changed=None):
    """A cap with a matured trade, a loss limit fixed the day before, regimes; one is plain."""
    return tiny(folder, FILES | (changed or {}))


def differences(folder):
    """What the second calls of a night find."""
    with pytest.raises(Differs) as raised:
        night(folder, on=ON)
    return raised.value.differences


def test_each_of_them_is_called_again_and_comes_to_the_same(tmp_path):
    """A cap, a loss limit and regimes are called with sums, and again with every trade."""
    manifest = assert_same(book(tmp_path / "book"), tmp_path / "out")
    assert manifest["agreements"]["one_by_one"] == 3
    assert manifest["sample"] == {"agreements": 1, "trade_by_trade": 3, "differences": 0}


def test_no_call_names_the_trade_that_stands_for_all(tmp_path):
    """Why a limit has no rate is told of the trades, and not of their sum."""
    made = night(book(tmp_path / "book"), on=ON).must()
    (limit,) = (leg.limit for each in made.calls for leg in each.legs if leg.limit)
    assert limit.rate_note == "the trades are no strip of forwards at one rate"
    assert r"\x00" not in repr(made.calls)


def test_a_night_says_its_size_and_not_its_rows(tmp_path):
    """What a notebook shows of it is one short line."""
    made = night(book(tmp_path / "book"), on=ON).must()
    assert repr(made) == "<Night tiny on 2024-12-30: 4 agreements>"


def off(monkeypatch, owner, name, wrong):
    """Let what a function of the program returns, or is given, be wrong."""
    really = getattr(owner, name)
    monkeypatch.setattr(owner, name, lambda *args, **named: wrong(really, *args, **named))


def more_mark(really, whole, name, on, base, mark, notional):
    really(whole, name, on, base, mark + LAST_PLACE, notional)


def more_notional(really, whole, name, on, base, mark, notional):
    really(whole, name, on, base, mark, notional + 1)


def other_currency(really, whole, name, on, base, mark, notional):
    really(whole, name, on, "USD" if base == "KRW" else base, mark, notional)


def no_stand_in(really, whole, added, on):
    really(whole, added.filter(pl.col("agreement") != "ONE"), on)


def rates_of_today(really, whole, on, **_):
    return really(whole, on, fixed_before=False)


def no_notional(really, *given):
    found = really(*given)
    return found._replace(sums=found.sums.clear())


def no_row(really, *given):
    return really(*given).clear()


WRONG = {
    "the last place of a mark": (rows, "stand_in", more_mark, {"ONE", "TWO", "THREE"}),
    "one more of a notional": (rows, "stand_in", more_notional, {"THREE"}),
    "a mark in another currency": (rows, "stand_in", other_currency, {"TWO"}),
    "no trade at all": (night_run, "take_sums", no_stand_in, {"ONE"}),
    "the rates of another day": (sums, "rates_for", rates_of_today, {"TWO"}),
    "no notional": (night_run, "notionals_of", no_notional, {"THREE"}),
    "a row that is read beside": (night_run.bulk, "odd_rows", no_row, {"ONE"}),
}


@pytest.mark.parametrize(("owner", "name", "wrong", "whose"), WRONG.values(), ids=WRONG)
def test_an_error_in_what_stands_for_all_trades_fails_the_run(
    monkeypatch, tmp_path, owner, name, wrong, whose
):
    """The last place of a sum is enough; each agreement that it is in says so."""
    folder = book(tmp_path / "book")
    off(monkeypatch, owner, name, wrong)
    found = differences(folder)
    assert {each.split()[0] for each in found} == whose
    assert all(each.endswith(" trade by trade") for each in found)


def test_a_finding_that_is_lost_differs_too(monkeypatch, tmp_path):
    """The matured trade of ONE that is still marked is said whichever way it is read."""
    folder = book(tmp_path / "book")
    off(monkeypatch, night_run.bulk, "odd_rows", no_row)
    (said,) = differences(folder)
    assert said.startswith("ONE finding 2: None with its trades added up, ")
    assert "T8" in said
    assert said.endswith(" trade by trade")


def test_a_lot_that_is_worth_something_else_differs(monkeypatch, tmp_path):
    """Lots are compared as well: here the first call reads them without their last."""
    really, seen = night_run.called, set()

    def fewer(whole, own, on, name):
        made = really(whole, own, on, name)
        again = name in seen
        seen.add(name)
        return made if again else made._replace(lots=made.lots[:-1])

    monkeypatch.setattr(night_run, "called", fewer)
    found = differences(book(tmp_path / "book"))
    assert "ONE CSA 1994 New York/B L2 value: None with its trades added up" in "".join(found)


def test_a_run_that_differs_writes_nothing(monkeypatch, tmp_path):
    """What an earlier night wrote stays as it was."""
    folder, out = book(tmp_path / "book"), tmp_path / "out"
    on_columns(folder, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    off(monkeypatch, rows, "stand_in", more_mark)
    with pytest.raises(Differs):
        on_columns(folder, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


SINGLE_MARKS = "trade_id,on,mark,currency\n" + "".join(
    f"{cells[0]},{cells[8]},{cells[6]},{cells[7]}\n"
    for cells in (line.split(",") for line in ROWS.splitlines()[1:])
)
SINGLE_TRADES = "".join(",".join(line.split(",")[:6]) + "\n" for line in ROWS.splitlines())
BESIDE = {
    "marks in a table of their own": {"trades.csv": SINGLE_TRADES, "marks.csv": SINGLE_MARKS},
    "a trade that does not read": {
        "trades.csv": ROWS + "T9,ONE,x,USD,2024-01-10,2027-01-10,1,USD,2024-12-30\n"
    },
    "a trade without a mark": {
        "trades.csv": ROWS + "T9,ONE,1,USD,2024-01-10,2027-01-10,,,\n",
    },
    "rows of nobody": {
        "trades.csv": ROWS + "T9,NOBODY,1,USD,2024-01-10,2027-01-10,1,USD,2024-12-30\n",
    },
    "an old mark that may stand in": {
        "trades.csv": ROWS + "T9,ONE,1,USD,2024-01-10,2027-01-10,1,USD,2024-12-27\n",
        "book.yaml": SETTINGS + "tolerances: {mark_age: 5 days}\n",
    },
    "a control total beside a row that does not read": {
        "trades.csv": ROWS + "T9,ONE,1,USD,2024-01-10,2027-01-10,x,USD,2024-12-30\n",
        "book.yaml": SETTINGS + "control_totals: [{file: trades.csv, rows: 9}]\n",
    },
}


@pytest.mark.parametrize("changed", BESIDE.values(), ids=BESIDE)
def test_rows_that_are_read_twice_are_counted_once(tmp_path, changed):
    """Odd rows are read in both calls; findings and control totals know them once.

    A call that is refused for such a row proves no sum, and is not among those that are told.
    """
    manifest = assert_same(book(tmp_path / "book", changed), tmp_path / "out")
    loss_limit = 0 if "marks.csv" in changed else 1  # it looks at every mark of such a table
    refused = 1 if manifest["legs"].get("refused") else 0
    assert manifest["sample"]["trade_by_trade"] == 2 + loss_limit - refused


def test_a_trade_that_two_claim_is_in_no_second_call(tmp_path):
    """Every row of both is read in the first call already."""
    twice = ROWS + "T1,TWO,1,USD,2024-01-10,2027-01-10,1,USD,2024-12-30\n"
    manifest = assert_same(book(tmp_path / "book", {"trades.csv": twice}), tmp_path / "out")
    assert manifest["sample"]["trade_by_trade"] == 1


def test_without_trades_nothing_is_added_up(tmp_path):
    """There is nothing that could stand for anything."""
    manifest = assert_same(book(tmp_path / "book", {"trades.csv": None}), tmp_path / "out")
    assert manifest["sample"]["trade_by_trade"] == 0


def found_of(*named):
    """Agreements whose trades were added up: name, kind, how many trades."""
    return pl.DataFrame(named, schema=ADDED_UP, orient="row")


MANY = found_of(
    *((f"N{number:03d}", "a cap", 5) for number in range(300)),
    ("LIMIT", "a loss limit", 7),
    ("LARGE", "regimes", 900),
    ("LARGER", "regimes", 1_000),
)


@dataclass
class Leg:
    """As far as it is looked at whether a call has figures."""

    exposure: Decimal | None


def calls_of(found, refused=()):
    """The first calls of all of them; those of some have no figure."""
    legs = {name: Leg(None if name in refused else NIL) for name, *_ in found.iter_rows()}
    calls = (SimpleNamespace(agreement=name, legs=[leg]) for name, leg in legs.items())
    return [Called(call, [], [], None) for call in calls]


def twice_of(found, legs, many=(), refused=()):
    """Those that are called twice of a night."""
    sample = Sample([], may_be_called_twice(found, legs, many), legs)
    return drawn(found, sample, calls_of(found, refused))


@pytest.mark.parametrize("legs", [0, 1, 8, 200, 10_000])
def test_one_of_every_kind_is_called_again_and_others_by_chance(legs):
    """One for four legs that are asked for, none of them large but where it is alone."""
    chosen = twice_of(MANY, legs, {"LARGE", "LARGER"})
    assert {"LIMIT", "LARGE"} <= set(chosen)
    assert "LARGER" not in chosen
    assert len(chosen) == min(302, max(3, legs // PART))
    assert chosen == sorted(set(chosen)) == twice_of(MANY.reverse(), legs, {"LARGE", "LARGER"})


def test_a_small_one_stands_for_its_kind_where_there_is_one():
    """How many trades it has decides nothing among small ones, and all among large ones."""
    pair = found_of(("LARGE", "a cap", 900), ("SMALL", "a cap", 5))
    assert twice_of(pair, 0, {"LARGE"}) == ["SMALL"]
    assert twice_of(pair, 0, {"LARGE", "SMALL"}) == ["SMALL"]
    assert twice_of(pair.clear(), 200) == []


@pytest.mark.parametrize(("trades", "chosen"), [(MOST_READ, ["ONE"]), (MOST_READ + 1, [])])
def test_no_more_trades_are_read_than_a_night_has_time_for(trades, chosen):
    """A kind of which even the smallest has more is not called again."""
    assert twice_of(found_of(("ONE", "a cap", trades)), 0, {"ONE"}) == chosen


def test_of_a_kind_one_with_a_figure_is_called_again():
    """In a refused call an error of the sum shows nowhere: it does not stand for the others."""
    kind = found_of(*((f"N{number:02d}", "odd lots", 5) for number in range(SOME)))
    names = {name for name, *_ in kind.iter_rows()}
    for figured in names:
        chosen = twice_of(kind, 0, refused=names - {figured})
        assert figured in chosen
        assert len(chosen) == 2
    assert len(twice_of(kind, 0, refused=names)) == 1


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    """A made bank of three hundred agreements."""
    folder = tmp_path_factory.mktemp("twice") / "book"
    make_book(folder, Size(300, 4_000, 1_500), seed=11, on=ON)
    return folder


def test_every_reason_of_a_made_bank_is_called_again(bank, monkeypatch):
    """Whoever was called with one trade for all: each reason is among the second calls."""
    stood_in, really = set(), rows.stand_in

    def noted(whole, name, *rest):
        stood_in.add(name)
        really(whole, name, *rest)

    monkeypatch.setattr(rows, "stand_in", noted)
    made = night(bank, on=ON, sample=1).must()
    assert stood_in
    again = {made.why_single[name] for name in made.twice}
    figured = {
        each.agreement
        for each in made.calls
        if any(leg.exposure is not None for leg in each.legs)
    }
    assert {made.why_single[name] for name in stood_in & figured} <= again
    assert len(made.twice) < len(stood_in)


def test_an_error_anywhere_in_the_sums_of_a_made_bank_fails_it(bank, monkeypatch):
    """Even with the smallest sample."""
    off(monkeypatch, rows, "stand_in", more_mark)
    with pytest.raises(Differs):
        night(bank, on=ON, sample=1)
