"""What is owed by the printed formula, and a deposit, from calculation.md 2.6."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from initial_margin import is_margin
from reading import money, other
from up_front import independent_amount, share_of_notional

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

ZERO = Fraction(0)
LOSS_LIMIT = "Loss limit agreement (Korea)"
NOTHING = ("not applicable", "not stated", "as printed", "nil", None)


def holders_amount(annex: dict) -> str:
    """Return what the holder's own independent amount does."""
    inside = annex.get("independent_amount_is", "inside threshold") == "inside threshold"
    if annex["form"] == LOSS_LIMIT or "apart" in annex or is_margin(annex):
        return "ignored"
    return annex.get("holders_independent_amount", "deducted" if inside else "ignored")


def printed(
    annex: dict,
    facts: dict,
    *,
    party: str,
    day: date,
    exposure: Fraction,
    amount: Callable[[str, str], Fraction | None],
) -> dict:
    """Return the independent amounts and what the printed formula makes of them."""
    where = annex.get("independent_amount_is", "inside threshold")
    holders = holders_amount(annex)
    threshold = amount("threshold", party)
    mine = independent_amount(annex, facts, of=party, day=day)
    theirs = ZERO
    if holders != "ignored":
        theirs = independent_amount(annex, facts, of=other(party), day=day)
    beyond = ZERO if threshold is None else max(ZERO, exposure - threshold)
    if where == "inside threshold":
        due = ZERO if threshold is None else max(ZERO, exposure + mine - theirs - threshold)
    elif holders == "netted":
        their_threshold = amount("threshold", other(party))
        against = ZERO if their_threshold is None else max(ZERO, -exposure - their_threshold)
        due = max(ZERO, beyond - against + mine - theirs)
    else:
        due = beyond + mine
    if annex.get("never_below_independent_amount") == "yes":
        due = max(due, mine)
    return {
        "independent_amounts_of_pledgor": mine,
        "independent_amounts_of_secured_party": theirs,
        "credit_support_amount": due,
    }


def deposit_of(annex: dict, facts: dict, day: date) -> Fraction:
    """Return the performance deposit of a loss-limit agreement."""
    words = annex.get("performance_deposit")
    if isinstance(words, dict):
        return share_of_notional(words["percent_of_notional"], annex, facts, day)
    return ZERO if words in NOTHING else money(words)[0]
