"""Caps: what held collateral and deliveries under way count for, the excess left out.

Who shares a cap is control flow, and is said once: the night calls such annexes here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from isda.basics.arithmetic import EXACT, NIL, Exactly
from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.law.paragraphs import cite
from isda.margin import lot_plan
from isda.margin.inputs import Notes
from isda.margin.lots import Valued
from isda.margin.transit import Moving
from isda.terms.bound import BoundTerms
from isda.terms.collateral import EACH, Cap, ShareOf


@dataclass(slots=True)
class Item:
    """One item that caps look at, in the order listed: lots held, then deliveries.

    Attributes:
        name: The lot, or the movement.
        valued: Its asset.
        value: Before any cap, without what is on its way back.
        counted: What the caps so far leave of it.
        returning: The part that is on its way back; it counts until it is gone, and takes no
            room under a cap.
    """

    name: str
    valued: Valued
    value: Decimal
    counted: Decimal
    returning: Decimal = NIL

    @classmethod
    def of(cls, name: str, valued: Valued) -> "Item":
        """Return an item as it stands before anything is set aside."""
        return cls(name, valued, valued.value, valued.value)


def after_caps(
    terms: BoundTerms,
    lots: Sequence[Valued],
    moving: Sequence[Moving],
    required: Decimal,
    notes: Notes,
) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Return what each held lot and each delivery under way counts for after every cap.

    Every cap is applied to uncapped values and its excess taken from the last item listed;
    each item counts at the smallest value that any cap leaves it. What is agreed counts as
    moved: a delivery comes after what is held, and what goes back makes room. A share of the
    requirement cuts nothing where nothing is required, and where all that is held goes back
    no cap does: else it would never come back.

    Law:
        csa-1994-ny 13(b)(ii) · csa-1995-eng 11(b)(ii) · 13(c)(ii), 11(c)(ii) of 2016.
    """
    if terms.returns_all or not terms.annex.concentration:
        return (
            {each.lot.lot_id: each.value for each in lots},
            {one.item.movement_id: one.value for one in moving if one.is_delivery},
        )
    held = [Item.of(each.lot.lot_id, each) for each in lots]
    coming = [
        Item.of(one.item.movement_id, one.valued)
        for one in moving
        if one.is_delivery and one.valued is not None
    ]
    items = [*held, *coming]
    _set_aside(terms, [*reversed(held), *reversed(coming)], moving, notes)
    _ask_issuers(terms, items, notes)
    with Exactly():
        posted = sum((each.value for each in items), start=NIL)
    for number, cap in enumerate(terms.annex.concentration):
        if not required and cap.at_most.share_of is ShareOf.REQUIREMENT:
            continue
        path = f"{terms.path}.concentration.{number}"
        for label, group in _groups(cap, items).items():
            limit = _limit(terms, cap, path, posted=posted, required=required, notes=notes)
            _apply(terms, cap, group, limit=limit, path=path, label=label, notes=notes)
    for each in items:
        if each.returning:
            known = notes.working.follow(
                lot_plan.with_returning(terms.form),
                {"value_after_caps": each.counted, "returning": each.returning},
                leg=notes.leg,
                of=each.name,
            )
            each.counted = known["value_counted"]
    return (
        {each.name: each.counted for each in held},
        {each.name: each.counted for each in coming},
    )


def _set_aside(
    terms: BoundTerms, items: Sequence[Item], moving: Sequence[Moving], notes: Notes
) -> None:
    """Lay each return under way to items of its kind, in the order given."""
    for one in moving:
        if one.is_delivery or one.valued is None:
            continue
        left = one.value
        for each in items:
            if _kind(each.valued) == _kind(one.valued):
                part = min(left, each.value)
                left = EXACT.subtract(left, part)
                each.returning = EXACT.add(each.returning, part)
                each.value = EXACT.subtract(each.value, part)
        if left and not (notes.refused or notes.undefined):
            notes.refuse(
                "MC123",
                f"{one.item.movement_id} takes back more {one.valued.asset} than is held or "
                "coming in",
                place=one.item.place,
                help_text="name its asset, currency and issuer as the lot has them",
                cites=(cite("in-transit", terms.form),),
            )
    for each in items:
        if each.returning:
            known = notes.working.follow(
                lot_plan.staying(terms.form),
                {"value": each.valued.value, "returning": each.returning},
                leg=notes.leg,
                of=each.name,
            )
            each.value = each.counted = known["value_staying"]


def _kind(valued: Valued) -> tuple[str, ...]:
    """Return what caps tell items apart by."""
    lot = valued.lot
    return valued.asset.casefold(), lot.nominal.currency, (lot.issuer or "").casefold()


def _ask_issuers(terms: BoundTerms, items: Sequence[Item], notes: Notes) -> None:
    """Refuse a security without an issuer where a cap looks at issuers; cash has none."""
    if not any("issuer" in cap.of for cap in terms.annex.concentration):
        return
    for each in items:
        lot = each.valued.lot
        if each.valued.value and not lot.is_cash and lot.issuer is None:
            notes.refuse(
                "MC102",
                f"{each.name} names no issuer, and the annex caps what counts of an issuer",
                place=lot.place,
                help_text="add its `issuer`",
                cites=(cite("concentration", terms.form),),
            )


def _apply(
    terms: BoundTerms,
    cap: Cap,
    group: Sequence[Item],
    *,
    limit: Decimal,
    path: str,
    label: str,
    notes: Notes,
) -> None:
    """Leave each item of a group no more than the cap does."""
    before = NIL
    for each in group:
        known = notes.working.follow(
            lot_plan.under_cap(terms.form),
            {
                "value": each.value,
                "cap": limit,
                "counted_before": before,
                "value_so_far": each.counted,
            },
            leg=notes.leg,
            of=each.name,
            sources={"cap": path, "value": "value_staying" if each.returning else "value"},
        )
        each.counted = known["value_after_caps"]
        before = EXACT.add(before, each.value)
    if before > limit:
        notes.find(
            "MC302",
            Severity.WARNING,
            f"{label} comes to {Money(before, notes.base)} and exceeds its cap of "
            f"{_in_words(cap, limit, notes.base)}: the excess counts zero",
            place=notes.place_of(path),
            help_text="ask for other collateral if the excess matters",
            cites=(cite("concentration", terms.form),),
        )


def _in_words(cap: Cap, limit: Decimal, base: str) -> str:
    """Return a cap as the sheet writes it, and what a share comes to today."""
    said = str(cap.at_most)
    return said if cap.at_most.money else f"{said}, which is {Money(limit, base)}"


def _groups(cap: Cap, items: Sequence[Item]) -> Mapping[str, list[Item]]:
    """Return the items a cap touches: one group, or one for each distinct thing."""
    groups: dict[str, list[Item]] = {}
    for each in items:
        lot = each.valued.lot
        has = {"currency": lot.nominal.currency, "asset": each.valued.asset}
        if lot.issuer is not None:
            has["issuer"] = lot.issuer
        if all(
            key in has and text.casefold() in {EACH, has[key].casefold()}
            for key, text in cap.of.items()
        ):
            label = ", ".join(f"{key} {has[key]}" for key in cap.of)
            groups.setdefault(label, []).append(each)
    return groups


def _limit(
    terms: BoundTerms, cap: Cap, path: str, *, posted: Decimal, required: Decimal, notes: Notes
) -> Decimal:
    at_most = cap.at_most
    if at_most.money is not None:
        return notes.in_base("cap", at_most.money, path, cite("concentration", terms.form))
    whole = posted if at_most.share_of == "posted value" else required
    known = notes.working.follow(
        lot_plan.cap_of_share(terms.form),
        {"whole": whole, "share": at_most.share.fraction},
        leg=notes.leg,
        sources={"share": path},
    )
    return known["cap"]
