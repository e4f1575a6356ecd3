"""What is disputed of one regime of initial margin, and what that leaves of the one demand.

Regimes of an annex of initial margin make one demand, by the greatest of their figures. Taking
the greatest commutes with all that follows: what each regime would demand alone, less what is
disputed of it, has as its greatest what is undisputed of the whole.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from isda.basics.arithmetic import NIL
from isda.basics.finding import Place
from isda.facts.facts import MovementKind
from isda.law.paragraphs import cite
from isda.margin import margin_plan, plan
from isda.margin.inputs import Notes
from isda.margin.working import greatest
from isda.terms.bound import BoundTerms


class Alone(NamedTuple):
    """The requirement of an annex of initial margin, and the margin of each of its regimes.

    Attributes:
        figures: The requirement and what it was made of, base currency.
        margins: The margin of each regime that binds the holder, base currency.
        places: Where each stands.
    """

    figures: Mapping[str, Decimal]
    margins: Mapping[str, Decimal]
    places: Mapping[str, Place]


NO_REGIMES: Final = Alone(MappingProxyType({}), MappingProxyType({}), MappingProxyType({}))


class OfRegime(NamedTuple):
    """A disputed part of the demand of one regime.

    Attributes:
        part: How much, base currency, zero or more.
        place: Where the facts say so.
        required: What the regime would ask for alone.
    """

    part: Decimal
    place: Place
    required: Decimal = NIL


def waits(
    terms: BoundTerms,
    way: MovementKind,
    parts: Mapping[str, OfRegime],
    alone: Alone,
    notes: Notes,
) -> tuple[Decimal, tuple[OfRegime, ...]]:
    """Return the part of the one demand that waits, and each disputed part with its regime's.

    A disputed delivery of a regime is what it would ask for too much; a disputed return, what
    it would keep. The independent amounts that count beside (greater of) are of no regime.

    Args:
        terms: The leg.
        way: Delivery or return.
        parts: The disputed parts by regime, in small letters.
        alone: The requirement, and the margin of each regime.
        notes: The leg's notes.

    Law:
        csa-2018-im-ny 5, 13(g) · csd-2018-im-eng 5, 13(g).
    """
    whole, cited = alone.figures, cite("disputes", terms.form)
    if not whole:
        return NIL, ()  # the requirement is open
    recipe = margin_plan.of_regime(terms.form, plan.kind_of(terms.threshold_of_pledgor), way)
    beside: dict[str, Decimal] = {}
    found: list[OfRegime] = []
    for regime, margin in alone.margins.items():
        disputed = parts.get(regime.casefold())
        given = {
            "margin_of_regime": margin,
            "threshold_of_pledgor": whole["threshold_of_pledgor"],
            "disputed_part": disputed.part if disputed else NIL,
            "nil": NIL,
        }
        places = {"margin_of_regime": alone.places[regime]}
        if disputed:
            places["disputed_part"] = disputed.place
        known = notes.working.follow(
            recipe, given, leg=notes.leg, of=regime, sources={**notes.sources, **places}
        )
        beside[regime] = known["required_beside_dispute"]
        if disputed:
            found.append(disputed._replace(required=known["required_of_regime"]))
    if "margin_amount_ia" in whole:
        beside["margin_amount_ia"] = whole["margin_amount_ia"]
    made = notes.working.gather(
        "greatest_beside_dispute", greatest, beside, cited, leg=notes.leg
    )
    given = {**whole, "greatest_beside_dispute": made}
    known = notes.working.follow(margin_plan.waiting(terms.form, way), given, leg=notes.leg)
    return known[f"disputed_{way}"], tuple(found)
