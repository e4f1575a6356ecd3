# ruff: noqa: T201 - a runner prints
"""The twins against the check: what is listed and found, what is missed, what nobody listed.

`python tests/lint/twins.py` prints every difference, and precision and recall. What is not
found stands with its reason in `samples/twins/not-found.yaml`; what is found, is true and
nobody listed, in `samples/twins/not-listed.yaml`.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from isda.basics.days import read_date
from isda.lint.check import LAST_DAY, Asked, check
from isda.statement.check_lines import concise

TWINS = Path(__file__).parents[2] / "samples" / "twins"
NEAR = 3
"""Lines between where a fault was listed and where it is found, at most."""

CODES = {
    1: "RG001", 2: "RG002 RG003", 3: "RG004 RG005", 4: "RG006 RG007", 5: "RG008 RG009",
    6: "RG010 RG011 RG012", 7: "RG013", 8: "RG014", 9: "RG015", 10: "RG016 RG026", 11: "RG017",
    12: "RG018 RG027", 13: "RG019", 14: "RG020 RG021 EC011", 15: "RG022",
    16: "RG023 RG025 DQ015",
    17: "CS001 DQ061", 18: "CS002 CS003 CS004 DQ044 DQ045", 19: "CS006 CS007 DQ038",
    20: "DQ040 DQ041 DQ042 DQ043 DQ045 DQ047 DQ048 DQ049 DQ050", 21: "CS005 CS008 CS009 DQ087",
    22: "CS010", 23: "CS011 CS012 CS020 CS021", 24: "CS013 CS014 CS015 DQ038 DQ039 DQ058",
    25: "CS016", 26: "CS017", 27: "EC001 EC002", 28: "EC003 EC004", 29: "EC005",
    30: "EC006 EC007 DQ048 DQ050", 31: "EC008 DQ046 DQ039", 32: "VT001 DQ052 DQ053",
    33: "VT002", 34: "HI001", 35: "HI002 HI003 HI004", 36: "HI005 HI006",
    37: "XD001 XD002 DQ085", 38: "XD003",
    39: "MA001", 40: "XD004 XD005", 41: "XD006 XD007", 42: "MA002 MA003", 43: "DQ034",
    44: "PT001 PT002 PT003", 45: "LL001 DQ039", 46: "DQ015", 47: "LL002",
    48: "LL003 LL008 LL009", 49: "LL004", 50: "DQ039", 51: "LL005 EC010", 52: "LL006",
    58: "CS019", 59: "EC009", 60: "XD008", 61: "CS018", 62: "LL007",
}  # fmt: skip
"""Which codes find what an item of the list asks for; a fault of the shape has any DQ code."""


OF_A_BLOCK = frozenset({"DQ038", "HI005", "HI006", "XD008"})
"""Codes of what a whole block lacks, or of two of its terms together, which has no line of its
own: such a finding and the listed fault may stand anywhere in one and the same block."""


class Listed(NamedTuple):
    """A fault as it was listed by hand."""

    line: int
    item: str
    what: str
    follows: bool

    def fits(self, code):
        """Whether a code finds what the item asks for."""
        if self.item == "shape":
            return code.startswith("DQ")
        return code in CODES[int(self.item)].split()

    def is_found_by(self, finding, lines):
        """Whether a finding is of this item, near this line of the twin or in its block."""
        here = finding.place.line
        near = [here, *(also.place.line for also in finding.also)]
        return self.fits(finding.code) and (
            any(abs(each - self.line) <= NEAR for each in near)
            or (finding.code in OF_A_BLOCK and self.line in block(lines, here))
        )


class NotFound(NamedTuple):
    """A fault that is not found, and why; `beside`: the code of another fault near it."""

    twin: str
    line: int
    item: str
    reason: str
    beside: str | None = None


class NotListed(NamedTuple):
    """A finding that nobody listed, and why it is true."""

    twin: str
    code: str
    line: int
    reason: str


class Compared(NamedTuple):
    """One twin.

    Attributes:
        name: Its folder.
        found: Faults that are found.
        missed: Faults that are not.
        excused: Which of those missed are told, with their reason, not to be found.
        findings: What is found.
        unlisted: Which findings nobody listed.
        true: Which of those are told, with their reason, to be true.
    """

    name: str
    found: list
    missed: list
    excused: list
    findings: list
    unlisted: list
    true: list


def block(lines, number):
    """Return the numbers of the lines of the block that a line stands in, with its key."""
    column = re.match(r" *(- +)?", lines[number - 1]).end()
    first = last = number
    while first > 1 and _indent(lines[first - 1]) >= column:
        first -= 1
    while last < len(lines) and _indent(lines[last]) >= column:
        last += 1
    return range(first, last + 1)


def _indent(line):
    return len(line) - len(line.lstrip(" "))


@cache
def not_found():
    """Every fault that is told not to be found."""
    return tuple(NotFound(**{**each, "item": str(each["item"])}) for each in _read("not-found"))


@cache
def not_listed():
    """Every finding that is told to be true, though nobody listed it."""
    return tuple(NotListed(**each) for each in _read("not-listed"))


def _read(name):
    return yaml.safe_load((TWINS / f"{name}.yaml").read_text(encoding="utf-8"))


def listed_in(folder):
    """Return the day of a twin's check and the faults listed for it."""
    tree = yaml.safe_load((folder / "faults.yaml").read_text(encoding="utf-8"))
    faults = [
        Listed(each["line"], str(each["item"]), each["what"], bool(each.get("follows")))
        for each in tree["faults"]
    ]
    return read_date(str(tree.get("as_of", LAST_DAY))), faults


def compare(folder):
    """Check a twin, and hold what is found against what was listed."""
    day, faults = listed_in(folder)
    sheet = folder / "agreement.yaml"
    lines = sheet.read_text(encoding="utf-8").split("\n")
    findings = list(check(sheet, Asked(on=day)).findings)
    excuses = {(each.line, each.item): each for each in not_found() if each.twin == folder.name}
    known = {(each.code, each.line) for each in not_listed() if each.twin == folder.name}
    found, missed, excused = [], [], []
    for fault in (fault for fault in faults if not fault.follows):
        excuse = excuses.get((fault.line, fault.item))
        beside = excuse.beside if excuse else None
        by = [each for each in findings if fault.is_found_by(each, lines)]
        if any(each.code != beside for each in by):
            found.append(fault)
        else:
            missed.append(fault)
            excused += [fault] if excuse else []
    unlisted = [
        each for each in findings if not any(fault.is_found_by(each, lines) for fault in faults)
    ]
    true = [each for each in unlisted if (each.code, each.place.line) in known]
    return Compared(folder.name, found, missed, excused, findings, unlisted, true)


@cache
def every():
    """Compare every twin, in the order of the names."""
    return tuple(compare(path) for path in sorted(TWINS.iterdir()) if path.is_dir())


def figures():
    """Return recall and precision in words."""
    found, missed = (sum(len(part) for part in parts) for parts in _parts("found", "missed"))
    told, unlisted, true = (
        sum(len(part) for part in parts) for parts in _parts("findings", "unlisted", "true")
    )
    right = told - unlisted + true
    return (
        f"recall: {found} of {found + missed} listed faults are found "
        f"({_percent(found, found + missed)}); precision: {right} of {told} findings are true "
        f"({_percent(right, told)}), of which nobody listed {true}"
    )


def _parts(*names):
    return [[getattr(one, name) for one in every()] for name in names]


def _percent(part, whole):
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10} %"


if __name__ == "__main__":
    for one in every():
        for fault in one.missed:
            told = "not to be found" if fault in one.excused else "missed"
            print(f"{one.name}:{fault.line} {told}, item {fault.item}: {fault.what}")
        for each in one.unlisted:
            told = "true, not listed" if each in one.true else "not listed"
            print(f"{one.name}: {told}: {concise(each)}")
    print(figures())
