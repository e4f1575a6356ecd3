"""The starter sheets."""

import re

import pytest
from jsonschema import Draft202012Validator

from isda.basics.faults import AmountError
from isda.law.forms import Form
from isda.law.paragraphs import speaks_of
from isda.law.register import rows
from isda.sheet.draft import plain_tree
from isda.sheet.format import format_sheet
from isda.sheet.publish import paragraphs_of, sheet_schema
from isda.sheet.read_sheet import read_sheet_text
from isda.sheet.starter import STARTERS, starter
from isda.sheet.yaml_events import draft_of
from isda.terms.annex import CreditSupportAnnex
from isda.terms.derived import NATURES, SECURITY
from isda.terms.initial_margin import OTHER_NAMES, InitialMarginAnnex
from isda.terms.loss_limit import LossLimitAgreement
from isda.terms.master import Master
from isda.terms.printed import ANNEXES, INITIAL_MARGIN, PRINTED

ABOVE = {"form", "name", "dated", "amendments"}
NO_ELECTION = {"additional_obligations", "holding_and_use"}
TITLE_PASSES = {form for form in ANNEXES if NATURES[form].technique not in SECURITY}


def model_of(form):
    if form in INITIAL_MARGIN:
        return InitialMarginAnnex
    return LossLimitAgreement if form is Form.LOSS_LIMIT_KOREA else CreditSupportAnnex


def tree_of(form):
    return plain_tree(draft_of(starter(form), "starter.yaml").root)


def commented(form):
    """Return each election of the annex with the comment above it."""
    found, above = {}, []
    for line in starter(form).partition("\nannexes:\n")[2].splitlines():
        if line.startswith("    # "):
            above.append(line.removeprefix("    # "))
        elif key := re.match(r"    (\w+):", line):
            found[key[1]] = " ".join(text for text in above if not text.startswith("----"))
            above = []
        elif not line.startswith("     "):
            above = []
    return found


@pytest.mark.parametrize("form", STARTERS)
def test_a_starter_reads_without_a_finding(form):
    """Every starter reads without any finding, and is of its form."""
    outcome = read_sheet_text(starter(form), "starter.yaml")
    assert not outcome.findings
    assert [annex.form for annex in outcome.must().annexes] == [form]


@pytest.mark.parametrize("form", STARTERS)
def test_a_starter_is_valid(form):
    """Every starter is valid under the published schema."""
    assert not list(Draft202012Validator(sheet_schema()).iter_errors(tree_of(form)))


@pytest.mark.parametrize("form", STARTERS)
def test_a_starter_is_in_its_usual_spelling(form):
    """Formatting a starter changes nothing."""
    text = starter(form)
    assert format_sheet(draft_of(text, "starter.yaml")).must() == text


@pytest.mark.parametrize("form", STARTERS)
def test_every_election_of_the_form_is_there(form):
    """A starter has every key its form elects; what title transfer decides is left out."""
    fields = {info.alias or name for name, info in model_of(form).model_fields.items()}
    without = NO_ELECTION if form in TITLE_PASSES else set()
    without = without | ({"pledge"} if form is not Form.KOREA_PLEDGE else set())
    without = without | {"separate_independent_amount", "split_among_clients"}  # other answers
    if not speaks_of("credit-support-offsets", form):
        without = without | {"credit_support_offsets"}
    without = without | (set(OTHER_NAMES) if form in INITIAL_MARGIN else set())
    assert set(tree_of(form)["annexes"][0]) == fields - (ABOVE - {"form", "dated"}) - without


@pytest.mark.parametrize("form", ANNEXES)
def test_every_election_of_the_schedule_is_there(form):
    """A starter of an annex has the 2002 Master with every election of its Schedule."""
    fields = {info.alias or name for name, info in Master.model_fields.items()}
    only_1992 = {"payment_measure", "payment_method"}
    assert set(tree_of(form)["master"]) == fields - only_1992 - {"year", "amendments"}


@pytest.mark.parametrize("form", STARTERS)
def test_every_comment_names_the_paragraph(form):
    """Above each election stands a paragraph of this form, or of the Master it leaves it to."""
    model = model_of(form)
    numbers = {row.paragraph for row in rows(form)}
    for key, comment in commented(form).items():
        if key in ABOVE:
            continue
        place = re.sub(r" \([가-힣].*?\)?\)$", "", comment.partition(": ")[0])
        name = next(name for name, info in model.model_fields.items()
                    if (info.alias or name) == key)  # fmt: skip
        topic = model.model_fields[name].json_schema_extra["topic"]
        if place.startswith("Master "):
            above = paragraphs_of(topic, ANNEXES)[Form.MASTER_2002]
            assert place == f"Master {above}"
        else:
            assert place in numbers
        if key not in {"transfer_within", "regular_settlement_day"}:
            here = paragraphs_of(topic, (form,)).get(form)
            assert place in {
                here,
                f"Master {paragraphs_of(topic, ANNEXES).get(Form.MASTER_2002)}",
            }


@pytest.mark.parametrize("form", STARTERS)
def test_every_comment_says_the_printed_answer(form):
    """Above each election stands what holds where it is left out, and whose answer that is."""
    for key, comment in commented(form).items():
        answer = PRINTED.get(key, {}).get(form)
        if answer is None:
            assert "Left out" not in comment
            continue
        word = {True: "yes", False: "no"}.get(answer.value, answer.value)
        whose = "ours" if answer.ours else "printed"
        assert f"Left out: {word} ({whose})." in comment


def test_the_1994_starter_counts_what_is_in_transit():
    """The 1994 form is silent on transfers under way, and its starter elects to count them."""
    annex = read_sheet_text(starter(Form.CSA_1994_NEW_YORK)).must().annexes[0]
    assert annex.in_transit.value == "counted"


@pytest.mark.parametrize(
    "name", ["csa-1994-ny", "CSA 1994 New York", "csa 1994 new york", " CSA  1994 New York "]
)
def test_a_form_is_named_by_slug_or_title(name):
    """A form is found by its slug and by its title, whatever the case and the spaces."""
    assert starter(name) == starter(Form.CSA_1994_NEW_YORK)


def test_a_slip_in_the_name_is_answered_with_the_nearest_form():
    """A misspelt form is refused with the name that was probably meant."""
    with pytest.raises(AmountError) as refused:
        starter("CSA 1995 Englsh")
    assert refused.value.help == "did you mean `CSA 1995 English`?"


def test_a_word_like_no_form_lists_the_forms():
    """A name like none of them is answered with the list."""
    with pytest.raises(AmountError) as refused:
        starter("mortgage")
    assert "csa-2016-vm-eng" in refused.value.help


def test_a_master_alone_has_no_starter():
    """A Master comes with its annex, and is refused alone."""
    with pytest.raises(AmountError, match="without an annex"):
        starter("ma-2002")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("vmcsa", "did you mean csa-2016-vm-ny (VM CSA 2016 New York) or "),
        ("CSA 1994 New Yrok", "did you mean `CSA 1994 New York`?"),
        ("swap", "write one of: csa-1994-ny (CSA 1994 New York); "),
    ],
)
def test_a_form_that_is_not_known_is_told_the_nearest(form, words):
    """Part of a name offers the forms that have it; else each is listed once, with its slug."""
    with pytest.raises(AmountError) as raised:
        starter(form)
    assert raised.value.help.startswith(words)
