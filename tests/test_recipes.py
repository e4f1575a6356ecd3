"""Recipes are complete, and every paragraph that anything cites stands in the register."""

import ast
import importlib
import inspect
import pkgutil
from itertools import product
from pathlib import Path

import pytest
from every_recipe import MOVED, YES_NO, of_regimes

import isda
from isda.basics.cite import Cite
from isda.law import register
from isda.law.forms import Form
from isda.law.paragraphs import PARAGRAPHS, cite, speaks_of
from isda.margin import (
    elected,
    limits,
    lot_plan,
    margin_plan,
    marks,
    plan,
    rates,
    up_front_plan,
)
from isda.margin.loss_limit_plan import Limit, loss_requirement
from isda.margin.lot_plan import LotKind, Percent
from isda.margin.plan import (
    Amount,
    Conversion,
    Direction,
    Movements,
    Support,
)
from isda.margin.recipe import Recipe
from isda.terms.annex import CreditSupportAnnex
from isda.terms.derived import derive
from isda.terms.election import TermModel
from isda.terms.initial_margin import InitialMarginAnnex, MarginApproach
from isda.terms.loss_limit import LossLimitAgreement
from isda.terms.master import Master
from isda.terms.printed import ANNEXES, COLLATERAL_FORMS, INITIAL_MARGIN
from isda.terms.switches import DepositOrder, HoldersAmount, Reading, Where

FORMS = COLLATERAL_FORMS
INPUTS = ("independent_amounts_of_pledgor", "independent_amounts_of_secured_party")
SOURCES = sorted(Path(isda.__file__).parent.rglob("*.py"))


RECIPES = [
    elected.of_client("threshold", rates.CITED),
    elected.left("threshold", rates.CITED),
    *(plan.conversion("value", how, rates.CITED) for how in Conversion),
    *(plan.independent_amount(how, rates.CITED) for how in Conversion),
    *(up_front_plan.separate_amount(form) for form in ANNEXES),
    *(
        up_front_plan.confirmed(how, rates.CITED, of_notional=share, up_only=steps)
        for how, share, steps in product(Conversion, YES_NO, YES_NO)
    ),
    *(
        margin_plan.requirement(form, *each)
        for form in INITIAL_MARGIN
        for each in product(MarginApproach, Amount)
    ),
    *(
        margin_plan.independent_amount_left(name, approach, rates.CITED)
        for name, approach in product(INPUTS, list(MarginApproach)[1:])
    ),
    *(
        plan.movements(form, Movements(*plainly, *provisos))
        for form in INITIAL_MARGIN
        for plainly in MOVED[::7]
        for provisos in product(YES_NO, YES_NO)
    ),
    *(
        up_front_plan.share_of_exposure(
            f"independent_amounts_of_{side}", rates.CITED, of_holder=holds
        )
        for side, holds in ((INPUTS[0], False), (INPUTS[1], True))
    ),
    *(
        plan.requirement(form, Support(*each))
        for form in ANNEXES
        for each in product(Where, HoldersAmount, Amount, Amount, YES_NO)
    ),
    *(
        loss_requirement(Limit(*each))
        for each in product(Reading, DepositOrder, YES_NO, YES_NO)
    ),
    *(plan.movements(form, Movements(*each)) for each in MOVED for form in FORMS),
    *(
        lot_plan.lot(LotKind(*each))
        for each in product(FORMS, Percent, YES_NO, YES_NO, YES_NO, Conversion, YES_NO)
    ),
    *(
        lot_plan.letter(LotKind(form, percent, False, False, False, how))  # noqa: FBT003  # a kind is a tuple
        for form, percent, how in product(FORMS, Percent, Conversion)
    ),
    *(lot_plan.cap_of_share(form) for form in FORMS),
    *(lot_plan.under_cap(form) for form in FORMS),
    *(lot_plan.staying(form) for form in FORMS),
    *(lot_plan.with_returning(form) for form in FORMS),
    *(marks.other_side(form) for form in FORMS),
    *(each for form in FORMS for each in of_regimes(form)),
    *(
        found
        for module in (limits, rates)
        for found in vars(module).values()
        if isinstance(found, Recipe)
    ),
]
GIVEN = {
    *("amount", "spot", "share", "nil", "whole", "nominal", "price", "factor", "accrued"),
    *("fx_haircut", "haircut", "valuation_percentage", "margin_ratio", "cap", "counted_before"),
    *("regulatory_haircut",),
    *("value", "value_so_far", "credit_line", "exposure", "loss", "deposit", "limit"),
    *("release_level", "independent_amounts_of_pledgor", "held_value", "required_amount"),
    *("independent_amounts_of_secured_party", "threshold_of_pledgor", "credit_support_amount"),
    *("threshold_of_secured_party", "disputed_held", "disputed_delivery", "disputed_return"),
    *("deliveries_in_transit", "returns_in_transit", "disputed_deliveries_in_transit"),
    *("disputed_returns_in_transit", "minimum_transfer_amount_for_delivery"),
    *("minimum_transfer_amount_for_return", "rounding_of_delivery", "rounding_of_return"),
    *("notional", "contract_amount", "points", "discount_factor", "proceeds"),
    *("margin_amount_im", "margin_amount_ia", "minimum_transfer_amount_of_holder"),
    *(f"{name}_elected" for name in INPUTS),
    *(f"initial_margin_beside_{name}" for name in INPUTS),
    *("posted", "deposit_inside", "minimum_transfer_amount"),
    *("tolerance", "half", "returning", "value_after_caps"),
    *("next_payment", "dv01", "second", "buffer_of_notionals", "125%", "6500%", "10%"),
    *("greatest_shortfall", "least_surplus", "greatest_whole_shortfall"),
    *("least_whole_surplus", "value_after_haircut", "market_value", "short", "over_by"),
    *("ninth_place", "chosen_amount", "units", "before", "client_share"),
    "exposure_elsewhere",
    *("margin_of_regime", "disputed_part", "greatest_beside_dispute"),
    *("threshold_of_all_clients", "threshold_shared", "threshold_used_elsewhere"),
}
"""Every input that the legs declare for a recipe."""


def test_a_recipe_takes_what_is_declared_or_was_made_before():
    """Each input of a step is a declared input or an earlier step of its recipe."""
    for recipe in RECIPES:
        made = set()
        for step in recipe.steps:
            assert {source for _, source in step.inputs} <= GIVEN | made, (
                recipe.name,
                step.name,
            )
            assert step.name not in made, (recipe.name, step.name)
            made.add(step.name)
        assert set(recipe.inputs) <= GIVEN, recipe.name


def test_a_step_fills_every_parameter_of_its_formula():
    """A step names exactly the parameters of its formula, in their order."""
    for recipe in RECIPES:
        for step in recipe.steps:
            parameters = tuple(inspect.signature(step.formula).parameters)
            assert tuple(name for name, _ in step.inputs) == parameters, (
                recipe.name,
                step.name,
            )


def test_the_same_elections_share_one_recipe():
    """Two legs that elected the same get the same object, so that a night can group them."""
    chosen = Movements(return_rounding=Direction.DOWN)
    assert plan.movements(FORMS[0], chosen) is plan.movements(FORMS[0], Movements(*chosen))
    assert len({recipe.name for recipe in RECIPES}) > 1000


def test_every_step_cites_the_register():
    """Each paragraph that a step of any recipe cites stands in the register."""
    cites = {cited for recipe in RECIPES for step in recipe.steps for cited in step.cites}
    assert len(cites) > 50
    for cited in cites:
        assert register.at(Cite(*cited)).paragraph == cited.paragraph


def test_every_topic_that_the_code_cites_has_a_paragraph():
    """A topic that the code cites has paragraphs, and each stands in the register."""
    topics = {
        node.args[0].value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "cite"
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(topics) >= 20
    for topic in topics:
        for form in PARAGRAPHS[topic]:
            assert register.at(cite(topic, form)).form is form


@pytest.mark.parametrize(
    ("model", "forms"),
    [
        (CreditSupportAnnex, ANNEXES),
        (InitialMarginAnnex, INITIAL_MARGIN),
        (LossLimitAgreement, (Form.LOSS_LIMIT_KOREA,)),
        (Master, (Form.MASTER_1992, Form.MASTER_2002)),
    ],
)
def test_every_term_has_a_topic_of_the_register(model, forms):
    """Each elected term names a topic, and some form that the model serves speaks of it."""
    topics = {
        name: field.json_schema_extra["topic"]
        for name, field in model.model_fields.items()
        if field.json_schema_extra
    }
    plain = set(model.model_fields) - set(topics)
    assert plain <= {"form", "name", "dated", "year", "amendments"}
    for name, topic in topics.items():
        cited = [cite(topic, form) for form in forms if speaks_of(topic, form)]
        assert cited, (name, topic)
        for each in cited:
            register.at(each)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_derived_cites_the_register(form):
    """The paragraphs behind technique, reuse and substitution stand in the register."""
    for each in derive(form, None).cites:
        assert register.at(each).form is form


def test_every_term_model_says_what_each_key_is():
    """Each key of each term model has a gist that an editor can show."""
    for found in pkgutil.iter_modules([str(Path(isda.__file__).parent / "terms")]):
        module = importlib.import_module(f"isda.terms.{found.name}")
        for model in vars(module).values():
            if inspect.isclass(model) and issubclass(model, TermModel):
                silent = [
                    name
                    for name, field in model.model_fields.items()
                    if not field.description and name not in NO_GIST
                ]
                assert silent == [], model


NO_GIST = {"A", "B", "money", "share", "share_of", "is_otherwise", "of", "at_most"}
"""Parties, and parts of a cap that are read from one text."""
