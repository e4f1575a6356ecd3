"""Numbers that others published, or that follow from a clause, come out of the program."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

import isda
from isda.basics.arithmetic import round_down_to, round_up_to

SHELF = Path(__file__).parent / "cases" / "published.yaml"
DAY = date(2024, 12, 30)


def shelf() -> list[dict]:
    """Read the shelf with every scalar as text."""
    text = SHELF.read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - no loader is plainer


def roundings() -> list[dict]:
    """Return the rounding cases of every source."""
    return [case for source in shelf() for case in source.get("round", [])]


def calls() -> list[dict]:
    """Return the calls of every source, the group's terms under their own."""
    return [
        {**case, "form": source["form"], "terms": source["terms"] | case.get("terms", {})}
        for source in shelf()
        for case in source.get("cases", [])
    ]


def sheet_of(case: dict) -> dict:
    """Return a sheet with the terms of a case: B posts, A holds."""
    annex = {"form": case["form"], "dated": "2019-03-14", "posting_parties": ["B"]}
    annex |= case["terms"] | {"valuation_date": "each Local Business Day"}
    return {
        "sheet": "1",
        "agreement": case["id"],
        "parties": {
            "A": {"name": "Holder", "role": "dealer", "cities": ["New York"]},
            "B": {"name": "Poster", "role": "corporate", "cities": ["London"]},
        },
        "master": {"form": "ISDA Master Agreement 2002", "dated": "2019-03-14"},
        "annexes": [annex],
    }


def called(case: dict) -> dict:
    """Run a case through the public interface and return its one leg."""
    facts = {"facts": "1", "on": DAY.isoformat(), **case["facts"]}
    agreement = isda.read_sheet_text(json.dumps(sheet_of(case)), "published.json").must()
    day = isda.read_facts_text(json.dumps(facts), "facts.json").must()
    (leg,) = isda.to_json(isda.call(agreement, day, on=DAY))["legs"]
    return leg


@pytest.mark.parametrize("case", roundings(), ids=lambda case: case["id"])
def test_a_published_rounding_comes_out(case: dict) -> None:
    """Up is away from zero and down is toward it, for magnitudes of either sign."""
    rounding = {"up": round_up_to, "down": round_down_to}[case["mode"]]
    rounded = rounding(Decimal(case["value"]), Decimal(case["multiple"]))
    assert rounded == Decimal(case["expected"])


@pytest.mark.parametrize("case", calls(), ids=lambda case: case["id"])
def test_a_published_call_comes_out(case: dict) -> None:
    """The published figure comes out, and a published error does not."""
    leg = called(case)
    expected = dict(case["expected"])
    error = expected.pop("published_error", None)
    assert {key: leg[key] for key in expected} == expected
    assert leg["delivery_amount"] != error


def test_every_source_says_how_far_it_may_be_trusted() -> None:
    """Each group of cases names its source and its authority."""
    levels = {"high", "medium", "low", "derived", "known-wrong"}
    assert all(source["source"] and source["authority"] in levels for source in shelf())
