"""book.yaml: what a book says about itself."""

import re
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from isda.basics.amounts import read_number, shown
from isda.basics.faults import AmountError
from isda.basics.finding import NOWHERE, Place
from isda.basics.hours import read_city
from isda.basics.money import Money
from isda.basics.party import Side
from isda.facts.facts import Latch
from isda.sheet.book_rows import TABLES
from isda.sheet.draft import Mapping, SheetDraft
from isda.sheet.feeds import Feed, feeds_of, sign_convention
from isda.sheet.fields import fields_of
from isda.sheet.figures import latch_of
from isda.sheet.read_lots import items_of

BOOK_KEYS = (
    "book", "name", "plus_is_good_for", "feeds", "base_calendar", "tolerances",
    "control_totals", "latches",
)  # fmt: skip
NESTED = ("feeds", "tolerances", "control_totals", "latches")
SUM_DIGITS = (24, 18)
_DAYS = re.compile(r"(\d{1,3}) days?", re.ASCII)
_COUNT = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """What a feed said it would hold: a number of rows, a sum, or both.

    Attributes:
        file: The file of the feed.
        on: The day whose rows are counted; None for a file without days.
        rows: How many rows.
        column: The column that is summed.
        currency: The currency whose rows are summed.
        total: The sum.
        place: Where it is said.
    """

    file: str
    on: date | None
    rows: int | None
    column: str | None
    currency: str | None
    total: Decimal | None
    place: Place

    @property
    def table(self) -> str:
        """The table that it is of."""
        return self.file.partition(".")[0]


@dataclass(frozen=True)
class BookSettings:
    """What book.yaml says, typed.

    Attributes:
        name: The book's name.
        plus_is_good_for: For whom a plus mark is good; None where nobody said.
        feeds: How the file of each table is written, by table.
        base_calendar: City of the desk's own banking days; a run on another day is warned of.
        place_of_calendar: Where that is said.
        mark_age_days: How many calendar days old a mark may be.
        day_on_day: How far a mark may move before it is warned of.
        control_totals: What the feeds said they would hold.
        latches: Opening states of latched limits, by agreement.
        place: The file.
    """

    name: str = ""
    plus_is_good_for: Side | None = None
    feeds: MappingOf[str, Feed] = field(default_factory=dict)
    base_calendar: str | None = None
    place_of_calendar: Place = NOWHERE
    mark_age_days: int = 0
    day_on_day: Money | None = None
    control_totals: tuple[ControlTotal, ...] = ()
    latches: MappingOf[str, Latch] = field(default_factory=dict)
    place: Place = NOWHERE


def settings_of(draft: SheetDraft) -> BookSettings:
    """Type book.yaml; what is wrong with it goes to the draft."""
    root = draft.root
    top = fields_of(root, BOOK_KEYS, draft, what="book.yaml", nested=NESTED)
    top.read("book", _version)
    age, step = _tolerances(root.get("tolerances"), draft)
    tables = {table.columns.table: table.columns for table in TABLES}
    feeds = feeds_of(root.get("feeds"), tables, draft)
    return BookSettings(
        name=top.text("name"),
        plus_is_good_for=sign_convention(top.maybe_side("plus_is_good_for"), feeds, draft),
        feeds=feeds,
        base_calendar=top.maybe("base_calendar", read_city),
        place_of_calendar=top.place_of("base_calendar"),
        mark_age_days=age,
        day_on_day=step,
        control_totals=tuple(
            total
            for item in items_of(root.get("control_totals"), draft, "control_totals")
            if (total := _control_total(item, draft)) is not None
        ),
        latches=_latches(root.get("latches"), draft),
        place=Place(draft.name),
    )


def _version(text: str) -> str:
    if text != "1":
        raise AmountError(
            "DQ034",
            f"this is version {shown(text)} of a book, and version 1 is read",
            "write `book: 1`",
        )
    return text


def _tolerances(node: Any, draft: SheetDraft) -> tuple[int, Money | None]:
    if node is None:
        return 0, None
    row = fields_of(node, ("mark_age", "day_on_day"), draft, what="the tolerances")
    age = row.maybe("mark_age", _days)
    return age or 0, row.maybe_money("day_on_day")


def _days(text: str) -> int:
    match = _DAYS.fullmatch(text)
    if match is None:
        raise AmountError(
            "DQ054", f"{shown(text)!r} is no number of days", "write 0 days or 3 days"
        )
    return int(match[1])


def _count(text: str) -> int:
    if _COUNT.fullmatch(text) is None:
        raise AmountError(
            "DQ040", f"{shown(text)!r} is no number of rows", "write plain digits"
        )
    return int(text)


def _control_total(item: Any, draft: SheetDraft) -> ControlTotal | None:
    known = ("file", "on", "rows", "column", "currency", "sum")
    row = fields_of(item, known, draft, what="a control total")
    file, on = row.text("file"), row.maybe_day("on")
    rows, column = row.maybe("rows", _count), row.maybe_text("column")
    currency, total = row.maybe_text("currency"), row.maybe("sum", _sum)
    if not row.is_broken() and (column is None) != (total is None):
        row.error(
            "DQ037", "sum", "a sum needs its `column`, and a column its `sum`", "write both"
        )
    if not row.is_broken() and rows is None and total is None:
        row.error("DQ015", "rows", "a control total says `rows`, a `sum` or both", "write one")
    if row.is_broken():
        return None
    return ControlTotal(file, on, rows, column, currency, total, row.place)


def _sum(text: str) -> Decimal:
    return read_number(text, digits=SUM_DIGITS, signed=True)


def _latches(node: Any, draft: SheetDraft) -> dict[str, Latch]:
    found: dict[str, Latch] = {}
    if node is None:
        return found
    if not isinstance(node, Mapping):
        fields_of(node, ("AGREEMENT",), draft, what="the latches")
        return found
    for name, entry in node.entries.items():
        latch = latch_of(entry.value, draft)
        if latch is not None:
            found[name] = latch
    return found
