"""Recipes that two tests go through: those of regimes, formulas and chosen assets."""

from itertools import product

from isda.facts.facts import MovementKind
from isda.margin import cure_plan, elsewhere, formula_plan, margin_plan, plan, rates
from isda.margin.plan import CONVERSIONS, Amount, Conversion, Direction, Movements
from isda.terms.formula import read_formula
from isda.terms.printed import ANNEXES, INITIAL_MARGIN
from isda.terms.regimes import LimbRule
from isda.terms.switches import MinimumTest

YES_NO = (False, True)
MINIMUMS = (Amount.MONEY, Amount.NONE)
MOVED = list(product(MINIMUMS, MINIMUMS, MinimumTest, Direction, Direction, *[YES_NO] * 4))
TREES = [
    read_formula(text).tree
    for text in (
        "nil",
        "exposure",
        "max(nil, next_payment, exposure + second * notional)",
        "min(dv01 * 6500%, 10% * notional) - (independent_amount - threshold)",
        "125% * buffer * notional",
    )
]


def of_regimes(form):
    """Every recipe of a document's own words and of a chosen asset."""
    found = [formula_plan.gated(form), cure_plan.share_alone(form)] if form in ANNEXES else []
    if form in ANNEXES:
        found += [elsewhere.added(form, is_turned=turned) for turned in YES_NO]
    for rule in LimbRule if form in ANNEXES else ():
        for trees in [(each,) for each in TREES] + [tuple(TREES)]:
            limbs = formula_plan.Limbs(trees, rule, frozenset({"buffer"}))
            found.append(formula_plan.requirement(form, limbs))
    for each in product(YES_NO, YES_NO):
        chosen = Movements(return_at_most_held=each[0], has_tolerance=each[1])
        found.append(plan.standing(form, chosen))
    found += [plan.settling(form, Movements(*each)) for each in MOVED[::7]]
    for kind in MovementKind:
        if form in INITIAL_MARGIN:
            found.append(margin_plan.waiting(form, kind))
            found += [margin_plan.of_regime(form, amount, kind) for amount in Amount]
        found.append(cure_plan.of_regime(form, kind))
        found += [cure_plan.rounded(form, kind, way) for way in Direction]
        found += [
            cure_plan.nominal(form, kind, how, in_units=units)
            for how in Conversion
            for units in YES_NO
        ]
    found += [formula_plan.share_of_notional(how, rates.CITED) for how in CONVERSIONS.values()]
    return found
