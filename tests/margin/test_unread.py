"""Facts that nothing reads are told: a misspelt name would change nothing in silence."""

from dataclasses import replace
from datetime import date

import pytest
import small
from small import annex, call, owes
from small_margin import EU, margin, variation

from isda.basics.finding import Place
from isda.facts.facts import Rating
from isda.facts.histories import subject
from isda.margin.unread import unread_facts

SP = {"agency": "S&P"}
TABLE = {"by_rating": {"AA- or better": "USD 5", "below": "nil", "unrated": "nil"}, **SP}
BY_ISSUER = {"rating_of": "issuer", "at_least": "A", **SP}
BOND = {"posted_by": "B", "asset": "Bond", "nominal": "USD 9", "price": "100", "issuer": "Acme"}
LOW = {"Low": {"of": "B", "when": {"fact": "assets", "below": "USD 5"}}}
DV01 = "max(nil, exposure + dv01 * 6500%)"


def rated(of, words="AA"):
    return {"of": of, "agency": "S&P", "long_term": words, "since": "2024-01-02"}


def unread(*annexes, **facts):
    """What is told as read by nothing, with the way out."""
    made = call(*annexes, **facts)
    told = [each for each in made.findings if each.code == "MC317"]
    assert all(each.severity.word == "warning" for each in told)
    return [
        (
            each.message.removesuffix(" is given, and no term of the agreement reads it"),
            each.help,
        )
        for each in told
    ]


def collateral(condition):
    return [{"asset": "Bond", "valuation_percentage": "90%", "only_while": condition}]


@pytest.mark.parametrize(
    ("terms", "of", "told"),
    [
        ({"threshold": {"B": TABLE}}, "B", []),
        ({"threshold": {"B": TABLE}}, "b", []),
        ({"threshold": TABLE}, "A", []),
        ({"threshold": {"B": TABLE}}, "A", ["ratings that are read: party B"]),
        ({"threshold": {"B": TABLE | {"rating_of": "Parent"}}}, "Parent", []),
        ({"threshold": {"B": TABLE | {"rating_of": "Parent"}}}, "Parnet",
         ["did you mean `Parent`?"]),
        ({"threshold": TABLE}, "Korea", ["ratings that are read: both parties"]),
        ({}, "B", []),
        ({}, "Korea", ["correct its name, or take it out"]),
        ({"eligible_collateral": collateral(BY_ISSUER)}, "Acme", []),
        ({"eligible_collateral": collateral(BY_ISSUER)}, "Zeta", []),
        ({"eligible_collateral": collateral(BY_ISSUER)}, "Acne", ["did you mean `Acme`?"]),
        ({"eligible_collateral": collateral(BY_ISSUER | {"rating_of": "holder"})}, "A", []),
        ({"triggers": {"Low": {"of": "B", "is_rated": [{"long_term": "A", **SP}]}}}, "B", []),
        ({"triggers": {"Low": {"of": "A", "unless_any_of": ["guarantor of A"],
                               "is_rated": [{"long_term": "A", **SP}]}}}, "A",
         ["ratings that are read: guarantor of A"]),
        ({"triggers": {"Low": {"of": "B", "when": {"below": "A", **SP}}}}, "B", []),
        ({"triggers": {"Low": {"of": "B", "when": {"rating_of": "Korea", "below": "A", **SP}}}},
         "Korea", []),
    ],
)  # fmt: skip
def test_a_rating_of_somebody_whom_no_term_looks_at(terms, of, told):
    """Who is rated is who some term reads; a slip of a name is told with the name meant."""
    ratings = [rated(of), {**rated(of, "A"), "since": "2024-02-02"}]
    found = unread(annex(**terms), exposure=owes("USD 9"), held=[BOND], ratings=ratings)
    assert found == [(f"a rating of {subject(of)}", each) for each in told]


def test_a_deposit_by_rating_reads_its_client():
    """A table that belongs to no letter reads the rating of whoever owes it."""
    deposit = {"by_rating": {"AA- or better": "KRW 5", "below": "nil", "unrated": "nil"}, **SP}
    terms = small.loss_limit(performance_deposit=deposit, deposit_order="inside")
    assert unread(terms, exposure=owes("KRW 9"), ratings=[rated("B")]) == []


def test_a_rating_in_a_table_of_a_desk_is_another_agreements():
    """A row of a table names whom another agreement reads; a party's own row is checked."""
    made = call(annex(threshold={"A": TABLE}), exposure=owes("USD 9"), ratings=[rated("A")])
    (grade,) = {each.grade for each in small.facts(ratings=[rated("Korea")]).ratings}
    rows = tuple(
        Rating(of, grade, date(2024, 1, 2), place=Place("ratings.csv", row=number))
        for number, of in enumerate(("Korea", "B"), start=1)
    )
    day = replace(made.facts, ratings=rows)
    (told,) = unread_facts("X", made.terms.annexes, made.bound, day)
    assert told.message.startswith("a rating of party B is given")


@pytest.mark.parametrize(
    ("name", "told"),
    [("assets", []), ("Assets", []), ("asset", ["did you mean `assets`?"]),
     ("net worth", ["figures that are read: assets"])],
)  # fmt: skip
def test_a_figure_that_no_event_turns_on(name, told):
    """The name of a figure is that of a condition, in any case of letters."""
    figure = {"figure": name, "amount": "USD 9", "since": "2024-01-02"}
    found = unread(annex(triggers=LOW), exposure=owes("USD 9"), figures=[figure])
    assert found == [(f"the figure {name!r}", each) for each in told]


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({}, ["`notional`", "`dv01`", "`weighted_average_life`", "`next_payment`"]),
        ({"credit_support_amount": DV01},
         ["`notional`", "`weighted_average_life`", "`next_payment`"]),
        ({"credit_support_amount": "max(nil, exposure + first * notional)",
          "tables": {"buffer": {"by": "weighted average life", "columns": ["first"],
                                "rows": {"(0y, )": ["1%"]}}}},
         ["`dv01`", "`next_payment`"]),
    ],
)  # fmt: skip
def test_a_measure_that_no_formula_reads(terms, told):
    """What formulas and their tables name is read; the rest is told, each by its key."""
    measures = {"notional": "USD 9", "dv01": "USD 1", "weighted_average_life": "4y",
                "next_payment": {"B": "USD 2"}}  # fmt: skip
    found = unread(annex(**terms), exposure=owes("USD 9"), measures=measures)
    assert [what for what, _ in found] == told


def test_measures_that_a_regime_reads():
    """The formulas of regimes read as those of an annex do."""
    second = {"column": "two", "credit_support_amount": DV01}
    terms = small.agencies(regimes={"First": small.REGIME_ONE, "Second": second})
    measures = {"dv01": "USD 1"}
    assert unread(terms, exposure=owes("USD 9"), measures=measures) == []


def test_nothing_covered_where_nothing_turns_on_it():
    """Only an annex that lets a last return go free asks whether anything is covered."""
    (told,) = unread(annex(), exposure=owes("USD 9"), nothing_covered="yes")
    assert told == ("`nothing_covered`", "nothing turns on it: take it out")
    free = margin(final_returns="yes")
    assert unread(free, initial_margin=EU, nothing_covered="no") == []


def test_initial_margin_without_its_annex_or_its_poster():
    """Margin needs an annex of initial margin by which that party posts."""
    (told,) = unread(variation(), exposure=owes("EUR 9"), initial_margin=EU)
    assert told[0] == "an initial margin of EU that party B posts"
    row = {"regime": "EU", "poster": "A", "amount": "EUR 60"}
    (told,) = unread(margin(), initial_margin=[*EU, row])
    assert told[0] == "an initial margin of EU that party A posts"


@pytest.mark.parametrize(("reading", "told"), [
    ("excess only", ["`latch`", "`exposures`"]), ("full loss once breached", []),
])  # fmt: skip
def test_a_latch_where_no_limit_latches(reading, told):
    """An opening state and earlier exposures belong to a limit that asks for the full loss."""
    given = {"latch": {"on": "2024-12-27", "latched": "no"},
             "exposures": [{"on": "2024-12-26", "holder": "A", "amount": "KRW 1"}]}  # fmt: skip
    found = unread(small.loss_limit(over_the_limit=reading), exposure=owes("KRW 9"), **given)
    assert [what for what, _ in found] == told


def test_what_another_agreement_uses_of_no_shared_threshold_is_told():
    """A slip of its name, or a party whose threshold is its own; initial margin has one too."""
    shared = {"A": "nil", "B": {"value": "USD 5", "shared_with": "OTHER"}}
    row = {"agreement": "other", "of": "B", "amount": "USD 1"}
    day = {"exposure": owes("USD 9")}
    assert unread(annex(threshold=shared), threshold_used_elsewhere=[row], **day) == []
    rows = [row, row | {"agreement": "OTHR"}, row | {"of": "A"}]
    assert unread(annex(threshold=shared), threshold_used_elsewhere=rows, **day) == [
        ("what OTHR uses of a threshold of party B", "did you mean `OTHER`?"),
        ("what other uses of a threshold of party A", "correct its name, or take it out"),
    ]
    limit = small.loss_limit(posting_parties=["B"])
    assert len(unread(limit, threshold_used_elsewhere=[row], exposure=owes("KRW 9"))) == 1


def test_an_amount_of_before_is_read_where_it_goes_up_only():
    """Beside another Confirmation, or none, it changes nothing."""
    before = {"amount_before": "5", "amount_before_currency": "USD"}
    trades = [small.trade("T1", **before), small.trade("T2", **before)]
    up = {"independent_amount": {"B": {"value": "USD 7", "steps": "up only"}}}
    over = {"transaction": "t1", "changes": small.NY94} | up
    made = small.call(
        annex(), keys={"confirmations": [over]}, exposure=owes("USD 9"), trades=trades
    )
    (found,) = [one for one in made.findings if one.code == "MC317"]
    assert found.message.startswith("`amount_before` of T2")
