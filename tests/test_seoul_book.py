"""The Seoul book: what each agreement does on the days its README shows.

The cases come from a reckoning with plain fractions that shares no code with the engine.
"""

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml

import isda

HERE = Path(__file__).parent
BOOK = HERE.parent / "samples" / "books" / "seoul"
RECKONED = yaml.safe_load((HERE / "cases" / "seoul_book.yaml").read_text(encoding="utf-8"))
DAYS, LEGS = RECKONED["days"], RECKONED["legs"]
CASES = [
    (day, agreement, expected)
    for day, agreements in DAYS.items()
    for agreement, expected in agreements.items()
]
LEG_CASES = [
    (day, agreement, legs)
    for day, agreements in LEGS.items()
    for agreement, legs in agreements.items()
]


@cache
def book():
    return isda.read_book(BOOK).must()


def called(agreement, day):
    """The call of an agreement of the book on a day."""
    sheet = isda.read_sheet(BOOK / "agreements" / f"{agreement}.yaml").must()
    return isda.call(sheet, book().facts_for(agreement, on=day), on=day)


@pytest.mark.parametrize(
    ("day", "agreement", "expected"), CASES, ids=[f"{day}-{name}" for day, name, _ in CASES]
)
def test_outcome(day, agreement, expected):
    """An agreement of the book has the status and the movement reckoned by hand."""
    result = isda.to_json(called(agreement, day))
    assert result["status"] == expected["status"]
    if expected["status"] == "call":
        (movement,) = result["movements"]
        assert {key: movement[key] for key in ("kind", "from", "amount", "currency")} == {
            key: expected[key] for key in ("kind", "from", "amount", "currency")
        }
    else:
        assert not result["movements"]
    if expected["status"] == "withheld":
        assert [leg["withheld_amount"] for leg in result["legs"]] == [expected["amount"]]


@pytest.mark.parametrize(
    ("day", "agreement", "legs"), LEG_CASES, ids=[f"{day}-{name}" for day, name, _ in LEG_CASES]
)
def test_figures(day, agreement, legs):
    """Each leg of the five other kinds requires and holds what was reckoned, to the cent."""
    cent = Decimal("0.01")
    found = [
        {
            "posts": leg.posting_party,
            "regime": leg.regime or "",
            "required": str(leg.required.quantize(cent)),
            "held": str(leg.held_value.quantize(cent)),
        }
        for leg in called(agreement, day).legs
    ]
    assert found == legs


@pytest.mark.parametrize("agreement", ["IB-QUARRY", "KP-SAEMARU"])
def test_worked_by_hand(agreement):
    """The README works the day of two agreements by hand, and comes to what was reckoned."""
    (day, legs) = next(iter(LEGS.items()))
    (leg,) = [each for each in legs[agreement] if Decimal(each["required"])]
    moved = DAYS[day][agreement]["amount"]
    readme = (BOOK / "README.md").read_text(encoding="utf-8")
    by_hand = (
        readme.partition("by hand")[2].partition(f"### {agreement}")[2].partition("###")[0]
    )
    for figure in (leg["required"], leg["held"], moved):
        assert f"| {Decimal(figure):,} |" in by_hand


@pytest.mark.parametrize("day", LEGS, ids=str)
def test_every_kind_of_outcome(day):
    """The five never all do the same: each day has two kinds of outcome or more."""
    outcomes = {
        (DAYS[day][agreement]["status"], DAYS[day][agreement].get("from"))
        for agreement in LEGS[day]
    }
    assert len(outcomes) > 1


def test_a_cut_alone_makes_the_call():
    """Without the cut of 2008-09-30 the same marks and the same lots move nothing."""
    day = next(iter(LEGS))
    sheet = isda.read_sheet(BOOK / "agreements" / "IB-QUARRY.yaml").must()
    facts = book().facts_for("IB-QUARRY", on=day)
    before = tuple(one for one in facts.ratings if one.since != day)
    assert len(before) == len(facts.ratings) - 1
    assert isda.call(sheet, replace(facts, ratings=before), on=day).status == "no_call"
    assert isda.call(sheet, facts, on=day).status == "call"
