"""Movements agreed and not settled, and what is disputed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from isda.basics.arithmetic import NIL
from isda.basics.finding import Severity
from isda.facts.facts import Disputed, Facts, Figure, InTransit, MovementKind
from isda.law.paragraphs import cite
from isda.margin.inputs import Notes
from isda.margin.lots import value_lot
from isda.terms.bound import BoundTerms
from isda.terms.switches import InTransit as Counting

DISPUTES = {
    "delivery": "disputed_delivery",
    "return_": "disputed_return",
    "held": "disputed_held",
}


@dataclass(slots=True)
class Transit:
    """What is under way, in base currency, zero or more each."""

    deliveries: Decimal = NIL
    returns: Decimal = NIL
    disputed_deliveries: Decimal = NIL
    disputed_returns: Decimal = NIL


def in_transit(
    terms: BoundTerms, items: Iterable[InTransit], facts: Facts, notes: Notes
) -> Transit:
    """Add up the leg's movements whose settlement day is not past.

    An overdue movement drops out, is called again, and is a finding.

    Law:
        csa-1995-eng 2(a), 2(b)(i) · the 2016 VM forms alike; in the 1994 form an election.
    """
    under_way: dict[str, dict[str, Decimal]] = {name: {} for name in Transit.__slots__}
    if terms.in_transit is not Counting.COUNTED:
        return Transit()
    cited = cite("in-transit", terms.form)
    for item in items:
        if item.settles < facts.on:
            notes.find(
                "MC305",
                Severity.WARNING,
                f"{item.movement_id} was to settle on "
                f"{item.settles} and has not: it counts no longer and is called again",
                place=item.place,
                cites=(cited,),
            )
            continue
        value = _value(terms, item, facts, notes)
        if value is None:
            continue
        kind = "deliveries" if item.kind is MovementKind.DELIVERY else "returns"
        under_way[kind][item.movement_id] = value
        if item.disputed is not None:
            under_way[f"disputed_{kind}"][item.movement_id] = notes.in_base(
                "disputed", item.disputed, item.place, cited, of=item.movement_id
            )
    sums = {
        name: notes.working.add(f"{name}_in_transit", parts, cited, leg=notes.leg)
        for name, parts in under_way.items()
        if parts
    }
    return Transit(**sums)


def _value(terms: BoundTerms, item: InTransit, facts: Facts, notes: Notes) -> Decimal | None:
    if item.amount is not None:
        return notes.in_base(
            "in_transit",
            item.amount,
            item.place,
            cite("in-transit", terms.form),
            of=item.movement_id,
        )
    if item.lot is None:
        return NIL
    valued = value_lot(terms, item.lot, facts.on, notes)
    return None if valued is None else valued.value


def disputes(
    terms: BoundTerms, facts: Facts, transit: Transit, *, alone: bool, notes: Notes
) -> dict[str, Decimal]:
    """Return the disputed parts of the leg's demand, of what is held and of what moves.

    Args:
        terms: The leg.
        facts: The day.
        transit: Where a flat `in_transit` dispute is laid to.
        alone: Whether no other leg could take a flat dispute.
        notes: The leg's notes.

    Law:
        csa-1994-ny 5 · csa-1995-eng 4.
    """
    found = dict.fromkeys(DISPUTES.values(), NIL)
    for each in facts.disputed:
        if each.poster not in {None, terms.pledgor}:
            continue
        if each.poster is None and not alone:
            notes.refuse(
                "MC112",
                "the disputed parts name no posting party, and more than one "
                "leg could take them",
                place=each.place,
                help_text="write them under the posting party's letter: "
                "`disputed: {B: {delivery: …}}`",
            )
            continue
        _lay(each, found, transit, terms, notes)
    return found


def _lay(
    each: Disputed, found: dict[str, Decimal], transit: Transit, terms: BoundTerms, notes: Notes
) -> None:
    cited = cite("disputes", terms.form)
    for key, name in DISPUTES.items():
        figure: Figure | None = getattr(each, key)
        if figure is not None:
            found[name] += notes.in_base(name, figure.amount, figure.place, cited)
    if each.in_transit is None:
        return
    amount = notes.in_base(
        "disputed_in_transit", each.in_transit.amount, each.in_transit.place, cited
    )
    if transit.deliveries and transit.returns:
        notes.refuse(
            "MC112",
            "deliveries and returns are both under way, and the disputed part "
            "says not of which",
            place=each.in_transit.place,
            help_text="write `disputed:` on the movement itself",
        )
    elif transit.returns:
        transit.disputed_returns += amount
    else:
        transit.disputed_deliveries += amount
