"""docs/rules/: a page a rule, with a sample that fires, and the list of all of them."""

from pathlib import Path

from isda.lint.rule import FAMILIES, Rule, rules
from isda.statement.rule_pages import rule_page

SAMPLES = Path(__file__).parents[1] / "samples" / "lint"
INTRO = """# The rules of `isda check`

One rule finds one thing. Its code is never given to another. What is shown is never worse than
the source of a figure allows: one that rests on a primary text may be an error, one that rests
on a secondary source a warning, one that nobody verified is information.

What the reader finds in the shape of a sheet has codes of its own, beginning with DQ:
`isda explain --all` lists every code, `isda explain CODE` explains one.
"""


def rule_pages() -> dict[str, str]:
    """Return every page of `docs/rules`, file name to text."""
    pages = {f"rules/{rule.code}.md": _page(rule) for rule in rules()}
    return pages | {"rules/README.md": _index()}


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
    return "\n".join(lines)
