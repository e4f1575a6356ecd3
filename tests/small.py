"""The smallest sheet and the smallest day, with one thing changed.

Terms and facts are given as a sheet would write them and pass through its readers, so a
test says what a user would say.
"""

import json
from decimal import Decimal

import isda

MONDAY = "2024-12-30"
NY94, ENG95 = "CSA 1994 New York", "CSA 1995 English"
VMNY, VMENG = "VM CSA 2016 New York", "VM CSA 2016 English"
LOSS = "Loss limit agreement (Korea)"
PARTIES = {
    "A": {"name": "Bank", "role": "bank", "cities": ["Seoul"]},
    "B": {"name": "Client", "role": "client", "cities": ["Seoul"]},
}
HEAD = (
    "sheet: 1\nagreement: X\nparties: {A: {name: Bank, cities: [Seoul]}, B: {name: Client}}\n"
)
USD_CASH = {"asset": "cash", "currency": "USD", "valuation_percentage": "100%"}


def annex(form=NY94, **terms):
    """An annex; a key with a trailing underscore loses it (`for_`, `return_`)."""
    return {"form": form} | {key.rstrip("_"): value for key, value in terms.items()}


CASH_BY_COLUMN = {
    "asset": "cash",
    "currency": "USD",
    "valuation_percentage": {"one": "100%", "two": "80%"},
}
REGIME_ONE = {"column": "one", "credit_support_amount": "exposure"}
REGIME_TWO = {"column": "two", "credit_support_amount": "exposure"}


def agencies(form=NY94, **terms):
    """An annex under which B posts, with two regimes unless told otherwise."""
    given = {
        "posting_parties": ["B"],
        "cash_percentage": "applies",
        "credit_support_amount": "not applicable",
        "columns": ["one", "two"],
        "regimes": {"First": REGIME_ONE, "Second": REGIME_TWO},
        "eligible_collateral": [CASH_BY_COLUMN],
    }
    return annex(form, **{key: part for key, part in (given | terms).items() if part})


def loss_limit(**terms):
    """A loss limit of a thousand won, excess only, deposits nil."""
    given = {
        "dated": "2024-12-02",
        "posting_parties": ["B"],
        "base_currency": "KRW",
        "loss_limit": "KRW 1,000",
        "over_the_limit": "excess only",
    }
    return annex(LOSS, **given | terms)


def agreement(*annexes, **keys):
    """Read an agreement of these annexes."""
    return read(*annexes, **keys).must()


def read(*annexes, **keys):
    """Read a sheet, with what was found."""
    sheet = {"sheet": "1", "agreement": "SMALL", "parties": PARTIES, "annexes": annexes}
    return isda.read_sheet_text(json.dumps(sheet | keys), "small.json")


def facts(on=MONDAY, **given):
    """Read the facts of a day."""
    return isda.read_facts_text(text(on, **given), "day.json").must()


def text(on=MONDAY, **given):
    """Write the facts of a day, a line a figure."""
    return json.dumps({"facts": "1", "on": on} | given, indent=1)


def call(*annexes, keys=None, day=None, **given):
    """Call a day of these annexes."""
    made = agreement(*annexes, **(keys or {}))
    return isda.call(made, facts(**given), on=day)


def call_text(sheet, facts, on=None):
    """Call a day of texts that read without an error, as a user writes them."""
    terms, day = isda.read_sheet_text(HEAD + sheet), isda.read_facts_text(facts)
    return isda.call(terms.must(), day.must(), on=on)


def owes(amount, holder="A"):
    """An exposure of a holder."""
    return {"holder": holder, "amount": amount}


def leg_of(made, party="B"):
    """The leg of a posting party."""
    (found,) = [leg for leg in made.legs if leg.posting_party == party]
    return found


def moved(made):
    """What moves: sender, amount, kind."""
    return [(str(one.sender), plain(one.amount), str(one.kind)) for one in made.movements]


def plain(number):
    """An amount without trailing zeros, as text."""
    return isda.basics.amounts.plain(number) if isinstance(number, Decimal) else number


def codes(made):
    """The codes of all findings."""
    return [finding.code for finding in made.findings]


def trade(name="T1", **given):
    """A trade of a client that sells dollars at 1,000; the marks are the bank's."""
    return {
        "trade_id": name,
        "product": "fx forward",
        "buy_sell": "buy",
        "notional_1": "1000",
        "currency_1": "USD",
        "notional_2": "1000000",
        "currency_2": "KRW",
        "trade_date": "2024-12-02",
        "maturity": "2025-06-30",
    } | given


def mark(amount, name="T1", currency="USD", on=MONDAY, **given):
    """A mark, plus for the party of the sign convention."""
    return {"trade_id": name, "on": on, "mark": amount, "currency": currency} | given


def found(made, code):
    """The one finding of a code."""
    (one,) = [each for each in made.findings if each.code == code]
    return one


def step(made, name, of=""):
    """The result of the last step of a name."""
    return [plain(line.result) for line in made.working if (line.name, line.of) == (name, of)][
        -1
    ]
