"""The XML Schema of a sheet: made from the models, and what it proves and what not."""

import pytest
from lxml import etree
from xml_sheets import FAULTS, ROOT, is_valid

from isda.sheet.publish import SHEET_XSD, sheet_schema
from isda.sheet.read_sheet import read_sheet_text
from isda.sheet.xml_names import NAMESPACE
from isda.sheet.xml_schema import xml_schema

CLEAN = (FAULTS / "clean-sheet.xml").read_text(encoding="utf-8")


def changed(old, new):
    assert CLEAN.count(old) == 1
    return CLEAN.replace(old, new)


def test_the_committed_schema_is_as_made():
    """schemas/sheet-1.xsd is made from the JSON Schema of the sheet, byte for byte."""
    made = xml_schema(sheet_schema())
    assert (ROOT / "schemas" / SHEET_XSD).read_bytes() == made.encode()
    assert etree.fromstring(made.encode()).get("targetNamespace") == NAMESPACE


def test_the_clean_sheet_is_valid():
    """The sheet that the others are broken from is valid."""
    assert is_valid(CLEAN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<in_transit>counted</in_transit>", "<in_transitt>counted</in_transitt>"),
        ("<base_currency>USD</base_currency>", "<base_curency>USD</base_curency>"),
        ("<sheet>1</sheet>", "<sheet>2</sheet>"),
        ("  <sheet>1</sheet>\n", ""),
        ("<form>CSA 1994 New York</form>", "<form>CSA 1994 New Yrok</form>"),
        ("<form>CSA 1994 New York</form>", ""),
        (
            "2008-01-02</dated>\n      <posting",
            "2/1/2008</dated>\n      <posting",
        ),
        ("<item>London</item>", "<item>Londinium</item>"),
        ("<item>London</item>", "<London>yes</London>"),
        ("<remaining>[0y, 10y]</remaining>", "<remaining>up to 10y</remaining>"),
        ("<agreement>CLEAN</agreement>", '<agreement id="1">CLEAN</agreement>'),
        ("<agreement>CLEAN</agreement>", "<agreement><a>CLEAN</a></agreement>"),
        ("<agreement>CLEAN</agreement>", "<agreement>A</agreement><agreement>B</agreement>"),
        (f' xmlns="{NAMESPACE}"', ""),
    ],
)
def test_what_the_reader_refuses_is_marked(old, new):
    """Unknown and doubled keys, words that are not listed and the like are refused by both."""
    text = changed(old, new)
    assert read_sheet_text(text, "a.xml").errors
    assert not is_valid(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<in_transit>counted</in_transit>", "<in_transit><value>counted</value></in_transit>"),
        ("<in_transit>counted</in_transit>",
         "<in_transit><unresolved>a page is missing</unresolved></in_transit>"),
        ("<sheet>1</sheet>", "<other_terms><a>b<!-- c --></a></other_terms><sheet>1</sheet>"),
        ("<in_transit>counted</in_transit>",
         "<interest><USD><rate>SOFR</rate></USD></interest>"),
        ("<in_transit>counted</in_transit>",
         '<other_terms><entry key="a b"><item>1</item></entry></other_terms>'),
        ("<in_transit>counted</in_transit>", "<concentration><no_items/></concentration>"),
    ],
)  # fmt: skip
def test_what_the_reader_takes_is_valid(old, new):
    """Other shapes and another order that the reader takes are valid too."""
    text = changed(old, new)
    assert not read_sheet_text(text, "a.xml").errors
    assert is_valid(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<in_transit>counted</in_transit>", "<in_transit>perhaps</in_transit>"),
        ("<in_transit>counted</in_transit>", "<loss_limit>USD 1</loss_limit>"),
        ("<in_transit>counted</in_transit>", "<triggers><x><slip>y</slip></x></triggers>"),
    ],
)
def test_what_only_the_reader_sees(old, new):
    """A wrong word of a term, a key of another form, a key under a name of one's own."""
    text = changed(old, new)
    assert is_valid(text)
    assert read_sheet_text(text, "a.xml").errors
