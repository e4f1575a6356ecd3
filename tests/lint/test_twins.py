"""The twins: every listed fault is found, and nothing is found that is not there."""

from collections import Counter
from datetime import date

import pytest
from twins import TWINS, block, every, figures, listed_in, not_found, not_listed

from isda.lint.check import Asked, check

EACH = pytest.mark.parametrize("twin", every(), ids=lambda twin: twin.name)
LEAST = 80
README = " ".join((TWINS / "README.md").read_text(encoding="utf-8").split())


@EACH
def test_every_listed_fault_is_found(twin):
    """What is not found stands in not-found.yaml, with the reason."""
    assert [fault for fault in twin.missed if fault not in twin.excused] == []


@EACH
def test_nothing_is_found_that_is_not_there(twin):
    """What nobody listed stands in not-listed.yaml, with the reason why it is true."""
    assert [str(each) for each in twin.unlisted if each not in twin.true] == []


def test_no_fault_is_told_not_to_be_found_that_is():
    """Each entry of not-found.yaml is of a listed fault that is missed, and stands once."""
    missed = Counter(
        (one.name, fault.line, fault.item) for one in every() for fault in one.excused
    )
    assert missed == Counter((each.twin, each.line, each.item) for each in not_found())
    assert all(each.reason.endswith(".") for each in not_found())


@pytest.mark.parametrize("entry", [each for each in not_found() if each.beside])
def test_what_is_said_to_stand_beside_a_fault_does(entry):
    """The other fault is found near it, and is listed for itself."""
    (twin,) = (one for one in every() if one.name == entry.twin)
    folder = TWINS / entry.twin
    sheet = (folder / "agreement.yaml").read_text(encoding="utf-8").split("\n")
    _, faults = listed_in(folder)
    by = [each for each in twin.findings if each.code == entry.beside]
    (fault,) = (each for each in faults if (each.line, each.item) == (entry.line, entry.item))
    others = [each for each in faults if each != fault]
    near = [each for each in by if fault.is_found_by(each, sheet)]
    assert near
    assert all(any(other.is_found_by(each, sheet) for other in others) for each in near)


def test_no_finding_is_told_to_be_true_that_is_not_there():
    """Each entry of not-listed.yaml is of a finding that nobody listed, and stands once."""
    true = {(one.name, each.code, each.place.line) for one in every() for each in one.true}
    told = [(each.twin, each.code, each.line) for each in not_listed()]
    assert true == set(told)
    assert len(told) == len(set(told))
    assert all(each.reason.endswith(".") for each in not_listed())


@pytest.mark.parametrize(
    ("twin", "day", "code", "line"),
    [
        ("margin-beside-variation", date(2025, 6, 1), "CS017", 74),
        ("springing-threshold", date(2023, 2, 28), "CS021", 53),
    ],
)
def test_what_an_amendment_replaced_is_found_of_the_day_before(twin, day, code, line):
    """A fault that holds no longer is found where the check is of a day on which it did."""
    found = check(TWINS / twin / "agreement.yaml", Asked(on=day)).findings
    assert (code, line) in {(each.code, each.place.line) for each in found}


def test_enough_is_listed():
    """At least eighty faults are listed that do not follow from others."""
    assert sum(len(one.found) + len(one.missed) for one in every()) >= LEAST


def test_the_page_says_the_figures():
    """Recall and precision stand on the page as they are."""
    assert figures().casefold() in README.casefold()


def test_a_block_is_what_stands_under_one_key():
    """It begins with its key, or with the dash of its list, and ends where that does."""
    lines = ["a:", "  - b: 1", "    c:", "      d: 2", "  - b: 2", "e: 3"]
    assert [list(block(lines, line)) for line in (2, 3, 4, 5)] == [
        [2, 3, 4],
        [2, 3, 4],
        [3, 4],
        [5],
    ]
