"""Events on a day, and the conditions precedent they make fail."""

from collections.abc import Iterable, Mapping
from datetime import date

from isda.basics.party import Side
from isda.basics.reason import Reason
from isda.facts.facts import Event
from isda.law.forms import Form
from isda.law.paragraphs import cite, cites
from isda.terms.annex import CollateralTerms
from isda.terms.events import (
    ADDITIONAL,
    EARLY_TERMINATION_DATE,
    EVENT_OF_DEFAULT,
    POTENTIAL_EVENT_OF_DEFAULT,
    SPECIFIED_CONDITION,
    continues,
    might_be,
    standard_event,
)
from isda.terms.loss_limit import LossLimitAgreement
from isda.terms.printed import printed
from isda.terms.reading import Answer
from isda.terms.switches import Conditions

PLEDGES = (
    Form.CSA_1994_NEW_YORK,
    Form.CSD_1995_ENGLISH,
    Form.VM_2016_NEW_YORK,
    Form.IM_2018_NEW_YORK,
    Form.IM_2018_ENGLISH,
    Form.KOREA_PLEDGE,
    Form.LOSS_LIMIT_KOREA,
)
"""Forms whose condition looks at an early termination on account of the other party only."""

NO_CONDITIONS = (Conditions.DELETED, Answer.NOT_APPLICABLE)
"""Answers that take the conditions precedent out."""

InForce = dict[Side, frozenset[str]]


def in_force(events: Iterable[Event], names: Mapping[str, str | None], on: date) -> InForce:
    """Return the events of each party that continue on a day, by their standard names.

    An event without a name is not known to the agreement, and found so elsewhere.
    """
    found: dict[Side, set[str]] = {Side.A: set(), Side.B: set()}
    for event in events:
        name = names[event.event]
        if name is not None and event.is_in_force(on):
            own = standard_event(name) is None
            for side in event.of:
                found[side] |= {name, ADDITIONAL} if own else {name}
    return {side: frozenset(every) for side, every in found.items()}


def listed_conditions(annex: CollateralTerms, side: Side) -> tuple[str, ...]:
    """Return the events of a party that the annex lists: Specified or Access Conditions."""
    for key in ("specified_conditions", "access_conditions"):
        found = getattr(annex, key, None)
        if found is not None:
            listed: tuple[str, ...] = found.of(side).value
            return listed
    return ()


def with_specified_conditions(annex: CollateralTerms, happening: InForce) -> InForce:
    """Add a Specified Condition where an event that the annex lists as one continues.

    Law:
        csa-1994-ny 13(d) · csa-2016-vm-ny 13(e).
    """
    found = {}
    for side, events in happening.items():
        listed = listed_conditions(annex, side)
        meets = any(continues(each, events) for each in listed)
        found[side] = events | {SPECIFIED_CONDITION} if meets else events
    return found


def doubtful_conditions(
    annex: CollateralTerms, happening: InForce
) -> dict[Side, dict[str, str]]:
    """Return what the facts leave open between Specified Conditions and the listed events.

    A Specified Condition told as such does not say which listed event it is; a general event
    told as such does not say whether it is a listed one, and so a Specified Condition.
    """
    found: dict[Side, dict[str, str]] = {side: {} for side in happening}
    for side, events in happening.items():
        listed = listed_conditions(annex, side)
        if any(continues(each, events) for each in listed):
            continue
        if SPECIFIED_CONDITION in events:
            why = "the facts say Specified Condition without saying which event it is"
            found[side] = dict.fromkeys(listed, why)
        for each in listed:
            general = might_be(each, events)
            if general is not None:
                found[side][SPECIFIED_CONDITION] = (
                    f"the facts say {general} without saying whether it is {_an(each)}, "
                    "which is a Specified Condition"
                )
    return found


def conditions_that_count(annex: CollateralTerms, other: Side) -> tuple[str, ...]:
    """Return the listed events of a party that free the other one, none where none can."""
    return listed_conditions(annex, other) if _may_withhold(annex) else ()


def _may_withhold(annex: CollateralTerms) -> bool:
    """Whether a condition of the annex's own list can free a party."""
    stands = annex.conditions_precedent.value
    return not (isinstance(annex, LossLimitAgreement) or stands in NO_CONDITIONS)


def unclear_condition(annex: CollateralTerms, other: Side, happening: InForce) -> str | None:
    """Return which Specified Condition a general event might be, and the facts do not say."""
    if not _may_withhold(annex):
        return None
    listed = listed_conditions(annex, other)
    if SPECIFIED_CONDITION in happening[other] and not listed:
        return (
            f"the facts tell a Specified Condition of party {other}, and the annex lists no "
            "event as one"
        )
    for each in listed:
        general = might_be(each, happening[other])
        if general is not None:
            return (
                f"{_an(general)} of party {other} continues, and nobody says whether it is "
                f"{_an(each)}, which is a Specified Condition"
            )
    return None


def failed_condition(
    annex: CollateralTerms, form: Form, other: Side, happening: InForce, master: Form | None
) -> Reason | None:
    """Return why a duty to transfer does not stand, or None where it does.

    Args:
        annex: The annex on the day.
        form: Its form.
        other: The party whose trouble frees the one that should transfer.
        happening: Events of both parties on the day.
        master: The Master, whose Section 2(a)(iii) rules an English annex. None where its year
            is not stated: the condition is the same in both, and neither is cited.

    Law:
        csa-1994-ny 4(a) · csa-2016-vm-ny 4(a) · the English annexes: Master 2(a)(iii).
    """
    stands = annex.conditions_precedent.value
    if stands in NO_CONDITIONS:
        return None
    if (
        isinstance(stands, Answer)
        and printed("conditions_precedent", form) is not Conditions.APPLY
    ):
        return None
    if not any(happening.values()):
        return None
    rule = cites("conditions-precedent", form, master=master)
    under = "" if rule else " under the Master, whose year is not stated"
    for named in (EVENT_OF_DEFAULT, POTENTIAL_EVENT_OF_DEFAULT):
        if continues(named, happening[other]):
            return Reason(
                "condition-precedent",
                f"{_an(named)} of party {other} continues, so "
                f"party {other.other} need not transfer{under}",
                rule,
            )
    if not isinstance(annex, LossLimitAgreement):
        listed = listed_conditions(annex, other)
        of_list = [each for each in listed if continues(each, happening[other])]
        if listed and SPECIFIED_CONDITION in happening[other]:
            what = (
                f"{_an(of_list[0])}, a Specified Condition"
                if of_list
                else "a Specified Condition"
            )
            return Reason(
                "condition-precedent",
                f"{what} of party {other}, continues, so party {other.other} need not transfer",
                (*rule, cite("specified-conditions", form)),
            )
    ended = [happening[other]] if form in PLEDGES else list(happening.values())
    if any(EARLY_TERMINATION_DATE in every for every in ended):
        return Reason(
            "condition-precedent",
            "an Early Termination Date has been set and sums "
            f"are unpaid, so nothing need be transferred{under}",
            cites("early-termination-date", form, master=master),
        )
    return None


def _an(event: str) -> str:
    return f"{'an' if event[0] in 'AEIOU' else 'a'} {event}"
