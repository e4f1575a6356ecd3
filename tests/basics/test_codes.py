"""The list of codes and the sources say the same."""

import ast
import re
from pathlib import Path

import pytest

from isda.basics.codes import CODES
from isda.basics.reason_codes import REASON_CODES
from isda.basics.status_codes import STATUS_CODES
from isda.lint.rule import rules
from isda.margin.outcome import Status
from isda.statement.korean.code_words import codes_in_korean, titles_in_korean

ISDA = Path(__file__).parents[2] / "isda"


def used():
    found = set()
    for path in ISDA.rglob("*.py"):
        if path.name != "codes.py":
            found |= set(re.findall(r"\b(?:DQ|MC)\d{3}\b", path.read_text(encoding="utf-8")))
    return found


def test_every_code_of_the_sources_is_listed():
    """A finding's code can always be explained."""
    assert used() - set(CODES) == set()


def test_every_listed_code_is_used():
    """No code is listed that nothing can find."""
    assert set(CODES) - used() == set()


def test_every_entry_is_complete():
    """Each code has a title, a meaning and a remedy, and titles of sentences end well."""
    for code, entry in CODES.items():
        assert entry.code == code
        assert entry.title
        assert entry.meaning.endswith(".")
        assert entry.remedy.endswith(".")


def reasons():
    """The codes that the sources give to reasons, where they name them."""
    for path in ISDA.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason":
                said = [each for each in node.args[:1] for each in ast.walk(each)]
                yield from (each.value for each in said if isinstance(each, ast.Constant))


def test_every_reason_of_a_call_is_listed():
    """A code beside `no call`, `withheld` or `undefined` can be explained, and no other is."""
    own = {code for code in reasons() if isinstance(code, str) and code not in CODES}
    assert own == set(REASON_CODES)


def test_every_status_is_listed():
    """Whatever a run says of an agreement can be explained."""
    assert {*STATUS_CODES} == {each.value.replace("_", "-") for each in Status}


@pytest.mark.parametrize("code", sorted({**REASON_CODES, **STATUS_CODES}))
def test_a_reason_says_what_it_means_and_what_to_do(code):
    """As a code of a finding does."""
    entry = {**REASON_CODES, **STATUS_CODES}[code]
    assert entry.title
    assert entry.meaning.endswith(".")
    assert entry.remedy.endswith(".")


def test_every_code_has_korean():
    """Its title, its meaning and its way out; of a rule its title. Keys stay as they are."""
    english = {**CODES, **REASON_CODES, **STATUS_CODES}
    assert set(codes_in_korean()) == set(english)
    assert set(titles_in_korean()) == {*english, *(rule.code for rule in rules())}
    hangul = re.compile("[가-힣]")
    for code, said in codes_in_korean().items():
        assert all(map(hangul.search, (said.title, said.meaning, said.remedy))), code
        keys = re.findall("`[^`]+`", f"{said.meaning} {said.remedy}")
        theirs = f"{english[code].meaning} {english[code].remedy}"
        assert [key for key in keys if key not in theirs] == [], code
    assert all(map(hangul.search, titles_in_korean().values()))
