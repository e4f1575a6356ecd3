"""Events and conditions precedent: what withholds which transfer, under which form."""

import pytest
import small
from small import annex, call, owes

from isda.statement.sentence import sentence

CASH = {"eligible_collateral": [small.USD_CASH], "valuation_date": "any day"}
HELD = [{"lot": "L", "posted_by": "B", "asset": "cash", "amount": "USD 40"}]
FORMS = [small.NY94, small.ENG95, small.VMNY, small.VMENG]


def event(name, of="A", since="2024-12-30", **keys):
    return {"event": name, "of": of, "from": since} | keys


def withheld(form, events, *, returning=False, keys=None, **terms):
    """The withheld amount of B's leg and the paragraph, or what moves."""
    exposure = owes("USD 0") if returning else owes("USD 100")
    made = call(annex(form, **CASH, **terms), keys=keys, exposure=exposure, held=HELD,
                events=events)  # fmt: skip
    leg = small.leg_of(made)
    if leg.status != "withheld":
        return small.moved(made)
    assert made.movements == ()
    assert leg.delivery_amount == leg.return_amount == 0
    return small.plain(leg.withheld_amount), [str(cited) for cited in leg.reasons[0].cites]


UNDER_2002 = {"master": {"form": "ISDA Master Agreement 2002"}}
UNDER_NO_YEAR = {"master": {"form": "ISDA Master Agreement", "year": "not stated"}}


RULES = {
    small.NY94: "csa-1994-ny 4(a)",
    small.ENG95: "ma-2002 2(a)(iii)",
    small.VMNY: "csa-2016-vm-ny 4(a)",
    small.VMENG: "ma-2002 2(a)(iii)",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "name", ["Event of Default", "Potential Event of Default", "Bankruptcy", "defaulting party"]
)
def test_a_default_of_the_receiver_withholds_a_delivery(form, name):
    """Sixty would move to A, which is in default: B keeps it, by the form's paragraph."""
    assert withheld(form, [event(name)], keys=UNDER_2002) == ("60", [RULES[form]])


@pytest.mark.parametrize("form", FORMS)
def test_a_default_of_the_sender_withholds_nothing_it_owes(form):
    """B in default still has to deliver; what A would return to it is withheld."""
    moves = [("B", "60", "delivery")]
    assert withheld(form, [event("Event of Default", of="B")]) == moves
    default = event("Event of Default", of="B")
    kept = withheld(form, [default], returning=True, keys=UNDER_2002)
    assert kept == ("40", [RULES[form]])


def test_the_1992_master_is_cited_where_it_governs():
    """An English annex under a 1992 Master rests on that Master's section."""
    keys = {"master": {"form": "ISDA Master Agreement 1992"}}
    found = withheld(small.ENG95, [event("Event of Default")], keys=keys)
    assert found == ("60", ["ma-1992 2(a)(iii)"])


@pytest.mark.parametrize("keys", [UNDER_NO_YEAR, None])
@pytest.mark.parametrize("name", ["Event of Default", "Early Termination Date"])
@pytest.mark.parametrize("form", [small.ENG95, small.VMENG])
def test_without_the_year_of_the_master_no_master_is_cited(keys, name, form):
    """The condition is the same in both Masters, so it stands; neither of them is named."""
    assert withheld(form, [event(name)], keys=keys) == ("60", [])
    made = call(annex(form, **CASH), keys=keys, exposure=owes("USD 100"), events=[event(name)])
    assert "under the Master, whose year is not stated" in sentence(made)
    assert "2002" not in sentence(made)


def test_a_new_york_annex_has_a_condition_of_its_own():
    """Its own paragraph is cited, whatever the Master is."""
    found = withheld(small.NY94, [event("Event of Default")], keys=UNDER_NO_YEAR)
    assert found == ("60", ["csa-1994-ny 4(a)"])


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        ("2024-12-31", None, False),
        ("2024-12-30", None, True),
        ("2024-12-01", "2024-12-30", False),
        ("2024-12-01", "2024-12-31", True),
    ],
)
def test_an_event_holds_from_its_first_day_to_the_day_before_its_end(since, until, holds):
    """On its first day an event holds, on the day it ends no more."""
    ends = {"until": until} if until else {}
    found = withheld(small.NY94, [event("Event of Default", since=since, **ends)])
    assert (found == ("60", ["csa-1994-ny 4(a)"])) is holds


def test_a_specified_condition_withholds_where_it_is_listed():
    """Illegality of A withholds where the annex lists it for A, and nowhere else."""
    listed = {"specified_conditions": {"A": ["Illegality"], "B": ["Tax Event"]}}
    cites = ["csa-1994-ny 4(a)", "csa-1994-ny 13(d)"]
    moves = [("B", "60", "delivery")]
    assert withheld(small.NY94, [event("Illegality")], **listed) == ("60", cites)
    assert withheld(small.NY94, [event("Tax Event")], **listed) == moves
    assert withheld(small.NY94, [event("Illegality")]) == moves
    assert withheld(small.NY94, [event("Specified Condition")], **listed) == ("60", cites)


def test_a_specified_condition_that_the_annex_does_not_list_is_refused():
    """The facts tell a Specified Condition of A, and the annex lists none: one is wrong."""
    told = [event("Specified Condition")]
    made = small.call(
        small.annex(posting_parties=["B"]), exposure=small.owes("USD 100"), events=told
    )
    assert [each.code for each in made.reasons] == ["MC120"]


def test_an_early_termination_date_frees_the_party_that_did_not_cause_it():
    """Under the New York forms the one on whose account it was set must still transfer."""
    cites = ["csa-1994-ny 4(a)(ii)"]
    of_a, of_b = ([event("Early Termination Date", of=side)] for side in "AB")
    assert withheld(small.NY94, of_a) == ("60", cites)
    assert withheld(small.NY94, of_b) == [("B", "60", "delivery")]
    assert withheld(small.NY94, of_b, returning=True) == ("40", cites)
    assert withheld(small.NY94, of_a, returning=True) == [("A", "40", "return")]


def test_an_early_termination_date_stops_an_english_annex_both_ways():
    """Section 2(a)(iii) of the Master asks for no culprit: nothing moves either way."""
    for of in ("A", "B"):
        found = withheld("CSA 1995 English", [event("Early Termination Date", of=of)])
        assert found[0] == "60"


@pytest.mark.parametrize("elected", ["deleted", "not applicable"])
def test_conditions_that_were_deleted_withhold_nothing(elected):
    """Where the parties took the conditions out, a default stops no transfer."""
    found = withheld(small.NY94, [event("Event of Default")], conditions_precedent=elected)
    assert found == [("B", "60", "delivery")]


def test_conditions_as_printed_or_applying_are_the_same():
    """Saying what the form prints changes nothing."""
    for elected in ("as printed", "apply", "not stated"):
        found = withheld(small.NY94, [event("Event of Default")], conditions_precedent=elected)
        assert found == ("60", ["csa-1994-ny 4(a)"])


NIL_WHILE = {"value": "USD 50", "nil_while": ["Event of Default"]}
ROWS = [
    {"event": "Event of Default", "value": "nil"},
    {"event": "Illegality", "value": "USD 20"},
    {"otherwise": "USD 50"},
]


@pytest.mark.parametrize(
    ("term", "events", "due"),
    [
        (NIL_WHILE, [], "10"),
        (NIL_WHILE, [event("Bankruptcy", of="B")], "60"),
        (NIL_WHILE, [event("Illegality", of="B")], "10"),
        (NIL_WHILE, [event("Bankruptcy", of="A", since="2025-01-01")], "10"),
        ({"while": ROWS}, [], "10"),
        ({"while": ROWS}, [event("Illegality", of="B")], "40"),
        ({"while": ROWS}, [event("Illegality", of="B"), event("Bankruptcy", of="B")], "60"),
        ({"while": ROWS}, [event("Illegality", of="either")], "40"),
    ],
)
def test_a_threshold_follows_the_events_of_its_own_party(term, events, due):
    """The first row that holds decides; a general event stands for its particular ones."""
    made = call(
        annex(**CASH, threshold={"B": term}, conditions_precedent="deleted"),
        exposure=owes("USD 100"), held=HELD, events=events,
    )  # fmt: skip
    assert small.moved(made) == [("B", due, "delivery")]


def test_a_list_of_events_without_otherwise_is_undefined_while_none_holds():
    """No row holds and nothing says what then: the term is open, not nil."""
    made = call(
        annex(posting_parties=["B"], **CASH, threshold={"B": {"while": ROWS[:2]}}),
        exposure=owes("USD 100"),
    )
    assert made.status == "undefined"
    assert "no row of its `while:` list holds" in made.reasons[0].message


def test_an_open_threshold_of_one_party_leaves_the_other_leg_alone():
    """What is open for B stops B's leg and not A's."""
    terms = {"threshold": {"A": "nil", "B": "to be agreed"}}
    made = call(annex(**CASH, **terms), exposure=owes("USD 100", "B"))
    assert [leg.status.value for leg in made.legs] == ["call", "undefined"]
    assert small.moved(made) == [("A", "100", "delivery")]
    assert made.status == "undefined"
