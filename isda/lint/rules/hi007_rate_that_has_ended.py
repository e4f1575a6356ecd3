"""Cash earns a rate that is no longer published.

What it finds:
    A rate under `interest:` that is understood to have ended by the day of the check: EONIA,
    LIBOR, and CDOR. A rate that is named together with the one that replaced it is left alone.
    Nobody read the announcements of those who published them, so the days are to be checked.
Why it matters:
    Nobody can look up what the cash earned, and the parties may each take another rate.
What to do:
    Write the rate that the parties agreed, or that a protocol they follow put in its place.
Law:
    The paragraph that elects the interest. The days come from memory: LIBOR of each currency
    with the last of its settings.
"""

import re
from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import Final

from isda.basics.currencies import CURRENCIES
from isda.basics.finding import Severity
from isda.basics.source import Mark, Source
from isda.law.paragraphs import cite
from isda.lint.interest import interests
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet

ANNOUNCED: Final = Source(
    "announcement of the rate's administrator", "on its end", Mark.UNVERIFIED
)
ENDED: Final = MappingProxyType({"EONIA": date(2022, 1, 3), "CDOR": date(2024, 6, 28)})
"""Rates of one currency, and the last day on which each is understood to have come out."""
LIBOR: Final = MappingProxyType(
    {
        "USD": date(2024, 9, 30), "GBP": date(2024, 3, 28), "JPY": date(2022, 12, 30),
        "EUR": date(2021, 12, 31), "CHF": date(2021, 12, 31),
    }
)  # fmt: skip
"""The same of LIBOR, by currency."""
_LIVING: Final = re.compile(
    r"\b(sofr|estr|sonia|tona|saron|corra|fallback|success)|€str", re.IGNORECASE
)
_WORD: Final = re.compile(r"[A-Z]+")


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for each in interests(sheet):
        rate = str(each.terms.rate)
        last = ended_on(rate, each.currency)
        if last is not None and each.annex.day > last:
            yield Flaw(
                each.at("rate"),
                f"{rate} is understood to have come out last on {last}: check",
                "write the rate that the parties agreed in its place",
                why="nobody can look up what the cash earned",
                cites=(cite("interest", each.annex.form),),
                sources=(ANNOUNCED,),
            )


def ended_on(rate: str, currency: str) -> date | None:
    """Return the last day of a rate, or None where it is not known to have one.

    Example:
        >>> str(ended_on("EONIA", "EUR")), str(ended_on("USD-LIBOR", "USD"))
        ('2022-01-03', '2024-09-30')
        >>> ended_on("EURIBOR", "EUR"), ended_on("EONIA, from 2022 ESTR", "EUR")
        (None, None)
    """
    words = _WORD.findall(rate.upper())
    if _LIVING.search(rate):
        return None
    if "LIBOR" in words:
        return LIBOR.get(next((word for word in words if word in CURRENCIES), currency))
    return next((ENDED[word] for word in words if word in ENDED), None)


RULE = Rule(Severity.INFO, _find)
