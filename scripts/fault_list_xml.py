"""The faults of samples/faults in XML: what is replaced in clean-sheet.xml, what is said."""

from __future__ import annotations

from fault_list import Fault

ROOT = '<term_sheet xmlns="urn:isda-collateral:schema:sheet:1">'
SHEET = "  <sheet>1</sheet>\n"
NAME = "<name>Arc Shipping Ltd</name>"
BOMB = "".join(
    f'  <!ENTITY b{n} "{f"&b{n - 1};" * 10 if n else "lol" * 10}">\n' for n in range(10)
)
DEEP_XML = "xml-deep-elements.xml"
UTF_16 = "xml-utf-16.xml"
EMPTY = "xml-empty.xml"
CUT = "xml-cut-in-half.xml"

RAW_XML = (
    Fault(EMPTY, words=("empty",), note="a file of spaces"),
    Fault(CUT, words=("XML",), note="the second half was lost in copying"),
    Fault(UTF_16, words=("UTF-8",), note="two bytes a character, with their mark"),
    Fault(DEEP_XML, words=("deep",), note="200 kB of opening elements"),
)

XML = (
    Fault(
        "xml-external-entity.xml",
        f"{ROOT}\n{SHEET}",
        '<!DOCTYPE term_sheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n'
        f"{ROOT}\n{SHEET}  <other_terms><a>&x;</a></other_terms>\n",
        ("DOCTYPE",),
        "an entity that stands for a file of this machine",
    ),
    Fault(
        "xml-parameter-entity.xml",
        ROOT,
        '<!DOCTYPE term_sheet [<!ENTITY % x SYSTEM "http://localhost/x.dtd"> %x;]>\n' + ROOT,
        ("DOCTYPE",),
        "an entity that fetches declarations",
    ),
    Fault(
        "xml-document-type.xml",
        ROOT,
        '<!DOCTYPE term_sheet SYSTEM "term_sheet.dtd">\n' + ROOT,
        ("DOCTYPE",),
        "a document type of another file",
    ),
    Fault(
        "xml-entity-bomb.xml",
        f"{ROOT}\n{SHEET}",
        f"<!DOCTYPE term_sheet [\n{BOMB}]>\n{ROOT}\n{SHEET}"
        "  <other_terms><a>&b9;</a></other_terms>\n",
        ("DOCTYPE",),
        "entities of entities, 10 to the 10th",
    ),
    Fault(
        "xml-unknown-entity.xml",
        NAME,
        "<name>Arc&nbsp;Shipping Ltd</name>",
        ("entity",),
        "an entity of HTML",
    ),
    Fault(
        "xml-duplicate-key.xml",
        "      <in_transit>counted</in_transit>\n",
        "      <in_transit>counted</in_transit>\n      <in_transit>not counted</in_transit>\n",
        ("in_transit", "twice"),
        "one key twice",
        lines_down=1,
    ),
    Fault(
        "xml-duplicate-entry.xml",
        SHEET,
        f'{SHEET}  <other_terms><entry key="a b">1</entry>\n'
        '    <entry key="a b">2</entry></other_terms>\n',
        ("a b", "twice"),
        "one key of an entry twice",
        lines_down=2,
    ),
    Fault(
        "xml-null-byte.xml",
        NAME,
        "<name>Arc\0Shipping Ltd</name>",
        ("XML",),
        "a null byte inside a name",
    ),
    Fault(
        "xml-null-reference.xml",
        NAME,
        "<name>Arc&#0;Shipping Ltd</name>",
        ("XML",),
        "a null character by its number",
    ),
    Fault(
        "xml-bidi-character.xml",
        NAME,
        "<name>Arc \u202eShipping Ltd</name>",
        ("U+202E",),
        "a character that turns the writing round",
    ),
    Fault(
        "xml-zero-width-reference.xml",
        "<agreement>CLEAN</agreement>",
        "<agreement>CL&#x200B;EAN</agreement>",
        ("U+200B",),
        "a character that cannot be seen, by its number",
    ),
    Fault(
        "xml-other-encoding.xml",
        "encoding='UTF-8'",
        "encoding='ISO-8859-1'",
        ("UTF-8",),
        "another encoding in the first line",
    ),
    Fault(
        "xml-no-namespace.xml",
        ROOT,
        "<term_sheet>",
        ("urn:isda-collateral:schema:sheet:1",),
        "a root without its namespace",
    ),
    Fault(
        "xml-other-namespace.xml",
        SHEET,
        f'{SHEET}  <include xmlns="http://www.w3.org/2001/XInclude"/>\n',
        ("another namespace",),
        "an element that asks for another file",
        lines_down=1,
    ),
    Fault(
        "xml-instruction.xml",
        ROOT,
        '<?xml-stylesheet href="sheet.xsl"?>\n' + ROOT,
        ("processing instruction",),
        "an instruction to a program",
    ),
    Fault(
        "xml-attribute.xml",
        "<B>USD 1,000,000</B>",
        '<B currency="USD">1,000,000</B>',
        ("currency",),
        "a currency in an attribute",
    ),
    Fault(
        "xml-text-beside-elements.xml",
        "    <A>\n      <name>Hangang Bank</name>",
        "    <A>our bank\n      <name>Hangang Bank</name>",
        ("text",),
        "text beside elements",
    ),
    Fault(
        "xml-keys-in-a-list.xml",
        "        <item>KRW</item>\n      </eligible_currencies>",
        "        <KRW>yes</KRW>\n      </eligible_currencies>",
        ("item", "side by side"),
        "a key in a list",
    ),
    Fault(
        "xml-entry-for-a-name.xml",
        "<in_transit>counted</in_transit>",
        '<entry key="in_transit">counted</entry>',
        ("in_transit",),
        "an entry where an element has the name",
    ),
    Fault(
        "xml-unknown-key.xml",
        "<in_transit>counted</in_transit>",
        "<in_transitt>counted</in_transitt>",
        ("in_transit",),
        "a slip in a key",
    ),
    Fault(
        "xml-no-currency.xml",
        "<B>USD 1,000,000</B>",
        "<B>1,000,000</B>",
        ("1,000,000",),
        "an amount without its currency",
    ),
    Fault(
        "xml-facts.xml",
        SHEET,
        "  <facts>1</facts>\n",
        ("YAML or JSON",),
        "facts in XML",
    ),
)
