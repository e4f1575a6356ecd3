"""The oracle gives the published numbers too, so that it stands on more than our reading."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from calculation import call

SHELF = Path(__file__).parents[1] / "cases" / "published.yaml"
SOURCES = yaml.load(SHELF.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # its base loader makes texts, nothing else
CASES = [(source, case) for source in SOURCES for case in source.get("cases", [])]


@pytest.mark.parametrize(("source", "case"), CASES, ids=[case["id"] for _, case in CASES])
def test_the_oracle_gives_a_published_number(source: dict, case: dict) -> None:
    """Each published delivery, return or value is what the oracle computes."""
    annex = {"form": source["form"], "posting_parties": ["B"], **source["terms"]}
    annex |= case.get("terms", {}) | {"valuation_date": "any day"}
    (leg,) = call({"annexes": [annex]}, case["facts"], date(2024, 12, 30))["legs"]
    for figure, amount in case["expected"].items():
        if figure != "published_error":
            assert leg["steps"][figure] == Fraction(amount)
