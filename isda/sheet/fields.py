"""Named cells, of a mapping or of a row of a table, read one by one into typed values.

One reader serves the facts file and the book. Every fault becomes a finding at its cell
and nothing is raised, so that one run finds them all.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol, TypeVar, cast

from isda.basics.amounts import (
    MONEY_DIGITS,
    RATE_DIGITS,
    did_you_mean,
    read_currency,
    read_number,
    shown,
)
from isda.basics.days import read_date
from isda.basics.faults import AmountError
from isda.basics.finding import Place
from isda.basics.money import Money
from isda.basics.party import Side
from isda.sheet.draft import Mapping as Node
from isda.sheet.draft import Scalar
from isda.terms.reading import choice, read_any

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

LETTERS_OF_PAIR = 6
"""Two codes of three letters."""


class Report(Protocol):
    """Whatever takes findings down; a draft is one."""

    def error(self, code: str, place: Place, message: str, help_text: str = "", /) -> None:
        """Note an error at a place."""
        ...


class Fields:
    """Text cells by name, with what is read from them.

    The readers of required cells return the value, and where there is none they note why,
    return nothing of use and leave `is_broken` behind: build the whole only when it is not.

    Args:
        texts: The cells.
        place: Where the whole stands.
        report: Takes the findings down.
        cells: What knows where each cell stands; for a row of a table its place with the
            column.
        what: What the whole is, in a message: `a lot`.
        is_row: Whether an empty cell means that there is none (a table must have the
            column), or is a value left out by mistake (a mapping need not have the key).
        is_shapeless: Whether something else than cells stood there: that is said once, and no
            cell is missed.

    Example:
        >>> from isda.sheet.draft import SheetDraft
        >>> draft = SheetDraft("marks.csv", "")
        >>> row = Fields({"mark": "NaN", "currency": "KRW"}, Place("m.csv", 2, row=1), draft)
        >>> _ = row.money("mark", "currency")
        >>> row.is_broken()
        True
        >>> print(draft.findings[0])
        m.csv:2 (row 1) DQ045 `mark`: 'NaN' is not an amount
    """

    __slots__ = (
        "_broken", "_shapeless", "cells", "is_row", "place", "report", "texts", "what",
    )  # fmt: skip

    def __init__(  # a row is what it is
        self,
        texts: Mapping[str, str],
        place: Place,
        report: Report,
        *,
        cells: Mapping[str, Any] | None = None,
        what: str = "this row",
        is_row: bool = True,
        is_shapeless: bool = False,
    ) -> None:
        self.texts = texts
        self.place = place
        self.report = report
        self.cells = cells
        self.what = what
        self.is_row = is_row
        self._broken = False
        self._shapeless = is_shapeless

    def is_broken(self) -> bool:
        """Whether a fault was noted: then the whole is not built."""
        return self._broken

    def break_off(self, code: str, place: Place, message: str, help_text: str = "") -> None:
        """Note a fault at a place of its own; the whole is then broken."""
        self._broken = True
        self.report.error(code, place, message, help_text)

    def place_of(self, key: str) -> Place:
        """Return where a cell stands, or the whole where it has none."""
        if self.cells is None:
            return replace(self.place, path=key)
        return self.cells[key].place if key in self.cells else self.place

    def has(self, key: str) -> bool:
        """Whether something is written in the cell."""
        return bool(self.texts.get(key))

    def error(self, code: str, key: str, message: str, help_text: str = "") -> None:
        """Note a fault of one cell; the whole is then broken."""
        self.break_off(code, self.place_of(key), message, help_text)

    def read(self, key: str, reader: Callable[[str], T]) -> T:
        """Return a required cell as the reader reads it."""
        text = self.texts.get(key)
        if self._shapeless:
            return cast("T", None)  # said once, of the whole
        if text:
            try:
                return reader(text)
            except AmountError as error:
                self.error(error.code, key, f"`{key}`: {error.message}", error.help)
        elif text is None and not (self.cells and key in self.cells):
            self.error("DQ015", key, f"`{key}` is missing in {self.what}", f"add `{key}`")
        elif text is not None:
            self.error("DQ032", key, f"`{key}` is empty", "write the value")
        return cast("T", None)  # never used: the whole is broken

    def maybe(self, key: str, reader: Callable[[str], T]) -> T | None:
        """Return an optional cell as the reader reads it, or None where it is not there."""
        text = self.texts.get(key)
        if text is None or (self.is_row and not text):
            return None
        return self.read(key, reader)

    def text(self, key: str) -> str:
        """Return words."""
        return self.read(key, read_any)

    def maybe_text(self, key: str) -> str | None:
        """Return words, if there are any."""
        return self.maybe(key, read_any)

    def day(self, key: str) -> date:
        """Return a day."""
        return self.read(key, read_date)

    def maybe_day(self, key: str) -> date | None:
        """Return a day, if there is one."""
        return self.maybe(key, read_date)

    def side(self, key: str) -> Side:
        """Return party A or party B."""
        return self.read(key, read_side)

    def maybe_side(self, key: str) -> Side | None:
        """Return party A or party B, if one is named."""
        return self.maybe(key, read_side)

    def choice(self, key: str, kind: type[E]) -> E:
        """Return a word of a closed list."""
        return self.read(key, choice(kind))

    def maybe_choice(self, key: str, kind: type[E]) -> E | None:
        """Return a word of a closed list, if there is one."""
        return self.maybe(key, choice(kind))

    def yes(self, key: str, *, otherwise: bool) -> bool:
        """Return whether the cell says yes; `otherwise` where it is not there."""
        return otherwise if (found := self.maybe(key, read_yes)) is None else found

    def rate(self, key: str) -> Decimal:
        """Return a number of the range of rates, zero or more."""
        return self.read(key, read_rate)

    def maybe_rate(self, key: str, *, signed: bool = False) -> Decimal | None:
        """Return a number of the range of rates, if there is one."""
        return self.maybe(key, read_signed_rate if signed else read_rate)

    def money(self, key: str, currency: str | None = None, *, signed: bool = False) -> Money:
        """Return an amount: one word, or plain digits beside a column of its currency."""
        if currency is None:
            return self.read(key, read_signed_money if signed else Money.read)
        number = self.read(key, read_signed_amount if signed else read_amount)
        return Money(number, self.read(currency, read_currency))

    def maybe_money(self, key: str, currency: str | None = None) -> Money | None:
        """Return an amount, if there is one; an amount and its currency stand together."""
        if currency is None:
            return self.maybe(key, Money.read)
        if self.has(key) != self.has(currency):
            empty, full = (currency, key) if self.has(key) else (key, currency)
            self.error("DQ037", empty, f"`{full}` is given without `{empty}`", "write both")
            return None
        return self.money(key, currency) if self.has(key) else None


def fields_of(
    node: Any,
    known: Collection[str],
    report: Report,
    *,
    what: str,
    nested: Iterable[str] = (),
) -> Fields:
    """Return the cells of a mapping; unknown keys and values of another shape are faults.

    Args:
        node: What stands there; something else than a mapping gives broken cells.
        known: The keys it may have.
        report: Takes the findings down.
        what: What it is, with its article: `a lot`.
        nested: Those keys whose value is no single value and is read elsewhere.
    """
    texts: dict[str, str] = {}
    cells: dict[str, Any] = {}
    is_mapping = isinstance(node, Node)
    fields = Fields(
        texts, node.place, report,
        cells=cells, what=what, is_row=False, is_shapeless=not is_mapping,
    )  # fmt: skip
    if not is_mapping:
        fields.break_off(
            "DQ030",
            node.place,
            f"{shape_of(node)} stands where {what} is expected",
            f"write its keys, one a line: {', '.join(known)}",
        )
        return fields
    for key, entry in node.entries.items():
        cells[key] = entry.value
        if key not in known:
            fields.break_off(
                "DQ012",
                entry.key.place,
                f"`{shown(key)}` is no key of {what}",
                did_you_mean(key, tuple(known)) or f"known keys: {', '.join(known)}",
            )
        elif key in nested:
            continue
        elif isinstance(entry.value, Scalar):
            texts[key] = entry.value.text
        else:
            fields.error(
                "DQ030",
                key,
                f"{shape_of(entry.value)} stands where `{key}` has a single value",
                "write the value itself",
            )
    return fields


def shape_of(node: Any) -> str:
    """Return the shape of a node, in words."""
    if isinstance(node, Scalar):
        return "a single value" if node.text else "nothing"
    return "a mapping" if isinstance(node, Node) else "a list"


def read_rate(text: str) -> Decimal:
    """Read a rate, a price or a factor: zero or more.

    Example:
        >>> read_rate("1,474.80")
        Decimal('1474.80')
    """
    return read_number(text, digits=RATE_DIGITS)


def read_signed_rate(text: str) -> Decimal:
    """Read a number of the range of rates, with its sign.

    Example:
        >>> read_signed_rate("-0.35")
        Decimal('-0.35')
    """
    return read_number(text, digits=RATE_DIGITS, signed=True)


def read_amount(text: str) -> Decimal:
    """Read the digits of an amount whose currency stands beside it: zero or more.

    Example:
        >>> read_amount("1000000")
        Decimal('1000000')
    """
    return read_number(text, digits=MONEY_DIGITS)


def read_signed_amount(text: str) -> Decimal:
    """Read the digits of an amount with its sign.

    Example:
        >>> read_signed_amount("-269900000")
        Decimal('-269900000')
    """
    return read_number(text, digits=MONEY_DIGITS, signed=True)


def read_signed_money(text: str) -> Money:
    """Read an amount in a currency that may be below zero.

    Example:
        >>> read_signed_money("USD -5,000").amount
        Decimal('-5000')
    """
    return Money.read(text, signed=True)


def read_side(text: str) -> Side:
    """Read `A` or `party A`.

    Example:
        >>> read_side("party A")
        <Side.A: 'A'>
    """
    try:
        return Side(text.removeprefix("party "))
    except ValueError:
        raise AmountError(
            "DQ034", f"{shown(text)!r} is neither party A nor party B", "write A or B"
        ) from None


def read_sides(text: str) -> frozenset[Side]:
    """Read `A`, `B` or `either`.

    Example:
        >>> sorted(read_sides("either"))
        [<Side.A: 'A'>, <Side.B: 'B'>]
    """
    if text == "either":
        return frozenset(Side)
    try:
        return frozenset({read_side(text)})
    except AmountError as error:
        raise AmountError(error.code, error.message, "write A, B or either") from None


def read_yes(text: str) -> bool:
    """Read `yes` or `no`.

    Example:
        >>> read_yes("no")
        False
    """
    if text not in {"yes", "no"}:
        raise AmountError("DQ034", f"{shown(text)!r} is neither yes nor no", "write yes or no")
    return text == "yes"


def read_pair(text: str) -> tuple[str, str]:
    """Read a pair of currencies: `USDKRW` is won per dollar.

    Example:
        >>> read_pair("USDKRW")
        ('USD', 'KRW')
    """
    if len(text) != LETTERS_OF_PAIR or not text.isascii():
        raise AmountError(
            "DQ062",
            f"{shown(text)!r} is no pair of currencies",
            "write two codes together: USDKRW is won per dollar",
        )
    base, quote = read_currency(text[:3]), read_currency(text[3:])
    if base == quote:
        raise AmountError(
            "DQ062",
            f"{text} is a pair of one currency with itself",
            "an amount in its own currency needs no rate",
        )
    return base, quote


def read_fx_rate(text: str) -> Decimal:
    """Read an exchange rate: above nil.

    Example:
        >>> read_fx_rate("1,206.90")
        Decimal('1206.90')
    """
    rate = read_rate(text)
    if rate == 0:
        raise AmountError(
            "DQ062",
            "a rate of nil converts nothing",
            "write units of the second currency for one of the first",
        )
    return rate
