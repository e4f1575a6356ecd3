"""Where words go: the terminal, or a pipe of a fixed width without colour."""

import re
import sys
from collections.abc import Iterable, Iterator
from typing import IO, NoReturn, cast

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.measure import Measurement, measure_renderables
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from isda.cli.language import say

PIPE_WIDTH = 100
NARROW = 80
INDENT = 2
GAP = 3
"""Cells between two columns of a table."""
CODE = "    "
"""How a line begins that is shown as it is."""
SEVERITIES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
STATUSES = {
    "call": "bold", "no_call": "dim", "withheld": "yellow", "undefined": "yellow",
    "refused": "bold red",
}  # fmt: skip


_TOGETHER = re.compile(r"(?<!\b[A-Z]{3}) | (?![-\d])")
"""A space, but not the one between a currency and its amount."""
_POINT = re.compile(r"- |\d+\. ")
"""How a point of a list begins."""
_SPACES = re.compile(r" +$", re.MULTILINE)


class Screen(Console):
    """A console that lets a closed pipe be seen by whoever runs the command."""

    def on_broken_pipe(self) -> NoReturn:
        """Leave at once; the exit code says that the reader went away."""
        raise BrokenPipeError


class _Trimmed:
    """A stream that drops spaces before a line end: tables pad, files need not."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream
        self.encoding = getattr(stream, "encoding", "utf-8")

    def write(self, text: str) -> int:
        return self.stream.write(_SPACES.sub("", text))

    def flush(self) -> None:
        self.stream.flush()

    def isatty(self) -> bool:
        return False


def screen(*, stderr: bool = False) -> Console:
    """Return the console: as wide as the terminal, or of a fixed width in a pipe."""
    stream = sys.stderr if stderr else sys.stdout
    if stream.isatty():
        return Screen(file=stream, highlight=False, emoji=False)
    trimmed = cast("IO[str]", _Trimmed(stream))
    return Screen(file=trimmed, width=PIPE_WIDTH, highlight=False, emoji=False)


def is_narrow(console: Console) -> bool:
    """Whether a table of several columns would not be readable here."""
    return console.width < NARROW


def clean(text: str) -> str:
    r"""Return a text whose characters all show: no escape reaches the terminal.

    Example:
        >>> clean("a\x1b[31mb")
        'a\\u001b[31mb'
    """
    return "".join(
        char if char.isprintable() or char == "\n" else f"\\u{ord(char):04x}" for char in text
    )


def words(text: str, style: str = "") -> Text:
    """Return words for the screen, in the language of the command and in a style."""
    return Text(clean(say(text)), style=style, overflow="fold")


def paragraph(console: Console, text: str, *, style: str = "", indent: int = 0) -> None:
    """Print words, broken at spaces; a currency stays with its amount."""
    lines = "\n".join(broken(clean(say(text)), console.width - indent))
    printed = Text(lines, style=style, overflow="fold")
    console.print(Padding(printed, (0, 0, 0, indent)))


def broken(text: str, width: int) -> list[str]:
    """Return a text as lines that fit; a word that is longer than a line is left whole.

    Args:
        text: The text; line breaks of its own stand, and the indent of a line.
        width: How many cells a line has.

    Example:
        >>> broken("Bank delivers USD 1,000,000 today", 20)
        ['Bank delivers', 'USD 1,000,000 today']
    """
    lines = []
    for whole in text.split("\n"):
        rest = whole.lstrip(" ")
        lead, line = whole[: len(whole) - len(rest)], ""
        for word in _TOGETHER.split(rest):
            longer = f"{line} {word}" if line else word
            if line and cell_len(lead + longer) > width:
                lines.append(lead + line)
                longer = word
            line = longer
        lines.append(lead + line)
    return lines


def flowing(text: str) -> Iterator[str]:
    r"""Yield the headings, paragraphs, points and code of a text, each in one line.

    A text is broken for a page, and a screen of another width breaks it anew.

    Example:
        >>> list(flowing("# Law\n\nOne\ntwo.\n\n- a\n  b\n- c"))
        ['# Law', '', 'One two.', '', '- a b', '- c']
        >>> list(flowing("1. a\n   b\n2. c\n\nIn\n2016. d"))
        ['1. a b', '2. c', '', 'In 2016. d']
    """
    held = ""
    for line in text.splitlines():
        # a number begins a point behind another one or a gap; in a paragraph it is its own
        in_paragraph = held and not _POINT.match(held)
        is_point = _POINT.match(line) and not (in_paragraph and line[0].isdigit())
        begins = is_point or line.startswith(("#", CODE)) or not line
        if held and not begins and (line.startswith(" ") or in_paragraph):
            held += f" {line.strip()}"
            continue
        if held:
            yield held
        held = line
        if line.startswith(("#", CODE)) or not line:
            yield line
            held = ""
    if held:
        yield held


def heading(console: Console, text: str) -> None:
    """Print a heading with a line of space above it."""
    console.print()
    console.print(words(text, "bold"))


def columns(*headers: tuple[str, str]) -> Table:
    """Return a quiet table, a rule under its head and no box.

    Args:
        headers: Name and kind of each column: `text`, or `number`, which is never broken.
    """
    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim", padding=(0, 1)
    )
    for header, kind in headers:
        table.add_column(
            say(header),
            justify="right" if kind == "number" else "left",
            no_wrap=kind == "number",
            overflow="fold",
        )
    return table


def fitted(console: Console, table: Table) -> bool:
    """Give each column of a table a width that breaks no word; whether there is room for it.

    The widest columns give way first, and no column is narrower than its longest word or, where
    it is never broken, than its longest line. A narrow terminal has no room for a table.
    """
    options = console.options

    def measured(cells: Iterable[RenderableType]) -> Measurement:
        return measure_renderables(console, options, [*cells])

    sizes = [measured((Text(str(column.header)), *column.cells)) for column in table.columns]
    least = [
        size.maximum if column.no_wrap else size.minimum
        for size, column in zip(sizes, table.columns, strict=True)
    ]
    room = console.width - GAP * (len(sizes) - 1)
    if is_narrow(console) or sum(least) > room:
        return False
    widths = shrunk([size.maximum for size in sizes], least, room)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return True


def shrunk(widths: list[int], least: list[int], room: int) -> list[int]:
    """Return widths that fit into a room: the widest that can give way does, cell by cell.

    Args:
        widths: What each column would like.
        least: What it needs; together no more than the room.
        room: Cells there are.

    Example:
        >>> shrunk([20, 30, 16], [8, 18, 16], 50)
        [16, 18, 16]
    """
    found = list(widths)
    while sum(found) > room:
        number = max(
            (each for each, width in enumerate(found) if width > least[each]),
            key=found.__getitem__,
        )
        found[number] -= 1
    return found


def stacked(
    console: Console, first: str, lines: Iterable[str], *, style: str = "", indent: int = 0
) -> None:
    """Print one entry of a table that does not fit: its name, and the rest below it."""
    paragraph(console, first, style=style, indent=indent)
    for line in filter(None, lines):
        paragraph(console, line, indent=indent + INDENT)


def markdown(console: Console, text: str, *, is_said: bool = False) -> None:
    """Print plain text with `#` headings and lists, broken at the width.

    Args:
        console: Where to.
        text: The text.
        is_said: Whether it is in the language of the command already.
    """
    tell = str if is_said else say
    for line in flowing(text):
        if line.startswith("#"):
            console.print(Text(clean(tell(line.lstrip("# "))), style="bold", overflow="fold"))
        elif point := _POINT.match(line):
            indent = " " * point.end()
            first, *rest = broken(clean(tell(line[point.end() :])), console.width - point.end())
            lines = [f"{point[0]}{first}", *(f"{indent}{each}" for each in rest)]
            console.print(Text("\n".join(lines)))
        elif line.startswith("    "):
            console.print(Text(clean(line), style="cyan", overflow="fold"))
        else:
            console.print(Text("\n".join(broken(clean(tell(line)), console.width))))
