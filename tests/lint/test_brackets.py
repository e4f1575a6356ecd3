"""Fixes inside brackets of YAML: the same is mended as in block style, and comments stay."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from isda.lint.additions import addition
from isda.lint.check import Asked, check_text
from isda.lint.fixing import mend
from isda.lint.sheet import Sheet
from isda.sheet.draft import plain_tree
from isda.sheet.read_sheet import read_sheet_text
from isda.sheet.yaml_events import draft_of, read_draft
from isda.tables.regulation import LAST_DAY
from isda.terms.checking import Profile

SAMPLES = Path(__file__).parents[2] / "samples" / "lint"
FIRES = sorted(path for path in SAMPLES.glob("*/fires/*.yaml") if "DQ016" not in path.parts)
COMMENT = re.compile(r"# comment \d+$", re.MULTILINE)
STRICT = Asked(frozenset({Profile.STRICT}))


def in_brackets(path, *, lines):
    """A sheet whose values stand in brackets and quotes, a line each or all in one."""
    tree = plain_tree(read_draft(path).root)
    return "".join(
        f"{key}:\n  {bracketed(part, 4 if lines else 0)}\n" for key, part in tree.items()
    )


def bracketed(node, indent):
    """A tree in brackets; an entry has its line where there is an indent."""
    if isinstance(node, str):
        return json.dumps(node, ensure_ascii=False)
    deeper = indent and indent + 2
    parts = [
        bracketed(each, deeper) for each in (node.values() if isinstance(node, dict) else node)
    ]
    if isinstance(node, dict):
        parts = [f"{json.dumps(key)}: {part}" for key, part in zip(node, parts, strict=True)]
    first, last = ("{", "}") if isinstance(node, dict) else ("[", "]")
    gap = "\n" + " " * indent if indent else ""
    return first + gap + f",{gap or ' '}".join(parts) + gap + last


def said(text):
    agreement = read_sheet_text(text, "a").value
    return agreement and agreement.model_dump()


def mended_of(text):
    """A sheet with every fix made."""
    found = check_text(text, "a.yaml", STRICT).findings
    return mend(text, found, unsafe=True, name="a.yaml")


def codes(mended):
    return Counter(each.code for each in mended.made)


@pytest.mark.parametrize("lines", [True, False], ids=["a line each", "one line"])
@pytest.mark.parametrize("path", FIRES, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_what_stands_in_brackets_is_mended_as_a_block_is(path, lines):
    """The fixes of block style are made and say the same; a second run makes no others."""
    mended = mended_of(in_brackets(path, lines=lines))
    block = mended_of(path.read_text(encoding="utf-8"))
    assert codes(block) <= codes(mended)
    if codes(block) == codes(mended):
        assert mended.is_sound == block.is_sound
        assert said(mended.text) == said(block.text)
        assert codes(mended_of(mended.text)) == codes(mended_of(block.text))


@pytest.mark.parametrize("path", FIRES, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_no_comment_is_lost_in_brackets(path):
    """Each value has its comment behind it, and keeps it."""
    lines = in_brackets(path, lines=True).splitlines()
    text = "".join(f"{line}  # comment {number}\n" for number, line in enumerate(lines))
    mended = mended_of(text)
    assert COMMENT.findall(mended.text) == COMMENT.findall(text)
    beside = {line.partition("#")[2]: line for line in mended.text.splitlines()}
    assert all(
        begin_of(beside[line.partition("#")[2]]) == begin_of(line) for line in text.splitlines()
    )


def begin_of(line):
    """The key or the bracket that a line begins with; nothing where it is a value."""
    first = line.split()[0]
    return first.rstrip(",") if first.endswith(":") or first[0] in "[]{}" else ""


CASES = {
    "one line": ("a: {b: 1, c: x}\n", "a: {b: 1, c: x, k: v}\n"),
    "a comma behind the last": ("a: {b: 1, c: x,}\n", "a: {b: 1, c: x, k: v,}\n"),
    "a line each": ("a: {\n  b: 1,\n  c: x\n}\n", "a: {\n  b: 1,\n  c: x,\n  k: v\n}\n"),
    "a comment beside the last": (
        "a: {\n  b: 1, # one\n  c: x # two\n  }\n",
        "a: {\n  b: 1, # one\n  c: x, k: v # two\n  }\n",
    ),
    "a comment behind the comma": (
        "a: {\n  c: x, # two\n  # three\n  }\n",
        "a: {\n  c: x, k: v, # two\n  # three\n  }\n",
    ),
    "brackets last": ("a: {b: 1, c: [x, {d: y}]}\n", "a: {b: 1, c: [x, {d: y}], k: v}\n"),
    "brackets alone": ("a: {A: {b: x}, B: {c: y}}\n", "a: {A: {b: x}, B: {c: y}, k: v}\n"),
    "quotes": ("a: {b: 'x, }'}\n", "a: {b: 'x, }', k: v}\n"),
    "a key without a value": ("a: {b: 1, c: }\n", "a: {b: 1, k: v, c: }\n"),
    "windows": ("a: {\r\n  b: 1\r\n}\r\n", "a: {\r\n  b: 1,\r\n  k: v\r\n}\r\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_key_is_added_behind_the_last_value(name):
    """Its line is that of the others, and a comment stays beside what it speaks of."""
    before, after = CASES[name]
    assert added(before) == after
    tree, more = (plain_tree(draft_of(text, "a.yaml").root)["a"] for text in (before, after))
    assert more == {**tree, "k": "v"}


def added(text, line="k: v"):
    draft = draft_of(text, "a.yaml")
    edit = addition(draft, draft.root.get("a"), line)
    written = edit.text.replace("\n", "\r\n") if "\r\n" in text else edit.text
    return text[: edit.start] + written + text[edit.end :]


def test_a_value_that_brackets_would_cut_is_quoted():
    """An amount is quoted; what stands in brackets or quotes already is left so."""
    assert added("a: {b: 1}\n", "k: up to USD 10,000") == 'a: {b: 1, k: "up to USD 10,000"}\n'
    assert added("a: {b: 1}\n", "k: [x, y]") == "a: {b: 1, k: [x, y]}\n"
    assert added("a: {b: 1}\n", 'k: "x, y"') == 'a: {b: 1, k: "x, y"}\n'


def test_a_pair_without_braces_takes_no_second_key():
    """`[a: b]` would become a list of two."""
    draft = draft_of("a: [b: 1]\n", "a.yaml")
    assert addition(draft, draft.root.get("a").items[0], "k: v") is None
    empty = draft_of("a: {}\n", "a.yaml")
    assert addition(empty, empty.root.get("a"), "k: v") is None


def test_an_amount_that_yaml_cut_is_replaced_whole():
    """Its figures behind the first comma go with it, and the comment stays."""
    text = "a: {A: EUR 5,000,000, B: EUR 6,000,000} # keep\n"
    draft = draft_of(text, "a.yaml")
    sheet = Sheet(None, draft, frozenset(), LAST_DAY)
    (edit,) = sheet.replacing("a.A", "nil", "none", is_safe=False).edits
    mended = text[: edit.start] + edit.text + text[edit.end :]
    assert mended == "a: {A: nil, B: EUR 6,000,000} # keep\n"
