"""What Confirmations of the sheet change of an annex, from elections.md 3 and 4."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from reading import Refused, Undefined, convert, day_of, money, number, percentage

if TYPE_CHECKING:
    from datetime import date


def over(annex: dict, sheet: dict) -> dict:
    """Return an annex with the Confirmations that name it, by transaction."""
    names = {annex.get("name", annex["form"]), annex["form"]}
    own = {
        each["transaction"]: each
        for each in sheet.get("confirmations", [])
        if each["changes"] in names
    }
    return {**annex, "confirmed": own} if own else annex


def is_kept_out(annex: dict, trade: dict) -> bool:
    """Whether the Confirmation of a trade keeps it out of the annex."""
    return annex.get("confirmed", {}).get(trade["trade_id"], {}).get("excluded") == "yes"


def said_of(annex: dict, trade: dict, party: str) -> object:
    """Return what the Confirmation in the sheet says of a party, None where it says nothing."""
    found = annex.get("confirmed", {}).get(trade["trade_id"], {}).get("independent_amount")
    return found.get(party) if isinstance(found, dict) and set(found) <= {"A", "B"} else found


def amount(
    annex: dict, trade: dict, party: str, fx: dict, *, day: date, by_event: bool = False
) -> Fraction:
    """Return what one trade brings of a party, in base currency."""
    said, base = said_of(annex, trade, party), annex["base_currency"]
    words = said if isinstance(said, dict) else {"value": said}
    owed, currency, by_trade = said_amount(words, trade, party, base)
    if owed is None:
        raise Refused("nobody says what the trade brings")
    known = "amount_before" in trade
    if "steps" in words and not known and not is_of(trade, day):
        raise Refused("nobody says what it was before")
    if "steps" in words and known:
        before = number(trade["amount_before"])
        if before > owed:
            owed, currency = before, trade["amount_before_currency"]
    of_other = annex.get("confirmed", {}).get(trade["trade_id"], {}).get("independent_amount")
    if said is None and of_other is not None:
        raise Refused("the sheet says it of the other party, and the trade of this one")
    if not (by_trade or by_event) and differs(figure(trade, party), (owed, currency)):
        raise Refused("the sheet and the trade differ")
    return convert(owed, of=currency, into=base, fx=fx)


def is_of(trade: dict, day: date) -> bool:
    """Whether a trade is of the day itself, so that nothing was owed for it before."""
    return "trade_date" in trade and day_of(trade["trade_date"]) == day


def is_by_trade(words: dict) -> bool:
    """Whether what the annex says turns on each trade: on its attributes, or on its past."""
    return isinstance(words.get("percent_of_notional"), list) or "steps" in words


def said_amount(
    words: dict, trade: dict, party: str, base: str
) -> tuple[Fraction | None, str, bool]:
    """Return what is said of one trade before any step, and whether the trade says it."""
    share = words.get("percent_of_notional")
    if isinstance(share, list):
        share = row_of(share, trade)
    if share == "nil":
        return Fraction(0), base, False
    if share is not None and share != "per Confirmation":
        amount = number(trade["notional_1"]) * percentage(share)
        return amount, trade["currency_1"], False
    if words.get("value") == "nil":
        return Fraction(0), base, False
    if words.get("value") not in (None, "per Confirmation"):
        return *money(words["value"]), False
    return *figure(trade, party), True


def differs(told: tuple[Fraction | None, str], owed: tuple[Fraction, str]) -> bool:
    """Whether the trade says another amount; a nil is a nil in every currency."""
    return told[0] is not None and told != owed and bool(told[0] or owed[0])


def ask(annex: dict, facts: dict, live: list[dict], words: object, party: str) -> None:
    """Refuse what Confirmations say where no trades are known, and trades without a figure."""
    every = [{"trade_id": name} for name in annex.get("confirmed", {})]
    per_confirmation = words == "per Confirmation"
    told = per_confirmation or any(said_of(annex, one, party) for one in every)
    if told and "exposure" in facts and not facts.get("trades"):
        raise Refused(f"no independent amount of {party} in any Confirmation")
    for trade in live if per_confirmation else ():
        own = annex.get("confirmed", {}).get(trade["trade_id"], {})
        if "independent_amount" not in own and "independent_amount" not in trade:
            raise Refused(f"{trade['trade_id']} has no independent amount")


def figure(trade: dict, party: str) -> tuple[Fraction | None, str]:
    """Return what the facts of a trade say of a party."""
    if trade.get("independent_amount_of") != party:
        return None, ""
    return number(trade["independent_amount"]), trade["independent_amount_currency"]


def row_of(rows: list[dict], trade: dict) -> str:
    """Return the share of the first row whose attributes the trade has."""
    for row in rows:
        if "otherwise" in row:
            return row["otherwise"]
        known = {**trade.get("attributes", {}), "product": trade.get("product")}
        said = {name: known.get(name) or wanted for name, wanted in row["where"].items()}
        if said != row["where"]:
            continue  # what is known of the trade is otherwise
        if missing := [name for name in row["where"] if known.get(name) is None]:
            raise Refused(f"{trade['trade_id']} has no attribute {missing[0]}")
        return row["value"]
    raise Undefined("no row is for the trade")
