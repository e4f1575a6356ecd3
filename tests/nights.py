"""A book run in both ways: on columns, and agreement by agreement."""

from datetime import date

from isda.batch.book import run
from isda.batch.night import night
from isda.sheet.read_book import read_book
from isda.statement.as_csv import to_csv
from isda.statement.as_json import to_run_json
from isda.statement.night import publish

ON = date(2024, 12, 30)
TABLES = ("calls.csv", "movements.csv", "exceptions.csv", "findings.csv")


def single(book, on=ON):
    """The four tables of a run agreement by agreement."""
    return to_csv(to_run_json(run(read_book(book).value, on=on)))


def on_columns(book, out, on=ON, store=None, sample=200):
    """The four tables of a run on columns, and its manifest."""
    manifest = publish(night(book, on=on, store=store, sample=sample).must(), book, out)
    return {name: (out / name).read_text(encoding="utf-8") for name in TABLES}, manifest


def assert_same(book, out, on=ON, store=None, sample=200):
    """Compare the tables of both runs, and return the manifest of columns."""
    mine, manifest = on_columns(book, out, on, store, sample)
    theirs = single(book, on)
    for name in TABLES:
        assert mine[name].splitlines() == theirs[name].splitlines()
        assert mine[name] == theirs[name]
    return manifest
