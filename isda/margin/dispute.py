"""What is disputed: the part of a demand, of what is held and of what moves that waits."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from isda.basics.arithmetic import EXACT, NIL, settled_places
from isda.basics.finding import Place, Severity
from isda.basics.money import Money
from isda.facts.facts import Disputed, Facts, Figure, MovementKind
from isda.law.paragraphs import cite
from isda.margin.inputs import Notes
from isda.margin.margin_disputes import Alone, OfRegime, waits
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

WAYS = {
    "disputed_delivery": MovementKind.DELIVERY,
    "disputed_return": MovementKind.RETURN,
}
"""The disputed parts of a demand, and which way it goes."""

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
    """A disputed part of the leg.

    Attributes:
        key: What it is a part of.
        figure: The amount.
        is_shared: Whether another leg could take it as well.
        most: What it is a part of, where it is of one movement; base currency.
        regime: The one regime that it is of; None where it is of every regime alike.
    """

    key: str
    figure: Figure
    is_shared: bool = False
    most: Decimal | None = None
    regime: str | None = None


NOTHING_DISPUTED: Final[Mapping[str, tuple[OfRegime, ...]]] = MappingProxyType({})
"""No part of the demand of a regime of initial margin."""


def disputes(
    terms: BoundTerms,
    facts: Facts,
    transit: Transit,
    *,
    taken: Taken,
    alone: Alone,
    notes: Notes,
) -> tuple[dict[str, Decimal], Mapping[str, tuple[OfRegime, ...]]]:
    """Return the disputed parts of the leg's demand, of what is held and of what moves.

    Parts that name no posting party belong to the leg that can take them; where two could,
    both are refused. Where the annex deletes its paragraph on disputes nothing waits. Where
    it has a tolerance and a demand is disputed, `tolerance` and `half` stand beside the parts.
    A part of a regime is of its leg alone; one that names none is of the leg of each. Regimes
    of initial margin have one leg, and what waits of its demand is worked out from each.

    Args:
        terms: The leg.
        facts: The day.
        transit: What is under way and counts.
        taken: Which nameless parts the leg can take, and which another leg could too.
        alone: What each regime of initial margin asks for alone.
        notes: The leg's notes.

    Returns:
        The parts by name, and the parts of single regimes of initial margin by name.

    Law:
        csa-1994-ny 5 · csa-1995-eng 4.
    """
    parts = [*_parts(terms, facts, taken), *_of_movements(transit)]
    found = dict.fromkeys(NAMES.values(), NIL)
    if not parts:
        return found, NOTHING_DISPUTED
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
        return found, NOTHING_DISPUTED
    laid: dict[str, list[Part]] = {}
    for part in parts:
        name = _name(part, transit, terms, notes)
        if name is not None:
            laid.setdefault(name, []).append(part)
    of_regimes: dict[str, tuple[OfRegime, ...]] = {}
    for name, of_name in laid.items():
        if name in WAYS and of_name[0].regime is not None and terms.initial_margin is not None:
            each = {
                (part.regime or "").casefold(): _of_one(part, terms, notes) for part in of_name
            }
            found[name], of_regimes[name] = waits(terms, WAYS[name], each, alone, notes)
        else:
            found[name] = _sum(name, of_name, terms, notes)
    _ask_of_the_demand(terms, parts, notes)
    _ask_of_which_regime(terms, parts, notes)
    return found | _tolerance(terms, notes), of_regimes


def _of_one(part: Part, terms: BoundTerms, notes: Notes) -> OfRegime:
    """Return a disputed part of one regime of initial margin, in base currency."""
    place, cited = part.figure.place, cite("disputes", terms.form)
    of = part.regime or ""
    return OfRegime(
        notes.in_base("disputed_part", part.figure.amount, place, cited, of=of), place
    )


def _sum(name: str, parts: Sequence[Part], terms: BoundTerms, notes: Notes) -> Decimal:
    """Return parts added up; none is larger than the movement it is a part of."""
    cited = cite("disputes", terms.form)
    places = {f"part {number}": one.figure.place for number, one in enumerate(parts, start=1)}
    amounts: dict[str, Decimal] = {}
    for (of, place), part in zip(places.items(), parts, strict=True):
        labels = {"name": "disputed", "of": of} if parts[1:] else {"name": name}
        amounts[of] = notes.in_base(
            labels["name"], part.figure.amount, place, cited, of=labels.get("of", "")
        )
        if part.most is not None and amounts[of] > part.most:
            notes.refuse(
                "MC112",
                f"{part.figure.amount} of a movement is disputed, and it is worth "
                f"{Money(part.most, notes.base)}",
                place=place,
                help_text="dispute no more than there is",
                cites=(cited,),
            )
    return notes.add(name, amounts, places, cited) if parts[1:] else amounts["part 1"]


def _parts(terms: BoundTerms, facts: Facts, taken: Taken) -> Iterator[Part]:
    """Yield the disputed parts under the leg's letter, and the nameless ones it can take."""
    for each in _of_leg(terms, facts):
        for key in ("delivery", "return_", "held", "in_transit"):
            figure: Figure | None = getattr(each, key)
            nameless = each.poster is None
            if figure is not None and not (nameless and key in taken.elsewhere):
                shared = nameless and key in taken.shared
                yield Part(key, figure, shared, regime=each.regime)


def _of_leg(terms: BoundTerms, facts: Facts) -> Iterator[Disputed]:
    """Yield what is disputed under the leg's letter or none, of its regimes or of all."""
    margin = terms.initial_margin
    regimes = (terms.regime,) if margin is None else margin.regimes
    for each in facts.disputed:
        if each.poster in {None, terms.pledgor} and any(map(each.is_of, regimes)):
            yield each


def _of_movements(transit: Transit) -> Iterator[Part]:
    for one in transit.items:
        item = one.item
        if item.disputed is not None:
            key = "deliveries" if one.is_delivery else "returns"
            yield Part(key, Figure(item.disputed, item.place), most=one.value)


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


def _ask_of_the_demand(terms: BoundTerms, parts: Sequence[Part], notes: Notes) -> None:
    """Refuse a dispute of what is held or moves where only that of the demand can be read.

    A tolerance speaks of the two figures of a demand, and caps look at items: neither says
    what a disputed part of the balance comes to.
    """
    aside = [part for part in parts if part.key not in DEMANDS]
    if not aside:
        return
    if isinstance(terms.annex.disputes.tolerance, Money):
        why = "the annex shares small differences of a demand"
    elif terms.annex.concentration:
        why = "the annex caps what counts"
    else:
        return
    notes.refuse(
        "MC112",
        f"{why}, and what is held or under way is disputed: what that makes of the demand is "
        "not said",
        place=aside[0].figure.place,
        help_text="say the disputed part of the demand: `delivery:` or `return:`",
        cites=(cite("disputes", terms.form),),
    )


def _ask_of_which_regime(terms: BoundTerms, parts: Sequence[Part], notes: Notes) -> None:
    """Refuse a dispute of a demand that names no regime, where each regime demands apart."""
    nameless = [part for part in parts if part.key in DEMANDS and part.regime is None]
    if not nameless or terms.formula is None or not terms.formula.demands_apart:
        return
    notes.refuse(
        "MC112",
        "regimes of the annex have a minimum of their own, so that there are several demands, "
        "and the disputed part names no regime",
        place=nameless[0].figure.place,
        help_text="write `regime:` beside it; a list of them, where several are disputed",
        cites=(cite("disputes", terms.form),),
    )


def _tolerance(terms: BoundTerms, notes: Notes) -> dict[str, Decimal]:
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
    return {"tolerance": notes.in_base("tolerance", elected, path, cited), "half": HALF}


def check_demands(
    terms: BoundTerms,
    found: Mapping[str, Decimal],
    facts: Facts,
    notes: Notes,
    *,
    of_all: Mapping[str, Decimal] | None = None,
    of_regimes: Mapping[str, tuple[OfRegime, ...]] = NOTHING_DISPUTED,
) -> None:
    """Refuse a dispute of more than is demanded, and point out one of what is not demanded.

    Args:
        terms: The leg.
        found: Its figures, with shortfall and surplus.
        facts: Where the disputed parts stand.
        notes: The leg's notes.
        of_all: Shortfall and surplus of all regimes together, for parts that name none.
        of_regimes: Parts of single regimes of initial margin: each is held against its own.
    """
    for key, whole in (("delivery", "shortfall"), ("return_", "surplus")):
        name = NAMES[key]
        for one in of_regimes.get(name, ()):
            asked = EXACT.subtract(one.required, found["adjusted_value"])
            demanded = max(NIL, asked if key == "delivery" else EXACT.minus(asked))
            _hold_against(terms, one.part, demanded, (key, one.place), notes)
        part = found[name]
        if not part or name in of_regimes:
            continue
        laid = next(each for each in _of_leg(terms, facts) if getattr(each, key) is not None)
        demands = of_all if of_all is not None and laid.regime is None else found
        if not settled_places(demands[whole]) and laid.poster is None:
            continue  # another leg may have the demand
        at = key, getattr(laid, key).place
        _hold_against(terms, part, demands[whole], at, notes)


def _hold_against(
    terms: BoundTerms, part: Decimal, demand: Decimal, at: tuple[str, Place], notes: Notes
) -> None:
    """Refuse a disputed part that is larger than its demand, and warn where there is none."""
    cited = (cite("disputes", terms.form),)
    demanded, way = settled_places(demand), at[0].removesuffix("_")
    if not demanded:
        notes.find(
            "MC315",
            Severity.WARNING,
            f"a part of a {way} is disputed, and no {way} is demanded",
            place=at[1],
            help_text="check the letter (the posting party's) and the direction",
            cites=cited,
        )
    elif part > demanded:
        notes.refuse(
            "MC112",
            f"{Money(part, notes.base)} of a {way} is disputed, and "
            f"{Money(demanded, notes.base)} is demanded",
            place=at[1],
            help_text="dispute no more than there is",
            cites=cited,
        )
