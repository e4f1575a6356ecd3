"""What formulas read, and the lots that somebody has picked to send, from a facts file."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from isda.basics.party import Side
from isda.facts.facts import Chosen, Figure, Life, Measures
from isda.sheet.draft import Mapping
from isda.sheet.fields import Fields, Report, fields_of
from isda.sheet.read_lots import LOT_KEYS, asset_of, items_of
from isda.terms.tables import Years

MEASURE_KEYS = ("notional", "next_payment", "dv01", "weighted_average_life")
CHOSEN_KEYS = (*LOT_KEYS, "units")


def measures_of(node: Any, report: Report) -> Measures:
    """Return the measures of a facts file; what is not there is None, never nil."""
    if node is None:
        return Measures()
    row = fields_of(node, MEASURE_KEYS, report, what="the measures", nested=("next_payment",))
    life = row.maybe("weighted_average_life", read_life)
    payments = node.get("next_payment") if isinstance(node, Mapping) else None
    return Measures(
        _figure(row, "notional"),
        _figure(row, "dv01"),
        None if life is None else Life(life, row.place_of("weighted_average_life")),
        {} if payments is None else dict(_payments(payments, report)),
    )


def read_life(text: str) -> Decimal:
    """Read a life in years, such as 4.25y."""
    return Years.read(text).years


def _figure(row: Fields, key: str) -> Figure | None:
    amount = row.maybe_money(key)
    return None if amount is None else Figure(amount, row.place_of(key))


def _payments(node: Any, report: Report) -> Iterator[tuple[Side, Figure]]:
    row = fields_of(node, tuple(Side), report, what="the next payments, by who pays")
    for side in Side:
        figure = _figure(row, side)
        if figure is not None:
            yield side, figure


def chosen_of(node: Any, report: Report) -> Iterator[Chosen]:
    """Yield the lots of `chosen:`: what a party would send, and its whole units."""
    for number, item in enumerate(items_of(node, report, "chosen"), start=1):
        row = fields_of(item, CHOSEN_KEYS, report, what="a chosen lot")
        units = row.maybe_money("units")
        name = row.maybe_text("lot") or f"chosen {number}"
        lot = asset_of(row, name, row.side("posted_by"))
        if lot is None:
            continue
        if units is not None and units.currency != lot.nominal.currency:
            row.error(
                "DQ061",
                "units",
                f"the units are in {units.currency} and the lot in {lot.nominal.currency}",
                f"give them in {lot.nominal.currency}",
            )
        if units is not None and not units.amount:
            row.error("DQ045", "units", "units of nil cannot be counted", "leave `units` out")
        yield Chosen(lot, units)
