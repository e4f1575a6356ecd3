"""Sheets in XML for the tests, and a parser of another library, set by hand."""

import re
from pathlib import Path

import pytest
from lxml import etree

from isda.sheet.xml_names import NAMESPACE

ROOT = Path(__file__).parents[2]
FAULTS = ROOT / "samples" / "faults"
PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
    attribute_defaults=False, huge_tree=False, recover=False,
)  # fmt: skip
SCHEMA = etree.XMLSchema(
    etree.parse(str(ROOT / "schemas" / "sheet-1.xsd"), etree.XMLParser(no_network=True))
)


def is_valid(text):
    """Whether a text is valid against the committed schema."""
    return SCHEMA.validate(etree.fromstring(text.encode(), PARSER))


def in_xml(inside, head=""):
    """A text in the root of a sheet."""
    return f'{head}<term_sheet xmlns="{NAMESPACE}">{inside}</term_sheet>'


def sheets():
    """Every sheet under samples/ that is not there to be wrong, YAML and JSON."""
    found = []
    for path in sorted((ROOT / "samples").rglob("*.*")):
        broken = "faults" in path.parts and not path.name.startswith("clean-")
        if broken or path.suffix not in {".yaml", ".json"}:
            continue
        text = path.read_text(encoding="utf-8")
        if re.search(r'^(sheet:|  "sheet":)', text, re.MULTILINE):
            found.append(pytest.param(path, id=str(path.relative_to(ROOT))))
    return found
