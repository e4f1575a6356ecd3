"""Sheets in XML: the same draft as from YAML, with places; what is hostile is refused."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xml_sheets import FAULTS, in_xml

import isda
from isda.sheet.draft import Notation, plain_tree
from isda.sheet.format import format_sheet
from isda.sheet.rewrite import rewrite
from isda.sheet.xml_names import NAMESPACE
from isda.sheet.yaml_events import draft_of, read_draft

CLEAN = (FAULTS / "clean-sheet.xml").read_text(encoding="utf-8")
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def read(inside, head=""):
    return draft_of(in_xml(inside, head), "a.xml")


def codes(draft):
    return [finding.code for finding in draft.findings]


@pytest.mark.parametrize(
    ("inside", "tree"),
    [
        ("<a>x</a>", {"a": "x"}),
        ("<a><item>x</item><item><b>y</b></item></a>", {"a": ["x", {"b": "y"}]}),
        ('<entry key="AA- / Aa3 or better">x</entry>', {"AA- / Aa3 or better": "x"}),
        ('<entry key="item">x</entry><entry key="">y</entry>', {"item": "x", "": "y"}),
        ("<a><no_items/></a><b><no_entries/></b><c/>", {"a": [], "b": {}, "c": ""}),
        ("<a><item><no_items/></item><item/></a>", {"a": [[], ""]}),
        ("<a>x &amp; &lt;y&gt; &#x41;</a>", {"a": "x & <y> A"}),
        ("<a><![CDATA[<x> & y]]></a>", {"a": "<x> & y"}),
        ("<a> x\r\ny&#13; </a>", {"a": " x\ny\r "}),
        ("\n  <!-- note -->\n  <a>x<!-- and --> y</a>\n", {"a": "x y"}),
        ("<a>\n<item>x</item>\n</a>", {"a": ["x"]}),
        (
            "<a>no</a><b>010</b><c>13:00</c>",
            {"a": "no", "b": "010", "c": "13:00"},
        ),
    ],
)
def test_a_tree_is_read(inside, tree):
    """An element is its key, `item` an entry of a list, and every value is its exact text."""
    draft = read(inside)
    assert not draft.findings
    assert plain_tree(draft.root) == tree


def test_every_key_and_value_has_its_place():
    """Line and column of a key are its name's, of a value its text's, beyond ASCII too."""
    text = in_xml(
        "\n  <name>한강은행 &amp; Co</name><!-- 😀 --><a/>\n  <b><item>x</item></b>\r\n<c>y</c>"
    )
    root = draft_of(text, "a.xml").root
    keys = {key: (e.key.place.line, e.key.place.column) for key, e in root.entries.items()}
    assert keys == {"name": (2, 4), "a": (2, 40), "b": (3, 4), "c": (4, 2)}
    values = [root.get("name"), root.get("b").items[0], root.get("c")]
    assert [(one.place.line, one.place.column) for one in values] == [(2, 9), (3, 12), (4, 4)]
    assert [text[one.start : one.end] for one in values] == ["한강은행 &amp; Co", "x", "y"]


def test_a_prefix_is_as_good_as_none():
    """Elements may have any prefix that stands for the namespace of a sheet."""
    text = f'<s:term_sheet xmlns:s="{NAMESPACE}"><s:a>x</s:a></s:term_sheet>'
    draft = draft_of(text, "a.xml")
    assert (draft.findings, plain_tree(draft.root)) == ([], {"a": "x"})


def test_where_a_schema_is_told_is_ignored(tmp_path):
    """SchemaLocation is for an editor: the file it names need not be there."""
    head = f'xmlns:xsi="{XSI}" xsi:schemaLocation="{NAMESPACE} {tmp_path}/none.xsd"'
    text = CLEAN.replace("<term_sheet ", f"<term_sheet {head} ")
    assert not isda.read_sheet_text(text, "a.xml").errors


def test_a_byte_order_mark_is_read_over(tmp_path):
    """UTF-8 with its mark is UTF-8."""
    path = tmp_path / "a.xml"
    path.write_bytes(b"\xef\xbb\xbf" + CLEAN.encode())
    assert not isda.read_sheet(path).errors


def test_xml_is_known_by_how_it_begins():
    """XML under another name is read as XML; a YAML text that begins with < is not."""
    assert not isda.read_sheet_text(CLEAN, "sheet.txt").errors
    assert plain_tree(draft_of("<<: 1\n", "a.yaml").root) == {"<<": "1"}


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<a>&x;</a>", "DQ089"),
        ("<a>&nbsp;</a>", "DQ089"),
        ("<?xml-model href='x'?>", "DQ090"),
        ("<a b='1'>x</a>", "DQ090"),
        ("<a key='1'>x</a>", "DQ090"),
        ("<item key='1'>x</item>", "DQ090"),
        ("<entry key='a b' b='1'>x</entry>", "DQ090"),
        ("<entry>x</entry>", "DQ090"),
        ("<entry key='threshold'>x</entry>", "DQ090"),
        ("<a xml:space='preserve'>x</a>", "DQ090"),
        ("<a xmlns=''>x</a>", "DQ090"),
        ("<a xmlns='urn:b'>x</a>", "DQ090"),
        ("<대한>x</대한>", "DQ090"),
        ("<xmlish>x</xmlish>", "DQ090"),
        ("x<a>y</a>", "DQ090"),
        ("<a>y</a>x", "DQ090"),
        ("<a><item>x</item>y</a>", "DQ090"),
        ("<a>x</a><item>y</item>", "DQ090"),
        ("<item>y</item><a>x</a>", "DQ090"),
        ("<a><no_items/><item>x</item></a>", "DQ090"),
        ("<a><item>x</item><no_items/></a>", "DQ090"),
        ("<a><no_entries/><no_items/></a>", "DQ090"),
        ("<a><no_items>x</no_items></a>", "DQ090"),
        ("<a><no_entries><b>x</b></no_entries></a>", "DQ090"),
        ("<a>x</a><a>y</a>", "DQ009"),
        ("<a>x</b>", "DQ010"),
        ("<b:a>x</b:a>", "DQ010"),
        ("<entry key='a b' key='c d'>x</entry>", "DQ010"),
        ("<a>\0</a>", "DQ010"),
        ("<a>&#0;</a>", "DQ010"),
        ("<a>&#xD800;</a>", "DQ010"),
        ("<a>", "DQ010"),
        ("<facts>1</facts>", "DQ014"),
        ("<book>1</book>", "DQ014"),
    ],
)
def test_what_no_sheet_has_is_refused(inside, code):
    """What the XML of a sheet has no place for is refused with its code, and not dropped."""
    assert codes(read(inside)) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "<term_sheet><sheet>1</sheet></term_sheet>",
        '<term_sheet xmlns="urn:other"><sheet>1</sheet></term_sheet>',
        f'<sheet xmlns="{NAMESPACE}">1</sheet>',
        f'<entry xmlns="{NAMESPACE}" key="a b">1</entry>',
        "<html/>",
    ],
)
def test_another_root_is_refused(text):
    """A root that is not a sheet's is refused, with the root that is."""
    (finding,) = draft_of(text, "a.xml").findings
    assert finding.code == "DQ090"
    assert NAMESPACE in finding.help


@pytest.mark.parametrize("deep", [32, 33])
def test_as_deep_as_yaml(deep):
    """Thirty-two collections may stand in each other, as in YAML, and not one more."""
    inside = "<a>" * (deep - 1) + "<b>x</b>" + "</a>" * (deep - 1)
    yaml = "".join(f"{' ' * level}a:\n" for level in range(deep - 1)) + " " * deep + "b: x\n"
    for draft in (read(inside), draft_of(yaml, "a.yaml")):
        assert codes(draft) == ([] if deep == 32 else ["DQ005"])


@pytest.mark.parametrize("name", ["a.xml", "a.yaml"])
def test_a_sparse_file_is_not_read(tmp_path, name):
    """Of a file of a gibibyte no more than a mebibyte and one byte is asked for."""
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(1 << 30)
    assert codes(read_draft(path)) == ["DQ004"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_only_utf_8_is_read(tmp_path, encoding):
    """Two or four bytes a character are refused, with a mark at the front or without."""
    path = tmp_path / "a.xml"
    path.write_bytes(CLEAN.replace("UTF-8", encoding).encode(encoding))
    (code,) = codes(read_draft(path))
    assert code in {"DQ002", "DQ010"}


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY x SYSTEM "{}">',
        '<!ENTITY x PUBLIC "-//X//X" "{}">',
        '<!ENTITY % x SYSTEM "{}"> %x;',
        '<!NOTATION n SYSTEM "{}"><!ENTITY x SYSTEM "{}" NDATA n>',
    ],
)
def test_nothing_outside_is_read(tmp_path, declared):
    """No file is opened and no connection made but for the sheet itself."""
    secret, path = tmp_path / "secret.txt", tmp_path / "a.xml"
    secret.write_text("canary", encoding="utf-8")
    head = f"<!DOCTYPE term_sheet [{declared.replace('{}', secret.as_uri())}]>"
    path.write_text(in_xml("<a>&x;</a>", head), encoding="utf-8")
    opened = []

    def watch(event, args):
        if watching and event in {"open", "socket.connect", "socket.getaddrinfo"}:
            opened.append(str(args[0]))

    watching = False
    sys.addaudithook(watch)
    watching = True
    outcome = isda.read_sheet(path)
    watching = False
    assert outcome.value is None
    assert {Path(name).name for name in opened} == {"a.xml"}
    assert [one.code for one in outcome.findings] == ["DQ089"]
    assert "canary" not in str(outcome.findings)


@given(st.binary(max_size=60), st.integers(0, len(CLEAN.encode())), st.integers(0, 60))
def test_no_bytes_bring_it_down(junk, at, lost):
    """Whatever stands in a file, what comes out is a sheet or findings."""
    raw = CLEAN.encode()
    text = (raw[:at] + junk + raw[at + lost :]).decode(errors="replace")
    outcome = isda.read_sheet_text(text, "a.xml")
    assert (outcome.value is None) == bool(outcome.errors)


def test_fmt_keeps_what_it_does_not_mean():
    """Amounts get their usual spelling; comments, order and blank lines stay."""
    text = in_xml(
        "\n  <!-- USD 5000 -->\n\n  <entry\n   key='a  b'>USD 250000</entry>  \n"
        "  <b>98 %</b><note>USD 5000</note><c><![CDATA[USD 5000]]></c>\n"
    )
    expected = (
        text.replace(">USD 250000", ">USD 250,000").replace("98 %", "98%")
        .replace("[USD 5000]", "[USD 5,000]").replace("</entry>  \n", "</entry>\n")
    )  # fmt: skip
    assert format_sheet(draft_of(text, "a.xml")).value == expected + "\n"


def test_a_book_has_sheets_in_xml(make, tmp_path):
    """A sheet in `agreements` may be XML, and claims its identifier like any other."""
    make()
    sheet = tmp_path / "agreements" / "ONE.yaml"
    written = rewrite(read_draft(sheet), Notation.XML).must()
    sheet.unlink()
    (tmp_path / "agreements" / "ONE.xml").write_text(written, encoding="utf-8")
    outcome = make.again()
    assert not outcome.errors
    assert set(outcome.value.agreements) == {"ONE", "TWO"}
