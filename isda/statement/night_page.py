"""The report of a night as one page: exceptions first, then what moves, and what to look at.

The page repeats tables that lie beside it and links to them. It says nothing of when it was
made: the same night gives the same bytes.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from isda.basics.codes import CODES
from isda.basics.reason_codes import REASON_CODES
from isda.batch.report_rows import CodeRow, ExceptionRow, ReportRows
from isda.law.forms import Form
from isda.statement.figures import spaced
from isda.statement.korean.catalogue import in_korean
from isda.statement.korean.code_words import codes_in_korean
from isda.statement.night_figures import changed, held, limits, movers, totals
from isda.statement.page import (
    Column,
    Content,
    Element,
    Group,
    facts,
    page,
    part,
    table,
    two_lines,
)
from isda.statement.rule_pages import title_of

STYLE = "night_page.css"
TABLES = ("calls", "movements", "exceptions", "findings", "steps", "lots")
TITLES = {form.value: form.title for form in Form}
LEGIBLE = 12
"""Digits of the engine's digest that are shown."""
Say = Callable[[str], str]


class Section(NamedTuple):
    """A section of the page: its anchor, its heading, a count beside it, what it holds."""

    anchor: str
    heading: str
    times: str
    content: tuple[Content, ...]


def night_page(manifest: Mapping[str, Any], rows: ReportRows, *, korean: bool = False) -> str:
    """Return the report of a night as a page that needs nothing else.

    Args:
        manifest: What the night was made from, and how much of everything it has.
        rows: What the report shows.
        korean: Whether it speaks Korean.
    """
    say: Say = in_korean if korean else str
    sections = (
        _exceptions(manifest, rows, say, korean=korean),
        Section("totals", say("Totals"), "", totals(rows, say)),
        Section("movers", say("Largest movements"), "", movers(rows, say)),
        *(
            [Section("changes", say("Largest changes"), "", changed(rows.changes, say))]
            if rows.changes
            else []
        ),
        Section(
            "limits", say("Loss limits"), _count(sum(rows.limit_counts)), limits(rows, say)
        ),
        Section("held", say("Concentration"), "", held(rows, say)),
        _findings(manifest, rows, say, korean=korean),
    )
    title = say(f"Night of {manifest['on']}")
    return page(
        f"{title}: {manifest['book']}",
        "ko" if korean else "en",
        STYLE,
        _header(manifest, rows, say, title),
        _contents(sections, say),
        part("main", *(_section(each) for each in sections)),
        _footer(manifest, say),
    )


def _count(number: int) -> str:
    return f"{number:,}"


def _header(manifest: Mapping[str, Any], rows: ReportRows, say: Say, title: str) -> Element:
    of = manifest["agreements"]
    words = (f"{say(spaced(status))}: {_count(number)}" for status, number in rows.statuses)
    reasons = sorted(of["why_one_by_one"].items(), key=lambda each: (-each[1], each[0]))
    legs = sum(manifest["legs"].values())
    counts = facts((
        (say("agreements"), _count(of["all"])),
        (say("legs"), _count(legs)),
        (say("on columns"), _count(of["on_columns"])),
        (say("one by one"), _count(of["one_by_one"])),
        (say("sample agreed"), _count(manifest["sample"]["agreements"])),
        (say("sums agreed"), _count(manifest["sample"]["trade_by_trade"])),
        *((say(name), _count(number)) for name, number in manifest["rows"].items()),
        (say("engine"), manifest["engine"]["version"]),
    ))  # fmt: skip
    why = "; ".join(f"{say(reason)} ({_count(number)})" for reason, number in reasons)
    said = [part("p", say("Called one by one:"), " ", why, class_="quiet")] if why else []
    return part(
        "header",
        part(
            "p",
            say("Margin calls of a book:"),
            " ",
            part("b", manifest["book"]),
            class_="kicker",
        ),
        part("h1", title),
        part("p", " · ".join(words) or say("no agreements"), class_="lead"),
        counts,
        *said,
    )


def _contents(sections: tuple[Section, ...], say: Say) -> Element:
    links = (
        part("li", part("a", each.heading, href=f"#{each.anchor}"), _in_brackets(each.times))
        for each in sections
    )
    return part("nav", part("ul", *links), aria_label=say("Contents"))


def _in_brackets(count: str) -> str:
    return f" ({count})" if count else ""


def _section(section: Section) -> Element:
    heading = part("h2", section.heading, id=f"{section.anchor}-heading")
    if section.times:
        heading.append(part("span", f" {section.times}", class_="count"))
    return part(
        "section", heading, *section.content,
        id=section.anchor, aria_labelledby=f"{section.anchor}-heading",
    )  # fmt: skip


def _link(name: str) -> Element:
    return part("a", f"{name}.csv", href=f"{name}.csv")


def _name_of(code: str, *, korean: bool) -> list[Content]:
    """Return a code with what it means in a few words; one of a reason is those words."""
    if code not in CODES:
        return [part("b", title_of(code, korean=korean))]
    return [part("b", code), f" {title_of(code, korean=korean)}"]


def _remedy_of(code: str, *, korean: bool) -> str:
    known = codes_in_korean() if korean else {**CODES, **REASON_CODES}
    return known[code].remedy if code in known else ""


def _exceptions(
    manifest: Mapping[str, Any], rows: ReportRows, say: Say, *, korean: bool
) -> Section:
    heading, count = say("Exceptions"), manifest["tables"]["exceptions"]
    if not count:
        none = part("p", say("Every agreement has a call, or a reason why nothing moves."))
        return Section("exceptions", heading, _count(0), (none,))
    groups = []
    for of in rows.codes:
        mine = [
            each for each in rows.exceptions if (each.code, each.status) == (of.code, of.kind)
        ]
        lines = [
            (
                two_lines(each.agreement, _and_more(each, say) or each.counterparty),
                part("span", say(each.message), *_below(each.paragraphs)),
            )
            for each in mine
        ]
        groups.append(Group(_code_heading(of, say, korean=korean), lines))
    columns = (Column(say("agreement, counterparty")), Column(say("why there is no call")))
    shown = len(rows.exceptions)
    cut = say(f"The first {_count(shown)} of {_count(rows.reasons)}, some of every code.")
    return Section(
        "exceptions",
        heading,
        _count(count),
        (
            _by_code(rows.codes, say, say("status"), korean=korean),
            part(
                "p",
                f"{cut} " if shown < rows.reasons else "",
                say("All of them:"),
                " ",
                _link("exceptions"),
            ),
            table(say("Exceptions by code"), columns, groups),
        ),
    )


def _and_more(row: ExceptionRow, say: Say) -> str:
    """Return how many other agreements have the reason of a row."""
    more = row.agreements - 1
    if not more:
        return ""
    return say("and 1 more agreement" if more == 1 else f"and {_count(more)} more agreements")


def _below(paragraphs: str) -> list[Content]:
    """Return paragraphs with the names of their forms."""
    cites = [each.partition(" ") for each in filter(None, paragraphs.split("; "))]
    told = ", ".join(f"{TITLES.get(form, form)} {where}" for form, _, where in cites)
    return [part("br"), part("small", told)] if told else []


def _code_heading(row: CodeRow, say: Say, *, korean: bool) -> list[Content]:
    status, times = say(spaced(row.kind)), _count(row.times)
    remedy = _remedy_of(row.code, korean=korean)
    below: list[Content] = [part("br"), part("small", remedy)] if remedy else []
    return [*_name_of(row.code, korean=korean), f" · {status} · {times}", *below]


def _by_code(
    codes: tuple[CodeRow, ...], say: Say, kind: str, *, korean: bool, examples: bool = False
) -> Element:
    """Return how often each code occurs."""
    columns = [
        Column(say("code")), Column(kind), Column(say("times"), "number"),
        Column(say("agreements"), "number"),
    ]  # fmt: skip
    if examples:
        columns.append(Column(say("the first of them")))
    lines = []
    for row in codes:
        name = part("span", *_name_of(row.code, korean=korean))
        cells: list[Content] = [
            name, say(spaced(row.kind)), _count(row.times), _count(row.agreements)
        ]  # fmt: skip
        lines.append([*cells, *([say(row.example)] if examples else [])])
    return table(say("How often each code occurs"), columns, [Group((), lines)])


def _findings(
    manifest: Mapping[str, Any], rows: ReportRows, say: Say, *, korean: bool
) -> Section:
    count = manifest["tables"]["findings"]
    content: tuple[Content, ...] = (part("p", say("Nothing was found.")),)
    if count:
        content = (
            part("p", say("Each with its file and its row:"), " ", _link("findings")),
            _by_code(rows.findings, say, say("severity"), korean=korean, examples=True),
        )
    return Section("quality", say("Data quality"), _count(count), content)


def _footer(manifest: Mapping[str, Any], say: Say) -> Element:
    links: list[Content] = []
    for name in TABLES:
        sheet, columns = (
            part("a", f"{name}.{ending}", href=f"{name}.{ending}")
            for ending in ("csv", "parquet")
        )
        links += [sheet, " (", columns, "), "]
    engine = manifest["engine"]
    source = engine["source"][:LEGIBLE]
    inputs = _count(len(manifest["inputs"]))
    made = say(
        f"Made by isda {engine['version']}, source {source}, from {inputs} files; the digest "
        "of each is in the manifest."
    )
    links.append(part("a", "manifest.json", href="manifest.json"))
    return part("footer", part("p", say("Every row:"), " ", *links), part("p", made))
