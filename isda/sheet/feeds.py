"""How a feed writes its table, as book.yaml declares it: nothing of it is ever guessed."""

import re
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from isda.basics.amounts import did_you_mean, shown
from isda.basics.faults import AmountError
from isda.basics.finding import NOWHERE, Place
from isda.basics.party import Side
from isda.sheet.draft import Listing, Mapping, Scalar, SheetDraft
from isda.sheet.feed_values import Values, values_of
from isda.sheet.fields import Fields, fields_of
from isda.sheet.read_lots import items_of
from isda.sheet.table_files import ENDINGS, Columns

FEED_KEYS = ("separator", "decimal", "negatives", "mapping", "columns", "values", "not_read")
NESTED = ("columns", "values", "not_read")
SIGN = "plus_is_good_for"
SIGNED = frozenset({"marks", "trades"})
"""Tables that hold marks, so that their feed may say for whom a plus is good."""
SEPARATORS = {"comma": ",", "semicolon": ";", "pipe": "|", "tab": "\t"}
NUMBERS = frozenset(
    {
        *("notional_1", "notional_2", "independent_amount", "amount_before", "mark", "points"),
        *("discount_factor", "nominal", "accrued", "factor", "price", "amount", "disputed"),
        *("rate", "value"),
    }
)
"""Columns of numbers, in whatever table."""
DAYS = frozenset(
    {
        *("on", "maturity", "trade_date", "marked_on", "issued", "matures", "settles"),
        *("agreed", "settled_on", "from", "until", "since"),
    }
)
"""Columns of days, in whatever table."""

MINIMUM_RECONCILIATION_FIELDS = MappingProxyType(
    {
        "Trade ID": "trade_id",
        "Notional": "notional_1",
        "Trade Currency": "currency_1",
        "Notional 2": "notional_2",
        "Currency 2": "currency_2",
        "Product ID": "product",
        "Trade Date": "trade_date",
        "End Date": "maturity",
        "MTM": "mark",
        "MTM Currency": "mark_currency",
        "MTM Date": "marked_on",
        "Buy/Sell": "buy_sell",
    }
)
"""The minimum fields of a portfolio reconciliation, but the names of the two parties: those
say whose trade it is and not under which agreement."""
OF_THE_PARTIES = frozenset({"Legal Entity", "Counterparty Legal Entity"})
MAPPINGS = MappingProxyType(
    {"minimum reconciliation fields": (MINIMUM_RECONCILIATION_FIELDS, OF_THE_PARTIES)}
)
"""Mappings of foreign names that come with the program: names, and what goes unread."""

_WITH_COMMA = re.compile(r"\d+(,\d+)?|\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII)
_SIGNS = frozenset("-+()")
_SWAPPED = str.maketrans(",.", ".,")


class Negatives(StrEnum):
    """How a number below zero is marked."""

    MINUS = "minus"
    TRAILING_MINUS = "trailing minus"
    BRACKETS = "brackets"


class Mark(StrEnum):
    """What stands before the decimals."""

    POINT = "point"
    COMMA = "comma"


@dataclass(frozen=True)
class Feed:
    """How one table is written.

    Attributes:
        separator: What stands between two cells of CSV.
        decimal: What stands before the decimals of a number.
        negatives: How a number below zero is marked.
        declared: Foreign names that book.yaml gives, by our own.
        names: Our names by the foreign ones, those of a mapping among them.
        values: What the words of a column mean, where book.yaml says so.
        not_read: Foreign columns that are left unread on purpose.
        plus_is_good_for: For whom a plus mark of this feed is good, where it says so.
        place: Where it is declared.
    """

    separator: str = ","
    decimal: Mark = Mark.POINT
    negatives: Negatives = Negatives.MINUS
    declared: MappingOf[str, str] = field(default_factory=dict)
    names: MappingOf[str, str] = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    not_read: frozenset[str] = frozenset()
    plus_is_good_for: Side | None = None
    place: Place = NOWHERE

    @property
    def writes_numbers_plainly(self) -> bool:
        """Whether its numbers are written as those of a book are."""
        return self.decimal is Mark.POINT and self.negatives is Negatives.MINUS

    def plain(self, text: str) -> str:
        """Return a number of the feed as a book writes it.

        Example:
            >>> Feed(decimal=Mark.COMMA, negatives=Negatives.BRACKETS).plain("(1.234,50)")
            '-1,234.50'
        """
        body = text
        if self.negatives is Negatives.BRACKETS and text[:1] == "(" and text[-1:] == ")":
            body = text[1:-1]
        elif self.negatives is Negatives.TRAILING_MINUS and text[-1:] == "-":
            body = text[:-1]
        elif self.negatives is Negatives.MINUS and text[:1] == "-":
            body = text[1:]
        is_comma = self.decimal is Mark.COMMA
        is_number = any(char.isdigit() for char in body)
        if _SIGNS & set(body) or (is_comma and is_number and not _WITH_COMMA.fullmatch(body)):
            raise AmountError(
                "DQ041",
                f"{shown(text)!r} is not written as the feed says: decimal {self.decimal}, "
                f"negatives with {self.negatives}",
                "get the file as it is declared, or declare how it is written",
            )
        plain = body.translate(_SWAPPED) if is_comma else body
        return plain if body == text else f"-{plain}"


PLAIN = Feed()
"""A table as a book writes it."""


def feeds_of(node: Any, tables: MappingOf[str, Columns], draft: SheetDraft) -> dict[str, Feed]:
    """Return how each table is written, by its name.

    Args:
        node: What stands under `feeds:`.
        tables: The columns of each table of a book.
        draft: Takes findings down.
    """
    found: dict[str, Feed] = {}
    if node is None:
        return found
    known = tuple(f"{table}{ending}" for table in tables for ending in ("", *ENDINGS))
    fields_of(node, known, draft, what="the feeds", nested=known)
    for name, entry in node.entries.items() if isinstance(node, Mapping) else ():
        table = name.partition(".")[0]
        if name not in known:
            continue
        if table in found:
            draft.error(
                "DQ037",
                entry.key.place,
                f"the feed of {table} is declared twice",
                "declare it once, whatever the shape of its file",
            )
            continue
        found[table] = _feed(entry.value, tables[table], draft)
    return found


def _feed(node: Any, columns: Columns, draft: SheetDraft) -> Feed:
    keys = (SIGN, *FEED_KEYS) if columns.table in SIGNED else FEED_KEYS
    row = fields_of(node, keys, draft, what=f"the feed of {columns.table}", nested=NESTED)
    cells = node if isinstance(node, Mapping) else None
    declared = _declared(cells and cells.get("columns"), columns, draft)
    foreign = {theirs: ours for ours, theirs in declared.items()}
    mapped, unread = _mapping(row)
    names = {theirs: ours for theirs, ours in mapped.items() if ours not in declared} | foreign
    return Feed(
        separator=row.maybe("separator", _separator) or ",",
        decimal=row.maybe_choice("decimal", Mark) or Mark.POINT,
        negatives=row.maybe_choice("negatives", Negatives) or Negatives.MINUS,
        declared=declared,
        names=names,
        values=values_of(cells and cells.get("values"), columns, NUMBERS | DAYS, draft),
        not_read=(unread | _unread(cells and cells.get("not_read"), draft)) - foreign.keys(),
        plus_is_good_for=row.maybe_side(SIGN) if columns.table in SIGNED else None,
        place=row.place_of(SIGN),
    )


def _separator(text: str) -> str:
    if text in SEPARATORS:
        return SEPARATORS[text]
    if text not in SEPARATORS.values():
        raise AmountError(
            "DQ034",
            f"{shown(text)!r} is no separator",
            f"write one of: {', '.join(SEPARATORS)}",
        )
    return text


def _mapping(row: Fields) -> tuple[MappingOf[str, str], frozenset[str]]:
    name = row.maybe_text("mapping")
    if name is None:
        return {}, frozenset()
    if name not in MAPPINGS:
        row.error(
            "DQ034",
            "mapping",
            f"{shown(name)!r} is no mapping that comes with the program",
            did_you_mean(name, tuple(MAPPINGS)) or f"known mappings: {', '.join(MAPPINGS)}",
        )
        return {}, frozenset()
    return MAPPINGS[name]


def _declared(node: Any, columns: Columns, draft: SheetDraft) -> dict[str, str]:
    """Return the foreign name of each column that `columns:` gives one."""
    if node is None:
        return {}
    opened = columns.open
    own = node.entries if isinstance(node, Mapping) else {}
    known = (*columns.known, *(key for key in own if opened and key.startswith(opened)))
    row = fields_of(node, known, draft, what=f"the columns of {columns.table}")
    declared = {key: text for key in row.texts if (text := row.text(key))}
    for key, theirs in declared.items():
        first = next(each for each in declared if declared[each] == theirs)
        if first != key:
            row.error(
                "DQ037",
                key,
                f"`{first}` and `{key}` are both said to be {shown(theirs)!r}",
                "a column of the feed is one of ours",
            )
    return declared


def _unread(node: Any, draft: SheetDraft) -> frozenset[str]:
    items = items_of(node, draft, "not_read")
    for item in items:
        if not isinstance(item, Scalar):
            shape = "a list" if isinstance(item, Listing) else "a mapping"
            draft.error(
                "DQ030", item.place, f"{shape} stands where a column is named", "write its name"
            )
    return frozenset(item.text for item in items if isinstance(item, Scalar))


def sign_convention(
    said: Side | None, feeds: MappingOf[str, Feed], draft: SheetDraft
) -> Side | None:
    """Return for whom a plus is good, as the book or a feed with marks says it."""
    for table in sorted(SIGNED & feeds.keys()):
        of_feed = feeds[table].plus_is_good_for
        if said is not None and of_feed is not None and of_feed != said:
            draft.error(
                "DQ037",
                feeds[table].place,
                f"the feed of {table} says party {of_feed} and what stands before it party "
                f"{said}",
                "say it once",
            )
        said = of_feed or said
    return said
