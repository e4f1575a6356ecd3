"""What we print as JSON keeps to the schema that is published."""

import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import isda
from isda.batch.book import run
from isda.statement.as_json import refused_json, to_json, to_run_json, to_text
from isda.statement.publish import texts
from isda.statement.shapes import call_schema, run_schema

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "samples" / "books" / "seoul"


@pytest.fixture(scope="module")
def seoul():
    """Return a day of the sample book."""
    return run(isda.read_book(BOOK).must(), on=date(2008, 9, 30))


def test_published_schemas_are_as_made():
    """schemas/ holds what the shapes say, to the byte."""
    for name, text in texts().items():
        assert (ROOT / "schemas" / name).read_text(encoding="utf-8") == text


def test_every_worked_call_keeps_to_the_schema(every_call):
    """Each call of the worked samples is valid against the published schema."""
    validator = Draft202012Validator(call_schema())
    for call in every_call:
        assert list(validator.iter_errors(to_json(call))) == []


def test_a_run_keeps_to_the_schema(seoul):
    """A whole book is valid against the published schema."""
    assert list(Draft202012Validator(run_schema()).iter_errors(to_run_json(seoul))) == []


def test_what_does_not_read_keeps_to_the_schema():
    """A sheet that does not read gives the same shape, refused, with its findings."""
    found = isda.read_sheet(ROOT / "samples/faults/comma-accident.yaml").findings
    document = refused_json(found)
    assert list(Draft202012Validator(call_schema()).iter_errors(document)) == []
    assert document["status"] == "refused"
    assert document["agreement"] is None
    assert document["findings"]


def test_the_same_run_gives_the_same_bytes(seoul):
    """Two runs of one day differ in nothing."""
    again = run(isda.read_book(BOOK).must(), on=date(2008, 9, 30))
    assert to_text(to_run_json(again)) == to_text(to_run_json(seoul))


def test_a_run_counts_what_it_holds(seoul):
    """Exceptions and totals of the JSON are those of the calls in it."""
    document = json.loads(to_text(to_run_json(seoul)))
    odd = {"refused", "undefined", "withheld"}
    named = [each["agreement"] for each in document["calls"] if each["status"] in odd]
    assert [each["agreement"] for each in document["exceptions"]] == named
    moved = sum(len(each["movements"]) for each in document["calls"])
    assert sum(each["movements"] for each in document["totals"]) == moved
