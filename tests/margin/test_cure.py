"""How much of a chosen asset a movement takes, and what may come back of it."""

from datetime import date
from decimal import Decimal

import pytest
import small

import isda
from isda.margin.working import Working
from isda.statement.cures import cure_sentence

ROW = {"asset": "cash", "currency": "USD", "valuation_percentage": "95%"}


def alone(amount="USD 10,000,000", row=ROW, holder="A", **facts):
    """A call under an English annex without regimes."""
    annex = small.annex(
        small.ENG95,
        posting_parties=["B"],
        eligible_collateral=[row],
        rounding={"delivery": "up to USD 100", "return": "down to USD 100"},
    )
    return small.call(annex, exposure=small.owes(amount, holder), **facts)


def regimes(exposure, rows, held=(), rounding=None, **facts):
    """A call under two regimes that each require the exposure."""
    named = {"one": small.REGIME_ONE, "two": small.REGIME_TWO}
    annex = small.agencies(regimes=named, eligible_collateral=rows, rounding=rounding)
    return small.call(annex, exposure=small.owes(exposure), held=list(held), **facts)


def cash(one, two):
    return {
        "asset": "cash",
        "currency": "USD",
        "valuation_percentage": {"one": one, "two": two},
    }


def test_the_published_gross_up_by_a_haircut():
    """10,000,000 at a haircut of 5 % is 10,526,315.79; a source prints it as 10,530,000.

    mhderivativesolutions.com, margin and collateral management: rounded up to 10,000 there.
    """
    chosen = [
        {"posted_by": "B", "asset": "cash", "amount": "USD 20,000,000", "units": "USD 10,000"}
    ]
    made = alone(chosen=chosen)
    (exact,) = isda.cure(made, "cash")
    assert small.plain(exact.amount) == "10526315.789473684"
    (whole,) = isda.cure(made)
    assert small.plain(whole.nominal.amount) == "10530000"


def test_without_regimes_the_called_amount_is_divided():
    """The call is rounded up to 10,000,100 already; what is sent counts for that much."""
    made = alone("USD 10,000,000.01")
    (cure,) = isda.cure(made, "cash")
    assert small.moved(made) == [("B", "10000100", "delivery")]
    assert small.plain(cure.amount) == "10526421.052631579"


@pytest.mark.parametrize(
    ("two", "amount"), [("100%", "1000"), ("80%", "1250"), ("1%", "100000"), ("0%", None)]
)
def test_the_greatest_need_decides(two, amount):
    """Whatever the second regime counts, both are covered; at nought it cannot be."""
    (cure,) = isda.cure(regimes("USD 1,000", [cash("100%", two)]), "cash")
    assert (small.plain(cure.amount) if cure.amount is not None else None) == amount
    if amount is None:
        assert cure.reason.code == "counts-nothing"


def test_rounding_comes_last():
    """1,001 over 80 % is 1,251.25: up to 100 that is 1,300, not 1,100 over 80 %."""
    made = regimes("USD 1,001", [cash("100%", "80%")], rounding="up to USD 100")
    (cure,) = isda.cure(made, "cash")
    assert small.moved(made) == [("B", "1100", "delivery")]
    assert cure.amount == 1300


@pytest.mark.parametrize("units", ["0.01", "1", "7", "1,000"])
def test_whole_units_leave_no_regime_short(units):
    """In any whole units, what is sent covers every regime, and one unit less would not."""
    chosen = [
        {"posted_by": "B", "asset": "cash", "amount": "USD 9,000", "units": f"USD {units}"}
    ]
    made = regimes("USD 1,234.56", [cash("99%", "83%")], chosen=chosen)
    (cure,) = isda.cure(made)
    unit = Decimal(units.replace(",", ""))
    need = Decimal("1234.56") / Decimal("0.83")
    assert cure.nominal.amount - unit < need <= cure.nominal.amount
    assert cure.nominal.amount % unit == 0
    assert cure.is_enough


def test_a_lot_that_is_too_small_says_so():
    """What is owned is less than what it takes."""
    chosen = [{"posted_by": "B", "asset": "cash", "amount": "USD 1,249.99"}]
    (cure,) = isda.cure(regimes("USD 1,000", [cash("100%", "80%")], chosen=chosen))
    assert (cure.is_enough, cure.amount) == (False, 1250)


@pytest.mark.parametrize(("pair", "rate"), [("EURUSD", "1.25"), ("USDEUR", "0.8")])
def test_another_currency_is_sent_in_its_own(pair, rate):
    """1,250 of dollars is 1,000 of euro, divided or multiplied as it is quoted."""
    row = cash("100%", "80%") | {"currency": "EUR"}
    made = regimes("USD 1,000", [row], fx={pair: rate})
    (cure,) = isda.cure(made, "cash", currency="EUR")
    assert (cure.amount, str(cure.nominal)) == (1250, "EUR 1,000")


def test_a_rate_or_a_maturity_that_is_missing_is_the_reason():
    """Nothing is made up about an asset that cannot be placed or converted."""
    row = {"asset": "Bond", "remaining": "[0y, 5y]", "valuation_percentage": {"one": "9%"}}
    made = regimes("USD 1,000", [cash("100%", "80%"), row])
    (cure,) = isda.cure(made, "Bond")
    assert (cure.amount, cure.reason.code) == (None, "MC102")
    euro = cash("100%", "80%") | {"currency": "EUR"}
    (cure,) = isda.cure(regimes("USD 1,000", [euro]), "cash", currency="EUR")
    assert cure.reason.code == "MC101"


def test_a_lot_of_nothing_cures_nothing():
    """A chosen lot of no nominal has no share to divide by."""
    chosen = [{"posted_by": "B", "asset": "cash", "amount": "USD 0"}]
    (cure,) = isda.cure(regimes("USD 1,000", [cash("100%", "80%")], chosen=chosen))
    assert cure.reason.code == "no-value"


def lot(amount, asset="cash"):
    return {"posted_by": "B", "asset": asset, "amount": f"USD {amount}"}


def test_what_may_come_back_leaves_no_regime_short():
    """The least surplus at face, however little a regime counts of it."""
    made = regimes("USD 400", [cash("100%", "50%")], [lot("1,000")])
    (cure,) = isda.cure(made, "cash")
    assert small.moved(made) == [("A", "100", "return")]
    assert cure.amount == 100


def test_no_more_comes_back_than_there_is():
    """Two lots: the smaller one goes back whole at most."""
    made = regimes("USD 0", [cash("100%", "100%")], [lot("900"), lot("100")])
    assert [each.amount for each in isda.cure(made, "cash")] == [900, 100]
    (none,) = isda.cure(made, "Bond")
    assert none.reason.code == "not-held"


def test_a_return_without_regimes_divides_by_the_share():
    """A lot that counts 80 % has 1,250 of market value to a return of 1,000."""
    made = alone("USD 0", row=ROW | {"valuation_percentage": "80%"}, held=[lot("1,250")])
    (cure,) = isda.cure(made, "cash")
    assert small.moved(made) == [("A", "1000", "return")]
    assert cure.amount == 1250


def test_a_regime_that_counts_nothing_loses_nothing():
    """Cash that one regime does not count may go back as far as the other lets it."""
    bond = {"asset": "Bond", "valuation_percentage": {"one": "100%", "two": "100%"}}
    held = [
        lot("500"),
        {"posted_by": "B", "asset": "Bond", "nominal": "USD 900", "price": "100",
         "matures": "2030-01-01"},
    ]  # fmt: skip
    made = regimes("USD 700", [cash("100%", "0%"), bond], held)
    (cure,) = isda.cure(made, "cash")
    assert small.moved(made) == [("A", "200", "return")]
    assert (cure.amount, cure.shares[1].market_value) == (200, None)


def test_nothing_moves_and_nothing_is_cured():
    """A day without a movement asks for no asset."""
    assert isda.cure(regimes("USD 0", [cash("100%", "80%")]), "cash") == ()


def test_cures_stand_in_the_document():
    """JSON carries what each regime counts, and the steps."""
    made = regimes("USD 1,000", [cash("100%", "80%")])
    document = isda.to_json(made, isda.cure(made, "cash"))
    (cure,) = document["cures"]
    assert (cure["amount"], cure["nominal"], cure["nominal_currency"]) == (
        "1250",
        "1250",
        "USD",
    )
    assert [each["counts"] for each in cure["regimes"]] == ["100%", "80%"]
    assert cure["working"][-1]["step"] == "nominal_needed"
    assert isda.to_json(made)["cures"] == []


def test_each_annex_is_asked_for_itself():
    """A regime that is not short asks for nothing, and a quiet annex has no cure."""
    terms = {"posting_parties": ["B"], "eligible_collateral": [ROW], "base_currency": "USD"}
    covers = {"value": "all", "except": ["T1"]}
    quiet = small.annex(small.ENG95, name="quiet", covered_transactions=covers, **terms)
    loud = {"name": "loud", "covered_transactions": {"value": "all", "except": ["T2"]}}
    made = small.call(
        quiet,
        small.annex(small.ENG95, **loud, **terms),
        plus_is_good_for="party A",
        trades=[small.trade()],
        marks=[small.mark("950")],
    )
    (cure,) = isda.cure(made, "cash")
    assert (cure.annex, cure.amount) == ("loud", 1000)


def test_a_regime_that_is_not_short_asks_for_nothing():
    """Held cash covers the first regime; only the second is asked."""
    made = regimes("USD 800", [cash("100%", "50%")], [lot("1,000")])
    (cure,) = isda.cure(made, "cash")
    assert [share.regime for share in cure.shares] == ["two"]
    assert cure.amount == 600


def test_a_security_without_a_price_is_told_by_value():
    """A kind of asset has no price, so no nominal; its market value is known."""
    bond = {"asset": "Bond", "valuation_percentage": {"one": "100%", "two": "80%"}}
    (cure,) = isda.cure(regimes("USD 1,000", [bond]), "Bond")
    assert (cure.amount, cure.nominal) == (1250, None)


def test_a_call_that_was_not_begun_has_no_cure():
    """Without legs nothing is asked."""
    parties = {isda.Side.A: "Bank"}
    made = isda.MarginCall(
        "X", date(2024, 12, 30), parties, None, isda.Status.REFUSED, (), (), (), (), Working()
    )
    assert isda.cure(made, "cash") == ()


def test_a_regime_that_is_left_out_asks_for_nothing():
    """What the document leaves undefined cannot say what it takes."""
    gap = {"column": "one", "credit_support_amount": [{"otherwise": "undefined"}]}
    annex = small.annex(
        small.ENG95,
        posting_parties=["B"],
        credit_support_amount="not applicable",
        columns=["one", "two"],
        regimes={"one": gap, "two": {"column": "two", "credit_support_amount": "exposure"}},
        eligible_collateral=[cash("10%", "80%")],
    )
    made = small.call(annex, exposure=small.owes("USD 1,000"))
    (cure,) = isda.cure(made, "cash")
    assert (made.is_incomplete, cure.amount) == (True, 1250)


def test_what_counts_nothing_for_two_regimes_says_so_of_both():
    """Two regimes are short, and the verb is theirs."""
    made = regimes("USD 100", [cash("0%", "0%")])
    (found,) = isda.cure(made, "cash")
    assert found.reason.message == (
        "it counts nothing for one and two, which are short, and cannot cure"
    )


def test_a_lot_is_named_with_its_kind():
    """A sentence names the kind of asset, and the lot beside it where one was chosen."""
    chosen = [{"posted_by": "B", "asset": "cash", "amount": "USD 20,000,000"}]
    made = alone(chosen=chosen)
    (found,) = isda.cure(made)
    assert cure_sentence(found, made).startswith("In cash (chosen 1), Client (party B) sends")


WON = {"asset": "cash", "currency": "KRW", "valuation_percentage": "100%"}
CAPPED = {
    "posting_parties": ["B"],
    "eligible_currencies": ["USD", "KRW"],
    "eligible_collateral": [small.USD_CASH, WON],
}


def capped(cap, exposure, held=(), **facts):
    """A call under an annex that caps won, at a thousand won a dollar."""
    terms = small.annex(concentration=[{"of": {"currency": "KRW"}, "at_most": cap}], **CAPPED)
    lots = [{"posted_by": "B", "asset": "cash", "amount": amount} for amount in held]
    return small.call(
        terms, exposure=small.owes(exposure), held=lots, fx={"USDKRW": "1000"}, **facts
    )


@pytest.mark.parametrize(("held", "enough"), [("KRW 40,000", True), ("KRW 41,000", False)])
def test_what_a_cap_would_cut_cures_nothing(held, enough):
    """The cap is 100 dollars: with 40 there 60 more count, with 41 there 59 of the 60."""
    missing = {"KRW 40,000": "USD 100", "KRW 41,000": "USD 101"}[held]
    (found,) = isda.cure(capped("USD 100", missing, [held]), "cash", currency="KRW")
    if enough:
        assert str(found.nominal) == "KRW 60,000"
    else:
        assert found.amount is None
        assert found.reason.code == "over-cap"
        assert "only 59 of 60 would count" in found.reason.message


def test_a_cap_of_another_currency_does_not_touch_a_cure():
    """Dollars are under no cap: 60 of them are sent."""
    (found,) = isda.cure(capped("USD 1", "USD 60"), "cash")
    assert str(found.nominal) == "USD 60"


def test_a_return_that_lowers_a_cap_is_not_offered():
    """Won may be half of what is posted: take 40 of 100 dollars away and 80 won count for 60.

    Held 100 dollars and 80,000 won count for 180, and 140 are required. With 40 dollars gone
    posted value is 140 and the cap 70: 60 + 70 = 130, so 50 would be lost for a surplus of 40.
    Won go back as they are: 100 dollars and 40,000 won count for 140.
    """
    made = capped("50% of posted value", "USD 140", ["USD 100", "KRW 80,000"])
    dollars, won = isda.cure(made)
    assert dollars.reason.code == "over-cap"
    assert "more than 40 would be lost" in dollars.reason.message
    assert str(won.nominal) == "KRW 40,000"


def test_what_the_caps_cannot_be_applied_to_is_not_offered():
    """A cap by issuer needs the issuer of the bond that would be sent."""
    row = {"asset": "Bond", "valuation_percentage": "100%"}
    terms = small.annex(
        posting_parties=["B"],
        eligible_collateral=[row],
        concentration=[{"of": {"issuer": "each"}, "at_most": "USD 5"}],
    )
    bond = {"posted_by": "B", "asset": "Bond", "nominal": "USD 10", "price": "100",
            "accrued": "USD 0", "matures": "2030-01-02"}  # fmt: skip
    made = small.call(terms, exposure=small.owes("USD 4"), chosen=[bond])
    assert "names no issuer" in isda.cure(made)[0].reason.message
    made = small.call(terms, exposure=small.owes("USD 4"), chosen=[bond | {"issuer": "Arc"}])
    assert str(isda.cure(made)[0].nominal) == "USD 4"
    made = small.call(terms, exposure=small.owes("USD 6"), chosen=[bond | {"issuer": "Arc"}])
    assert "only 5 of 6" in isda.cure(made)[0].reason.message
