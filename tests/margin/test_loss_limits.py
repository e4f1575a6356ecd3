"""The loss limit: both readings, both orders, at their boundaries; latch, ladder, shares."""

from dataclasses import replace

import pytest
import small
from small import call, loss_limit, owes

import isda

ANY = {"valuation_date": "any day"}
FULL = {"over_the_limit": "full loss once breached", **ANY}
OPEN = {"latch": {"on": "2024-12-29", "latched": "no"}}


def required(terms, loss, **given):
    """What is required at a loss, with the leg."""
    made = call(terms, exposure=owes(f"KRW {loss}"), **given)
    leg = small.leg_of(made)
    return small.plain(leg.required), leg


READINGS = [
    # reading, order, deposit, loss, required
    ("excess only", "inside", "nil", 999, "0"),
    ("excess only", "inside", "nil", 1000, "0"),
    ("excess only", "inside", "nil", 1001, "1"),
    ("excess only", "inside", "KRW 100", 900, "0"),
    ("excess only", "inside", "KRW 100", 901, "1"),
    ("excess only", "inside", "KRW 100", -50, "0"),
    ("excess only", "on top", "KRW 100", 1000, "100"),
    ("excess only", "on top", "KRW 100", 1001, "101"),
    ("excess only", "on top", "KRW 100", -50, "100"),
    ("full loss once breached", "inside", "KRW 100", 900, "0"),
    ("full loss once breached", "inside", "KRW 100", 901, "1001"),
    ("full loss once breached", "inside", "KRW 100", -50, "0"),
    ("full loss once breached", "on top", "KRW 100", 1000, "100"),
    ("full loss once breached", "on top", "KRW 100", 1001, "1101"),
    ("full loss once breached", "on top", "KRW 100", -50, "100"),
]


@pytest.mark.parametrize(("reading", "order", "deposit", "loss", "due"), READINGS)
def test_both_readings_and_orders_at_the_limit(reading, order, deposit, loss, due):
    """A won below, at and above a limit of a thousand, the deposit inside it or on top."""
    terms = loss_limit(
        over_the_limit=reading, deposit_order=order, performance_deposit=deposit, **ANY
    )
    given = OPEN if reading.startswith("full") else {}
    sign = "B" if loss < 0 else "A"
    made = call(terms, exposure=owes(f"KRW {abs(loss)}", sign), **given)
    assert small.plain(small.leg_of(made).required) == due


LATCHES = [
    # latched yesterday, loss today, required, latched tonight; limit 1,000, release 800
    ("no", 1000, "0", False),
    ("no", 1001, "1001", True),
    ("no", 900, "0", False),
    ("yes", 900, "900", True),
    ("yes", 800, "800", True),
    ("yes", 799, "0", False),
    ("yes", 1001, "1001", True),
]


@pytest.mark.parametrize(("latched", "loss", "due", "tonight"), LATCHES)
def test_the_latch_at_limit_and_release_level(latched, loss, due, tonight):
    """Latched above the limit, held down to the release level, released a won below it."""
    terms = loss_limit(release_level="KRW 800", **FULL)
    latch = {"on": "2024-12-29", "latched": latched}
    found, leg = required(terms, loss, latch=latch)
    assert (found, leg.limit.latched) == (due, tonight)


@pytest.mark.parametrize(
    ("days", "due"),
    [
        ([1001, 900, 850], "900"),
        ([1001, 799, 850], "0"),
        ([1000, 900, 850], "0"),
        ([1001, 799, 1001], "900"),
    ],
)
def test_the_latch_is_folded_from_its_history(days, due):
    """Three days of losses decide whether 900 today is owed or forgiven."""
    history = [
        {"on": f"2024-12-2{at}", "holder": "A", "amount": f"KRW {loss}"}
        for at, loss in enumerate(days, 7)
    ]
    terms = loss_limit(release_level="KRW 800", **FULL)
    latch = {"on": "2024-12-26", "latched": "no"}
    assert required(terms, 900, latch=latch, exposures=history)[0] == due


def test_a_history_from_the_clients_side_is_turned_round():
    """A gain of the client's is no loss: minus 1,001 for the client is its loss of 1,001."""
    terms = loss_limit(release_level="KRW 800", **FULL)
    latch = {"on": "2024-12-28", "latched": "no"}
    for amount, due in (("KRW -1,001", "900"), ("KRW 1,001", "0")):
        history = [{"on": "2024-12-29", "holder": "B", "amount": amount}]
        assert required(terms, 900, latch=latch, exposures=history)[0] == due


def test_a_gap_in_the_history_is_refused():
    """A Valuation Date without a figure leaves the latch unknown, and all are counted."""
    terms = loss_limit(**FULL)
    latch = {"on": "2024-12-26", "latched": "no"}
    history = [{"on": "2024-12-28", "holder": "A", "amount": "KRW 5"}]
    made = call(terms, exposure=owes("KRW 900"), latch=latch, exposures=history)
    words = small.found(made, "MC114").message
    assert "no figure for 2024-12-27 and 1 more Valuation Dates" in words
    assert "folded from 2024-12-26" in words
    assert small.leg_of(made).status == "refused"
    one = [*history, {"on": "2024-12-27", "holder": "A", "amount": "KRW 5"}]
    again = call(terms, exposure=owes("KRW 900"), latch=latch, exposures=one)
    assert "no figure for 2024-12-29, and" in small.found(again, "MC114").message


def test_days_that_are_no_valuation_dates_need_no_history():
    """Over a weekend nothing is valued: Friday's latch is enough on Monday."""
    terms = loss_limit(**FULL | {"valuation_date": "each Seoul business day"})
    latch = {"on": "2024-12-27", "latched": "yes"}
    assert required(terms, 1000, latch=latch)[0] == "1000"
    undated = {key: part for key, part in terms.items() if key != "valuation_date"}
    assert required(undated, 1000, latch=latch)[1].status == "refused"


def test_an_agreement_without_a_date_needs_an_opening_state():
    """Nobody knows whether an undated agreement was breached before."""
    terms = {key: part for key, part in loss_limit(**FULL).items() if key != "dated"}
    made = call(terms, exposure=owes("KRW 900"))
    assert "the agreement has no date" in small.found(made, "MC114").message


def test_the_agreements_own_date_opens_unlatched():
    """Signed today, nothing was breached before, and no history is asked for."""
    terms = loss_limit(**FULL | {"dated": "2024-12-30"})
    assert required(terms, 1000)[0] == "0"
    assert required(terms, 1001)[0] == "1001"


def test_a_deposit_that_changes_with_the_trades_needs_a_fresh_latch():
    """A deposit inside, five per cent of notionals, has no history to fold."""
    terms = loss_limit(
        performance_deposit={"percent_of_notional": "5%"}, deposit_order="inside", **FULL
    )
    given = {"trades": [small.trade(currency_1="KRW")], "exposure": owes("KRW 900")}
    old = call(terms, latch={"on": "2024-12-28", "latched": "no"}, **given)
    assert "changes with the trades" in small.found(old, "MC114").message
    fresh = call(terms, latch={"on": "2024-12-29", "latched": "no"}, **given)
    assert small.step(fresh, "deposit") == "50"
    assert small.leg_of(fresh).status == "no_call"


LADDER = {"alerts": ["70%", "90%", "100%"], "suspend_new_trades_at": "90%"}


@pytest.mark.parametrize(
    ("loss", "alert", "suspended", "headroom"),
    [
        (699, None, False, "301"),
        (700, "70%", False, "300"),
        (899, "70%", False, "101"),
        (900, "90%", True, "100"),
        (1000, "100%", True, "0"),
        (1200, "100%", True, "0"),
    ],
)
def test_the_ladder_alerts_at_its_rungs(loss, alert, suspended, headroom):
    """A rung is reached when the use equals it; new trades stop at their own share."""
    _, leg = required(loss_limit(**ANY, **LADDER), loss)
    use = leg.limit
    assert (use.alert and str(use.alert), use.suspended) == (alert, suspended)
    assert small.plain(use.headroom) == headroom
    assert use.used_amount == loss
    assert use.latched is None


def test_a_limit_of_nil_has_no_share_in_use():
    """Nothing is divided by nil: no share, no alert, no stop; the whole loss is required."""
    due, leg = required(loss_limit(**ANY, **LADDER) | {"loss_limit": "KRW 0"}, 5)
    assert due == "5"
    assert (leg.limit.used, leg.limit.alert, leg.limit.suspended) == (None, None, None)


def test_a_limit_is_a_share_of_a_credit_line():
    """Twenty per cent of a line of 5,000 is a limit of 1,000, a step of the working."""
    terms = loss_limit(**ANY) | {
        "loss_limit": {"percent_of_credit_line": "20%", "credit_line": "KRW 5,000"}
    }
    made = call(terms, exposure=owes("KRW 1,001"))
    assert small.step(made, "limit") == "1000"
    assert small.moved(made) == [("B", "1", "delivery")]


def test_an_open_limit_is_undefined():
    """A limit that cannot be read leaves the leg undefined."""
    terms = loss_limit(**ANY) | {"loss_limit": {"unresolved": "torn page"}}
    made = call(terms, exposure=owes("KRW 5"))
    assert made.status == "undefined"
    assert "`loss_limit` is open: torn page" in made.reasons[0].message


@pytest.mark.parametrize(
    ("fixing", "rate"),
    [("close of the day", 1400), ("market average rate of the day before", 1300)],
)
def test_a_fixing_of_the_day_before_reads_its_rates(fixing, rate):
    """An agreement that fixes on the day before reads the rates of that day."""
    agreement = small.agreement(loss_limit(fixing=fixing, **ANY))
    day = small.facts(exposure=owes("USD 1"), fx={"USDKRW": "1,400"})
    before = small.facts(on="2024-12-27", fx={"USDKRW": "1,300"}).fx
    made = isda.call(agreement, replace(day, rate_before=before))
    assert small.leg_of(made).exposure == rate


@pytest.mark.parametrize(
    ("on", "status"),
    [("2024-12-29", "call"), ("2024-12-30", "refused"), ("2025-01-02", "refused")],
)
def test_a_latch_of_the_day_or_later_is_refused(on, status):
    """The state at the end of today, or of a later day, says nothing of what stood before."""
    terms = loss_limit(release_level="KRW 800", **FULL)
    made = call(terms, exposure=owes("KRW 900"), latch={"on": on, "latched": "yes"})
    assert made.status == status
    if status == "refused":
        assert f"end of {on}" in small.found(made, "MC114").message
