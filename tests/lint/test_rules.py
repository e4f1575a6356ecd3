"""Each rule: its page, a sample in which it fires and one in which nothing does."""

import re
from pathlib import Path

import pytest

from isda.lint.check import check
from isda.lint.rule import FAMILIES, rules

SAMPLES = Path(__file__).parents[2] / "samples" / "lint"
RULES = {rule.code: rule for rule in rules()}
OF_THE_SHEET = ("DQ016", "DQ072", "DQ096", "DQ097", "DQ098", "DQ099")
"""Codes that no rule finds, and that leave the sheet read: they have samples as rules have."""
SECTIONS = ("What it finds:", "Why it matters:", "What to do:", "Law:")
MARK = re.compile(r"#: ((?:[A-Z]{2}\d{3} (?:error|warning|info)(?:, )?)+)$")
FILE = re.compile(r"[a-z]{2}\d{3}(_[a-z0-9]+)+")
SHEETS = (".yaml", ".json", ".xml")


def files(kind):
    return [
        pytest.param(path, id=f"{path.parents[1].name}-{path.name}")
        for path in sorted(SAMPLES.glob(f"*/{kind}/*"))
        if path.suffix in SHEETS
    ]


def found_in(path):
    """What the rules, the profile `strict` and acceptances find: line, code, severity."""
    return sorted(
        (each.place.line, each.code, each.severity.word) for each in check(path).findings
    )


def marked_in(path):
    """What the comments of a sample say should be found."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return sorted(
        (number, *said.split())
        for number, line in enumerate(lines, 1)
        if (mark := MARK.search(line))
        for said in mark[1].split(", ")
    )


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_has_a_code_a_family_and_a_page(rule):
    """A rule's file is named by code and name; its docstring has the sections of a page."""
    assert FILE.fullmatch(rule._module)
    assert rule.code[:2] in FAMILIES
    summary, blank, *_ = rule.page.splitlines()
    assert summary.endswith(".")
    assert blank == ""
    places = [rule.page.find(f"\n{section}\n") for section in SECTIONS]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("code", [*RULES, *OF_THE_SHEET])
def test_a_rule_has_samples(code):
    """Each rule has at least one sample that fires and one that stays quiet."""
    assert [path for path in (SAMPLES / code / "fires").glob("*") if path.suffix in SHEETS]
    assert [path for path in (SAMPLES / code / "quiet").glob("*") if path.suffix in SHEETS]


def test_no_sample_is_of_no_rule():
    """Every folder of samples has its rule or its code."""
    assert {path.name for path in SAMPLES.iterdir() if path.is_dir()} <= {*RULES, *OF_THE_SHEET}


@pytest.mark.parametrize("path", files("fires"))
def test_it_fires_where_the_sample_says_and_nowhere_else(path):
    """All that is marked is found at its line with its severity, and nothing else is."""
    assert found_in(path) == marked_in(path)
    assert path.parents[1].name in {code for _, code, _ in marked_in(path)}


@pytest.mark.parametrize("path", files("quiet"))
def test_nothing_fires_where_all_is_well(path):
    """The quiet sample of a rule is clean under every rule."""
    assert found_in(path) == []


@pytest.mark.parametrize("path", files("fires"))
def test_what_is_found_is_said_well(path):
    """A finding of a rule has a place, a remedy and a reason, and ends in no full stop."""
    for each in check(path).findings:
        assert each.place.line > 0
        assert each.help
        assert not each.message.endswith(".")
        if each.code in RULES:
            assert each.why
            assert each.cites or each.sources
