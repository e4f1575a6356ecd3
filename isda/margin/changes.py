"""What would change a call: an exposure that moves, a rating that changes.

Nothing is estimated: every answer is a day that was called again with one figure changed, and
the figure just before it was called as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from isda.basics.arithmetic import EXACT, NIL
from isda.basics.currencies import minor_places
from isda.basics.money import Money
from isda.basics.ratings import LONG_TERM, SHORT_TERM, Grade
from isda.basics.search import first_where
from isda.facts.facts import Exposure, Facts
from isda.facts.ratings import Rating
from isda.margin.call import call as call_again
from isda.margin.outcome import Leg, MarginCall, Status
from isda.terms.bound import BoundAmount, BoundTerms
from isda.terms.initial_margin import is_initial_margin

DIRECTIONS = (1, -1)


class Turn(NamedTuple):
    """The nearest exposure at which something else happens to a leg.

    Attributes:
        leg: The leg today.
        exposure: The exposure from which on it is otherwise, base currency, plus when the
            posting party would owe the other; one minor unit nearer to today's it is not.
        moved_by: How far that is from today's exposure, signed.
        then: The leg at that exposure.
    """

    leg: Leg
    exposure: Decimal
    moved_by: Decimal
    then: Leg


class Regraded(NamedTuple):
    """The nearest other rating of somebody that changes a figure of the call.

    Attributes:
        was: The ratings as they are: one, or those of every agency where one alone changes
            nothing.
        becomes: The same, so many steps of the agency's scale away.
        then: The call with them.
    """

    was: tuple[Rating, ...]
    becomes: tuple[Rating, ...]
    then: MarginCall


@dataclass(frozen=True, slots=True)
class Changes:
    """What would change a call.

    Attributes:
        call: The call.
        turns: For each leg the nearest exposures above and below, where there are any.
        ratings: For each rating of the facts the nearest better and worse one that matters.
    """

    call: MarginCall
    turns: tuple[Turn, ...]
    ratings: tuple[Regraded, ...]


def what_would_change(call: MarginCall) -> Changes:
    """Return how near a call is to another one.

    Args:
        call: The call.

    Example:
        >>> from isda.sheet.read_sheet import read_sheet_text
        >>> from isda.sheet.read_facts import read_facts_text
        >>> agreement = read_sheet_text('''
        ... sheet: 1
        ... agreement: EXAMPLE
        ... parties: {A: {name: Bank}, B: {name: Client}}
        ... annexes:
        ...   - form: CSA 1994 New York
        ...     posting_parties: [B]
        ...     threshold: {B: "USD 5,000,000"}
        ...     minimum_transfer_amount: USD 250,000
        ... ''').must()
        >>> facts = read_facts_text('''
        ... facts: 1
        ... on: 2024-12-30
        ... exposure: {holder: A, amount: "USD 5,100,000"}
        ... ''').must()
        >>> (turn,) = what_would_change(call_again(agreement, facts)).turns
        >>> turn.exposure, turn.moved_by, turn.then.delivery_amount
        (Decimal('5250000.00'), Decimal('150000.00'), Decimal('250000.000000000'))
    """
    if call.facts is None:
        return Changes(call, (), ())
    return Changes(call, tuple(_turns(call, call.facts)), tuple(_regraded(call, call.facts)))


def _turns(call: MarginCall, facts: Facts) -> Iterator[Turn]:
    exposed = {terms.path for terms in call.bound if not is_initial_margin(terms.annex)}
    if len(exposed) != 1:
        return  # one exposure cannot be given to several annexes
    for leg in call.legs:
        if leg.exposure is not None and leg.required is not None:
            yield from filter(None, (_turn(call, facts, leg, way) for way in DIRECTIONS))


def _turn(call: MarginCall, facts: Facts, leg: Leg, way: int) -> Turn | None:
    """Return the nearest exposure in one direction at which a leg does something else."""
    step = Decimal((int(way < 0), (1,), -minor_places(leg.base_currency)))

    def at(units: int) -> tuple[Decimal, Leg]:
        moved_by = EXACT.multiply(step, Decimal(units))
        exposure = EXACT.add(leg.exposure or NIL, moved_by)
        money, holder = Money(exposure, leg.base_currency), leg.posting_party.other
        of_marks = facts.exposure is None or facts.exposure.is_of_marks
        given = Exposure(facts.on, holder, money, is_of_marks=of_marks)
        day = replace(facts, exposure=given, marks=(), plus_is_good_for=None)
        made = call_again(call.terms, day, on=call.on)
        return moved_by, next(each for each in made.legs if each.key == leg.key)

    def is_other(units: int) -> bool:
        return _what(at(units)[1]) != _what(leg)

    found = first_where(is_other)
    if found is None:
        return None
    moved_by, then = at(found)
    return Turn(leg, EXACT.add(leg.exposure or NIL, moved_by), moved_by, then)


def _what(leg: Leg) -> tuple[Status, bool, bool]:
    """Return what happens to a leg, whatever its amount."""
    return leg.status, bool(leg.delivery_amount), bool(leg.return_amount)


def _regraded(call: MarginCall, facts: Facts) -> Iterator[Regraded]:
    current = _current(facts)
    for way in DIRECTIONS:
        by_subject: dict[tuple[str, bool], list[Rating]] = {}
        for rating in current:
            key = rating.of.casefold(), rating.is_short_term
            by_subject.setdefault(key, []).append(rating)
        for ratings in by_subject.values():
            alone = [_nearest(call, facts, (one,), way) for one in ratings]
            found = [one for one in alone if one is not None]
            if not found and ratings[1:]:
                together = _nearest(call, facts, tuple(ratings), way)
                found = [together] if together is not None else []
            yield from found


def _current(facts: Facts) -> list[Rating]:
    """Return the rating of each kind that holds on the day, where anything is rated."""
    newest: dict[tuple[str, str, bool], Rating] = {}
    for one in sorted(facts.ratings, key=lambda each: each.since):
        if one.since <= facts.on:
            newest[one.of.casefold(), one.grade.agency, one.is_short_term] = one
    return [one for one in newest.values() if one.grade.place is not None]


def _nearest(
    call: MarginCall, facts: Facts, ratings: tuple[Rating, ...], way: int
) -> Regraded | None:
    """Return the ratings, fewest steps away, that change a figure."""
    today = _figures(call)
    for becomes in _further(ratings, way):
        swap = dict(zip(map(id, ratings), becomes, strict=True))
        rows = tuple(swap.get(id(one), one) for one in facts.ratings)
        made = call_again(call.terms, replace(facts, ratings=rows), on=call.on)
        if _figures(made) != today:
            return Regraded(ratings, becomes, made)
    return None


def _further(ratings: tuple[Rating, ...], way: int) -> Iterator[tuple[Rating, ...]]:
    """Yield ratings a step worse each time, or better, as far as any of their scales goes."""
    while True:
        moved = tuple(_a_step(one, way) for one in ratings)
        if moved == ratings:
            return
        yield moved
        ratings = moved


def _a_step(rating: Rating, way: int) -> Rating:
    grade = rating.grade
    scale = (SHORT_TERM if rating.is_short_term else LONG_TERM)[grade.agency]
    place = min(max((grade.place or 0) + way, 0), len(scale) - 1)
    return replace(rating, grade=Grade(grade.agency, scale[place], place))


def elected_amounts(terms: BoundTerms) -> dict[str, BoundAmount]:
    """Return the elected amounts of a leg that ratings may set, by their names."""
    return {
        "threshold": terms.threshold_of_pledgor,
        "independent amount": terms.independent_amount_of_pledgor,
        "minimum transfer amount of a delivery": terms.minimum_for_delivery,
        "minimum transfer amount of a return": terms.minimum_for_return,
    }


def _figures(call: MarginCall) -> list[tuple[object, ...]]:
    """Return the figures of each leg that a rating may touch."""
    return [
        (
            *(leg.status, leg.required, leg.held_value, leg.delivery_amount, leg.return_amount),
            *((each.basis, each.money) for each in elected_amounts(terms).values()),
        )
        for leg, terms in zip(call.legs, call.bound, strict=True)
    ]
