"""Words outside ASCII: columns take what every reader takes to be the same, and no more."""

import re
import unicodedata
from collections import Counter

import polars as pl
import pytest
from nights import assert_alike
from tiny_book import LOTS, TRADES, lines, sheets, tiny

from isda.batch.bind import name_in_line
from isda.batch.cells import PLAIN_WORD, WORD
from isda.sheet.sheets_of_book import SheetText
from isda.terms.reading import read_any

EVERY = [chr(code) for code in range(0x20, 0x110000) if not 0xD800 <= code < 0xE000]


def test_every_letter_that_is_plain_is_written_in_one_way():
    """Each is a letter alone, composed, seen, of one small letter; no later one joins it."""
    frame = pl.DataFrame({"text": EVERY}).filter(pl.col("text").str.contains(WORD))
    plain = frame.with_columns(small=pl.col("text").str.to_lowercase()).rows()
    assert len(plain) > 30_000
    assert [text for text, _ in plain] == [
        text for text in EVERY if re.fullmatch(PLAIN_WORD, text)
    ]
    for text, small in plain:
        assert read_any(text) == text
        assert unicodedata.is_normalized("NFC", text)
        assert not unicodedata.combining(text)
        assert small == text.lower() == text.casefold()
        assert text.isascii() or unicodedata.category(text)[0] == "L"
    joined = {
        parts[1]
        for text in EVERY
        if len(parts := unicodedata.normalize("NFD", text)) == 2
        and unicodedata.normalize("NFC", parts) == text
    }
    assert joined.isdisjoint(text for text, _ in plain)


NAMES = {
    "ONE": "하나 은행", "TWO": "Société Générale", "T1": "거래-1", "T3": "Сделка 3",
    "L2": "담보-2", "US Treasury": "국고채",
}  # fmt: skip


def renamed(text):
    """The tiny book with Korean, French and Cyrillic names."""
    for old, new in NAMES.items():
        text = text.replace(old, new)
    return text


def test_a_book_in_korean_runs_on_columns(tmp_path):
    """Agreements, trades, lots and assets with letters of other scripts: the same bytes."""
    files = {
        "agreements.jsonl": renamed(lines(sheets())),
        "trades.csv": renamed(TRADES), "lots.csv": renamed(LOTS),
    }  # fmt: skip
    made = assert_alike(tiny(tmp_path / "book", files))
    assert made.why_single == {}
    assert {"하나 은행", "Société Générale"} <= set(made.agreements["agreement"])
    assert {"국고채", "cash"} == set(made.lots["asset"])


APART = {
    "letter and mark": unicodedata.normalize("NFD", "Société"),
    "syllables in parts": unicodedata.normalize("NFD", "하나"),
    "of full width": "Ｔ１",
    "a space that is wide": "하나\u3000은행",
    "a small letter of another kind": "Straße",
    "a sign": "Acme™",
}


@pytest.mark.parametrize("name", APART.values(), ids=APART)
def test_what_could_be_two_names_is_looked_at_one_by_one(tmp_path, name):
    """A name that is written otherwise elsewhere is read by the call of one agreement."""
    assert not re.fullmatch(PLAIN_WORD, name)
    named = '{"agreement": "' + name + '"}'
    assert not name_in_line(SheetText(tmp_path / "agreements.jsonl", 1, named.encode()))
    made = assert_alike(tiny(tmp_path / "book", {"trades.csv": TRADES.replace("T1", name)}))
    assert Counter(made.why_single.values()) == {"marks to look at one by one": 1}


def test_two_writings_of_one_name_stay_two(tmp_path):
    """A trade and its twin in another normal form are two trades, in both runs."""
    twins = (unicodedata.normalize(form, "거래") for form in ("NFC", "NFD"))
    rows = "".join(f"{name},ONE,2024-01-10,2027-01-10,5,USD,2024-12-30\n" for name in twins)
    made = assert_alike(tiny(tmp_path / "book", {"trades.csv": TRADES + rows}))
    assert made.why_single == {"ONE": "marks to look at one by one"}
