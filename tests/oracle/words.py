"""How the generator writes money, rates and chances."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

QUOTES = {
    ("USD", "KRW"): ["USDKRW 1,474.80", "USDKRW 1,400", "KRWUSD 0.000678"],
    ("EUR", "USD"): ["EURUSD 1.0412", "EURUSD 1.10", "USDEUR 0.96043"],
    ("EUR", "KRW"): ["EURKRW 1,535.55", "KRWEUR 0.00065"],
}


def chance(random: Random, percent: int) -> bool:
    """Return yes in so many of a hundred cases."""
    return random.random() * 100 < percent


def money_text(amount: float | Fraction, currency: str, places: int = 2) -> str:
    """Write money as a sheet does: the currency, then the number with commas."""
    plain = isinstance(amount, int | Fraction)
    exact = Fraction(amount) if plain else Fraction(str(round(amount, 2)))
    units = round(exact * 10**places)
    value = (Decimal(units) / 10**places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{currency} {'0' if text in ('-0', '') else text}"


def fx_of(random: Random, base: str) -> dict[str, str]:
    """Return one quote for each pair with the base currency, in either direction."""
    found = {}
    for pair, quotes in QUOTES.items():
        if base in pair:
            name, rate = random.choice(quotes).split(" ")
            found[name] = rate
    return found
