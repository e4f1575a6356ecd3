"""A check in the formats of other programs: what it holds, and that it has their shape."""

import json
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from isda.basics.codes import CODES
from isda.basics.finding import Finding, Place, Severity
from isda.lint.check import Asked, check_text
from isda.statement.as_json import to_text
from isda.statement.check_json import check_json
from isda.statement.check_lines import concise, github, junit
from isda.statement.check_sarif import sarif
from isda.statement.check_shapes import check_schema
from isda.tables.regulation import LAST_DAY
from isda.terms.checking import Profile

SHEET = """sheet: 1
agreement: 한강, 100% & <co>
parties: {A: {name: Bank}, B: {name: Fund}}
check:
  ignore:
    - {code: CS001, reason: agreed so, until: 2030-01-01}
annexes:
  - form: CSA 1994 New York
    base_currency: USD
    threshold: infinite
    minimum_transfer_amount: EUR 500,000
    rounding: {delivery: never}
"""
OTHER = Finding("DQ001", Severity.ERROR, Place(), "no file matches the pattern", "look")
TEXT = {"type": "object", "required": ["text"], "additionalProperties": False,
        "properties": {"text": {"type": "string", "minLength": 1}}}  # fmt: skip
NATURAL = {"type": "integer", "minimum": 1}
URI = {"type": "object", "required": ["uri"], "additionalProperties": False,
       "properties": {"uri": {"type": "string", "pattern": r"^[\w.~:/%-]+$"}}}  # fmt: skip


def closed(required, **properties):
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": properties,
    }


def listed(item, least=0):
    return {"type": "array", "items": item, "minItems": least}


REGION = closed((), startLine=NATURAL, startColumn=NATURAL, endLine=NATURAL, endColumn=NATURAL)
LOCATION = closed(
    ("physicalLocation",),
    id={"type": "integer", "minimum": -1},
    message=TEXT,
    physicalLocation=closed(("artifactLocation",), artifactLocation=URI, region=REGION),
)
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RULE = closed(
    ("id",), id={"type": "string"}, name={"type": "string"}, shortDescription=TEXT,
    fullDescription=TEXT, help=TEXT, defaultConfiguration=closed((), level=LEVEL),
    properties=closed((), tags=listed({"type": "string"})),
)  # fmt: skip
REPLACEMENT = closed(("deletedRegion",), deletedRegion=REGION, insertedContent=TEXT)
CHANGE = closed(
    ("artifactLocation", "replacements"), artifactLocation=URI,
    replacements=listed(REPLACEMENT, 1),
)  # fmt: skip
RESULT = closed(
    ("message",), ruleId={"type": "string"}, ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL, message=TEXT, locations=listed(LOCATION), relatedLocations=listed(LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    suppressions=listed(closed(("kind",), kind={"enum": ["inSource", "external"]})),
    fixes=listed(closed(("artifactChanges",), description=TEXT,
                        artifactChanges=listed(CHANGE, 1))),
)  # fmt: skip
DRIVER = closed(
    ("name",), name={"type": "string"}, version={"type": "string"}, rules=listed(RULE)
)
RUN = closed(
    ("tool",), tool=closed(("driver",), driver=DRIVER), results=listed(RESULT),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
)  # fmt: skip
LOG = closed(
    ("version", "runs"), **{"$schema": {"type": "string"}}, version={"const": "2.1.0"},
    runs=listed(RUN),
)  # fmt: skip
"""The parts of SARIF 2.1.0 that we write, as the standard bounds them."""


@pytest.fixture(scope="module")
def checked():
    """A sheet with errors, warnings, a fix, a second place and an acceptance."""
    asked = Asked(profiles=frozenset({Profile.STRICT}))
    return check_text(SHEET, "desk/한강 annex.yaml", asked)


def test_the_sheet_has_what_the_formats_must_show(checked):
    """The sample of this file is rich enough."""
    codes = {each.code for each in checked.findings}
    assert {"CS005", "DQ096"} <= codes
    assert any(code in CODES and code != "DQ096" for code in codes)
    assert [each.code for each in checked.accepted] == ["CS001"]
    assert any(each.fix for each in checked.findings)


def test_json_has_its_published_shape_and_the_same_bytes(checked):
    """The JSON fits its schema, counts what it lists, and twice is the same text."""
    document = check_json([checked], LAST_DAY, [OTHER])
    jsonschema.Draft202012Validator(check_schema()).validate(document)
    listed_ = [*document["findings"], *document["files"][0]["findings"]]
    assert sum(document["counts"].values()) == len(listed_)
    assert to_text(document) == to_text(check_json([checked], LAST_DAY, [OTHER]))


def test_sarif_has_the_shape_of_its_standard(checked):
    """Each result names its rule by id and index; what is accepted is suppressed."""
    log = sarif([checked], [OTHER])
    jsonschema.Draft202012Validator(LOG).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [
        each["ruleId"] for each in run["results"]
    ]
    assert len(run["results"]) == len(checked.findings) + 2
    assert [each["ruleId"] for each in run["results"] if "suppressions" in each] == ["CS001"]
    assert any("fixes" in each for each in run["results"])
    json.dumps(log)


def test_a_fix_in_sarif_says_where_in_lines_and_columns(checked):
    """The insertion of a fix stands at the end of the line it follows."""
    results = sarif([checked])["runs"][0]["results"]
    fix = next(each["fixes"][0] for each in results if "fixes" in each)
    region = fix["artifactChanges"][0]["replacements"][0]["deletedRegion"]
    line = "    minimum_transfer_amount: EUR 500,000"
    number = SHEET.splitlines().index(line) + 1
    at = {"startLine": number, "startColumn": len(line) + 1}
    assert region == at | {"endLine": number, "endColumn": len(line) + 1}


def test_junit_is_xml_with_a_failure_for_each_finding(checked):
    """What reaches the level fails; a sheet in which nothing does is one case that passed."""
    clean = check_text(SHEET, "clean.yaml", Asked(select=("XD999",)))
    root = ET.fromstring(junit([checked, clean], [OTHER], least=Severity.WARNING))  # noqa: S314  # our own text
    suites = {suite.get("name"): suite for suite in root}
    failed = [each for each in checked.findings if each.severity > Severity.INFO]
    assert len(suites["desk/한강 annex.yaml"].findall("testcase/failure")) == len(failed)
    assert [case.get("name") for case in suites["clean.yaml"]] == ["nothing fails"]
    assert suites[""].get("failures") == "1"


def test_characters_that_no_xml_may_hold_are_replaced():
    """A control character in a message does not break the XML."""
    odd = Finding("DQ001", Severity.ERROR, Place("a\x00b"), "nul \x00 and \x1b", "look")
    root = ET.fromstring(junit([], [odd]))  # noqa: S314  # our own text
    assert "�" in next(root.iter("failure")).get("message")


def test_github_and_concise_are_one_line_each(checked):
    """Line breaks and percent signs of a message are escaped for GitHub."""
    for each in (*checked.findings, OTHER):
        assert "\n" not in github(each)
        assert "\n" not in concise(each)
    odd = Finding("DQ001", Severity.INFO, Place("a:b,c.yaml", 2), "100% of\nit", "look")
    assert github(odd).startswith(
        "::notice file=a%3Ab%2Cc.yaml,line=2,title=DQ001::100%25 of%0Ait"
    )
