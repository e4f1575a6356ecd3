"""A book: agreements and the tables of a desk, and the facts of one agreement on a day."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from isda.basics.amounts import did_you_mean, shown
from isda.basics.arithmetic import EXACT
from isda.basics.calendars import Calendars, OutOfCover
from isda.basics.finding import Finding, Place, Severity
from isda.basics.money import Money
from isda.basics.outcome import Outcome, in_place_order
from isda.facts.facts import Facts, FxRate, InTransit, Lot, Mark, Measures, Trade
from isda.sheet.book_settings import BookSettings
from isda.sheet.history import exposures_before
from isda.sheet.records import Faults, Records
from isda.terms.agreement import Agreement

LONGEST_HOLIDAY = 10
"""Days, a number of ours: an older rate is not taken for that of the day before."""


@dataclass(frozen=True)
class Book:
    """A desk's agreements, trades, marks, collateral and rates, as `read_book` read them.

    Attributes:
        folder: Where it was read, as messages show it.
        settings: What its book.yaml says.
        agreements: Each agreement by its identifier, with what reading its sheet found; a
            sheet that does not read stands under its identifier where that can be read,
            else under the name of its file.
        records: Its tables.
        faults: What was found in them.
        told_days: Days of which tables have rows, where only a part of the rows was read.
    """

    folder: str
    settings: BookSettings
    agreements: Mapping[str, Outcome[Agreement]]
    records: Records = field(default_factory=Records)
    faults: Faults = field(default_factory=Faults)
    told_days: Mapping[str, tuple[date, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Return its name and its size: its rows would be a megabyte."""
        return f"<Book {self.name}: {len(self.agreements):,} agreements>"

    @property
    def name(self) -> str:
        """The book's name."""
        return self.settings.name

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found that belongs to no one agreement."""
        return in_place_order(one for one in self.faults.every if one.agreement is None)

    def findings_on(self, day: date) -> tuple[Finding, ...]:
        """Return what was found that belongs to no one agreement, a closed day among it.

        The calendar of the desk decides nothing: an annex says itself which days are its
        Valuation Dates. A day on which the desk is closed is a slip more often than not.
        """
        return in_place_order([*self.findings, *self._closed(day)])

    def _closed(self, day: date) -> Iterator[Finding]:
        city = self.settings.base_calendar
        try:
            is_open = city is None or self.calendars.is_open(city, day)
        except OutOfCover:
            return
        if not is_open:
            yield Finding(
                "DQ075",
                Severity.WARNING,
                self.settings.place_of_calendar,
                f"the banks of {city}, the `base_calendar`, are closed on {day}",
                f"check the day; calendars/{city}.csv may say otherwise",
            )

    def days(self) -> tuple[date, ...]:
        """Return the days that have marks, in order."""
        return self._days

    @cached_property
    def _days(self) -> tuple[date, ...]:
        return self.told_days.get("marks") or _days_of(self.records.marks)

    @cached_property
    def _lot_days(self) -> tuple[date, ...]:
        return self.told_days.get("lots") or _days_of(self.records.lots)

    @cached_property
    def _fx_days(self) -> dict[str, list[date]]:
        return {pair: sorted(rates) for pair, rates in self.records.fx.items()}

    @cached_property
    def calendars(self) -> Calendars:
        """The banking days of the book's own calendars, and the seeded ones."""
        return Calendars({city: dict(days) for city, days in self.records.closed.items()})

    def facts_for(self, agreement_id: str, *, on: date) -> Facts:
        """Return what the book knows of one agreement on a day.

        Trades made later, and matured trades that nobody marks, are left out; the rest is
        handed on as it is, and the call judges it. An error among the facts' findings is a
        row or a file that the agreement cannot be computed without.

        Args:
            agreement_id: Its identifier.
            on: The day.
        """
        if agreement_id not in self.agreements:
            return self._unknown(agreement_id, on)
        found = self.faults.of(agreement_id, on)
        marks = tuple(self._marks(agreement_id, on))
        if marks and self.settings.plus_is_good_for is None:
            found.append(replace(no_sign(self.settings.place), agreement=agreement_id))
        found.extend(self._moves(agreement_id, marks))
        if not any(one.is_error for one in found):
            found.extend(self._days_without_rows(agreement_id, on))
        found.extend(self._all_gone(agreement_id, on))
        lots = tuple(self._lots(agreement_id, on, found))
        records = self.records
        latch = self.settings.latches.get(agreement_id)
        return Facts(
            on=on,
            plus_is_good_for=self.settings.plus_is_good_for,
            trades=tuple(self._trades(agreement_id, on, marks)),
            marks=marks,
            held=lots,
            in_transit=tuple(self._under_way(agreement_id, on, found)),
            fx=self.rates_of(on),
            rate_before=self.rates_before(on),
            events=(*records.events.get("", ()), *records.events.get(agreement_id, ())),
            ratings=(*records.ratings.get("", ()), *records.ratings.get(agreement_id, ())),
            figures=tuple(records.figures.get(agreement_id, ())),
            initial_margin=tuple(records.initial_margin.get(agreement_id, {}).get(on, ())),
            measures=records.measures.get(agreement_id, {}).get(on, Measures()),
            exposure_elsewhere=tuple(
                records.exposed.get(agreement_id, {}).get(on, {}).values()
            ),
            used_elsewhere=tuple(records.used.get(agreement_id, {}).get(on, {}).values()),
            exposures=exposures_before(self, agreement_id, on=on, latch=latch),
            latch=latch,
            calendars=self.calendars,
            mark_age_days=self.settings.mark_age_days,
            findings=in_place_order(found),
            place=Place(self.folder),
        )

    def _all_gone(self, agreement_id: str, on: date) -> Iterator[Finding]:
        """Warn where an agreement held lots on the last day of the table and holds none now."""
        held = self.records.lots.get(agreement_id, {})
        before = _last(self._lot_days, on)
        if before in held and on in self._lot_days and on not in held:
            yield Finding(
                "DQ074",
                Severity.WARNING,
                Place(f"{self.folder}/{self.records.file_of('lots')}"),
                f"{len(held[before])} lots were held on {before}, and none is listed on {on}",
                "check that all of them went back",
                agreement=agreement_id,
            )

    def _days_without_rows(self, agreement_id: str, on: date) -> Iterator[Finding]:
        """Find a day of which a table the agreement stands in has no row for anybody.

        Nothing held and no trade left can be true of one agreement. Of the whole book it
        means that the file of the day has not come, or that the day is a slip.
        """
        records = self.records
        marks = records.files.get("marks")
        if marks and records.counts[marks] and not records.owners:
            yield Finding(
                "DQ073",
                Severity.ERROR,
                Place(f"{self.folder}/{records.file_of('trades')}"),
                "there are marks and no trades, so no exposure is known",
                f"add {records.file_of('trades')}",
                agreement=agreement_id,
            )
        oldest = on - timedelta(days=self.settings.mark_age_days)
        for name, rows, days, since in (
            (marks or records.file_of("trades"), records.marks, self._days, oldest),
            (records.file_of("lots"), records.lots, self._lot_days, on),
        ):
            if agreement_id not in rows or any(since <= day <= on for day in days):
                continue
            before, message = _last(days, on), f"{name} has no row of {on} at all"
            if before:
                message = (
                    f"{name} has no row of {on} at all; the last before it are of {before}"
                )
            yield Finding(
                "DQ073",
                Severity.ERROR,
                Place(f"{self.folder}/{name}"),
                message,
                "check the day, or add the rows of the day",
                agreement=agreement_id,
            )

    def live_trades(self, agreement_id: str, day: date) -> list[Trade]:
        """Return the trades made by a day and not matured before it."""
        return [
            trade
            for trade in self.records.trades.get(agreement_id, {}).values()
            if (trade.trade_date is None or trade.trade_date <= day) and day <= trade.maturity
        ]

    def _unknown(self, agreement_id: str, on: date) -> Facts:
        finding = Finding(
            "DQ067",
            Severity.ERROR,
            Place(self.folder),
            f"the agreement {shown(agreement_id)} is not in this book",
            did_you_mean(agreement_id, tuple(self.agreements))
            or "add its sheet to `agreements`",
            agreement=agreement_id,
        )
        return Facts(on=on, findings=(finding,), place=Place(self.folder))

    def _marks(self, agreement_id: str, on: date) -> Iterator[Mark]:
        """Yield the marks of the day, and older ones where the tolerance lets them stand in."""
        by_day = self.records.marks.get(agreement_id, {})
        yield from by_day.get(on, {}).values()
        if not self.settings.mark_age_days:
            return
        days = [on - timedelta(days=age) for age in range(self.settings.mark_age_days + 1)]
        for trade in self.live_trades(agreement_id, on):
            marked = [by_day[day] for day in days if trade.trade_id in by_day.get(day, {})]
            if marked and trade.trade_id not in by_day.get(on, {}):
                yield marked[0][trade.trade_id]

    def _trades(self, agreement_id: str, on: date, marks: tuple[Mark, ...]) -> Iterator[Trade]:
        live = {trade.trade_id for trade in self.live_trades(agreement_id, on)}
        live |= {mark.trade_id for mark in marks}
        agreement = self.agreements[agreement_id].value
        over = agreement.confirmations if agreement is not None else ()
        named = {each.transaction.casefold() for each in over}
        for trade in self.records.trades.get(agreement_id, {}).values():
            if trade.trade_id in live or trade.trade_id.casefold() in named:
                yield trade

    def _lots(self, agreement_id: str, on: date, found: list[Finding]) -> Iterator[Lot]:
        """Yield the lots of the day with their prices."""
        for lot in self.records.lots.get(agreement_id, {}).get(on, {}).values():
            yield self._priced(lot, agreement_id, on, found)

    def _under_way(
        self, agreement_id: str, on: date, found: list[Finding]
    ) -> Iterator[InTransit]:
        """Yield the movements on their way, an asset with its price of the day."""
        for one in self.records.movements.get(agreement_id, {}).values():
            if one.is_on_its_way(on):
                movement, lot = one.movement, one.movement.lot
                priced = lot and self._priced(lot, agreement_id, on, found)
                yield replace(movement, lot=priced)

    def _priced(self, lot: Lot, agreement_id: str, on: date, found: list[Finding]) -> Lot:
        """Return a lot with its price of the day; a price of another currency is none."""
        prices = self.records.prices.get(on, {})
        price = None if not lot.has_price else prices.get(lot.code or lot.asset.casefold())
        if price is None:
            return lot
        if price.currency == lot.nominal.currency:
            return replace(lot, price=price.price)
        found.append(
            Finding(
                "DQ061",
                Severity.ERROR,
                price.place,
                f"the price is in {price.currency}, and the lot "
                f"{shown(lot.lot_id)} that it values is in {lot.nominal.currency}",
                "check the currency of the price and of the lot",
                agreement=agreement_id,
            )
        )
        return lot

    def rates_of(self, day: date) -> dict[str, FxRate]:
        """Return the rates of a day, by pair; every agreement of the day reads the same."""
        if day not in self._rates:
            self._rates[day] = self._rates_of(day)
        return self._rates[day]

    @cached_property
    def _rates(self) -> dict[date, dict[str, FxRate]]:
        return {}

    @cached_property
    def _rates_old(self) -> dict[date, dict[str, FxRate]]:
        return {}

    def _rates_of(self, day: date) -> dict[str, FxRate]:
        found = ((pair, rates.get(day)) for pair, rates in self.records.fx.items())
        return {pair: rate for pair, rate in found if rate is not None}

    def rates_before(self, on: date) -> dict[str, FxRate]:
        """Return each pair's last rate before the day, no older than a long holiday.

        A faulty row is no reason to go back.
        """
        if on not in self._rates_old:
            self._rates_old[on] = self._rates_before(on)
        return self._rates_old[on]

    def _rates_before(self, on: date) -> dict[str, FxRate]:
        found: dict[str, FxRate] = {}
        for pair, days in self._fx_days.items():
            place = bisect_left(days, on)
            if not place:
                continue
            last = days[place - 1]
            if (on - last).days > LONGEST_HOLIDAY:
                continue
            rate = self.records.fx[pair][last]
            if rate is not None and not any(
                last < day < on for day in self.records.fx_days_unread
            ):
                found[pair] = rate
        return found

    def _moves(self, agreement_id: str, marks: tuple[Mark, ...]) -> Iterator[Finding]:
        """Warn of marks that moved more than the tolerance since the trade's last mark."""
        most = self.settings.day_on_day
        if most is None:
            return
        by_day = self.records.marks.get(agreement_id, {})
        for mark in marks:
            earlier = [
                day for day, of in by_day.items() if day < mark.on and mark.trade_id in of
            ]
            if not earlier:
                continue
            last = by_day[max(earlier)][mark.trade_id]
            if not mark.mark.currency == last.mark.currency == most.currency:
                continue
            move = EXACT.subtract(mark.mark.amount, last.mark.amount)
            if abs(move) > most.amount:
                yield Finding(
                    "DQ070",
                    Severity.WARNING,
                    mark.place,
                    f"the mark of {shown(mark.trade_id)} moved from {_money(last.mark)} on "
                    f"{last.on} to {_money(mark.mark)} on {mark.on}, more than {most}",
                    "check the mark; `tolerances:` in book.yaml says how far one may move",
                    agreement=agreement_id,
                )


def _days_of(rows: Mapping[str, Mapping[date, object]]) -> tuple[date, ...]:
    """Return the days of which a table has rows, of whatever agreement, in order."""
    return tuple(sorted({day for by_day in rows.values() for day in by_day}))


def _last(days: tuple[date, ...], on: date) -> date | None:
    """Return the last of the days before one."""
    place = bisect_left(days, on)
    return days[place - 1] if place else None


def no_sign(place: Place) -> Finding:
    """Return the finding that nobody said for whom a plus mark is good."""
    return Finding(
        "DQ063",
        Severity.ERROR,
        place,
        "there are marks, and nobody says for whom a plus is good: `plus_is_good_for` is "
        "missing",
        "write `plus_is_good_for: party A` or `party B`",
    )


def _money(money: Money) -> str:
    sign = "-" if money.amount < 0 else ""
    return str(Money(abs(money.amount), money.currency)).replace(" ", f" {sign}", 1)
