"""From a signed derivatives agreement to today's margin call, every figure traced.

The public names load when they are first used, so that importing the package is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from isda.basics.version import VERSION

if TYPE_CHECKING:
    from isda.basics.faults import FindingsError, IsdaError
    from isda.basics.finding import Finding, Place, Severity
    from isda.basics.money import Money
    from isda.basics.outcome import Outcome
    from isda.basics.party import Side
    from isda.batch.book import BookRun, run
    from isda.facts.facts import Facts
    from isda.lint.check import Asked, Checked, check, check_text
    from isda.margin.call import call
    from isda.margin.changes import what_would_change
    from isda.margin.cure import cure
    from isda.margin.outcome import MarginCall, Status
    from isda.sheet.book import Book
    from isda.sheet.read_book import read_book
    from isda.sheet.read_facts import read_facts, read_facts_text
    from isda.sheet.read_sheet import read_sheet, read_sheet_text
    from isda.statement.as_json import to_json, to_run_json
    from isda.statement.explain import explain, where
    from isda.statement.sentence import sentence
    from isda.terms.agreement import Agreement
    from isda.terms.identity import identity

__version__ = VERSION

__all__ = [
    "Agreement",
    "Asked",
    "Book",
    "BookRun",
    "Checked",
    "Facts",
    "Finding",
    "FindingsError",
    "IsdaError",
    "MarginCall",
    "Money",
    "Outcome",
    "Place",
    "Severity",
    "Side",
    "Status",
    "__version__",
    "call",
    "check",
    "check_text",
    "cure",
    "explain",
    "identity",
    "read_book",
    "read_facts",
    "read_facts_text",
    "read_sheet",
    "read_sheet_text",
    "run",
    "sentence",
    "to_json",
    "to_run_json",
    "what_would_change",
    "where",
]

_HOMES = {
    "Agreement": "isda.terms.agreement",
    "Asked": "isda.lint.check",
    "Book": "isda.sheet.book",
    "BookRun": "isda.batch.book",
    "Checked": "isda.lint.check",
    "Facts": "isda.facts.facts",
    "Finding": "isda.basics.finding",
    "FindingsError": "isda.basics.faults",
    "IsdaError": "isda.basics.faults",
    "MarginCall": "isda.margin.outcome",
    "Money": "isda.basics.money",
    "Outcome": "isda.basics.outcome",
    "Place": "isda.basics.finding",
    "Severity": "isda.basics.finding",
    "Side": "isda.basics.party",
    "Status": "isda.margin.outcome",
    "call": "isda.margin.call",
    "check": "isda.lint.check",
    "check_text": "isda.lint.check",
    "cure": "isda.margin.cure",
    "explain": "isda.statement.explain",
    "identity": "isda.terms.identity",
    "read_book": "isda.sheet.read_book",
    "read_facts": "isda.sheet.read_facts",
    "read_facts_text": "isda.sheet.read_facts",
    "read_sheet": "isda.sheet.read_sheet",
    "read_sheet_text": "isda.sheet.read_sheet",
    "run": "isda.batch.book",
    "sentence": "isda.statement.sentence",
    "to_json": "isda.statement.as_json",
    "to_run_json": "isda.statement.as_json",
    "what_would_change": "isda.margin.changes",
    "where": "isda.statement.explain",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'isda' has no attribute {name!r}")
    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
