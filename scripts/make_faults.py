"""Write samples/faults: each broken file differs from a clean one by its fault only.

    python scripts/make_faults.py

The clean files (``clean-*.yaml``) and the broken book in ``book/`` are written by hand; this
script replaces one piece of text in a clean file and notes the line in ``index.yaml``. The
books in ``books/`` have one broken file each.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import yaml
from fault_books import write_books
from fault_list import FACTS, LIMITS, RAW, SHEETS, Fault
from fault_list_codes import FACTS_BY_CODE, LIMITS_BY_CODE, SHEETS_BY_CODE, XML_BY_CODE
from fault_list_xml import CUT, DEEP_XML, EMPTY, RAW_XML, UTF_16, XML

from isda.sheet.as_xml import to_xml
from isda.sheet.yaml_events import draft_of

FOLDER = Path(__file__).parents[1] / "samples" / "faults"
HEAD = """\
# One entry a broken file. scripts/make_faults.py wrote this list.
#
# kind    sheet: read it as a sheet. as xml: write it as XML. facts: read it as the facts of
#         `day` for the clean sheet named by `sheet`, then call. book: a whole folder; see its
#         own expectations. Of `books` each has one fault, of this code; `stops`: its agreement
#         is refused for it; `without`: where that library is missing; a night that is compared
#         with an earlier one finds the manifest of that in earlier-night.json.
# expect  some finding (of the reading, or for stage call of the reading or the call) has this
#         severity and code, stands on this line (no line: any) and has every word in its
#         message or help, in any case. Nothing may be computed from the file.
# A sheet above one mebibyte is too large to keep: the test makes one from clean-sheet.yaml by
# adding comment lines, and expects an error with the word in `generated`.
day: 2008-09-30
clean:
  - {file: clean-sheet.yaml, kind: sheet}
  - {file: clean-sheet.json, kind: sheet}
  - {file: clean-sheet.xml, kind: sheet}
  - {file: clean-loss-limit.yaml, kind: sheet}
  - {file: clean-facts.yaml, kind: facts, sheet: clean-sheet.yaml}
  - {file: books/sound, kind: book}
generated:
  - {name: over-one-mebibyte.yaml, kind: sheet, from: clean-sheet.yaml, bytes: 1048577,
     expect: {code: DQ004, words: [MiB], severity: error},
     note: it is of a file of more than 1 MiB}
missing:
  - {name: not-there.yaml, kind: sheet,
     expect: {code: DQ001, words: [cannot be read], severity: error},
     note: it is of a file that is not there}
"""
BOOK = """\
book:
  file: book
  kind: book
  note: ten bad rows in one book; the sound agreement is called as if they were not there
  calls: {LL-SOUND: {status: call, kind: delivery, from: B, amount: "80000000", currency: KRW}}
  not_called: [LL-HURT]
  expect:
    - {file: book.yaml, words: ["control total", "marks.csv"]}
    - {file: book.yaml, code: DQ069, words: ["cannot be checked", "marks.csv on 2008-09-30"]}
    - {file: trades.csv, line: 11, words: ["LL-NOBODY"]}
    - {file: trades.csv, line: 12, words: ["H-1"]}
    - {file: marks.csv, line: 1, words: ["colour"]}
    - {file: marks.csv, line: 3, words: ["KRX"]}
    - {file: marks.csv, line: 4, words: ["digits"]}
    - {file: marks.csv, line: 5, words: ["NaN"]}
    - {file: marks.csv, line: 6, words: ["Infinity"]}
    - {file: marks.csv, line: 7, words: ["mark"]}
    - {file: marks.csv, line: 8, words: ["2008-09-31"]}
    - {file: marks.csv, line: 9, words: []}
    - {file: marks.csv, line: 10, words: ["H-99"]}
"""


class Written(NamedTuple):
    """One broken file and the line on which it differs."""

    fault: Fault
    line: int | None


def text_of(name: str) -> str:
    """A clean file's text."""
    return (FOLDER / name).read_text(encoding="utf-8")


def break_one(clean: str, fault: Fault) -> Written:
    """Put one fault into a clean text and write the file."""
    if clean.count(fault.old) != 1:
        raise SystemExit(f"{fault.file}: {fault.old!r} stands {clean.count(fault.old)} times")
    before, after = clean.split(fault.old)
    (FOLDER / fault.file).write_text(before + fault.new + after, encoding="utf-8")
    line = before.count("\n") + 1 + fault.lines_down
    return Written(fault, line if fault.at_line else None)


def clean_json() -> str:
    """The clean sheet in JSON: every scalar stays the text it is."""
    loaded = yaml.load(text_of("clean-sheet.yaml"), Loader=yaml.BaseLoader)  # noqa: S506  # no loader is plainer
    return json.dumps(loaded, indent=2, ensure_ascii=False) + "\n"


def clean_xml() -> str:
    """The clean sheet in XML."""
    return to_xml(draft_of(text_of("clean-sheet.yaml"), "clean-sheet.yaml").root)


def write_raw() -> list[Written]:
    """The files whose fault is no replacement: bytes, size, depth, a second document."""
    clean = text_of("clean-sheet.yaml")
    tower = "".join(f"{'  ' * level}level:\n" for level in range(1, 40))
    tower += f"{'  ' * 40}end: here\n"
    bomb = "other_terms:\n  a0: &a0 [lol, lol]\n" + "".join(
        f"  a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 12)
    )
    cut = clean.index("minimum_transfer_amount") + len("minimum_tr")
    contents = {
        "empty.yaml": b"",
        "only-comments.yaml": b"# nothing was agreed\n",
        "cut-in-half.yaml": clean[:cut].encode(),
        "not-utf8.yaml": clean.replace("Arc", "Caf\u00e9").encode("latin-1"),
        "too-deep.yaml": (clean + "other_terms:\n" + tower).encode(),
        "deep-brackets.yaml": (clean + "other_terms: " + "[" * 200_000 + "\n").encode(),
        "alias-bomb.yaml": (clean + bomb).encode(),
        "two-documents.yaml": (clean + "---\n" + clean).encode(),
        "null-byte.yaml": clean.replace("Arc Shipping", "Arc\0Shipping").encode(),
        "a-list.yaml": b"- sheet\n- agreement\n",
    }
    in_xml = clean_xml()
    half = in_xml.index("minimum_transfer_amount") + len("minimum_tr")
    contents |= {
        EMPTY: b"  \n",
        CUT: in_xml[:half].encode(),
        UTF_16: in_xml.replace("UTF-8", "UTF-16").encode("utf-16"),
        DEEP_XML: in_xml.replace(
            "</term_sheet>", "  <other_terms>" + "<level>" * 29_000
        ).encode(),
    }
    written = []
    for fault in (*RAW, *RAW_XML):
        (FOLDER / fault.file).write_bytes(contents[fault.file])
        written.append(Written(fault, None))
    return written


def entry(one: Written, kind: str) -> str:
    """One entry of the index."""
    fault, line = one
    code = f"code: {fault.code}, " if fault.code else ""
    words = ", ".join(json.dumps(word, ensure_ascii=False) for word in fault.words)
    place = f"line: {line}, " if line else ""
    sheet = ", sheet: clean-sheet.yaml" if kind == "facts" else ""
    stage = ", stage: call" if kind == "facts" else ""
    return (
        f"  - {{file: {fault.file}, kind: {kind}{sheet},\n"
        f"     expect: {{{code}{place}words: [{words}], severity: {fault.severity}{stage}}},\n"
        f"     note: {json.dumps(fault.note, ensure_ascii=False)}}}\n"
    )


def main() -> None:
    """Write every broken file and the index."""
    (FOLDER / "clean-sheet.json").write_text(clean_json(), encoding="utf-8")
    (FOLDER / "clean-sheet.xml").write_text(clean_xml(), encoding="utf-8")
    entries = [entry(one, "sheet") for one in write_raw()]
    for faults, clean, kind in (
        ((*SHEETS, *SHEETS_BY_CODE), text_of("clean-sheet.yaml"), "sheet"),
        ((*LIMITS, *LIMITS_BY_CODE), text_of("clean-loss-limit.yaml"), "sheet"),
        ((XML_BY_CODE,), text_of("clean-sheet.yaml"), "as xml"),
        (XML, clean_xml(), "sheet"),
        ((*FACTS, *FACTS_BY_CODE), text_of("clean-facts.yaml"), "facts"),
    ):
        entries += [entry(break_one(clean, fault), kind) for fault in faults]
    money = Fault(
        "float-money.json",
        '"B": "USD 1,000,000"',
        '"B": 1000000.50',
        ("1000000.50",),
        "money as a number of JSON",
    )
    entries.append(entry(break_one(clean_json(), money), "sheet"))
    sheet = (FOLDER / "book" / "agreements" / "LL-SOUND.yaml").read_bytes()
    books = write_books(FOLDER / "books", sheet)
    index = HEAD + "faults:\n" + "".join(entries) + BOOK + books
    (FOLDER / "index.yaml").write_text(index, encoding="utf-8")


if __name__ == "__main__":
    main()
