"""Parts of a page that stands alone: elements, tables and bars; nothing is fetched or run.

Everything is built as a tree, so that no text can become markup. Bars repeat what a cell
says: whoever does not see them misses nothing.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from importlib.resources import files
from typing import NamedTuple

from lxml import etree, html

from isda.basics.arithmetic import EXACT

Element = etree._Element  # noqa: SLF001  # the type that every element has
Content = str | Element

NIL, WHOLE, TWICE = Decimal(0), Decimal(100), Decimal(200)
PLACES = Decimal("0.01")
ROW_OF_BAR = "10"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""Nothing is fetched, whoever wrote the names that a page shows."""
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no page may hold."""
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Column(NamedTuple):
    """A column of a table: its head, and its kind: `text`, `short`, `number` or `bar`."""

    head: str
    kind: str = "text"


class Group(NamedTuple):
    """Rows under a heading of their own; empty for none."""

    heading: Sequence[Content]
    rows: Sequence[Sequence[Content]]


def part(tag: str, *content: Content, **attributes: str) -> Element:
    """Return an element; an attribute's `_` is a `-`, and one at its end is left out.

    Example:
        >>> html.tostring(part("p", "a < b ", part("b", "c"), class_="x"), encoding="unicode")
        '<p class="x">a &lt; b <b>c</b></p>'
    """
    named = {name.rstrip("_").replace("_", "-"): text for name, text in attributes.items()}
    made = etree.Element(tag, {name: _clean(text) for name, text in named.items()})
    for each in content:
        if not isinstance(each, str):
            made.append(each)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + _clean(each)
        else:
            made.text = (made.text or "") + _clean(each)
    return made


def _clean(text: str) -> str:
    return UNPRINTABLE.sub(REPLACEMENT, text)


def page(title: str, language: str, style: str, *content: Content) -> str:
    """Return a page with its style inside.

    Args:
        title: What a browser's tab says.
        language: Such as `en`.
        style: The name of a style sheet beside this module.
        content: What it shows.
    """
    sheet = (files(__package__) / style).read_text(encoding="utf-8")
    head = part(
        "head",
        part("meta", charset="utf-8"),
        part("meta", http_equiv="Content-Security-Policy", content=POLICY),
        part("meta", name="viewport", content="width=device-width, initial-scale=1"),
        part("meta", name="color-scheme", content="light dark"),
        part("title", title),
        part("style", sheet),
    )
    whole = part("html", head, part("body", *content), lang=language)
    text = html.tostring(whole, encoding="unicode", doctype="<!doctype html>")
    return f"{text}\n"


def table(caption: str, columns: Sequence[Column], groups: Iterable[Group]) -> Element:
    """Return a table that scrolls by itself where it is wider than the page.

    The first cell of a row is its head.
    """
    heads = (part("th", each.head, scope="col", class_=each.kind) for each in columns)
    bodies = (_body(columns, group) for group in groups)
    made = part(
        "table",
        part("caption", part("span", caption)),
        part("thead", part("tr", *heads)),
        *bodies,
    )
    return part("div", made, class_="wide", role="region", tabindex="0", aria_label=caption)


def _body(columns: Sequence[Column], group: Group) -> Element:
    rows = []
    if group.heading:
        span = str(len(columns))
        of_group = part("th", *group.heading, scope="rowgroup", colspan=span)
        rows.append(part("tr", of_group, class_="group"))
    for cells in group.rows:
        pairs = zip(columns[1:], cells[1:], strict=True)
        first = part("th", cells[0], scope="row", class_=columns[0].kind)
        rest = (part("td", cell, class_=column.kind) for column, cell in pairs)
        rows.append(part("tr", first, *rest))
    return part("tbody", *rows)


def two_lines(first: str, second: str) -> Element:
    """Return a name with what is less of it below."""
    return part("span", part("b", first), part("small", second), class_="two")


def facts(pairs: Iterable[tuple[str, str]]) -> Element:
    """Return names with their values, side by side."""
    return part(
        "dl", *(part("div", part("dt", name), part("dd", text)) for name, text in pairs)
    )


def share_bar(percent: Decimal, kind: str = "plain") -> Element:
    """Return a bar of a share in percent, full at 100."""
    return _bar("0 0 100 10", [_block(NIL, min(percent, WHOLE), kind)])


def limit_bar(percent: Decimal) -> Element:
    """Return a bar of a limit in use: its middle is the limit, its end twice that.

    One that would be longer is cut before its end.
    """
    kind, mark = ("over", "cut") if percent >= WHOLE else ("near", "mark")
    parts = [_block(NIL, min(percent, TWICE), kind), _line(WHOLE, mark)]
    if percent > TWICE:
        parts.append(part("polygon", points="182,10 187,0 192,0 187,10", class_="gap"))
    return _bar("0 0 200 10", parts)


def two_way_bar(left: Decimal, right: Decimal) -> Element:
    """Return two bars from the middle, each a share in percent."""
    blocks = [_block(-left, left, "left"), _block(NIL, right, "right"), _line(NIL)]
    return _bar("-100 0 200 10", blocks)


def _bar(box: str, parts: Iterable[Element]) -> Element:
    x, _, width, _ = box.split()
    ground = part("rect", x=x, y="0", width=width, height=ROW_OF_BAR, class_="ground")
    return part(
        "svg", ground, *parts, class_="bar", viewBox=box, preserveAspectRatio="none",
        aria_hidden="true", focusable="false",
    )  # fmt: skip


def _block(start: Decimal, width: Decimal, kind: str) -> Element:
    x, wide = (f"{EXACT.quantize(each, PLACES):f}" for each in (start, width))
    return part("rect", x=x, y="0", width=wide, height=ROW_OF_BAR, class_=kind)


def _line(x: Decimal, kind: str = "mark") -> Element:
    at = f"{x:f}"
    return part("line", x1=at, x2=at, y1="0", y2=ROW_OF_BAR, class_=kind)
