"""Broken files: each is refused at its place, with words that help, and nothing is computed.

`samples/faults/index.yaml` lists every file with what must be said about it.
"""

import json
import sys
from pathlib import Path

import pytest
import yaml

import isda
from isda.basics.codes import CODES
from isda.basics.finding import Finding, Place, Severity
from isda.batch.deliveries import deliveries
from isda.batch.inputs import inputs_of
from isda.batch.report_changes import doubts
from isda.sheet.draft import Notation
from isda.sheet.rewrite import rewrite
from isda.sheet.yaml_events import read_draft

FAULTS = Path(__file__).parents[1] / "samples" / "faults"
LINT = FAULTS.parent / "lint"
INDEX = yaml.safe_load((FAULTS / "index.yaml").read_text(encoding="utf-8"))
DAY = INDEX["day"]


def has(findings, expected):
    """Whether some finding stands where it must and says what it must."""
    for finding in findings:
        said = f"{finding.message} {finding.help}".casefold()
        if finding.severity.word != expected.get("severity", finding.severity.word):
            continue
        if finding.code != expected.get("code", finding.code):
            continue
        if "line" in expected and finding.place.line != expected["line"]:
            continue
        if "file" in expected and Path(finding.place.file).name != expected["file"]:
            continue
        if all(str(word).casefold() in said for word in expected["words"]):
            return True
    return False


def shown(findings):
    return "\n".join(f"{one.severity.word} {one} / {one.help}" for one in findings)


def kinds(entries, *wanted):
    return [pytest.param(one, id=one["file"]) for one in entries if one["kind"] in wanted]


def call_of(entry):
    """The call of a facts file on the index's day, as JSON, or the findings of its reading."""
    agreement = isda.read_sheet(FAULTS / entry["sheet"]).must()
    outcome = isda.read_facts(FAULTS / entry["file"])
    if outcome.value is None or outcome.errors:
        return None, outcome.findings
    return isda.to_json(isda.call(agreement, outcome.value, on=DAY)), outcome.findings


@pytest.mark.parametrize("entry", kinds(INDEX["clean"], "sheet"))
def test_clean_sheets_read(entry):
    """A clean sheet has no error, so its broken copies fail for their fault alone."""
    outcome = isda.read_sheet(FAULTS / entry["file"])
    assert not outcome.errors, shown(outcome.findings)


@pytest.mark.parametrize("entry", kinds(INDEX["clean"], "facts"))
def test_clean_facts_call(entry):
    """The clean facts give a call with the clean sheet."""
    result, findings = call_of(entry)
    assert result is not None, shown(findings)
    assert result["status"] == "call"


@pytest.mark.parametrize("entry", kinds(INDEX["faults"], "sheet"))
def test_broken_sheets(entry):
    """A broken sheet gives no agreement and a finding at the fault."""
    outcome = isda.read_sheet(FAULTS / entry["file"])
    assert outcome.errors
    assert has(outcome.findings, entry["expect"]), shown(outcome.findings)


@pytest.mark.parametrize("entry", INDEX["missing"], ids=lambda entry: entry["name"])
def test_a_file_that_is_not_there(entry):
    """A file that cannot be read is a finding, and no trouble of the program."""
    outcome = isda.read_sheet(FAULTS / entry["name"])
    assert outcome.value is None
    assert has(outcome.findings, entry["expect"]), shown(outcome.findings)


@pytest.mark.parametrize("entry", kinds(INDEX["faults"], "as xml"))
def test_what_cannot_be_written_as_xml(entry):
    """A sheet reads, and what XML has no way to write is told where it is written as XML."""
    assert isda.read_sheet(FAULTS / entry["file"]).value is not None
    outcome = rewrite(read_draft(FAULTS / entry["file"]), Notation.XML)
    assert outcome.value is None
    assert has(outcome.findings, entry["expect"]), shown(outcome.findings)


@pytest.mark.parametrize("entry", kinds(INDEX["faults"], "facts"))
def test_broken_facts(entry):
    """Broken facts are refused by name, or (a warning) left out by name: nothing uses them."""
    result, findings = call_of(entry)
    if result is None:
        assert has(findings, entry["expect"]), shown(findings)
        return
    if entry["expect"]["severity"] == "error":
        assert result["status"] == "refused"
        assert not result["movements"]
    else:
        assert not any(line["of"] in entry["expect"]["words"] for line in result["working"])
    said = [*result["reasons"], *result["findings"]]
    words = [word.casefold() for word in entry["expect"]["words"]]
    texts = [f"{one['message']} {one.get('help', '')}".casefold() for one in said]
    assert any(all(word in text for word in words) for text in texts), texts


@pytest.mark.parametrize("entry", INDEX["generated"], ids=lambda entry: entry["name"])
def test_too_large(entry, tmp_path):
    """A file above one mebibyte is refused before it is composed."""
    clean = (FAULTS / entry["from"]).read_bytes()
    line = b"# " + b"x" * 70 + b"\n"
    padding = line * (entry["bytes"] // len(line) + 1)
    path = tmp_path / entry["name"]
    path.write_bytes((clean + padding)[: entry["bytes"]])
    outcome = isda.read_sheet(path)
    assert outcome.value is None
    assert has(outcome.findings, entry["expect"]), shown(outcome.findings)


def test_broken_rows_of_a_book():
    """Bad rows become findings with file and line, and the sound agreement is called."""
    entry = INDEX["book"]
    outcome = isda.read_book(FAULTS / entry["file"])
    for expected in entry["expect"]:
        assert has(outcome.findings, expected), f"{expected}\n{shown(outcome.findings)}"
    for name, expected in entry["calls"].items():
        sheet = isda.read_sheet(FAULTS / entry["file"] / "agreements" / f"{name}.yaml").must()
        facts = outcome.value.facts_for(name, on=DAY)
        result = isda.to_json(isda.call(sheet, facts, on=DAY))
        (movement,) = result["movements"]
        assert result["status"] == expected["status"]
        assert all(movement[key] == expected[key] for key in expected if key != "status")


@pytest.mark.parametrize("entry", INDEX["books"], ids=lambda entry: entry["file"])
def test_broken_files_of_a_book(monkeypatch, entry):
    """A broken file, or one that came late, is said by its code, and stops who is in it."""
    if "without" in entry:
        monkeypatch.setitem(sys.modules, entry["without"], None)
    folder, expected = FAULTS / entry["file"], entry["expect"]
    outcome = isda.read_book(folder)
    night = folder / "earlier-night.json"
    findings = [*outcome.findings]
    if night.is_file():
        digests = inputs_of(folder, folder / "out").digests
        before = json.loads(night.read_text(encoding="utf-8"))
        name = outcome.value.name
        findings += deliveries(folder, name, DAY, digests, before)
        told = doubts(before, name, DAY, shares=True)
        findings += [
            Finding("DQ093", Severity.WARNING, Place(str(night)), *each) for each in told
        ]
    facts = outcome.value.facts_for("LL-SOUND", on=DAY)
    findings += [*outcome.value.findings_on(DAY), *facts.findings]
    mine = [one for one in findings if one.code == entry["code"]]
    assert has(mine, expected), shown(findings)
    assert {one.code for one in findings if one.is_error} <= {entry["code"]}
    result = isda.call(outcome.value.agreements["LL-SOUND"].must(), facts, on=DAY)
    assert (result.status == "refused") == entry["stops"], shown(findings)
    if entry["stops"]:
        assert any(entry["code"] in f"{each.code} {each.message}" for each in result.reasons)


@pytest.mark.parametrize("entry", kinds(INDEX["clean"], "book"))
def test_a_clean_book_has_no_finding(entry):
    """Each broken book differs from the sound one by its fault only."""
    book = isda.read_book(FAULTS / entry["file"]).must()
    assert [*book.findings_on(DAY), *book.facts_for("LL-SOUND", on=DAY).findings] == []


def test_every_code_of_what_was_written_has_a_sample():
    """Each code of the reader, of a book and of the check can be seen in a file."""
    said = {
        entry["expect"].get("code", "") for key in ("missing", "generated", "faults")
        for entry in INDEX[key]
    }  # fmt: skip
    said |= {entry["code"] for entry in INDEX["books"]}
    said |= {each.get("code", "") for each in INDEX["book"]["expect"]}
    said |= {path.name for path in LINT.iterdir()}
    found = {
        one.code for entry in (*INDEX["faults"], INDEX["book"]) for one in read(entry).findings
    }
    assert {code for code in CODES if code.startswith("DQ")} - said - found == set()


def read(entry):
    """What the file of an entry reads as."""
    reading = {"facts": isda.read_facts, "book": isda.read_book}
    return reading.get(entry["kind"], isda.read_sheet)(FAULTS / entry["file"])
