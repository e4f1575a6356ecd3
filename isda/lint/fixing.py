"""Mending a sheet's source at its places: comments, order and blank lines stay."""

from collections.abc import Iterable
from typing import NamedTuple

from isda.basics.finding import Edit, Finding
from isda.sheet.read_sheet import read_sheet_text


class Mended(NamedTuple):
    """A source with fixes made.

    Attributes:
        text: The source.
        made: The findings whose fixes were made.
        left: Those whose fixes touch what another one changed: run again.
        is_sound: Whether what read before the fixes reads after them.
    """

    text: str
    made: tuple[Finding, ...]
    left: tuple[Finding, ...]
    is_sound: bool = True


def mend(text: str, findings: Iterable[Finding], *, unsafe: bool, name: str) -> Mended:
    """Make the fixes of some findings, those that change no meaning or all.

    Args:
        text: The source.
        findings: The findings.
        unsafe: Whether fixes that change what the agreement says are made as well.
        name: The name of the source, whose ending says how it is written.

    Example:
        >>> mend("a: 1", [], unsafe=False, name="a.yaml").text
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
    if not edits:
        return Mended(text, (), tuple(left))
    before = text
    # from the end, and at one place from the last: what was found first then stands first
    for _, edit in sorted(enumerate(edits), key=lambda one: (one[1].start, one[0]))[::-1]:
        text = text[: edit.start] + edit.text + text[edit.end :]
    is_sound = _reads(text, name) or not _reads(before, name)
    return Mended(text, tuple(made), tuple(left), is_sound)


def _reads(text: str, name: str) -> bool:
    return read_sheet_text(text, name).value is not None


def _meet(one: Edit, other: Edit) -> bool:
    """Whether two edits change the same characters; two insertions at a place do not."""
    if one.start == one.end == other.start == other.end:
        return False
    return (one.start < other.end and other.start < one.end) or one.start == other.start
