"""Which recipe values a lot: its kind of percentage, price and currency choose it."""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from isda.basics.cite import Cite
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin import credit_support as support
from isda.margin import exposure, value
from isda.margin.plan import CONVERSIONS, Conversion
from isda.margin.recipe import Formula, Recipe, Step, step


class Percent(StrEnum):
    """The kind of percentage that values a lot."""

    VALUATION_PERCENTAGE = "valuation percentage"
    HAIRCUT = "haircut"
    MARGIN_RATIO = "margin ratio"
    FACE = "face"
    NOT_ELIGIBLE = "not eligible"


class LotKind(NamedTuple):
    """What chooses the recipe of a lot."""

    form: Form
    percent: Percent
    is_cash: bool
    is_dirty: bool
    accrued_beside: bool
    conversion: Conversion
    is_capped: bool = False


@lru_cache(maxsize=512)
def lot(kind: LotKind) -> Recipe:
    """Return the recipe that values one lot: market, percentage, currency."""
    table = cite("valuation-percentage", kind.form)
    rule = cite("value", kind.form)
    if kind.is_cash:
        market = step("market_value", exposure.as_given, rule, amount="nominal")
    else:
        market = step("market_value", MARKET_VALUES[kind.is_dirty, kind.accrued_beside], rule)
    if kind.percent is Percent.NOT_ELIGIBLE:
        rows = cite("eligible-collateral", kind.form)
        return Recipe(
            "lot, not eligible",
            (
                market,
                step("percentage_applied", support.nothing_required, rows),
                step("value_after_haircut", value.part_that_counts, rule),
                step("value", exposure.as_given, rule, amount="value_after_haircut"),
            ),
        )
    return Recipe(
        ", ".join(["lot", *map(str, kind)]),
        (
            market,
            *(_capped if kind.is_capped else _percentage)(kind, table, rule),
            step(
                "value",
                CONVERSIONS[kind.conversion],
                cite("base-currency", kind.form),
                amount="value_after_haircut",
            ),
        ),
    )


@lru_cache(maxsize=64)
def letter(kind: LotKind) -> Recipe:
    """Return the recipe that values a letter of credit: what may be drawn, and what counts."""
    rule = cite("other-eligible-support", kind.form)
    if kind.percent is Percent.NOT_ELIGIBLE:
        percentage = step("percentage_applied", support.nothing_required, rule)
    elif kind.percent is Percent.FACE:
        percentage = step("percentage_applied", exposure.as_given, rule, amount="whole")
    else:
        percentage = step(
            "percentage_applied", exposure.as_given, rule, amount="valuation_percentage"
        )
    return Recipe(
        f"letter of credit, {kind.form}, {kind.percent}, {kind.conversion}",
        (
            step("market_value", exposure.as_given, rule, amount="nominal"),
            percentage,
            step("value_after_haircut", value.part_that_counts, rule),
            step(
                "value",
                CONVERSIONS[kind.conversion],
                cite("base-currency", kind.form),
                amount="value_after_haircut",
            ),
        ),
    )


MARKET_VALUES: dict[tuple[bool, bool], Formula] = {
    (False, False): value.security_value_with_accrued,
    (False, True): value.security_value,
    (True, False): value.security_value,
    (True, True): value.security_value_less_accrued,
}
"""By (dirty price, accrued beside the percentage)."""


def _percentage(kind: LotKind, table: Cite, rule: Cite) -> tuple[Step, Step]:
    beside = kind.accrued_beside and not kind.is_cash
    if kind.percent is Percent.MARGIN_RATIO:
        formula = value.secured_by_ratio_beside_accrued if beside else value.secured_by_ratio
        return (
            step("percentage_applied", exposure.as_given, table, amount="margin_ratio"),
            step("value_after_haircut", formula, rule),
        )
    if kind.percent is Percent.VALUATION_PERCENTAGE:
        percentage = step("percentage_applied", value.percentage_less_fx_haircut, table)
    elif kind.percent is Percent.HAIRCUT:
        percentage = step("percentage_applied", value.whole_less_haircuts, table)
    else:
        percentage = step(
            "percentage_applied",
            value.percentage_less_fx_haircut,
            rule,
            valuation_percentage="whole",
        )
    counts = value.part_that_counts_beside_accrued if beside else value.part_that_counts
    return percentage, step("value_after_haircut", counts, rule)


RATIO_AT_MOST: dict[bool, Formula] = {
    False: value.secured_by_ratio_at_most,
    True: value.secured_by_ratio_at_most_beside_accrued,
}
"""By whether accrued interest stands beside the percentage."""


def _capped(kind: LotKind, table: Cite, rule: Cite) -> tuple[Step, ...]:
    """Return the steps of a percentage that is no more than a regulation's."""
    most = step("most_allowed", value.whole_less_haircut, table, haircut="regulatory_haircut")
    if kind.percent is Percent.MARGIN_RATIO:
        ratio, _ = _percentage(kind, table, rule)
        return (
            most,
            ratio,
            step("value_after_haircut", RATIO_AT_MOST[kind.accrued_beside], rule),
        )
    of_row: tuple[Step, ...] = ()
    stated = "valuation_percentage"
    if kind.percent is Percent.HAIRCUT:
        stated = "percentage_of_row"
        of_row = (step(stated, value.whole_less_haircut, table),)
    allowed = step(
        "percentage_allowed", value.smallest, table, value=stated, other="most_allowed"
    )
    applied = step(
        "percentage_applied",
        value.percentage_less_fx_haircut,
        table,
        valuation_percentage="percentage_allowed",
    )
    _, counts = _percentage(kind, table, rule)
    return most, *of_row, allowed, applied, counts


@lru_cache(maxsize=32)
def cap_of_share(form: Form) -> Recipe:
    """Return the recipe of a cap that is a share."""
    return Recipe("cap of a share", (step("cap", value.share_of, cite("concentration", form)),))


@lru_cache(maxsize=32)
def under_cap(form: Form) -> Recipe:
    """Return the recipe of what one cap leaves of one lot."""
    cited = cite("concentration", form)
    return Recipe(
        "under a cap",
        (
            step("value_under_cap", value.left_by_cap, cited),
            step(
                "value_after_caps",
                value.smallest,
                cited,
                value="value_so_far",
                other="value_under_cap",
            ),
        ),
    )


@lru_cache(maxsize=32)
def staying(form: Form) -> Recipe:
    """Return the recipe of what stays of a lot, for caps: what goes back takes no room."""
    cited = cite("concentration", form), cite("in-transit", form)
    return Recipe("staying", (step("value_staying", value.left_when_returned, *cited),))


@lru_cache(maxsize=32)
def with_returning(form: Form) -> Recipe:
    """Return the recipe of what a lot counts for until a part of it is back."""
    cited = cite("in-transit", form)
    counted = step("value_counted", value.with_what_returns, cited, value="value_after_caps")
    return Recipe("with what returns", (counted,))
