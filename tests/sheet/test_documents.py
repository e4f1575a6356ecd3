"""A document in the place of another, and words where a list is meant."""

import pytest
import small

import isda
from isda.sheet.read_book import read_book

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


def test_empty_facts_are_told_how_facts_begin():
    """The way out of an empty file fits facts as well as a sheet."""
    (finding,) = isda.read_facts_text("").findings
    assert finding.help.startswith("facts begin with `facts: 1` and `on:`")


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
