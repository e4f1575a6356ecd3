"""Trades in a book and their marks: in a table of their own, or in the rows of the trades."""

from isda.basics.amounts import shown
from isda.facts.facts import Mark
from isda.sheet.book_tables import Blame, BookReader, day_of, of_agreement
from isda.sheet.fields import Fields
from isda.sheet.figures import (
    ATTRIBUTE,
    MARK_COLUMNS,
    MARK_OF_TRADE,
    TRADE_COLUMNS,
    mark_of,
    trade_of,
)
from isda.sheet.table_files import Columns, first_at

TRADES = Columns(
    "trades", ("trade_id", "agreement", "maturity"),
    (*(one for one in TRADE_COLUMNS if one not in {"trade_id", "maturity"}), *MARK_OF_TRADE),
    ATTRIBUTE,
    (MARK_OF_TRADE,),
)  # fmt: skip
MARKS = Columns("marks", MARK_COLUMNS[:4], MARK_COLUMNS[4:])


def of_trade_row(reader: BookReader, row: Fields) -> Blame:
    """Lay a fault of a trade at its agreement's door; one of its mark alone on the mark's day.

    A trade that cannot be read still has its owner: its marks are nobody else's.
    """
    blamed = of_agreement(reader, row)
    trade_id = row.texts.get("trade_id", "")
    reader.records.owners.setdefault(trade_id, blamed.agreement)
    trade = reader.records.trades.get(blamed.agreement or "", {}).get(trade_id)
    if trade is not None and trade.place == row.place:
        return blamed._replace(on=day_of(row, "marked_on"))
    return blamed


def of_trade(reader: BookReader, row: Fields) -> Blame:
    """Lay a fault of a mark at the door of its trade's agreement, on the row's day."""
    return Blame(reader.records.owners.get(row.texts.get("trade_id", "")), day_of(row))


def read_trade(reader: BookReader, row: Fields) -> None:
    """Take in a row of the trades, and the mark that may stand in it."""
    name, trade = reader.agreement(row), trade_of(row)
    trade_id = row.texts.get("trade_id", "")
    owner = name if name in reader.agreements else None
    if trade_id in reader.records.owners:
        first = reader.records.owners[trade_id]
        row.error(
            "DQ060",
            "trade_id",
            f"the trade {shown(trade_id)} stands here twice",
            "keep one of the two rows",
        )
        if first is not None and first != owner:
            reader.note_also(first, row)
    else:
        reader.records.owners[trade_id] = owner
    is_sound = trade is not None and not row.is_broken()
    mark = _mark_inside(row)
    if trade is None or not is_sound:
        return
    reader.records.trades[name][trade_id] = trade
    if row.is_broken():
        return
    if mark is None:
        reader.count(None, name)
        return
    reader.count(mark.on, name, mark=mark.mark)
    reader.records.marks[name][mark.on][trade_id] = mark


def _mark_inside(row: Fields) -> Mark | None:
    """Return the mark in the row of a trade, if there is one; its cells stand together."""
    full = [key for key in MARK_OF_TRADE if row.has(key)]
    if not full:
        return None
    empty = [key for key in MARK_OF_TRADE if key not in full]
    for key in empty:
        row.error(
            "DQ037",
            key,
            f"`{full[0]}` is given without `{key}`",
            f"write {', '.join(f'`{each}`' for each in MARK_OF_TRADE)}, or none of them",
        )
    if empty:
        return None
    trade_id, on = row.text("trade_id"), row.day("marked_on")
    mark = row.money("mark", "mark_currency", signed=True)
    return None if row.is_broken() else Mark(trade_id, on, mark, place=row.place)


def read_mark(reader: BookReader, row: Fields) -> None:
    """Take in a row of the marks."""
    mark = mark_of(row)
    trade_id = row.texts.get("trade_id", "")
    if trade_id and trade_id not in reader.records.owners:
        row.error(
            "DQ064",
            "trade_id",
            f"the mark is of trade {shown(trade_id)}, which is not among the trades",
            "add the trade, or take the mark out",
        )
    owner = reader.records.owners.get(trade_id)
    if mark is None or row.is_broken():
        return
    of_day = {} if owner is None else reader.records.marks[owner][mark.on]
    if trade_id in of_day:
        row.error(
            "DQ060",
            "trade_id",
            f"the mark of {shown(trade_id)} on {mark.on} stands "
            f"here twice ({first_at(of_day[trade_id].place, row.place)})",
            "keep one of the two rows",
        )
        return
    reader.count(mark.on, owner, mark=mark.mark)
    of_day[trade_id] = mark
