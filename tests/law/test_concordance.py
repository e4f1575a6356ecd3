"""The generated pages."""

import pytest

from isda.basics.cite import Cite
from isda.law.concordance import Uses, index, page, pages
from isda.law.forms import Form
from isda.law.register import Status, register, rows, topics

THRESHOLD = Cite("csa-1994-ny", "13(b)(iv)(B)")
USES = Uses(
    fields={THRESHOLD: ("threshold",)},
    steps={THRESHOLD: ("withheld", "credit_support_amount", "credit_support_amount")},
    samples={THRESHOLD: ("002", "001")},
)


def line_of(text, paragraph):
    (line,) = [each for each in text.splitlines() if each.startswith(f"| {paragraph} |")]
    return line


@pytest.mark.parametrize("form", Form)
def test_a_page_shows_every_paragraph_in_order(form):
    """A form's page has one line per paragraph, in the order of the form."""
    lines = page(form, Uses()).splitlines()
    shown = [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")]
    expected = [
        f"{row.paragraph} ({row.label_ko})" if row.label_ko else row.paragraph
        for row in rows(form)
    ]
    assert shown[2:] == expected


@pytest.mark.parametrize("form", Form)
def test_every_line_of_a_table_has_as_many_cells(form):
    """No gist or reason breaks the table."""
    table = [line for line in page(form, USES).splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in table} == {8}


def test_a_line_shows_who_models_computes_and_samples_it():
    """Keys, steps and samples handed in stand sorted and once in the paragraph's line."""
    line = line_of(page(Form.CSA_1994_NEW_YORK, USES), "13(b)(iv)(B)")
    assert line.endswith("| `threshold` | `credit_support_amount`, `withheld` | 001, 002 |")
    assert "| modelled |" in line


MANY = (1, 2, 3, 4, 6, 7, 9, 10, 11, 100)


@pytest.mark.parametrize(
    ("numbers", "cell", "below"),
    [
        (MANY[:5], "001-x, 002-x, 003-x, 004-x, 006-x", None),
        (
            MANY[:6],
            "001-x, 002-x, 003-x, 004-x, 006-x and 1 more, below",
            "001–004, 006, 007",
        ),
        (
            MANY,
            "001-x, 002-x, 003-x, 004-x, 006-x and 5 more, below",
            "001–004, 006, 007, 009–011, 100",
        ),
    ],
)
def test_a_cell_has_five_samples_and_the_rest_stand_below(numbers, cell, below):
    """A paragraph that many samples show stays readable, and none of them is lost."""
    names = tuple(f"{number:03}-x" for number in reversed(numbers))
    text = page(Form.CSA_1994_NEW_YORK, Uses(samples={THRESHOLD: names}))
    assert line_of(text, "13(b)(iv)(B)").endswith(f"| {cell} |")
    listed = [line for line in text.splitlines() if line.startswith("- ")]
    assert listed == ([f"- 13(b)(iv)(B): {below}"] if below else [])


def test_a_use_of_one_form_does_not_show_on_another():
    """The 1994 Threshold is not the 1995 one."""
    assert "`threshold`" not in page(Form.CSA_1995_ENGLISH, USES)


def test_what_is_outside_says_why_on_the_page():
    """A paragraph that nothing models stands there with its reason."""
    for form in Form:
        text = page(form, Uses())
        for row in rows(form):
            if row.status is Status.OUTSIDE:
                assert f"outside: {row.reason}" in text


def test_unverified_rows_are_marked():
    """A row nobody read at its source is marked, and a form as a whole says so at its head."""
    assert "(unverified)" in line_of(page(Form.MASTER_2002, Uses()), "5(a)(v)")
    loss_limit = page(Form.LOSS_LIMIT_KOREA, Uses())
    assert "Unverified: No bank's own form was read" in loss_limit
    assert "(unverified)" not in loss_limit


def test_a_variant_names_the_form_it_follows():
    """The page of a variant has every row, and leads to the form it shares them with."""
    text = page(Form.VM_2016_IRISH, Uses())
    assert "A variant of [VM CSA 2016 English](csa-2016-vm-eng.md)" in text
    assert "A variant of" not in page(Form.VM_2016_ENGLISH, Uses())


def test_the_count_at_the_head_adds_up():
    """The head of a page counts its paragraphs by status."""
    of_form = rows(Form.CSA_1995_ENGLISH)
    modelled = sum(row.status is Status.MODELLED for row in of_form)
    text = page(Form.CSA_1995_ENGLISH, Uses())
    assert f"{len(of_form)} paragraphs: {modelled} modelled, " in text


def test_the_index_names_every_topic_once():
    """The matrix has one line per topic, in alphabetical order."""
    lines = [line for line in index().splitlines() if line.startswith("| ")][2:]
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines] == sorted(topics())


def test_the_index_puts_a_topic_beside_its_paragraph_in_each_form():
    """The rounding stands at its own letter in each annex."""
    (line,) = [line for line in index().splitlines() if line.startswith("| rounding |")]
    cells = [cell.strip() for cell in line.split("|")[2:-1]]
    assert dict(zip(Form, cells, strict=True)) == {
        Form.MASTER_1992: "",
        Form.MASTER_2002: "",
        Form.CSA_1994_NEW_YORK: "13(b)(iv)(D)",
        Form.CSA_1995_ENGLISH: "11(b)(iii)(D)",
        Form.CSD_1995_ENGLISH: "13(c)(iv)(D)",
        Form.VM_2016_NEW_YORK: "13(c)(vii)(B)",
        Form.VM_2016_ENGLISH: "11(c)(vi)(B)",
        Form.VM_2016_FRENCH: "11(c)(vi)(B)",
        Form.VM_2016_IRISH: "11(c)(vi)(B)",
        Form.VM_2016_JAPANESE: "11(c)(vi)(B)",
        Form.IM_2018_NEW_YORK: "13(c)(vi)(C)",
        Form.IM_2018_ENGLISH: "13(c)(vi)(C)",
        Form.LOSS_LIMIT_KOREA: "rounding",
        Form.KOREA_PLEDGE: "rounding",
        Form.KOREA_LOAN: "rounding",
    }


def test_pages_are_the_same_bytes_every_time():
    """Sets and dictionaries handed in another order change no byte."""
    other = Uses(
        fields=dict(reversed(USES.fields.items())),
        steps={THRESHOLD: ("credit_support_amount", "withheld")},
        samples={THRESHOLD: ("001", "002", "001")},
    )
    register.cache_clear()
    assert pages(USES) == pages(other)
    assert set(pages(USES)) == {"README.md", *(f"{form.value}.md" for form in Form)}
    assert all(text.endswith("|\n") for text in pages(USES).values())
