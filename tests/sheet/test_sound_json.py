"""Sound JSON is read for its values alone, and they are what the full reader says."""

import json
import random
from pathlib import Path

import pytest

from isda.sheet.draft import plain_tree
from isda.sheet.read_sheet import agreement_of
from isda.sheet.sound_json import LONGEST, sound_values
from isda.sheet.yaml_events import draft_of, draft_of_bytes, read_draft

ROOT = Path(__file__).parents[2]
SHEETS = sorted(
    [
        *ROOT.glob("samples/worked/*/agreement.yaml"),
        *ROOT.glob("samples/books/*/agreements/*.yaml"),
        *ROOT.glob("samples/agreements/*/agreement.yaml"),
        *ROOT.glob("samples/lint/*/*/*.yaml"),
        *ROOT.glob("isda/sheet/starters/*.yaml"),
    ]
)
FAULTY = sorted(ROOT.glob("samples/faults/*.yaml"))
NAME = "agreements.jsonl"
DICE = 4711


def texts_of(path):
    """A sheet as one line of JSON, and as JSON over many, with and without escapes."""
    tree = plain_tree(read_draft(path).root)
    return [json.dumps(tree, ensure_ascii=False), json.dumps(tree, indent=1)]


def read(text, *, places_later, line=7):
    return draft_of(text, NAME, first_line=line, places_later=places_later)


def name_of(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_it_says_what_the_full_reader_says(path):
    """The values, the terms, the findings and the places are those of the full reader."""
    for text in texts_of(path):
        later, full = read(text, places_later=True), read(text, places_later=False)
        assert later.values == plain_tree(full.root)
        found, outcome = agreement_of(later), agreement_of(full)
        assert found.findings == outcome.findings
        if outcome.value is None:
            continue
        assert found.must().model_dump() == outcome.must().model_dump()
        assert found.must().model_fields_set == outcome.must().model_fields_set
        for where in ("", "annexes.0", "annexes.0.threshold.B", "parties.A.name"):
            assert found.must().place_of(where) == outcome.must().place_of(where)


def test_every_sheet_is_sound():
    """Every sheet of the project reads so as JSON, or little would be won."""
    texts = [text for path in SHEETS for text in texts_of(path)]
    odd = [text for text in texts if sound_values(text) is None]
    assert len(odd) * 20 < len(texts)


@pytest.mark.parametrize("path", FAULTY, ids=name_of)
def test_faults_of_a_sheet_have_their_places(path):
    """What is found in the terms stands where the full reader says it does."""
    if read_draft(path).root is None:
        return
    for text in texts_of(path):
        later, full = read(text, places_later=True), read(text, places_later=False)
        assert agreement_of(later).findings == agreement_of(full).findings


SOUND = texts_of(ROOT / "samples/worked/001-first-call/agreement.yaml")[0]
OTHERS = {
    "nothing": "",
    "a list": "[]",
    "a word": '"sheet"',
    "cut": SOUND[:-1],
    "twice": SOUND + SOUND,
    "a key twice": SOUND.replace('"sheet": "1"', '"sheet": "1", "sheet": "1"'),
    "null": SOUND.replace('"1"', "null"),
    "true": SOUND.replace('"1"', "true"),
    "a fraction": SOUND.replace('"1"', "[1.5]"),
    "an exponent": SOUND.replace('"1"', "1e5"),
    "no number": SOUND.replace('"1"', "NaN"),
    "sixteen digits": SOUND.replace('"1"', "1" * 16),
    "a line break of YAML": SOUND.replace('"1"', '"\u0085"'),
    "a sign that is not seen": SOUND.replace('"1"', '"\u200b"'),
    "half a sign": SOUND.replace('"1"', r'"\ud800"'),
    "two halves": SOUND.replace('"1"', r'"\ud83d\ude00"'),
    "an escaped slash": SOUND.replace('"1"', r'"\/"'),
    "an escaped letter": SOUND.replace('"sheet"', r'"\u0073heet"'),
    "a tab": SOUND.replace('"1"', '"\t"'),
    "a colon on the next line": SOUND.replace('"sheet":', '"sheet"\n :'),
    "an endless key": SOUND.replace('"sheet"', f'"{"s" * LONGEST}"'),
    "too deep": SOUND.replace('"1"', '{"a":' * 40 + '"b"' + "}" * 40),
    "far too deep": SOUND.replace('"1"', "[" * 90_000),
    "a comment": SOUND + " # signed",
    "not closed": SOUND.replace('"}', '",}'),
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_what_is_left_to_the_full_reader(text):
    """Numbers, nulls, repeats, depth, unseen signs: the full reader judges them."""
    assert sound_values(text) is None


def test_digits_are_text_as_in_every_notation():
    """A short whole number is read as its digits; it says no more than that."""
    assert sound_values('{"sheet": 1, "a": [-20, 0]}') == {"sheet": "1", "a": ["-20", "0"]}
    assert draft_of('{"sheet": 1, "a": [-20, 0]}', NAME).values == {
        "sheet": "1",
        "a": ["-20", "0"],
    }


def test_whatever_reads_as_sound_is_sound():
    """Of texts with signs put in, left out or moved, none reads otherwise than in full."""
    dice = random.Random(DICE)  # noqa: S311  # the same texts each time, no secret
    signs = [
        '"',
        ":",
        ",",
        "{",
        "}",
        "[",
        "]",
        "\\",
        "\\u00e9",
        "\\n",
        "-",
        "0",
        " ",
        "\n",
        "#",
    ]
    text = texts_of(ROOT / "samples/worked/001-first-call/agreement.yaml")[1]
    read_so = 0
    for _ in range(3000):
        at, size = dice.randrange(len(text)), dice.choice((0, 0, 1, 5))
        changed = text[:at] + dice.choice(signs) * dice.choice((0, 1, 1)) + text[at + size :]
        values = sound_values(changed)
        if values is None:
            continue
        read_so += 1
        full = draft_of(changed, NAME)
        assert (full.findings, full.values) == ([], values), changed
    assert read_so > 100


def test_bytes_that_are_no_text():
    """Bytes that are no UTF-8 are refused, however they are read."""
    raw = SOUND.encode().replace(b"Hangang", b"\xff")
    codes = [each.code for each in draft_of_bytes(raw, NAME, places_later=True).findings]
    assert codes == ["DQ002"]
