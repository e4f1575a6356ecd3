"""The rules of a regime are not known to hold on the day of the check.

What it finds:
    A regime that the sheet or the command names, on a day that its tables do not cover: before
    its rules began, or after the last day on which they are known to hold.
Why it matters:
    No figure of the regime is applied on such a day: that nothing else is found under it does
    not mean that the sheet is clean.
What to do:
    Establish whether the rules hold on that day, or check as of a day that is covered.
Law:
    The start of each regime; for Korea, the last extension of the guidance that is known.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.lint.regimes import UNDER_A_REGIME
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import REGIME_WORDS, Sheet
from isda.tables.regulation import LAST_DAY, regulation
from isda.terms.checking import REGIMES, Profile

TOPIC = "validity"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    bound = {each for annex in sheet.annexes for each in annex.binding()}
    for regime in REGIMES:
        if regime not in bound | set(sheet.regimes):
            continue
        known = regulation(regime)
        if known.known(TOPIC, sheet.on) is not None:
            continue
        figure = known.validity
        yield Flaw(
            _way(sheet, regime),
            f"{known.name} rules are known from {figure.since} to {figure.until or LAST_DAY}, "
            f"and the check is of {sheet.on}: their validity is not established",
            "establish whether they hold on that day, or check as of a day that is covered",
            why="no figure of the regime is applied, so that nothing is found under it proves "
            "nothing",
            sources=(figure.source,),
        )


def _way(sheet: Sheet, regime: Profile) -> str:
    """Return where the sheet names a regime; the agreement's name where only a command does."""
    for number, named in enumerate(sheet.agreement.check.profiles):
        if named is regime:
            return f"check.profiles.{number}"
    for annex in sheet.annexes:
        for name in annex.terms.regimes if annex.is_initial_margin else ():
            if REGIME_WORDS.get(name.casefold()) is regime:
                return annex.at(f"regimes.{name}")
    return "agreement"


RULE = Rule(Severity.WARNING, _find, UNDER_A_REGIME, (TOPIC,))
