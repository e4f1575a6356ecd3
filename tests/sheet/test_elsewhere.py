"""What another agreement uses of a shared threshold, as a book says it."""

from datetime import date

import pytest

import isda

DAY = date(2024, 12, 30)
SHEET = """
sheet: 1
agreement: ONE
parties: {A: {name: Bank}, B: {name: Client}}
annexes:
  - form: CSA 1994 New York
    posting_parties: [B]
    valuation_date: any day
    threshold:
      B: {value: "USD 10", shared_with: OTHER}
"""
HEAD = "agreement,on,other_agreement,of,amount,currency\n"
USED = "ONE,2024-12-30,OTHER,B,4,USD\n"


ADDED = SHEET.replace(
    "shared_with: OTHER", "shared_with: OTHER, sharing: exposures added, call_under: this"
)
EXPOSED = "agreement,on,other_agreement,holder,amount,currency\nONE,2024-12-30,OTHER,A,4,USD\n"


def added(tmp_path, rows):
    """The same book, where the sheet adds exposures and another table gives the other one."""
    book(tmp_path, USED)
    (tmp_path / "threshold_used_elsewhere.csv").unlink()
    (tmp_path / "agreements" / "one.yaml").write_text(ADDED, encoding="utf-8")
    (tmp_path / "exposure_elsewhere.csv").write_text(rows, encoding="utf-8")
    return isda.read_book(tmp_path)


@pytest.mark.parametrize(
    ("holder", "amount", "moved"),
    [("A", "4", ["6"]), ("A", "0", ["2"]), ("A", "-3", []), ("B", "2", []), ("B", "-2", ["4"])],
)
def test_an_exposure_elsewhere_is_added(tmp_path, holder, amount, moved):
    """12 here and so much there stand against one threshold of 10."""
    outcome = added(tmp_path, EXPOSED.replace(",A,4,", f",{holder},{amount},"))
    assert not outcome.findings
    amounts = [one.amount for one in called(outcome).movements]
    assert [f"{one:f}".rstrip("0").rstrip(".") for one in amounts] == moved


def test_yesterdays_exposure_elsewhere_never_stands_in(tmp_path):
    """A day without its row is refused, though the day before has one."""
    made = called(added(tmp_path, EXPOSED), date(2024, 12, 31))
    assert [one.code for one in made.reasons] == ["MC151"]


def test_an_exposure_elsewhere_stands_once_a_day(tmp_path):
    """The same agreement twice is found, in whatever letters, and stops the agreement."""
    again = EXPOSED.splitlines()[1].replace("OTHER", "other") + "\n"
    outcome = added(tmp_path, EXPOSED + again)
    assert "DQ060" in [one.code for one in outcome.findings]
    assert called(outcome).status is isda.Status.REFUSED


def book(tmp_path, rows, **settings):
    """A book of one agreement with one trade marked USD 12, and rows of the table."""
    lines = [f"{key}: {text}" for key, text in settings.items()]
    texts = {
        "agreements/one.yaml": SHEET,
        "book.yaml": "\n".join(
            ("book: 1", "name: Small", "plus_is_good_for: party A", *lines, "")
        ),
        "trades.csv": "trade_id,agreement,maturity\nT1,ONE,2030-01-02\n",
        "marks.csv": "trade_id,on,mark,currency\nT1,2024-12-30,12,USD\nT1,2024-12-31,12,USD\n",
        "threshold_used_elsewhere.csv": HEAD + rows,
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return isda.read_book(tmp_path)


def called(outcome, on=DAY):
    (made,) = isda.run(outcome.value, on=on).calls
    return made


@pytest.mark.parametrize(("amount", "moved"), [("0", "2"), ("4", "6"), ("10", "12")])
def test_what_the_other_uses_is_taken_off(tmp_path, amount, moved):
    """Of a threshold of 10 the other uses so much: a claim of 12 calls for the rest."""
    outcome = book(tmp_path, USED.replace(",4,", f",{amount},"))
    assert not outcome.findings
    assert [f"{one.amount:f}".rstrip("0").rstrip(".") for one in called(outcome).movements] == [
        moved
    ]


def test_yesterdays_figure_never_stands_in(tmp_path):
    """A day without its row is refused, though the day before has one."""
    made = called(book(tmp_path, USED), date(2024, 12, 31))
    assert [one.code for one in made.reasons] == ["MC151"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("TWO,2024-12-30,OTHER,B,4,USD\n", "DQ067"),
        ("ONE,2024-12-30,OTHER,C,4,USD\n", "DQ034"),
        ("ONE,2024-12-30,OTHER,B,-4,USD\n", "DQ044"),
        ("ONE,2024-12-30,OTHER,B,4,\n", "DQ032"),
        ("ONE,2024-12-30,,B,4,USD\n", "DQ032"),
        (USED + USED.replace("OTHER", "other"), "DQ060"),
    ],
)
def test_a_faulty_row_is_found(tmp_path, row, code):
    """It is left out, and its agreement is refused on that day."""
    outcome = book(tmp_path, row)
    assert code in [one.code for one in outcome.findings]
    assert called(outcome).status is isda.Status.REFUSED


@pytest.mark.parametrize(("total", "codes"), [("4", []), ("5", ["DQ068"])])
def test_the_feed_may_have_a_control_total(tmp_path, total, codes):
    """Its amounts may be summed."""
    wanted = (
        "[{file: threshold_used_elsewhere.csv, on: 2024-12-30, column: amount, "
        f'currency: USD, sum: "{total}"}}]'
    )
    found = book(tmp_path, USED, control_totals=wanted).findings
    assert [one.code for one in found] == codes
