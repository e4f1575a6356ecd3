"""The facts of one call."""

from datetime import date
from decimal import Decimal

import pytest

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.basics.party import Side
from isda.facts.facts import BuySell, MovementKind
from isda.sheet.read_facts import read_facts, read_facts_text

HEAD = "facts: 1\non: 2024-12-30\n"
PATTERN = """\
facts: 1
on: 2024-12-30
exposure:
  holder: A
  amount: USD 31,237,450
independent_amounts:
  B: USD 3,000,000
held:
  - posted_by: B
    asset: cash
    amount: USD 8,000,000
  - posted_by: B
    asset: US Treasury
    nominal: USD 10,000,000
    price: "99.50"
    accrued: USD 41,200
    factor: "1"
    matures: 2031-05-15
    issued: 2021-05-15
    issuer: United States
in_transit:
  - kind: delivery
    by: B
    amount: USD 250,000
    settles: 2024-12-31
disputed:
  delivery: USD 100,000
fx:
  USDKRW: "1,474.80"
ratings:
  - {of: B, agency: S&P, long_term: A-, since: 2024-01-02}
events:
  - {event: Event of Default, of: B, from: 2024-12-27}
initial_margin:
  - {regime: EU, poster: B, amount: "EUR 41,000,000"}
demand:
  by: A
  received: 2024-12-30 11:30 New York
"""


def read(body):
    return read_facts_text(HEAD + body)


def only(outcome):
    """The one error of an outcome that gives no facts."""
    assert outcome.value is None
    (error,) = outcome.errors
    return error


def said(finding):
    return f"{finding.message} {finding.help}"


def test_pattern():
    """The pattern of the format's description reads, each figure with its place."""
    facts = read_facts_text(PATTERN).must()
    assert facts.on == date(2024, 12, 30)
    assert facts.exposure.holder is Side.A
    assert facts.exposure.amount == Money(Decimal(31237450), "USD")
    assert facts.exposure.on == facts.on
    assert facts.exposure.place.line == 5
    assert facts.independent_amounts[Side.B].amount == Money(Decimal(3000000), "USD")
    cash, bond = facts.held
    assert (cash.lot_id, cash.is_cash, cash.nominal.amount) == ("lot 1", True, 8000000)
    assert (bond.lot_id, bond.price, bond.accrued) == ("lot 2", Decimal("99.50"), 41200)
    assert (bond.issued, bond.matures) == (date(2021, 5, 15), date(2031, 5, 15))
    assert bond.place.line == 12
    (movement,) = facts.in_transit
    assert (movement.kind, movement.poster) == (MovementKind.DELIVERY, Side.B)
    (disputed,) = facts.disputed
    assert (disputed.poster, disputed.delivery.amount.amount) == (None, 100000)
    assert facts.fx["USDKRW"].rate == Decimal("1474.80")
    (rating,) = facts.ratings
    assert (rating.of, rating.is_short_term, rating.grade.words) == ("B", False, "A-")
    (event,) = facts.events
    assert event.of == {Side.B}
    assert facts.initial_margin[0].amount.currency == "EUR"
    assert str(facts.demand.received[1]) == "11:30 New York"
    assert facts.place.file == "facts.yaml"


def test_json(tmp_path):
    """The same keys in JSON give the same facts."""
    path = tmp_path / "facts.json"
    path.write_text('{"facts": "1", "on": "2024-12-30",\n "fx": {"USDKRW": "1474.80"}}\n')
    facts = read_facts(path).must()
    assert facts.fx["USDKRW"].rate == Decimal("1474.80")
    assert facts.fx["USDKRW"].place.line == 2


def test_trades_and_marks():
    """Trades and marks carry the columns of the tables, amounts beside their currencies."""
    facts = read("""\
plus_is_good_for: party B
trades:
  - {trade_id: T1, product: fx forward, buy_sell: sell, notional_1: "1000000", currency_1: USD,
     notional_2: "937000000", currency_2: KRW, trade_date: 2024-01-02, maturity: 2025-01-02,
     independent_amount: "5000", independent_amount_currency: USD, independent_amount_of: B}
marks:
  - {trade_id: T1, on: 2024-12-30, mark: "-269900000.25", currency: KRW, points: "-0.35",
     discount_factor: "0.98"}
""").must()
    (trade,), (mark,) = facts.trades, facts.marks
    assert facts.plus_is_good_for is Side.B
    assert trade.buy_sell is BuySell.SELL
    assert trade.notional_2 == Money(Decimal(937000000), "KRW")
    assert trade.independent_amount == Money(Decimal(5000), "USD")
    assert mark.mark == Money(Decimal("-269900000.25"), "KRW")
    assert (mark.points, mark.discount_factor) == (Decimal("-0.35"), Decimal("0.98"))


def test_negative_exposure_and_history():
    """Exposures of the day and of earlier days may be below zero; the latch has its opening."""
    facts = read("""\
exposure: {holder: A, amount: "KRW -5,000"}
exposures:
  - {on: 2024-12-27, holder: A, amount: "KRW -7"}
latch: {on: 2024-01-02, latched: yes}
""").must()
    assert facts.exposure.amount.amount == -5000
    assert facts.exposures[0].amount == Money(Decimal(-7), "KRW")
    assert (facts.latch.on, facts.latch.latched) == (date(2024, 1, 2), True)


def test_disputed_by_letter():
    """Disputed parts by letter belong to the leg of that poster."""
    facts = read("disputed:\n  A: {return: USD 5}\n  B: {held: USD 7}\n").must()
    assert [one.poster for one in facts.disputed] == [Side.A, Side.B]
    assert facts.disputed[0].return_.amount.amount == 5
    assert facts.disputed[1].held.amount.amount == 7


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("on: 2024-12-30\n", "facts"),
        ("facts: 1\n", "on"),
    ],
)
def test_required_keys(text, word):
    """Facts without `facts: 1` or their day are refused, and the key is named."""
    assert f"`{word}` is missing" in only(read_facts_text(text)).message


def test_other_version():
    """Another version says which one was found and which one is read."""
    error = only(read_facts_text("facts: 2\non: 2024-12-30\n"))
    assert "version 2" in error.message
    assert "version 1" in error.message


FAULTS = [
    ("colour: blue\n", "DQ012", 3, "colour"),
    ("exposures_: []\n", "DQ012", 3, "did you mean `exposures`?"),
    ("exposure: {holder: C, amount: USD 5}\n", "DQ034", 3, "party A nor party B"),
    ("exposure: {holder: A, amount: 5}\n", "DQ048", 3, "currency"),
    ("exposure: [A]\n", "DQ030", 3, "a list stands where an exposure"),
    ("exposure:\n  holder: A\n  amount:\n", "DQ032", 5, "`amount` is empty"),
    ("exposure: {holder: A, amount: [USD 5]}\n", "DQ030", 3, "single value"),
    ("held: {posted_by: B}\n", "DQ030", 3, "`held` is a list"),
    ("held: [{posted_by: B, asset: cash}]\n", "DQ015", 3, "`amount` is missing"),
    ("held: [{posted_by: B, asset: Bond}]\n", "DQ015", 3, "`nominal` is missing"),
    (
        "held: [{posted_by: B, asset: Bond, amount: USD 5, nominal: USD 5}]\n",
        "DQ037",
        3,
        "`amount` is for cash",
    ),
    (
        'held: [{posted_by: B, asset: cash, amount: USD 5, price: "99"}]\n',
        "DQ037",
        3,
        "not for cash",
    ),
    (
        "held: [{posted_by: B, asset: Bond, nominal: USD 5, accrued: EUR 1}]\n",
        "DQ061",
        3,
        "in EUR and the lot in USD",
    ),
    (
        'held: [{posted_by: B, asset: Bond, nominal: USD 5, price: "-1"}]\n',
        "DQ044",
        3,
        "negative",
    ),
    (
        "held: [{posted_by: B, asset: Bond, nominal: USD 5, isin: X, code: Y}]\n",
        "DQ037",
        3,
        "`code` and `isin`",
    ),
    (
        (
            "held:\n  - {posted_by: B, lot: x, asset: cash, amount: USD 5}\n"
            "  - {posted_by: B, lot: x, asset: cash, amount: USD 6}\n"
        ),
        "DQ060",
        5,
        "'x'",
    ),
    (
        "in_transit: [{kind: gift, by: A, amount: USD 5, settles: 2024-12-31}]\n",
        "DQ034",
        3,
        "delivery",
    ),
    (
        "in_transit: [{kind: return, by: A, factor: x, amount: USD 5, settles: 2025-01-02}]\n",
        "DQ037",
        3,
        "none is named",
    ),
    ('fx: {USDKRW: "1", KRWUSD: "1"}\n', "DQ062", 3, "same currencies"),
    ('fx: {USDUSD: "1"}\n', "DQ062", 3, "itself"),
    ('fx: {USDKR: "1"}\n', "DQ062", 3, "no pair"),
    ('fx: {USDKRX: "1"}\n', "DQ046", 3, "KRX"),
    ('fx: {USDKRW: "0"}\n', "DQ062", 3, "USDKRW"),
    ('fx: {USDKRW: "1.0000000000001"}\n', "DQ043", 3, "digits"),
    ("events: [{event: Illegality, of: C, from: 2024-01-01}]\n", "DQ034", 3, "C"),
    (
        "events: [{event: Illegality, of: A, from: 2024-01-02, until: 2024-01-02}]\n",
        "DQ039",
        3,
        "Illegality",
    ),
    (
        (
            "events:\n  - {event: Illegality, of: A, from: 2024-01-02}\n"
            "  - {event: illegality, of: A, from: 2024-01-02}\n"
        ),
        "DQ060",
        5,
        "line 4",
    ),
    ("ratings: [{of: B, agency: KIS, since: 2024-01-01}]\n", "DQ015", 3, "rating"),
    ("demand: {by: A, received: 2024-12-30 11:30}\n", "DQ052", 3, "city"),
    ("latch: {on: 2024-12-30, latched: perhaps}\n", "DQ034", 3, "yes nor no"),
    ("disputed: {A: {delivery: USD 5}, held: USD 5}\n", "DQ012", 3, "held"),
    ("independent_amounts: {C: USD 5}\n", "DQ012", 3, "C"),
    (
        (
            "exposures:\n  - {on: 2024-12-27, holder: A, amount: KRW 1}\n"
            "  - {on: 2024-12-27, holder: B, amount: KRW 1}\n"
        ),
        "DQ060",
        5,
        "2024-12-27",
    ),
    (
        (
            'plus_is_good_for: party A\nmarks: [{trade_id: T, on: 2024-12-30, mark: "1", '
            "currency: KRW}]\n"
        ),
        "DQ064",
        4,
        "T",
    ),
    ("plus_is_good_for: nobody\nmarks: []\n", "DQ034", 3, "nobody"),
    ("marks: []\n", "DQ063", 3, "plus_is_good_for"),
    (
        "plus_is_good_for: party A\nmarks: []\nexposure: {holder: A, amount: KRW 1}\n",
        "DQ037",
        4,
        "as a figure and as marks",
    ),
    ("trades: [{trade_id: T}]\n", "DQ015", 3, "`maturity`"),
    (
        'trades: [{trade_id: T, maturity: 2025-01-01, notional_1: "5"}]\n',
        "DQ037",
        3,
        "`currency_1`",
    ),
    (
        "trades: [{trade_id: T, maturity: 2025-01-01, trade_date: 2025-01-02}]\n",
        "DQ039",
        3,
        "before it was made",
    ),
    (
        "trades: [{trade_id: T, maturity: 2025-01-01, independent_amount_of: A}]\n",
        "DQ037",
        3,
        "`independent_amount`",
    ),
    (
        (
            "trades:\n  - {trade_id: T, maturity: 2025-01-01}\n"
            "  - {trade_id: T, maturity: 2025-01-01}\n"
        ),
        "DQ060",
        5,
        "T",
    ),
]


@pytest.mark.parametrize(("body", "code", "line", "word"), FAULTS)
def test_faults(body, code, line, word):
    """A fault gives no facts and one finding: its code, its line, and what to do."""
    error = only(read(body))
    assert (error.code, error.place.line) == (code, line)
    assert error.severity is Severity.ERROR
    assert word in said(error)
    assert error.help


def test_all_at_once():
    """Every fault of a file is found in one run, in the order of the file."""
    outcome = read("""\
exposure: {holder: C, amount: USX 5}
held:
  - {posted_by: B, asset: cash, amount: USD NaN}
fx: {USDKRW: "1e3"}
""")
    assert [one.code for one in outcome.findings] == ["DQ034", "DQ046", "DQ045", "DQ041"]


def test_faulty_trade_keeps_its_marks():
    """A mark of a trade that cannot be read is no second fault."""
    outcome = read("""\
plus_is_good_for: party A
trades: [{trade_id: T, maturity: soon}]
marks: [{trade_id: T, on: 2024-12-30, mark: "1", currency: KRW}]
""")
    assert only(outcome).code == "DQ051"


@pytest.mark.parametrize("text", ["# nothing\n", "- a\n", "facts\n", "{", ""])
def test_no_mapping(text):
    """A file that holds no keys and values is a finding, not an exception."""
    outcome = read_facts_text(text)
    assert outcome.value is None
    assert outcome.errors


def test_future_mark_is_kept():
    """Days are not judged here: a mark of tomorrow is read, and the call notes it."""
    facts = read("""\
plus_is_good_for: party A
trades: [{trade_id: T, maturity: 2025-01-01}]
marks: [{trade_id: T, on: 2024-12-31, mark: "1", currency: KRW}]
""").must()
    assert facts.marks[0].on == date(2024, 12, 31)


def test_rates_are_no_list():
    """Rates are a mapping of pairs."""
    assert only(read("fx: [USDKRW]\n")).code == "DQ030"
