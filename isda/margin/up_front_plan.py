"""Which recipe computes what is owed up front apart from a notional."""

from functools import lru_cache

from isda.basics.arithmetic import N, larger_of
from isda.basics.cite import Cite
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin import credit_support as support
from isda.margin import exposure, value
from isda.margin.plan import CONVERSIONS, Conversion
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


def not_fallen(*, amount: N, before: N) -> N:
    """Return what is owed up front for one transaction whose amount goes up only.

    Args:
        amount: What it would be today, zero or more.
        before: What it was before today, same currency.

    Example:
        >>> from decimal import Decimal
        >>> not_fallen(amount=Decimal(8), before=Decimal(10))
        Decimal('10')
    """
    return larger_of(amount, before)


@lru_cache(maxsize=64)
def confirmed(
    how: Conversion, cited: Cite, *, of_notional: bool = False, up_only: bool = False
) -> Recipe:
    """Return the recipe of what a Confirmation says of one transaction.

    Args:
        how: How its currency reaches the base currency.
        cited: The paragraph of independent amounts.
        of_notional: Whether it is a share of the notional.
        up_only: Whether it may not fall below what it was before today.
    """
    counted, last = [], "amount"
    if of_notional:
        counted.append(step("share_of_notional", value.share_of, cited, whole="amount"))
        last = "share_of_notional"
    if up_only:
        counted.append(step("amount_up_only", not_fallen, cited, amount=last))
        last = "amount_up_only"
    counted.append(step("independent_amount", CONVERSIONS[how], cited, amount=last))
    name = ["of a Confirmation", str(how), *(each.name for each in counted[:-1])]
    return Recipe(", ".join(name), tuple(counted))
