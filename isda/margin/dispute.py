"""What is disputed: the part of a demand, of what is held and of what moves that waits."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from isda.basics.arithmetic import NIL
from isda.basics.finding import Place, Severity
from isda.basics.money import Money
from isda.facts.facts import Facts, Figure, MovementKind
from isda.law.paragraphs import cite
from isda.margin.inputs import Notes
from isda.margin.transit import Transit
from isda.terms.bound import BoundTerms
from isda.terms.reading import Answer

NAMES = {
    "delivery": "disputed_delivery",
    "return_": "disputed_return",
    "held": "disputed_held",
    "deliveries": "disputed_deliveries_in_transit",
    "returns": "disputed_returns_in_transit",
}
"""What each disputed part is called in the working."""

DEMANDS = frozenset({"delivery", "return_"})
HALF = Decimal("0.5")

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


class Part(NamedTuple):
    """A disputed part of the leg, and whether another leg could take it as well."""

    key: str
    figure: Figure
    is_shared: bool = False


def disputes(
    terms: BoundTerms, facts: Facts, transit: Transit, *, taken: Taken, notes: Notes
) -> dict[str, Decimal]:
    """Return the disputed parts of the leg's demand, of what is held and of what moves.

    Parts that name no posting party belong to the leg that can take them; where two could,
    both are refused. Where the annex deletes its paragraph on disputes nothing waits. Where
    it has a tolerance and a demand is disputed, `tolerance` and `half` stand beside the parts.

    Args:
        terms: The leg.
        facts: The day.
        transit: What is under way and counts.
        taken: Which nameless parts the leg can take, and which another leg could too.
        notes: The leg's notes.

    Law:
        csa-1994-ny 5 · csa-1995-eng 4.
    """
    parts = [*_parts(terms, facts, taken), *_of_movements(transit)]
    found = dict.fromkeys(NAMES.values(), NIL)
    if not parts:
        return found
    if not terms.annex.disputes.stands:
        for part in parts:
            notes.find(
                "MC312",
                Severity.WARNING,
                "a part is disputed, and this annex has no paragraph on disputes: it holds "
                "nothing back",
                place=part.figure.place,
                help_text="check that the paragraph is deleted; if it stands, say so",
                cites=(cite("disputes", terms.form),),
            )
        return found
    laid: dict[str, list[Figure]] = {}
    for part in parts:
        name = _name(part, transit, terms, notes)
        if name is not None:
            laid.setdefault(name, []).append(part.figure)
    for name, figures in laid.items():
        found[name] = _sum(name, figures, terms, notes)
    return found | _tolerance(terms, parts, notes)


def _sum(name: str, figures: Sequence[Figure], terms: BoundTerms, notes: Notes) -> Decimal:
    cited = cite("disputes", terms.form)
    if len(figures) == 1:
        return notes.in_base(name, figures[0].amount, figures[0].place, cited)
    places = {f"part {number}": one.place for number, one in enumerate(figures, start=1)}
    amounts = {
        of: notes.in_base("disputed", one.amount, one.place, cited, of=of)
        for of, one in zip(places, figures, strict=True)
    }
    return notes.add(name, amounts, places, cited)


def _parts(terms: BoundTerms, facts: Facts, taken: Taken) -> Iterator[Part]:
    """Yield the disputed parts under the leg's letter, and the nameless ones it can take."""
    for each in facts.disputed:
        if each.poster not in {None, terms.pledgor}:
            continue
        for key in ("delivery", "return_", "held", "in_transit"):
            figure: Figure | None = getattr(each, key)
            nameless = each.poster is None
            if figure is not None and not (nameless and key in taken.elsewhere):
                yield Part(key, figure, is_shared=nameless and key in taken.shared)


def _of_movements(transit: Transit) -> Iterator[Part]:
    for one in transit.items:
        if one.disputed is not None:
            key = "deliveries" if one.kind is MovementKind.DELIVERY else "returns"
            yield Part(key, Figure(one.disputed, one.place))


def _name(part: Part, transit: Transit, terms: BoundTerms, notes: Notes) -> str | None:
    """Return what a part is taken off; None where it cannot be said, or nothing counts."""
    if part.is_shared:
        refuse_shared(notes, part.figure.place)
        return None
    if part.key != "in_transit":
        return NAMES[part.key]
    if transit.deliveries and transit.returns:
        notes.refuse(
            "MC112",
            "deliveries and returns are both under way, and the disputed part says not which",
            place=part.figure.place,
            help_text="write `disputed:` on the movement itself",
        )
        return None
    if not (transit.deliveries or transit.returns):
        notes.find(
            "MC307",
            Severity.INFO,
            "a part of what is under way is disputed, and nothing under way counts",
            place=part.figure.place,
            cites=(cite("disputes", terms.form),),
        )
        return None
    return NAMES["deliveries" if transit.deliveries else "returns"]


def refuse_shared(notes: Notes, place: Place) -> None:
    """Refuse a disputed part that two legs could take."""
    notes.refuse("MC112", SHARED, place=place, help_text=SHARED_HELP)


def _tolerance(terms: BoundTerms, parts: list[Part], notes: Notes) -> dict[str, Decimal]:
    """Return the tolerance a disputed demand is held against, where the annex has one."""
    elected, path = terms.annex.disputes.tolerance, f"{terms.path}.disputes.tolerance"
    cited = cite("disputes", terms.form)
    if terms.annex.disputes.is_open or elected is Answer.TO_BE_AGREED:
        why = terms.annex.disputes.unresolved or "the tolerance is to be agreed"
        notes.leave_undefined(
            "MC202",
            f"a part is disputed, and `disputes` is open: {why}",
            place=notes.place_of(path),
            cites=(cited,),
        )
    if not isinstance(elected, Money):
        return {}
    aside = [part for part in parts if part.key not in DEMANDS]
    if aside:
        notes.refuse(
            "MC112",
            "the annex shares small differences of a demand, and what is held or under way is "
            "disputed: which difference that makes of the demand is not said",
            place=aside[0].figure.place,
            help_text="say the disputed part of the demand: `delivery:` or `return:`",
            cites=(cited,),
        )
    return {"tolerance": notes.in_base("tolerance", elected, path, cited), "half": HALF}
