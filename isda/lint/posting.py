"""What an annex can make a party post: duties that never arise, amounts above nil, defaults."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from isda.basics.money import Money
from isda.basics.party import SIDES, Side
from isda.basics.percentages import Percentage
from isda.lint.sheet import AnnexSeen
from isda.terms.election import YesNo
from isda.terms.events import EVENT_OF_DEFAULT, EVENTS_OF_DEFAULT, POTENTIAL_EVENT_OF_DEFAULT
from isda.terms.reading import Answer
from isda.terms.switches import Where

DEFAULTS = frozenset({EVENT_OF_DEFAULT, POTENTIAL_EVENT_OF_DEFAULT, *EVENTS_OF_DEFAULT})
FALL = "nil_while"
SOMETHING = frozenset({Answer.INFINITE, Answer.PER_CONFIRMATION, Answer.TO_BE_AGREED})


def never_ends(term: Any) -> bool:
    """Whether a threshold is infinite whatever happens.

    Example:
        >>> from isda.terms.amounts import ThresholdTerm
        >>> never_ends(ThresholdTerm.model_validate("infinite"))
        True
    """
    return term.value is Answer.INFINITE and not term.rows and not term.by_rating


def never_posts(annex: AnnexSeen, side: Side) -> bool:
    """Whether a party can never have to post under an annex.

    It is no posting party, or its threshold is infinite without end and nothing that is owed
    up front stands beside the threshold.
    """
    terms = annex.terms
    if side not in annex.posters:
        return True
    if annex.is_loss_limit or not never_ends(terms.threshold.of(side)):
        return False
    if annex.is_initial_margin:
        return True
    beside = terms.independent_amount_is.value in {Where.OUTSIDE, Where.SEPARATE}
    floor = terms.never_below_independent_amount.value is YesNo.YES
    return not (beside or floor or has_formula(terms))


def has_formula(terms: Any) -> bool:
    """Whether a formula of its own, or regimes, stand in the place of the printed one.

    Example:
        >>> from isda.terms.annex import CreditSupportAnnex
        >>> has_formula(CreditSupportAnnex.model_validate({"form": "CSA 1994 New York"}))
        False
    """
    said = terms.credit_support_amount
    printed = said.value in {Answer.NOT_STATED, Answer.AS_PRINTED}
    return bool(terms.regimes) or not printed or said.unresolved is not None


def is_above_nil(term: Any) -> bool:
    """Whether an amount, or any of its rows, says more than nil.

    Example:
        >>> from isda.terms.amounts import AmountTerm
        >>> is_above_nil(AmountTerm.model_validate("USD 0"))
        False
    """
    said = [term.value]
    for key in SHARES:
        share = getattr(term, key, None)
        said += [row.value for row in share] if isinstance(share, tuple) else [share]
    for row in (*term.while_, *term.by_rating.values()):
        said.append(row.value)
        share = row.percent_of_notional
        said += [each.value for each in share] if isinstance(share, tuple) else [share]
    return any(_is_something(each) for each in said)


SHARES = ("percent_of_notional", "percent_of_exposure")


def _is_something(said: Any) -> bool:
    if isinstance(said, Money):
        return bool(said.amount)
    if isinstance(said, Percentage):
        return bool(said.fraction)
    if isinstance(said, tuple):  # a list by attribute
        return any(_is_something(row.value) for row in said)
    return said in SOMETHING


def falls_on_default(term: Any) -> bool:
    """Whether an amount becomes nil while a default of its party continues.

    Example:
        >>> from isda.terms.amounts import AmountTerm
        >>> falls_on_default(AmountTerm.model_validate(
        ...     {"value": "USD 5", "nil_while": ["Event of Default"]}))
        True
    """
    return any(row.event in DEFAULTS and is_zero(row.value) for row in term.rows)


def one_defaulter(annex: AnnexSeen, key: str) -> Iterator[Side]:
    """Yield the party whose amount stays on its default, where the other's falls to nil.

    Nothing is yielded where an amendment took the fall away, which a rule of its own tells.

    Args:
        annex: The annex.
        key: Which amount: `threshold` or `minimum_transfer_amount`.
    """
    if annex.is_loss_limit or annex.posters != SIDES or annex.is_lost(key):
        return
    terms = {side: getattr(annex.terms, key).of(side) for side in SIDES}
    for side, term in terms.items():
        keeps = is_above_nil(term) and not falls_on_default(term) and not term.unresolved
        is_dropped = keeps and fall_dropped(annex, key, side) is not None
        if keeps and not is_dropped and falls_on_default(terms[side.other]):
            yield side


def at_fall(annex: AnnexSeen, key: str) -> str:
    """Return the way to what an amount falls with, or to the amount where nothing says it."""
    at = annex.at(key)
    return f"{at}.{FALL}" if annex.sheet.node(f"{at}.{FALL}") is not None else at


def fall_dropped(annex: AnnexSeen, key: str, side: Side) -> str | None:
    """Return the way to the fall of an amount that an amendment restates without it, or None.

    Args:
        annex: The annex.
        key: Which amount: `threshold` or `minimum_transfer_amount`.
        side: Whose amount.
    """
    if len(annex.layers) == 1:
        return None
    term, at = getattr(annex.terms, key).of(side), annex.at(f"{key}.{side}")
    number = next(
        (
            number
            for number, layer in enumerate(annex.layers)
            if f"{at}.".startswith(f"{layer}.") and layer != annex.path
        ),
        None,
    )
    if number is None or not is_above_nil(term) or term.unresolved or falls_on_default(term):
        return None
    layer = annex.signed.amendments[int(annex.layers[number].rpartition(".")[2])]
    before = layer.dated - timedelta(days=1)
    earlier = replace(annex, terms=annex.signed.on(before), day=before)
    if not falls_on_default(getattr(earlier.terms, key).of(side)):
        return None
    return at_fall(earlier, f"{key}.{side}")


def is_zero(said: Any) -> bool:
    """Whether an amount is nil, or a sum of zero.

    Example:
        >>> is_zero(Answer.NIL), is_zero(Answer.INFINITE)
        (True, False)
    """
    return said is Answer.NIL or (isinstance(said, Money) and not said.amount)
