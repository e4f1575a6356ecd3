"""Random rows in the stated range, and both worlds side by side."""

import random
from decimal import Decimal, DivisionByZero, InvalidOperation

import polars as pl

from isda.basics.arithmetic import ARITHMETICS, EXACT, Decimals
from isda.batch.columns import MONEY, run_on_frame
from isda.margin.recipe import run

TOO_LARGE = Decimal(10) ** 20
NUMBERS = ("0", "0.00000001", "1", "0.5", "2.5", "10000", "9999999999999999.99999999")
RATES = ("0", "0.000000000001", "1", "0.02", "0.98", "1.08", "1474.8")
MULTIPLES = ("0.00000001", "0.01", "0.5", "1", "3", "7.5", "10000", "100000000")
OF_RATE = {
    *("price", "factor", "share", "valuation_percentage", "haircut", "fx_haircut", "points"),
    *("regulatory_haircut", "most_allowed"),
    *("discount_factor", "percentage_applied", "margin_ratio", "spot"),
    *(
        "whole",
        "fraction",
        "share_that_counts",
        "second",
        "10%",
        "125%",
        "6500%",
    ),
}
SIGNED = {
    *("exposure_elsewhere", "exposure_elsewhere_of_holder"),
    *("exposure", "amount", "loss", "points", "notional", "contract_amount", "proceeds", "a"),
    *("loss_level", "loss_at_limit", "loss_at_next_call", "b", "then", "otherwise"),
    "held_value",
}
DIVISORS = {
    "spot",
    "margin_ratio",
    "percentage_applied",
    "limit",
    "notional",
    "divisor",
    "share",
    "market_value",
}
SHARE_OF_EDGES, SHARE_OF_TWINS = 0.25, 0.25


class Watched(Decimals):
    """The primitives on Decimals, noting the largest product or quotient on the way."""

    largest = Decimal(0)

    def times(self, a, b, /):
        return self.seen(super().times(a, b))

    def over(self, a, b, /):
        return self.seen(super().over(a, b))

    def seen(self, number):
        self.largest = max(self.largest, abs(number))
        return number


def any_number(rng, before, after):
    """A number of at most so many digits before and after the point, of any size."""
    whole = Decimal(rng.randrange(10 ** rng.randint(0, before)))
    part = Decimal(rng.randrange(10**after)).scaleb(-after)
    return EXACT.add(whole, part) if rng.random() < 0.5 else whole


def draw(rng, name):
    """One number for an input of this name, in the range that the readers let pass."""
    if name == "nil":
        return Decimal(0)
    if name == "ninth_place":
        return Decimal("1E-9")
    if name.startswith(("multiple", "rounding_of", "units")):
        return Decimal(rng.choice(MULTIPLES))
    edges = RATES if name in OF_RATE else NUMBERS
    if rng.random() < SHARE_OF_EDGES:
        number = Decimal(rng.choice(edges))
    else:
        number = any_number(rng, *((6, 12) if name in OF_RATE else (16, 8)))
    if name in DIVISORS and not number:
        return Decimal(1)
    return EXACT.minus(number) if name in SIGNED and rng.random() < 0.4 else number


def rows_of(recipe, count, seed):
    """Rows whose every result stays below ten to the twentieth, with their results."""
    rng = random.Random(seed)  # noqa: S311  # a test keeps no secret
    rows, results = [], []
    likes = [
        name
        for name in recipe.inputs
        if name not in {"nil", "ninth_place", *OF_RATE, *DIVISORS}
    ]
    likes = [
        name for name in likes if not name.startswith(("multiple", "rounding_of", "units"))
    ]
    for _ in range(40 * count):
        row = {name: draw(rng, name) for name in recipe.inputs}
        if len(likes) > 1 and rng.random() < SHARE_OF_TWINS:  # equal arguments are boundaries
            one, other = rng.sample(likes, 2)
            row[one] = abs(row[other]) if one not in SIGNED else row[other]
        known, largest = followed(recipe, row)
        if largest < TOO_LARGE and all(abs(number) < TOO_LARGE for number in known.values()):
            rows.append(row)
            results.append(known)
        if len(rows) == count:
            break
    assert len(rows) == count, f"{recipe.name}: too few rows in range"
    return rows, results


def followed(recipe, row):
    """Follow a recipe on Decimals; return what is known then, and the largest product."""
    plain, watched = ARITHMETICS[Decimal], Watched()
    ARITHMETICS[Decimal] = watched
    try:
        return run(recipe, row, lambda _step, _given, result: result), watched.largest
    except (DivisionByZero, InvalidOperation):  # such a row takes another recipe
        return {}, TOO_LARGE
    finally:
        ARITHMETICS[Decimal] = plain


def check(recipe, count, seed=0):
    """Assert that both worlds give the same digits, and that none is minus nil."""
    rows, results = rows_of(recipe, count, seed)
    columns = {name: [row[name] for row in rows] for name in recipe.inputs}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, MONEY))
    made = run_on_frame(recipe, frame, {name: name for name in columns})
    for step in recipe.steps:
        exact = [known[step.name] for known in results]
        assert made[step.name].to_list() == exact, (recipe.name, step.name)
        assert not any(number.is_signed() and not number for number in exact), step
