"""Rules of timing, interest, documents and loss-limit agreements, beyond their samples."""

from pathlib import Path

import pytest

from isda.lint.check import check, check_text
from isda.lint.fixing import mend
from isda.lint.identifiers import is_lei
from isda.sheet.read_sheet import read_sheet_text

SAMPLES = Path(__file__).parents[2] / "samples" / "lint"


def sample(code, kind, name):
    return (SAMPLES / code / kind / f"{name}.yaml").read_text(encoding="utf-8")


def codes(text):
    return [each.code for each in check_text(text).findings]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("2006 ISDA Definitions", "booklet of definitions"),
        ("2021 ISDA Interest Rate Derivatives Definitions", "booklet of definitions"),
        ("ISDA Master Agreement 1987", "exists and is not supported"),
        ("ISDA Master Agreement 2002 (French law)", "exists and is not supported"),
        ("ISDA Master Agreement 2002 (Irish law)", "exists and is not supported"),
        ("ISDA Master Agreement 2003", "is none of"),
    ],
)
def test_what_is_no_master_is_told_apart(name, words):
    """A booklet and a Master that is not supported are named as such where the form is read."""
    text = sample("VT001", "quiet", "city_of_the_forms_law")
    (found,) = check_text(text.replace("ISDA Master Agreement 2002", name)).findings
    assert found.code == "DQ034"
    assert words in found.message
    assert found.place.line == text.splitlines().index("  form: ISDA Master Agreement 2002") + 1


@pytest.mark.parametrize(
    ("city", "due", "fires"),
    [
        ("Seoul", "18:59", "winter"),  # 10:00 in London is 19:00 in Seoul, 18:00 in summer
        ("Seoul", "17:59", "winter and summer"),
        ("Seoul", "19:00", None),
        ("New York", "05:00", None),  # 5 hours behind in both seasons
        ("New York", "04:59", "winter and summer"),
    ],
)
def test_a_demand_is_held_against_the_cut_off_in_both_seasons(city, due, fires):
    """Hours of two cities are compared on a day in winter and on one in summer."""
    text = sample("VT002", "quiet", "across_zones").replace("19:00 Seoul", f"{due} {city}")
    found = [each for each in check_text(text).findings if each.code == "VT002"]
    assert [f"in {fires} is after" in each.message for each in found] == [True] * bool(fires)


def test_the_defaults_written_down_change_nothing():
    """The fix of LL007 writes what holds anyway, and nothing of the rule is left."""
    text = sample("LL007", "fires", "one_left_out")
    for key in ("in_transit: counted", "accrued: inside"):
        text = text.replace(f"    {key}\n", "")
    mended = mend(text, check_text(text).findings, unsafe=True, name="sheet.yaml").text
    assert codes(text) == ["LL007"]
    assert codes(mended) == []
    before, after = (
        read_sheet_text(each, "sheet.yaml").must().annexes[0] for each in (text, mended)
    )
    said = {"demand", "in_transit", "accrued"}
    assert before.model_dump(exclude=said) == after.model_dump(exclude=said)


def test_a_later_layer_is_checked_where_it_stands():
    """An amendment that counts a day twice is found at its own line."""
    text = sample("HI001", "quiet", "first_day") + (
        "    amendments:\n"
        "      - dated: 2020-01-02\n"
        "        interest:\n"
        "          USD: {rate: SOFR, period_includes: both days, negative_interest: no}\n"
    )
    (found,) = check_text(text).findings
    assert (found.code, found.place.line) == ("HI001", len(text.splitlines()))


def test_interest_that_does_not_read_is_not_reported_as_missing():
    """A fault in the interest is the reader's; that the rate is missing is not said too."""
    text = sample("HI002", "quiet", "all_stated").replace("rate: SOFR", "rate: {a: b}")
    assert set(codes(text)) == {"DQ030"}


def test_an_identifier_needs_its_two_digits():
    """Every other pair of check digits fails, and so does a small letter."""
    right = "5493001KJTIIGC8Y1R12"
    fits = [
        f"{right[:18]}{pair:02}" for pair in range(2, 99) if is_lei(f"{right[:18]}{pair:02}")
    ]
    assert fits == [right]
    assert not is_lei(right.lower())


@pytest.mark.parametrize("name", ["hangang-arc", "daehan-loss-limit"])
def test_the_pattern_sheets_are_clean(name):
    """The two sheets that every page shows have no finding."""
    path = SAMPLES.parent / "sheets" / f"{name}.yaml"
    assert check(path).findings == ()


AMENDED = """\
sheet: 1
agreement: X
parties: {{A: {{name: Bank}}, B: {{name: Client}}}}
annexes:
  - form: CSA 1994 New York
    dated: 2019-03-14
    amendments:
      - {{dated: {first}, threshold: {{B: USD 5}}, minimum_transfer_amount: USD 2}}
      - {{dated: {second}, threshold: {{A: USD 7, B: {amount}}}, {more}}}
"""


@pytest.mark.parametrize(
    ("first", "second", "amount", "more", "told"),
    [
        ("2019-03-13", "2019-03-15", "USD 4", "note: x", ["2019-03-13, before 2019-03-14"]),
        ("2019-03-14", "2019-03-15", "USD 4", "note: x", []),
        ("2021-06-01", "2021-06-02", "USD 4", "note: x", []),
        ("2021-06-01", "2021-06-01", "USD 4", "note: x", ["different things of `threshold.B`"]),
        ("2021-06-01", "2021-06-01", "USD 5", "note: x", []),
        ("2021-06-01", "2021-06-01", "USD 5", "minimum_transfer_amount: {B: nil}",
         ["different things of `minimum_transfer_amount.B`"]),
        ("2019-03-13", "2019-03-13", "USD 4", "note: x",
         ["2019-03-13, before", "2019-03-13, before", "different things"]),
    ],
)  # fmt: skip
def test_amendments_come_after_what_they_amend_and_one_after_the_other(
    first, second, amount, more, told
):
    """A day before is told and the day itself is not; so is each clash of one day, by party."""
    text = AMENDED.format(first=first, second=second, amount=amount, more=more)
    found = [each for each in check_text(text).findings if each.code == "XD009"]
    assert len(found) == len(told)
    said = " / ".join(sorted(each.message for each in found))
    assert all(words in said for words in told)
    assert all(len(each.also) == 1 for each in found)


def test_an_annex_without_a_date_has_amendments_of_any():
    """Where the annex says no date, none of its amendments is too old."""
    text = AMENDED.format(first="1990-01-01", second="2019-03-13", amount="nil", more="note: x")
    undated = text.replace("    dated: 2019-03-14\n", "")
    assert not [each for each in check_text(undated).findings if each.code == "XD009"]


@pytest.mark.parametrize("law", ["NY", "N.Y.", "N.Y. law", "State of New York", "N. Y."])
def test_new_york_may_be_short(law):
    """Its letters are the law of the New York forms."""
    text = sample("XD006", "quiet", "own_law")
    assert "governing_law: New York" in text
    assert codes(text.replace("governing_law: New York", f"governing_law: {law}")) == []


def test_no_program_parts_an_annex_from_its_master():
    """Where both are under one law there is no fix; elsewhere the fix leaves nothing."""
    text = sample("XD006", "fires", "english_law")
    for master, has_fix in (("English", False), ("England and Wales", False), ("NY", True)):
        head, _, annex = text.partition("annexes:")
        lines = [
            f"  governing_law: {master}" if line.startswith("  governing_law") else line
            for line in head.splitlines()
        ]
        changed = "\n".join(lines) + "\nannexes:" + annex
        (one,) = [each for each in check_text(changed).findings if each.code == "XD006"]
        assert (one.fix is not None) is has_fix
        if has_fix:
            mended = mend(changed, [one], unsafe=True, name="sheet.yaml").text
            assert codes(mended) == []
