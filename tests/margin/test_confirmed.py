"""What Confirmations of the sheet bring to a day."""

import pytest
import small
from small import NY94, annex, call, mark, owes, trade

ON = {"posting_parties": ["B"], "valuation_date": "any day", "dated": "2024-01-02"}
PER = annex(**ON, independent_amount={"A": "nil", "B": "per Confirmation"})
SILENT = annex(**ON)
FLAT = owes("USD 0")
FIGURE = {"independent_amount_currency": "USD", "independent_amount_of": "B"}


def over(said, transaction="T1", party="B", **keys):
    amount = {} if said is None else {"independent_amount": {party: said}}
    return {"transaction": transaction, "changes": NY94} | amount | keys


def made(*confirmations, terms=PER, exposure=FLAT, **given):
    given = {"trades": [trade()]} | given
    return call(terms, keys={"confirmations": confirmations}, exposure=exposure, **given)


def due(*confirmations, **given):
    return small.moved(made(*confirmations, **given))


def codes(*confirmations, **given):
    return small.codes(made(*confirmations, **given))


def b(amount):
    return [("B", amount, "delivery")]


def test_a_confirmation_brings_its_amount():
    """Money, a share of the notional of a thousand dollars, or nil."""
    assert due(over("USD 7")) == b("7")
    assert due(over({"percent_of_notional": "2%"})) == b("20")
    assert due(over("nil")) == []
    assert due(over({"percent_of_notional": "nil"})) == []
    assert due(over("USD 7"), terms=SILENT) == b("7")


def test_a_confirmation_in_another_currency_is_converted():
    """Fourteen thousand won at 1,400 are ten dollars; without the rate it is refused."""
    assert due(over("KRW 14,000"), fx={"USDKRW": "1,400"}) == b("10")
    assert codes(over("KRW 14,000")) == ["MC101"]


def test_the_sheet_and_the_trade_may_not_differ():
    """One figure twice is one figure; two refuse the leg, and so does another party's."""
    same = trade(independent_amount="7", **FIGURE)
    assert due(over("USD 7"), trades=[same]) == b("7")
    assert codes(over("USD 7.01"), trades=[same]) == ["MC109"]
    assert codes(over("nil"), trades=[same]) == ["MC109"]
    assert codes(over("USD 5", party="A"), trades=[same], terms=SILENT) == ["MC109"]
    assert due(over({"percent_of_notional": "0.7%"}), trades=[same]) == b("7")


def test_per_confirmation_in_a_confirmation_is_the_figure_of_the_trade():
    """Without one the leg is refused by the trade's name."""
    told = trade(independent_amount="7", **FIGURE)
    assert due(over("per Confirmation"), trades=[told]) == b("7")
    found = small.found(made(over("per Confirmation")), "MC111")
    assert "T1" in found.message


def test_every_covered_trade_needs_its_figure():
    """A trade of which nobody says anything refuses the leg; another party's figure is one."""
    trades = [trade(), trade("T2")]
    found = small.found(made(over("USD 7"), trades=trades), "MC111")
    assert "T2" in found.message
    other = trade("T2", independent_amount="3", **FIGURE | {"independent_amount_of": "A"})
    both = annex(**ON, independent_amount="per Confirmation")
    assert due(over("USD 7"), trades=[trade(), other], terms=both) == b("4")
    assert due(over("USD 7"), trades=trades, terms=SILENT) == b("7")


def test_a_confirmation_of_one_party_leaves_the_other_nothing_owed():
    """B's Confirmation is no gap in A's."""
    both = annex(valuation_date="any day", independent_amount="per Confirmation")
    assert due(over("USD 7"), terms=both) == b("7")


def test_without_trades_a_given_exposure_says_nothing_of_confirmations():
    """Whether T1 lives is not known, so the leg is refused; a sum of the day settles it."""
    assert codes(over("USD 7"), trades=[]) == ["MC111", "MC319"]
    assert codes(over("USD 7"), trades=[], terms=SILENT) == ["MC111", "MC319"]
    figure = {"independent_amounts": {"B": "USD 9"}}
    assert due(over("USD 7"), trades=[], **figure) == b("9")


def test_where_marks_make_the_exposure_no_trade_is_no_amount():
    """Nothing is left, so nothing is owed up front."""
    given = {"exposure": None, "plus_is_good_for": "party A", "trades": []}
    day = {key: part for key, part in given.items() if part is not None}
    result = call(PER, keys={"confirmations": [over("USD 7")]}, **day)
    assert (result.status, small.codes(result)) == ("no_call", ["MC319"])


def test_a_figure_of_the_day_and_a_confirmation_are_two_sources():
    """Neither is preferred."""
    assert codes(over("USD 7"), independent_amounts={"B": "USD 9"}) == ["MC109"]


def test_a_confirmation_of_no_live_trade_counts_nothing_and_is_found():
    """Missing from the trades, matured, or of tomorrow."""
    told = trade(independent_amount="3", **FIGURE)
    result = made(over("USD 7", "T9"), trades=[told])
    found = small.found(result, "MC319")
    assert (small.moved(result), found.severity.name) == (b("3"), "WARNING")
    assert "T9" in found.message
    old = trade("T9", maturity="2024-12-29")
    found = small.found(made(over("USD 7", "T9"), trades=[told, old]), "MC319")
    assert (found.severity.name, "matured on 2024-12-29" in found.message) == ("INFO", True)
    new = trade("T9", trade_date="2024-12-31")
    found = small.found(made(over("USD 7", "T9"), trades=[told, new]), "MC319")
    assert "after 2024-12-30" in found.message


def test_what_a_confirmation_leaves_open_is_undefined():
    """To be agreed, or not to be read yet."""
    result = made(over("to be agreed"))
    assert (result.status, small.codes(result)) == ("undefined", ["MC202"])
    result = made(over({"unresolved": "the fax is torn"}))
    assert "the fax is torn" in small.found(result, "MC202").message


def test_an_event_puts_confirmations_out_of_use():
    """What the annex says while it continues holds, and the figure is noted as unused."""
    terms = {"value": "per Confirmation", "nil_while": ["Illegality"]}
    event = {"event": "Illegality", "of": "B", "from": "2024-12-01"}
    result = made(
        over("USD 7"), terms=annex(**ON, independent_amount={"B": terms}), events=[event]
    )
    assert (small.moved(result), "MC308" in small.codes(result)) == ([], True)


def test_a_trade_that_is_kept_out_is_in_no_exposure():
    """Its mark does not count, and it needs no figure."""
    day = {
        "plus_is_good_for": "party A",
        "trades": [trade(), trade("T2")],
        "marks": [mark("5"), mark("3", "T2")],
    }
    keys = {"confirmations": [over("nil"), over(None, "t2", excluded="yes")]}
    assert small.moved(call(PER, keys=keys, **day)) == b("5")


SHARES = [
    {"where": {"product": "FX forward", "kind": "listed"}, "value": "1%"},
    {"where": {"currency": "EUR"}, "value": "50%"},
    {"where": {"kind": "quoted", "buy_sell": "buy"}, "value": "per Confirmation"},
    {"where": {"kind": "bilateral"}, "value": "nil"},
    {"where": {"kind": "new", "seniority": "junior"}, "value": "3%"},
]


def by_kind(*, rows=SHARES, **given):
    return made(over({"percent_of_notional": rows}), trades=[trade(**given)])


def test_a_list_by_attributes_takes_the_first_row_that_fits():
    """Columns of the trade and attributes of the desk, capitals or not; all must fit."""
    assert small.moved(by_kind(attributes={"kind": "Listed"})) == b("10")
    told = {"independent_amount": "7", **FIGURE}
    assert small.moved(by_kind(attributes={"kind": "quoted"}, **told)) == b("7")
    assert small.moved(by_kind(attributes={"kind": "bilateral"})) == []
    rest = [*SHARES, {"otherwise": "4%"}]
    assert small.moved(by_kind(rows=rest, attributes={"kind": "odd"})) == b("40")


def test_an_attribute_that_decides_and_is_missing_is_refused_by_name():
    """A row that already differs elsewhere asks for nothing more."""
    found = small.found(by_kind(), "MC152")
    assert "`kind`" in found.message
    found = small.found(by_kind(attributes={"kind": "new"}), "MC152")
    assert "`seniority`" in found.message
    assert "attribute.seniority" in found.help
    rows = [{"where": {"buy_sell": "buy"}, "value": "1%"}, {"otherwise": "2%"}]
    bare = {key: part for key, part in trade().items() if key != "buy_sell"}
    asked = made(over({"percent_of_notional": rows}), trades=[bare])
    assert small.found(asked, "MC152").help == "add `buy_sell` to the trade"


def test_no_row_and_no_otherwise_is_undefined():
    """The Confirmation does not say."""
    result = by_kind(attributes={"kind": "odd"})
    assert (result.status, small.codes(result)) == ("undefined", ["MC202"])


def test_a_share_of_no_notional_is_refused():
    """The trade has no notional to take a share of."""
    bare = {"trade_id": "T1", "maturity": "2025-06-30"}
    assert codes(over({"percent_of_notional": "2%"}), trades=[bare]) == ["MC110"]


UP = {"value": "USD 7", "steps": "up only"}


@pytest.mark.parametrize(("before", "owed"), [("6.99", "7"), ("7", "7"), ("7.01", "7.01")])
def test_an_amount_in_steps_never_falls(before, owed):
    """The larger of today's and the earlier one; at the same amount it stays."""
    earlier = trade(amount_before=before, amount_before_currency="USD")
    assert due(over(UP), trades=[earlier]) == b(owed)


def test_an_earlier_amount_is_needed_but_on_the_first_day():
    """Without it nobody knows whether the amount has fallen."""
    assert codes(over(UP)) == ["MC153"]
    assert due(over(UP), trades=[trade(trade_date="2024-12-30")]) == b("7")
    undated = {"trade_id": "T1", "maturity": "2025-06-30"}
    assert codes(over(UP), trades=[undated]) == ["MC153"]


def test_an_earlier_amount_is_in_the_currency_of_the_amount():
    """Two currencies cannot be compared without a rate that would move the step."""
    won = trade(amount_before="9000", amount_before_currency="KRW")
    found = small.found(made(over(UP), trades=[won], fx={"USDKRW": "1,400"}), "MC153")
    assert "KRW" in found.message


def test_a_figure_of_the_trade_is_held_against_the_step():
    """The facts say what is owed today: with the step, not before it."""
    earlier = {"amount_before": "9", "amount_before_currency": "USD"}
    assert due(over(UP), trades=[trade(independent_amount="9", **FIGURE, **earlier)]) == b("9")
    told = trade(independent_amount="7", **FIGURE, **earlier)
    assert codes(over(UP), trades=[told]) == ["MC109"]


def test_a_figure_that_the_confirmation_leaves_to_the_trade_steps_up():
    """Today's 7 is the trade's own: with 9 before, 9 are owed; with 6 before, 7."""
    up = {"value": "per Confirmation", "steps": "up only"}
    for before, owed in (("9", "9"), ("7", "7"), ("6", "7")):
        earlier = {"amount_before": before, "amount_before_currency": "USD"}
        told = trade(independent_amount="7", **FIGURE, **earlier)
        assert due(over(up), trades=[told]) == b(owed)


WON = {"amount_before_currency": "KRW", "amount_before": "14000"}
RATE = {"fx": {"USDKRW": "1,400"}}


@pytest.mark.parametrize(
    "nil", ["nil", "USD 0", {"percent_of_notional": "0%"}, {"percent_of_notional": "nil"}]
)
def test_a_nil_is_a_nil_in_every_currency(nil):
    """Nil today and 14,000 won before are 10 dollars; nil before leaves today's seven."""
    up = (nil if isinstance(nil, dict) else {"value": nil}) | {"steps": "up only"}
    assert due(over(up), trades=[trade(**WON)], **RATE) == b("10")
    nothing = trade(amount_before="0", amount_before_currency="KRW")
    assert due(over(UP), trades=[nothing]) == b("7")
    told = trade(independent_amount="0", **FIGURE | {"independent_amount_currency": "KRW"})
    assert due(over(nil), trades=[told]) == []
    told = trade(independent_amount="1", **FIGURE | {"independent_amount_currency": "KRW"})
    assert codes(over(nil), trades=[told], **RATE) == ["MC109"]


def test_as_printed_leaves_the_amount_to_confirmations():
    """The form's own words count what they say, and nothing where nobody says it."""
    printed = annex(**ON, independent_amount={"A": "nil", "B": "as printed"})
    assert due(over("USD 7"), terms=printed) == b("7")
    assert due(terms=printed) == []
    assert due(terms=printed, independent_amounts={"B": "USD 9"}) == b("9")


@pytest.mark.parametrize("fixed", ["nil", "USD 1", {"percent_of_notional": "1%"}])
def test_an_amendment_that_fixes_the_amount_is_asked_from_its_date_on(fixed):
    """A day before it the Confirmation's 7 are owed; from it on the two contradict."""
    layer = {"dated": "2024-12-30", "independent_amount": {"B": fixed}}
    terms = PER | {"amendments": [layer]}
    assert due(over("USD 7"), terms=terms, on="2024-12-29") == b("7")
    assert codes(over("USD 7"), terms=terms) == ["MC109"]


OWN_WORDS = {"credit_support_amount": "max(nil, exposure)"}


@pytest.mark.parametrize(
    "own",
    [
        OWN_WORDS,
        {
            "credit_support_amount": "not applicable",
            "regimes": {"One": OWN_WORDS},
        },
    ],
)
def test_a_formula_that_reads_no_confirmation_is_found(own):
    """What a Confirmation, a trade or the day gives up front changes nothing: it is said."""
    silent = annex(**ON, **own)
    told = trade(independent_amount="3", **FIGURE)
    assert codes(over("USD 7"), terms=silent) == ["MC136"]
    assert codes(terms=silent, trades=[told]) == ["MC136"]
    assert "MC136" in codes(terms=silent, independent_amounts={"B": "USD 9"})
    assert codes(terms=PER | own) == ["MC136"]
    assert codes(terms=silent) == []
    assert codes(over("USD 7", party="A"), terms=silent) == []
    nil = {"value": "per Confirmation", "nil_while": ["Illegality"]}
    event = {"event": "Illegality", "of": "B", "from": "2024-12-01"}
    terms = annex(**ON, **own, independent_amount={"B": nil})
    assert "MC136" not in codes(over("USD 7"), terms=terms, events=[event])
