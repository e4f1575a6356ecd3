"""measures.csv of a book: what formulas of a document read, a row a figure."""

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from isda.facts.facts import Figure, Life, Measures
from isda.sheet.book_tables import BookReader
from isda.sheet.fields import Fields, read_rate
from isda.sheet.tables import Columns

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
    made = _made(row, kind, reader.records.measures[name].get(on, Measures()))
    if made is None or row.is_broken():
        return
    value = (
        row.rate("value") if kind is Measure.AVERAGE_LIFE else row.money("value", "currency")
    )
    counted = (value, None) if isinstance(value, Decimal) else value
    reader.count(on, name, value=counted)
    reader.records.measures[name][on] = made


def _made(row: Fields, kind: Measure, known: Measures) -> Measures | None:
    if kind is Measure.AVERAGE_LIFE:
        _not_for(row, kind, "currency", "of")
        life = row.read("value", read_rate)
        _told_once(row, kind, known.weighted_average_life)
        return replace(known, weighted_average_life=Life(life, row.place))
    amount = row.money("value", "currency")
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
            f"{kind} of the day stands here twice (first in line {before.place.line})",
            "keep one of the two rows",
        )
