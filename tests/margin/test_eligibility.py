"""Which row of the table takes a lot: by asset, currency, issuer, coupon, code and maturity."""

import pytest
import small
from small import annex, call, owes

ON = {"posting_parties": ["B"], "valuation_date": "any day"}
BOND = {
    "lot": "L",
    "posted_by": "B",
    "asset": "Bond",
    "nominal": "USD 100",
    "price": "100",
    "issuer": "Acme",
    "coupon": "fixed",
    "code": "US1",
    "issued": "2020-12-30",
    "matures": "2029-12-30",
}


def verdict(rows, lot=BOND, form=small.NY94, **terms):
    """What one lot of 100 counts for, or the status of the leg that cannot say."""
    made = call(
        annex(form, eligible_collateral=rows, **ON, **terms), exposure=owes("USD 0"), held=[lot]
    )
    leg = small.leg_of(made)
    return leg.status.value if leg.held_value is None else small.plain(leg.held_value)


def row(**keys):
    return {"asset": "Bond", "valuation_percentage": "90%"} | keys


@pytest.mark.parametrize(
    ("keys", "counts"),
    [
        ({}, "90"),
        ({"asset": "bond"}, "90"),
        ({"asset": "Share"}, "0"),
        ({"asset": "Other", "code": "US1"}, "90"),
        ({"asset": "Other", "code": "us1"}, "90"),
        ({"currency": "USD"}, "90"),
        ({"currency": "EUR"}, "0"),
        ({"issuers": ["acme", "Zeta"]}, "90"),
        ({"issuers": ["Zeta"]}, "0"),
        ({"coupon": "fixed"}, "90"),
        ({"coupon": "floating"}, "0"),
        ({"issuers": ["Acme"], "coupon": "fixed"}, "90"),
        ({"excludes": ["ACME"]}, "0"),
        ({"excludes": ["US1"]}, "0"),
        ({"excludes": ["US2"]}, "90"),
        ({"for": ["B"]}, "90"),
        ({"for": ["A"]}, "0"),
        ({"valuation_percentage": "not eligible"}, "0"),
        ({"valuation_percentage": {"A": "10%", "B": "80%"}}, "80"),
        ({"valuation_percentage": "to be agreed"}, "undefined"),
        ({"valuation_percentage": None, "haircut": "3%"}, "97"),
        ({"valuation_percentage": None, "margin_ratio": "125%"}, "80"),
    ],
)
def test_a_row_takes_what_it_says(keys, counts):
    """Each key of a row lets in what it names, shuts out the rest, whatever the case."""
    made = {key: part for key, part in row(**keys).items() if part is not None}
    assert verdict([made]) == counts


SPANS = [
    ("[5y, 10y)", "2029-12-29", "0"),
    ("[5y, 10y)", "2029-12-30", "90"),
    ("[5y, 10y)", "2034-12-29", "90"),
    ("[5y, 10y)", "2034-12-30", "0"),
    ("(5y, 10y]", "2029-12-30", "0"),
    ("(5y, 10y]", "2029-12-31", "90"),
    ("(5y, 10y]", "2034-12-30", "90"),
    ("(5y, 10y]", "2034-12-31", "0"),
    ("(20y, )", "2044-12-30", "0"),
    ("(20y, )", "2044-12-31", "90"),
    ("[0d, 30d]", "2024-12-30", "90"),
    ("[0d, 30d]", "2024-12-29", "0"),
    ("[0d, 30d]", "2025-01-29", "90"),
    ("[0d, 30d]", "2025-01-30", "0"),
]


@pytest.mark.parametrize(("span", "matures", "counts"), SPANS)
def test_a_remaining_maturity_at_its_bounds(span, matures, counts):
    """A day below, at and above each bound, open and closed, from 30 December 2024."""
    assert verdict([row(remaining=span)], BOND | {"matures": matures}) == counts


@pytest.mark.parametrize(
    ("issued", "counts"), [("2019-12-31", "90"), ("2019-12-30", "90"), ("2019-12-29", "0")]
)
def test_an_original_maturity_runs_from_the_issue(issued, counts):
    """Ten years from issue to maturity belong to the row, a day more does not."""
    assert verdict([row(original="[5y, 10y]")], BOND | {"issued": issued}) == counts


GAP = [row(remaining="[0y, 1y)"), row(remaining="(1y, 5y]")]


@pytest.mark.parametrize(
    ("matures", "counts"),
    [
        ("2025-12-29", "90"),
        ("2025-12-30", "undefined"),
        ("2025-12-31", "90"),
        ("2029-12-30", "90"),
        ("2029-12-31", "0"),
        ("2024-12-29", "0"),
    ],
)
def test_a_gap_between_two_rows_is_undefined(matures, counts):
    """Between two rows nobody knows the percentage; beyond every row it is not eligible."""
    assert verdict(GAP, BOND | {"matures": matures}) == counts


def test_a_row_without_maturity_makes_no_gap():
    """A row of another issuer, or without a range, neither begins nor ends a gap."""
    rows = [row(remaining="[0y, 1y)"), row(excludes=["Acme"])]
    assert verdict(rows) == "0"


def test_two_rows_that_claim_a_lot_leave_it_undefined():
    """At one year two rows say different percentages, and the table is undefined there."""
    rows = [row(remaining="[0y, 1y]"), row(remaining="[1y, 5y]")]
    assert verdict(rows, BOND | {"matures": "2025-12-30"}) == "undefined"
    assert verdict(rows, BOND | {"matures": "2025-12-31"}) == "90"


@pytest.mark.parametrize("form", [small.NY94, small.ENG95, small.VMNY])
def test_a_blank_percentage_is_undefined(form):
    """A row that states no percentage leaves a security undefined."""
    assert verdict([{"asset": "Bond"}], form=form) == "undefined"


def test_a_blank_percentage_of_the_2016_english_form_is_a_hundred():
    """That form prints what a blank means; and a cell for one party leaves the other blank."""
    assert verdict([{"asset": "Bond"}], form=small.VMENG) == "100"
    cell = {"asset": "Bond", "valuation_percentage": {"A": "90%"}}
    assert verdict([cell], form=small.VMENG) == "100"
    assert verdict([cell]) == "undefined"


CASH = {"lot": "L", "posted_by": "B", "asset": "cash", "amount": "USD 100"}


@pytest.mark.parametrize(
    ("form", "terms", "rows", "counts"),
    [
        (small.NY94, {}, [{"asset": "cash", "valuation_percentage": "95%"}], "100"),
        (small.NY94, {}, [{"asset": "cash"}], "100"),
        (small.NY94, {"cash_percentage": "applies"}, [{"asset": "cash"}], "undefined"),
        (small.NY94, {"cash_percentage": "applies"},
         [{"asset": "cash", "valuation_percentage": "95%"}], "95"),
        (small.ENG95, {}, [{"asset": "cash", "valuation_percentage": "95%"}], "95"),
        (small.ENG95, {"cash_percentage": "face"},
         [{"asset": "cash", "valuation_percentage": "95%"}], "100"),
        (small.NY94, {}, [{"asset": "cash", "valuation_percentage": "not eligible"}], "0"),
    ],
)  # fmt: skip
def test_cash_at_face_or_at_its_percentage(form, terms, rows, counts):
    """The 1994 form counts cash at face, the later ones at the percentage; both may elect."""
    assert verdict(rows, CASH, form, **terms) == counts


def test_cash_counts_in_an_eligible_currency_only():
    """A row that names no currency takes cash in the eligible currencies: base where none."""
    rows = [{"asset": "cash", "valuation_percentage": "100%"}]
    euro = CASH | {"amount": "EUR 100"}
    assert verdict(rows, euro) == "0"
    made = call(
        annex(eligible_collateral=rows, eligible_currencies=["USD", "EUR"], **ON),
        exposure=owes("USD 0"), held=[euro], fx={"EURUSD": "1.5"},
    )  # fmt: skip
    assert small.leg_of(made).held_value == 150


HAIRCUTS = [
    ("EUR 100", {"value": "8%", "unless": []}, None, "82"),
    ("EUR 100", {"value": "8%", "unless": ["cash"]}, None, "82"),
    ("EUR 100", "8%", None, "82"),
    ("EUR 100", "8%", ["USD", "EUR"], "90"),
    ("EUR 100", {"value": "8%", "unless": ["cash"]}, ["USD", "EUR"], "82"),
    ("EUR 100", {"value": "95%", "unless": []}, None, "0"),
    ("USD 100", {"value": "8%", "unless": []}, None, "90"),
]


@pytest.mark.parametrize(("nominal", "haircut", "currencies", "counts"), HAIRCUTS)
def test_the_currency_haircut_adds_and_spares_what_it_says(
    nominal, haircut, currencies, counts
):
    """Ninety less eight is 82; base and eligible currencies are spared; never below nil."""
    terms = {"fx_haircut": haircut}
    if currencies:
        terms["eligible_currencies"] = currencies
    made = call(
        annex(small.VMNY, eligible_collateral=[row()], **ON, **terms),
        exposure=owes("USD 0"), held=[BOND | {"nominal": nominal}], fx={"EURUSD": "1"},
    )  # fmt: skip
    assert small.plain(small.leg_of(made).held_value) == counts


def test_the_currency_haircut_spares_cash_unless_it_is_not_listed():
    """Cash in euro is spared by the printed list, and touched where the list is empty."""
    rows = [{"asset": "cash", "currency": "EUR", "valuation_percentage": "100%"}]
    euro = CASH | {"amount": "EUR 100"}
    for unless, counts in ((["cash"], 100), ([], 92)):
        made = call(
            annex(small.VMNY, eligible_collateral=rows, **ON,
                  fx_haircut={"value": "8%", "unless": unless}),
            exposure=owes("USD 0"), held=[euro], fx={"EURUSD": "1"},
        )  # fmt: skip
        assert small.leg_of(made).held_value == counts
