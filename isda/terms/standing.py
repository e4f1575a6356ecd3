"""What continues on a day: events told by the facts, and those that follow from a rule."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from isda.basics.calendars import OutOfCover
from isda.basics.days import Period
from isda.basics.faults import AmountError
from isda.basics.party import Side
from isda.basics.ratings import Grade
from isda.facts.facts import Facts
from isda.facts.histories import NotInFacts, days_of_change, figure_on, grade_on, subject
from isda.terms.conditions import InForce
from isda.terms.ratings import Rated, Rule
from isda.terms.triggers import Trigger

NO_CALENDAR = "add the closed days, or ask for a day that calendars know"


class Doubt(NamedTuple):
    """Why nobody can say whether an event continues.

    Attributes:
        message: What is not known.
        is_open: Whether the document leaves it open; else a fact is missing.
        help: What to do.
        code: The code of the finding that asks for the fact.
    """

    message: str
    is_open: bool = False
    help: str = ""
    code: str = "MC121"


Doubts = Mapping[Side, Mapping[str, Doubt]]
Places = tuple[tuple[str, ...], ...]


class Standing(NamedTuple):
    """How an annex's events stand on a day.

    Attributes:
        happening: The events of each party that continue.
        doubts: Events of which nobody can say it.
        facts: Where ratings are looked up.
        agencies: Whose ratings the annex writes, where it names them.
    """

    happening: InForce
    doubts: Doubts
    facts: Facts
    agencies: tuple[str, ...] = ()

    def grades(self, of: str, rated: Rated) -> tuple[Grade, ...]:
        """Return what each agency says of somebody today.

        Raises:
            NotInFacts: An agency's rating is missing.
        """
        agencies = rated.read_by(self.agencies)
        return tuple(grade_on(self.facts, of, agency, self.facts.on) for agency in agencies)


class History(NamedTuple):
    """What a trigger is read from: the facts, the annex's date and agencies, and the days."""

    facts: Facts
    signed: date | None
    agencies: tuple[str, ...]
    places: Places


State = bool | Doubt


def stand(
    happening: InForce,
    triggers: Mapping[str, Trigger],
    history: History,
) -> Standing:
    """Add the document's own events to those that the Masters know.

    Args:
        happening: The events that the facts tell, by their standard names.
        triggers: The document's own, by name. One that bears the name of an event of the
            Schedule stands in its place: the annex prevails, with its rule and its days.
        history: What they are read from.

    Law:
        csa-1994-ny 1(a) · csa-1995-eng 1 · the 2016 VM forms alike.
    """
    if not triggers:
        return Standing(
            happening, {side: {} for side in happening}, history.facts, history.agencies
        )
    found = {
        side: {
            each for each in events if each not in triggers or side not in triggers[each].sides
        }
        for side, events in happening.items()
    }
    doubts: dict[Side, dict[str, Doubt]] = {side: {} for side in happening}
    for name, trigger in triggers.items():
        for side in trigger.sides:
            state = _within_calendars(name, trigger, side, history)
            if isinstance(state, Doubt):
                doubts[side][name] = state
            elif state:
                found[side].add(name)
    return Standing(
        {side: frozenset(events) for side, events in found.items()},
        doubts,
        history.facts,
        history.agencies,
    )


def _within_calendars(name: str, trigger: Trigger, side: Side, history: History) -> State:
    """Return a trigger's state; where no calendar reaches so far it is in doubt."""
    try:
        return _state(name, trigger, side, history)
    except (OutOfCover, OverflowError) as problem:
        return Doubt(str(problem), help=NO_CALENDAR, code="MC117")


def _state(name: str, trigger: Trigger, side: Side, history: History) -> State:
    """Return whether a trigger is in force for a party today."""
    facts = history.facts
    told = [
        one
        for one in facts.events
        if one.event.strip().casefold() == name.casefold() and side in one.of
    ]
    if not trigger.has_rule:
        return any(
            one.is_in_force(facts.on) and _has_lasted(trigger, one.since, history)
            for one in told
        )
    if told:
        return Doubt(
            f"the facts tell {name} of party {side}, and the sheet has a rule for it",
            help="take the event out of the facts; give the ratings or figures of the rule",
        )
    states = _timeline(trigger, side, history)
    last = states[-1][1]
    if last is not True:
        return last
    return _lasting(name, trigger, states, history)


def _lasting(
    name: str, trigger: Trigger, states: list[tuple[date, State]], history: History
) -> State:
    """Whether a state that holds today has lasted long enough to be in force."""
    before = 0
    for number, (_, state) in enumerate(states):
        if state is not True:
            before = number + 1
    start = states[before][0]
    if _has_lasted(trigger, start, history):
        return True
    begun_after_no = before > 0 and states[before - 1][1] is False
    if begun_after_no:
        return False
    return Doubt(
        f"what is known of {name} begins on {start}, and whether it has lasted "
        f"{trigger.for_} is not known",
        help="add the ratings or figures of earlier days",
    )


def _has_lasted(trigger: Trigger, start: date, history: History) -> bool:
    """Whether an event begun on a day is in force today.

    Begun on day 0, it is in force from the n-th day of the stated calendar on.
    """
    period = trigger.for_
    if not isinstance(period, Period):
        return True
    if trigger.or_since is not None and history.signed is not None and start <= history.signed:
        return True
    on, days = history.facts.on, trigger.counted_days(period)
    if days is None:
        return (on - start).days >= period.days
    count, day = 0, start
    while count < period.days and day < on:
        day += timedelta(days=1)
        count += days.falls_on(day, history.facts.calendars, history.places)
    return count >= period.days


def _timeline(trigger: Trigger, side: Side, history: History) -> list[tuple[date, State]]:
    """Return the state from each day on which a rating or a figure changed, up to today."""
    on = history.facts.on
    days = days_of_change(history.facts, on) or [on]
    if trigger.in_when is not None and trigger.out_when is not None:
        return _latched(trigger.in_when, trigger.out_when, days, side=side, history=history)
    return [(day, _asked(_holds, trigger, side, day, history)) for day in days]


def _latched(
    into: Rule, out: Rule, days: list[date], *, side: Side, history: History
) -> list[tuple[date, State]]:
    """Fold a latch: on from the first rule, off from the second, and kept in between."""
    signed = history.signed
    state: State = Doubt(
        f"what is known begins on {days[0]}, and whether the event had begun before is not",
        help="add the ratings or figures from the signing on",
    )
    if signed is not None and days[0] <= signed:
        state = False
    found: list[tuple[date, State]] = []
    for day in days:
        begins = _asked(_meets, into, side, day, history)
        ends = _asked(_meets, out, side, day, history)
        if begins is True and ends is True:
            state = Doubt(f"on {day} it begins and ends at once", is_open=True)
        elif begins is True or ends is True:
            state = begins is True
        elif isinstance(begins, Doubt) or isinstance(ends, Doubt):
            state = begins if isinstance(begins, Doubt) else ends
        found.append((day, state))
    return found


R = TypeVar("R", Rule, Trigger)


def _asked(
    question: Callable[[R, Side, date, History], State],
    rule: R,
    side: Side,
    day: date,
    history: History,
) -> State:
    """Return an answer; what is missing is a doubt."""
    try:
        return question(rule, side, day, history)
    except NotInFacts as missing:
        return Doubt(missing.message, help=missing.help)
    except AmountError as error:
        return Doubt(error.message, help=error.help)


def _holds(trigger: Trigger, side: Side, day: date, history: History) -> State:
    """Whether the rule of a trigger without a latch holds from a day on."""
    if trigger.when is not None:
        return _meets(trigger.when, side, day, history)
    missing: NotInFacts | None = None
    for of in trigger.unless_any_of or (str(side),):
        for line in trigger.is_rated:
            try:
                if all(
                    _is_as_good(
                        grade_on(history.facts, of, line.agency, day, short_term=short), bound
                    )
                    for bound, short in line.grades
                ):
                    return False
            except NotInFacts as problem:
                missing = missing or problem
    if missing is not None:
        raise missing
    return True


def _is_as_good(grade: Grade, bound: Grade) -> bool:
    return grade.place is None if bound.place is None else grade.is_at_least(bound)


def _meets(rule: Rule, side: Side, day: date, history: History) -> State:
    """Whether a rule is met on a day; the party's own rating is read where it names nobody."""
    facts = history.facts
    if rule.fact is not None:
        return rule.holds_for(figure_on(facts, rule.fact, side, day))
    of = rule.rating_of or str(side)
    grades = tuple(
        grade_on(facts, of, agency, day) for agency in rule.read_by(history.agencies)
    )
    met = rule.is_met(grades, history.agencies)
    if met is None:
        return Doubt(
            f"no agency rates {subject(of)}, and the document does not say what then",
            is_open=True,
        )
    return met
