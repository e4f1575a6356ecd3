"""YAML, JSON and XML say the same, whichever way round a sheet is written."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xml_sheets import is_valid, sheets

from isda.sheet.as_xml import not_for_xml
from isda.sheet.draft import Notation, plain_tree
from isda.sheet.read_sheet import agreement_of
from isda.sheet.rewrite import rewrite, to_json, to_yaml
from isda.sheet.yaml_events import draft_of, read_draft

CIRCLES = [
    (Notation.XML, Notation.YAML),
    (Notation.JSON, Notation.XML, Notation.YAML),
    (Notation.XML, Notation.JSON, Notation.YAML),
]


def told(draft):
    """What a draft says, keys in their order."""
    return to_json(plain_tree(draft.root))


def along(draft, notations):
    """Write a draft in one notation after the other."""
    for notation in notations:
        draft = draft_of(rewrite(draft, notation).must(), f"a.{notation}")
        assert not draft.findings
        assert draft.notation is notation
    return draft


@pytest.mark.parametrize("path", sheets())
def test_a_round_trip_loses_nothing(path):
    """A sheet that went through every notation says the same, and is the same agreement."""
    first = draft_of(rewrite(read_draft(path), Notation.YAML).must(), "a.yaml")
    agreement = agreement_of(first).must().model_dump(mode="json")
    for circle in CIRCLES:
        last = along(first, circle)
        assert told(last) == told(first)
        assert agreement_of(last).must().model_dump(mode="json") == agreement


@pytest.mark.parametrize("path", sheets())
def test_every_sheet_is_valid_xml(path):
    """The XML of every sample is valid against the committed schema."""
    assert is_valid(rewrite(read_draft(path), Notation.XML).must())


TEXT = st.text(
    st.characters(codec="utf-8", min_codepoint=32) | st.sampled_from("\t\n\r:#-&<>\"'%{}[]|"),
    max_size=12,
)
KEY = TEXT | st.sampled_from(["item", "entry", "no_items", "xml", "a", "a b", "<<", "~", "="])
TREE = st.dictionaries(
    KEY,
    st.recursive(
        TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3),
        max_leaves=8,
    ),
    min_size=1,
    max_size=4,
).map(lambda tree: {"sheet": "1"} | tree)


@given(TREE)
def test_any_tree_goes_round(tree):
    """Whatever words and shapes stand in a sheet, each notation gives them back."""
    first = draft_of(to_json(tree), "a.json")
    assert plain_tree(first.root) == tree
    assert plain_tree(draft_of(to_yaml(tree), "a.yaml").root) == tree
    notations = [Notation.YAML, Notation.JSON]
    if not_for_xml(first.root) is None:
        notations.append(Notation.XML)
    for one, other in permutations(notations, 2):
        assert told(along(first, [one, other, one])) == told(along(first, [one]))


@pytest.mark.parametrize("control", ["\\a", "\\0", "\\x1b", "\\uFFFE"])
@pytest.mark.parametrize("text", ['a: "x{}"\n', '"k{}": x\n', 'l: [a, "{}"]\n'])
def test_what_xml_cannot_hold_is_refused(text, control):
    """A control character, in a key or a value, is refused at its place and not left out."""
    draft = draft_of(text.format(control), "a.yaml")
    outcome = rewrite(draft, Notation.XML)
    assert outcome.value is None
    assert [one.code for one in outcome.findings] == ["DQ091"]
    assert rewrite(draft_of(text.format(control), "a.yaml"), Notation.JSON).value


def test_facts_are_not_written_as_xml():
    """Facts have no XML, so none is made of them; JSON they have."""
    text = "facts: 1\non: 2024-12-30\n"
    assert [one.code for one in rewrite(draft_of(text, "f.yaml"), Notation.XML).findings] == [
        "DQ014"
    ]
    assert rewrite(draft_of(text, "f.yaml"), Notation.JSON).value


def test_a_broken_sheet_is_not_rewritten():
    """What cannot be read is told, and nothing is written of it."""
    outcome = rewrite(draft_of("a: 1\na: 2\n", "a.yaml"), Notation.XML)
    assert (outcome.value, [one.code for one in outcome.findings]) == (None, ["DQ009"])


def test_amounts_get_their_usual_spelling():
    """Amounts are written as `isda fmt` writes them, even where YAML cut them."""
    draft = draft_of("threshold: {A: USD 5,000,000, B: USD 250000}\n", "a.yaml")
    assert plain_tree(along(draft, [Notation.XML]).root) == {
        "threshold": {"A": "USD 5,000,000", "B": "USD 250,000"}
    }
