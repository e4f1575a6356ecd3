"""docs/rules/: a page a rule or code, with a sample, and the list of all of them."""

from pathlib import Path
from textwrap import wrap

from isda.basics.code import Code
from isda.basics.codes import CODES
from isda.basics.finding import Finding
from isda.lint.check import check
from isda.lint.rule import FAMILIES, Rule, rules
from isda.sheet.read_book import read_book
from isda.sheet.read_facts import read_facts
from isda.statement.rule_pages import WIDTH, code_page, rule_page

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "lint"
FAULTS = ROOT / "samples" / "faults"
OF_THE_READER = "DQ"
NO_TEXT = "\N{REPLACEMENT CHARACTER}"
LONGEST = 200
"""Characters of a line that is shown: some samples are one line alone."""
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
    """Return a finding of each code in a file of `samples/faults`, the first by its name."""
    found: dict[str, Finding] = {}
    for path in sorted(FAULTS.iterdir()):
        if path.is_dir():
            findings = read_book(path).findings
        else:
            is_facts = "facts" in path.name
            findings = read_facts(path).findings if is_facts else check(path).findings
        for each in findings:
            found.setdefault(each.code, each)
    return found


def _code_page(code: Code, found: Finding | None) -> str:
    page = code_page(code)
    if found is None or not found.place.line:
        return page
    path, number = Path(found.place.file), found.place.line
    text = path.read_text(encoding="utf-8", errors="replace")
    line = "".join(text.split("\n")[number - 1 : number])
    lines = [page, "## A sample in which it is found", ""]
    lines += [f"`{path.relative_to(ROOT).as_posix()}`, line {number}:", ""]
    if line.strip() and line.isprintable() and NO_TEXT not in line and len(line) < LONGEST:
        lines += [f"```{path.suffix[1:]}", line, "```", ""]
    return "\n".join([*lines, *wrap(f"What is said of it: {found.message}.", WIDTH), ""])


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
