"""Credit Support Offsets: movements of two annexes that would be set against each other."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from isda.basics.arithmetic import NIL
from isda.basics.finding import Finding, Severity
from isda.basics.money import Money
from isda.basics.party import Side
from isda.basics.reason import Reason
from isda.law.paragraphs import cite, speaks_of
from isda.margin.outcome import Leg, Status
from isda.terms.agreement import Agreement
from isda.terms.bound import BoundTerms
from isda.terms.switches import Offsets

TOPIC = "credit-support-offsets"

Pair = tuple[BoundTerms, Leg]


def offset_legs(agreement: Agreement, pairs: Sequence[Pair]) -> tuple[list[Leg], list[Finding]]:
    """Refuse movements that would be set against those of another annex.

    How much of each is left depends on what the parties transfer, which no fact says: so
    two movements each way in one currency, under annexes of which one elects offsets, are
    both refused. Movements the same way, or in two currencies, stand.

    Law:
        csa-2016-vm-ny 11(j), 13(j) · csa-2016-vm-eng 9(h), 11(h) · csa-2018-im-ny 6(d).

    Args:
        agreement: The agreement.
        pairs: Every leg with its terms, in the order of the call.

    Returns:
        The legs, those that would be offset refused, and the findings.
    """
    reasons: dict[int, Reason] = {}
    findings = []
    moving = [number for number, (_, leg) in enumerate(pairs) if leg.status is Status.CALL]
    for one, other in combinations(moving, 2):
        if not _meet(pairs[one], pairs[other]):
            continue
        for terms in _electing(pairs[one][0], pairs[other][0]):
            reason = _reason(terms, pairs[one], pairs[other])
            reasons |= {one: reason, other: reason}
            findings.append(
                Finding(
                    "MC149",
                    Severity.ERROR,
                    agreement.place_of(f"{terms.path}.credit_support_offsets"),
                    reason.message,
                    "agree with the other party what is transferred after the offset",
                    reason.cites,
                    agreement.agreement,
                )
            )
            break
    legs = [
        leg.refused((reasons[number],)) if number in reasons else leg
        for number, (_, leg) in enumerate(pairs)
    ]
    return legs, findings


def _meet(one: Pair, other: Pair) -> bool:
    """Whether two movements are under two annexes, in one currency, and each way.

    Initial margin is never set off, whatever the other annex elects.
    """
    if one[0].initial_margin is not None or other[0].initial_margin is not None:
        return False
    return (
        one[0].document != other[0].document
        and one[1].base_currency == other[1].base_currency
        and _sender(one[1]) is not _sender(other[1])
    )


def _sender(leg: Leg) -> Side:
    return leg.posting_party if leg.delivery_amount else leg.posting_party.other


def _electing(*both: BoundTerms) -> Iterator[BoundTerms]:
    """Yield the terms under which offsets apply, or may apply."""
    for terms in both:
        elected = getattr(terms.annex, "credit_support_offsets", None)
        if elected is not None and (elected.value is Offsets.APPLY or elected.is_open):
            yield terms


def _reason(terms: BoundTerms, one: Pair, other: Pair) -> Reason:
    """Return why two movements cannot be said."""
    first, second = (
        f"{Money(leg.delivery_amount or leg.return_amount or NIL, leg.base_currency)} of party "
        f"{_sender(leg)} under {leg.annex}"
        for _, leg in (one, other)
    )
    is_open = any(key == "credit_support_offsets" for key, _ in terms.annex.open_terms)
    applies = "may apply (the election is open)" if is_open else "apply"
    return Reason(
        "MC149",
        f"Credit Support Offsets {applies} under {terms.title}: {first} and {second} would be "
        "set against each other, and what is left to transfer is not computed",
        (cite(TOPIC, terms.form),) if speaks_of(TOPIC, terms.form) else (),
    )
