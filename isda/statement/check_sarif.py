"""A check as SARIF 2.1.0, which code hosts and editors show beside the source."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from isda.basics.codes import CODES
from isda.basics.finding import Finding, Place, Severity
from isda.basics.version import VERSION
from isda.lint.check import Checked
from isda.lint.rule import rules
from isda.sheet.sheets_of_book import LINES
from isda.statement.figures import paragraphs
from isda.statement.finding_identity import what_it_says

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "finding/v1"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(checked: Iterable[Checked], further: Iterable[Finding] = ()) -> dict[str, Any]:
    """Return a check as a SARIF log: one run, a result for each finding.

    What a sheet accepts is a result with a suppression in the source. Columns count characters.
    """
    every, others = tuple(checked), tuple(further)
    used = {one.code for each in every for one in (*each.findings, *each.accepted)}
    used |= {one.code for one in others}
    described = [*_rules(used), *_codes(used)]
    numbers = {each["id"]: number for number, each in enumerate(described)}
    results = [_result(one, numbers) for one in others]
    for each in every:
        results += [_result(one, numbers, each.text) for one in each.findings]
        results += [
            _result(one, numbers, each.text) | {"suppressions": [{"kind": "inSource"}]}
            for one in each.accepted
        ]
    _tell_apart(results)
    driver = {"name": "isda check", "version": VERSION, "rules": described}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rules(used: set[str]) -> list[dict[str, Any]]:
    return [
        {
            "id": rule.code,
            "name": "".join(word.capitalize() for word in rule.name.split("-")),
            "shortDescription": {"text": f"{rule.title}."},
            "fullDescription": {"text": rule.page.strip()},
            "defaultConfiguration": {"level": LEVELS[rule.severity]},
            "properties": {"tags": [rule.family]},
        }
        for rule in rules()
        if rule.code in used
    ]


def _codes(used: set[str]) -> list[dict[str, Any]]:
    return [
        {
            "id": code.code,
            "shortDescription": {"text": f"{code.title[0].upper()}{code.title[1:]}."},
            "fullDescription": {"text": code.meaning},
            "help": {"text": code.remedy},
        }
        for code in CODES.values()
        if code.code in used
    ]


def _result(each: Finding, numbers: dict[str, int], text: str = "") -> dict[str, Any]:
    words = [
        f"{each.message}.",
        each.why and f"{each.why}.",
        each.help and f"Help: {each.help}.",
    ]
    if said := ", ".join(filter(None, (paragraphs(each.cites), *map(str, each.sources)))):
        words.append(f"See {said}.")
    made: dict[str, Any] = {
        "ruleId": each.code,
        "ruleIndex": numbers[each.code],
        "level": LEVELS[each.severity],
        "message": {"text": " ".join(word[0].upper() + word[1:] for word in words if word)},
        "partialFingerprints": {FINGERPRINT: _fingerprint(each)},
    }
    if each.place.file:
        made["locations"] = [_location(each.place)]
    if each.also:
        made["relatedLocations"] = [
            {"id": number} | _location(also.place) | {"message": {"text": also.message}}
            for number, also in enumerate(each.also)
        ]
    if each.fix is not None and text:
        made["fixes"] = [_fix(each, text)]
    return made


def _fingerprint(each: Finding) -> str:
    """Return what stays the same while lines move and other findings are mended.

    It is code, file, the way to the term and what is said of it, figures aside. In a file of
    many sheets it is the agreement as well that tells two of them apart.
    """
    of = (each.agreement or "",) if each.place.file.endswith(LINES) else ()
    said = "\n".join((each.code, each.place.file, each.place.path, what_it_says(each), *of))
    return hashlib.sha256(said.encode()).hexdigest()


def _tell_apart(results: list[dict[str, Any]]) -> None:
    """Number the fingerprints of results that say the same of one term."""
    seen: Counter[str] = Counter()
    for each in results:
        prints = each["partialFingerprints"]
        alike = prints[FINGERPRINT]
        seen[alike] += 1
        if seen[alike] > 1:
            prints[FINGERPRINT] = f"{alike}:{seen[alike]}"


def _location(place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        region = {"startLine": place.line}
        physical["region"] = region | ({"startColumn": place.column} if place.column else {})
    return {"physicalLocation": physical}


def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _fix(each: Finding, text: str) -> dict[str, Any]:
    edits = each.fix.edits if each.fix else ()
    replacements = [
        {
            "deletedRegion": {
                **_point(text, edit.start, "start"),
                **_point(text, edit.end, "end"),
            },
            "insertedContent": {"text": edit.text},
        }
        for edit in edits
    ]
    change = {"artifactLocation": {"uri": _uri(each.place.file)}, "replacements": replacements}
    what = each.fix.what if each.fix else ""
    return {"description": {"text": what}, "artifactChanges": [change]}


def _point(text: str, at: int, which: str) -> dict[str, int]:
    line = text.count("\n", 0, at) + 1
    return {f"{which}Line": line, f"{which}Column": at - (text.rfind("\n", 0, at) + 1) + 1}
