"""Rows that count at times, the downgrade switch, and one percentage for all."""

import pytest
import small
from small import annex, call, owes

import isda
from isda.statement.sentence import sentence

SP = {"agency": "S&P"}


def bond(amount="USD 100", **more):
    lot = {"posted_by": "B", "asset": "Bond", "nominal": amount, "price": "100"}
    return lot | {"issuer": "Acme", "code": "ACME-1"} | more


def rating(words, of="Acme"):
    return {"of": of, "agency": "S&P", "long_term": words, "since": "2024-01-02"}


def row(condition, **more):
    return {"asset": "Bond", "valuation_percentage": "90%", "only_while": condition} | more


def held(rows, *lots, **given):
    """What the collateral counts for, or the status."""
    of_annex = ("triggers", "replace_when", "eligible_currencies")
    extra = {key: given.pop(key) for key in of_annex if key in given}
    terms = annex(posting_parties=["B"], eligible_collateral=rows, **extra)
    made = call(terms, exposure=owes("USD 100"), held=list(lots), **given)
    leg = small.leg_of(made)
    counted = leg.held_value
    return (small.plain(counted) if counted is not None else str(leg.status)), made


@pytest.mark.parametrize(
    ("words", "counts"), [("AA-", "90"), ("A+", "0"), ("unrated", "undefined")]
)
def test_a_row_counts_only_while_its_issuer_is_rated_so(words, counts):
    """At the rating it counts, a notch below it does not; unrated the document is silent."""
    rows = [row({"rating_of": "issuer", "at_least": "AA-", **SP})]
    found, made = held(rows, bond(), ratings=[rating(words)])
    assert found == counts
    if counts == "0":
        said = "Acme is rated A+ by S&P, and the row asks for at least AA- (row 1)"
        assert said in small.found(made, "MC301").message


@pytest.mark.parametrize(
    ("whose", "of"),
    [
        ("issue", "ACME-1"),
        ("holder", "A"),
        ("B", "B"),
        ("Republic of Korea", "Republic of Korea"),
    ],
)
def test_the_rating_of_the_issue_the_holder_or_a_name(whose, of):
    """Whose rating is read is what the row says."""
    rows = [row({"rating_of": whose, "at_least": "A", **SP})]
    assert held(rows, bond(), ratings=[rating("A", of=of)])[0] == "90"
    assert held(rows, bond(), ratings=[rating("A-", of=of)])[0] == "0"


def test_a_rating_that_is_missing_refuses():
    """No rating, or a lot that does not name its issuer: nobody can say whether it counts."""
    rows = [row({"rating_of": "issuer", "at_least": "A", **SP})]
    found, made = held(rows, bond())
    assert found == "refused"
    finding = small.found(made, "MC102")
    assert "no rating of Acme by S&P" in finding.message
    assert finding.help.startswith("add it to `ratings:`")
    misspelt = held(rows, bond(), ratings=[rating("A", of="Acmee")])[1]
    assert small.found(misspelt, "MC102").help == "did you mean `Acmee`?"
    nameless = {key: part for key, part in bond().items() if key != "issuer"}
    finding = small.found(held(rows, nameless)[1], "MC102")
    assert "its issuer is not named" in finding.message
    assert finding.help == "add its `issuer`"


def test_two_rows_told_apart_by_rating():
    """Each rating has its row; a lot that both would take by asset falls under one."""
    rows = [
        row({"rating_of": "issuer", "at_least": "AA-", **SP}),
        row({"rating_of": "issuer", "below": "AA-", **SP}, valuation_percentage="50%"),
    ]
    assert held(rows, bond(), ratings=[rating("AA")])[0] == "90"
    assert held(rows, bond(), ratings=[rating("A")])[0] == "50"


def event(name, of="B"):
    return {"event": name, "of": of, "from": "2024-12-02"}


def test_a_row_counts_only_while_an_event_continues():
    """The event of either party; a general event does not say whether it is this one."""
    rows = [row({"event": "Illegality", "of": "either"})]
    assert held(rows, bond(), events=[event("Illegality", "A")])[0] == "90"
    assert held(rows, bond())[0] == "0"
    assert held(rows, bond(), events=[event("Termination Event")])[0] == "refused"


def test_a_row_may_turn_on_a_trigger_nobody_can_tell():
    """A trigger without its rating refuses; one that the document leaves open is undefined."""
    rows = [row({"event": "Fall", "of": "B"})]
    fall = {"Fall": {"of": "B", "when": {"below": "A", **SP}}}
    assert held(rows, bond(), triggers=fall)[0] == "refused"
    assert held(rows, bond(), triggers=fall, ratings=[rating("unrated", "B")])[0] == "undefined"
    assert held(rows, bond(), triggers=fall, ratings=[rating("A-", "B")])[0] == "90"


def test_a_row_may_need_an_approval():
    """Approved by the one named it counts, by another it does not."""
    rows = [row({"approved_by": "Agency one"})]
    assert held(rows, bond(approved_by="Trustee, agency one"))[0] == "90"
    found, made = held(rows, bond(approved_by="Trustee"))
    assert found == "0"
    assert "Agency one has not approved it" in small.found(made, "MC301").message


SWITCH = {"rating_of": "issuer", "below": "A", "replace_with": "USD cash", **SP}
PLAIN = [
    {"asset": "Bond", "valuation_percentage": "90%"},
    {"asset": "cash", "valuation_percentage": "100%"},
]


@pytest.mark.parametrize(("words", "counts"), [("A", "90"), ("A-", "0")])
def test_the_downgrade_switch(words, counts):
    """Below the rating the lot counts nothing, stays returnable, and dollars must come."""
    found, made = held(PLAIN, bond(), replace_when=SWITCH, ratings=[rating(words)])
    leg = small.leg_of(made)
    assert found == counts
    assert leg.deliver_in == (None if words == "A" else "USD cash")
    assert small.plain(leg.delivery_amount) == ("10" if words == "A" else "100")


def test_the_switch_may_let_collateral_count_until_it_is_replaced():
    """The other reading: it counts, and a warning says what must come in its place."""
    switch = SWITCH | {"until_replaced": "counts"}
    found, made = held(PLAIN, bond(), replace_when=switch, ratings=[rating("A-")])
    assert found == "90"
    assert "replaced by USD cash" in small.found(made, "MC314").message
    assert "must be made in USD cash" in sentence(made)


def test_the_switch_leaves_cash_and_other_currencies_alone():
    """Cash has no issuer to fall; a switch of won does not look at dollars."""
    cash = {"posted_by": "B", "asset": "cash", "amount": "USD 40"}
    assert held(PLAIN, cash, replace_when=SWITCH)[0] == "40"
    assert held(PLAIN, bond(), replace_when=SWITCH | {"currency": "KRW"})[0] == "90"


OF_KOREA = {"rating_of": "Korea", "below": "A", **SP, "currency": "KRW",
            "cash": "replaced too", "replace_with": "USD cash"}  # fmt: skip


@pytest.mark.parametrize(("words", "counts"), [("A", "90"), ("A-", "40")])
def test_cash_may_have_to_be_replaced_too(words, counts):
    """Once Korea is rated below A its won count nothing more, and 40 dollars stay."""
    won = {"posted_by": "B", "asset": "cash", "amount": "KRW 50,000"}
    dollars = {"posted_by": "B", "asset": "cash", "amount": "USD 40"}
    rows = [{"asset": "cash", "valuation_percentage": "100%"}]
    found, made = held(rows, won, dollars, replace_when=OF_KOREA,
                       ratings=[rating(words, of="Korea")], fx={"USDKRW": "1000"},
                       eligible_currencies=["USD", "KRW"])  # fmt: skip
    assert found == counts
    assert small.leg_of(made).deliver_in == (None if words == "A" else "USD cash")


def test_what_is_to_be_replaced_cures_nothing():
    """Of 100 the 50 in won count until they are replaced: 50 dollars cure, and won do not."""
    terms = annex(
        posting_parties=["B"],
        eligible_collateral=[{"asset": "cash", "valuation_percentage": "100%"}],
        eligible_currencies=["USD", "KRW"],
        replace_when=OF_KOREA | {"until_replaced": "counts"},
    )
    won = {"posted_by": "B", "asset": "cash", "amount": "KRW 50,000"}
    made = call(terms, exposure=owes("USD 100"), held=[won], fx={"USDKRW": "1000"},
                ratings=[rating("A-", of="Korea")])  # fmt: skip
    (cured,) = isda.cure(made, "cash")
    assert small.plain(cured.amount) == "50"
    (told,) = isda.cure(made, "cash", currency="KRW")
    assert (told.amount, told.reason.code) == (None, "to-be-replaced")
    back = call(terms, exposure=owes("USD 0"), held=[won], fx={"USDKRW": "1000"},
                ratings=[rating("A-", of="Korea")])  # fmt: skip
    (cured,) = isda.cure(back, "cash")
    assert small.plain(cured.amount) == "50"


@pytest.mark.parametrize("left_out", [{"currency": None}, {"rating_of": "issuer"}])
def test_which_cash_is_replaced_must_be_said(left_out):
    """Cash has no issuer, and without a currency the dollars would have to go too."""
    switch = {key: part for key, part in (OF_KOREA | left_out).items() if part}
    terms = annex(posting_parties=["B"], eligible_collateral=PLAIN, replace_when=switch)
    assert [one.code for one in small.read(terms).findings] == ["DQ038"]


def test_the_switch_needs_the_rating():
    """Without it nobody can say whether the lot counts; unrated the document is silent."""
    assert held(PLAIN, bond(), replace_when=SWITCH)[0] == "refused"
    unrated = [rating("unrated")]
    assert held(PLAIN, bond(), replace_when=SWITCH, ratings=unrated)[0] == "undefined"


def test_one_percentage_for_all_while_an_event_continues():
    """Every eligible item counts for the one percentage; what is not eligible stays so."""
    lots = [bond(), bond(asset="Share", lot="S")]
    over = {"while": [{"event": "Early Termination Date", "of": "either", "value": "100%"}]}
    terms = annex(posting_parties=["B"], eligible_collateral=PLAIN, all_percentages=over)
    for events, counts in (([], "90"), ([event("Early Termination Date")], "100")):
        made = call(terms, exposure=owes("USD 0"), held=lots, events=events)
        assert small.step(made, "held_value") == counts
    unclear = {"while": [{"event": "Bankruptcy", "of": "B", "value": "100%"}]}
    terms = annex(posting_parties=["B"], eligible_collateral=PLAIN, all_percentages=unclear)
    made = call(terms, exposure=owes("USD 0"), held=lots, events=[event("Event of Default")])
    assert made.status == "refused"


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"eligible_collateral": [row({"event": "Illegality"})]}, "DQ038"),
        ({"eligible_collateral": [row({"at_least": "A", **SP})]}, "DQ038"),
        ({"eligible_collateral": [row({"approved_by": "X", "at_least": "A"})]}, "DQ038"),
        ({"eligible_collateral": [row({"rating_of": "issuer", "at_least": "A"})]}, "DQ059"),
        ({"eligible_collateral": [row({"event": "Nonesuch", "of": "B"})]}, "DQ036"),
        ({"replace_when": {"below": "A", "replace_with": "USD cash", **SP}}, "DQ038"),
        ({"replace_when": {"rating_of": "issuer", "below": "A", **SP}}, "DQ015"),
    ],
)
def test_a_condition_that_says_too_little(keys, code):
    """What a condition lacks is an error of the sheet."""
    assert [each.code for each in small.read(annex(**keys)).errors] == [code]
