"""Which recipe the elections of an initial-margin annex choose."""

from functools import lru_cache

from isda.basics.cite import Cite
from isda.facts.facts import MovementKind
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin import credit_support as support
from isda.margin import exposure
from isda.margin import margin_amounts as margin
from isda.margin.plan import Amount
from isda.margin.recipe import Formula, Recipe, step
from isda.terms.initial_margin import MarginApproach

OVER_THRESHOLD: dict[Amount, tuple[Formula, dict[str, str]]] = {
    Amount.MONEY: (margin.margin_over_threshold, {}),
    Amount.NONE: (exposure.as_given, {"amount": "margin_amount_im"}),
    Amount.INFINITE: (support.nothing_required, {}),
}
"""What Threshold (IM) leaves of the margin, by what the threshold is."""

OF_REGIME: dict[Amount, tuple[Formula, dict[str, str]]] = {
    Amount.MONEY: (margin.margin_over_threshold, {"margin_amount_im": "margin_of_regime"}),
    Amount.NONE: (exposure.as_given, {"amount": "margin_of_regime"}),
    Amount.INFINITE: (support.nothing_required, {}),
}
"""The same, of the margin of one regime."""


@lru_cache(maxsize=32)
def requirement(form: Form, approach: MarginApproach, threshold: Amount) -> Recipe:
    """Return the recipe of the Credit Support Amount (IM)."""
    formula, inputs = OVER_THRESHOLD[threshold]
    rules = cite("margin-approach", form), cite("threshold", form)
    name = f"initial margin, {form}, {approach}, {threshold}"
    if approach is not MarginApproach.GREATER_OF:
        return Recipe(name, (step("credit_support_amount", formula, *rules, **inputs),))
    return Recipe(
        name,
        (
            step("margin_over_threshold", formula, *rules, **inputs),
            step(
                "credit_support_amount",
                margin.greater_of_margins,
                cite("margin-approach", form),
                cite("margin-amount-ia", form),
            ),
        ),
    )


@lru_cache(maxsize=64)
def independent_amount_left(name: str, approach: MarginApproach, cited: Cite) -> Recipe:
    """Return the recipe of what initial margin leaves of an independent amount.

    Args:
        name: The amount, such as `independent_amounts_of_pledgor`.
        approach: Allocated, or greater of.
        cited: The paragraph of the initial-margin annex that says so.
    """
    if approach is MarginApproach.GREATER_OF:
        made = step(name, support.nothing_required, cited)
    else:
        made = step(
            name,
            margin.left_by_initial_margin,
            cited,
            independent_amount=f"{name}_elected",
            initial_margin=f"initial_margin_beside_{name}",
        )
    return Recipe(f"{name}, beside initial margin, {approach}", (made,))


@lru_cache(maxsize=32)
def of_regime(form: Form, threshold: Amount, way: MovementKind) -> Recipe:
    """Return the recipe of what one regime asks for alone, with a disputed part of it."""
    formula, named = OF_REGIME[threshold]
    rules = cite("regime-table", form), cite("threshold", form)
    is_delivery = way is MovementKind.DELIVERY
    other = margin.undisputed_of_regime if is_delivery else margin.claimed_of_regime
    return Recipe(
        f"regime of initial margin, {form}, {threshold}, {way}",
        (
            step("required_of_regime", formula, *rules, **named),
            step("required_beside_dispute", other, cite("disputes", form)),
        ),
    )


@lru_cache(maxsize=32)
def waiting(form: Form, way: MovementKind) -> Recipe:
    """Return the recipe of the part of the one demand that waits for a dispute of regimes."""
    larger, smaller = "credit_support_amount", "greatest_beside_dispute"
    if way is MovementKind.RETURN:
        larger, smaller = smaller, larger
    cited = cite("disputes", form)
    made = step(f"disputed_{way}", margin.part_between, cited, larger=larger, smaller=smaller)
    return Recipe(f"disputed {way} of regimes, {form}", (made,))
