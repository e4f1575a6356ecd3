"""Calls of the samples, computed once; and `shapes_said` for the tests beside it."""

import sys
from functools import cache
from pathlib import Path

import pytest
from nights import ON

import isda
from isda.batch.make_book import Size, make_book
from isda.batch.night import night
from isda.statement.night import publish

SAMPLES = Path(__file__).parents[2] / "samples"
sys.path.insert(0, str(Path(__file__).parent))


@cache
def of(folder):
    home = SAMPLES / "worked" / folder
    sheet = next(home.glob("agreement.*"))
    facts = next(home.glob("facts.*"))
    return isda.call(isda.read_sheet(sheet).must(), isda.read_facts(facts).must())


@pytest.fixture
def worked():
    """Return the call of a worked sample by its folder."""
    return of


@pytest.fixture
def every_call():
    """Return the calls of all worked samples."""
    return [of(path.name) for path in sorted((SAMPLES / "worked").iterdir()) if path.is_dir()]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A night of two hundred agreements, the folder it was written to, and the book."""
    home = tmp_path_factory.mktemp("night")
    make_book(home / "book", Size(200, 6_000, 2_000), seed=3, on=ON)
    run = night(home / "book", on=ON).must()
    publish(run, home / "book", home / "out")
    return run, home / "out", home / "book"
