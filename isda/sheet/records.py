"""The rows of a book, typed, and found by agreement and by day."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from isda.basics.finding import Finding, Place
from isda.basics.party import Side
from isda.facts.elsewhere import ExposureElsewhere, UsedElsewhere
from isda.facts.facts import (
    Event,
    FxRate,
    InitialMargin,
    InTransit,
    Lot,
    Mark,
    Measures,
    Trade,
)
from isda.facts.ratings import NamedFigure, Rating


class Price(NamedTuple):
    """A price per 100 of nominal, and the currency it is in."""

    price: Decimal
    currency: str
    place: Place


class Movement(NamedTuple):
    """A movement with the days between which it is on its way.

    Attributes:
        movement: The movement.
        agreed: The day it was agreed. A book holds many days, and without this one the
            movement would count on each day before anybody thought of it.
        settled_on: The day it settled; None while it has not.
    """

    movement: InTransit
    agreed: date
    settled_on: date | None

    def is_on_its_way(self, day: date) -> bool:
        """Whether it was agreed by the day and not yet settled."""
        return self.agreed <= day and (self.settled_on is None or day < self.settled_on)


class RowCount(NamedTuple):
    """A row of a table, as a control total counts it."""

    on: date | None
    agreement: str | None
    amounts: dict[str, tuple[Decimal, str | None]]
    is_sound: bool


@dataclass
class Faults:
    """What was found, by whom and when it matters.

    Attributes:
        every: All findings.
        of_agreement: Findings by agreement, each with its day (None: every day).
        of_everyone: Findings of a whole file, which matter to every agreement.
    """

    every: list[Finding] = field(default_factory=list)
    of_agreement: dict[str, list[tuple[date | None, Finding]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    of_everyone: list[tuple[date | None, Finding]] = field(default_factory=list)

    def note(
        self, finding: Finding, agreement: str | None = None, on: date | None = None
    ) -> None:
        """Note a finding, of one agreement where it is known."""
        if agreement is None:
            self.every.append(finding)
            return
        named = replace(finding, agreement=agreement)
        self.every.append(named)
        self.of_agreement[agreement].append((on, named))

    def stop(self, finding: Finding, agreement: str, on: date | None) -> None:
        """Let a finding that is already noted stop an agreement as well."""
        self.of_agreement[agreement].append((on, replace(finding, agreement=agreement)))

    def note_for_everyone(self, finding: Finding, on: date | None = None) -> None:
        """Note a finding that every agreement must stop for."""
        self.every.append(finding)
        self.of_everyone.append((on, finding))

    def of(self, agreement: str, on: date) -> list[Finding]:
        """Return what concerns an agreement on a day."""
        own = [
            one for day, one in self.of_agreement.get(agreement, ()) if day is None or day == on
        ]
        shared = [
            replace(one, agreement=agreement)
            for day, one in self.of_everyone
            if day is None or day == on
        ]
        return own + shared


@dataclass
class Records:
    """Every table of a book.

    Attributes:
        owners: Agreement of each trade, also of trades whose row is faulty.
        trades: Trades by agreement and identifier.
        marks: Marks by agreement, day and trade.
        lots: Lots by agreement and day.
        prices: Prices by day and ISIN or asset; None where two rows disagree.
        movements: Movements by agreement.
        fx: Rates by pair and day; None where the row is faulty.
        fx_days_unread: Days with a rate whose pair could not be read.
        events: Events by agreement; under "" those of every agreement.
        ratings: Ratings by agreement; under "" those of every agreement.
        figures: Figures that triggers read, by agreement.
        standing: Agreements of each event, rating and figure, by what makes two the same.
        initial_margin: Initial margin by agreement and day.
        measures: What formulas read, by agreement and day.
        used: What other agreements use of shared thresholds, by agreement and day.
        exposed: Exposures under other agreements, by agreement and day.
        closed: Days closed or open, by city.
        counts: Rows as control totals count them, by file.
        files: The file of each table that is there.
    """

    owners: dict[str, str | None] = field(default_factory=dict)
    trades: dict[str, dict[str, Trade]] = field(default_factory=lambda: defaultdict(dict))
    marks: dict[str, dict[date, dict[str, Mark]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    lots: dict[str, dict[date, dict[str, Lot]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    prices: dict[date, dict[str, Price | None]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    movements: dict[str, dict[str, Movement]] = field(default_factory=lambda: defaultdict(dict))
    fx: dict[str, dict[date, FxRate | None]] = field(default_factory=lambda: defaultdict(dict))
    fx_days_unread: set[date] = field(default_factory=set)
    events: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    ratings: dict[str, list[Rating]] = field(default_factory=lambda: defaultdict(list))
    figures: dict[str, list[NamedFigure]] = field(default_factory=lambda: defaultdict(list))
    standing: dict[tuple[str, Hashable], set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )
    initial_margin: dict[str, dict[date, list[InitialMargin]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    measures: dict[str, dict[date, Measures]] = field(default_factory=lambda: defaultdict(dict))
    used: dict[str, dict[date, dict[tuple[str, Side], UsedElsewhere]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    exposed: dict[str, dict[date, dict[str, ExposureElsewhere]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    closed: dict[str, dict[date, bool]] = field(default_factory=lambda: defaultdict(dict))
    counts: dict[str, list[RowCount]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, str] = field(default_factory=dict)

    def file_of(self, table: str) -> str:
        """Return the name of a table's file, as messages show it."""
        return self.files.get(table, f"{table}.csv")
