"""Which recipe computes what is owed up front apart from a notional."""

from functools import lru_cache

from isda.basics.cite import Cite
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin import credit_support as support
from isda.margin import exposure, value
from isda.margin.recipe import Recipe, step


@lru_cache(maxsize=32)
def separate_amount(form: Form) -> Recipe:
    """Return the recipe of what a separate independent amount requires: itself."""
    cites = cite("independent-amount", form), cite("credit-support-amount", form)
    required = step(
        "credit_support_amount",
        exposure.as_given,
        *cites,
        amount="independent_amounts_of_pledgor",
    )
    return Recipe(f"separate independent amount, {form}", (required,))


@lru_cache(maxsize=64)
def share_of_exposure(name: str, cited: Cite, *, of_holder: bool) -> Recipe:
    """Return the recipe of an independent amount that is a share of an exposure.

    A party owes a share of the other party's exposure to it, never less than nil.
    """
    counted = support.holders_positive_part if of_holder else support.positive_part
    return Recipe(
        f"{name}, a share of the exposure",
        (
            step("exposure_shared", counted, cited),
            step(name, value.share_of, cited, whole="exposure_shared"),
        ),
    )
