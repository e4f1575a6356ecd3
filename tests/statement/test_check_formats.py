"""A check in the formats of other programs: what it holds, and that it has their shape."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from lxml import etree

from isda.basics.codes import CODES
from isda.basics.finding import Finding, Place, Severity
from isda.lint.check import Asked, check, check_text
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
CLEAN = Path(__file__).parents[2] / "samples/lint/CS005/quiet/one-way.yaml"
REGIMES = CLEAN.parents[2] / "RG027/fires/two-regimes.yaml"
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


FIRES = sorted((CLEAN.parents[2]).glob("*/fires/*.yaml"))
JUNIT = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:attributeGroup name="counts">
    <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
  </xs:attributeGroup>
  <xs:element name="testsuites"><xs:complexType>
    <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name" type="xs:string"/><xs:attributeGroup ref="counts"/>
  </xs:complexType></xs:element>
  <xs:element name="testsuite"><xs:complexType>
    <xs:sequence>
      <xs:element ref="testcase" maxOccurs="unbounded"/>
      <xs:element name="system-out" type="xs:string" minOccurs="0"/>
    </xs:sequence>
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attributeGroup ref="counts"/>
  </xs:complexType></xs:element>
  <xs:element name="testcase"><xs:complexType>
    <xs:sequence><xs:element name="failure" minOccurs="0"><xs:complexType mixed="true">
      <xs:attribute name="type" type="xs:string"/>
      <xs:attribute name="message" type="xs:string"/>
    </xs:complexType></xs:element></xs:sequence>
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="classname" type="xs:string"/>
  </xs:complexType></xs:element>
</xs:schema>"""
"""The parts of JUnit's XML that we write, as the schemas of build servers bound them."""


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


def test_no_two_results_of_sarif_look_like_one():
    """Two findings of a code at one term have fingerprints of their own; lines do not count."""
    lint = [check(path, Asked(profiles=frozenset(Profile))) for path in FIRES]
    prints = [each["partialFingerprints"]["finding/v1"] for each in of_one_run(sarif(lint))]
    assert len(set(prints)) == len(prints)
    moved = [replace(each, findings=tuple(map(one_line_down, each.findings))) for each in lint]
    later = [each["partialFingerprints"]["finding/v1"] for each in of_one_run(sarif(moved))]
    assert later == prints


def test_no_finding_takes_the_identity_of_one_that_was_mended():
    """Each of two findings of a code at one term is the same with the other and without it."""
    two = check(REGIMES, Asked())
    (run, cases), *alone = (
        (of_one_run(sarif([each])), ET.fromstring(junit([each], least=Severity.INFO))[0])  # noqa: S314  # our own text
        for each in (two, *(replace(two, findings=(one,)) for one in two.findings))
    )
    assert [each["ruleId"] for each in run] == ["RG027", "RG027"]
    for number, (one_run, one_case) in enumerate(alone):
        assert prints_of(one_run) == prints_of(run)[number : number + 1]
        assert [each.get("name") for each in one_case] == [cases[number].get("name")]


def test_what_says_the_same_of_one_term_is_numbered():
    """A figure that moves makes no other finding; two that differ in it alone go by order."""
    place = Place("a.yaml", 3, path="annexes.0")
    two = [Finding("CS005", Severity.ERROR, place, f"{figure} is open") for figure in (5, 7)]
    first, second = prints_of(of_one_run(sarif([], two)))
    assert second == f"{first}:2"
    assert prints_of(of_one_run(sarif([], two[1:]))) == [first]


def prints_of(results):
    return [each["partialFingerprints"]["finding/v1"] for each in results]


def of_one_run(log):
    (run,) = log["runs"]
    return run["results"]


def one_line_down(found):
    place = found.place
    down = Place(place.file, place.line + 1, place.column, place.row, place.path)
    return replace(found, place=down)


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
    clean = check_text(CLEAN.read_text(encoding="utf-8"), "clean.yaml")
    root = ET.fromstring(junit([checked, clean], [OTHER], least=Severity.WARNING))  # noqa: S314  # our own text
    suites = {suite.get("name"): suite for suite in root}
    failed = [each for each in checked.findings if each.severity > Severity.INFO]
    assert len(suites["desk/한강 annex.yaml"].findall("testcase/failure")) == len(failed)
    assert [case.get("name") for case in suites["clean.yaml"]] == ["nothing fails"]
    assert suites[""].get("failures") == "1"


def test_junit_fits_what_build_servers_read(checked):
    """Elements, order and attributes are those of Jenkins; cases are counted and named."""
    lint = [check(path, Asked(profiles=frozenset(Profile))) for path in FIRES]
    schema = etree.XMLSchema(etree.fromstring(JUNIT))
    for least in (*Severity, None):
        root = etree.fromstring(junit([checked, *lint], [OTHER], least=least).encode())
        schema.assertValid(root)
        assert len(root) == len(lint) + 2
        for suite in (root, *root):
            cases = suite.findall(".//testcase")
            assert suite.get("tests") == str(len(cases))
            assert suite.get("failures") == str(len(suite.findall(".//failure")))
        for suite in root:
            names = [case.get("name") for case in suite.findall("testcase")]
            assert len(set(names)) == len(names), suite.get("name")


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
