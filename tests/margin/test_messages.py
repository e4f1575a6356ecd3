"""What messages say: the thing by its name, its place, and a way out."""

import pytest
import small
from small import annex, call, owes
from small_margin import EU, margin, statuses, variation

BOND = {"posted_by": "B", "asset": "Bond", "nominal": "USD 100", "price": "100"}
LOT = BOND | {"issuer": "Acme", "code": "US1", "matures": "2040-12-30"}


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"asset": "Share"}, "takes Bond;"),
        ({"for": ["A"]}, "takes Bond of party B;"),
        ({"currency": "EUR"}, "takes Bond in USD;"),
        ({"issuers": ["Zeta"]}, "takes Bond of this issuer, code and coupon;"),
        ({"remaining": "[0y, 5y)"}, "takes Bond that matures on 2040-12-30;"),
    ],
)
def test_what_no_row_takes_is_told_apart(keys, words):
    """Party, currency, issuer, maturity: what keeps every row off is said, and nothing else."""
    row = {"asset": "Bond", "valuation_percentage": "90%"} | keys
    terms = annex(posting_parties=["B"], eligible_collateral=[row])
    made = call(terms, exposure=owes("USD 9"), held=[LOT])
    assert f"no row of the table {words}" in small.found(made, "MC301").message


def test_cash_of_another_currency_is_named():
    """Euro under a table of dollars: the currency is what is wrong."""
    cash = {"posted_by": "B", "asset": "cash", "amount": "EUR 5"}
    terms = annex(eligible_collateral=[{"asset": "cash", "valuation_percentage": "100%"}])
    made = call(terms, exposure=owes("USD 9"), held=[cash])
    assert "no row of the table takes cash in EUR" in small.found(made, "MC301").message


def test_a_cap_by_share_says_what_it_comes_to():
    """A share is told with the amount that it is today."""
    lots = [{"posted_by": "B", "asset": "cash", "amount": f"USD {each}"} for each in (30, 70)]
    cap = {"of": {"asset": "cash"}, "at_most": "40% of posted value"}
    terms = annex(eligible_collateral=[small.USD_CASH], concentration=[cap])
    made = call(terms, exposure=owes("USD 9"), held=lots)
    assert small.found(made, "MC302").message == (
        "asset cash comes to USD 100 and exceeds its cap of 40% of posted value, which is "
        "USD 40: the excess counts zero"
    )


def test_an_open_term_is_told_once_a_place():
    """A term of both parties that stands once is told once; two terms are told each."""
    torn = {"unresolved": "torn page"}
    made = call(annex(threshold=torn), exposure=owes("USD 9"))
    assert small.found(made, "MC202").place.line
    made = call(annex(threshold={"A": torn, "B": torn}), exposure=owes("USD 9"))
    columns = {each.place.column for each in made.findings if each.code == "MC202"}
    assert len(columns) == small.codes(made).count("MC202") == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [("unrated", "party B is not rated by S&P"), ("A", "party B is rated A by S&P")],
)
def test_a_row_by_rating_says_by_which(words, said):
    """A rating picks a row; so does that there is none."""
    table = {"AA- or better": "USD 5", "below": "nil", "unrated": "nil"}
    terms = annex(threshold={"B": {"by_rating": table, "agency": "S&P"}})
    rated = [{"of": "B", "agency": "S&P", "long_term": words, "since": "2024-01-02"}]
    made = call(terms, exposure=owes("USD 9"), ratings=rated)
    assert small.found(made, "MC313").message.endswith(said)


@pytest.mark.parametrize(
    ("told", "help_text"),
    [
        ("Bankrupcy", "did you mean `Bankruptcy`?"),
        ("Downgrad", "did you mean `Downgrade`?"),
        ("Rainy Day", "correct its name, or add it to the Additional"),
    ],
)
def test_an_unknown_event_names_the_nearest(told, help_text):
    """Events of the Master and the document's own are what a slip may have meant."""
    event = {"event": told, "of": "B", "from": "2024-12-01"}
    terms = annex(triggers={"Downgrade": {"of": "B"}})
    finding = small.found(call(terms, exposure=owes("USD 9"), events=[event]), "MC116")
    assert finding.help.startswith(help_text)


@pytest.mark.parametrize(
    ("name", "help_text"),
    [
        (None, "write `annex:` with one of: one, two"),
        ("twoo", "did you mean `two`?"),
        ("IM", "write `annex:` with one of: one, two"),
    ],
)
def test_collateral_without_its_annex_is_shown_the_annexes(name, help_text):
    """Which annexes there are is what the reader needs to name one."""
    cash = {"posted_by": "B", "asset": "cash", "amount": "USD 5"}
    lot = cash if name is None else cash | {"annex": name}
    made = call(annex(name="one"), annex(small.VMNY, name="two"), held=[lot])
    assert small.found(made, "MC118").help == help_text


@pytest.mark.parametrize(
    ("approach", "of_margin"),
    [("distinct", "call"), ("greater of", "refused")],
)
def test_an_exposure_of_two_annexes_leaves_margin_that_reads_none(approach, of_margin):
    """Initial margin is called, unless it reads what the two annexes are at odds about."""
    first, second = variation(name="one"), variation(name="two")
    beside = {"margin_amount": {"IA": {"B": "nil"}}} if approach == "greater of" else {}
    made = call(
        margin(approach, **beside), first, second, exposure=owes("EUR 9"), initial_margin=EU
    )
    assert statuses(made) == [of_margin, "refused", "refused"]
    assert small.found(made, "MC119").message.endswith("2 annexes would secure it")


@pytest.mark.parametrize(
    ("regime", "help_text", "severity"),
    [
        ("EUU", "did you mean `EU`?", "warning"),
        ("Mars", "name it under `regimes:` where it applies", "info"),
    ],
)
def test_margin_of_no_regime_says_whose_and_of_which(regime, help_text, severity):
    """The regime, the poster and the holder are named; what may be a slip is a warning."""
    row = {"regime": regime, "poster": "B", "amount": "EUR 60"}
    finding = small.found(call(margin(), initial_margin=[*EU, row]), "MC316")
    assert finding.severity.word == severity
    assert finding.message == (
        f"the initial margin of '{regime}' that party B posts is not used: no regime of the "
        "annex by that name binds party A"
    )
    assert finding.help == help_text
