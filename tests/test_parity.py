"""One body, two worlds: Decimal and Polars give the same digits, to the last."""

import inspect
from decimal import Decimal
from itertools import product

import polars as pl
import pytest
from every_recipe import MINIMUMS, of_regimes
from parity import check, rows_of

from isda.basics import arithmetic
from isda.basics.arithmetic import EXACT
from isda.basics.faults import InvariantBroken
from isda.batch.columns import MONEY, run_on_frame
from isda.margin import (
    bespoke,
    credit_support,
    curing,
    delivery,
    elected,
    exposure,
    limits,
    loss_limit,
    lot_plan,
    margin_amounts,
    margin_plan,
    marks,
    plan,
    rates,
    up_front_plan,
    value,
    working,
)
from isda.margin.loss_limit_plan import Limit, loss_requirement
from isda.margin.lot_plan import LotKind, Percent
from isda.margin.plan import Amount, Conversion, Direction, Movements, Support
from isda.margin.recipe import Recipe, Step, run, step
from isda.margin.working import Working
from isda.terms.initial_margin import MarginApproach
from isda.terms.printed import ANNEXES, COLLATERAL_FORMS, INITIAL_MARGIN
from isda.terms.switches import DepositOrder, HoldersAmount, MinimumTest, Reading, Where

MODULES = (
    *(exposure, value, credit_support, delivery, loss_limit, bespoke, curing),
    margin_amounts,
)
FORMULAS = [
    found
    for module in MODULES
    for name, found in inspect.getmembers(module, inspect.isfunction)
    if found.__module__ == module.__name__ and not name.startswith("_") and name != "greatest"
]
PRIMITIVES = [
    name
    for name in vars(arithmetic.Arithmetic)
    if inspect.isfunction(getattr(arithmetic, name, 0))
]
FORMS = COLLATERAL_FORMS
SUPPORTS = [
    Support(*each) for each in product(Where, HoldersAmount, Amount, Amount, (False, True))
]
MOVEMENTS = [
    Movements(*each)
    for each in product(
        MINIMUMS, MINIMUMS, MinimumTest, Direction, Direction, *[(False, True)] * 4
    )
]
LIMITS = [Limit(*each) for each in product(Reading, DepositOrder, (False, True), (False, True))]
LOTS = [
    LotKind(*each)
    for each in product(FORMS, Percent, *[(False, True)] * 3, Conversion, (False, True))
]
CITED = rates.CITED
LETTER_COUNTS = (Percent.VALUATION_PERCENTAGE, Percent.FACE, Percent.NOT_ELIGIBLE)
SMALL_RECIPES = [
    *(elected.of_client("amount", CITED), elected.left("amount", CITED)),
    *(plan.conversion("amount_in_base", how, CITED) for how in Conversion),
    *(plan.independent_amount(how, CITED) for how in Conversion),
    *(up_front_plan.separate_amount(form) for form in ANNEXES),
    *(
        up_front_plan.confirmed(how, CITED, of_notional=share, up_only=steps)
        for how, share, steps in product(Conversion, (False, True), (False, True))
    ),
    *(
        margin_plan.requirement(INITIAL_MARGIN[0], *one)
        for one in product(MarginApproach, Amount)
    ),
    *(margin_plan.independent_amount_left("a", one, CITED) for one in list(MarginApproach)[1:]),
    *(
        plan.movements(INITIAL_MARGIN[0], Movements(*one, *provisos))
        for one in product(MINIMUMS, MINIMUMS, MinimumTest, Direction, Direction)
        for provisos in [
            (False,) * 4 + yes for yes in ((True, False), (False, True), (True, True))
        ]
    ),
    *(
        up_front_plan.share_of_exposure("owed", CITED, of_holder=holds)
        for holds in (False, True)
    ),
    *(lot_plan.letter(kind) for kind in LOTS if kind.percent in LETTER_COUNTS),
    *(lot_plan.cap_of_share(form) for form in FORMS),
    *(lot_plan.under_cap(form) for form in FORMS),
    *(lot_plan.staying(form) for form in FORMS),
    *(lot_plan.with_returning(form) for form in FORMS),
    *(rates.FORWARD, rates.LIMIT_RATE, rates.CALL_RATE),
    *(rates.CALL_RATE_OF_ALL, rates.CALL_RATE_WHILE_LATCHED),
    *(*(marks.other_side(form) for form in FORMS), limits.SHARE_OF_LINE),
]


def alone(formula, **inputs):
    """A recipe of one formula."""
    return Recipe(formula.__name__, (step("result", formula, **inputs),))


def primitive(name):
    """A recipe of one primitive; what it divides by is named so that it is never nil."""
    function = getattr(arithmetic, name)
    names = tuple(inspect.signature(function).parameters)
    divides = {"b": "divisor"} if name == "over" else {}

    def formula(**given):
        return function(*(given[each] for each in names))

    inputs = tuple((each, divides.get(each, each)) for each in names)
    return Recipe(name, (Step("result", formula, inputs),))


def plus(a, b):
    return a + b


def test_there_are_formulas_and_primitives_to_compare():
    """The lists are found, not typed: a formula added tomorrow is compared tomorrow."""
    assert len(FORMULAS) >= 50
    assert len(PRIMITIVES) == 12


@pytest.mark.parametrize("name", PRIMITIVES)
def test_a_primitive_gives_the_same_digits(name):
    """Every primitive agrees on thousands of rows with equal, nil, negative and half cases."""
    check(primitive(name), 3000)


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula.__name__)
def test_a_formula_gives_the_same_digits(formula):
    """Every formula of the call agrees on two thousand rows."""
    check(alone(formula), 2000)


@pytest.mark.parametrize("form", ANNEXES)
def test_every_requirement_gives_the_same_digits(form):
    """Whatever an annex elects for its requirement, both worlds agree."""
    for seed, chosen in enumerate(SUPPORTS):
        check(plan.requirement(form, chosen), 40, seed)


@pytest.mark.parametrize("part", range(8))
def test_every_movement_gives_the_same_digits(part):
    """Whatever is elected for the movements, both worlds agree."""
    for seed, chosen in enumerate(MOVEMENTS):
        if seed % 8 == part:
            check(plan.movements(FORMS[seed // 8 % len(FORMS)], chosen), 12, seed)


def test_every_loss_limit_gives_the_same_digits():
    """Whatever reading, order and latch, both worlds agree."""
    for seed, chosen in enumerate(LIMITS):
        check(loss_requirement(chosen), 400, seed)


@pytest.mark.parametrize("form", FORMS)
def test_every_lot_gives_the_same_digits(form):
    """Whatever the percentage, price and currency of a lot, both worlds agree."""
    for seed, kind in enumerate(LOTS):
        if kind.form is form:
            check(lot_plan.lot(kind), 30, seed)


@pytest.mark.parametrize("recipe", SMALL_RECIPES, ids=lambda recipe: recipe.name)
def test_every_small_recipe_gives_the_same_digits(recipe):
    """Conversions, shares, caps and the rates of a strip agree in both worlds."""
    check(recipe, 1000)


@pytest.mark.parametrize("form", FORMS)
def test_every_recipe_of_regimes_gives_the_same_digits(form):
    """Formulas of documents, regimes side by side and chosen assets agree in both worlds."""
    for seed, recipe in enumerate(of_regimes(form)):
        check(recipe, 12, seed)


def test_the_greatest_and_the_least_are_those_of_columns():
    """The combiner of regimes picks what a frame picks, to the last digit."""
    recipe = alone(value.part_that_counts)
    _, results = rows_of(recipe, 300, 11)
    parts = [known["result"] for known in results]
    trios = [parts[at : at + 3] for at in range(0, len(parts) - 2, 3)]
    frame = pl.DataFrame(
        {f"r{number}": [trio[number] for trio in trios] for number in range(3)},
        schema=dict.fromkeys(("r0", "r1", "r2"), MONEY),
    ).select(most=pl.max_horizontal(pl.all()), least=pl.min_horizontal(pl.all()))
    for trio, (most, least) in zip(trios, frame.iter_rows(), strict=True):
        named = {f"r{number}": amount for number, amount in enumerate(trio)}
        assert (working.greatest(**named), working.least(**named)) == (most, least)


DECIMAL, COLUMN = Decimal(2), pl.lit("2").cast(MONEY)


@pytest.mark.parametrize("name", PRIMITIVES)
def test_kinds_of_number_do_not_mix(name):
    """A Decimal beside a column, or a float anywhere, is our fault and said so."""
    function = getattr(arithmetic, name)
    count = len(inspect.signature(function).parameters)
    for place in range(count):
        for odd in (2.0, 2, True):
            given = [DECIMAL] * count
            given[place] = odd
            with pytest.raises(InvariantBroken):
                function(*given)
        if count > 1:
            given = [DECIMAL] * count
            given[place] = COLUMN
            with pytest.raises(InvariantBroken, match="do not mix"):
                function(*given)
    with pytest.raises(InvariantBroken, match="float"):
        function(*[2.0] * count)


def test_a_group_sum_gives_the_digits_of_the_sum_between_grains():
    """Adding lots, marks or trades up is the same on a frame, group by group."""
    recipe = alone(value.part_that_counts)
    _, results = rows_of(recipe, 4000, 7)
    parts = [known["result"] for known in results if abs(known["result"]) < Decimal(10) ** 17]
    groups = [number % 40 for number in range(len(parts))]
    frame = pl.DataFrame(
        {"leg": groups, "part": parts}, schema={"leg": pl.Int64, "part": MONEY}
    )
    sums = frame.group_by("leg", maintain_order=True).agg(pl.col("part").sum().cast(MONEY))
    for leg, total in sums.iter_rows():
        named = {str(at): part for at, part in enumerate(parts) if groups[at] == leg}
        added = Working().add("held_value", named)
        assert abs(added) < Decimal(10) ** 20
        assert added == total


def test_an_exact_sum_keeps_what_the_default_context_would_drop():
    """Sixteen digits before the point and eighteen after it survive a sum."""
    dust = Decimal("0.000000000000000001")
    most = Decimal(9999999999999999)
    assert Working().add("held_value", {"a": most, "b": dust}) == Decimal(
        "9999999999999999.000000000000000001"
    )


@pytest.mark.parametrize(("name", "one", "other"), [
    ("times", "99999999999999999999", "10"),
    ("over", "99999999999999999999", "0.01"),
    ("plus", "99999999999999999999", "1"),
])  # fmt: skip
def test_a_result_beyond_the_range_is_loud_on_a_frame(name, one, other):
    """A result of 10^20 or more fails the frame; it never wraps and never becomes a null."""
    frame = pl.DataFrame(
        {"a": [Decimal(one)], "b": [Decimal(other)]}, schema={"a": MONEY, "b": MONEY}
    )
    formula = arithmetic.times if name == "times" else arithmetic.over
    recipe = Recipe(name, (step("result", plus if name == "plus" else formula),))
    with pytest.raises(pl.exceptions.PolarsError):
        run_on_frame(recipe, frame, {"a": "a", "b": "b"})


def test_division_by_nil_is_loud_in_both_worlds():
    """No divisor may be nil, and if one is, neither world answers."""
    recipe = Recipe("over", (step("result", arithmetic.over),))
    frame = pl.DataFrame({"a": [DECIMAL], "b": [Decimal(0)]}, schema={"a": MONEY, "b": MONEY})
    with pytest.raises(pl.exceptions.PolarsError):
        run_on_frame(recipe, frame, {"a": "a", "b": "b"})
    with pytest.raises(ArithmeticError):
        run(recipe, {"a": DECIMAL, "b": Decimal(0)}, lambda _s, _g, result: result)


@pytest.mark.parametrize(("amount", "up", "down", "nearest"), [
    ("0", "0", "0", "0"),
    ("49.99999999", "100", "0", "0"),
    ("50", "100", "0", "100"),
    ("50.00000001", "100", "0", "100"),
    ("100", "100", "100", "100"),
    ("100.00000001", "200", "100", "100"),
    ("-166.5", "-200", "-100", "-200"),
    ("-50", "-100", "0", "-100"),
    ("-49", "-100", "0", "0"),
])  # fmt: skip
def test_rounding_at_its_boundaries_by_hand(amount, up, down, nearest):
    """To a multiple of 100: a half goes up, away from nil, and a negative mirrors."""
    number, hundred = Decimal(amount), Decimal(100)
    assert arithmetic.round_up_to(number, hundred) == Decimal(up)
    assert arithmetic.round_down_to(number, hundred) == Decimal(down)
    assert arithmetic.round_to_nearest(number, hundred) == Decimal(nearest)


@pytest.mark.parametrize(("amount", "read"), [
    ("0.0000000005", "0"),
    ("0.0000000015", "0.000000002"),
    ("0.0000000025", "0.000000002"),
    ("0.00000000250000000001", "0.000000003"),
    ("9999999.999999999992", "10000000"),
])  # fmt: skip
def test_nine_places_half_even_by_hand(amount, read):
    """The amount that the minimum and the rounding read: a half goes to the even digit."""
    assert arithmetic.settled_places(Decimal(amount)) == Decimal(read)


def test_the_exact_context_holds_inside_a_recipe_only():
    """A recipe adds with eighty digits and leaves the caller's context as it was."""
    recipe = alone(delivery.shortfall)
    row = {"required": Decimal("1E+30"), "adjusted_value": Decimal("1E-18")}
    known = run(recipe, row, lambda _s, _g, result: result)
    assert known["result"] == EXACT.subtract(row["required"], row["adjusted_value"])
    assert Decimal("1E+30") - Decimal("1E-18") != known["result"]
