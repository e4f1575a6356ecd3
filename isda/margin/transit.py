"""Movements agreed and not settled: which count, and what they are worth."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from isda.basics.arithmetic import EXACT, NIL
from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.facts.facts import Facts, InTransit, MovementKind
from isda.law.paragraphs import cite
from isda.margin.inputs import Notes
from isda.margin.lots import Valued, value_lot
from isda.terms.bound import BoundTerms
from isda.terms.switches import InTransit as Counting


@dataclass(frozen=True, slots=True)
class Moving:
    """A movement that counts, with its value in base currency before any cap."""

    item: InTransit
    value: Decimal
    valued: Valued | None = None

    @property
    def is_delivery(self) -> bool:
        """Whether it goes towards the holder."""
        return self.item.kind is MovementKind.DELIVERY


def told_apart(facts: Facts) -> Facts:
    """Return facts in which no movement bears the identifier of a lot, for the working's sake.

    A lot that is moved may keep its number, and two groups of steps would bear one name.

    Example:
        >>> from isda.sheet.read_facts import read_facts_text
        >>> facts = read_facts_text('''
        ... facts: 1
        ... on: 2024-12-30
        ... held: [{lot: bond-4, posted_by: B, asset: cash, amount: USD 5}]
        ... in_transit:
        ...   - {movement: bond-4, kind: return, by: A, settles: 2024-12-31, amount: USD 5}
        ... ''').must()
        >>> [one.movement_id for one in told_apart(facts).in_transit]
        ['movement bond-4']
    """
    held = {lot.lot_id for lot in facts.held}
    moved = {one.movement_id for one in facts.in_transit}
    if held.isdisjoint(moved):
        return facts
    moving = (
        _named_apart(one, held | moved) if one.movement_id in held else one
        for one in facts.in_transit
    )
    return replace(facts, in_transit=tuple(moving))


def _named_apart(item: InTransit, taken: Collection[str]) -> InTransit:
    name = item.movement_id
    while name in taken:
        name = f"movement {name}"
    lot = None if item.lot is None else replace(item.lot, lot_id=name)
    return replace(item, movement_id=name, lot=lot)


def under_way(
    terms: BoundTerms, items: Sequence[InTransit], facts: Facts, notes: Notes
) -> list[Moving]:
    """Return the leg's movements that count: those whose settlement day is not past.

    An overdue movement drops out, is called again, and is a finding. Where the annex caps
    what counts, a movement has to say of which asset it is.

    Law:
        csa-1995-eng 2(a), 2(b)(i) · the 2016 VM forms alike; in the 1994 form an election.
    """
    cited = cite("in-transit", terms.form)
    found: list[Moving] = []
    for item in items:
        if terms.in_transit is not Counting.COUNTED:
            notes.find(
                "MC307",
                Severity.INFO,
                f"{item.movement_id} is under way and does not count",
                place=item.place,
                help_text="`in_transit: counted` counts it, where the document says so",
                cites=(cited,),
            )
        elif item.settles < facts.on:
            notes.find(
                "MC305",
                Severity.WARNING,
                f"{item.movement_id} was to settle on "
                f"{item.settles} and has not: it counts no longer and is called again",
                place=item.place,
                cites=(cited,),
            )
        elif (moving := _moving(terms, item, facts, notes)) is not None:
            found.append(moving)
    return found


def _moving(terms: BoundTerms, item: InTransit, facts: Facts, notes: Notes) -> Moving | None:
    if item.lot is not None:
        valued = value_lot(terms, item.lot, facts.on, notes)
        return None if valued is None else Moving(item, valued.value, valued)
    cited = cite("in-transit", terms.form)
    if item.amount is None:
        notes.refuse(
            "MC102",
            f"{item.movement_id} is under way with neither an amount nor an asset",
            place=item.place,
            help_text="complete the facts of the movement",
        )
        return None
    if terms.annex.concentration and not terms.returns_all:
        notes.refuse(
            "MC102",
            f"{item.movement_id} is under way without its asset, and the annex caps what "
            "counts of an asset",
            place=item.place,
            help_text="name its `asset`, with the keys of `held`",
            cites=(cite("concentration", terms.form),),
        )
        return None
    if terms.column is not None and not terms.returns_all:
        notes.refuse(
            "MC102",
            f"{item.movement_id} is under way without its asset, and each regime values an "
            "asset by its own column",
            place=item.place,
            help_text="name its `asset`, with the keys of `held`",
            cites=(cite("eligible-collateral", terms.form),),
        )
        return None
    amount = notes.in_base("in_transit", item.amount, item.place, cited, of=item.movement_id)
    return Moving(item, amount)


@dataclass(frozen=True, slots=True)
class Transit:
    """What is under way and counts: the movements, and their sums in base currency."""

    items: tuple[Moving, ...] = ()
    deliveries: Decimal = NIL
    returns: Decimal = NIL


def in_transit(
    terms: BoundTerms, moving: Sequence[Moving], counted: Mapping[str, Decimal], notes: Notes
) -> Transit:
    """Add up the deliveries at what they count for after caps, and the returns in full.

    Law:
        csa-1995-eng 2(b)(i) · the 2016 VM forms alike; in the 1994 form an election.
    """
    back = {one.item.movement_id: one.value for one in moving if not one.is_delivery}
    places = {one.item.movement_id: one.item.place for one in moving}
    sums = {}
    for name, parts in (("deliveries", counted), ("returns", back)):
        if parts:
            of = {part: places[part] for part in parts}
            step, cited = f"{name}_in_transit", cite("in-transit", terms.form)
            sums[name] = notes.add(step, parts, of, cited)
    return Transit(tuple(moving), **sums)


def check_parts(terms: BoundTerms, given: Mapping[str, Decimal], notes: Notes) -> None:
    """Refuse a part that is larger than what it is a part of: of what is held, or comes.

    Args:
        terms: The leg.
        given: What is held, under way and disputed; base currency, zero or more.
        notes: The leg's notes.

    Law:
        csa-1994-ny 5 · csa-1995-eng 4.
    """
    base = notes.base
    there = EXACT.add(given["held_value"], given["deliveries_in_transit"])
    if given["returns_in_transit"] > there:
        notes.refuse(
            "MC123",
            f"{Money(given['returns_in_transit'], base)} is on its way back, and "
            f"{Money(there, base)} is held or coming in",
            help_text="check `in_transit:` and `held:`: what went back is no longer held",
            cites=(cite("in-transit", terms.form),),
        )
    if given["disputed_held"] > given["held_value"]:
        notes.refuse(
            "MC112",
            f"{Money(given['disputed_held'], base)} of what is held is disputed, and "
            f"{Money(given['held_value'], base)} is held",
            help_text="dispute no more than there is",
            cites=(cite("disputes", terms.form),),
        )
