"""Mending a sheet's source at its places: comments, order and blank lines stay."""

from collections.abc import Iterable
from typing import NamedTuple

from isda.basics.finding import Edit, Finding


class Mended(NamedTuple):
    """A source with fixes made.

    Attributes:
        text: The source.
        made: The findings whose fixes were made.
        left: Those whose fixes touch what another one changed: run again.
    """

    text: str
    made: tuple[Finding, ...]
    left: tuple[Finding, ...]


def mend(text: str, findings: Iterable[Finding], *, unsafe: bool) -> Mended:
    """Make the fixes of some findings, those that change no meaning or all.

    Args:
        text: The source.
        findings: The findings.
        unsafe: Whether fixes that change what the agreement says are made as well.

    Example:
        >>> mend("a: 1", [], unsafe=False).text
        'a: 1'
    """
    edits: list[Edit] = []
    made: list[Finding] = []
    left: list[Finding] = []
    for each in findings:
        if each.fix is None or not (each.fix.is_safe or unsafe):
            continue
        if any(_meet(one, other) for one in each.fix.edits for other in edits):
            left.append(each)
            continue
        edits += each.fix.edits
        made.append(each)
    # from the end, and at one place from the last: what was found first then stands first
    for _, edit in sorted(enumerate(edits), key=lambda one: (one[1].start, one[0]))[::-1]:
        text = text[: edit.start] + edit.text + text[edit.end :]
    return Mended(text, tuple(made), tuple(left))


def _meet(one: Edit, other: Edit) -> bool:
    """Whether two edits change the same characters; two insertions at a place do not."""
    if one.start == one.end == other.start == other.end:
        return False
    return (one.start < other.end and other.start < one.end) or one.start == other.start
