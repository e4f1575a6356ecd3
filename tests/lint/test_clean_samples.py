"""The project's own sheets are clean under every profile they claim; codes are for good."""

import re
from pathlib import Path

import pytest

from isda.basics.codes import CODES
from isda.basics.finding import Severity
from isda.lint.check import check, check_text
from isda.lint.rule import rules
from isda.sheet.starter import STARTERS, starter

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
LEDGER = Path(__file__).parent / "codes.txt"
CLEAN = sorted(
    [
        *SAMPLES.glob("agreements/*/agreement.yaml"),
        *SAMPLES.glob("books/*/agreements/*.yaml"),
        SAMPLES / "sheets" / "daehan-loss-limit.yaml",
        SAMPLES / "sheets" / "hangang-arc.yaml",
    ]
)


def matters(checked):
    """What is found at warning or above."""
    return [str(each) for each in checked.findings if each.severity > Severity.INFO]


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_sheet_of_ours_is_clean(path):
    """Nothing at warning or above is found in a sheet that the papers show."""
    assert matters(check(path)) == []


@pytest.mark.parametrize("form", STARTERS, ids=lambda form: form.value)
def test_a_starter_is_clean(form):
    """What `isda new` writes has nothing at warning or above."""
    assert matters(check_text(starter(form.value))) == []


def test_ledger_of_codes():
    """Every code stands in the ledger with its name; one that is gone is kept as retired."""
    lines = [line.split() for line in LEDGER.read_text(encoding="utf-8").splitlines()]
    ledger = {code: name for code, name, *_ in lines}
    assert len(ledger) == len(lines)
    now = {rule.code: rule.name for rule in rules()}
    assert {code: ledger.get(code) for code in now} == now
    retired = {code for code, _, *rest in lines if rest == ["retired"]}
    assert set(ledger) - set(now) == retired


def test_no_rule_has_a_code_of_the_reader():
    """Codes of rules and codes of the reader and the call are never the same."""
    assert not {rule.code for rule in rules()} & set(CODES)
    assert all(re.fullmatch(r"[A-Z]{2}\d{3}", rule.code) for rule in rules())
