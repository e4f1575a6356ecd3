"""Exposure from the marks, and what is owed up front, from calculation.md 2.6 and 3."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import confirmations
from elected import holding
from reading import (
    Refused,
    Undefined,
    convert,
    day_of,
    in_base,
    money,
    number,
    other,
    percentage,
)

if TYPE_CHECKING:
    from datetime import date

ZERO = Fraction(0)


def exposure_of(annex: dict, facts: dict, *, holder: str, day: date) -> Fraction:
    """Return the exposure, plus when the other party would owe the holder."""
    base, fx = annex["base_currency"], facts.get("fx", {})
    if "exposure" in facts:
        amount, currency = money(facts["exposure"]["amount"])
        total = convert(amount, of=currency, into=base, fx=fx)
        good_for = facts["exposure"]["holder"]
    else:
        good_for = facts["plus_is_good_for"].removeprefix("party ")
        live = {trade["trade_id"] for trade in live_trades(annex, facts, day)}
        total = sum(
            (
                convert(number(mark["mark"]), of=mark["currency"], into=base, fx=fx)
                for mark in facts["marks"]
                if day_of(mark["on"]) == day and mark["trade_id"] in live
            ),
            ZERO,
        )
    return total if good_for == holder else -total


def live_trades(annex: dict, facts: dict, day: date) -> list[dict]:
    """Return the trades that count: up to and including the maturity day."""
    return [
        trade
        for trade in facts.get("trades", [])
        if day_of(trade["maturity"]) >= day
        and not confirmations.is_kept_out(annex, trade)
        and is_covered(annex, trade)
    ]


def is_covered(annex: dict, trade: dict) -> bool:
    """Whether an annex that leaves some products out covers a trade."""
    covered = annex.get("covered_transactions")
    left_out = covered.get("except", []) if isinstance(covered, dict) else []
    return trade.get("product") not in left_out


def independent_amount(annex: dict, facts: dict, *, of: str, day: date) -> Fraction:
    """Return a party's independent amount, as initial margin elsewhere leaves it."""
    margin = annex.get("margins", {}).get(of, {"approach": "distinct"})
    if margin["approach"] == "greater of":
        return ZERO
    amount = elected_amount(annex, facts, of=of, day=day)
    if margin["approach"] == "allocated":
        if margin["required"] is None:
            raise Refused(f"the initial margin of {of} is not known")
        base, fx = annex["base_currency"], facts.get("fx", {})
        required = convert(margin["required"], of=margin["base"], into=base, fx=fx)
        return max(ZERO, amount - required)
    return amount


def elected_amount(annex: dict, facts: dict, *, of: str, day: date) -> Fraction:
    """Return a party's independent amount in base currency; two sources of it are refused."""
    base, fx = annex["base_currency"], facts.get("fx", {})
    words, by_event = holding(annex, "independent_amount", of=of, facts=facts, day=day)
    share = words.get("percent_of_notional") if isinstance(words, dict) else None
    mine = [
        trade
        for trade in live_trades(annex, facts, day)
        if trade.get("independent_amount_of") == of
        or confirmations.said_of(annex, trade, of) is not None
    ]
    figure = facts.get("independent_amounts", {}).get(of)
    if not by_event:
        left = (None, "not stated", "as printed", "per Confirmation")
        by_trade = isinstance(words, dict) and confirmations.is_by_trade(words)
        by_sheet = [confirmations.said_of(annex, one, of) is not None for one in mine]
        fixed = share is None and words not in left
        fixed = fixed or (any(by_sheet) if by_trade else bool(share and mine))
        if [fixed, figure is not None, bool(mine)].count(True) > 1:
            raise Refused(f"two sources say what {of} owes up front")
        if words in left and is_split(annex, of) and (figure is not None or mine):
            raise Undefined(f"nobody says what a client owes of what {of}'s trades bring")
        if figure is not None:
            return in_base(figure, base, fx)
        if by_trade:
            return of_each(words, annex, facts, of=of, day=day)
        confirmations.ask(annex, facts, live_trades(annex, facts, day), words, of)
        if mine:
            return sum(
                (confirmations.amount(annex, trade, of, fx, day=day) for trade in mine), ZERO
            )
    if share is not None:
        return by_share(words, annex, facts, of=of, day=day)
    if isinstance(words, dict):
        owed = max(ZERO, exposure_of(annex, facts, holder=other(of), day=day))
        return owed * percentage(words["percent_of_exposure"])
    if words in ("per Confirmation", "as printed"):
        return ZERO
    return in_base(words, base, fx)


def by_share(words: dict, annex: dict, facts: dict, *, of: str, day: date) -> Fraction:
    """Return a share of all notionals, or what an event's list makes of each."""
    share = words["percent_of_notional"]
    if isinstance(share, list):
        return of_each(words, annex, facts, of=of, day=day, by_event=True)
    return share_of_notional(share, annex, facts, day)


def of_each(
    words: dict, annex: dict, facts: dict, *, of: str, day: date, by_event: bool = False
) -> Fraction:
    """Return what the annex makes of each live trade, by its attributes or its past.

    Where an event has made it so, what a trade says besides is out of use.
    """
    if not facts.get("trades"):
        raise Refused("the facts name no trades")
    own = {"independent_amount": {"A": None, "B": None} | {of: words}}
    live = live_trades(annex, facts, day)
    said = {**annex, "confirmed": {trade["trade_id"]: own for trade in live}}
    fx = facts.get("fx", {})
    return sum(
        (
            confirmations.amount(said, trade, of, fx, day=day, by_event=by_event)
            for trade in live
        ),
        ZERO,
    )


def is_split(annex: dict, party: str) -> bool:
    """Whether clients have the independent amount between them."""
    split = annex.get("split_among_clients", [])
    return "independent_amount" in (split.get(party, []) if isinstance(split, dict) else split)


def share_of_notional(share: str, annex: dict, facts: dict, day: date) -> Fraction:
    """Return a percentage of the notional amounts of the live trades, in base currency."""
    base, fx = annex["base_currency"], facts.get("fx", {})
    amounts = (
        convert(number(trade["notional_1"]), of=trade["currency_1"], into=base, fx=fx)
        for trade in live_trades(annex, facts, day)
    )
    return sum(amounts, ZERO) * percentage(share)
