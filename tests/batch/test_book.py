"""A whole book in one run: every agreement once, one bad one never stops the others."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import isda
from isda.batch import processes
from isda.batch.book import run, run_apart
from isda.statement.as_json import to_json, to_run_json
from isda.statement.overview import headline, row_of
from isda.statement.sentence import sentences

SEOUL = Path(__file__).parents[2] / "samples" / "books" / "seoul"
DAY = date(2008, 9, 30)


def copied(folder, name, text):
    """The Seoul book with one sheet put in place of another."""
    for path in SEOUL.rglob("*"):
        if path.is_file():
            target = folder / path.relative_to(SEOUL)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    (folder / "agreements" / name).write_text(text, encoding="utf-8")
    return isda.read_book(folder).value


def test_a_book_and_its_run_say_their_size_and_not_their_rows():
    """What a notebook shows of them is one short line, and of a call what it comes to."""
    outcome = isda.read_book(SEOUL)
    made = run(outcome.must(), on=DAY)
    assert repr(outcome) == "Outcome(value=<Book seoul: 29 agreements>, findings=())"
    assert repr(made) == "<BookRun seoul on 2008-09-30: 29 calls>"
    assert all("working" not in repr(each) for each in made.calls)


def test_a_run_is_its_single_calls():
    """Each call of the run is the call of that agreement's own facts, in the order of names."""
    book = isda.read_book(SEOUL).must()
    made = run(book, on=DAY)
    assert [each.agreement for each in made.calls] == sorted(book.agreements)
    for each in made.calls[::6]:
        alone = isda.call(
            book.agreements[each.agreement].must(),
            book.facts_for(each.agreement, on=DAY),
            on=DAY,
        )
        assert alone.movements == each.movements
        assert alone.legs == each.legs


def test_totals_are_the_sums_of_the_movements():
    """Per currency: what leaves party A, what reaches it, and how many movements there are."""
    made = run(isda.read_book(SEOUL).must(), on=DAY)
    every = [movement for each in made.calls for movement in each.movements]
    assert sorted({movement.currency for movement in every}) == [
        total.currency for total in made.totals
    ]
    for total in made.totals:
        mine = [each for each in every if each.currency == total.currency]
        assert total.movements == len(mine)
        sent = sum((each.amount for each in mine if each.sender == "A"), Decimal(0))
        assert (total.from_a, total.from_a + total.to_a) == (
            sent,
            sum((each.amount for each in mine), Decimal(0)),
        )


def test_progress_is_told_once_for_each_agreement():
    """The caller hears how many are done and how many there are."""
    heard = []
    book = isda.read_book(SEOUL).must()
    run(book, on=DAY, progress=lambda done, of: heard.append((done, of)))
    count = len(book.agreements)
    assert heard == [(number, count) for number in range(1, count + 1)]


def test_one_broken_sheet_is_an_exception_and_the_rest_is_unharmed(tmp_path):
    """A sheet cut in half is refused under its file name; every other call is the same."""
    name = min(path.name for path in (SEOUL / "agreements").iterdir())
    whole = run(isda.read_book(SEOUL).must(), on=DAY)
    text = (SEOUL / "agreements" / name).read_text(encoding="utf-8")
    broken = run(copied(tmp_path, name, text[: len(text) // 2] + "\n  : ["), on=DAY)
    hurt = [each for each in broken.calls if each.agreement == name]
    assert [each.status for each in hurt] == ["refused"]
    assert hurt[0].reasons
    assert hurt[0] in broken.exceptions
    others = {each.agreement: each.movements for each in whole.calls}
    for each in broken.calls:
        if each is not hurt[0]:
            assert each.movements == others[each.agreement]
    assert len(broken.calls) == len(whole.calls)


def small(folder, *, book_yaml, calendar=""):
    """A book of no agreement, which says where its desk is."""
    (folder / "agreements").mkdir()
    (folder / "book.yaml").write_text(f"book: 1\nname: small\n{book_yaml}", encoding="utf-8")
    if calendar:
        (folder / "calendars").mkdir()
        text = f"date,closed\n{calendar}\n"
        (folder / "calendars" / "Seoul.csv").write_text(text, encoding="utf-8")
    return isda.read_book(folder).must()


FOUNDATION, FRIDAY = date(2008, 10, 3), date(2008, 10, 10)


@pytest.mark.parametrize(
    ("book_yaml", "calendar", "on", "codes"),
    [
        ("base_calendar: Seoul\n", "", FOUNDATION, ["DQ075"]),
        ("base_calendar: Seoul\n", "", date(2008, 10, 4), ["DQ075"]),
        ("base_calendar: Seoul\n", "", FRIDAY, []),
        ("base_calendar: London\n", "", FOUNDATION, []),
        ("", "", FOUNDATION, []),
        ("base_calendar: Seoul\n", "2008-10-03,no", FOUNDATION, []),
        ("base_calendar: Seoul\n", "2008-10-10,yes", FRIDAY, ["DQ075"]),
        ("base_calendar: Seoul\n", "", date(1908, 10, 10), []),
    ],
)
def test_a_day_on_which_the_desk_is_closed(tmp_path, book_yaml, calendar, on, codes):
    """A run on a day on which the banks of `base_calendar` are closed warns, at its line.

    The Korean holiday of 3 October is one, a Saturday is one, and the book's own calendar
    stands above what is known; without the key nothing is looked at.
    """
    found = run(small(tmp_path, book_yaml=book_yaml, calendar=calendar), on=on).findings
    assert [each.code for each in found] == codes
    assert all(each.severity.word == "warning" and each.place.line == 3 for each in found)


@pytest.mark.parametrize("name", ["seoul", "golden-b-2022"])
def test_a_run_in_processes_is_the_run(monkeypatch, name):
    """What many processes make of a book is, in order and in words, what one makes."""
    monkeypatch.setattr(processes, "MANY", 2)
    monkeypatch.setattr(processes, "PART", 3)
    monkeypatch.setattr(processes.os, "cpu_count", lambda: 2)
    book = isda.read_book(SEOUL.parent / name).must()
    day, told = book.days()[-1], []
    alone = run(book, on=day)
    apart = run_apart(
        book, on=day, write=to_json, progress=lambda done, of: told.append((done, of))
    )
    assert to_run_json(apart.made, apart.written) == to_run_json(alone)
    assert headline(apart.made) == headline(alone)
    assert apart.made.totals == alone.totals
    for light, call in zip(apart.made.calls, alone.calls, strict=True):
        assert row_of(light) == row_of(call)
        assert sentences(light) == sentences(call)
        assert light.findings == call.findings
    of = len(alone.calls)
    assert told == [(min(done, of), of) for done in range(3, of + 3, 3)]
