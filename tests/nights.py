"""A book run in both ways: on columns, and agreement by agreement."""

import csv
from datetime import date

from isda.batch.book import BookRun, run
from isda.batch.night import night
from isda.batch.outputs import tables_of
from isda.sheet.read_book import read_book
from isda.statement.as_csv import to_csv
from isda.statement.as_json import to_run_json
from isda.statement.night import TABLES as COLUMNS
from isda.statement.night import publish

ON = date(2024, 12, 30)
TABLES = ("calls.csv", "movements.csv", "exceptions.csv", "findings.csv")


def single(book, on=ON):
    """The four tables of a run agreement by agreement."""
    return to_csv(to_run_json(run(read_book(book).value, on=on)))


def on_columns(book, out, on=ON, store=None, sample=200):
    """The four tables of a run on columns, and its manifest."""
    made = night(book, on=on, store=store, sample=sample).must()
    manifest = publish(made, book, out).manifest
    return {name: (out / name).read_text(encoding="utf-8") for name in TABLES}, manifest


def said(made):
    """The four tables of a night, as they would be written."""
    run_of_others = BookRun(made.book, made.on, made.calls, made.findings)
    singles = to_csv(to_run_json(run_of_others)).items()
    texts = {name.removesuffix(".csv"): text for name, text in singles}
    tables = tables_of(made, texts, COLUMNS)
    how = {"line_terminator": "\n", "quote_style": "necessary"}
    return {f"{name}.csv": frame.write_csv(**how) for name, frame in tables.items()}


def assert_alike(book, on=ON, store=None, sample=200):
    """Compare the tables of both runs, of which nothing is written, and return the night."""
    made = night(book, on=on, store=store, sample=sample).must()
    assert said(made) == single(book, on)
    return made


def assert_same(book, out, on=ON, store=None, sample=200):
    """Compare the tables of both runs, and return the manifest of columns."""
    mine, manifest = on_columns(book, out, on, store, sample)
    theirs = single(book, on)
    for name in TABLES:
        assert mine[name].splitlines() == theirs[name].splitlines()
        assert mine[name] == theirs[name]
    return manifest


def table(folder, name):
    """The rows of a table that a night left."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
