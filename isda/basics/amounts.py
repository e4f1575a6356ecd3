"""Numbers as the outside world writes them, and as we print them.

Every number is read from text by one pattern: ASCII digits, an optional point, commas
only where they group thousands correctly. No exponent, no underscore, no float.
"""

import re
from decimal import Decimal
from difflib import get_close_matches
from typing import NoReturn

from isda.basics.currencies import CURRENCIES
from isda.basics.faults import AmountError

MONEY_DIGITS = (16, 8)
RATE_DIGITS = (8, 12)

_NUMBER = re.compile(r"(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?", re.ASCII)
EXCERPT = 48
CURLY_QUOTES = "“”„‟‘’‚‛"


def plain(number: Decimal) -> str:
    """Return a number in plain fixed point: no exponent, no trailing zero, no minus zero.

    Example:
        >>> plain(Decimal("1E+7")), plain(Decimal("0.5000")), plain(Decimal("-0.0"))
        ('10000000', '0.5', '0')
    """
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def shown(text: str) -> str:
    """Return a text short enough to stand in a message.

    Example:
        >>> shown("12" * 40)
        '121212121212121212121212121212121212121212121212…'
    """
    clean = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
    return clean if len(clean) <= EXCERPT else clean[:EXCERPT] + "…"


def without_curly_quotes(text: str) -> str:
    """Return a text without the curly quotes around it, which a word processor puts there.

    Example:
        >>> without_curly_quotes("“nil”")
        'nil'
    """
    return text.strip(CURLY_QUOTES)


def did_you_mean(word: str, known: "list[str] | frozenset[str] | tuple[str, ...]") -> str:
    """Return `did you mean …?` for the nearest known word, or nothing.

    Example:
        >>> did_you_mean("threshhold", ["threshold", "rounding"])
        'did you mean `threshold`?'
    """
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.72)
    return f"did you mean `{near[0]}`?" if near else ""


def read_number(text: str, *, digits: tuple[int, int], signed: bool = False) -> Decimal:
    """Read a decimal number from text, exactly.

    Args:
        text: ASCII digits; commas optional, correct if present; a point before decimals.
        digits: Most digits allowed before and after the point.
        signed: Whether a leading minus is allowed.

    Raises:
        AmountError: The text is no such number; the message says what was expected.

    Example:
        >>> read_number("25,000,000.50", digits=MONEY_DIGITS)
        Decimal('25000000.50')
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        _not_a_number(text)
    sign, whole, decimals = (
        match.group(1),
        match.group(2).replace(",", ""),
        match.group(3) or "",
    )
    if len(whole) > 1 and whole[0] == "0":
        raise AmountError(
            "DQ042",
            f"{shown(text)!r} starts with a zero that means nothing",
            "write the number without leading zeros",
        )
    before, after = digits
    if len(whole) > before or len(decimals) > after:
        raise AmountError(
            "DQ043",
            f"{shown(text)!r} has {len(whole)} digits before the point and {len(decimals)} "
            f"after it; at most {before} and {after} are read",
            "check the unit: a number of this size is most often a slip",
        )
    number = Decimal(f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}")
    if number < 0 and not signed:
        raise AmountError(
            "DQ044",
            f"{shown(text)!r} is negative, and nothing here can be",
            "the direction is said by the key, never by a minus sign",
        )
    return number + 0


def _not_a_number(text: str) -> NoReturn:
    if any(char.isdigit() and not char.isascii() for char in text):
        raise AmountError(
            "DQ041", f"{shown(text)!r} has digits that are not ASCII", "write 0 to 9"
        )
    if re.fullmatch(r"[-+]?\.?(nan|inf(inity)?)", text, re.IGNORECASE):
        raise AmountError(
            "DQ045",
            f"{shown(text)!r} is not an amount",
            "write the amount, `nil`, or (for a threshold) `infinite`",
        )
    if "_" in text:
        reason = "underscores do not belong into a number"
    elif re.search(r"\d[eE][-+]?\d", text):
        reason = "exponents are not read"
    elif "," in text and not text.strip("+-.,0123456789"):
        reason = "its commas do not group thousands"
    elif text.startswith("+"):
        reason = "a plus sign is not read"
    elif text.startswith(".") or text.endswith("."):
        reason = "digits are needed on both sides of the point"
    else:
        raise AmountError(
            "DQ040",
            f"{shown(text)!r} is not a number",
            "write digits with an optional point, such as 25,000,000.50",
        )
    raise AmountError(
        "DQ041",
        f"{shown(text)!r} cannot be read as a number: {reason}",
        "write plain digits, such as 25,000,000.50",
    )


def read_currency(text: str) -> str:
    """Read an ISO 4217 code.

    Example:
        >>> read_currency("KRW")
        'KRW'
    """
    if text not in CURRENCIES:
        hint = did_you_mean(text.upper(), CURRENCIES) if text.isascii() else ""
        raise AmountError(
            "DQ046",
            f"{shown(text)!r} is no ISO 4217 currency",
            hint or "write three capital letters, such as USD or KRW",
        )
    return text
