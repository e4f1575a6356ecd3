"""A check as JSON-ready data; the same input gives the same bytes."""

from collections.abc import Iterable
from datetime import date

from isda.basics.finding import Finding, Severity
from isda.basics.version import VERSION
from isda.lint.check import Checked
from isda.statement.as_json import finding
from isda.statement.check_shapes import CHECK_SCHEMA, CheckFindingShape, CheckShape


def check_json(
    checked: Iterable[Checked], on: date, further: Iterable[Finding] = ()
) -> CheckShape:
    """Return a check as plain data; the shape is published as `schemas/check-1.json`.

    Args:
        checked: The sheets.
        on: The day whose regulations held.
        further: Findings of no sheet in particular.
    """
    every, others = tuple(checked), tuple(further)
    found = [*others, *(one for each in every for one in each.findings)]
    return {
        "schema": CHECK_SCHEMA,
        "version": VERSION,
        "on": on.isoformat(),
        "files": [
            {
                "file": each.file,
                "agreement": each.agreement,
                "profiles": sorted(each.profiles),
                "findings": [_finding(one) for one in each.findings],
                "accepted": [_finding(one) for one in each.accepted],
            }
            for each in every
        ],
        "findings": [_finding(one) for one in others],
        "counts": {
            level.word: sum(one.severity is level for one in found)
            for level in reversed(Severity)
        },
    }


def _finding(each: Finding) -> CheckFindingShape:
    return {
        **finding(each),
        "why": each.why,
        "also": [
            {
                "file": also.place.file,
                "line": also.place.line or None,
                "column": also.place.column or None,
                "message": also.message,
            }
            for also in each.also
        ],
        "sources": [
            {"instrument": one.instrument, "article": one.article, "mark": one.mark.value}
            for one in each.sources
        ],
        "fix": each.fix
        and {
            "what": each.fix.what,
            "safe": each.fix.is_safe,
            "edits": [
                {"start": edit.start, "end": edit.end, "text": edit.text}
                for edit in each.fix.edits
            ],
        },
    }
