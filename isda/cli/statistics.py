"""How often each code was found: the end of a long check, or all that `--statistics` prints."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console

from isda.basics.finding import Finding
from isda.cli.language import is_korean
from isda.cli.screen import SEVERITIES, columns, fitted, stacked, words
from isda.statement.rule_pages import title_of


def print_statistics(console: Console, findings: Sequence[Finding]) -> None:
    """Print how often each code was found, the worst first and then the most frequent.

    Args:
        console: Where to.
        findings: What was found.
    """
    korean = is_korean()
    counts = Counter((each.severity, each.code) for each in findings)
    rows = sorted(counts.items(), key=lambda row: (-row[0][0], -row[1], row[0][1]))
    table = columns(
        ("times", "number"), ("code", "text"), ("severity", "text"), ("what is found", "text")
    )
    for (severity, code), count in rows:
        table.add_row(
            f"{count:,}",
            words(code, "bold"),
            words(severity.word, SEVERITIES[severity.word]),
            words(title_of(code, korean=korean)),
        )
    if fitted(console, table):
        console.print(table)
        return
    for (severity, code), count in rows:
        first = f"{code}: {count:,}"
        stacked(
            console, first, (title_of(code, korean=korean),), style=SEVERITIES[severity.word]
        )
