"""docs/rules/: a page a rule or code, with a sample, and the list of all of them."""

from pathlib import Path
from textwrap import wrap

import yaml

from isda.basics.code import Code
from isda.basics.codes import CODES
from isda.basics.finding import Finding
from isda.lint.check import check
from isda.lint.rule import FAMILIES, Rule, rules
from isda.sheet.draft import Notation
from isda.sheet.read_book import read_book
from isda.sheet.read_facts import read_facts
from isda.sheet.rewrite import rewrite
from isda.sheet.yaml_events import read_draft
from isda.statement.rule_pages import WIDTH, code_page, rule_page

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "lint"
FAULTS = ROOT / "samples" / "faults"
OF_THE_READER = "DQ"
NO_TEXT = "\N{REPLACEMENT CHARACTER}"
LONGEST = 90
"""Characters of a line that are shown: some samples are one line alone."""
SHOWN = frozenset({".yaml", ".json", ".xml", ".csv"})
"""Files whose lines are shown; the others are packed."""
INDEX = yaml.safe_load((FAULTS / "index.yaml").read_text(encoding="utf-8"))
AS_XML = frozenset(one["file"] for one in INDEX["faults"] if one["kind"] == "as xml")
INTRO = """# The rules of `isda check`

One rule finds one thing. Its code is never given to another. What is shown is never worse than
the source of a figure allows: one that rests on a primary text may be an error, one that rests
on a secondary source a warning, one that nobody verified is information.

What the reader finds in what was written, in a sheet, in facts or in a table of a book, has
codes of its own, beginning with DQ; they stand last. `isda explain --all` lists every code,
`isda explain CODE` explains one.
"""


def rule_pages() -> dict[str, str]:
    """Return every page of `docs/rules`, file name to text."""
    pages = {f"rules/{rule.code}.md": _page(rule) for rule in rules()}
    shown = _found_in_faults()
    pages |= {
        f"rules/{code.code}.md": _code_page(code, shown.get(code.code))
        for code in _of_the_reader()
    }
    return pages | {"rules/README.md": _index()}


def _of_the_reader() -> list[Code]:
    return [code for code in CODES.values() if code.code.startswith(OF_THE_READER)]


def _found_in_faults() -> dict[str, Finding]:
    """Return a finding of each code in a sample that is there to show it, the first by name."""
    found: dict[str, Finding] = {}
    for path in sorted(FAULTS.iterdir()):
        for each in _findings_of(path) if path.name != "books" else ():
            found.setdefault(each.code, each)
    for path in sorted(SAMPLES.glob(f"{OF_THE_READER}*/fires/*")):
        found |= {each.code: each for each in check(path).findings if each.code in path.parts}
    for entry in INDEX["books"]:
        for each in _findings_of(FAULTS / entry["file"]):
            if each.code == entry["code"]:
                found.setdefault(each.code, each)
    return found


def _findings_of(path: Path) -> tuple[Finding, ...]:
    """Return what is found in a file, or in a book and on its day."""
    if path.is_dir():
        outcome = read_book(path)
        book, day = outcome.value, INDEX["day"]
        if book is None or not book.agreements:
            return outcome.findings
        facts = (book.facts_for(name, on=day) for name in sorted(book.agreements))
        return (*book.findings_on(day), *(each for of in facts for each in of.findings))
    if "facts" in path.name:
        return read_facts(path).findings
    refused = rewrite(read_draft(path), Notation.XML) if path.name in AS_XML else None
    return (*(refused.findings if refused else ()), *check(path).findings)


def _code_page(code: Code, found: Finding | None) -> str:
    page = code_page(code)
    if found is None:
        return page + _noted(code)
    path, number = Path(found.place.file), found.place.line
    where, shown = f"`{path.relative_to(ROOT).as_posix()}`", ""
    if number and path.suffix in SHOWN:
        where += f", line {number}"
        text = path.read_text(encoding="utf-8", errors="replace")
        shown = "".join(text.split("\n")[number - 1 : number])
    is_shown = bool(shown.strip()) and shown.isprintable() and NO_TEXT not in shown
    lines = [page, "## A sample in which it is found", ""]
    lines += [f"{where}:" if is_shown else f"{where}.", ""]
    if is_shown:
        lines += [f"```{path.suffix[1:]}", _cut(shown), "```", ""]
    return "\n".join([*lines, *wrap(f"What is said of it: {found.message}.", WIDTH), ""])


def _noted(code: Code) -> str:
    """Return what the index notes of a code that no file shows by itself.

    It is found beside an earlier night, or where a library or the file itself is missing.
    """
    books = [each for each in INDEX["books"] if each["code"] == code.code]
    others = [*INDEX["missing"], *INDEX["generated"]]
    notes = [f"`samples/faults/{each['file']}`: {each['note']}." for each in books]
    notes += [
        f"None is kept: {each['note']}."
        for each in others
        if each["expect"]["code"] == code.code
    ]
    lines = wrap(notes[0], WIDTH) if notes else []
    return "\n".join(["", "## A sample in which it is found", "", *lines, ""]) if lines else ""


def _cut(line: str) -> str:
    return line if len(line) < LONGEST else f"{line[:LONGEST]}…"


def _page(rule: Rule) -> str:
    lines = [rule_page(rule)]
    for path in sorted((SAMPLES / rule.code / "fires").glob("*.yaml"))[:1]:
        lines += [
            "## A sample in which it fires",
            "",
            f"`samples/lint/{rule.code}/fires/{path.name}`; the comment `#:` marks the line.",
            "",
            "```yaml",
            path.read_text(encoding="utf-8").rstrip("\n"),
            "```",
            "",
        ]
    return "\n".join(lines)


def _index() -> str:
    lines = [INTRO]
    for family, about in FAMILIES.items():
        of_family = [rule for rule in rules() if rule.code.startswith(family)]
        if not of_family:
            continue
        lines += [f"## {family}: {about}", "", "| code | severity | what it finds |",
                  "| --- | --- | --- |"]  # fmt: skip
        lines += [
            f"| [{rule.code}]({rule.code}.md) | {rule.severity.word} | {rule.title} |"
            for rule in of_family
        ]
        lines.append("")
    lines += [f"## {OF_THE_READER}: what was written", "", "| code | what it finds |",
              "| --- | --- |"]  # fmt: skip
    lines += [f"| [{code.code}]({code.code}.md) | {code.title} |" for code in _of_the_reader()]
    return "\n".join([*lines, ""])
