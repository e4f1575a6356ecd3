"""Automatic early termination is off for a party whose insolvency law may need it.

What it finds:
    `automatic_early_termination: no` for a party all of whose cities lie in a country where
    the market often elects it, because the close-out may otherwise come too late: Switzerland,
    Japan, Germany. No text of those laws was read here, so this is only a reminder.
Why it matters:
    Where insolvency law stops a close-out that comes after the opening of proceedings, only an
    early termination that happens by itself before it keeps the netting.
What to do:
    Check the netting opinion of the party's country, and accept the finding with its date.
Law:
    Section 6(a) of the Master; the election in Part 1 of the Schedule.
"""

from collections.abc import Iterator
from typing import Final

from isda.basics.finding import Severity
from isda.basics.party import SIDES
from isda.basics.source import Mark, Source
from isda.law.paragraphs import cite
from isda.lint.rule import Flaw, Rule
from isda.lint.schedule import schedule
from isda.lint.sheet import Sheet
from isda.terms.election import YesNo

KEY = "automatic_early_termination"
COUNTRIES: Final = {"Zurich": "Switzerland", "Tokyo": "Japan", "Frankfurt": "Germany"}
OPINION: Final = Source("netting opinion", "of the party's country", Mark.UNVERIFIED)


def _find(sheet: Sheet) -> Iterator[Flaw]:
    master = schedule(sheet)
    if master is None:
        return
    for side in SIDES:
        countries = {COUNTRIES.get(city) for city in sheet.agreement.parties.of(side).cities}
        country = next(iter(countries), None)
        said = master.terms.automatic_early_termination.of(side).value
        if said is YesNo.NO and len(countries) == 1 and country is not None:
            yield Flaw(
                master.at(f"{KEY}.{side}"),
                f"automatic early termination is off for party {side} in {country}: check that "
                "its insolvency law does not need it",
                "check the netting opinion, and write `yes` where it asks for it",
                why="a close-out that comes after the opening of proceedings may not stand",
                cites=(cite("automatic-early-termination", master.form),),
                sources=(OPINION,),
            )


RULE = Rule(Severity.WARNING, _find)
