"""Credit Support Offsets: two annexes that move something each way."""

import pytest
import small
from small import VMENG, VMNY, agreement, annex, call, mark, read, trade

from isda.statement.as_read import terms_read

ON = {"valuation_date": "any day", "base_currency": "USD"}
ONE = {"name": "one", "covered_transactions": {"value": "all", "except": ["second"]}}
TWO = {"name": "two", "covered_transactions": {"value": "all", "except": ["first"]}}
APPLY = {"credit_support_offsets": "apply"}
TRADES = [trade("T1", product="first"), trade("T2", product="second")]


def under(one=APPLY, two=(), first="100", second="-30", form=VMNY, **given):
    annexes = annex(form, **ON, **ONE, **dict(one)), annex(form, **ON | TWO | dict(two))
    marks = [mark(first, "T1"), mark(second, "T2")]
    day = {"plus_is_good_for": "party A", "trades": TRADES, "marks": marks}
    return call(*annexes, **day | given)


BOTH = [("B", "100", "delivery"), ("A", "30", "delivery")]


@pytest.mark.parametrize("form", [VMNY, VMENG])
def test_movements_each_way_are_refused_where_offsets_apply(form):
    """B owes 100 under one annex and A 30 under the other: neither is what is transferred."""
    made = under(form=form)
    assert (made.status, small.moved(made)) == ("refused", [])
    found = small.found(made, "MC149")
    assert "USD 100 of party B under one and USD 30 of party A under two" in found.message
    assert [str(each) for each in found.cites] == [
        "csa-2016-vm-ny 13(j)" if form == VMNY else "csa-2016-vm-eng 11(h)"
    ]
    assert {leg.status for leg in made.legs} == {"refused", "no_call"}
    assert not [line for line in made.working if line.leg in {"one/B", "two/A"}]


def test_either_annex_may_elect_it():
    """One that says so is enough; none, or not applicable, lets both movements stand."""
    assert small.codes(under(one={}, two=APPLY)) == ["MC149"]
    for one in ({}, {"credit_support_offsets": "not applicable"}):
        assert small.moved(under(one=one)) == BOTH


def test_an_open_election_may_be_an_offset():
    """Where it cannot be read, movements each way are no more certain."""
    found = small.found(under(one={"credit_support_offsets": {"unresolved": "torn"}}), "MC149")
    assert "may apply" in found.message


def test_movements_the_same_way_stand():
    """Nothing is set against anything: one way, or under one annex alone."""
    assert small.moved(under(second="30")) == [
        ("B", "100", "delivery"),
        ("B", "30", "delivery"),
    ]
    assert small.moved(under(second="0")) == [("B", "100", "delivery")]


def test_movements_in_two_currencies_stand():
    """Dollars are not set against won."""
    made = under(two={"base_currency": "KRW"}, fx={"USDKRW": "1,000"})
    assert small.moved(made) == [("B", "100", "delivery"), ("A", "30000", "delivery")]


def test_a_return_is_set_against_a_delivery():
    """A returns 20 under one annex and B delivers 30 under the other."""
    held = {"posted_by": "B", "asset": "cash", "amount": "USD 120", "annex": "one"}
    cash = {"eligible_collateral": [small.USD_CASH]}
    made = under(one=APPLY | cash, second="30", held=[held])
    assert "USD 20 of party A under one" in small.found(made, "MC149").message


def test_only_the_forms_of_2016_know_offsets():
    """Another form has no such paragraph; where it has one, the election is shown."""
    assert [one.code for one in read(annex(**APPLY)).findings] == ["DQ085"]
    (said,) = [
        one
        for one in terms_read(agreement(annex(VMNY, **APPLY)))
        if one.term == "credit_support_offsets"
    ]
    assert (said.value, said.paragraph) == ("apply", "13(j)")


def test_netting_of_payments_of_the_schedule_is_kept():
    """Multiple Transaction Payment Netting is about payments, and changes no call."""
    master = {
        "form": "ISDA Master Agreement 2002",
        "netting_of_payments": "Multiple Transaction Payment Netting applies",
    }
    made = agreement(annex(), master=master)
    assert "applies" in made.master.netting_of_payments.value


def test_initial_margin_is_never_set_off():
    """B owes 100 of variation margin and A 30 of initial margin: both are transferred."""
    im = annex(
        "IM CSA 2018 New York", **ON, posting_parties=["A"], margin_approach="distinct",
        regimes={"SEC": {"holder": ["B"]}}, threshold="nil", name="IM",
    )  # fmt: skip
    vm = annex(VMNY, **ON | APPLY, name="VM", posting_parties=["B"])
    margin = [{"regime": "SEC", "poster": "A", "amount": "USD 30"}]
    made = call(vm, im, exposure=small.owes("USD 100"), initial_margin=margin)
    assert sorted(small.moved(made)) == [("A", "30", "delivery"), ("B", "100", "delivery")]
