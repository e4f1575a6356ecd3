"""Trades, marks, events and the rest, row by row: the same in a facts file and in a book."""

from datetime import date
from typing import Any

from isda.basics.amounts import shown
from isda.basics.days import read_date
from isda.basics.faults import AmountError
from isda.basics.hours import CityTime
from isda.basics.party import Side
from isda.basics.ratings import Grade, read_agency
from isda.facts.facts import (
    BuySell,
    Event,
    Exposure,
    InitialMargin,
    Latch,
    Mark,
    Trade,
)
from isda.facts.ratings import NamedFigure, Rating
from isda.sheet.draft import Mapping
from isda.sheet.fields import Fields, Report, fields_of, read_sides, read_yes
from isda.terms.events import LETTER_DEFAULT

TRADE_COLUMNS = (
    "trade_id",
    "product",
    "buy_sell",
    "notional_1",
    "currency_1",
    "notional_2",
    "currency_2",
    "trade_date",
    "maturity",
    "independent_amount",
    "independent_amount_currency",
    "independent_amount_of",
    "amount_before",
    "amount_before_currency",
)
ATTRIBUTE = "attribute."
"""What a column begins with that holds an attribute of a trade."""
OWN_ATTRIBUTES = frozenset({"product", "currency", "buy_sell"})
"""Attributes that a trade has in columns of its own."""
MARK_COLUMNS = ("trade_id", "on", "mark", "currency", "points", "discount_factor")
MARK_OF_TRADE = ("mark", "mark_currency", "marked_on")
"""Columns of a trade that hold its mark of the day."""
EVENT_COLUMNS = ("event", "of", "from", "until")
FIGURE_COLUMNS = ("figure", "of", "amount", "since")
TERMS_OF_RATING = {"long_term": False, "short_term": True}
"""By how a rating is keyed: whether it is of the short-term scale."""


def trade_row(node: Any, report: Report) -> Fields:
    """Return the cells of a trade of a facts file, its `attributes:` among them."""
    keys = (*TRADE_COLUMNS, "attributes")
    row = fields_of(node, keys, report, what="a trade", nested=("attributes",))
    own = node.get("attributes") if isinstance(node, Mapping) else None
    if own is None:
        return row
    names = tuple(own.entries) if isinstance(own, Mapping) else ("reference_obligation",)
    inner = fields_of(own, names, report, what="the attributes")
    if row.is_broken() or inner.is_broken():
        return row  # its fault is noted, and nothing is built of the file
    texts = {f"{ATTRIBUTE}{key}": text for key, text in inner.texts.items()}
    cells = {f"{ATTRIBUTE}{key}": cell for key, cell in (inner.cells or {}).items()}
    return Fields(
        {**row.texts, **texts},
        row.place,
        report,
        cells={**(row.cells or {}), **cells},
        what="a trade",
        is_row=False,
    )


def trade_of(row: Fields) -> Trade | None:
    """Return a trade, or None where its cells are faulty."""
    trade_id, maturity = row.text("trade_id"), row.day("maturity")
    product, buy_sell = row.maybe_text("product"), row.maybe_choice("buy_sell", BuySell)
    first = row.maybe_money("notional_1", "currency_1")
    second = row.maybe_money("notional_2", "currency_2")
    traded = row.maybe_day("trade_date")
    amount = row.maybe_money("independent_amount", "independent_amount_currency")
    owed_by = row.maybe_side("independent_amount_of")
    before = row.maybe_money("amount_before", "amount_before_currency")
    named = [key for key in row.texts if key.startswith(ATTRIBUTE) and row.has(key)]
    attributes = {key.removeprefix(ATTRIBUTE): row.text(key) for key in named}
    for name in OWN_ATTRIBUTES & set(attributes):
        row.error(
            "DQ037",
            f"{ATTRIBUTE}{name}",
            f"`{name}` of a trade is no attribute of the desk's own",
            f"write it as the `{name}` of the trade itself",
        )
    if row.is_broken():
        return None
    if (amount is None) != (owed_by is None):
        row.error(
            "DQ037",
            "independent_amount_of",
            "an independent amount of a trade needs the amount and the party that owes it",
            "write `independent_amount` and `independent_amount_of`, or neither",
        )
    if traded is not None and traded > maturity:
        row.error(
            "DQ039",
            "maturity",
            f"trade {shown(trade_id)} matures on {maturity}, before it was made on {traded}",
            "check the two dates",
        )
    if row.is_broken():
        return None
    return Trade(
        trade_id,
        maturity,
        product or "",
        buy_sell,
        first,
        second,
        traded,
        amount,
        owed_by,
        row.place,
        attributes,
        before,
    )


def mark_of(row: Fields) -> Mark | None:
    """Return a mark, or None where its cells are faulty."""
    trade_id, on = row.text("trade_id"), row.day("on")
    mark = row.money("mark", "currency", signed=True)
    points = row.maybe_rate("points", signed=True)
    factor = row.maybe_rate("discount_factor")
    return None if row.is_broken() else Mark(trade_id, on, mark, points, factor, row.place)


def event_of(row: Fields) -> Event | None:
    """Return an event, or None where its cells are faulty."""
    name = row.text("event")
    sides, about = _whose(row)
    since, until = row.day("from"), row.maybe_day("until")
    if not row.is_broken() and until is not None and until <= since:
        row.error(
            "DQ039",
            "until",
            f"{shown(name)} ends on {until} and begins on {since}",
            "an event is in force from its first day up to, not including, `until`",
        )
    return None if row.is_broken() else Event(name, sides, since, until, row.place, about)


def _whose(row: Fields) -> tuple[frozenset[Side], str | None]:
    """Return whose event it is: a party's, or that of a letter of credit or its issuer."""
    of = row.texts.get("of", "")
    is_letters = row.texts.get("event", "").strip().casefold() == LETTER_DEFAULT.casefold()
    try:
        return read_sides(of), None
    except AmountError:
        if is_letters and of:
            return frozenset(), row.text("of")
    return row.read("of", read_sides), None


def rating_of(row: Fields, key: str, *, is_short_term: bool) -> Rating | None:
    """Return the rating in one cell of a row."""
    of, agency, since = row.text("of"), row.read("agency", read_agency), row.day("since")
    if row.is_broken():
        row.text(key)
        return None
    grade = row.read(key, lambda text: Grade.read(text, agency, short_term=is_short_term))
    return None if row.is_broken() else Rating(of, grade, since, is_short_term, row.place)


def read_term_of_rating(text: str) -> bool:
    """Read `long_term` or `short_term`; whether it is the short one.

    Example:
        >>> read_term_of_rating("short term")
        True
    """
    key = text.casefold().replace(" ", "_").replace("-", "_")
    if key not in TERMS_OF_RATING:
        raise AmountError(
            "DQ034", f"{shown(text)!r} is no term of a rating", "write long_term or short_term"
        )
    return TERMS_OF_RATING[key]


def named_figure_of(row: Fields, *currency: str) -> NamedFigure | None:
    """Return a figure that a condition of the sheet reads, or None where it is faulty.

    Args:
        row: Its cells.
        currency: The cell of its currency, where a table has one for it.
    """
    name, amount = row.text("figure"), row.money("amount", *currency)
    since, of = row.day("since"), row.maybe_side("of")
    if row.is_broken():
        return None
    return NamedFigure(name, amount, since, of, row.place)


def read_moment(text: str) -> tuple[date, CityTime]:
    """Read a day and a time with its city.

    Example:
        >>> day, time = read_moment("2024-12-30 11:30 New York")
        >>> print(day, time)
        2024-12-30 11:30 New York
    """
    day, _, time = text.partition(" ")
    return read_date(day), CityTime.read(time)


def latch_of(node: Any, report: Report) -> Latch | None:
    """Return the opening state of a latched limit: `{on: 2008-01-02, latched: no}`."""
    row = fields_of(node, ("on", "latched"), report, what="a latch")
    on, latched = row.day("on"), row.read("latched", read_yes)
    return None if row.is_broken() else Latch(on, latched, row.place)


def exposure_of(row: Fields) -> Exposure | None:
    """Return the exposure of an earlier day, or None where its cells are faulty."""
    on, holder = row.day("on"), row.side("holder")
    amount = row.money("amount", signed=True)
    return None if row.is_broken() else Exposure(on, holder, amount, row.place)


def initial_margin_of(row: Fields) -> InitialMargin | None:
    """Return an initial margin, or None where its cells are faulty."""
    regime, poster, amount = row.text("regime"), row.side("poster"), row.money("amount")
    return None if row.is_broken() else InitialMargin(regime, poster, amount, row.place)
