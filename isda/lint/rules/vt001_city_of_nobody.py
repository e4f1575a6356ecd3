"""A time is by the clock of a city that is nobody's.

What it finds:
    A notification time, transfer hour or resolution time in a city that neither party has
    under `cities:`, that is not the city of the form's law, and that nothing else in the sheet
    names. Nothing is said while a party has no city.
Why it matters:
    The hour decides on which day a demand counts; in the wrong city it comes hours early or
    late, and a call that is in time for one party is late for the other.
What to do:
    Write the city whose clock the document means, or add it to the `cities:` of the party
    that works there.
Law:
    The paragraphs that elect the notification time and the resolution time.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.basics.hours import CityTime
from isda.basics.party import SIDES
from isda.law.paragraphs import cite
from isda.lint.laws import CITIES
from isda.lint.rule import Flaw, Rule
from isda.lint.scalars import wording
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.derived import NATURES


def _find(sheet: Sheet) -> Iterator[Flaw]:
    parties = [sheet.agreement.parties.of(side) for side in SIDES]
    if not all(party.cities for party in parties):
        return
    known = {city for party in parties for city in party.cities}
    for annex in sheet.annexes:
        for key, topic, said in _times(annex):
            if isinstance(said, CityTime) and not _is_named(annex, said.city, known):
                yield _flaw(annex, key, topic, said, known)


def _times(annex: AnnexSeen) -> Iterator[tuple[str, str, object]]:
    terms = annex.terms
    yield "notification_time", "notification-time", terms.notification_time.value
    yield "transfer_by", "transfer-timing", terms.transfer_by.value
    yield "disputes.resolution_time", "disputes", terms.disputes.resolution_time


def _is_named(annex: AnnexSeen, city: str, known: set[str]) -> bool:
    """Whether a city is a party's, that of the form's law, or named elsewhere in the sheet."""
    if city in known or CITIES.get(NATURES[annex.form].own_law or "") == city:
        return True
    texts = wording(annex.sheet).texts
    return any(city in text and not _is_time(text) for text in texts)


def _is_time(text: str) -> bool:
    return text[:1].isdigit() and ":" in text


def _flaw(annex: AnnexSeen, key: str, topic: str, said: CityTime, known: set[str]) -> Flaw:
    cities = ", ".join(sorted(known))
    return Flaw(
        annex.at(key),
        f"{said} is by the clock of {said.city}, and the parties are in {cities}",
        f"write the hour of one of them, or add {said.city} to the `cities:` of a party",
        why="an hour of another city moves the end of the day for demands",
        cites=(cite(topic, annex.form),),
    )


RULE = Rule(Severity.ERROR, _find)
