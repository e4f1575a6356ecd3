"""A document's own formula: what is read, what is refused and where, and what it comes to."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from isda.basics.faults import AmountError
from isda.law.forms import Form
from isda.margin import formula_plan
from isda.margin.formula_plan import Limbs
from isda.margin.recipe import run
from isda.terms.formula import (
    DEEPEST,
    LONGEST,
    MONEY_INPUTS,
    MOST_NODES,
    check_formula,
    read_formula,
    walk,
)
from isda.terms.regimes import LimbRule

COLUMNS = {"first": False, "by_trade": True}
FORM = Form.CSA_1994_NEW_YORK
SMALL = Decimal(1).scaleb(-6)


def fault(text, columns=COLUMNS):
    with pytest.raises(AmountError) as raised:
        check_formula(read_formula(text), columns)
    return raised.value


def worth(text, **inputs):
    """What a formula comes to, as the steps of its recipe compute it."""
    limbs = Limbs((read_formula(text).tree,), LimbRule.FIRST, frozenset({"by_trade"}))
    recipe = formula_plan.requirement(FORM, limbs)
    given_ = {name: Decimal(number) for name, number in inputs.items()}
    known = run(recipe, given_ | limbs.shares | {"nil": Decimal(0)}, lambda *each: each[2])
    return known["credit_support_amount"]


@pytest.mark.parametrize(
    ("text", "inputs", "result"),
    [
        ("exposure", {"exposure": 5}, 5),
        ("nil", {}, 0),
        ("exposure * 125%", {"exposure": 8}, 10),
        ("125% * exposure", {"exposure": 8}, 10),
        ("exposure - threshold", {"exposure": 8, "threshold_of_pledgor": 3}, 5),
        ("exposure - threshold", {"exposure": 3, "threshold_of_pledgor": 8}, 0),
        ("exposure - dv01 - dv01", {"exposure": 9, "dv01": 2}, 5),
        ("exposure - (dv01 - dv01)", {"exposure": 9, "dv01": 2}, 9),
        ("exposure + dv01 * 200%", {"exposure": 9, "dv01": 2}, 13),
        ("(exposure + dv01) * 200%", {"exposure": 9, "dv01": 2}, 22),
        ("max(nil, exposure, dv01)", {"exposure": 9, "dv01": 20}, 20),
        ("min(6500% * dv01, 10% * notional)", {"dv01": 2, "notional": 100}, 10),
        ("first * notional", {"first": "0.5", "notional": 100}, 50),
        ("50% * 50% * notional", {"notional": 100}, 25),
        ("by_trade * notional * 50%", {"by_trade_of_notionals": 30}, 15),
        ("50% * notional * by_trade", {"by_trade_of_notionals": 30}, 15),
        ("max(nil, first - 1%) * notional", {"first": "0.05", "notional": 100}, 4),
    ],
)
def test_what_a_formula_comes_to(text, inputs, result):
    """Products come before sums, subtraction goes from the left, and nothing is below nil."""
    check_formula(read_formula(text), COLUMNS)
    assert worth(text, **inputs) == result


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("exposure +", "DQ080", "character 11: 'the end'"),
        ("exposure exposure", "DQ080", "character 10"),
        ("(exposure", "DQ080", "character 10: 'the end' stands where ')' is expected"),
        ("max(exposure)", "DQ080", "character 1: `max` needs at least two parts"),
        ("max exposure", "DQ080", "character 5"),
        ("exposure / 2", "DQ080", "character 10: '/'"),
        ("exposure ** 2%", "DQ080", "character 11"),
        ("__import__('os')", "DQ080", "character 12"),
        ("exposure.real", "DQ080", "character 9"),
        ("-exposure", "DQ080", "character 1"),
        ("exposure * 1.25", "DQ080", "character 12: the scale of '1.25' is unclear"),
        ("exposure * 1.2.5%", "DQ040", "character 12"),
        ("exposur * 125%", "DQ081", "character 1: `exposur`"),
        ("exposure * exposure", "DQ082", "character 10: money is multiplied by money"),
        ("exposure * (notional * 1%)", "DQ082", "character 10"),
        ("exposure + 125%", "DQ082", "character 10: money and a percentage"),
        ("max(exposure, first)", "DQ082", "character 1"),
        ("first", "DQ082", "character 1: the formula comes to a percentage"),
        ("first * 50%", "DQ082", "character 7"),
        ("exposure + by_trade * dv01", "DQ082", "character 12: `by_trade` is looked up"),
        ("by_trade * notional * exposure", "DQ082", "money is multiplied by money"),
    ],
)
def test_what_is_refused_and_at_which_character(text, code, words):
    """A fault names its character; nothing but the named arithmetic can be said."""
    found = fault(text)
    assert found.code == code
    assert words in found.message


def test_a_slip_in_a_name_is_recognised():
    """The nearest input is offered, a column of a table as well."""
    assert fault("exposur").help == "did you mean `exposure`?"
    assert fault("exposure + firts * notional").help == "did you mean `first`?"
    assert fault("exposure + zzz").help.startswith("inputs: exposure, notional")


def test_the_bounds_are_held_to_the_unit():
    """The longest, deepest and largest formula reads; one more is refused."""
    padded = "exposure" + " " * (LONGEST - len("exposure"))
    assert read_formula(padded).names == ("exposure",)
    assert fault(padded + " ").code == "DQ083"
    deep = "(" * DEEPEST + "exposure" + ")" * DEEPEST
    assert read_formula(deep).names == ("exposure",)
    assert fault(f"({deep})").code == "DQ083"
    many = "+".join(["nil"] * (MOST_NODES // 2))
    assert len(list(walk(read_formula(many).tree))) == MOST_NODES - 1
    assert fault(many + "+nil").code == "DQ083"


NAMES = {"exposure": 7_000_001, "dv01": 46_000, "notional": 90_000_003}
PERCENTS = ("125%", "0.35%", "6500%", "0%", "33.3333%")


@st.composite
def formulas(draw, depth=0):
    """A formula that comes to money, with its value in exact fractions."""
    kind = draw(st.sampled_from("namefmax" if depth < 4 else "n"))
    if kind == "n":
        name = draw(st.sampled_from(sorted(NAMES)))
        return name, Fraction(NAMES[name])
    one, a = draw(formulas(depth=depth + 1))
    if kind == "m":
        share = draw(st.sampled_from(PERCENTS))
        return f"({one}) * {share}", a * Fraction(share[:-1]) / 100
    other, b = draw(formulas(depth=depth + 1))
    if kind == "a":
        return f"{one} + ({other})", a + b
    if kind == "e":
        return f"{one} - ({other})", a - b
    if kind == "x":
        return f"max({one}, {other})", max(a, b)
    return f"min({one}, {other})", min(a, b)


@settings(max_examples=300, deadline=None)
@given(formulas())
def test_steps_come_to_what_fractions_do(made):
    """Whatever is nested in whatever, the steps agree with exact fractions but for dust."""
    text, exact = made
    assume(len(text) <= LONGEST)
    formula = read_formula(text)
    check_formula(formula, {})
    found = Fraction(worth(text, **NAMES))
    assert abs(found - max(Fraction(0), exact)) < Fraction(SMALL)


ALPHABET = "exposurenotinalmaxmi()+-*, .%0123456789_\n\t'\"[]{}:;=<>/\\@#!xé\u200b"


SAID = {"DQ080", "DQ081", "DQ082", "DQ083"}


def code_or_formula(text):
    """The formula, or the code of the complaint."""
    try:
        formula = read_formula(text)
        check_formula(formula, COLUMNS)
    except AmountError as error:
        return error.code
    return formula


@settings(max_examples=600, deadline=1000)
@given(st.one_of(st.text(max_size=500), st.text(ALPHABET, max_size=80)))
def test_nothing_crashes_and_nothing_else_is_said(text):
    """Any text is a formula of named parts or a coded complaint, in bounded time."""
    formula = code_or_formula(text)
    if isinstance(formula, str):
        assert formula in {"DQ040", "DQ041", "DQ042", "DQ043", *SAID}
        return
    assert set(formula.names) <= {*MONEY_INPUTS, *COLUMNS}
    recipe = formula_plan.requirement(FORM, Limbs((formula.tree,)))
    allowed = {body for _, body in formula_plan.BODIES.values()}
    assert {step.formula for step in recipe.steps[:-1]} <= allowed


def test_the_same_formula_shares_one_recipe():
    """Two annexes with the same words get the same object, so that a night can group them."""
    tree = read_formula("exposure * 125%").tree
    assert formula_plan.requirement(FORM, Limbs((tree,))) is formula_plan.requirement(
        FORM, Limbs((read_formula("exposure * 125%").tree,))
    )


@pytest.mark.parametrize(
    ("rule", "result"), [(LimbRule.SUM, 15), (LimbRule.GREATEST, 10), (LimbRule.FIRST, 10)]
)
def test_several_limbs_are_summed_or_compared(rule, result):
    """The sum of two limbs, and the greatest of them."""
    trees = (read_formula("exposure").tree, read_formula("exposure * 50%").tree)
    recipe = formula_plan.requirement(FORM, Limbs(trees, rule))
    given_ = {"exposure": Decimal(10), "50%": Decimal("0.5")}
    known = run(recipe, given_, lambda *each: each[2])
    assert known["credit_support_amount"] == result
