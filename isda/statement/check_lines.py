"""A check as lines for other programs: one a finding, for GitHub, and as JUnit's XML."""

from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from isda.basics.finding import Finding, Severity
from isda.lint.check import Checked
from isda.statement.finding_identity import what_it_says

GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def concise(each: Finding) -> str:
    """Return a finding in one line: `file:line:column: CODE severity: message`.

    Example:
        >>> from isda.basics.finding import Place
        >>> concise(Finding("CS005", Severity.ERROR, Place("a.yaml", 3, 5), "both infinite"))
        'a.yaml:3:5: CS005 error: both infinite'
    """
    where = f"{each.place}: " if each.place.file else ""
    return _shown(f"{where}{each.code} {each.severity.word}: {each.message}")


def _shown(text: str) -> str:
    """Return a text whose characters all show, in one line."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def github(each: Finding) -> str:
    """Return a finding as a workflow command of GitHub, which shows it beside the line.

    Example:
        >>> from isda.basics.finding import Place
        >>> github(Finding("CS005", Severity.INFO, Place("a.yaml", 3, 5), "100% is", "mend"))
        '::notice file=a.yaml,line=3,col=5,title=CS005::100%25 is%0Ahelp: mend'
    """
    place = each.place
    known = {"file": place.file, "line": place.line, "col": place.column}
    at = ",".join(f"{key}={_property(str(said))}" for key, said in known.items() if said)
    text = "\n".join(filter(None, (each.message, each.why, each.help and f"help: {each.help}")))
    head = f"{at},title={each.code}" if at else f"title={each.code}"
    return f"::{GITHUB[each.severity]} {head}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def junit(
    checked: Iterable[Checked],
    further: Iterable[Finding] = (),
    *,
    least: Severity | None = Severity.ERROR,
) -> str:
    """Return a check as JUnit XML: a suite a sheet, a failed case a finding.

    A case is named by code, term and a digest of what is said of it, figures aside, so that it
    keeps its name when lines move and when another is mended; of several of one name the later
    ones are numbered. What is below the severity that fails stands in the output of its suite;
    a sheet without a failure is one case that passed.

    Args:
        checked: The sheets.
        further: Findings of no sheet in particular.
        least: The severity from which on a finding fails; None: nothing does.
    """
    root = ET.Element("testsuites", name="isda check")
    tests = failures = 0
    suites = [(each.file, each.findings) for each in checked]
    others = tuple(further)
    for name, found in (*suites, *((("", others),) if others else ())):
        failed = [each for each in found if least is not None and each.severity >= least]
        cases = max(len(failed), 1)
        tests, failures = tests + cases, failures + len(failed)
        suite = ET.SubElement(
            root, "testsuite", name=_xml(name), tests=str(cases), failures=str(len(failed)),
            errors="0",
        )  # fmt: skip
        seen: Counter[str] = Counter()
        for each in failed:
            at = each.place.path or each.place
            named = _xml(f"{each.code} {at} [{what_it_says(each)}]")
            seen[named] += 1
            said = named if seen[named] == 1 else f"{named} ({seen[named]})"
            case = ET.SubElement(suite, "testcase", name=said, classname=_xml(name))
            failure = ET.SubElement(
                case, "failure", type=each.severity.word, message=_xml(each.message)
            )
            failure.text = _xml("\n".join(_lines(each)))
        if not failed:
            ET.SubElement(suite, "testcase", name="nothing fails", classname=_xml(name))
        if told := [concise(each) for each in found if each not in failed]:
            ET.SubElement(suite, "system-out").text = _xml("\n".join(told))
    root.attrib |= {"tests": str(tests), "failures": str(failures), "errors": "0"}
    ET.indent(root)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return f"{made.decode()}\n"


def _lines(each: Finding) -> Iterator[str]:
    yield concise(each)
    if each.why:
        yield each.why
    if each.help:
        yield f"help: {each.help}"


def _xml(text: str) -> str:
    """Return a text without the characters that no XML document may hold."""
    return "".join(
        char if char in "\t\n\r" or (char >= " " and not "\ud800" <= char <= "\udfff"
                                     and char not in "\ufffe\uffff") else "\ufffd"
        for char in text
    )  # fmt: skip
