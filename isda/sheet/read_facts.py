"""The facts of one call, from YAML or JSON, with the place of every figure kept."""

from collections.abc import Callable, Hashable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from isda.basics.amounts import shown
from isda.basics.faults import AmountError
from isda.basics.finding import Place
from isda.basics.outcome import Outcome, in_place_order
from isda.basics.party import Side
from isda.facts.facts import (
    DemandMade,
    Event,
    Exposure,
    Facts,
    Figure,
    FxRate,
    InitialMargin,
    Latch,
    Mark,
    Trade,
)
from isda.facts.ratings import NamedFigure, Rating
from isda.sheet.documents import is_document
from isda.sheet.draft import Mapping, SheetDraft
from isda.sheet.fields import (
    Fields,
    fields_of,
    read_fx_rate,
    read_pair,
    read_yes,
)
from isda.sheet.figures import (
    EVENT_COLUMNS,
    FIGURE_COLUMNS,
    MARK_COLUMNS,
    TERMS_OF_RATING,
    event_of,
    exposure_of,
    initial_margin_of,
    latch_of,
    mark_of,
    named_figure_of,
    rating_of,
    read_moment,
    trade_of,
    trade_row,
)
from isda.sheet.read_disputed import disputed_of
from isda.sheet.read_elsewhere import exposure_elsewhere_of, used_elsewhere_of
from isda.sheet.read_lots import held_of, items_of, movements_of
from isda.sheet.read_measures import chosen_of, measures_of
from isda.sheet.yaml_events import draft_of, read_draft

FACTS_KEYS = (
    "facts",
    "on",
    "exposure",
    "plus_is_good_for",
    "trades",
    "marks",
    "independent_amounts",
    "held",
    "in_transit",
    "disputed",
    "fx",
    "ratings",
    "figures",
    "events",
    "initial_margin",
    "demand",
    "exposures",
    "latch",
    *("measures", "chosen", "nothing_covered", "client", "threshold_used_elsewhere"),
    "exposure_elsewhere",
)
SINGLE = ("facts", "on", "plus_is_good_for", "nothing_covered", "client")
ELSEWHERE = "threshold_used_elsewhere"

T = TypeVar("T")


def read_facts(path: str | Path) -> Outcome[Facts]:
    """Read the facts of one call, YAML or JSON.

    Args:
        path: The file.

    Returns:
        The facts and all findings; no facts where a finding is an error.

    Example:
        >>> read_facts("no-such-facts.yaml").findings[0].code
        'DQ001'
    """
    return facts_of(read_draft(Path(path)))


def read_facts_text(text: str, name: str = "facts.yaml") -> Outcome[Facts]:
    """Read facts that are already in memory; `name` stands in the messages.

    Example:
        >>> facts = read_facts_text('''
        ... facts: 1
        ... on: 2024-12-30
        ... exposure: {holder: A, amount: "USD 31,237,450"}
        ... held:
        ...   - {posted_by: B, asset: cash, amount: "USD 8,000,000"}
        ... ''').must()
        >>> str(facts.exposure.amount), facts.held[0].lot_id, facts.held[0].place.line
        ('USD 31,237,450', 'lot 1', 6)
    """
    return facts_of(draft_of(text, name))


def facts_of(draft: SheetDraft) -> Outcome[Facts]:
    """Type a draft of facts."""
    found = _Reader(draft).facts() if is_document(draft, "facts") else None
    findings = in_place_order(draft.findings)
    return Outcome(None if draft.is_broken else found, findings)


class _Reader:
    """Reads each part of one facts file; faults go to the draft, and reading goes on."""

    def __init__(self, draft: SheetDraft) -> None:
        self.draft = draft
        nested = [key for key in FACTS_KEYS if key not in SINGLE]
        self.top = fields_of(draft.root, FACTS_KEYS, draft, what="a facts file", nested=nested)

    def facts(self) -> Facts:
        self.top.read("facts", _version)
        on = self.top.day("on")
        plus = self.top.maybe_side("plus_is_good_for")
        trades, marks = self.trades(), self.marks()
        self._check_marks(plus, trades, marks)
        return Facts(
            on=on,
            exposure=self.exposure(on),
            plus_is_good_for=plus,
            nothing_covered=self.top.maybe("nothing_covered", read_yes),
            client=self.top.maybe_text("client"),
            used_elsewhere=used_elsewhere_of(self._node(ELSEWHERE), self.draft),
            exposure_elsewhere=exposure_elsewhere_of(
                self._node("exposure_elsewhere"), self.draft
            ),
            trades=trades,
            marks=marks,
            independent_amounts=dict(self.independent_amounts()),
            held=held_of(self._node("held"), self.draft),
            in_transit=movements_of(self._node("in_transit"), self.draft),
            disputed=disputed_of(self._node("disputed"), self.draft),
            fx=self.fx(),
            events=self.events(),
            ratings=self.ratings(),
            figures=self.figures(),
            initial_margin=self.initial_margin(),
            measures=measures_of(self._node("measures"), self.draft),
            chosen=tuple(chosen_of(self._node("chosen"), self.draft)),
            exposures=self.exposures(),
            latch=self.latch(),
            demand=self.demand(),
            findings=in_place_order(self.draft.findings),
            place=Place(self.draft.name),
        )

    def _node(self, key: str) -> Any:
        return self.draft.root.get(key)

    def _rows(self, key: str, known: tuple[str, ...], what: str) -> Iterator[Fields]:
        for item in items_of(self._node(key), self.draft, key):
            yield fields_of(item, known, self.draft, what=what)

    def _unique(
        self,
        rows: Iterator[Fields],
        read: Callable[[Fields], T | None],
        name: Callable[[T], tuple[Hashable, str]],
        key: str,
    ) -> tuple[T, ...]:
        """Read rows; the same thing a second time is a fault."""
        found: dict[Hashable, tuple[T, Fields]] = {}
        for row in rows:
            thing = read(row)
            if thing is None:
                continue
            same, words = name(thing)
            if same in found:
                row.error(
                    "DQ060",
                    key,
                    f"{words} stands here twice (first in line {found[same][1].place.line})",
                    "keep one of the two",
                )
            else:
                found[same] = (thing, row)
        return tuple(thing for thing, _ in found.values())

    def trades(self) -> tuple[Trade, ...]:
        items = items_of(self._node("trades"), self.draft, "trades")
        rows = (trade_row(item, self.draft) for item in items)
        return self._unique(
            rows, trade_of, lambda one: (one.trade_id, f"trade {one.trade_id}"), "trade_id"
        )

    def marks(self) -> tuple[Mark, ...]:
        rows = self._rows("marks", MARK_COLUMNS, "a mark")
        return self._unique(
            rows,
            mark_of,
            lambda one: ((one.trade_id, one.on), f"the mark of {one.trade_id} on {one.on}"),
            "trade_id",
        )

    def _check_marks(
        self, plus: Side | None, trades: tuple[Trade, ...], marks: tuple[Mark, ...]
    ) -> None:
        node = self._node("marks")
        if node is None:
            return
        if plus is None and "plus_is_good_for" not in self.top.texts:
            self.draft.error(
                "DQ063",
                node.place,
                "there are marks, and nobody says for whom a "
                "plus is good: `plus_is_good_for` is missing",
                "write `plus_is_good_for: party A` or `party B`",
            )
        if self._node("exposure") is not None:
            self.draft.error(
                "DQ037",
                node.place,
                "the exposure is given as a figure and as marks",
                "keep `exposure:` or `marks:`",
            )
        known = {trade.trade_id for trade in trades} | self._raw_trade_ids()
        for mark in marks:
            if mark.trade_id not in known:
                self.draft.error(
                    "DQ064",
                    mark.place,
                    f"the mark is of trade "
                    f"{shown(mark.trade_id)}, which is not among the trades",
                    "add the trade, or take the mark out",
                )

    def _raw_trade_ids(self) -> set[str]:
        """Trades that are named, whether or not the rest of them can be read."""
        items = getattr(self._node("trades"), "items", ())
        ids = (item.get("trade_id") for item in items if isinstance(item, Mapping))
        return {getattr(one, "text", "") for one in ids}

    def exposure(self, on: date) -> Exposure | None:
        node = self._node("exposure")
        if node is None:
            return None
        row = fields_of(node, ("holder", "amount"), self.draft, what="an exposure")
        holder, amount = row.side("holder"), row.money("amount", signed=True)
        return None if row.is_broken() else Exposure(on, holder, amount, row.place_of("amount"))

    def exposures(self) -> tuple[Exposure, ...]:
        rows = self._rows(
            "exposures", ("on", "holder", "amount"), "an exposure of an earlier day"
        )
        return self._unique(rows, exposure_of, lambda one: (one.on, f"the day {one.on}"), "on")

    def latch(self) -> Latch | None:
        node = self._node("latch")
        return None if node is None else latch_of(node, self.draft)

    def independent_amounts(self) -> Iterator[tuple[Side, Figure]]:
        node = self._node("independent_amounts")
        if node is None:
            return
        row = fields_of(node, tuple(Side), self.draft, what="the independent amounts")
        for side in Side:
            amount = row.maybe_money(side)
            if amount is not None:
                yield side, Figure(amount, row.place_of(side))

    def fx(self) -> dict[str, FxRate]:
        node, rates = self._node("fx"), dict[str, FxRate]()
        if node is None:
            return rates
        if not isinstance(node, Mapping):
            fields_of(node, ("USDKRW",), self.draft, what="the rates")
            return rates
        row = fields_of(node, tuple(node.entries), self.draft, what="the rates")
        for pair, entry in node.entries.items():
            try:
                base, quote = read_pair(pair)
            except AmountError as error:
                self.draft.error(error.code, entry.key.place, error.message, error.help)
                continue
            if quote + base in rates:
                row.error(
                    "DQ062",
                    pair,
                    f"{pair} and {quote}{base} quote the same currencies",
                    "keep the one that the agreement means; no rate is ever inverted",
                )
            rates[pair] = FxRate(base, quote, row.read(pair, read_fx_rate), row.place_of(pair))
        return rates

    def events(self) -> tuple[Event, ...]:
        rows = self._rows("events", EVENT_COLUMNS, "an event")
        return self._unique(
            rows,
            event_of,
            lambda one: (one.same, f"{one.event} of the same party from {one.since}"),
            "event",
        )

    def ratings(self) -> tuple[Rating, ...]:
        found: dict[Hashable, Rating] = {}
        for row in self._rows(
            "ratings", ("of", "agency", *TERMS_OF_RATING, "since"), "a rating"
        ):
            terms = [term for term in TERMS_OF_RATING if term in row.texts]
            if not terms:
                row.error("DQ015", "long_term", "the rating is missing", "write `long_term:`")
            for term in terms:
                one = rating_of(row, term, is_short_term=TERMS_OF_RATING[term])
                if one is None:
                    continue
                if one.same in found:
                    row.error(
                        "DQ060",
                        term,
                        f"the rating of {one.of} by {one.grade.agency} from {one.since} stands "
                        f"here twice (first in line {found[one.same].place.line})",
                        "keep one of the two",
                    )
                found[one.same] = one
        return tuple(found.values())

    def figures(self) -> tuple[NamedFigure, ...]:
        return self._unique(
            self._rows("figures", FIGURE_COLUMNS, "a figure"),
            named_figure_of,
            lambda one: (one.same, f"{one.figure} from {one.since}"),
            "figure",
        )

    def initial_margin(self) -> tuple[InitialMargin, ...]:
        rows = self._rows("initial_margin", ("regime", "poster", "amount"), "an initial margin")
        return self._unique(
            rows,
            initial_margin_of,
            lambda one: ((one.regime, one.poster), f"{one.regime} of party {one.poster}"),
            "regime",
        )

    def demand(self) -> DemandMade | None:
        node = self._node("demand")
        if node is None:
            return None
        row = fields_of(node, ("by", "received"), self.draft, what="a demand")
        by, received = row.side("by"), row.read("received", read_moment)
        return None if row.is_broken() else DemandMade(by, received, row.place)


def _version(text: str) -> Decimal:
    if text != "1":
        raise AmountError(
            "DQ034",
            f"this is version {shown(text)} of the facts, and version 1 is read",
            "write `facts: 1`",
        )
    return Decimal(1)
