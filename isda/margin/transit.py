"""Movements agreed and not settled, and what is disputed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from isda.basics.arithmetic import NIL
from isda.basics.finding import Place, Severity
from isda.facts.facts import Facts, Figure, InTransit, MovementKind
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


SHARED = "a disputed part names no posting party, and more than one leg could take it"
SHARED_HELP = "write it under the posting party's letter: `disputed: {B: {delivery: …}}`"


class Taken(NamedTuple):
    """Which nameless disputed parts are not the leg's: `held`, `in_transit`.

    Attributes:
        elsewhere: Parts that this leg has nothing for.
        shared: Parts that another leg could take as well.
    """

    elsewhere: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()


@dataclass(slots=True)
class Transit:
    """What is under way, in base currency, zero or more each."""

    deliveries: Decimal = NIL
    returns: Decimal = NIL
    disputed_deliveries: Decimal = NIL
    disputed_returns: Decimal = NIL


def in_transit(
    terms: BoundTerms, items: Sequence[InTransit], facts: Facts, notes: Notes
) -> Transit:
    """Add up the leg's movements whose settlement day is not past.

    An overdue movement drops out, is called again, and is a finding.

    Law:
        csa-1995-eng 2(a), 2(b)(i) · the 2016 VM forms alike; in the 1994 form an election.
    """
    under_way: dict[str, dict[str, Decimal]] = {name: {} for name in Transit.__slots__}
    cited = cite("in-transit", terms.form)
    if terms.in_transit is not Counting.COUNTED:
        for item in items:
            notes.find(
                "MC307",
                Severity.INFO,
                f"{item.movement_id} is under way and does not count",
                place=item.place,
                help_text="`in_transit: counted` counts it, where the document says so",
                cites=(cited,),
            )
        return Transit()
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
    places = {item.movement_id: item.place for item in items}
    sums = {
        name: notes.add(f"{name}_in_transit", parts, places, cited)
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
        notes.refuse(
            "MC102",
            f"{item.movement_id} is under way with neither an amount nor an asset",
            place=item.place,
            help_text="complete the facts of the movement",
        )
        return None
    valued = value_lot(terms, item.lot, facts.on, notes)
    return None if valued is None else valued.value


def disputes(
    terms: BoundTerms, facts: Facts, transit: Transit, *, taken: Taken, notes: Notes
) -> dict[str, Decimal]:
    """Return the disputed parts of the leg's demand, of what is held and of what moves.

    Parts that name no posting party belong to the leg that can take them; where two could,
    both are refused.

    Args:
        terms: The leg.
        facts: The day.
        transit: Where a dispute of what moves is laid to.
        taken: Which nameless parts the leg can take, and which another leg could too.
        notes: The leg's notes.

    Law:
        csa-1994-ny 5 · csa-1995-eng 4.
    """
    found = dict.fromkeys(DISPUTES.values(), NIL)
    for each in facts.disputed:
        if each.poster not in {None, terms.pledgor}:
            continue
        for key in ("delivery", "return_", "held", "in_transit"):
            figure: Figure | None = getattr(each, key)
            if figure is None or (each.poster is None and key in taken.elsewhere):
                continue
            if each.poster is None and key in taken.shared:
                refuse_shared(notes, figure.place)
            elif key == "in_transit":
                _lay_in_transit(figure, transit, terms, notes)
            else:
                name = DISPUTES[key]
                found[name] += notes.in_base(
                    name, figure.amount, figure.place, cite("disputes", terms.form)
                )
    return found


def refuse_shared(notes: Notes, place: Place) -> None:
    """Refuse a disputed part that two legs could take."""
    notes.refuse("MC112", SHARED, place=place, help_text=SHARED_HELP)


def _lay_in_transit(figure: Figure, transit: Transit, terms: BoundTerms, notes: Notes) -> None:
    amount = notes.in_base(
        "disputed_in_transit", figure.amount, figure.place, cite("disputes", terms.form)
    )
    if transit.deliveries and transit.returns:
        notes.refuse(
            "MC112",
            "deliveries and returns are both under way, and the disputed part says not which",
            place=figure.place,
            help_text="write `disputed:` on the movement itself",
        )
    elif transit.returns:
        transit.disputed_returns += amount
    elif transit.deliveries:
        transit.disputed_deliveries += amount
    else:
        notes.find(
            "MC307",
            Severity.INFO,
            "a part of what is under way is disputed, and nothing under way counts",
            place=figure.place,
            cites=(cite("disputes", terms.form),),
        )
