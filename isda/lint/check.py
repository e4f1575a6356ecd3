"""The check of one sheet: every finding of the reader, the models and the rules, in one run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from isda.basics.finding import Also, Finding, Place, Severity
from isda.basics.outcome import in_place_order
from isda.lint.ignoring import Ignoring
from isda.lint.rule import Flaw, Rule, rules
from isda.lint.salvage import salvaged
from isda.lint.sheet import Sheet
from isda.lint.unsaid import CODE as UNSAID
from isda.lint.unsaid import unsaid
from isda.sheet.draft import SheetDraft
from isda.sheet.read_sheet import agreement_of
from isda.sheet.yaml_events import draft_of, read_draft
from isda.tables.regulation import LAST_DAY
from isda.terms.checking import Profile

MOST_OF_A_RULE: Final = 100
"""Findings of one rule in one sheet that are listed: so many have one cause."""
MEND_FIRST: Final = "mend the first ones: this many have one cause"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check is asked for.

    Attributes:
        profiles: Regimes, and `strict`; those that the sheet names are added.
        on: The day whose regulations hold; left out, the last that the tables know.
        acceptances_on: The day on which acceptances are still good or not; left out, as `on`.
        select: Codes, or beginnings of codes, to keep; none keeps all.
        ignore: Codes, or beginnings of codes, to leave out.
        rates: Rates of exchange by pair, for caps in another currency.
    """

    profiles: frozenset[Profile] = frozenset()
    on: date = LAST_DAY
    acceptances_on: date | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rates: Mapping[str, Decimal] = field(default_factory=dict)

    def wants(self, code: str) -> bool:
        """Whether findings of a code are asked for."""
        chosen = not self.select or code.startswith(self.select)
        return chosen and not code.startswith(self.ignore or ("-",))

    def keeps(self, finding: Finding) -> bool:
        """Whether a finding is told: what does not read always is, asked for or not."""
        return finding.stops_reading or self.wants(finding.code)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of one sheet found.

    Attributes:
        file: The name of the sheet.
        text: Its source.
        agreement: The name of the agreement; None where nothing of it reads.
        findings: Everything found, in the order of the places.
        accepted: What the sheet itself says is known and accepted.
        profiles: What it was checked under.
    """

    file: str
    text: str
    agreement: str | None
    findings: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    profiles: frozenset[Profile]


def check(path: str | Path, asked: Asked | None = None) -> Checked:
    """Check a term sheet.

    Args:
        path: The file; YAML, JSON or XML.
        asked: Profiles, day and choice of rules; left out, the basic rules.

    Returns:
        Every finding: a fault of the text does not hide those of the terms that do read.

    Example:
        >>> check("no-such-sheet.yaml").findings[0].code
        'DQ001'
    """
    return check_draft(read_draft(Path(path)), asked or Asked())


def check_text(text: str, name: str = "sheet.yaml", asked: Asked | None = None) -> Checked:
    r"""Check a term sheet that is already in memory; `name` stands in the messages.

    Example:
        >>> checked = check_text("sheet: 1\nagreement: X\nannexes: []\n")
        >>> sorted({each.code for each in checked.findings})
        ['DQ015']
    """
    return check_draft(draft_of(text, name), asked or Asked())


def check_draft(draft: SheetDraft, asked: Asked) -> Checked:
    """Check a document that is already read."""
    outcome = agreement_of(draft)
    seen = salvaged(draft, outcome.value)
    if seen is None:
        kept = tuple(each for each in outcome.findings if asked.keeps(each))
        return Checked(draft.name, draft.text, None, kept, (), asked.profiles)
    profiles = asked.profiles | set(seen.agreement.check.profiles)
    sheet = Sheet(
        seen.agreement,
        seen.draft,
        profiles,
        asked.on,
        rates=asked.rates,
        lost=seen.lost,
        dropped=seen.dropped,
    )
    found = [_finding(sheet, code, severity, flaw) for code, severity, flaw in _flaws(sheet)]
    ignoring = Ignoring(sheet, asked.acceptances_on or asked.on)
    left, accepted = ignoring.parted(found)
    findings = [*outcome.findings, *seen.findings, *left, *ignoring.findings(accepted)]
    kept = in_place_order(each for each in findings if asked.keeps(each))
    name = seen.agreement.agreement
    sheet.forget()
    return Checked(draft.name, draft.text, name, kept, accepted, profiles)


def _regimes_of(sheet: Sheet) -> frozenset[Profile]:
    """Return the profiles of a sheet, and the regimes that its margin annexes name."""
    return sheet.profiles.union(*(annex.regimes for annex in sheet.annexes))


def _flaws(sheet: Sheet) -> Iterator[tuple[str, Severity, Flaw]]:
    """Yield what the rules find, and under `strict` what is left to a default."""
    regimes = _regimes_of(sheet)
    for rule in rules():
        if not rule.profiles or rule.profiles & regimes:
            for flaw in _told(sheet, rule):
                yield rule.code, rule.severity_of(flaw), flaw
    if Profile.STRICT in sheet.profiles:
        for flaw in unsaid(sheet):
            if not sheet.lost(flaw.at):
                yield UNSAID, Severity.WARNING, flaw


def _told(sheet: Sheet, rule: Rule) -> list[Flaw]:
    """Return what a rule finds, each once; of very much the first, and how much more it is."""
    once: dict[tuple[str, str], Flaw] = {}
    for flaw in rule.find(sheet):
        once.setdefault((flaw.at, flaw.message), flaw)
    if not once:
        return []
    found = [flaw for flaw in once.values() if not sheet.lost(flaw.at)]
    told, more = found[:MOST_OF_A_RULE], found[MOST_OF_A_RULE:]
    if more:
        message = f"{len(more)} more findings of this rule are not listed"
        worst = max(more, key=rule.severity_of)
        told.append(replace(worst, message=message, help=MEND_FIRST, also=(), fix=None))
    return told


def _finding(sheet: Sheet, code: str, severity: Severity, flaw: Flaw) -> Finding:
    place = _place(sheet, flaw.at)
    others = ((_place(sheet, at), message) for at, message in flaw.also)
    return Finding(
        code,
        severity,
        place,
        flaw.message,
        flaw.help,
        cites=flaw.cites,
        agreement=sheet.agreement.agreement,
        why=flaw.why,
        also=tuple(
            Also(other, message)
            for other, message in others
            if (other.line, other.column) != (place.line, place.column)
        ),
        sources=flaw.sources,
        fix=flaw.fix,
    )


def _place(sheet: Sheet, path: str) -> Place:
    place = sheet.place(path)
    return Place(place.file, place.line, place.column, place.row, path)
