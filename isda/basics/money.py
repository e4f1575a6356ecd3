"""An amount in a currency, one word: `USD 25,000,000`."""

import re
from decimal import Decimal
from typing import NamedTuple, NoReturn

from isda.basics.amounts import MONEY_DIGITS, plain, read_currency, read_number, shown
from isda.basics.faults import AmountError

_TURNED = re.compile(r"(\d[\d,.]*)\s*([A-Z]{3})")
_MONEY = re.compile(r"([^\s\d,.+-]+)\s+(\S+)")
SIGNS = {
    "US$": "USD", "HK$": "HKD", "A$": "AUD", "C$": "CAD", "S$": "SGD", "$": "USD", "€": "EUR",
    "£": "GBP", "¥": "JPY", "￥": "JPY", "₩": "KRW", "￦": "KRW",
}  # fmt: skip
"""What a sign most often stands for; several currencies share some of them."""
_UNITS = "|".join(["[A-Z]{3}", *map(re.escape, SIGNS)])
_SIGNED = re.compile(rf"(?P<unit>{_UNITS})\s*(?P<number>\d[\d,.]*)", re.ASCII)
_SIGN_LAST = re.compile(rf"(?P<number>\d[\d,.]*)\s*(?P<unit>{_UNITS})", re.ASCII)


class Money(NamedTuple):
    """An exact amount and its ISO 4217 currency.

    Example:
        >>> Money.read("USD 25,000,000.50")
        Money(amount=Decimal('25000000.50'), currency='USD')
        >>> str(Money.read("KRW 1000000000"))
        'KRW 1,000,000,000'
    """

    amount: Decimal
    currency: str

    @classmethod
    def read(cls, text: str, *, signed: bool = False) -> "Money":
        """Read `USD 25,000,000`: currency first, commas optional.

        Raises:
            AmountError: A bare number, an unknown currency, too many digits, and so on.
        """
        match = _MONEY.fullmatch(text.strip())
        if match is None or match.group(1) in SIGNS:
            _not_money(text)
        currency = read_currency(match.group(1))
        return cls(read_number(match.group(2), digits=MONEY_DIGITS, signed=signed), currency)

    def __str__(self) -> str:
        sign, digits = ("-" if self.amount < 0 else ""), plain(self.amount.copy_abs())
        whole, _, decimals = digits.partition(".")
        return f"{self.currency} {sign}{int(whole):,}" + (f".{decimals}" if decimals else "")


def _not_money(text: str) -> NoReturn:
    """Say what a text is that is no amount of money."""
    _refuse_signs(text)
    turned = _TURNED.fullmatch(text.strip())
    if turned is not None:
        raise AmountError(
            "DQ047",
            f"{shown(text)!r} is not an amount of money: the currency comes first",
            f"write {turned.group(2)} {turned.group(1)}",
        )
    try:
        read_number(text.strip(), digits=(60, 60), signed=True)
    except AmountError as error:
        if error.code in {"DQ041", "DQ045"}:
            raise
        raise AmountError(
            "DQ047",
            f"{shown(text)!r} is not an amount of money",
            "write the currency and the amount, such as USD 25,000,000",
        ) from None
    raise AmountError(
        "DQ048",
        f"{shown(text)!r} is an amount without a currency",
        f"write the currency before it, such as USD {shown(text.strip())}",
    )


def _refuse_signs(text: str) -> None:
    """Refuse `$500,000` and `USD500,000`, and say how they are written."""
    clean = text.strip()
    match = _SIGNED.fullmatch(clean) or _SIGN_LAST.fullmatch(clean)
    if match is None:
        return
    read_number(match["number"], digits=MONEY_DIGITS)
    currency = SIGNS.get(match["unit"])
    if currency is not None:
        raise AmountError(
            "DQ047",
            f"{shown(text)!r} names its currency by a sign, and its three letters are read",
            f"write {currency} {match['number']}, if that is the currency meant",
        )
    if clean.startswith(match["unit"]):
        raise AmountError(
            "DQ047",
            f"{shown(text)!r} is not an amount of money: a space stands after the currency",
            f"write {match['unit']} {match['number']}",
        )


def grouped(amount: Decimal) -> str:
    """Return an amount with its thousands grouped, for people.

    Example:
        >>> grouped(Decimal("-1234567.50"))
        '-1,234,567.5'
    """
    return str(Money(amount, "USD"))[4:]
