"""Collateral in a book: rows of lots.csv, and of in_transit.csv with or without an asset."""

from decimal import Decimal
from enum import StrEnum

from isda.basics.amounts import shown
from isda.basics.party import Side
from isda.facts.facts import LETTER_OF_CREDIT, InTransit, Lot, MovementKind, Purpose
from isda.sheet.book_tables import BookReader
from isda.sheet.fields import Fields, read_amount, read_rate
from isda.sheet.read_lots import approvers
from isda.sheet.records import Movement
from isda.sheet.table_files import Columns, first_at
from isda.tables.haircuts import CreditQualityStep

OF_ASSET = (
    *("price_kind", "accrued", "factor", "issued", "matures", "issuer", "isin", "coupon"),
    *("approved_by", "credit_quality_step"),
)
"""Columns that say more of an asset."""

LOTS = Columns(
    "lots",
    ("lot_id", "agreement", "posted_by", "on", "asset", "currency", "nominal"),
    ("annex", *OF_ASSET, "custodian", "for"),
)  # fmt: skip
IN_TRANSIT = Columns(
    "in_transit",
    ("movement_id", "agreement", "kind", "by", "amount", "currency", "settles", "agreed"),
    ("annex", "disputed", "settled_on", "asset", *OF_ASSET, "for"),
)


class PriceKind(StrEnum):
    """Whether a price includes accrued interest."""

    CLEAN = "clean"
    DIRTY = "dirty"


def read_lot(reader: BookReader, row: Fields) -> None:
    """Take in a row of lots.csv."""
    name, lot_id, on = reader.agreement(row), row.text("lot_id"), row.day("on")
    lot = _lot_of(row, lot_id, row.side("posted_by"), "nominal")
    if lot is None:
        return
    of_day = reader.records.lots[name][on]
    first = of_day.get(lot_id)
    if first is not None:
        row.error(
            "DQ060",
            "lot_id",
            f"the lot {shown(lot_id)} of {on} stands here twice "
            f"({first_at(first.place, row.place)})",
            "keep one of the two rows",
        )
        return
    reader.count(on, name, nominal=lot.nominal, accrued=(lot.accrued, lot.nominal.currency))
    of_day[lot_id] = lot


def read_movement(reader: BookReader, row: Fields) -> None:
    """Take in a row of in_transit.csv: a value after haircut, or an asset."""
    name, movement_id = reader.agreement(row), row.text("movement_id")
    kind, by = row.choice("kind", MovementKind), row.side("by")
    amount, settles = row.money("amount", "currency"), row.day("settles")
    disputed = row.money("disputed", "currency") if row.has("disputed") else None
    agreed, settled = row.day("agreed"), row.maybe_day("settled_on")
    annex, purpose = row.maybe_text("annex"), row.maybe_choice("for", Purpose)
    if not row.is_broken() and settled and settled < agreed:
        row.error(
            "DQ039",
            "settled_on",
            f"it settled on {settled}, before it was agreed on {agreed}",
            "check the two dates",
        )
    has_asset = row.has("asset")
    for key in OF_ASSET:
        if row.has(key) and not has_asset:
            row.error(
                "DQ037",
                key,
                f"`{key}` belongs to an asset, and none is named",
                "name the `asset`, or leave the cell empty",
            )
    if row.is_broken():
        return
    poster = by if kind is MovementKind.DELIVERY else by.other
    lot = _lot_of(row, movement_id, poster, "amount") if has_asset else None
    if row.is_broken():
        return
    known = reader.records.movements[name]
    if movement_id in known:
        row.error(
            "DQ060",
            "movement_id",
            f"the movement {shown(movement_id)} stands here twice",
            "keep one of the two rows",
        )
        return
    reader.count(None, name, amount=amount)
    value = None if lot else amount
    movement = InTransit(
        movement_id, kind, by, settles, value, lot, disputed, annex, row.place, purpose
    )
    known[movement_id] = Movement(movement, agreed, settled)


def _lot_of(row: Fields, lot_id: str, posted_by: Side, amount: str) -> Lot | None:
    """Return the asset of a row, without its price; `amount` is its cash or face amount."""
    asset, nominal = row.text("asset"), row.money(amount, "currency")
    named = row.texts.get("asset", "").casefold()
    is_priced = named not in {"cash", LETTER_OF_CREDIT}
    if not is_priced:
        for key in ("price_kind", "accrued", "factor"):
            if row.has(key):
                row.error("DQ037", key, f"`{key}` is not for {named}", "leave the cell empty")
    kind = PriceKind.CLEAN if not is_priced else row.choice("price_kind", PriceKind)
    accrued, factor = row.maybe("accrued", read_amount), row.maybe("factor", read_rate)
    issued, matures = row.maybe_day("issued"), row.maybe_day("matures")
    issuer, coupon = row.maybe_text("issuer"), row.maybe_text("coupon")
    code, annex = row.maybe_text("isin"), row.maybe_text("annex")
    approved_by, purpose = approvers(row), row.maybe_choice("for", Purpose)
    step = row.maybe_choice("credit_quality_step", CreditQualityStep)
    if row.is_broken():
        return None
    return Lot(
        lot_id,
        posted_by,
        asset,
        nominal,
        None,
        kind is PriceKind.DIRTY,
        Decimal(0) if accrued is None else accrued,
        Decimal(1) if factor is None else factor,
        issued,
        matures,
        issuer,
        coupon,
        code,
        annex,
        approved_by,
        row.place,
        purpose,
        step,
    )
