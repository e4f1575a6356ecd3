"""What worked, with what did not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from isda.basics.faults import FindingsError
from isda.basics.finding import Finding

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """A value and everything found on the way to it.

    `value` is None when the findings leave nothing to compute from.

    Example:
        >>> Outcome(7).must()
        7
    """

    value: T | None
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop a computation."""
        return tuple(finding for finding in self.findings if finding.is_error)

    def must(self) -> T:
        """Return the value, or raise `FindingsError` with every error found."""
        if self.value is None or self.errors:
            raise FindingsError(self.errors or self.findings)
        return self.value


def in_place_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings sorted by file, line, column, row and code, without repeats."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=_order))


def _order(finding: Finding) -> tuple[str | int, ...]:
    place = finding.place
    return place.file, place.line, place.column, place.row, place.path, finding.code
