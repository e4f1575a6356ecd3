"""Something wrong with the facts of a whole agreement, before any leg is computed."""

from typing import NamedTuple

from isda.basics.finding import NOWHERE, Finding, Place, Severity
from isda.basics.reason import Reason


class Wrong(NamedTuple):
    """Something wrong with the facts: the legs that read them are refused for it.

    Attributes:
        code: Its code.
        message: What is wrong.
        place: Where.
        help: What to do.
        is_of_exposure: Whether only legs that read the exposure are refused; else all are.
    """

    code: str
    message: str
    place: Place = NOWHERE
    help: str = ""
    is_of_exposure: bool = False

    def reason(self) -> Reason:
        """Return it as a leg's reason."""
        return Reason(self.code, self.message)

    def finding(self, agreement: str) -> Finding:
        """Return it as a finding of an agreement."""
        return Finding(
            self.code, Severity.ERROR, self.place, self.message, self.help, (), agreement
        )
