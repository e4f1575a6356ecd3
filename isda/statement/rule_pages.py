"""What is published of a rule: its page for `isda explain` and `docs/rules/`, and one list."""

from collections.abc import Iterator
from datetime import date
from textwrap import wrap
from typing import Any

from isda.basics.code import Code
from isda.basics.codes import CODES
from isda.basics.reason_codes import REASON_CODES
from isda.lint.rule import Rule, rules
from isda.statement.haircut_lists import haircut_lines
from isda.statement.korean.catalogue import in_korean
from isda.statement.korean.code_words import codes_in_korean, finds_in_korean, titles_in_korean
from isda.tables.regulation import Figure, regulation
from isda.terms.checking import REGIMES

WIDTH = 96
OF_THE_SHEET = "shape and data"
OF_THE_CALL = "what a call needs"
OF_QUIET_DAYS = "why nothing moves"
WHAT_TO_DO = "What to do"
IN_ENGLISH = "the rest is told in English"
"""What stands above the part of a page that has no Korean of its own."""


def rule_page(rule: Rule, *, korean: bool = False) -> str:
    """Return a rule's page in Markdown: what it finds, why, what to do, the law, its sources.

    Args:
        rule: The rule.
        korean: Whether it begins in Korean and has Korean headings; the rest is English.

    Example:
        >>> page = rule_page(next(each for each in rules() if each.code == "CS005"))
        >>> page.splitlines()[0]
        '# CS005: infinite thresholds both ways'
    """
    summary, *rest = rule.page.strip().splitlines()
    profiles = ", ".join(sorted(rule.profiles)) or "always"
    about = (
        f"Severity: {rule.severity.word}, at most. Checked: {profiles}. "
        f"Family: {rule.family}. Since version {rule.since}."
    )
    lines = [f"# {rule.code}: {title_of(rule.code, korean=korean)}", ""]
    if korean:
        lines += [finds_in_korean(rule.code), "", in_korean(about), "", in_korean(IN_ENGLISH)]
    else:
        lines += [summary, "", *wrap(about, WIDTH), ""]
    for line in rest:
        if line and not line.startswith(" "):
            lines += ["", f"## {line.removesuffix(':')}", ""]
        elif line:
            lines.append(line.removeprefix("    "))
        elif lines[-1]:
            lines.append("")
    if figures := tuple(figures_of(rule)):
        lines += ["", "## Figures", ""]
        lines += [line for figure in figures for line in _figure(figure)]
    if rule.reads_haircuts:
        lines += haircut_lines()
    page = "\n".join([*_without_double_gaps(lines), ""])
    return headings_in_korean(page) if korean else page


def headings_in_korean(page: str) -> str:
    """Return a page whose headings below its title are Korean."""
    return "\n".join(
        f"## {in_korean(line[3:])}" if line.startswith("## ") else line
        for line in page.splitlines()
    )


def code_page(code: Code, *, korean: bool = False) -> str:
    """Return the page of a code that no rule finds, but the reader or the call.

    Args:
        code: The code.
        korean: Whether it speaks Korean; then nothing is broken at a width.

    Example:
        >>> code_page(CODES["DQ011"]).splitlines()[0]
        '# DQ011: amount cut at its comma'
    """
    if korean:
        said = codes_in_korean()[code.code]
        head = f"# {said.code}: {said.title}"
        return f"{head}\n\n{said.meaning}\n\n## {in_korean(WHAT_TO_DO)}\n\n{said.remedy}\n"
    lines = [f"# {code.code}: {code.title}", "", *wrap(code.meaning, WIDTH), ""]
    return "\n".join([*lines, f"## {WHAT_TO_DO}", "", *wrap(code.remedy, WIDTH), ""])


def title_of(code: str, *, korean: bool = False) -> str:
    """Return what a code is about, in a few words.

    Example:
        >>> title_of("DQ011"), title_of("CS005"), title_of("below-threshold")
        ('amount cut at its comma', 'infinite thresholds both ways', 'below the threshold')
        >>> title_of("condition-precedent", korean=True)
        '선행조건 미충족'
    """
    if korean and code in titles_in_korean():
        return titles_in_korean()[code]
    known = CODES.get(code) or REASON_CODES.get(code)
    if known is not None:
        return known.title
    names = {rule.code: rule.name for rule in rules()}
    return names.get(code, code).replace("-", " ")


def figures_of(rule: Rule) -> Iterator[Figure]:
    """Yield every entry of the regulation tables that a rule reads."""
    for topic in rule.figures:
        for regime in REGIMES:
            yield from regulation(regime.value).figures.get(topic, ())


def codes_json() -> list[dict[str, Any]]:
    """Return every code that can be found, as plain data, in the order of the codes.

    Example:
        >>> next(each["name"] for each in codes_json() if each["code"] == "CS005")
        'infinite-thresholds-both-ways'
    """
    found = [_of_rule(rule) for rule in rules()]
    found += [
        {
            "code": code.code,
            "name": code.title.replace(" ", "-") if code.code in CODES else code.code,
            "title": code.title,
            "severity": None,
            "family": _family(code.code),
            "since": "0.1",
            "profiles": [],
            "sources": [],
        }
        for code in (*CODES.values(), *REASON_CODES.values())
    ]
    return sorted(found, key=lambda each: str(each["code"]))


def _family(code: str) -> str:
    if code in REASON_CODES:
        return OF_QUIET_DAYS
    return OF_THE_CALL if code.startswith("MC") else OF_THE_SHEET


def _of_rule(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "title": rule.title,
        "severity": rule.severity.word,
        "family": rule.family,
        "since": rule.since,
        "profiles": sorted(rule.profiles),
        "sources": [
            {
                "regime": figure.regime,
                "topic": figure.topic,
                "instrument": figure.source.instrument,
                "article": figure.source.article,
                "mark": figure.source.mark.value,
                "from": figure.since.isoformat(),
                "to": _day(figure.until),
            }
            for figure in figures_of(rule)
        ],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _figure(figure: Figure) -> list[str]:
    """Return an entry as a point of a list: whose it is, what, from when, and who says so."""
    said = figure.words if figure.unit == "text" else f"{figure.operator} {figure.words}"
    unit = "" if figure.unit == "text" else f" {figure.unit}"
    until = f" to {figure.until}" if figure.until else ""
    of = f"{figure.regime}, {figure.topic}: {said}{unit}, from {figure.since}{until}"
    return wrap(f"{of}: {figure.source}", WIDTH, initial_indent="- ", subsequent_indent="  ")


def _without_double_gaps(lines: list[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line
