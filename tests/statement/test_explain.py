"""Topics, paragraphs and codes explained."""

import re
from pathlib import Path

import pytest

import isda
from isda.basics.cite import Cite
from isda.basics.codes import CODES
from isda.law.paragraphs import PARAGRAPHS
from isda.law.register import register, topics
from isda.lint.rule import rules
from isda.statement.explain import NothingFound, explain, where
from isda.statement.steps import every_step
from isda.statement.uses import uses

SAMPLES = Path(__file__).parents[2] / "samples"


def test_a_paragraph_is_explained_by_its_topic():
    """13(b)(iv)(C) says what it is, where each form has it, its key, its steps, an example."""
    text = explain("13(b)(iv)(C)")
    for said in (
        "# Minimum transfer amount",
        "VM CSA 2016 English 11(c)(vi)(A)",
        "`minimum_transfer_amount:`",
        "delivery reaching minimum",
        "250 reaches 250 gives 250",
    ):
        assert said in text


def test_every_topic_every_paragraph_and_every_code_can_be_explained():
    """Nothing of the register or of the codes is without an explanation."""
    for name in (*topics(), *PARAGRAPHS, *CODES):
        assert explain(name).startswith("# ")
    for row in register().rows:
        assert explain(str(row.cite)).startswith("# ")


def test_an_unknown_word_gets_a_suggestion():
    """A slip is answered with what comes near it."""
    with pytest.raises(NothingFound, match="did you mean `minimum-transfer-amount`"):
        explain("minimun transfer amout")
    with pytest.raises(NothingFound):
        where("99(z)")


def test_every_step_of_a_call_is_known_with_its_paragraphs(every_call):
    """What the worked samples compute stands among the steps that recipes can reach."""
    known = {(step.name, cited) for step in every_step() for cited in step.cites}
    for call in every_call:
        for line in call.working:
            assert {(unnumbered(line.name), cited) for cited in line.cites} <= known


def unnumbered(name):
    """A step of a document's own formula: each operator has one number after another."""
    return re.sub(r"(?<=[a-z])_\d+$", "_1", re.sub(r"^\w+_of_notionals$", "sum_1", name))


def test_uses_point_into_the_register():
    """Every key and every step cites a paragraph that the register has."""
    known = {row.cite for row in register().rows}
    found = uses()
    assert set(found.fields) <= known
    assert set(found.steps) <= known
    assert "threshold" in found.fields[Cite("csa-1994-ny", "13(b)(iv)(B)")]
    assert "limit_rate" in found.steps[Cite("loss-limit-kr", "loss limit")]


def test_the_public_names_are_here():
    """explain, where and sentence are had from the package itself."""
    assert isda.explain is explain
    assert isda.where is where
    assert isda.sentence


def test_a_word_that_is_a_topic_and_a_paragraph_shows_both():
    """Korean annexes call a paragraph `threshold`; the other forms' are not hidden by that."""
    forms = {row.form.value for row in where("threshold")}
    assert {"csa-kr-pledge", "csa-1994-ny", "csa-2016-vm-eng"} <= forms


@pytest.mark.parametrize("topic", sorted(topics()))
def test_no_example_is_empty_or_says_nothing(topic):
    """A heading has something below it, and a figure is not shown to give itself."""
    text = explain(topic)
    assert not text.rstrip().endswith("## Example")
    assert not re.search(r": (\S+) gives \1$", text, re.MULTILINE)


def test_margins_keep_their_brackets():
    """Margin Amount (IM) is written as the forms write it."""
    assert explain("margin amount im").startswith("# Margin amount (IM)\n")


@pytest.mark.parametrize(
    ("asked", "head"),
    [
        ("refused", "# refused: not computed"),
        ("Withheld", "# withheld: an amount is held back"),
        ("no_call", "# no-call: nothing moves"),
        ("no call", "# no-call: nothing moves"),
        ("undefined", "# undefined: the document does not say"),
        ("call", "# call: collateral moves"),
        ("유보", "# withheld: an amount is held back"),
        ("산출 거부", "# refused: not computed"),
        ("마진콜 없음", "# no-call: nothing moves"),
        ("최소인도금액", "# Minimum transfer amount (최소인도금액)"),
        ("최소 인도 금액", "# Minimum transfer amount (최소인도금액)"),
        ("최소이전금액", "# Minimum transfer amount (최소인도금액)"),
        ("담보제공기준금액", "# Threshold (담보제공기준금액)"),
        ("적격담보물", "# Eligible collateral"),
        ("선행조건", "# Conditions precedent"),
    ],
)
def test_what_a_run_prints_can_be_asked_for(asked, head):
    """A status of a call, and a term by its Korean word, have their page."""
    assert explain(asked).startswith(head)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_the_page_of_a_rule_begins_in_korean(rule):
    """Its title, what it finds, how bad that is, and every heading below."""
    title, finds, about, *_ = explain(rule.code, korean=True).split("\n\n")
    for words in (title, finds, about):
        assert re.search("[가-힣]", words)
    assert not re.search(r"Severity|Checked|Family|Since|[a-z]{3} [a-z]{3}", about)
    headings = re.findall("^## (.+)$", explain(rule.code, korean=True), re.MULTILINE)
    assert len(headings) >= 4
    assert all(re.search("[가-힣]", each) for each in headings)


def test_a_topic_is_headed_by_its_korean_name():
    """The word of the Korean agreements stands first, or that of the keys of a sheet."""
    assert explain("mta", korean=True).startswith("# 최소인도금액 (Minimum transfer amount)\n")
    assert explain("cross default", korean=True).startswith("# 교차불이행 (Cross default)\n")
