"""A call, or a book's run, as JSON-ready data; the same input gives the same bytes."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from isda.basics.amounts import plain
from isda.basics.arithmetic import EXACT
from isda.basics.finding import Finding, Place
from isda.basics.party import Side
from isda.basics.reason import Reason
from isda.batch.book import BookRun
from isda.margin.cure_amount import Cure
from isda.margin.outcome import Leg, MarginCall, Movement
from isda.margin.working import Line, Source
from isda.statement.shapes import (
    CALL_SCHEMA,
    RUN_SCHEMA,
    CallShape,
    CureShape,
    FindingShape,
    LegShape,
    LineShape,
    MovementShape,
    ReasonShape,
    RunShape,
)
from isda.statement.text import is_in_sheet


def to_json(call: MarginCall, cures: Iterable[Cure] = ()) -> CallShape:
    """Return a call as plain data: dicts, lists, strings; amounts are decimal text.

    The shape is published as `schemas/call-1.json`.

    Args:
        call: The call.
        cures: What its movements take in a chosen asset, where one was asked for.
    """
    steps = {(line.leg, line.name) for line in call.working}
    return {
        "schema": CALL_SCHEMA,
        "agreement": call.agreement,
        "on": call.on.isoformat(),
        "base_currency": call.base_currency,
        "parties": {side.value: name for side, name in call.parties.items()},
        "status": call.status.value,
        "incomplete": call.is_incomplete,
        "reasons": reasons(call.reasons),
        "legs": [_leg(leg) for leg in call.legs],
        "movements": [_movement(each) for each in call.movements],
        "cures": [_cure(each, call) for each in cures],
        "findings": [finding(each) for each in call.findings],
        "working": [_line(line, call, steps) for line in call.working],
    }


def refused_json(
    findings: Iterable[Finding],
    *,
    agreement: str | None = None,
    on: date | None = None,
    parties: Mapping[Side, str] | None = None,
) -> CallShape:
    """Return a call that could not be begun: its sheet or its facts do not read.

    Example:
        >>> refused_json(())["status"]
        'refused'
    """
    found = tuple(findings)
    errors = [
        Reason(each.code, f"{each.place}: {each.message}", each.cites)
        for each in found
        if each.is_error
    ]
    return {
        "schema": CALL_SCHEMA,
        "agreement": agreement,
        "on": None if on is None else on.isoformat(),
        "base_currency": None,
        "parties": {side.value: name for side, name in (parties or {}).items()},
        "status": "refused",
        "incomplete": False,
        "reasons": reasons(dict.fromkeys(errors)),
        "legs": [],
        "movements": [],
        "cures": [],
        "findings": [finding(each) for each in found],
        "working": [],
    }


def unread_run_json(book: str, on: date, findings: Iterable[Finding]) -> RunShape:
    """Return the run of a book that cannot be read: no call, and why."""
    return {
        "schema": RUN_SCHEMA,
        "book": book,
        "on": on.isoformat(),
        "calls": [],
        "exceptions": [],
        "totals": [],
        "findings": [finding(each) for each in findings],
    }


def to_run_json(made: BookRun, calls: list[CallShape] | None = None) -> RunShape:
    """Return a book's run as plain data.

    The shape is published as `schemas/run-1.json`. `findings` are those of the whole book;
    each call carries its own.

    Args:
        made: The run.
        calls: Its calls, where they are plain data already.
    """
    return {
        "schema": RUN_SCHEMA,
        "book": made.book,
        "on": made.on.isoformat(),
        "calls": [to_json(each) for each in made.calls] if calls is None else calls,
        "exceptions": [
            {
                "agreement": each.agreement,
                "status": each.status.value,
                "reasons": reasons(each.reasons),
            }
            for each in made.exceptions
        ],
        "totals": [
            {
                "currency": each.currency,
                "from_A": plain(each.from_a),
                "to_A": plain(each.to_a),
                "movements": each.movements,
            }
            for each in made.totals
        ],
        "findings": [finding(each) for each in made.findings],
    }


def to_text(document: Mapping[str, Any]) -> str:
    """Return a document as JSON text, indented, keys in their order, ending in a line break."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def amount(number: Decimal | None) -> str | None:
    """Return an amount as decimal text, or None where nothing was computed.

    Example:
        >>> amount(Decimal("10.500"))
        '10.5'
    """
    return None if number is None else plain(number)


def percent(fraction: Decimal | None) -> str | None:
    """Return a share as a percentage with its sign.

    Example:
        >>> percent(Decimal("1.0801"))
        '108.01%'
    """
    return None if fraction is None else f"{plain(fraction.scaleb(2, EXACT))}%"


def reasons(every: Iterable[Reason]) -> list[ReasonShape]:
    """Return reasons as plain data."""
    return [
        {
            "code": each.code,
            "message": each.message,
            "cites": [str(cite) for cite in each.cites],
        }
        for each in every
    ]


def _leg(leg: Leg) -> LegShape:
    use = leg.limit
    threshold = leg.threshold
    owed = leg.independent_amounts
    return {
        "annex": leg.annex,
        "form": leg.form.title,
        "posting_party": leg.posting_party.value,
        "regime": leg.regime,
        "decides": leg.decides,
        "base_currency": leg.base_currency,
        "status": leg.status.value,
        "reasons": reasons(leg.reasons),
        "exposure": amount(leg.exposure),
        "independent_amounts": {side.value: plain(each) for side, each in owed.items()}
        if owed
        else None,
        "threshold": amount(threshold) if isinstance(threshold, Decimal) else threshold,
        "required": amount(leg.required),
        "held_value": amount(leg.held_value),
        "in_transit": amount(leg.in_transit),
        "shortfall": amount(leg.shortfall),
        "surplus": amount(leg.surplus),
        "delivery_amount": amount(leg.delivery_amount),
        "return_amount": amount(leg.return_amount),
        "withheld_amount": amount(leg.withheld_amount),
        "limit": amount(use.limit if use else None),
        "deposit": amount(use.deposit if use else None),
        "used": percent(use.used if use else None),
        "used_amount": amount(use.used_amount if use else None),
        "headroom": amount(use.headroom if use else None),
        "limit_rate": amount(use.limit_rate if use else None),
        "call_rate": amount(use.call_rate if use else None),
        "rate_note": use.rate_note if use else None,
        "alert": str(use.alert) if use and use.alert else None,
        "latched": use.latched if use else None,
        "suspended": use.suspended if use else None,
        "deliver_in": leg.deliver_in,
    }


def _movement(each: Movement) -> MovementShape:
    return {
        "from": each.sender.value,
        "to": each.receiver.value,
        "amount": plain(each.amount),
        "currency": each.currency,
        "kind": each.kind.value,
        "annex": each.annex,
    }


def _cure(each: Cure, call: MarginCall) -> CureShape:
    steps = {(line.leg, line.name) for line in each.working}
    nominal, reason = each.nominal, each.reason
    return {
        "annex": each.annex,
        "posting_party": each.posting_party.value,
        "kind": each.kind.value,
        "asset": each.asset,
        "amount": amount(each.amount),
        "currency": each.currency,
        "nominal": amount(nominal.amount if nominal else None),
        "nominal_currency": nominal.currency if nominal else None,
        "is_enough": each.is_enough,
        "reasons": reasons([reason] if reason else []),
        "regimes": [
            {
                "regime": share.regime,
                "by_value": plain(share.by_value),
                "counts": str(percent(share.share)),
                "market_value": amount(share.market_value),
            }
            for share in each.shares
        ],
        "working": [_line(line, call, steps) for line in each.working],
    }


def finding(each: Finding) -> FindingShape:
    """Return a finding as plain data."""
    place = each.place
    return {
        "code": each.code,
        "severity": each.severity.word,
        "message": each.message,
        "help": each.help,
        "agreement": each.agreement,
        "file": place.file or None,
        "line": place.line or None,
        "column": place.column or None,
        "row": place.row or None,
        "path": place.path or None,
        "cites": [str(cite) for cite in each.cites],
    }


def _line(line: Line, call: MarginCall, steps: set[tuple[str, str]]) -> LineShape:
    origins: dict[str, dict[str, Any]] = {}
    for parameter, name in line.step.inputs:
        source = line.sources.get(name)
        if source is not None:
            origins[parameter] = _origin(source, call)
        elif (line.leg, name) in steps:
            origins[parameter] = {"step": name}
    return {
        "leg": line.leg or None,
        "of": line.of or None,
        "step": line.name,
        "formula": line.formula,
        "inputs": {name: plain(number) for name, number in line.inputs.items()},
        "from": origins,
        "result": plain(line.result),
        "cites": [str(cite) for cite in line.cites],
    }


def _origin(source: Source, call: MarginCall) -> dict[str, Any]:
    if isinstance(source, str) and not is_in_sheet(source):
        return {"step": source}
    place = source if isinstance(source, Place) else call.terms.place_of(source)
    known = {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "row": place.row,
        "path": place.path,
    }
    return {key: part for key, part in known.items() if part}
