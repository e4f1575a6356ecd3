"""Documents that no honest user writes, and some that a careless one does: text and bytes."""

import json
from pathlib import Path

from hypothesis import strategies as st

from isda.sheet.known_keys import known_keys

ROOT = Path(__file__).parents[2]
SOURCES = tuple(
    path.read_text(encoding="utf-8")
    for pattern in ("agreements/*/agreement.yaml", "lint/*/fires/*", "sheets/*g*.yaml")
    for path in sorted((ROOT / "samples").glob(pattern))
)
KEYS = (
    *sorted(known_keys()),
    "A",
    "B",
    "value",
    "check",
    "<<",
    "",
    "세금",
    "a\u202eb",
    "x" * 200,
)
WORDS = (
    "nil", "infinite", "not applicable", "not stated", "as printed", "to be agreed",
    "yes", "no", "USD 5,000,000", "KRW 1,000,000,000", "USD 5", "EUR -1",
    "USD " + "9" * 40, "USD NaN", "ＵＳＤ １００", "USD １,000", "USD 1\u200b00", "1e999",
    "0x1F", "010", "1_000", ".inf", "NaN", "98%", "2 %", "102%", "-5%", "98", "0.98",
    "99999999999999999999%", "２％", "13:00 New York", "13:00", "25:61 Seoul",
    "13:00 Atlantis", "2024-02-30", "2024-12-30", "0000-01-01", "each Local Business Day",
    "each Friday", "monthly on the 31", "[0y, 1y)", "(5y, 1y]", "(20y, )",
    "[9999y, 99999y]", "AA- / Aa3 or better", "below", "BBB+", "CSA 1994 New York",
    "VM CSA 2016 English", "IM CSA 2018 New York", "Loss limit agreement (Korea)",
    "ISDA Master Agreement 1992", "party A", "demanding party", "Event of Default",
    "max(nil, exposure + 2% * notional)", "max(" * 40, "exposure" * 50,
    "up to USD 10,000", "down to JPY 0", "40% of posted value", "\x00", "\x1b[31m",
    "\u202e", "\ufeff", "\ud7ff", "𝟙𝟚𝟛", "../../etc/passwd", "file:///etc/passwd",
    "${HOME}", "{{7*7}}", "!!python/object:os.system", "&a", "*a", "%", "\t", "'", '"',
    "|", ">-", "? x", "---", "...",
)  # fmt: skip
PIECES = (
    *WORDS, ": ", "- ", "\n", "\r\n", "\r", "  ", "{", "}", "[", "]", ",", "#", "&x ",
    "*x", "<<: *x", "!!float ", "---\n", "{" * 50, "[" * 50, "\\u0000", "\u2028", "\x85",
    "<!DOCTYPE a>", "<item>", "</item>", "&amp;", "&#0;", "<![CDATA[", "<?x?>",
)  # fmt: skip


def scalars():
    """A word of a sheet, a nasty one, or any text."""
    return st.one_of(st.sampled_from(WORDS), st.text(max_size=12))


def trees():
    """Mappings and lists of known keys with words that may not fit them."""
    return st.recursive(
        scalars(),
        lambda inside: st.one_of(
            st.lists(inside, max_size=4),
            st.dictionaries(st.sampled_from(KEYS), inside, max_size=5),
        ),
        max_leaves=12,
    )


@st.composite
def sheets(draw):
    """A sheet whose frame is sound and whose annex is not: the models and rules are reached."""
    annex = draw(st.dictionaries(st.sampled_from(KEYS), trees(), max_size=6))
    forms = [word for word in WORDS if "CSA" in word or "Loss" in word]
    annex["form"] = draw(st.sampled_from(forms))
    sheet = {
        "sheet": "1",
        "agreement": draw(scalars()),
        "parties": {"A": {"name": "Bank"}, "B": {"name": "Client", "role": "client"}},
        "annexes": [annex, *draw(st.lists(trees(), max_size=1))],
    }
    if draw(st.booleans()):
        sheet["check"] = draw(trees())
    return json.dumps(sheet, ensure_ascii=draw(st.booleans()))


@st.composite
def damaged(draw):
    """A sample with pieces cut out, doubled, moved or put in."""
    text = draw(st.sampled_from(SOURCES))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        kind = draw(st.integers(0, 3))
        if kind == 0:
            text = text[:start] + text[end:]
        elif kind == 1:
            text = text[:end] + text[start:end] + text[end:]
        elif kind == 2:
            text = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
        else:
            text = text[:start] + draw(st.sampled_from(PIECES)) + text[start:]
    return text


@st.composite
def nested(draw):
    """Brackets or indents many levels deep."""
    depth = draw(st.integers(1, 5000))
    opening = draw(st.sampled_from(("[", "{", "{a: ", "- ", "a: [", '{"a":', "<a>", "? ")))
    return opening * depth


def contents():
    """The bytes of a file: any of these, in UTF-8 or another encoding, or no text at all."""
    texts = st.one_of(
        damaged(), damaged(), sheets(), sheets(), trees().map(json.dumps), nested(),
        st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.text(max_size=80),
    )  # fmt: skip
    encodings = st.sampled_from(("utf-8",) * 8 + ("utf-16", "utf-8-sig", "utf-32", "cp949"))
    return st.one_of(
        st.builds(lambda text, how: text.encode(how, "replace"), texts, encodings),
        st.binary(max_size=64),
    )


SUFFIXES = (".yaml", ".yaml", ".yml", ".json", ".xml")
