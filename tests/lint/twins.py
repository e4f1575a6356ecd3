# ruff: noqa: T201 - a runner prints
"""The twins against the check: what is listed and found, what is missed, what nobody listed.

`python tests/lint/twins.py` prints every difference, and precision and recall.
"""

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
    12: "RG018", 13: "RG019", 14: "RG020 RG021 EC011", 15: "RG022", 16: "RG023 RG025 DQ015",
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


class Listed(NamedTuple):
    """A fault as it was listed by hand."""

    line: int
    item: str
    what: str
    follows: bool

    def is_found_by(self, finding):
        """Whether a finding is of this item, near this line."""
        code, line = finding.code, finding.place.line
        fits = code.startswith("DQ") if self.item == "shape" else code in CODES[int(self.item)]
        lines = [line, *(also.place.line for also in finding.also)]
        return fits and any(abs(each - self.line) <= NEAR for each in lines)


class Compared(NamedTuple):
    """One twin: faults found and missed, and findings that nobody listed."""

    name: str
    found: list
    missed: list
    unlisted: list


def compare(folder):
    """Check a twin, and hold what is found against what was listed."""
    tree = yaml.safe_load((folder / "faults.yaml").read_text(encoding="utf-8"))
    faults = [
        Listed(each["line"], str(each["item"]), each["what"], bool(each.get("follows")))
        for each in tree["faults"]
    ]
    asked = Asked(on=read_date(str(tree.get("as_of", LAST_DAY))))
    findings = check(folder / "agreement.yaml", asked).findings
    found = [fault for fault in faults if any(map(fault.is_found_by, findings))]
    must = [fault for fault in faults if not fault.follows]
    return Compared(
        folder.name,
        [fault for fault in found if not fault.follows],
        [fault for fault in must if fault not in found],
        [each for each in findings if not any(fault.is_found_by(each) for fault in faults)],
    )


def every():
    """Compare every twin, in the order of the names."""
    return [compare(path) for path in sorted(TWINS.iterdir()) if path.is_dir()]


if __name__ == "__main__":
    made = every()
    for one in made:
        for fault in one.missed:
            print(f"{one.name}:{fault.line} missed, item {fault.item}: {fault.what}")
        for each in one.unlisted:
            print(f"{one.name}: not listed: {concise(each)}")
    found, missed, unlisted = (
        sum(len(part) for part in parts)
        for parts in zip(*((one.found, one.missed, one.unlisted) for one in made), strict=True)
    )
    print(f"{found} of {found + missed} listed faults found, {unlisted} findings not listed")
