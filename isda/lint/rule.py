"""What a rule is, and where all rules are: one file, one code, one page."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from isda.basics.cite import Cite
from isda.basics.codes import CODES
from isda.basics.faults import must
from isda.basics.finding import Fix, Severity
from isda.basics.source import Mark, Source
from isda.lint.sheet import Sheet
from isda.terms.checking import Profile

FAMILIES: Final = {
    "PT": "parties",
    "MA": "master and schedule",
    "CS": "credit support, threshold, independent amount, minimum, rounding",
    "EC": "eligible collateral and haircuts",
    "VT": "valuation and timing",
    "DR": "disputes and substitution",
    "HI": "holding, use, interest",
    "LL": "loss-limit agreement",
    "XD": "one document against another",
    "RG": "regulatory regime",
}
"""The first two letters of a code, and what its rules are about."""

LIMITS: Final = {
    Mark.PRIMARY: Severity.ERROR,
    Mark.OTHER_LANGUAGE: Severity.ERROR,
    Mark.SECONDARY: Severity.WARNING,
    Mark.EARLIER_NOTE: Severity.WARNING,
    Mark.SAMPLES: Severity.INFO,
    Mark.UNVERIFIED: Severity.INFO,
}
"""The worst that a finding can be which rests on a source of this mark."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a rule found.

    Attributes:
        at: The way to the term, such as `annexes.0.threshold.B`.
        message: What was found and what was expected.
        help: The concrete edit.
        why: Why it matters, in one sentence.
        cites: Paragraphs that say so.
        sources: Regulations that say so; the weakest mark limits the severity.
        also: Further ways, each with what stands there.
        severity: Where this one is not as bad as the rule says.
        fix: How a program mends it.
    """

    at: str
    message: str
    help: str
    why: str = ""
    cites: tuple[Cite, ...] = ()
    sources: tuple[Source, ...] = ()
    also: tuple[tuple[str, str], ...] = ()
    severity: Severity | None = None
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; its file is named `rg001_threshold_of_variation_margin.py`.

    Attributes:
        severity: How bad what it finds is, at worst.
        find: Yields what it finds in a sheet.
        profiles: It runs only under one of these; empty: always.
        figures: Topics of the regulation tables that it reads.
        reads_haircuts: Whether it reads the haircuts that regulators print.
        since: The version that brought it.
    """

    severity: Severity
    find: Callable[[Sheet], Iterator[Flaw]]
    profiles: frozenset[Profile] = frozenset()
    figures: tuple[str, ...] = ()
    reads_haircuts: bool = False
    since: str = "0.1"

    @property
    def code(self) -> str:
        """Its code, which is never given to another rule."""
        return self._module.partition("_")[0].upper()

    @property
    def name(self) -> str:
        """Its name, in words joined by hyphens."""
        return self._module.partition("_")[2].replace("_", "-")

    @property
    def family(self) -> str:
        """What its family is about."""
        return FAMILIES[self.code[:2]]

    @property
    def page(self) -> str:
        """What its file says of it: a summary, and sections that end in a colon."""
        return sys.modules[self.find.__module__].__doc__ or ""

    @property
    def title(self) -> str:
        """The first line of its page, without the full stop."""
        return self.page.splitlines()[0].removesuffix(".")

    @property
    def _module(self) -> str:
        return self.find.__module__.rpartition(".")[2]

    def severity_of(self, flaw: Flaw) -> Severity:
        """Return the severity shown: the weakest of rule, flaw and sources."""
        limits = [LIMITS[source.mark] for source in flaw.sources]
        return min([self.severity, flaw.severity or self.severity, *limits])


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of the codes.

    Example:
        >>> len({rule.code for rule in rules()}) == len(rules())
        True
    """
    from isda.lint import rules as room  # noqa: PLC0415  # the rules import this module

    found = [
        import_module(f"{room.__name__}.{each.name}").RULE
        for each in iter_modules(room.__path__)
    ]
    must(all(isinstance(each, Rule) for each in found), "a rule file has no RULE")
    return tuple(sorted(found, key=lambda each: each.code))


@cache
def known_codes() -> frozenset[str]:
    """Return every code that a check may find: the reader's and the rules'.

    Example:
        >>> {"DQ011", "CS005"} <= known_codes(), "MC107" in known_codes()
        (True, False)
    """
    of_reading = {code for code in CODES if code.startswith("DQ")}
    return frozenset({rule.code for rule in rules()} | of_reading)
