"""One annex that binds several clients, each for itself."""

import json

import pytest
import small
from small import LOSS, NY94, annex, loss_limit, owes, read, trade

import isda
from isda.sheet.read_book import read_book
from isda.statement.changes import changes_told

FUNDS = [{"name": "Fund One", "share": "25%"}, {"name": "Fund Two", "share": "75%"}]
SEVERAL = {
    "A": {"name": "Bank", "cities": ["Seoul"]},
    "B": {"name": "Manager", "cities": ["Seoul"], "severally": FUNDS},
}
ON = {"valuation_date": "any day", "posting_parties": ["B"]}
AMOUNTS = {
    "independent_amount": {"A": "nil", "B": "USD 8"},
    "threshold": {"A": "nil", "B": "USD 40"},
    "minimum_transfer_amount": {"A": "nil", "B": "USD 20"},
}


def sheet(*annexes, parties=SEVERAL, **keys):
    terms = {"sheet": "1", "agreement": "X", "parties": parties, "annexes": annexes}
    return isda.read_sheet_text(json.dumps(terms | keys), "small.json")


def under(split, **terms):
    return annex(**ON, split_among_clients=split, **AMOUNTS | terms)


def call(split="nil", client="Fund One", exposure="USD 100", terms=None, **given):
    agreement = sheet(terms or under(split)).must()
    day = {"client": client} if client else {}
    return isda.call(agreement, small.facts(exposure=owes(exposure), **day, **given))


def moved(*args, **given):
    return [amount for _, amount, _ in small.moved(call(*args, **given))]


def test_what_is_split_is_taken_at_the_share_and_the_rest_whole():
    """Of 100 over 40 with 8 up front: each amount at 25 % or 75 %, or whole."""
    assert moved("nil") == ["68"]
    assert moved(["independent_amount"]) == ["62"]
    assert moved(["independent_amount"], client="Fund Two") == ["66"]
    assert moved(["threshold"]) == ["98"]
    assert moved(["threshold", "independent_amount"], client="Fund Two") == ["76"]
    assert moved({"A": ["threshold"], "B": "nil"}) == ["68"]


@pytest.mark.parametrize(("exposure", "amounts"), [("36.99", []), ("37", ["5"]), ("38", ["6"])])
def test_a_minimum_is_split_too(exposure, amounts):
    """A quarter of 20 is 5, reached at 37 + 8 less 40; one cent below nothing moves."""
    assert moved(["minimum_transfer_amount"], exposure=f"USD {exposure}") == amounts


def test_the_share_is_a_step_with_its_place():
    """The working says the whole, the share and where each stands."""
    made = call(["threshold"])
    (line,) = [one for one in made.working if one.name == "threshold_of_pledgor"]
    assert {name: small.plain(each) for name, each in line.inputs.items()} == {
        "whole": "40", "share": "0.25",
    }  # fmt: skip
    assert line.result == 10
    assert "parties.B.severally.0.share" in str(line)


def test_the_result_names_the_client():
    """In the identifier, and as party B."""
    made = call(client="fund two")
    assert (made.agreement, made.parties["B"]) == ("X / Fund Two", "Fund Two")
    assert made.terms.place_of("annexes.0").file == "small.json"


def test_an_amount_in_another_currency_is_converted_whole():
    """Eleven thousand two hundred won at 1,400 are 8 dollars; a quarter is 2."""
    amounts = {"independent_amount": {"A": "nil", "B": "KRW 11,200"}}
    terms = under(["independent_amount"], **amounts)
    assert moved(terms=terms, fx={"USDKRW": "1,400"}) == ["62"]


def refused(agreement=None, **day):
    agreement = agreement or sheet(under("nil")).must()
    made = isda.call(agreement, small.facts(exposure=owes("USD 100"), **day))
    assert {leg.status for leg in made.legs} == {"refused"}
    return small.found(made, "MC150")


def test_the_facts_have_to_say_of_which_client_they_are():
    """Nobody is taken for somebody; a slip is named, and a client of no agreement refused."""
    assert "Fund One, Fund Two" in refused().help
    assert refused(client="Fund Tow").help == "did you mean `Fund Two`?"
    assert refused(client="Rainy").help == "clients: Fund One, Fund Two"
    assert "no such client" in refused(small.agreement(annex(**ON)), client="Fund One").message


def test_an_agreement_read_for_one_client_may_say_so_again():
    """The facts of another client are wrong facts."""
    one = sheet(under("nil")).must().by_client["fund one"]
    day = small.facts(exposure=owes("USD 100"), client="Fund One")
    assert small.moved(isda.call(one, day)) == [("B", "68", "delivery")]
    refused(one, client="Fund Two")


@pytest.mark.parametrize(
    "amount",
    ["per Confirmation", {"percent_of_notional": "2%"}, {"percent_of_exposure": "2%"}],
)
def test_what_follows_each_clients_trades_cannot_be_split(amount):
    """The document does not say what a share of it is."""
    terms = under(["independent_amount"], independent_amount={"A": "nil", "B": amount})
    told = trade(
        independent_amount="3", independent_amount_currency="USD", independent_amount_of="B"
    )
    made = call(terms=terms, trades=[told if amount == "per Confirmation" else trade()])
    assert made.status == "undefined"


def test_nil_and_infinite_have_no_shares():
    """They stay what they are."""
    every = ["independent_amount", "threshold", "minimum_transfer_amount"]
    terms = under(every, threshold={"A": "infinite", "B": "nil"}, independent_amount="nil")
    assert moved(terms=terms) == ["100"]


def codes(*annexes, **given):
    return [one.code for one in sheet(*annexes, **given).findings]


def test_what_is_split_has_to_be_said():
    """No default: left out it is refused, in every annex; and without several it is stray."""
    assert codes(annex(**ON)) == ["DQ015"]
    assert codes(under("nil")) == []
    assert codes(under(["rounding"])) == ["DQ034"]
    assert [one.code for one in read(under("nil")).findings] == ["DQ039"]


def test_only_credit_support_annexes_are_computed_for_several():
    """A loss limit has one client, and initial margin is one party's."""
    assert codes(loss_limit()) == ["DQ085"]
    assert LOSS != NY94


@pytest.mark.parametrize(
    "funds",
    [
        FUNDS[:1],
        [FUNDS[0], FUNDS[1] | {"name": "fund one"}],
        [FUNDS[0], FUNDS[1] | {"share": "74.99%"}],
    ],
)
def test_clients_are_several_and_have_the_whole_between_them(funds):
    """One alone, two of one name, or shares that leave something over."""
    parties = {"A": SEVERAL["A"], "B": SEVERAL["B"] | {"severally": funds}}
    assert codes(under("nil"), parties=parties) == ["DQ039"]


def test_only_one_party_stands_for_several():
    """Pairs of clients would be agreements of their own."""
    parties = {"A": SEVERAL["A"] | {"severally": FUNDS}, "B": SEVERAL["B"]}
    assert codes(under("nil"), parties=parties) == ["DQ039"]


def test_a_threshold_is_not_split_and_shared_at_once():
    """Nothing says which comes first."""
    shared = {"A": "nil", "B": {"value": "USD 40", "shared_with": "Y"}}
    assert codes(under("nil", threshold=shared)) == ["DQ039"]


def test_a_book_has_an_agreement_for_each_client(tmp_path):
    """Rows name the agreement and the client; the bare agreement is unknown."""
    (tmp_path / "agreements").mkdir()
    made = sheet(under(["threshold"]))
    assert made.errors == ()
    text = {"sheet": "1", "agreement": "X", "parties": SEVERAL}
    text["annexes"] = [under(["threshold"])]
    (tmp_path / "agreements" / "X.json").write_text(json.dumps(text), encoding="utf-8")
    (tmp_path / "book.yaml").write_text(
        "book: 1\nname: small\nplus_is_good_for: party A\n", encoding="utf-8"
    )
    (tmp_path / "trades.csv").write_text(
        "trade_id,agreement,maturity\nT1,X / Fund One,2025-06-30\nT2,X,2025-06-30\n",
        encoding="utf-8",
    )
    (tmp_path / "marks.csv").write_text(
        "trade_id,on,mark,currency\nT1,2024-12-30,100,USD\n", encoding="utf-8"
    )
    outcome = read_book(tmp_path)
    book = outcome.value
    assert sorted(book.agreements) == ["X / Fund One", "X / Fund Two"]
    assert [one.code for one in outcome.findings if one.is_error] == ["DQ067"]
    run = isda.run(book, on=small.facts().on)
    assert [(one.agreement, small.moved(one)) for one in run.calls] == [
        ("X / Fund One", [("B", "98", "delivery")]),
        ("X / Fund Two", []),
    ]


TOLD = {"independent_amount_currency": "USD", "independent_amount_of": "B"}
OVER_T1 = {"transaction": "T1", "changes": NY94, "independent_amount": {"B": "USD 4"}}


@pytest.mark.parametrize("said", ["not stated", "as printed", None])
def test_what_a_silent_annex_leaves_to_the_trades_cannot_be_split_either(said):
    """Of a Confirmation's, a trade's or the day's four nobody says a quarter; nil stays nil."""
    own = {} if said is None else {"independent_amount": {"A": "nil", "B": said}}
    for split, status in ((["independent_amount"], "undefined"), ("nil", "call")):
        terms = annex(**ON, split_among_clients=split, **own)
        made = sheet(terms, confirmations=[OVER_T1]).must()
        day = {"client": "Fund One", "exposure": owes("USD 100")}
        calls = [
            isda.call(made, small.facts(trades=[trade()], **day)),
            call(terms=terms, trades=[trade(independent_amount="4", **TOLD)]),
            call(terms=terms, independent_amounts={"B": "USD 4"}),
        ]
        assert {one.status for one in calls} == {status}
        if split == "nil":
            assert [small.moved(one)[0][1] for one in calls] == ["104"] * 3
        assert small.moved(call(terms=terms)) == [("B", "100", "delivery")]


def test_a_confirmation_of_another_clients_trade_is_no_warning():
    """T1 may be Fund Two's: Fund One is told, and not warned."""
    terms = annex(**ON, split_among_clients="nil")
    made = sheet(terms, confirmations=[OVER_T1]).must()
    day = small.facts(exposure=owes("USD 100"), client="Fund One", trades=[trade("T2")])
    found = small.found(isda.call(made, day), "MC319")
    assert (found.severity.name, "another may have it" in found.message) == ("INFO", True)


def test_what_another_rating_would_change_is_of_all_clients():
    """The row of 40 is of both funds, of which Fund One has 10: the figure says whose it is."""
    rows = {"BBB or better": "USD 40", "below": "nil", "unrated": "nil"}
    terms = under(["threshold"], threshold={"B": {"by_rating": rows, "agency": "S&P"}})
    rating = {"of": "B", "agency": "S&P", "long_term": "BBB", "since": "2024-01-02"}
    made = call(terms=terms, ratings=[rating])
    told = " ".join(changes_told(isda.what_would_change(made)).split())
    assert "is nil instead of USD 40 of all clients" in told
    assert "above the threshold of USD 10." in told
