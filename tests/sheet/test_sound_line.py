"""A sound line is read in one go, and what comes out is what the full reader says."""

import json
from pathlib import Path

import pytest

from isda.sheet.draft import MOST_BYTES, plain_tree
from isda.sheet.read_sheet import agreement_of
from isda.sheet.sound_line import MAY_BE_FOUND, sound_agreement
from isda.sheet.yaml_events import draft_of_bytes, read_draft

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


def line_of(path):
    """A sheet as one line of JSON."""
    return json.dumps(plain_tree(read_draft(path).root), ensure_ascii=False).encode()


def fully(raw, line=7):
    return agreement_of(draft_of_bytes(raw, NAME, first_line=line))


def name_of(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_it_says_what_the_full_reader_says(path):
    """Where a line is read in one go, the terms are the same, and nothing was to be found."""
    raw = line_of(path)
    found, outcome = sound_agreement(raw, NAME, line=7), fully(raw)
    if found is None:
        assert outcome.findings or any(word in raw for word in MAY_BE_FOUND)
        return
    assert outcome.findings == ()
    assert found.model_dump() == outcome.value.model_dump()
    assert found.model_fields_set == outcome.value.model_fields_set
    for where in ("", "annexes.0", "annexes.0.threshold.B", "parties.A.name"):
        assert found.place_of(where) == outcome.value.place_of(where)


def test_most_sheets_are_sound():
    """Most sheets are read in one go, or nothing would be won."""
    sound = [sound_agreement(line_of(path), NAME, line=1) is not None for path in SHEETS]
    assert sum(sound) > len(sound) * 3 // 4


@pytest.mark.parametrize("path", FAULTY, ids=name_of)
def test_no_faulty_sheet_is_sound(path):
    """What the full reader refuses or warns of is never read in one go."""
    draft = read_draft(path)
    if draft.root is None:
        return
    raw = line_of(path)
    if fully(raw).findings:
        assert sound_agreement(raw, NAME, line=7) is None


SOUND = line_of(ROOT / "samples/worked/001-first-call/agreement.yaml").decode()
OTHERS = [
    "",
    "[]",
    '"sheet"',
    SOUND[:-1],
    SOUND + SOUND,
    SOUND.replace('"sheet": "1"', '"sheet": 1'),
    SOUND.replace('"sheet": "1"', '"sheet": "2"'),
    SOUND.replace('"sheet": "1", ', ""),
    SOUND.replace('"sheet": "1"', '"sheet": "1", "sheet": "1"'),
    SOUND.replace('"sheet": "1"', '"sheet": "1", "other_terms": null'),
    SOUND.replace('"sheet": "1"', '"sheet": "1", "other_terms": {"note": true}'),
    SOUND.replace('"sheet": "1"', '"sheet": "1", "other_terms": {"note": [1.5]}'),
    SOUND.replace('"sheet": "1"', '"sheet": "1", "other_terms": {"note": "\u0085"}'),
    SOUND.replace('"sheet": "1"', '"sheet": "1", "other_terms": {"note": "\\ud800"}'),
    SOUND.replace(
        '"sheet": "1"', '"sheet": "1", "other_terms": ' + '{"a":' * 40 + '"b"' + "}" * 40
    ),
    SOUND.replace('"sheet": "1"', '"sheet": "1", "other_terms": ' + "[" * 90_000),
    SOUND.replace(
        '"sheet": "1"', '"sheet": "1", "other_terms": {"a": "' + "b" * MOST_BYTES + '"}'
    ),
]


@pytest.mark.parametrize("text", OTHERS, ids=range(len(OTHERS)))
def test_what_is_left_to_the_full_reader(text):
    """Numbers, nulls, repeats, depth, unseen signs: the full reader judges them."""
    assert sound_agreement(text.encode(), NAME, line=1) is None


def test_bytes_that_are_no_text():
    """Bytes that are no UTF-8 are left to the full reader."""
    assert sound_agreement(SOUND.encode().replace(b"Hangang", b"\xff"), NAME, line=1) is None
