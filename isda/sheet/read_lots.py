"""Collateral in a facts file: held, or on its way."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from isda.basics.party import Side
from isda.facts.facts import LETTER_OF_CREDIT, InTransit, Lot, MovementKind, Purpose
from isda.sheet.draft import Listing
from isda.sheet.fields import Fields, Report, fields_of, shape_of
from isda.tables.haircuts import CreditQualityStep

SECURITY_KEYS = ("nominal", "price", "dirty", "accrued", "factor")
ASSET_KEYS = (
    "asset",
    "amount",
    *SECURITY_KEYS,
    "matures",
    "issued",
    "issuer",
    "coupon",
    "code",
    "isin",
    "approved_by",
    "credit_quality_step",
)
LOT_KEYS = ("lot", "annex", "for", "posted_by", *ASSET_KEYS)
MOVEMENT_KEYS = ("movement", "annex", "for", "kind", "by", "settles", "disputed", *ASSET_KEYS)


def items_of(node: Any, report: Report, key: str) -> list[Any]:
    """Return the entries of a list; another shape is a fault, nothing is an empty list."""
    if node is None:
        return []
    if not isinstance(node, Listing):
        report.error(
            "DQ030",
            node.place,
            f"{shape_of(node)} stands where `{key}` is a list",
            "write each entry behind `- `, or [] for none",
        )
        return []
    return node.items


def held_of(node: Any, report: Report) -> tuple[Lot, ...]:
    """Return the lots of `held:`."""
    return tuple(_told_apart(_lots(items_of(node, report, "held"), report), report))


def _lots(items: list[Any], report: Report) -> Iterator[tuple[str, Fields, Lot]]:
    for number, item in enumerate(items, start=1):
        row = fields_of(item, LOT_KEYS, report, what="a lot")
        lot_id = row.maybe_text("lot") or f"lot {number}"
        lot = asset_of(row, lot_id, row.side("posted_by"))
        if lot is not None:
            yield lot_id, row, lot


def _told_apart(found: Iterator[tuple[str, Fields, Lot]], report: Report) -> Iterator[Lot]:
    seen: dict[str, Fields] = {}
    for lot_id, row, lot in found:
        if lot_id in seen:
            report.error(
                "DQ060",
                row.place_of("lot"),
                f"the lot {lot_id!r} stands here twice "
                f"(first in line {seen[lot_id].place.line})",
                "give each its own `lot:`",
            )
        seen.setdefault(lot_id, row)
        yield lot


def movements_of(node: Any, report: Report) -> tuple[InTransit, ...]:
    """Return the movements of `in_transit:`."""
    found: dict[str, InTransit] = {}
    for number, item in enumerate(items_of(node, report, "in_transit"), start=1):
        row = fields_of(item, MOVEMENT_KEYS, report, what="a movement")
        movement = _movement(row, row.maybe_text("movement") or f"movement {number}")
        if movement is None:
            continue
        if movement.movement_id in found:
            first = found[movement.movement_id].place.line
            row.error(
                "DQ060",
                "movement",
                f"the movement {movement.movement_id!r} stands here "
                f"twice (first in line {first})",
                "give each its own `movement:`",
            )
        found[movement.movement_id] = movement
    return tuple(found.values())


def _movement(row: Fields, name: str) -> InTransit | None:
    kind, by = row.choice("kind", MovementKind), row.side("by")
    settles, annex = row.day("settles"), row.maybe_text("annex")
    disputed, purpose = row.maybe_money("disputed"), row.maybe_choice("for", Purpose)
    amount = None if "asset" in row.texts else row.money("amount")
    if "asset" not in row.texts:
        for key in ASSET_KEYS[2:]:
            if key in row.texts:
                row.error(
                    "DQ037",
                    key,
                    f"`{key}` belongs to an asset, and none is named",
                    "name the `asset`, or give only its value after haircut as `amount`",
                )
    if row.is_broken():
        if "asset" in row.texts:
            asset_of(row, name, by)  # for its findings
        return None
    movement = InTransit(
        name, kind, by, settles, amount, None, disputed, annex, row.place, purpose
    )
    if amount is not None:
        return movement
    lot = asset_of(row, name, movement.poster)
    return None if lot is None else replace(movement, lot=lot)


def approvers(row: Fields) -> tuple[str, ...]:
    """Return who has approved a lot: names with commas between them.

    Example:
        >>> from isda.basics.finding import NOWHERE
        >>> from isda.sheet.draft import SheetDraft
        >>> row = Fields({"approved_by": "Bank, , Client"}, NOWHERE, SheetDraft("a.csv", ""))
        >>> approvers(row)
        ('Bank', 'Client')
    """
    names = (row.maybe_text("approved_by") or "").split(",")
    return tuple(name.strip() for name in names if name.strip())


def asset_of(row: Fields, lot_id: str, posted_by: Side) -> Lot | None:
    """Return what one item of collateral is: cash with its amount, or a security."""
    asset = row.text("asset")
    kind = row.texts.get("asset", "").casefold()
    is_cash, is_letter = kind == "cash", kind == LETTER_OF_CREDIT
    wrong = SECURITY_KEYS[1:] if is_letter else SECURITY_KEYS if is_cash else ()
    for key in (*wrong, *(() if is_cash else ("amount",))):
        if key in row.texts:
            row.error(
                "DQ037",
                key,
                f"`amount` is for cash, and this is {asset!r}"
                if key == "amount"
                else f"`{key}` is not for {'a letter of credit' if is_letter else 'cash'}",
                "cash has its `amount`; a security its `nominal` and `price`; a letter of "
                "credit its `nominal`, what may still be drawn",
            )
    nominal = row.money("amount" if is_cash else "nominal")
    accrued = row.maybe_money("accrued")
    price, factor = row.maybe_rate("price"), row.maybe_rate("factor")
    is_dirty = row.yes("dirty", otherwise=False)
    issued, matures = row.maybe_day("issued"), row.maybe_day("matures")
    issuer, coupon = row.maybe_text("issuer"), row.maybe_text("coupon")
    code, isin = row.maybe_text("code"), row.maybe_text("isin")
    purpose = row.maybe_choice("for", Purpose)
    step = row.maybe_choice("credit_quality_step", CreditQualityStep)
    if code is not None and isin is not None:
        row.error(
            "DQ037", "isin", "`code` and `isin` both name the asset", "keep one of the two"
        )
    if not row.is_broken() and accrued is not None and accrued.currency != nominal.currency:
        row.error(
            "DQ061",
            "accrued",
            f"the accrued interest is in {accrued.currency} and the lot in {nominal.currency}",
            f"give it in {nominal.currency}",
        )
    if row.is_broken():
        return None
    return Lot(
        lot_id=lot_id,
        posted_by=posted_by,
        asset=asset,
        nominal=nominal,
        price=price,
        is_dirty=is_dirty,
        accrued=Decimal(0) if accrued is None else accrued.amount,
        factor=Decimal(1) if factor is None else factor,
        issued=issued,
        matures=matures,
        issuer=issuer,
        coupon=coupon,
        code=code or isin,
        annex=row.maybe_text("annex"),
        approved_by=approvers(row),
        place=row.place,
        purpose=purpose,
        credit_quality_step=step,
    )
