"""Shares that the annex itself elects by attributes of each trade, and that go up only."""

import pytest
import small
from small import NY94, annex, call, owes, trade

import isda

ON = {"posting_parties": ["B"], "valuation_date": "any day"}
ROWS = [
    {"where": {"kind": "listed"}, "value": "2%"},
    {"where": {"kind": "unlisted", "currency": "usd"}, "value": "5%"},
    {"where": {"kind": "told"}, "value": "per Confirmation"},
    {"where": {"kind": "free"}, "value": "nil"},
]
OTHERWISE = [*ROWS, {"otherwise": "10%"}]
FIGURE = {"independent_amount_currency": "USD", "independent_amount_of": "B"}
UP = {"percent_of_notional": "10%", "steps": "up only"}


def terms(said, **more):
    return annex(**ON, independent_amount={"A": "nil", "B": said}, **more)


def made(said=None, *, own=None, **given):
    said = {"percent_of_notional": OTHERWISE} if said is None else said
    given = {"exposure": owes("USD 0")} | given
    return call(terms(said, **(own or {})), **given)


def of_kind(kind, name="T1", **given):
    return trade(name, attributes={"kind": kind}, **given)


def due(*trades, said=None, **given):
    return [one for _, one, _ in small.moved(made(said, trades=trades, **given))]


def refusals(call_made):
    return [reason.code for leg in call_made.legs for reason in leg.reasons]


@pytest.mark.parametrize(
    ("kind", "moves"),
    [("listed", ["20"]), ("Unlisted", ["50"]), ("free", []), ("else", ["100"])],
)
def test_each_trade_brings_the_share_of_its_row(kind, moves):
    """Of a thousand: two, five, none or ten in the hundred, whatever the capitals."""
    assert due(of_kind(kind)) == moves


def test_trades_are_added_up_over_their_rows():
    """20 and 50 and the figure 7 of one left to its Confirmation; a matured one is gone."""
    told = of_kind("told", "T3", independent_amount="7", **FIGURE)
    gone = of_kind("listed", "T4", maturity="2024-12-29")
    assert due(of_kind("listed"), of_kind("unlisted", "T2"), told, gone) == ["77"]


def test_keys_of_the_trade_are_attributes_too():
    """Product, currency and side of the trade need no attributes of their own."""
    rows = [
        {"where": {"product": "FX forward", "buy_sell": "sell"}, "value": "1%"},
        {"where": {"product": "fx forward", "buy_sell": "buy"}, "value": "3%"},
    ]
    assert due(trade(), said={"percent_of_notional": rows}) == ["30"]


def test_an_attribute_that_is_missing_refuses():
    """Nobody knows which row holds; a row that is ruled out already asks for nothing."""
    bare = made(trades=[trade()])
    assert refusals(bare) == ["MC152"]
    assert "and the annex asks for it" in small.found(bare, "MC152").message
    rows = [
        {"where": {"product": "swap", "kind": "listed"}, "value": "2%"},
        {"otherwise": "1%"},
    ]
    assert due(trade(), said={"percent_of_notional": rows}) == ["10"]
    none = made({"percent_of_notional": ROWS}, trades=[of_kind("else")])
    assert none.status == "undefined"
    assert "what the annex makes owed up front for T1" in small.found(none, "MC202").message


def test_a_row_that_leaves_it_to_the_trade_needs_its_figure():
    """Nobody else says it; and a figure beside a share must be the same money."""
    assert refusals(made(trades=[of_kind("told")])) == ["MC111"]
    assert due(of_kind("listed", independent_amount="20", **FIGURE)) == ["20"]
    other = made(trades=[of_kind("listed", independent_amount="20.01", **FIGURE)])
    assert refusals(other) == ["MC109"]
    assert "the annex makes it USD 20" in small.found(other, "MC109").message
    theirs = FIGURE | {"independent_amount_of": "A"}
    assert refusals(made(trades=[of_kind("told", independent_amount="7", **theirs)])) == [
        "MC111",
        "MC109",
    ]


def test_without_trades_or_notionals_nothing_is_known():
    """A sum in the facts may stand for all of it, but not beside figures of trades."""
    assert refusals(made()) == ["MC110"]
    assert "a share of each notional" in small.found(made(), "MC110").message
    bare = {key: part for key, part in of_kind("listed").items() if key[-2:] != "_1"}
    assert refusals(made(trades=[bare])) == ["MC110"]
    assert due(of_kind("listed"), independent_amounts={"B": "USD 9"}) == ["9"]
    told = of_kind("told", independent_amount="7", **FIGURE)
    assert refusals(made(trades=[told], independent_amounts={"B": "USD 9"})) == ["MC109"]


def test_a_share_is_of_the_notional_in_its_own_currency():
    """Two in the hundred of 1,400,000 won, at 1,400, are twenty dollars."""
    won = of_kind("listed", notional_1="1400000", currency_1="KRW")
    assert due(won, fx={"USDKRW": "1,400"}) == ["20"]
    assert refusals(made(trades=[won])) == ["MC101"]


def test_an_event_stands_over_the_list():
    """Nil while a default continues; in doubt, it is asked for by name."""
    said = {"percent_of_notional": OTHERWISE, "nil_while": ["Bankruptcy"]}
    event = {"event": "Bankruptcy", "of": "B", "from": "2024-12-27"}
    assert due(of_kind("listed"), said=said) == ["20"]
    assert due(of_kind("listed"), said=said, events=[event]) == []
    general = [event | {"event": "Event of Default"}]
    assert "MC120" in refusals(made(said, trades=[of_kind("listed")], events=general))
    row = {"event": "Bankruptcy", "percent_of_notional": "1%"}
    shared = {"percent_of_notional": OTHERWISE, "while": [row]}
    assert due(of_kind("listed"), said=shared, events=[event]) == ["10"]


@pytest.mark.parametrize(
    ("before", "moves"), [("99.99", "100"), ("100", "100"), ("100.01", "100.01")]
)
def test_what_a_trade_brings_may_go_up_only(before, moves):
    """The larger of today's hundred and what it was before, of each trade."""
    known = {"amount_before": before, "amount_before_currency": "USD"}
    found = made(UP, trades=[trade(**known)])
    assert small.moved(found) == [("B", moves, "delivery")]
    assert "MC317" not in small.codes(found)
    listed = {"percent_of_notional": [{"otherwise": "10%"}], "steps": "up only"}
    assert due(trade(**known), said=listed) == [moves]


def test_what_was_before_must_be_known_where_it_goes_up_only():
    """A trade of the day has no past; for any other it is asked."""
    assert refusals(made(UP, trades=[trade()])) == ["MC153"]
    assert due(trade(trade_date=small.MONDAY), said=UP) == ["100"]
    before = {"amount_before": "1", "amount_before_currency": "USD"}
    loan = trade("T2", product="loan", **before)
    narrow = {"covered_transactions": {"except": ["loan"]}}
    one = made(UP, own=narrow, trades=[trade(**before), loan])
    assert "T2" in small.found(one, "MC317").message
    plain = made("USD 5", trades=[trade(**before)])
    assert "T1" in small.found(plain, "MC317").message


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"value": "USD 5", "steps": "up only"}, "DQ037"),
        ({"percent_of_exposure": "5%", "steps": "up only"}, "DQ037"),
        ({"percent_of_notional": "nil", "steps": "up only"}, "DQ037"),
        ({"steps": "up only"}, "DQ037"),
        (UP | {"nil_while": ["Bankruptcy"]}, "DQ037"),
        (UP | {"steps": "down only"}, "DQ034"),
        ({"percent_of_notional": []}, "DQ032"),
        ({"percent_of_notional": OTHERWISE[::-1]}, "DQ037"),
        ({"percent_of_notional": OTHERWISE, "value": "USD 5"}, "DQ037"),
        ({"percent_of_notional": [{"value": "2%"}]}, "DQ037"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_at_its_line(said, code):
    """What turns on no trade cannot go up by trade; no row may follow `otherwise:`."""
    found = small.read(terms(said)).findings
    assert [each.code for each in found if each.severity is isda.Severity.ERROR] == [code]


def test_the_amounts_of_both_parties_cannot_go_up_only():
    """A trade carries one earlier amount: one annex, a layer, or a Confirmation beside it."""
    both = annex(**ON, independent_amount={"A": UP, "B": UP})
    layer = {"dated": "2024-06-03", "independent_amount": {"A": UP}}
    later = terms(UP, dated="2024-01-02", amendments=[layer])
    for sheet in (both, later, annex(**ON, independent_amount=UP)):
        assert [one.code for one in small.read(sheet).findings] == ["DQ039"]
    made_over = {"transaction": "T1", "changes": NY94, "independent_amount": {"A": UP}}
    beside = annex(**ON, independent_amount={"A": "per Confirmation", "B": UP})
    assert "DQ039" in [
        one.code for one in small.read(beside, confirmations=[made_over]).findings
    ]
    one_party = annex(**ON, independent_amount={"A": "per Confirmation", "B": "USD 5"})
    assert small.read(one_party, confirmations=[made_over]).value is not None


def test_a_list_and_a_confirmation_of_one_party_are_two_sources():
    """On the days of a layer that lists shares the Confirmation's amount is refused."""
    own = annex(
        **ON,
        dated="2024-01-02",
        independent_amount={"B": "per Confirmation"},
        amendments=[
            {
                "dated": "2024-06-03",
                "independent_amount": {"B": {"percent_of_notional": OTHERWISE}},
            }
        ],
    )
    over = {"transaction": "T1", "changes": NY94, "independent_amount": {"B": "USD 7"}}
    twice = call(
        own,
        keys={"confirmations": [over]},
        exposure=owes("USD 0"),
        trades=[of_kind("listed")],
    )
    assert refusals(twice) == ["MC109"]


def test_the_holders_list_is_deducted_and_a_separate_one_has_its_leg():
    """The same list for the other party comes off; apart, it is a requirement of its own."""
    theirs = {"A": {"percent_of_notional": OTHERWISE}, "B": "nil"}
    less = call(
        annex(**ON, independent_amount=theirs),
        exposure=owes("USD 100"),
        trades=[of_kind("listed")],
    )
    assert small.moved(less) == [("B", "80", "delivery")]
    apart = {"independent_amount_is": "separate"}
    alone = made(own=apart, trades=[of_kind("listed")])
    assert small.moved(alone) == [("B", "20", "delivery")]


def test_a_list_is_a_deposit_too():
    """A client's deposit by attributes: two in the hundred of a thousand won, inside."""
    limit = small.loss_limit(
        performance_deposit={"percent_of_notional": OTHERWISE}, deposit_order="inside"
    )
    won = of_kind("listed", currency_1="KRW")
    found = call(limit, exposure=owes("KRW 0"), trades=[won])
    assert small.step(found, "deposit") == "20"


def test_a_formula_that_does_not_read_the_list_says_so():
    """An amount beside a formula that does not name it changes nothing, and warns."""
    formula = {"credit_support_amount": "exposure"}
    found = made(own=formula, trades=[of_kind("listed")])
    assert "`independent_amount` stands in the annex" in small.found(found, "MC136").message


LIMB = {"event": "Event of Default", "percent_of_notional": OTHERWISE}
DEFAULT = [{"event": "Event of Default", "of": "B", "from": "2024-12-27"}]


@pytest.mark.parametrize(("events", "moves"), [(DEFAULT, ["20", "100"]), ([], ["10", "10"])])
def test_a_list_may_hold_while_an_event_continues(events, moves):
    """Two and ten in the hundred of a thousand by kind, and one in the hundred otherwise."""
    said = {"while": [LIMB, {"otherwise": {"percent_of_notional": "1%"}}]}
    found = [
        due(of_kind(kind), said=said, events=events)[0] for kind in ("listed", "of another")
    ]
    assert found == moves


def test_a_list_may_be_the_otherwise():
    """No event: the last row has the list."""
    said = {
        "while": [
            {"event": "Event of Default", "value": "USD 7"},
            {"otherwise": {"percent_of_notional": OTHERWISE}},
        ]
    }
    assert due(of_kind("listed"), said=said) == ["20"]
    assert due(of_kind("listed"), said=said, events=DEFAULT) == ["7"]


def test_a_list_may_stand_in_a_row_by_rating():
    """BBB: two in the hundred of the listed; A or better: nil."""
    said = {
        "agency": "S&P",
        "by_rating": {"A or better": "nil", "below": {"percent_of_notional": OTHERWISE}},
    }
    for grade, moves in (("A", []), ("BBB", ["20"])):
        rating = [{"of": "B", "agency": "S&P", "long_term": grade, "since": "2024-01-02"}]
        assert due(of_kind("listed"), said=said, ratings=rating) == moves


def test_what_a_trade_says_is_out_of_use_while_an_event_has_a_list():
    """MC308 and the row's share; a row that leaves it to the trade takes its figure."""
    said = {"while": [LIMB, {"otherwise": "nil"}]}
    told = [
        of_kind("listed", independent_amount="7", **FIGURE),
        of_kind("told", "T2", independent_amount="3", **FIGURE),
    ]
    day = made(said, trades=told, events=DEFAULT)
    assert small.moved(day) == [("B", "23", "delivery")]
    assert small.codes(day).count("MC308") == 1


def test_figures_of_the_day_and_confirmations_are_out_of_use_too():
    """An event's list stands before a figure of the facts and before a Confirmation."""
    said = {"while": [LIMB, {"otherwise": "nil"}]}
    day = made(
        said,
        trades=[of_kind("listed")],
        events=DEFAULT,
        independent_amounts={"B": "USD 9"},
    )
    assert small.moved(day) == [("B", "20", "delivery")]
    assert "MC308" in small.codes(day)
    confirmed = {"transaction": "T1", "changes": NY94, "independent_amount": {"B": "USD 5"}}
    day = call(
        terms(said),
        keys={"confirmations": [confirmed]},
        exposure=owes("USD 0"),
        trades=[of_kind("listed")],
        events=DEFAULT,
    )
    assert small.moved(day) == [("B", "20", "delivery")]
    assert "MC308" in small.codes(day)


def test_the_event_that_brings_a_list_is_told():
    """MC309 says that each transaction brings its own."""
    said = {"while": [LIMB, {"otherwise": "nil"}]}
    day = made(said, trades=[of_kind("listed")], events=DEFAULT)
    assert "what each transaction brings" in small.found(day, "MC309").message


def test_an_empty_list_in_a_row_is_refused():
    """In a row by event and in one by rating alike."""
    for said in (
        {"while": [{"event": "Event of Default", "percent_of_notional": []}]},
        {"agency": "S&P", "by_rating": {"below": {"percent_of_notional": []}}},
    ):
        assert "DQ032" in [one.code for one in small.read(terms(said)).findings]


def test_an_event_told_in_general_refuses_even_where_the_lists_are_alike():
    """Whether what a trade says is out of use hangs on the event, and nobody can tell."""
    rows = {"percent_of_notional": OTHERWISE}
    said = {"while": [{"event": "Bankruptcy"} | rows, {"otherwise": rows}]}
    day = made(said, trades=[of_kind("listed")], events=DEFAULT)
    assert "MC120" in refusals(day)
