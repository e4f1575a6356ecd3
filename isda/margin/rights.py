"""Rights that an event of the day switches off: no figure changes, and it is said."""

from collections.abc import Iterator
from typing import Any

from isda.basics.finding import Finding, Severity
from isda.basics.party import SIDES, Side
from isda.law.paragraphs import cite, speaks_of
from isda.terms.agreement import Agreement
from isda.terms.events import continues, might_be
from isda.terms.standing import Standing


def rights_switched_off(
    agreement: Agreement, number: int, annex: Any, standing: Standing
) -> Iterator[Finding]:
    """Find parties that may not use what they hold, because an event of theirs continues.

    Law:
        csa-1994-ny 6(c), 13(g) · csa-2016-vm-ny 6(c), 13(h).

    Args:
        agreement: The agreement.
        number: Which of its annexes.
        annex: That annex as amended on the day.
        standing: How its events stand.
    """
    topic = "holding-and-use"
    cites = (cite(topic, annex.form),) if speaks_of(topic, annex.form) else ()
    for side in SIDES:
        for name in annex.holding_and_use.of(side).not_while:
            said = _said(name, side, standing)
            if said is None:
                continue
            yield Finding(
                "MC318",
                Severity.WARNING,
                agreement.place_of(f"annexes.{number}.holding_and_use.{side}"),
                f"party {side} may not use what it holds under {annex.title}: {said}",
                "what is used has to be back, or to be replaced; nothing of the call changes",
                cites,
                agreement.agreement,
            )


def _said(name: str, side: Side, standing: Standing) -> str | None:
    """Return how an event that switches a right off stands; None where it does not continue."""
    if continues(name, standing.happening[side]):
        return f"{name} continues"
    doubt = standing.doubts.get(side, {}).get(name)
    if doubt is not None:
        return f"perhaps, for {doubt.message}"
    general = might_be(name, standing.happening[side])
    if general is not None:
        return f"perhaps, for the facts say {general}, and not whether it is {name}"
    return None
