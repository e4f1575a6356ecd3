"""Findings at their place: the line of the source, a mark under the word, the way out."""

import gzip
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from isda.basics.finding import Finding, Place
from isda.basics.outcome import in_place_order
from isda.cli.language import say
from isda.cli.screen import INDENT, SEVERITIES, clean, paragraph, words
from isda.law.forms import Form
from isda.statement.figures import paragraphs

MOST_BYTES = 1 << 22
LEAST_SHOWN = 20
_KEY = re.compile(r"[^\s:,{}\[\]<>\"']+(?=:(?:\s|$))")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_IN_FLOW = re.compile(r"[A-Z]{3} +[\d,.]*\d|[^,{}\[\]<>]*[^\s,{}\[\]<>]")
_TO_THE_END = re.compile(r"(?:(?!\s#|[<>]).)*(?<!\s)")


def print_findings(
    console: Console,
    findings: Iterable[Finding],
    *,
    what: str = "",
    count: str = "",
    is_counted: bool = True,
    texts: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Print findings in the order of their places, and how many there are.

    Args:
        console: Where to.
        findings: The findings.
        what: What the last line says of them beside their number.
        count: Their number, where they are the first of more.
        is_counted: Whether their number is said at all.
        texts: Sources that stand in no file, by their name.
    """
    found = in_place_order(findings)
    for each in found:
        console.print()
        _print(console, each, texts)
    if found and is_counted:
        console.print()
        last = " ".join(filter(None, (count or counted(found), say(what))))
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


def _print(console: Console, each: Finding, texts: Mapping[str, str]) -> None:
    where = f"{each.place} " if each.place.file else ""
    head = Text(overflow="fold")
    head.append(clean(where), style="bold")
    code = f"{each.code} {say(each.severity.word)}: "
    head.append(code, style=SEVERITIES[each.severity.word])
    head.append(clean(say(each.message)))
    console.print(head)
    _print_sources(console, each, texts)
    if each.why:
        paragraph(console, f"{say('why')}: {say(each.why)}", indent=INDENT)
    if each.help:
        help_text = f"{say('help')}: {say(each.help)}"
        paragraph(console, help_text, style="green", indent=INDENT)
    if each.cites:
        cited = ", ".join(map(_cited, paragraphs(each.cites).split(", ")))
        paragraph(console, f"{say('paragraph')}: {cited}", indent=INDENT)
    for source in each.sources:
        said = say(f"{source.instrument} {source.article}")
        words_of_source = f"{said} ({say(source.mark.words)})"
        paragraph(console, f"{say('source')}: {words_of_source}", indent=INDENT)


def _cited(paragraph: str) -> str:
    """Return a paragraph in the language: its form, and its words where it has no number."""
    form = next((each.title for each in Form if paragraph.startswith(f"{each.title} ")), "")
    rest = paragraph.removeprefix(form).lstrip()
    return f"{say(form)} {say(rest)}" if form else say(rest)


def _print_sources(console: Console, each: Finding, texts: Mapping[str, str]) -> None:
    """Print the lines of the source that a finding speaks of, with a mark under each word."""
    style = SEVERITIES[each.severity.word]
    marked = [(each.place, "^", style, "")]
    marked += [(one.place, "-", "blue", say(one.message)) for one in each.also]
    shown = [mark for mark in marked if _line(mark[0], texts) is not None]
    width = max((len(str(place.line)) for place, *_ in shown), default=0)
    for place, sign, colour, label in sorted(shown, key=lambda mark: mark[0]):
        raw = _line(place, texts) or ""
        _print_source(console, place, raw, sign=sign, style=colour, label=label, width=width)


def _line(place: Place, texts: Mapping[str, str]) -> str | None:
    """Return the line of a place, or None where there is none to show."""
    text = texts.get(place.file)
    lines = _lines(place.file) if text is None else _split_up(text)
    return lines[place.line - 1] if 0 < place.line <= len(lines) else None


def _print_source(
    console: Console, place: Place, raw: str, *, sign: str, style: str, label: str, width: int
) -> None:
    """Print a line of the source with a mark under the word that is meant."""
    number = f"{place.line:>{width}}"
    room = max(console.width - INDENT - width - 3, LEAST_SHOWN)
    before, word = _split(raw, place.column)
    shown, at, size = _window(clean(before), clean(word), clean(raw), room)
    gutter = " " * (INDENT + width)
    console.print(Text(f"{' ' * INDENT}{number} | {shown}", style="dim"), soft_wrap=True)
    if place.column:
        words_below = f" {clean(label)}" if label else ""
        below = (f"{' ' * at}{sign * size}{words_below}", style)
        console.print(Text.assemble((f"{gutter} | ", "dim"), below), soft_wrap=True)


def _split(raw: str, column: int) -> tuple[str, str]:
    """Return what stands before a column, and the word that begins there."""
    start = max(column - 1, 0)
    before = raw[:start]
    in_flow = before.count("{") + before.count("[") > before.count("}") + before.count("]")
    for pattern in (_KEY, _QUOTED, _IN_FLOW if in_flow else _TO_THE_END):
        if found := pattern.match(raw, start):
            return before, found[0] or raw[start : start + 1]
    return before, raw[start : start + 1]


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
    """Return a file's lines, unpacked, or none where it cannot be read."""
    opened = gzip.open if name.endswith(".gz") else open
    try:
        with opened(name, "rb") as file:
            raw = file.read(MOST_BYTES)
    except (OSError, ValueError, EOFError, zlib.error):
        return ()
    return _split_up(raw.decode("utf-8-sig", errors="replace"))


@lru_cache(maxsize=2)
def _split_up(text: str) -> tuple[str, ...]:
    """Return the lines of a text, or none where it is empty or no text at all."""
    if not text or "\0" in text:
        return ()
    return tuple(line.rstrip("\r") for line in text.expandtabs(1).split("\n"))
