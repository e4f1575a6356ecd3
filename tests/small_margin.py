"""Small annexes of initial margin, of variation margin beside it, and amounts apart."""

import small
from small import annex

IM = "IM CSA 2018 New York"
EU = [{"regime": "EU", "poster": "B", "amount": "EUR 60"}]


def margin(approach="distinct", form=IM, **terms):
    """An initial-margin annex by which B posts under one regime, threshold 50."""
    given = {
        "base_currency": "EUR",
        "posting_parties": ["B"],
        "regimes": {"EU": {"method": "SIMM"}},
        "margin_approach": approach,
        "threshold": "EUR 50",
    }
    return annex(form, **given | terms)


def variation(**terms):
    """A variation-margin annex in euro with an independent amount of B of 20."""
    given = {
        "base_currency": "EUR",
        "posting_parties": ["B"],
        "independent_amount": {"A": "nil", "B": "EUR 20"},
    }
    return annex(small.VMENG, **given | terms)


def statuses(made):
    """The status of each leg, in the order of the sheet."""
    return [str(leg.status) for leg in made.legs]


APART = {
    "independent_amount_is": "separate",
    "independent_amount": {"A": "USD 3", "B": "USD 7"},
}


def apart(**terms):
    """An annex whose independent amounts stand apart: B owes 7 and A owes 3."""
    cash = {"eligible_collateral": [small.USD_CASH], "in_transit": "counted"}
    return annex(**APART | cash | terms)
