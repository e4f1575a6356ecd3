"""What a sheet must say and may not: loss limits, rows, amounts, annexes, derived facts."""

import pytest
import small
from small import annex, loss_limit, read

from isda.law.forms import Form
from isda.law.register import head
from isda.terms.derived import derive
from isda.terms.printed import PRINTED
from isda.terms.switches import HoldersAmount


def complaints(*annexes, **keys):
    """The codes and the words of what was found in a sheet."""
    return [(one.code, f"{one.message} {one.help}") for one in read(*annexes, **keys).findings]


def without(terms, *names):
    return {key: part for key, part in terms.items() if key not in names}


INCOMPLETE = {
    "no limit": (without(loss_limit(), "loss_limit"), "DQ015", "needs its `loss_limit:`"),
    "no currency": (without(loss_limit(), "base_currency"), "DQ015", "`base_currency:`"),
    "no reading": (without(loss_limit(), "over_the_limit"), "DQ015", "has no default"),
    "a deposit without its order": (
        loss_limit(performance_deposit="KRW 5"), "DQ015", "`deposit_order:` has no default"),
    "a share without its order": (
        loss_limit(performance_deposit={"percent_of_notional": "5%"}), "DQ015", "inside"),
    "a release level of the other reading": (
        loss_limit(release_level="KRW 5"), "DQ039", "belongs to `full loss once breached`"),
    "two clients": (
        loss_limit(posting_parties=["A", "B"]), "DQ039", "exactly one posting party"),
    "a limit twice": (
        loss_limit(loss_limit={"value": "KRW 5", "percent_of_credit_line": "5%",
                               "credit_line": "KRW 9"}), "DQ037", "as a sum and as a share"),
    "a share of no line": (
        loss_limit(loss_limit={"percent_of_credit_line": "5%"}), "DQ037", "both figures"),
    "a ladder that falls": (loss_limit(alerts=["90%", "70%"]), "DQ039", "does not rise"),
    "a rung twice": (loss_limit(alerts=["70%", "70%"]), "DQ039", "does not rise"),
    "two percentages": (
        annex(eligible_collateral=[{"asset": "x", "haircut": "2%",
                                    "margin_ratio": "102%"}]), "DQ038", "exactly one"),
    "two measures": (
        annex(eligible_collateral=[{"asset": "x", "haircut": "2%", "remaining": "[1y, 2y]",
                                    "original": "[1y, 2y]"}]), "DQ038", "one measure"),
    "an amount and a share": (
        annex(independent_amount={"B": {"value": "USD 5", "percent_of_notional": "2%"}}),
        "DQ037", "both given"),
    "while and nil_while": (
        annex(threshold={"B": {"nil_while": ["Illegality"], "while": [
            {"event": "Illegality", "value": "nil"}]}}), "DQ037", "twice"),
    "otherwise in the middle": (
        annex(threshold={"B": {"while": [
            {"otherwise": "nil"}, {"event": "Illegality", "value": "nil"}]}}),
        "DQ037", "last row"),
    "a row without an event": (
        annex(threshold={"B": {"while": [{"value": "nil"}]}}), "DQ037", "needs an `event:`"),
    "a row without a value": (
        annex(threshold={"B": {"while": [{"event": "Illegality"}]}}), "DQ037", "one value"),
    "deducted outside": (
        annex(independent_amount_is="outside", holders_independent_amount="deducted"),
        "DQ039", "count twice"),
    "netted, and a threshold that switches": (
        annex(independent_amount_is="outside", holders_independent_amount="netted",
              threshold={"B": {"value": "infinite", "works_as": "switch"}}),
        "DQ039", "it only switches"),
    "netted inside": (annex(holders_independent_amount="netted"), "DQ039", "only outside"),
    "a cap of nothing": (
        annex(concentration=[{"of": {}, "at_most": "USD 5"}]), "DQ038", "say of what"),
    "a cap of an unknown key": (
        annex(concentration=[{"of": {"isuer": "x"}, "at_most": "USD 5"}]), "DQ012", "issuer"),
    "a cap of an unknown share": (
        annex(concentration=[{"of": {"issuer": "x"}, "at_most": "5% of luck"}]),
        "DQ034", "is not known"),
    "an FX haircut above all": (annex(fx_haircut="101%"), "DQ050", "outside 0% to 100%"),
    "a place without a value": (
        annex(valuation_time={"at": "13(c)"}), "DQ035", "no value"),
    "a rounding without a direction": (
        annex(rounding={"delivery": "USD 5"}), "DQ038", "no direction"),
    "a negative multiple": (annex(rounding="up to USD -5"), "DQ044", "negative"),
    "infinite where it cannot be": (
        annex(minimum_transfer_amount="infinite"), "DQ031", "cannot stand here"),
    "a negative threshold": (annex(threshold="USD -5"), "DQ044", "negative"),
    "nobody posts": (annex(posting_parties=[]), "DQ039", "nobody posts"),
    "an unknown event": (
        annex(threshold={"B": {"value": "nil", "nil_while": ["Rainy Day"]}}),
        "DQ036", "no event"),
    "an unknown form": ({"form": "CSA 1994 New Yrok"}, "DQ034", "CSA 1994 New York"),
    "no form": ({"threshold": "nil"}, "DQ015", "needs its `form:`"),
}  # fmt: skip


@pytest.mark.parametrize("name", INCOMPLETE)
def test_a_sheet_that_says_too_little_or_too_much_is_refused(name):
    """Each is one coded finding with words that name the way out; nothing is computed."""
    terms, code, words = INCOMPLETE[name]
    outcome = read(terms)
    assert outcome.value is None
    assert any(code == one and words in said for one, said in complaints(terms)), complaints(
        terms
    )


PLACED = (
    "independent_amount", "threshold", "minimum_transfer_amount", "rounding", "valuation_agent",
    "in_transit", "fx_haircut", "covered_transactions", "substitution", "disputes",
    "holding_and_use",
)  # fmt: skip


@pytest.mark.parametrize("key", PLACED)
def test_a_place_alone_is_no_answer_of_any_term(key):
    """Where a term stands does not say what it is, unless it is said why that is open."""
    assert [code for code, _ in complaints(annex(**{key: {"at": "13(x)"}}))] == ["DQ035"]
    said = {"at": "13(x)", "unresolved": "the scan cannot be read"}
    assert "DQ035" not in [code for code, _ in complaints(annex(**{key: said}))]


@pytest.mark.parametrize(
    "key",
    ["threshold", "minimum_transfer_amount", "in_transit", "base_currency", "valuation_date"],
)
def test_a_place_that_was_left_blank_is_an_answer(key):
    """`not stated` at a place says that nothing stands there, of an amount or of a word."""
    said = {"value": "not stated", "at": "13(x)"}
    assert complaints(annex(**{key: said})) == complaints(annex(**{key: "not stated"}))


def test_an_agreement_needs_an_annex_and_tells_two_apart():
    """Without an annex nothing is called; two of one form need names."""
    assert complaints()[0][0] == "DQ015"
    assert complaints(annex(), annex())[0][0] == "DQ039"
    assert read(annex(name="one"), annex(name="two")).must().annexes[1].title == "two"


def test_a_client_is_found_by_its_role():
    """Without posting parties the one party in the role of client posts."""
    parties = {"A": {"name": "Client", "role": "client"}, "B": {"name": "Bank", "role": "bank"}}
    terms = without(loss_limit(), "posting_parties")
    agreement = read(terms, parties=parties).must()
    assert agreement.client_of(agreement.annexes[0]) == "A"
    nobody = {"A": {"name": "One"}, "B": {"name": "Two"}}
    assert ("DQ039", True) in [
        (code, "exactly one" in said) for code, said in complaints(terms, parties=nobody)
    ]


def test_without_a_deposit_no_order_is_asked():
    """Where no deposit is agreed its place against the limit is nobody's question."""
    assert read(loss_limit(performance_deposit="not applicable")).must()
    assert read(loss_limit(performance_deposit="not stated")).must()


DERIVED = [
    (Form.CSA_1994_NEW_YORK, "pledge", "as elected", "as elected", "Credit Support Document"),
    (Form.VM_2016_NEW_YORK, "pledge", "as elected", "as elected", "Credit Support Document"),
    (Form.CSA_1995_ENGLISH, "title transfer", "always: title passes", "none: title passes",
     "Transaction under the Master"),
    (Form.VM_2016_ENGLISH, "title transfer", "always: title passes", "none: title passes",
     "Transaction under the Master"),
    (Form.CSD_1995_ENGLISH, "charge", "none: a charge leaves it the Chargor's", "as elected",
     "Credit Support Document (our reading"),
    (Form.VM_2016_FRENCH, "title transfer", "always: title passes", "none: title passes",
     "Transaction under the Master"),
    (Form.VM_2016_IRISH, "title transfer", "always: title passes", "none: title passes",
     "Transaction under the Master"),
    (Form.VM_2016_JAPANESE, "loan that passes title", "always: title passes",
     "none: title passes", "(our reading: its text was not read)"),
    (Form.KOREA_PLEDGE, "pledge", "as elected", "as elected", "(our reading"),
    (Form.KOREA_LOAN, "loan that passes title", "always: title passes", "none: title passes",
     "no Credit Support Document (our reading"),
    (Form.IM_2018_NEW_YORK, "pledge", "none: neither holder nor custodian may use it",
     "at a third party", "Credit Support Document (our reading"),
    (Form.IM_2018_ENGLISH, "charge", "none: neither holder nor custodian may use it",
     "at a third party", "Credit Support Document (our reading"),
    (Form.LOSS_LIMIT_KOREA, "pledge", "as elected", "as elected", "outside the ISDA forms"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "technique", "reuse", "custody", "status"), DERIVED)
def test_form_and_law_decide_the_nature(form, technique, reuse, custody, status):
    """Technique, reuse, custody and status follow from the form, and nobody elects them."""
    derived = derive(form, None)
    assert (derived.technique, derived.reuse, derived.custody) == (technique, reuse, custody)
    assert status in derived.credit_support_document
    assert not derived.law_differs_from_form


def test_what_happens_at_close_out_differs_between_the_english_forms():
    """With the percentage in 1995, without it in 2016; security under a pledge."""
    assert "with the percentage" in derive(Form.CSA_1995_ENGLISH, None).at_close_out
    assert "without percentage" in derive(Form.VM_2016_ENGLISH, None).at_close_out
    assert "security" in derive(Form.CSA_1994_NEW_YORK, None).at_close_out
    assert "was not read" in derive(Form.VM_2016_IRISH, None).at_close_out


@pytest.mark.parametrize("form", Form)
def test_no_answer_of_an_unread_form_passes_as_printed(form):
    """Where nobody read a form, every answer that holds for it is shown as ours."""
    answers = [row[form] for row in PRINTED.values() if form in row]
    if head(form).unverified:
        assert all(answer.ours for answer in answers)


KOREAN = {"posting_parties": ["B"], "base_currency": "KRW", "threshold": "nil"}


@pytest.mark.parametrize(("most", "warned"), [
    ("KRW 1,001", False), ("KRW 1,000", False), ("KRW 999", True), ("USD 1", False),
    ("not applicable", False),
])  # fmt: skip
def test_the_greatest_amount_of_a_pledge_is_watched_and_cuts_nothing(most, warned):
    """A requirement of 1,000 above the greatest amount is a finding; the call stands whole."""
    terms = annex(
        "Korean-law annex (pledge)", pledge={"maximum_secured_amount": most}, **KOREAN
    )
    made = small.call(terms, exposure=small.owes("KRW 1,000"), fx={"USDKRW": "1,400"})
    assert small.moved(made) == [("B", "1000", "delivery")]
    assert ("MC140" in small.codes(made)) is warned


def test_a_greatest_amount_without_its_rate_is_not_compared():
    """Whether the pledge secures enough is not known without the rate; the call stands."""
    terms = annex("Korean-law annex (pledge)", pledge={"maximum_secured_amount": "USD 1"},
                  **KOREAN)  # fmt: skip
    made = small.call(terms, exposure=small.owes("KRW 1,000"))
    assert small.moved(made) == [("B", "1000", "delivery")]
    warning = small.found(made, "MC148")
    assert warning.severity.word == "warning"
    assert "no rate between USD and KRW" in warning.message


def test_a_pledge_belongs_to_the_korean_pledge():
    """On another form the key would compute nothing, so it is refused."""
    assert complaints(annex(pledge={"holder": "KSD"}))[0][0] == "DQ085"
    loan = annex("Korean-law annex (loan)", base_currency="KRW", pledge={"holder": "KSD"})
    assert complaints(loan)[0][0] == "DQ085"


def test_a_korean_annex_needs_its_currency():
    """Nobody read a default of the Korean annex, so its currency is asked for."""
    assert complaints(annex("Korean-law annex (loan)"))[0][0] == "DQ015"


def test_a_blank_percentage_of_an_unread_form_is_undefined():
    """The English form of 2016 reads a blank as 100; its unread kin does not borrow that."""
    rows = {
        "eligible_collateral": [{"asset": "cash", "currency": "EUR"}],
        "base_currency": "EUR",
    }
    day = {
        "exposure": small.owes("EUR 5"),
        "held": [{"posted_by": "B", "asset": "cash", "amount": "EUR 3"}],
    }
    english = small.call(annex(small.VMENG, posting_parties=["B"], **rows), **day)
    irish = small.call(annex("VM CSA 2016 Irish", posting_parties=["B"], **rows), **day)
    assert (english.status, irish.status) == ("call", "undefined")


@pytest.mark.parametrize(
    ("form", "law", "differs"),
    [(Form.CSA_1995_ENGLISH, "English", False), (Form.CSA_1995_ENGLISH, "England", False),
     (Form.CSA_1995_ENGLISH, "New York", True), (Form.CSA_1994_NEW_YORK, "New York", False),
     (Form.CSA_1994_NEW_YORK, "Korea", True), (Form.VM_2016_IRISH, "Irish", False),
     (Form.KOREA_LOAN, "Korea", False), (Form.VM_2016_FRENCH, "England", True)],
)  # fmt: skip
def test_a_law_other_than_the_forms_own_is_said(form, law, differs):
    """Another law is shown as a difference, and nothing is concluded from it."""
    derived = derive(form, law)
    assert derived.law_differs_from_form is differs
    assert derived.governing_law == law


@pytest.mark.parametrize(
    ("where", "holders", "due"),
    [
        ("inside threshold", None, "3"),
        ("inside threshold", HoldersAmount.IGNORED, "5"),
        ("outside", None, "10"),
        ("outside", HoldersAmount.NETTED, "8"),
    ],
)
def test_the_two_switches_of_an_independent_amount(where, holders, due):
    """Exposure 5, threshold 10, amounts of 10 and 2: inside, outside, deducted, netted."""
    terms = {"holders_independent_amount": holders.value} if holders else {}
    made = small.call(
        annex(
            posting_parties=["B"], independent_amount_is=where, threshold="USD 10",
            independent_amount={"A": "USD 2", "B": "USD 10"}, **terms,
        ),
        exposure=small.owes("USD 5"),
    )  # fmt: skip
    assert small.moved(made) == [("B", due, "delivery")]
