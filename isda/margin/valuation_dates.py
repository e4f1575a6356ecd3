"""Whether a day is a Valuation Date of an annex."""

from typing import Any

from isda.basics.finding import Finding, Severity
from isda.basics.party import SIDES
from isda.basics.reason import Reason
from isda.facts.facts import Facts
from isda.law.paragraphs import cite
from isda.terms.agreement import Agreement
from isda.terms.bound import BoundTerms
from isda.terms.initial_margin import is_initial_margin
from isda.terms.printed import PRINTED
from isda.terms.reading import Answer
from isda.terms.valuation import Rhythm, ValuationDays

PRINTED_DAYS = {
    form: ValuationDays.read(str(answer.value))
    for form, answer in PRINTED["valuation_date"].items()
    if answer.value != Rhythm.ANY
}
"""The 2016 forms say on which days; the others leave it to the parties."""


def no_valuation_date(
    agreement: Agreement, facts: Facts, annex: Any, terms: BoundTerms, findings: list[Finding]
) -> Reason | None:
    """Return why a day is no Valuation Date; what the sheet does not say joins the findings.

    Law:
        csa-1994-ny 12, 13(c)(ii) · csa-1995-eng 10, 11(c)(ii).
    """
    cited = cite("valuation-date", terms.form)
    elected = annex.valuation_date
    if elected.unresolved is not None and elected.is_open:
        return None
    days = days_of(annex)
    if days is None:
        findings.append(
            Finding(
                "MC306",
                Severity.INFO,
                agreement.place_of(f"{terms.path}.valuation_date"),
                "no Valuation Date is stated: the day asked for is taken as one",
                "write `valuation_date:`",
                (cited,),
                agreement.agreement,
            )
        )
        return None
    places = places_of(agreement, annex)
    if days.needs_places and not any(places):
        findings.append(
            Finding(
                "MC310",
                Severity.WARNING,
                agreement.place_of(f"{terms.path}.valuation_date"),
                "no city is stated, so only weekends are known to be closed",
                "write `cities:` of the parties",
                (cited,),
                agreement.agreement,
            )
        )
    if days.falls_on(facts.on, facts.calendars, places):
        return None
    return Reason(
        "not-a-valuation-date",
        f"{facts.on} is no Valuation Date ({days})",
        (cited,),
    )


def days_of(annex: Any) -> ValuationDays | None:
    """Return an annex's Valuation Dates, as elected or as its form prints; None if unsaid."""
    days = annex.valuation_date.value
    if isinstance(days, Answer) and annex.form in PRINTED_DAYS:
        days = PRINTED_DAYS[annex.form]
    return days if isinstance(days, ValuationDays) else None


def places_of(agreement: Agreement, annex: Any) -> tuple[tuple[str, ...], ...]:
    """Return the cities of both parties, or those an initial-margin annex names of one."""
    every = cities(agreement)
    own = annex.calculation_date_location if is_initial_margin(annex) else None
    if own is None:
        return every
    return tuple(own.of(side) or place for side, place in zip(SIDES, every, strict=True))


def cities(agreement: Agreement) -> tuple[tuple[str, ...], ...]:
    """Return the cities of both parties, party A first."""
    return tuple(agreement.parties.of(side).cities for side in SIDES)
