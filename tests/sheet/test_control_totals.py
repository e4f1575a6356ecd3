"""Control totals: whether a feed holds what it said."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from isda.basics.finding import Severity

ROOT = Path(__file__).parents[2]
MONDAY, TUESDAY = date(2024, 12, 30), date(2024, 12, 31)


def totals(make, **said):
    day = said.pop("on", "2024-12-30")
    body = ", ".join(f"{key}: {value}" for key, value in {"on": day, **said}.items() if value)
    return f"{make.book}control_totals:\n  - {{file: marks.csv, {body}}}\n"


def test_control_total_met(make):
    """A control total that is met says nothing."""
    met = totals(make, rows=2, column="mark", currency="KRW", sum='"-100.5"')
    assert not make(book_yaml=met).findings


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"rows": 3}, ["2 rows are found and 3 expected"]),
        ({"column": "mark", "currency": "KRW", "sum": '"-100.4"'}, ["-100.5", "-100.4"]),
    ],
)
def test_control_total_not_met(make, said, words):
    """A file that does not add up stops everyone that day, and no other day."""
    outcome = make(book_yaml=totals(make, **said))
    (finding,) = outcome.findings
    assert (finding.code, finding.agreement, finding.place.line) == ("DQ068", None, 6)
    assert all(word in finding.message for word in words)
    assert make.stopped(outcome, MONDAY) == {"ONE": ["DQ068"], "TWO": ["DQ068"]}
    assert make.stopped(outcome, TUESDAY) == {}


def test_who_has_lost_every_row_is_stopped_too(make):
    """The rows that are missing may be those of an agreement of which none is left."""
    alone = "\n".join(line for line in make.marks.splitlines() if "T2" not in line) + "\n"
    outcome = make(book_yaml=totals(make, rows=2), marks_csv=alone)
    assert "T2" not in alone != make.marks
    assert {name: codes[-1] for name, codes in make.stopped(outcome, MONDAY).items()} == {
        "ONE": "DQ068", "TWO": "DQ068",
    }  # fmt: skip


def test_control_total_with_a_bad_row(make):
    """A sum that a bad row keeps from being checked stops only the row's own agreement."""
    total = totals(make, rows=2, column="mark", currency="KRW", sum='"-100.5"')
    outcome = make(book_yaml=total, marks_csv=make.marks.replace("-30,100,", "-30,NaN,"))
    assert make.stopped(outcome, MONDAY) == {"ONE": ["DQ045"]}
    (warning,) = outcome.value.findings
    assert (warning.code, warning.severity) == ("DQ069", Severity.WARNING)


@pytest.mark.parametrize(
    "said",
    [
        {"on": "", "rows": 2},
        {"column": "points", "currency": "KRW", "sum": '"1"'},
        {"column": "mark", "sum": '"1"'},
    ],
)
def test_control_total_of_nothing(make, said):
    """A control total that no table can meet is an error of the book."""
    outcome = make(book_yaml=totals(make, **said))
    assert [(one.code, one.is_error) for one in outcome.findings] == [("DQ037", True)]


def test_control_total_of_an_unknown_file(make):
    """A control total of a file that no book has says which one may be meant."""
    text = totals(make, rows=2).replace("marks.csv", "mark.csv")
    (finding,) = make(book_yaml=text).findings
    assert "did you mean `marks.csv`?" in finding.help


def test_control_total_of_rates(make):
    """Rates that do not add up stop everyone on that day: anyone may need them."""
    said = '{file: fx.csv, on: 2024-12-30, column: rate, sum: "1474.81"}'
    outcome = make(book_yaml=f"{make.book}control_totals: [{said}]\n")
    assert make.stopped(outcome, MONDAY) == {"ONE": ["DQ068"], "TWO": ["DQ068"]}
    assert make.stopped(outcome, TUESDAY) == {}


def test_control_total_of_a_table_without_days(make):
    """A table without days is counted whole."""
    said = "{file: trades.csv, rows: 2}"
    assert not make(book_yaml=f"{make.book}control_totals: [{said}]\n").findings


def test_the_page_of_a_book_quotes_the_sample_as_it_is():
    """The totals and latches that docs/book.md shows are those of the book that it names."""
    page = (ROOT / "docs" / "book.md").read_text(encoding="utf-8")
    shown = yaml.safe_load(re.search(r"```yaml\n(book: 1\n.*?)```", page, re.DOTALL)[1])
    own = yaml.safe_load((ROOT / "samples/books/seoul/book.yaml").read_text(encoding="utf-8"))
    assert shown["control_totals"]
    for total in shown.pop("control_totals"):
        assert total in own["control_totals"]
    for name, latch in shown.pop("latches").items():
        assert own["latches"][name] == latch
    assert shown.keys() <= own.keys()
