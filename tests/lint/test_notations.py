"""A sheet in JSON or XML is checked as in YAML: the same is found, at its own line."""

from collections import Counter
from pathlib import Path

import pytest

from isda.basics.finding import Edit
from isda.lint.additions import addition
from isda.lint.check import Asked, check, check_text
from isda.lint.fixing import mend
from isda.sheet.draft import Notation
from isda.sheet.read_sheet import read_sheet_text
from isda.sheet.rewrite import rewrite
from isda.sheet.yaml_events import draft_of, read_draft
from isda.terms.checking import Profile

SAMPLES = Path(__file__).parents[2] / "samples"
OF_YAML = "DQ016"
"""A last line without its end says nothing in JSON and XML, whose last bracket says it."""
FIRES = sorted(
    path for path in SAMPLES.glob("lint/*/fires/*.yaml") if OF_YAML not in path.parts
)


def told(checked):
    return Counter((each.code, each.severity, each.message) for each in checked.findings)


@pytest.mark.parametrize("notation", [Notation.JSON, Notation.XML])
@pytest.mark.parametrize("path", FIRES, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_every_notation_is_checked_alike(path, notation):
    """Code, severity and words are those of the YAML, and each finding has a line."""
    text = rewrite(read_draft(path), notation).must()
    checked = check_text(text, f"a.{notation.value}")
    assert told(checked) == told(check(path))
    lines = text.splitlines()
    assert all(0 < each.place.line <= len(lines) for each in checked.findings)


def said(text):
    """What a sheet says, in whatever notation; nothing where it does not read."""
    agreement = read_sheet_text(text, "a").value
    return agreement and agreement.model_dump()


STRICT = Asked(frozenset({Profile.STRICT}))


@pytest.mark.parametrize("notation", [Notation.JSON, Notation.XML])
@pytest.mark.parametrize("path", FIRES, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_every_notation_is_mended_alike(path, notation):
    """What fixes write into YAML they write into the others, missing answers among it."""
    text, name = rewrite(read_draft(path), notation).must(), f"a.{notation.value}"
    mended = mend(text, check_text(text, name, STRICT).findings, unsafe=True, name=name)
    source = path.read_text(encoding="utf-8")
    yaml = mend(source, check(path, STRICT).findings, unsafe=True, name="a.yaml")
    made, of_yaml = (Counter(each.code for each in one.made) for one in (mended, yaml))
    assert of_yaml <= made
    if of_yaml == made:
        assert mended.is_sound == yaml.is_sound
        assert said(mended.text) == said(yaml.text)


def test_a_missing_answer_stands_in_a_line_of_its_own():
    """Where each key of an object has its line, a further one has too."""
    text = '{"sheet": "1",\n "agreement": "X",\n "annexes": [{"form": "CSA 1994 New York"}]}'
    draft = draft_of(text, "a.json")
    edits = [
        addition(draft, node, 'demand: "needed"')
        for node in (draft.root, draft.root.get("annexes").items[0])
    ]
    ends = [text.index(',\n "annexes'), text.index("}]}")]
    assert edits == [
        Edit(ends[0], ends[0], ',\n "demand": "needed"'),
        Edit(ends[1], ends[1], ', "demand": "needed"'),
    ]
