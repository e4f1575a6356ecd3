"""Exceptions: our fault, the machine's, or findings that a caller chose to have raised."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from isda.basics.finding import Finding


class IsdaError(Exception):
    """The one base of every exception this package raises."""


class InvariantBroken(IsdaError):
    """Something that can never be was. Please report it: it is our fault."""


class AmountError(IsdaError, ValueError):
    """A text that is no amount, percentage, date or time, with what was expected."""

    def __init__(self, code: str, message: str, help_text: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help_text


class FindingsError(IsdaError, ValueError):
    """Findings that stop a computation, raised because a value was demanded."""

    def __init__(self, findings: "Sequence[Finding]") -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


def must(condition: bool, sentence: str) -> None:  # a proposition, then its words
    """Raise `InvariantBroken` with the sentence unless the condition holds.

    Example:
        >>> must(1 + 1 == 2, "arithmetic holds")
    """
    if not condition:
        raise InvariantBroken(sentence)
