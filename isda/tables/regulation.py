"""What regulators set: a figure by regime, topic and day, with instrument, article and mark.

One file a regime lies in `isda/tables/data`. A regime may inherit: it then begins with the
figures that another had on the day before, and its own stand in their place. What is inherited
was read for the other regime only, so its mark is `verified earlier` at best. A figure without
source, a gap or an overlap between two entries of a topic, and a number that is not written as
text are refused when the file is read; a day that no entry covers, when it is asked for.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from isda.basics.days import read_date
from isda.basics.faults import IsdaError, must
from isda.basics.source import Mark, Source

LAST_DAY: Final = date(2026, 11, 21)
"""The day on which the tables were compiled; nothing is known of a later one."""

OPERATORS: Final = frozenset({"at most", "below", "at least", "above", "is"})
HEAD: Final = {"regime", "name", "instruments", "figures"}
INHERITS: Final = {"regime", "from", "as"}
KEYS: Final = {"unit", "operator", "entries"}
ENTRY: Final = {"from", "to", "value", "article", "mark", "scope", "note"}
_NUMBER: Final = re.compile(r"\d+(\.\d+)?", re.ASCII)
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class OutOfCover(IsdaError, LookupError):
    """No entry covers the day: the figure is not known, and none is guessed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure from one day to another.

    Attributes:
        regime: Whose it is, such as `eu`.
        topic: What it is about, such as `vm-threshold`.
        value: The figure; None where the entry is words.
        words: The entry as written.
        unit: Currency, `percent`, `business days`, … or `text`.
        operator: How it is held against: a figure `at most` this is allowed.
        since: Its first day.
        until: Its last day; None while no later one is known.
        source: Where it stands.
        scope: To what it applies, in our own words.
        note: What a reader must know.
    """

    regime: str
    topic: str
    value: Decimal | None
    words: str
    unit: str
    operator: str
    since: date
    until: date | None
    source: Source
    scope: str = ""
    note: str = ""

    def covers(self, day: date) -> bool:
        """Whether it is known to hold on a day."""
        return self.since <= day <= (self.until or LAST_DAY)


@dataclass(frozen=True, slots=True)
class Regulation:
    """The figures of one regime."""

    regime: str
    name: str
    figures: Mapping[str, tuple[Figure, ...]]

    def on(self, topic: str, day: date) -> Figure:
        """Return a figure as it holds on a day.

        Raises:
            OutOfCover: The regime has none of this topic, or none that covers the day.

        Example:
            >>> str(regulation("eu").on("minimum-transfer-amount", date(2024, 1, 2)).value)
            '500000'
        """
        for figure in self.figures.get(topic, ()):
            if figure.covers(day):
                return figure
        raise OutOfCover(f"{self.name}: no figure of {topic} is known for {day}")

    def known(self, topic: str, day: date) -> Figure | None:
        """Return a figure as it holds on a day, or None where none is known."""
        return next((one for one in self.figures.get(topic, ()) if one.covers(day)), None)

    @property
    def validity(self) -> Figure:
        """What says from when to when its rules are known to hold, the latest entry."""
        return self.figures["validity"][-1]


@cache
def regulation(regime: str) -> Regulation:
    """Return the figures of a regime: eu, uk, us, jp or kr.

    Example:
        >>> regulation("eu").name
        'European Union'
    """
    text = (files("isda.tables") / "data" / f"{regime}.yaml").read_text(encoding="utf-8")
    return read_regulation(text)


def read_regulation(text: str) -> Regulation:
    """Read the figures of a regime, and refuse a file that is not as it must be.

    Raises:
        InvariantBroken: A key is unknown, an entry has no source, two entries of a topic
            leave a gap or overlap, or a figure is no number.
    """
    tree: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506  # the base loader makes text only
    regime = tree.get("regime", "?")
    must(set(tree) - {"inherits"} == HEAD, f"{regime}: a regulation has {sorted(HEAD)}")
    figures = {
        topic: tuple(_entries(tree, topic, block)) for topic, block in tree["figures"].items()
    }
    return Regulation(regime, tree["name"], _inherited(tree) | figures)


def _inherited(tree: dict[str, Any]) -> dict[str, tuple[Figure, ...]]:
    """Return the figures that a regime took over from another on one day, as they then were."""
    said = tree.get("inherits")
    if said is None:
        return {}
    must(set(said) == INHERITS, f"{tree['regime']}: what is inherited has {sorted(INHERITS)}")
    since = read_date(said["from"])
    last = since - timedelta(days=1)
    parent = regulation(said["regime"])
    known = {topic: parent.known(topic, last) for topic in parent.figures}
    return {
        topic: (
            replace(
                figure,
                regime=tree["regime"],
                since=since,
                until=None,
                source=figure.source.taken_over(f"{said['as']} {figure.source.instrument}"),
            ),
        )
        for topic, figure in known.items()
        if figure is not None
    }


def _entries(tree: dict[str, Any], topic: str, block: dict[str, Any]) -> Iterator[Figure]:
    where = f"{tree['regime']} {topic}"
    must(set(block) == KEYS, f"{where}: a topic has {sorted(KEYS)}")
    must(block["operator"] in OPERATORS, f"{where}: {block['operator']} is no operator")
    before: Figure | None = None
    for entry in block["entries"]:
        must(set(entry) <= ENTRY, f"{where}: an entry has {sorted(ENTRY)}")
        figure = _figure(tree, topic, block, entry)
        if before is not None:
            last = before.until
            must(
                last is not None and figure.since == last + timedelta(days=1),
                f"{where}: the entry of {figure.since} does not begin where the last one ends",
            )
        yield figure
        before = figure


def _figure(
    tree: dict[str, Any], topic: str, block: dict[str, Any], entry: dict[str, Any]
) -> Figure:
    where = f"{tree['regime']} {topic}"
    must(
        {"from", "value", "article", "mark"} <= set(entry),
        f"{where}: an entry lacks its source",
    )
    short, _, article = entry["article"].partition(" ")
    must(short in tree["instruments"] and article != "", f"{where}: {short} is no instrument")
    words, unit = entry["value"], block["unit"]
    is_number = unit != "text"
    must(not is_number or bool(_NUMBER.fullmatch(words)), f"{where}: {words} is no number")
    return Figure(
        tree["regime"],
        topic,
        Decimal(words) if is_number else None,
        words,
        unit,
        block["operator"],
        read_date(entry["from"]),
        read_date(entry["to"]) if entry.get("to") else None,
        Source(tree["instruments"][short], article, Mark(entry["mark"])),
        entry.get("scope", ""),
        entry.get("note", ""),
    )
