"""Findings at their place: the line of the source, a mark under the word, the way out."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from isda.basics.finding import Finding, Place
from isda.basics.outcome import in_place_order
from isda.cli.language import say
from isda.cli.screen import INDENT, SEVERITIES, clean, paragraph, words
from isda.statement.figures import paragraphs

MOST_BYTES = 1 << 22
LEAST_SHOWN = 20
_WORD = re.compile(r'"[^"]*"|[A-Z]{3} +[\d,.]*\d|\'[^\']*\'|[^\s,{}\[\]<>]+')


def print_findings(console: Console, findings: Iterable[Finding], *, what: str = "") -> None:
    """Print findings in the order of their places, and how many there are.

    Args:
        console: Where to.
        findings: The findings.
        what: What the last line says of them beside their number.
    """
    found = in_place_order(findings)
    for each in found:
        console.print()
        _print(console, each)
    if found:
        console.print()
        last = " ".join(filter(None, (counted(found), say(what))))
        console.print(words(last, "bold"))


def counted(findings: Sequence[Finding]) -> str:
    """Return how many findings there are of each severity.

    Example:
        >>> counted(())
        'nothing found'
    """
    counts: dict[str, int] = {}
    for each in sorted(findings, key=lambda one: -one.severity):
        counts[each.severity.word] = counts.get(each.severity.word, 0) + 1
    parts = [
        f"{count} {word}{'s' if count != 1 and word != 'info' else ''}"
        for word, count in counts.items()
    ]
    return ", ".join(map(say, parts)) or say("nothing found")


def _print(console: Console, each: Finding) -> None:
    where = f"{each.place} " if each.place.file else ""
    head = Text(overflow="fold")
    head.append(clean(where), style="bold")
    head.append(f"{each.code} ", style=SEVERITIES[each.severity.word])
    head.append(clean(say(each.message)))
    console.print(head)
    _print_source(console, each.place)
    if each.help:
        help_text = f"{say('help')}: {say(each.help)}"
        paragraph(console, help_text, style="green", indent=INDENT)
    if each.cites:
        paragraph(console, f"{say('paragraph')}: {paragraphs(each.cites)}", indent=INDENT)


def _print_source(console: Console, place: Place) -> None:
    """Print the line of the source with a mark under the word that is meant."""
    lines = _lines(place.file) if place.line else ()
    if not 0 < place.line <= len(lines):
        return
    number = str(place.line)
    room = max(console.width - INDENT - len(number) - 3, LEAST_SHOWN)
    raw = lines[place.line - 1]
    before, word = _split(raw, place.column)
    shown, at, size = _window(clean(before), clean(word), clean(raw), room)
    gutter = " " * (INDENT + len(number))
    console.print(Text(f"{' ' * INDENT}{number} | {shown}", style="dim"), soft_wrap=True)
    if place.column:
        mark = Text(f"{gutter} | ", style="dim")
        mark.append(f"{' ' * at}{'^' * size}", style="bold red")
        console.print(mark, soft_wrap=True)


def _split(raw: str, column: int) -> tuple[str, str]:
    """Return what stands before a column, and the word that begins there."""
    start = max(column - 1, 0)
    found = _WORD.match(raw, start)
    return raw[:start], found[0] if found else raw[start : start + 1]


def _window(before: str, word: str, whole: str, room: int) -> tuple[str, int, int]:
    """Return the part of a line that fits, and where in it the word stands, in cells."""
    start = 0
    if len(whole) > room or cell_len(whole) > room:
        start = max(0, min(len(before) - room // 3, len(whole) - room))
    shown, lead = whole[start : start + room + 1], "…" if start else ""
    is_cut = start + len(shown) < len(whole)
    while cell_len(lead + shown) + is_cut > room:
        shown, is_cut = shown[:-1], True
    shown += "…" if is_cut else ""
    at = cell_len(lead + before[start:])
    size = max(1, min(cell_len(word), room - at))
    return lead + shown, at, size


@lru_cache(maxsize=32)
def _lines(name: str) -> tuple[str, ...]:
    """Return a file's lines, or none where it cannot be shown."""
    try:
        with Path(name).open("rb") as file:
            raw = file.read(MOST_BYTES)
    except (OSError, ValueError):
        return ()
    text = raw.decode("utf-8-sig", errors="replace").expandtabs(1)
    return tuple(line.rstrip("\r") for line in text.split("\n"))
