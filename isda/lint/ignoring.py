"""Findings that the sheet itself says are known and accepted, each until a day."""

from collections.abc import Iterable, Iterator
from datetime import date

from isda.basics.amounts import did_you_mean, shown
from isda.basics.finding import Finding, Severity
from isda.lint.rule import rules
from isda.lint.sheet import Sheet

AT = "check.ignore"


class Ignoring:
    """The accepted findings of one sheet.

    Args:
        sheet: The sheet.
        day: The day of the check; an acceptance is good up to and including its last day.
    """

    def __init__(self, sheet: Sheet, day: date) -> None:
        self.sheet = sheet
        self.day = day
        self.said = sheet.agreement.check.ignore
        self.live = {each.code for each in self.said if each.until >= day}

    def parted(
        self, found: Iterable[Finding]
    ) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """Return the findings that stay, and those that are accepted."""
        every = tuple(found)
        accepted = tuple(each for each in every if each.code in self.live)
        return tuple(each for each in every if each.code not in self.live), accepted

    def findings(self, accepted: Iterable[Finding]) -> Iterator[Finding]:
        """Yield what is wrong with the acceptances themselves."""
        if not self.said:
            return
        used = {each.code for each in accepted}
        known = [rule.code for rule in rules()]
        for number, each in enumerate(self.said):
            if each.code not in known:
                yield self._found(
                    number,
                    "DQ098",
                    Severity.WARNING,
                    f"{shown(each.code)} is no code of a rule, so nothing is accepted by it",
                    did_you_mean(each.code, known)
                    or "take it out: what the reader finds is mended, not accepted",
                )
            elif each.until < self.day:
                yield self._found(
                    number,
                    "DQ099",
                    Severity.WARNING,
                    f"{each.code} was accepted until {each.until}, and the check is of "
                    f"{self.day}",
                    "mend what is found, or agree on another day and write it",
                )
            elif each.code not in used:
                yield self._found(
                    number,
                    "DQ097",
                    Severity.INFO,
                    f"{each.code} is accepted, and nothing of it is found",
                    "take the entry out",
                )

    def _found(
        self, number: int, code: str, severity: Severity, message: str, help_text: str
    ) -> Finding:
        place = self.sheet.place(f"{AT}.{number}.code")
        name = self.sheet.agreement.agreement
        return Finding(code, severity, place, message, help_text, agreement=name)
