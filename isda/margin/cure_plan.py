"""Which recipes tell what a chosen asset has to come to."""

from functools import lru_cache

from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin import curing, exposure
from isda.margin.plan import ROUNDINGS, Conversion, Direction
from isda.margin.recipe import Formula, Recipe, step

OWN_CURRENCY: dict[Conversion, Formula] = {
    Conversion.NONE: exposure.as_given,
    Conversion.TIMES: exposure.converted_over,
    Conversion.OVER: exposure.converted_by,
}
"""How an amount in base currency reaches the asset's own: the way back, never inverted."""


@lru_cache(maxsize=64)
def of_regime(form: Form, kind: str) -> Recipe:
    """Return the recipe of what one regime asks of a chosen asset, or lets go."""
    rule = cite(f"{kind}-amount", form)
    share = step("share_that_counts", curing.share_that_counts, cite("value", form))
    if kind == "delivery":
        last = step(
            "market_value_needed", curing.market_value_of, rule, share="share_that_counts"
        )
    else:
        last = step(
            "market_value_free", curing.market_value_below, rule, share="share_that_counts"
        )
    return Recipe(f"cure, {form}, {kind}", (share, last))


@lru_cache(maxsize=64)
def share_alone(form: Form) -> Recipe:
    """Return the recipe of what counts of an asset, and nothing more."""
    share = step("share_that_counts", curing.share_that_counts, cite("value", form))
    return Recipe(f"share that counts, {form}", (share,))


@lru_cache(maxsize=128)
def rounded(form: Form, kind: str, direction: Direction) -> Recipe:
    """Return the recipe that rounds what is sent last of all; what comes back goes down."""
    cited = cite("rounding", form)
    multiple = f"rounding_of_{kind}"
    if direction is Direction.NONE:
        made = step("chosen_amount", exposure.as_given, cited, amount="amount")
    else:
        way = ROUNDINGS["delivery"][direction if kind == "delivery" else Direction.DOWN]
        made = step("chosen_amount", way, cited, multiple=multiple)
    return Recipe(f"chosen amount, {form}, {kind}, {direction}", (made,))


@lru_cache(maxsize=128)
def nominal(form: Form, kind: str, how: Conversion, *, in_units: bool) -> Recipe:
    """Return the recipe of the nominal with a market value, in whole units if it has any."""
    rule = cite(f"{kind}-amount", form)
    steps = [
        step("amount_in_own_currency", OWN_CURRENCY[how], rule, amount="chosen_amount"),
        step("nominal_needed", curing.nominal_worth, rule),
    ]
    if in_units:
        units = curing.units_that_reach if kind == "delivery" else curing.units_that_stay_below
        steps.append(step("nominal_in_units", units, rule))
    return Recipe(f"nominal, {form}, {kind}, {how}, {in_units}", tuple(steps))
