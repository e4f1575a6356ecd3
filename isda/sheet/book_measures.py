"""measures.csv of a book: what formulas of a document read, a row a figure."""

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from isda.basics.money import Money
from isda.facts.facts import Figure, Life, Measures
from isda.sheet.book_tables import BookReader
from isda.sheet.fields import Fields
from isda.sheet.read_measures import read_life
from isda.sheet.table_files import Columns, first_at

MEASURES = Columns(
    "measures", ("agreement", "on", "measure", "value"), ("currency", "of")
)  # fmt: skip


class Measure(StrEnum):
    """What a row of measures.csv measures."""

    NOTIONAL = "notional"
    DV01 = "dv01"
    NEXT_PAYMENT = "next_payment"
    AVERAGE_LIFE = "weighted_average_life"


def take_measure(reader: BookReader, row: Fields) -> None:
    """Take a row in: an amount with its currency, or a life in years without one."""
    name, on, kind = reader.agreement(row), row.day("on"), row.choice("measure", Measure)
    if row.is_broken():
        return
    known = reader.records.measures[name].get(on, Measures())
    value: tuple[Decimal, str | None]
    if kind is Measure.AVERAGE_LIFE:
        life = _life(row)
        value, made = (life, None), _with_life(row, life, known)
    else:
        value = amount = row.money("value", "currency")
        made = _with_amount(row, kind, amount, known)
    if row.is_broken():
        return
    reader.count(on, name, value=value)
    reader.records.measures[name][on] = made


def _life(row: Fields) -> Decimal:
    """Return a life in years, with or without its `y`."""
    return row.read("value", lambda text: read_life(text if text.endswith("y") else f"{text}y"))


def _with_life(row: Fields, life: Decimal, known: Measures) -> Measures:
    _not_for(row, Measure.AVERAGE_LIFE, "currency", "of")
    _told_once(row, Measure.AVERAGE_LIFE, known.weighted_average_life)
    return replace(known, weighted_average_life=Life(life, row.place))


def _with_amount(row: Fields, kind: Measure, amount: Money, known: Measures) -> Measures:
    if kind is Measure.NEXT_PAYMENT:
        side = row.side("of")
        _told_once(row, kind, known.next_payment.get(side))
        payments = {**known.next_payment, side: Figure(amount, row.place)}
        return replace(known, next_payment=payments)
    _not_for(row, kind, "of")
    figure = Figure(amount, row.place)
    if kind is Measure.DV01:
        _told_once(row, kind, known.dv01)
        return replace(known, dv01=figure)
    _told_once(row, kind, known.notional)
    return replace(known, notional=figure)


def _not_for(row: Fields, kind: Measure, *keys: str) -> None:
    for key in keys:
        if row.has(key):
            row.error("DQ037", key, f"`{key}` is not for {kind}", "leave the cell empty")


def _told_once(row: Fields, kind: Measure, before: Figure | Life | None) -> None:
    if before is not None:
        row.error(
            "DQ060",
            "measure",
            f"{kind} of the day stands here twice ({first_at(before.place, row.place)})",
            "keep one of the two rows",
        )
