"""`isda fmt`: the source edited by its places, its meaning and its comments kept."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isda.sheet.draft import plain_tree
from isda.sheet.format import format_sheet, spell
from isda.sheet.yaml_events import draft_of

NAME = "sheet.yaml"


def formatted(text, name=NAME):
    outcome = format_sheet(draft_of(text, name))
    assert not outcome.findings
    return outcome.value


CASES = {
    "an amount cut at its commas is written out": (
        "threshold: {A: USD 5,000,000, B: nil}\n",
        "threshold:\n  A: USD 5,000,000\n  B: nil\n",
    ),
    "a list of money is written out": (
        "a:\n  steps: [USD 1,000, USD 2,000.50]\n",
        "a:\n  steps:\n    - USD 1,000\n    - USD 2,000.50\n",
    ),
    "a phrase with money is written out": (
        "rounding: {delivery: up to USD 10,000, return: nearest USD 5,000}\n",
        "rounding:\n  delivery: up to USD 10,000\n  return: nearest USD 5,000\n",
    ),
    "quoted money keeps its quotes": (
        "rounding: {delivery: \"up to USD 10,000\", return: 'down to USD 10000'}\n",
        "rounding:\n  delivery: \"up to USD 10,000\"\n  return: 'down to USD 10,000'\n",
    ),
    "only what holds money is written out": (
        "t: {A: {value: USD 5,000, nil_while: [X, Y]}, B: {value: nil}}\n",
        "t:\n  A:\n    value: USD 5,000\n    nil_while: [X, Y]\n  B: {value: nil}\n",
    ),
    "brackets without money stay": (
        "a: {A: no, B: yes}\nb: [x,  y]\nc: {A: USD 5}\n",
        "a: {A: no, B: yes}\nb: [x,  y]\nc: {A: USD 5}\n",
    ),
    "an item of a list begins beside its dash": (
        "caps:\n  - {of: {currency: KRW}, at_most: KRW 5,000,000,000}\n  - x\n",
        "caps:\n  - of: {currency: KRW}\n    at_most: KRW 5,000,000,000\n  - x\n",
    ),
    "a list in a list begins beside its dash": (
        "a:\n- [USD 1,000, [USD 2,000, b]]\n",
        "a:\n- - USD 1,000\n  - - USD 2,000\n    - b\n",
    ),
    "a whole document in brackets is written out": (
        "{A: USD 5,000, B: {C: nil}}\n",
        "A: USD 5,000\nB: {C: nil}\n",
    ),
    "a key inside a list sets the indentation": (
        "annexes:\n  - form: X\n    t: {A: USD 1,000, B: nil}\n    z: 1\n",
        "annexes:\n  - form: X\n    t:\n      A: USD 1,000\n      B: nil\n    z: 1\n",
    ),
    "a comment after a bracket goes beside the key": (
        "t: {A: USD 1,000, B: nil}    # both parties\nz: 1  # last\n",
        "t:  # both parties\n  A: USD 1,000\n  B: nil\nz: 1  # last\n",
    ),
    "comments inside brackets stay beside what they spoke of": (
        "t: {  # head\n  A: USD 1,000,  # of A\n  # on B\n  B: nil  # of B\n}  # tail\n",
        "t:  # head  # tail\n  A: USD 1,000  # of A\n  # on B\n  B: nil  # of B\n",
    ),
    "brackets on a line of their own are replaced there": (
        "t:\n  # above\n  {A: USD 1,000, B: nil}\n",
        "t:\n  # above\n  A: USD 1,000\n  B: nil\n",
    ),
    "a comment beside a dash's brackets stands below the dash": (
        "caps:\n  - {a: USD 1,000}  # won\n",
        "caps:\n  - # won\n    a: USD 1,000\n",
    ),
    "thousands are grouped": (
        "a: USD 250000\nb: KRW 1000000000\nc: EUR 1000.50\nd: USD 999\n",
        "a: USD 250,000\nb: KRW 1,000,000,000\nc: EUR 1,000.50\nd: USD 999\n",
    ),
    "a percent sign stands at its number": (
        "a: 98 %\nb: 99.5  %  # c\nc: [70 %, 80%]\nd: 40 % of posted value\n",
        "a: 98%\nb: 99.5%  # c\nc: [70%, 80%]\nd: 40% of posted value\n",
    ),
    "spaces at the end of a line go, blank lines stay": (
        "a: 1  \n\n   \n# c \t\nb: 2\t\n",
        "a: 1\n\n\n# c\nb: 2\n",
    ),
    "the last line ends once": ("a: 1\n\n\n", "a: 1\n"),
    "a last line without an end gets one": ("a: {b: USD 1,000}", "a:\n  b: USD 1,000\n"),
    "Korean text keeps its places": (
        "# 약정 💱\n한도: {갑: KRW 1,000, 을: 은행}  # 손실\n이름: '정밀'  \n",
        "# 약정 💱\n한도:  # 손실\n  갑: KRW 1,000\n  을: 은행\n이름: '정밀'\n",
    ),
    "CRLF stays CRLF": (
        "a: {b: USD 1,000, c: nil}  \r\n\r\nd: USD 5000 \r\n",
        "a:\r\n  b: USD 1,000\r\n  c: nil\r\n\r\nd: USD 5,000\r\n",
    ),
    "own words are nobody's to mend": (
        "note: USD 250000\nother_terms: {fee: USD 250000, share: 3 %}\n",
        "note: USD 250000\nother_terms: {fee: USD 250000, share: 3 %}\n",
    ),
    "text of several lines keeps its spaces": (
        "note: |\n  first  \n\n  second\nz: 1\n",
        "note: |\n  first  \n\n  second\nz: 1\n",
    ),
    "text that keeps its empty lines keeps them": (
        "note: |+\n  first\n\n\n",
        "note: |+\n  first\n\n\n",
    ),
    "words over two lines in brackets become one line": (
        'a: {b: USD 1,000, c: two\n  words, d: "a\n  b"}\n',
        'a:\n  b: USD 1,000\n  c: two words\n  d: "a b"\n',
    ),
    "an amount over two lines is put together": (
        "a: {b: USD 1,\n  000,\n  000, c: nil}\n",
        "a:\n  b: USD 1,000,000\n  c: nil\n",
    ),
    "empty brackets stay as they are": (
        "a: {b: USD 1,000, c: {}, d: []}\n",
        "a:\n  b: USD 1,000\n  c: {}\n  d: []\n",
    ),
    "unusual indentation is left alone": (
        "a:\n     b: USD 5000\n     c:\n        - x\n",
        "a:\n     b: USD 5,000\n     c:\n        - x\n",
    ),
    "a key in quotes keeps them": (
        "'a': {\"b\": USD 1,000}\n",
        "'a':\n  \"b\": USD 1,000\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_case(case):
    """Each named case gives exactly the text written beside it, and again the same."""
    before, after = CASES[case]
    assert formatted(before) == after
    assert formatted(after) == after


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: {b: USD 1,000}\na: 2\n", "DQ009"),
        ("a: {b: USD 1,000\n", "DQ010"),
        ("a: &x {b: USD 1,000}\n", "DQ006"),
        ("", "DQ003"),
    ],
)
def test_a_sheet_with_another_error_is_left_alone(text, code):
    """A sheet with any error but cut money is not formatted, and its findings come back."""
    outcome = format_sheet(draft_of(text, NAME))
    assert outcome.value is None
    assert code in {finding.code for finding in outcome.findings}


def test_an_amount_with_a_comment_inside_is_left_alone():
    """A comment in the middle of an amount has no place to go: the finding stays."""
    outcome = format_sheet(draft_of("a: {b: USD 1, # why\n  000}\n", NAME))
    assert outcome.value is None
    assert [finding.code for finding in outcome.findings] == ["DQ011"]


def test_json_stays_json():
    """A JSON file keeps its brackets; only spelling inside its strings changes."""
    text = '{"a": {"b": "USD 250000", "c": "98 %"},\t\n "d": ["USD 1,000"]}\n'
    assert formatted(text, "sheet.json") == (
        '{"a": {"b": "USD 250,000", "c": "98%"},\n "d": ["USD 1,000"]}\n'
    )


@pytest.mark.parametrize(
    "words",
    ["XYZ 250000", "USD 25,00", "USD 12345678901234567", "USD", "about USD 250000", "%"],
)
def test_what_is_no_amount_keeps_its_spelling(words):
    """A text that is not wholly an amount or a percentage is left as it stands."""
    assert spell(words) == words


# ---- any document: written at random in brackets or blocks, with comments ----

SCALARS = st.sampled_from(
    [
        ("USD 5,000,000", "USD 5,000,000"),
        ("USD 250000", "USD 250,000"),
        ("up to KRW 10,000", "up to KRW 10,000"),
        ("nearest EUR 1000.50", "nearest EUR 1,000.50"),
        ("98 %", "98%"),
        ("nil", "nil"),
        ("한강 은행", "한강 은행"),
        ("close of business", "close of business"),
        ("13:00 New York", "13:00 New York"),
        ("'USD 7,000'", "USD 7,000"),
        ('"it, is: [quoted] # 아님"', "it, is: [quoted] # 아님"),
        ("'it''s'", "it's"),
        ("USD 5", "USD 5"),
    ]
)
KEYS = st.sampled_from(["A", "B", "threshold", "손실한도", "rounding", "delivery", "'x y'"])
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def usual(tree):
    if isinstance(tree, tuple):
        return tree[1]
    if isinstance(tree, list):
        return [usual(each) for each in tree]
    return {key.strip("'"): usual(each) for key, each in tree.items()}


class Scribe:
    """Writes a tree in brackets or blocks as a draw decides, and counts its comments."""

    def __init__(self, draw):
        self.draw = draw
        self.comments = []

    def comment(self):
        if self.draw(st.integers(0, 3)):
            return ""
        self.comments.append(f"# 설명 {len(self.comments)}, so: {{x}}")
        return "  " + self.comments[-1]

    def flow(self, tree, indent):
        if isinstance(tree, tuple):
            return tree[0]
        marks = "[]" if isinstance(tree, list) else "{}"
        parts = (
            [self.flow(each, indent + 2) for each in tree] if isinstance(tree, list)
            else [f"{key}: {self.flow(each, indent + 2)}" for key, each in tree.items()]
        )  # fmt: skip
        if not self.draw(st.booleans()) or not parts:
            return marks[0] + ", ".join(parts) + marks[1]
        text = marks[0] + self.comment()
        for number, part in enumerate(parts):
            comma = "," if number + 1 < len(parts) else ""
            text += f"\n{' ' * indent}{part}{comma}{self.comment()}"
            if self.draw(st.integers(0, 4)) == 0:
                text += f"\n{' ' * indent}{self.comment().strip()}"
        return f"{text}\n{' ' * indent}{marks[1]}"

    def block(self, tree, indent):
        lines = []
        pad = " " * indent
        items = [("-", each) for each in tree] if isinstance(tree, list) else [
            (f"{key}:", each) for key, each in tree.items()]  # fmt: skip
        for head, each in items:
            if isinstance(each, tuple) or not each or self.draw(st.booleans()):
                spaces = " " * self.draw(st.integers(0, 2))
                text = self.flow(each, indent + 3)
                lines.append(f"{pad}{head} {text}{self.comment()}{spaces}")
            else:
                lines += [f"{pad}{head}{self.comment()}", *self.block(each, indent + 2)]
            if self.draw(st.integers(0, 4)) == 0:
                lines.append("")
        return lines


@st.composite
def documents(draw):
    tree = draw(TREES.filter(lambda tree: not isinstance(tree, tuple) and len(tree) > 0))
    scribe = Scribe(draw)
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    text = "\n".join(scribe.block({"root": tree}, 0)) + draw(
        st.sampled_from(["", "\n", "\n\n"])
    )
    ends = newline if "\n" in text else "\n"
    return text.replace("\n", newline), {"root": usual(tree)}, scribe.comments, ends


@settings(max_examples=300, deadline=None)
@given(documents())
def test_any_document_keeps_its_meaning_and_its_comments(document):
    """Whatever its brackets and line ends, meaning and comments stay; a second run is idle."""
    text, tree, comments, newline = document
    result = formatted(text)
    again = draft_of(result, NAME)
    assert not again.findings
    assert plain_tree(again.root) == tree
    assert sorted(re.findall(r"# 설명 \d+, so: \{x\}", result)) == sorted(comments)
    assert formatted(result) == result
    lines = result.split(newline)
    assert lines[-1] == ""
    assert lines[-2:] != ["", ""]
    assert not [line for line in lines if line != line.rstrip()]


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 10**16 - 1),
    st.sampled_from(["", ".5", ".00", ".12345678"]),
    st.sampled_from(["USD", "KRW", "EUR"]),
)
def test_grouping_changes_no_amount(whole, decimals, currency):
    """Grouped thousands are the same digits with a comma before every third from the right."""
    grouped = spell(f"{currency} {whole}{decimals}")
    assert grouped.replace(",", "") == f"{currency} {whole}{decimals}"
    assert re.fullmatch(r"[A-Z]{3} \d{1,3}(,\d{3})*(\.\d+)?", grouped)
