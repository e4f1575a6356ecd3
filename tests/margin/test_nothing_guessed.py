"""What a hostile reader tried: nothing is guessed, counted twice or dropped in silence."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from small import HEAD
from small import call_text as call

import isda
from isda.batch import book as batch_book

SEOUL = Path(__file__).parents[2] / "samples/books/seoul"
LIMIT = """annexes:
  - form: Loss limit agreement (Korea)
    dated: 2024-01-02
    posting_parties: [B]
    base_currency: KRW
    over_the_limit: %s
    loss_limit: %s
"""
TWO = """annexes:
  - {form: CSA 1994 New York, name: one, posting_parties: [B],
     eligible_collateral: [{asset: cash, currency: USD, valuation_percentage: 100%}],
     covered_transactions: {value: all, except: [T2]}}
  - {form: CSA 1994 New York, name: two, posting_parties: [B],
     covered_transactions: {value: all, except: [T1]}}
"""
TRADES = """facts: 1
on: 2024-12-30
plus_is_good_for: party A
trades: [{trade_id: T1, maturity: 2025-12-30}, {trade_id: T2, maturity: 2025-12-30}]
marks:
  - {trade_id: T1, on: 2024-12-30, mark: "5000000", currency: USD}
  - {trade_id: T2, on: 2024-12-30, mark: "7000000", currency: USD}
"""
LOSS = 'facts: 1\non: 2024-12-30\nexposure: {holder: A, amount: "KRW 800,000,000"}\n'


def codes(made):
    """The codes of what was found."""
    return {each.code for each in made.findings}


@pytest.mark.parametrize(
    "more",
    [
        'disputed: {B: {delivery: "USD 2,000,000"}}\n',
        'independent_amounts: {B: "USD 1,000,000"}\n',
        'held: [{posted_by: B, asset: cash, amount: "USD 5", annex: CSA 1994 New York}]\n',
    ],
)
def test_a_figure_of_two_annexes_is_refused(more):
    """A figure that two annexes could take is refused, where alone both trades are called."""
    assert [str(each.amount.normalize()) for each in call(TWO, TRADES).movements] == [
        "5E+6", "7E+6",
    ]  # fmt: skip
    made = call(TWO, TRADES + more)
    assert made.status == "refused"
    assert codes(made) & {"MC118", "MC119"}


@pytest.mark.parametrize("answer", ["not applicable", "as printed", "not stated"])
def test_a_loss_limit_that_is_no_amount_is_refused(answer):
    """A limit is money or nil: another answer never computes as nil."""
    outcome = isda.read_sheet_text(HEAD + LIMIT % ("excess only", answer))
    assert [each.code for each in outcome.errors] == ["DQ015"]


def test_every_layer_of_an_agreement_is_complete():
    """An amendment that takes a needed election away is refused where it stands."""
    amended = LIMIT % ("excess only", "KRW 1,000,000,000") + (
        "    amendments: [{dated: 2024-06-03, over_the_limit: not stated}]\n"
    )
    outcome = isda.read_sheet_text(HEAD + amended)
    assert [each.code for each in outcome.errors] == ["DQ015"]


def test_switches_are_held_against_the_layered_annex():
    """Outside from the start, netted by amendment: together they are at one."""
    sheet = (
        "annexes:\n  - {form: CSA 1994 New York, independent_amount_is: outside, amendments: "
        "[{dated: 2024-06-03, holders_independent_amount: netted}]}\n"
    )
    assert not isda.read_sheet_text(HEAD + sheet).errors
    broken = sheet.replace("outside, amend", "inside threshold, amend")
    assert [each.code for each in isda.read_sheet_text(HEAD + broken).errors] == ["DQ039"]


def test_a_deposit_of_the_day_needs_its_order():
    """A deposit in the facts with no order elected leaves the leg undefined."""
    sheet = LIMIT % ("excess only", "KRW 1,000,000,000")
    made = call(sheet, LOSS + 'independent_amounts: {B: "KRW 700,000,000"}\n')
    assert made.status == "undefined"
    assert "order is not elected" in made.reasons[0].message


def test_a_release_level_of_nil_is_nil():
    """Released below nil: a latched limit with a nil release level stays latched."""
    sheet = (
        LIMIT % ("full loss once breached", "KRW 1,000,000,000") + "    release_level: nil\n"
    )
    made = call(sheet, LOSS + "latch: {on: 2024-12-29, latched: yes}\n")
    assert [str(each.amount.normalize()) for each in made.movements] == ["8E+8"]


def test_a_release_level_to_be_agreed_is_undefined():
    """What the parties still have to agree computes nothing."""
    sheet = LIMIT % ("full loss once breached", "KRW 1,000,000,000")
    made = call(sheet + "    release_level: to be agreed\n", LOSS)
    assert made.status == "undefined"


def test_a_share_of_notional_is_no_threshold():
    """A `while:` row of a threshold may not be a share of the notional."""
    sheet = (
        "annexes:\n  - {form: CSA 1994 New York, threshold: {B: {while: [{event: Event of "
        "Default, percent_of_notional: 5%}, {otherwise: nil}]}}}\n"
    )
    assert [each.code for each in isda.read_sheet_text(HEAD + sheet).errors] == ["DQ037"]


def test_an_event_of_the_schedules_own_is_an_additional_termination_event():
    """A term that names Additional Termination Events hears of the Schedule's own ones."""
    sheet = (
        "master: {form: ISDA Master Agreement 2002, amendments: [{dated: 2024-06-03, "
        "additional_termination_events: [{event: NAV Trigger}]}]}\n"
        "annexes:\n  - {form: CSA 1994 New York, posting_parties: [B], threshold: {B: {value: "
        '"USD 5,000,000", nil_while: [Additional Termination Event]}}}\n'
    )
    facts = (
        'facts: 1\non: 2024-12-30\nexposure: {holder: A, amount: "USD 10,000,000"}\n'
        "events: [{event: NAV Trigger, of: B, from: 2024-12-20}]\n"
    )
    made = call(sheet, facts)
    assert [str(each.amount.normalize()) for each in made.movements] == ["1E+7"]
    assert "MC309" in codes(made)
    assert call(sheet, facts.replace("on: 2024", "on: 2023", 1)).status == "refused"


def test_facts_of_another_day_never_say_no_call():
    """Sunday's facts for Monday's call are refused, though Sunday is no Valuation Date."""
    sheet = "annexes:\n  - {form: CSA 1994 New York, valuation_date: each Seoul business day}\n"
    facts = 'facts: 1\non: 2024-12-29\nexposure: {holder: A, amount: "USD 1"}\n'
    assert call(sheet, facts).status == "no_call"
    assert call(sheet, facts, on=date(2024, 12, 30)).status == "refused"


def test_an_exclusion_needs_to_know_whom_it_meets():
    """A row that excludes issuers refuses a lot that names neither issuer nor code."""
    sheet = (
        "annexes:\n  - {form: CSA 1994 New York, posting_parties: [B], eligible_collateral: "
        "[{asset: Bond, valuation_percentage: 90%, excludes: [Lehman]}]}\n"
    )
    facts = (
        'facts: 1\non: 2024-12-30\nexposure: {holder: A, amount: "USD 10"}\n'
        'held: [{posted_by: B, asset: Bond, nominal: "USD 10", price: "100"%s}]\n'
    )
    assert codes(call(sheet, facts % "")) & {"MC102"}
    assert call(sheet, facts % ", issuer: Other").status == "call"


def test_a_disputed_part_is_no_larger_than_the_whole():
    """Fifty disputed of two that are held is refused, not demanded."""
    sheet = (
        "annexes:\n  - {form: CSA 1994 New York, posting_parties: [B], eligible_collateral: "
        "[{asset: cash, currency: USD, valuation_percentage: 100%}]}\n"
    )
    facts = (
        'facts: 1\non: 2024-12-30\nexposure: {holder: A, amount: "USD 10"}\n'
        'held: [{posted_by: B, asset: cash, amount: "USD 2"}]\ndisputed: {held: "USD %s"}\n'
    )
    assert call(sheet, facts % "2").status == "call"
    assert codes(call(sheet, facts % "3")) & {"MC112"}


def test_without_a_city_only_weekends_are_known_and_it_is_said():
    """Local Business Days without cities: the call computes, and warns."""
    sheet = "annexes:\n  - {form: CSA 1994 New York, valuation_date: each Local Business Day}\n"
    head = HEAD.replace(", cities: [Seoul]", "")
    facts = 'facts: 1\non: 2024-12-30\nexposure: {holder: A, amount: "USD 1"}\n'
    terms = isda.read_sheet_text(head + sheet).must()
    made = isda.call(terms, isda.read_facts_text(facts).must())
    assert made.status == "call"
    assert "MC310" in codes(made)
    assert {str(leg.posting_party): leg.exposure for leg in made.legs} == {"A": -1, "B": 1}
    assert (made.working[0].name, made.working[0].result) == ("exposure", -1)


def test_a_refused_leg_shows_no_figure():
    """Nothing of a leg that is refused stands in the working."""
    sheet = (
        "annexes:\n  - {form: CSA 1994 New York, base_currency: EUR, posting_parties: [B], "
        'threshold: {B: "USD 2,000,000"}}\n'
    )
    facts = 'facts: 1\non: 2024-12-30\nexposure: {holder: A, amount: "EUR 9"}\n'
    made = call(sheet, facts)
    assert made.status == "refused"
    assert len(made.working) == 0
    assert made.findings[-1].place.line


def test_a_fault_of_ours_spares_the_other_agreements(monkeypatch):
    """Where one agreement cannot be computed at all, it is refused and the book goes on."""
    whole = batch_book.call

    def broken(agreement, facts, *, on=None):
        if agreement.agreement == "LL-DAEHAN":
            raise ZeroDivisionError
        return whole(agreement, facts, on=on)

    monkeypatch.setattr(batch_book, "call", broken)
    book = isda.read_book(SEOUL).must()
    made = isda.run(book, on=date(2008, 9, 30))
    by_name = {each.agreement: each for each in made.calls}
    assert by_name["LL-DAEHAN"].reasons[0].code == "MC199"
    assert by_name["LL-BAEKDU"].status == "call"


def test_a_day_without_any_row_refuses():
    """A year mistyped: nothing of the day is in the book, and nobody is called."""
    book = isda.read_book(SEOUL).must()
    made = isda.run(book, on=date(2030, 1, 2))
    assert not made.totals
    assert {each.status.value for each in made.calls} == {"refused", "no_call"}


def test_a_book_that_lost_its_trades_refuses(tmp_path):
    """Marks without trades are no exposure of nil: nothing is handed back."""
    copytree(SEOUL, tmp_path / "seoul")
    (tmp_path / "seoul" / "trades.csv").unlink()
    made = isda.run(isda.read_book(tmp_path / "seoul").value, on=date(2008, 9, 30))
    assert not made.totals


def test_collateral_that_vanished_overnight_is_pointed_out(tmp_path):
    """Lots on the last day and none today: the call computes, and a warning says so."""
    copytree(SEOUL, tmp_path / "seoul")
    lots = tmp_path / "seoul" / "lots.csv"
    kept = [
        line for line in lots.read_text("utf-8").splitlines()
        if not ("IB-HUDSON" in line and "2008-09-30" in line)
    ]  # fmt: skip
    lots.write_text("\n".join(kept) + "\n", encoding="utf-8")
    book = isda.read_book(tmp_path / "seoul").must()
    facts = book.facts_for("IB-HUDSON", on=date(2008, 9, 30))
    assert "DQ074" in {each.code for each in facts.findings}


def test_a_latch_is_not_folded_across_an_amendment():
    """Losses before an amendment are not held against the limit it brought."""
    sheet = LIMIT % ("full loss once breached", "KRW 1,000,000,000")
    amended = sheet + '    amendments: [{dated: 2024-12-30, loss_limit: "KRW 900,000,000"}]\n'
    history = (
        "latch: {on: 2024-12-28, latched: no}\n"
        'exposures: [{on: 2024-12-29, holder: A, amount: "KRW 950,000,000"}]\n'
    )
    assert call(sheet, LOSS + history).status == "no_call"
    made = call(amended, LOSS + history)
    assert made.status == "refused"
    assert "amended on 2024-12-30" in made.reasons[0].message
    opened = LOSS + "latch: {on: 2024-12-29, latched: no}\n"
    assert call(amended, opened).status == "no_call"


def test_a_history_in_another_currency_is_refused():
    """Today's rate does not say what a dollar loss was worth on an earlier day."""
    sheet = LIMIT % ("full loss once breached", "KRW 1,000,000,000")
    history = (
        'latch: {on: 2024-12-28, latched: no}\nfx: {USDKRW: "1,400"}\n'
        'exposures: [{on: 2024-12-29, holder: A, amount: "USD 900,000"}]\n'
    )
    assert "in USD" in call(sheet, LOSS + history).reasons[0].message


def test_the_holders_amount_is_named_where_it_leaves_nothing_required():
    """Exposure over the threshold and nothing required: the holder's own amount is why."""
    sheet = (
        'annexes:\n  - {form: CSA 1994 New York, independent_amount: {A: "USD 30,000,000", '
        "B: nil}, posting_parties: [B]}\n"
    )
    facts = 'facts: 1\non: 2024-12-30\nexposure: {holder: A, amount: "USD 10,000,000"}\n'
    assert call(sheet, facts).reasons[0].code == "held-by-the-other"


def test_a_rate_of_last_month_is_not_that_of_the_day_before(tmp_path):
    """Where the rates of a month are missing, the day before has none, and the call says so."""
    copytree(SEOUL, tmp_path / "seoul")
    fx = tmp_path / "seoul" / "fx.csv"
    kept = [line for line in fx.read_text("utf-8").splitlines() if "2008-09" not in line]
    fx.write_text("\n".join(kept) + "\n", encoding="utf-8")
    book = isda.read_book(tmp_path / "seoul").must()
    assert book.rates_before(date(2008, 9, 30)) == {}
    assert book.rates_before(date(2008, 9, 2)) != {}


def test_a_term_in_another_currency_is_converted_and_said():
    """A threshold in dollars under an annex in euro converts at the day's rate, and warns."""
    sheet = (
        "annexes:\n  - {form: VM CSA 2016 English, base_currency: EUR, posting_parties: [B], "
        'threshold: {B: "USD 1,100,000"}}\n'
    )
    facts = (
        'facts: 1\non: 2024-12-30\nexposure: {holder: A, amount: "EUR 3,000,000"}\n'
        'fx: {EURUSD: "1.10"}\n'
    )
    made = call(sheet, facts)
    assert [str(each.amount.normalize()) for each in made.movements] == ["2E+6"]
    (said,) = [each.message for each in made.findings if each.code == "MC311"]
    assert said == (
        "threshold of pledgor, for what party B posts, is in USD, and the annex computes in "
        "EUR: it is converted at 1.10"
    )
