"""Mending a sheet's source at its places: comments, order and blank lines stay."""

from collections import Counter
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
        is_sound: Whether whatever read before the fixes reads after them.
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
        further = [edit for edit in each.fix.edits if edit not in edits]
        if any(_meet(one, other) for one in further for other in edits):
            left.append(each)
            continue
        edits += further
        made.append(each)
    if not edits:
        return Mended(text, (), tuple(left))
    before, has_crlf = text, "\r\n" in text
    # from the end, and at one place from the last: what was found first then stands first
    for _, edit in sorted(enumerate(edits), key=lambda one: (one[1].start, one[0]))[::-1]:
        written = edit.text.replace("\n", "\r\n") if has_crlf else edit.text
        text = text[: edit.start] + written + text[edit.end :]
    is_sound = _unread(text, name) <= _unread(before, name)
    return Mended(text, tuple(made), tuple(left), is_sound)


def _unread(text: str, name: str) -> Counter[str]:
    """Return how often each code says of a sheet that a part of it does not read."""
    return Counter(each.code for each in read_sheet_text(text, name).errors)


def _meet(one: Edit, other: Edit) -> bool:
    """Whether two edits change the same characters; two insertions at a place do not."""
    if one.start == one.end == other.start == other.end:
        return False
    return (one.start < other.end and other.start < one.end) or one.start == other.start
