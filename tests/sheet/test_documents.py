"""A document in the place of another, and words where a list is meant."""

import pytest
import small

import isda
from isda.sheet.draft import Notation
from isda.sheet.read_book import read_book
from isda.sheet.rewrite import rewrite
from isda.sheet.yaml_events import draft_of

FACTS = "facts: 1\non: 2024-12-30\n"
SHEET = small.HEAD + "annexes: [{form: CSA 1994 New York}]\n"


@pytest.mark.parametrize(
    ("read", "text", "name", "words", "help_text"),
    [
        (isda.read_sheet_text, FACTS, "a.yaml", "this is a facts file", "behind `--facts`"),
        (isda.read_facts_text, SHEET, "a.yaml", "this is a term sheet", "comes first"),
        (isda.read_facts_text, "book: 1\nname: x\n", "a.yaml", "this is the book", "isda run"),
        (isda.read_sheet_text, "- x\n", "a.yaml", "a list stands", "begin with `sheet: 1`"),
        (isda.read_facts_text, "a,b\n1,2\n", "a.csv", "a single value", "belong to a book"),
    ],
)
def test_another_document_is_named_and_nothing_else_is_said(read, text, name, words, help_text):
    """One finding says what the file is and where it goes, in the place of one a key."""
    outcome = read(text, name)
    (finding,) = outcome.findings
    assert outcome.value is None
    assert (finding.code, words in finding.message) == ("DQ014", True)
    assert help_text in finding.help


@pytest.mark.parametrize(
    ("read", "help_text"),
    [
        (isda.read_sheet_text, "begin with `sheet: 1`; `isda new FORM` writes a starter sheet"),
        (isda.check_text, "begin with `sheet: 1`; `isda new FORM` writes a starter sheet"),
        (isda.read_facts_text, "begin with `facts: 1`"),
    ],
)
@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_an_empty_file_is_told_how_its_document_begins(read, help_text, text):
    """The way out of an empty file is that of the document that is expected."""
    (finding,) = read(text).findings
    assert (finding.code, finding.help) == ("DQ003", help_text)


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_a_letter_that_is_no_text_has_its_place(name):
    """A null byte is told at its line and column, behind letters of several bytes too."""
    (finding,) = isda.read_sheet_text("sheet: 1\nagré: a\0b\n", name).findings
    assert (finding.code, finding.place.line, finding.place.column) == ("DQ010", 2, 8)
    assert finding.message == "the character \\u0000 is no part of a text"


BLOCKS = """
sheet: 1
agreement: ONE
parties: {A: {name: Bank}, B: {name: Fund}}
master: {form: ISDA Master Agreement 2002, termination_currency: USD}
annexes:
  - form: CSA 1994 New York
    eligible_collateral: [{currency: USD}]
"""


@pytest.mark.parametrize("notation", Notation)
def test_a_mapping_is_pointed_at_by_its_first_key(notation):
    """What is said of a mapping stands at its first key, not at its bracket or element."""
    text = rewrite(draft_of(BLOCKS, "a.yaml"), notation).must()
    lines = text.splitlines()
    said = {each.code: each.place for each in isda.check_text(text, f"a.{notation}").findings}
    for code, word in {"MA003": "form", "CS019": "form", "DQ015": "currency"}.items():
        line, column = said[code].line, said[code].column
        assert lines[line - 1][column - 1 :].lstrip('"').startswith(word)


@pytest.mark.parametrize(
    ("terms", "code", "help_text"),
    [
        ({"posting_parties": "A, B"}, "DQ030", "write [A, B], or each entry behind `- `"),
        ({"posting_parties": ["A, B"]}, "DQ034", "they are a list: [A, B]"),
        ({"posting_parties": ["A, C"]}, "DQ034", "write one of: A, B"),
    ],
)
def test_words_with_a_comma_are_shown_as_a_list(terms, code, help_text):
    """Two words with a comma between them are written out as the list they were meant as."""
    (finding,) = small.read(small.annex(**terms)).findings
    assert (finding.code, help_text in finding.help) == (code, True)


def test_an_event_of_both_parties_is_either():
    """`A, B` is not read, and the word for both is offered."""
    event = {"event": "Illegality", "of": "A, B", "from": "2024-12-01"}
    (finding,) = isda.read_facts_text(small.text(events=[event])).findings
    assert (finding.code, finding.help) == ("DQ034", "write A, B or either")


def test_a_file_beside_the_sheets_of_a_book_is_not_passed_over(tmp_path):
    """A sheet saved under another ending would be missed without a word; dot files are not."""
    (tmp_path / "agreements").mkdir()
    (tmp_path / "book.yaml").write_text("book: 1\nname: small\n", encoding="utf-8")
    for name in ("one.csv", ".keep"):
        (tmp_path / "agreements" / name).write_text("x\n", encoding="utf-8")
    (finding,) = read_book(tmp_path).findings
    assert (finding.code, finding.severity.word) == ("DQ071", "warning")
    assert finding.message == "one.csv is no term sheet, so it is not read"


def test_facts_in_the_place_of_book_yaml_are_no_book(tmp_path):
    """The settings of a book are not looked for in another document."""
    (tmp_path / "book.yaml").write_text(FACTS, encoding="utf-8")
    outcome = read_book(tmp_path)
    assert outcome.value is None
    assert "the book.yaml of a book is expected" in outcome.findings[0].message
