"""Every step that a call can take, with its formula and its paragraphs.

The recipes are asked for under every election that chooses one, so a step stands here
exactly when some annex can reach it.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from itertools import product
from typing import Any

from isda.basics.cite import Cite
from isda.facts.facts import MovementKind
from isda.law.forms import Form
from isda.law.paragraphs import cite, speaks_of
from isda.margin import (
    cure_plan,
    elected,
    elsewhere,
    formula_plan,
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
from isda.margin.plan import Conversion, Movements, Support
from isda.margin.recipe import Recipe, Step
from isda.margin.working import greatest, total
from isda.terms.formula import read_formula
from isda.terms.initial_margin import MarginApproach
from isda.terms.printed import ANNEXES, COLLATERAL_FORMS, INITIAL_MARGIN
from isda.terms.switches import DepositOrder, HoldersAmount, Reading, Where

SUMS: Mapping[str, str] = {
    "net_mark": "exposure",
    "held_value": "value",
    "deliveries_in_transit": "in-transit",
    "returns_in_transit": "in-transit",
    "disputed_deliveries_in_transit": "in-transit",
    "disputed_returns_in_transit": "in-transit",
    "independent_amounts_of_pledgor": "independent-amount",
    "independent_amounts_of_secured_party": "independent-amount",
    "deposit": "performance-deposit",
    "notional": "loss-limit",
    "greatest_shortfall": "delivery-amount",
    "greatest_delivery": "delivery-amount",
    "greatest_needed": "delivery-amount",
    "least_surplus": "return-amount",
    "least_return": "return-amount",
    "least_free": "return-amount",
    "proceeds": "loss-limit",
}
"""Sums between grains, which are no recipes: step to topic."""

CONVERTED: Mapping[str, str] = {
    "mark_in_base_currency": "exposure",
    "exposure": "exposure",
    "in_transit": "in-transit",
    "independent_amount": "independent-amount",
    "threshold_of_pledgor": "threshold",
    "threshold_of_secured_party": "threshold",
    "minimum_transfer_amount_for_delivery": "minimum-transfer-amount",
    "minimum_transfer_amount_for_return": "minimum-transfer-amount",
    "rounding_of_delivery": "rounding",
    "rounding_of_return": "rounding",
    "cap": "concentration",
    "disputed_delivery": "disputes",
    "disputed_return": "disputes",
    "disputed_held": "disputes",
    "disputed": "in-transit",
    "disputed_in_transit": "disputes",
    "maximum_secured_amount": "obligations",
    "margin_of_regime": "margin-amount-im",
    "margin_amount_ia": "margin-amount-ia",
    "minimum_transfer_amount_of_holder": "minimum-transfer-amount",
    "independent_amounts_of_pledgor_elected": "independent-amount",
    "independent_amounts_of_secured_party_elected": "independent-amount",
    "earlier_loss": "loss-limit",
    "limit": "loss-limit",
    "credit_line": "loss-limit",
    "release_level": "release-level",
}
"""Amounts that may stand in another currency and are converted: step to topic."""

ELECTED: Mapping[str, str] = {
    "threshold_of_pledgor": "threshold",
    "minimum_transfer_amount_for_delivery": "minimum-transfer-amount",
    "independent_amounts_of_pledgor": "independent-amount",
}
"""Amounts that several clients may have between them: step to topic."""

ONLY_LOSS_LIMIT = frozenset({"performance-deposit", "loss-limit", "release-level"})
NOT_OF_LOSS_LIMIT = frozenset({"independent-amount", "threshold"})


@cache
def every_step() -> tuple[Step, ...]:
    """Return every step of every recipe, each once.

    Example:
        >>> names = {step.name for step in every_step()}
        >>> {"credit_support_amount", "held_value", "limit_rate"} <= names
        True
    """
    steps = (step for recipe in _recipes() for step in recipe.steps)
    return tuple(dict.fromkeys([*steps, *_sums()]))


def steps_of(cites: Iterable[Cite]) -> tuple[Step, ...]:
    """Return the steps that compute what some paragraphs say; each name and formula once.

    Example:
        >>> [step.name for step in steps_of([Cite("csa-1994-ny", "13(b)(iv)(C)")])][:2]
        ['delivery_reaching_minimum', 'return_reaching_minimum']
    """
    wanted = set(cites)
    found: dict[tuple[str, str], Step] = {}
    for step in every_step():
        if wanted & set(step.cites) and step.name not in CONVERTED:
            found.setdefault((step.name, step.formula.__name__), step)
    return tuple(found.values())


def _recipes() -> Iterator[Recipe]:
    for form in COLLATERAL_FORMS:
        yield from _of_form(form)
    choices = product(Reading, DepositOrder, (True, False), (True, False))
    for reading, order, latched, nil in choices:
        yield loss_requirement(Limit(reading, order, latched, nil))
    yield limits.SHARE_OF_LINE
    yield from (marks.other_side(form) for form in COLLATERAL_FORMS)
    yield from (rates.FORWARD, rates.LIMIT_RATE, rates.CALL_RATE)
    yield from (rates.CALL_RATE_OF_ALL, rates.CALL_RATE_WHILE_LATCHED)


def _of_form(form: Form) -> Iterator[Recipe]:
    booleans = (True, False)
    for how in Conversion:
        for name, topic in CONVERTED.items():
            if _belongs(topic, form):
                yield plan.conversion(name, how, cite(topic, form))
        for topic in ("independent-amount", "performance-deposit"):
            if _belongs(topic, form):
                yield plan.independent_amount(how, cite(topic, form))
    for percent, cash, dirty, beside, how, capped in product(
        Percent, booleans, booleans, booleans, Conversion, booleans
    ):
        kind = LotKind(form, percent, cash, dirty, beside, how, capped)
        yield from (lot_plan.lot(kind), lot_plan.letter(kind))
    yield lot_plan.cap_of_share(form)
    yield from (lot_plan.under_cap(form), lot_plan.staying(form), lot_plan.with_returning(form))
    yield from _of_initial_margin(form)
    if form in ANNEXES:
        choices = (Where, HoldersAmount, plan.Amount, plan.Amount, booleans)
        for chosen in product(*choices):
            yield plan.requirement(form, Support(*chosen))
        yield from _of_documents_own_words(form)
        yield up_front_plan.separate_amount(form)
        for side, holds in (("pledgor", False), ("secured_party", True)):
            name, cited = f"independent_amounts_of_{side}", cite("independent-amount", form)
            yield up_front_plan.share_of_exposure(name, cited, of_holder=holds)
        yield from _of_confirmations(form)
    yield from (plan.movements(form, chosen) for chosen in _one_by_one(Movements()))


def _of_confirmations(form: Form) -> Iterator[Recipe]:
    for name, topic in ELECTED.items():
        yield elected.of_client(name, cite(topic, form))
    yield elected.left("threshold_of_pledgor", cite("threshold", form))
    yield from (elsewhere.added(form, is_turned=turned) for turned in (True, False))
    cited, booleans = cite("independent-amount", form), (True, False)
    for how, share, steps in product(Conversion, booleans, booleans):
        yield up_front_plan.confirmed(how, cited, of_notional=share, up_only=steps)


def _of_documents_own_words(form: Form) -> Iterator[Recipe]:
    """Yield a formula with every operator, regimes side by side, and chosen assets."""
    tree = read_formula("max(nil, min(exposure, exposure - threshold) + exposure * 125%)").tree
    yield formula_plan.requirement(form, formula_plan.Limbs((tree,)))
    yield formula_plan.gated(form)
    rule = cite("credit-support-amount", form)
    yield from (formula_plan.share_of_notional(how, rule) for how in plan.CONVERSIONS.values())
    for chosen in _one_by_one(Movements()):
        yield plan.standing(form, plan.standing_of(chosen))
        yield plan.settling(form, chosen)
    yield cure_plan.share_alone(form)
    for kind in MovementKind:
        yield cure_plan.of_regime(form, kind)
        yield from (cure_plan.rounded(form, kind, way) for way in plan.Direction)
        for how, in_units in product(Conversion, (True, False)):
            yield cure_plan.nominal(form, kind, how, in_units=in_units)


def _of_initial_margin(form: Form) -> Iterator[Recipe]:
    if form not in INITIAL_MARGIN:
        return
    cited = cite("margin-approach", form)
    for approach, kind in product(MarginApproach, plan.Amount):
        yield margin_plan.requirement(form, approach, kind)
        for side in ("pledgor", "secured_party"):
            name = f"independent_amounts_of_{side}"
            yield margin_plan.independent_amount_left(name, approach, cited)
    yield from _of_disputed_regimes(form)


def _of_disputed_regimes(form: Form) -> Iterator[Recipe]:
    for way in MovementKind:
        yield margin_plan.waiting(form, way)
        yield from (margin_plan.of_regime(form, kind, way) for kind in plan.Amount)


def _one_by_one(printed: Movements) -> Iterator[Movements]:
    """Yield the printed elections, and each other answer on its own.

    The steps of a movement each hang on one or two elections, so nothing is missed.
    """
    yield printed
    for name, value in zip(printed._fields, printed, strict=True):
        answers: Iterable[Any] = type(value) if isinstance(value, Enum) else (True, False)
        for answer in answers:
            yield printed._replace(**{name: answer})


def _sums() -> Iterator[Step]:
    for form in INITIAL_MARGIN:
        topics = ("margin-amount-im", "regime-table")
        cites = tuple(cite(topic, form) for topic in topics)
        yield Step("margin_amount_im", greatest, (), cites)
        yield Step("greatest_beside_dispute", greatest, (), (cite("disputes", form),))
        yield Step("margin_amount_ia", total, (), (cite("margin-amount-ia", form),))
    for form, (name, topic) in product(COLLATERAL_FORMS, SUMS.items()):
        if _belongs(topic, form):
            yield Step(name, total, (), (cite(topic, form),))


def _belongs(topic: str, form: Form) -> bool:
    if form is Form.LOSS_LIMIT_KOREA:
        return topic not in NOT_OF_LOSS_LIMIT and speaks_of(topic, form)
    return topic not in ONLY_LOSS_LIMIT and speaks_of(topic, form)
