"""A book's run as tables; JSON is the source and these are views of it."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from isda.statement.shapes import CallShape, FindingShape, ReasonShape, RunShape

_NUMBER = re.compile(r"-?\d+(\.\d+)?%?", re.ASCII)
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")

LEG_FIGURES = (
    "exposure", "threshold", "required", "held_value", "in_transit", "shortfall", "surplus",
    "delivery_amount", "return_amount", "withheld_amount", "limit", "deposit", "used",
    "used_amount", "headroom", "limit_rate", "call_rate", "alert", "latched", "suspended",
)  # fmt: skip
CALL_COLUMNS = (
    "agreement", "on", "party_a", "party_b", "annex", "form", "posting_party",
    "base_currency", "status", *LEG_FIGURES, "independent_amount_a", "independent_amount_b",
    "regime", "decides", "reasons",
)  # fmt: skip
MOVEMENT_COLUMNS = (
    "agreement", "on", "from", "from_name", "to", "to_name", "currency", "amount", "kind",
    "annex",
)  # fmt: skip
EXCEPTION_COLUMNS = ("agreement", "on", "status", "code", "message", "paragraphs")
FINDING_COLUMNS = (
    "agreement", "severity", "code", "file", "line", "column", "row", "message", "help",
    "paragraphs",
)  # fmt: skip


def to_csv(run: RunShape) -> dict[str, str]:
    """Return the tables of a run: file name to text.

    `calls.csv` has one row a leg, `movements.csv` one a movement, `exceptions.csv` one a
    reason, `findings.csv` one a finding. Lines end in a line feed, and the same run gives
    the same bytes.

    Args:
        run: The run as JSON-ready data.

    Example:
        >>> from isda.statement.shapes import RUN_SCHEMA
        >>> empty = {"schema": RUN_SCHEMA, "book": "x", "on": "2024-12-30", "calls": [],
        ...          "exceptions": [], "totals": [], "findings": []}
        >>> print(to_csv(empty)["exceptions.csv"], end="")
        agreement,on,status,code,message,paragraphs
    """
    return {
        "calls.csv": table(CALL_COLUMNS, _legs(run["calls"])),
        "movements.csv": table(MOVEMENT_COLUMNS, _movements(run["calls"])),
        "exceptions.csv": table(EXCEPTION_COLUMNS, _exceptions(run)),
        "findings.csv": table(FINDING_COLUMNS, _findings(run)),
    }


def table(columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> str:
    r"""Return rows as CSV text with a header.

    Example:
        >>> table(("a", "b"), [{"a": "=1+1", "b": "-5"}])
        "a,b\n'=1+1,-5\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row.get(column)) for column in columns])
    return text.getvalue()


def cell(value: Any) -> str:
    """Return a value as a cell that no spreadsheet takes for a formula.

    A text that begins like a formula gets an apostrophe before it; numbers stay numbers.

    Example:
        >>> cell("=HYPERLINK(1)"), cell("-12.5"), cell(True), cell(None)
        ("'=HYPERLINK(1)", '-12.5', 'yes', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return f"'{text}" if text.startswith(_ACTIVE) and not _NUMBER.fullmatch(text) else text


def _legs(calls: Iterable[CallShape]) -> Iterator[dict[str, Any]]:
    for each in calls:
        parties: dict[Any, str] = dict(each["parties"])
        of_call = {
            "agreement": each["agreement"], "on": each["on"], "status": each["status"],
            "party_a": parties.get("A"), "party_b": parties.get("B"),
            "reasons": _messages(each["reasons"]),
        }  # fmt: skip
        for leg in each["legs"]:
            figures: dict[str, Any] = dict(leg)
            owed: dict[Any, str] = dict(leg["independent_amounts"] or {})
            yield of_call | {
                **{key: figures[key] for key in CALL_COLUMNS if key in figures},
                "independent_amount_a": owed.get("A"),
                "independent_amount_b": owed.get("B"),
                "reasons": _messages(leg["reasons"]),
            }
        if not each["legs"]:
            yield of_call


def _movements(calls: Iterable[CallShape]) -> Iterator[dict[str, Any]]:
    for each in calls:
        parties: dict[Any, str] = dict(each["parties"])
        for moved in each["movements"]:
            yield {
                "agreement": each["agreement"],
                "on": each["on"],
                **moved,
                "from_name": parties.get(moved["from"]),
                "to_name": parties.get(moved["to"]),
            }


def _exceptions(run: RunShape) -> Iterator[dict[str, Any]]:
    for each in run["exceptions"]:
        for reason in each["reasons"]:
            yield {
                "agreement": each["agreement"],
                "on": run["on"],
                "status": each["status"],
                "code": reason["code"],
                "message": reason["message"],
                "paragraphs": "; ".join(reason["cites"]),
            }


def _findings(run: RunShape) -> Iterator[dict[str, Any]]:
    for agreement, found in every_finding(run):
        row: dict[str, Any] = dict(found)
        row["agreement"] = found["agreement"] or agreement
        row["paragraphs"] = "; ".join(found["cites"])
        yield row


def every_finding(run: RunShape) -> Iterator[tuple[str | None, FindingShape]]:
    """Yield the findings of the book, then those of each call with its agreement."""
    for found in run["findings"]:
        yield None, found
    for each in run["calls"]:
        for found in each["findings"]:
            yield each["agreement"], found


def _messages(reasons: Iterable[ReasonShape]) -> str:
    return "; ".join(reason["message"] for reason in reasons)
