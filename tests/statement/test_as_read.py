"""How the program reads a sheet: no form is said to speak that the sheet does not name."""

import pytest

from isda.sheet.read_sheet import read_sheet_text
from isda.statement.as_read import NO_YEAR, terms_read

SHEET = """\
sheet: 1
agreement: X
parties: {{A: {{name: Bank}}, B: {{name: Client}}}}
master:
  form: {form}
  termination_currency: USD
  no_agency: yes
{more}
annexes:
  - {{form: CSA 1995 English, base_currency: USD, governing_law: England}}
"""


def read(form, more="  offices: apply"):
    """Each term of the sheet: its value and its paragraph."""
    agreement = read_sheet_text(SHEET.format(form=form, more=more)).must()
    return {each.term: (each.value, each.paragraph) for each in terms_read(agreement)}


@pytest.mark.parametrize(
    ("year", "currency"), [("1992", "Schedule Part 1(g)"), ("2002", "Schedule Part 1(f)")]
)
def test_a_paragraph_of_the_master_names_its_form(year, currency):
    """What an English annex leaves to its Master is said to stand in that Master."""
    title = f"ISDA Master Agreement {year}"
    found = read(title)
    assert found["conditions_precedent"] == ("apply", f"{title} 2(a)(iii)")
    assert found["governing_law"] == ("England", f"{title} Schedule Part 4(h)")
    assert found["base_currency"] == ("USD", "11(a)(i)")
    assert found["termination_currency"] == ("USD", currency)


def test_without_a_year_no_form_of_the_master_is_stated():
    """No paragraph of either Master is cited; what only one has is undefined, and says so."""
    found = read("ISDA Master Agreement", "  year: not stated\n  payment_measure: Loss")
    assert found["payment_measure"] == (f"Loss: {NO_YEAR}", "")
    assert found["no_agency of A"] == (f"yes: {NO_YEAR}", "")
    assert found["termination_currency"] == ("USD", "")
    assert found["conditions_precedent"] == ("apply", "")
    assert found["governing_law"] == ("England", "")
    assert found["base_currency"] == ("USD", "11(a)(i)")


def test_what_is_nil_or_empty_is_read_back_as_nil():
    """A part, a mapping and a list that say nothing stand as nil, and none is dropped."""
    sheet = (
        "sheet: 1\nagreement: X\nparties: {A: {name: Bank}, B: {name: Client}}\nannexes:\n"
        "  - form: CSA 1994 New York\n    replace_when: nil\n    interest: {}\n"
        "    concentration: []\n    triggers: {}\n"
    )
    rows = {row.term: row.value for row in terms_read(read_sheet_text(sheet).must())}
    named = ("replace_when", "interest", "concentration", "triggers")
    assert {key: rows[key] for key in named} == dict.fromkeys(named, "nil")


def test_entries_within_entries_stand_in_brackets():
    """Which regime a method belongs to is seen from the brackets."""
    sheet = (
        "sheet: 1\nagreement: X\nparties: {A: {name: Bank}, B: {name: Client}}\nannexes:\n"
        "  - form: IM CSA 2018 New York\n    base_currency: EUR\n"
        "    margin_approach: distinct\n"
        "    regimes: {EU: {method: SIMM}, UK: {method: {A: SIMM, B: Schedule}}}\n"
        "    margin_amount: {IA: {A: nil, B: EUR 5}}\n"
    )
    rows = {row.term: row.value for row in terms_read(read_sheet_text(sheet).must())}
    assert rows["regimes"] == "EU (method: SIMM); UK (method (A: SIMM; B: Schedule))"
    assert rows["margin_amount"] == "IA (A: nil; B: EUR 5)"
