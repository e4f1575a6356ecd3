"""A night under way: what columns still compute, and what goes one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from isda.basics.arithmetic import NIL
from isda.basics.party import Side
from isda.batch import bulk, sums
from isda.batch import twice as second
from isda.batch.alone import called, must_agree, steps_of, with_keys
from isda.batch.bind import Sheets
from isda.batch.book import call_of
from isda.batch.bound import SHARES, Bound
from isda.batch.bulk import BulkTable
from isda.batch.cells import NotColumns
from isda.batch.columns import MONEY
from isda.batch.held import held
from isda.batch.legs import run_legs
from isda.batch.notionals import (
    SHARE_SUMS,
    notionals_of,
    shares_of,
    with_shares,
    without_strip,
)
from isda.batch.one_night import Alone, Night, Sample, all_called
from isda.batch.plans import UNREAD_SHEET
from isda.batch.rows import NOTIONAL, OwnRows, Wanted, place_of, take_sums
from isda.batch.sample import sampled
from isda.batch.stages import Stages
from isda.batch.told_days import Typed, told_days
from isda.batch.unfinished import Unfinished
from isda.batch.worth import Kinds
from isda.margin.marks import still_valued
from isda.sheet.book import Book
from isda.sheet.book_collateral import LOTS
from isda.sheet.book_settings import ControlTotal
from isda.sheet.book_trades import MARKS, TRADES
from isda.sheet.control_totals import finding_of_total, is_no_total, unread_of
from isda.sheet.feeds import PLAIN
from isda.sheet.records import RowCount
from isda.sheet.table_files import Columns
from isda.terms.bound import BoundTerms

if TYPE_CHECKING:
    from isda.basics.finding import Finding

ODD = "marks to look at one by one"


class NightRun:
    """A night under way: which agreements columns still compute, and what is known of them."""

    def __init__(self, book: Book, sheets: Sheets, bound: Bound, on: date) -> None:
        self.book, self.sheets, self.on = book, sheets, on
        single = bound.agreements.filter(pl.col("single") != "")
        self.why_single = dict(single.select("agreement", "single").iter_rows())
        asks = pl.col("base_currency").is_null() & (pl.col("single") != UNREAD_SHEET)
        by_trade = single.filter(asks)["agreement"]
        self.by_trade = set(by_trade)
        self.found: dict[str, list[Finding]] = {}
        self.netted: sums.Netted | None = None
        self.trades = pl.LazyFrame()
        self.odd = pl.DataFrame(schema=bulk.PLACE)
        self.bound = bound
        self.tables: dict[str, BulkTable] = {}
        self.rows: dict[str, int] = {}
        self.strange = {MARKS.table}
        self.together: frozenset[str] = frozenset()
        self.typed: dict[str, pl.LazyFrame] = {}
        self.many: frozenset[str] = frozenset()
        self.added_up = pl.DataFrame(schema=second.ADDED_UP)
        self.nets = pl.DataFrame()
        self.notionals = pl.DataFrame(schema={"agreement": pl.String, NOTIONAL: MONEY})
        self.shares = pl.DataFrame(schema=SHARE_SUMS)
        self.worth = pl.DataFrame()

    @property
    def known(self) -> frozenset[str]:
        """Every agreement of the book."""
        return frozenset(self.sheets)

    def last_held(self, lots: pl.LazyFrame) -> date:
        """Return the last day before this one of which there are lots."""
        return bulk.last_before(lots, self.on)

    def leave(self, agreements: Iterable[str], why: str) -> None:
        """Let agreements of the book go through the call of one agreement."""
        for name in agreements:
            if name in self.sheets:
                self.why_single.setdefault(name, why)

    def look_at(self, agreements: Iterable[str]) -> None:
        """Let the trades of agreements be read one by one."""
        names = [name for name in agreements if name in self.sheets]
        self.by_trade.update(names)
        self.leave(names, ODD)

    def _set_aside(self, found: sums.Netted, trades: pl.LazyFrame) -> None:
        """Set the rows aside that are looked at one by one; the rest stays added up.

        Who is called by itself has to be known by now.

        Trades that have matured and are marked are said so here, where columns compute the
        agreement: their marks are left out.
        """
        self.by_trade |= self.why_single.keys() & frozenset(self._shared())
        groups = frozenset(found.groups["agreement"])
        alone = [name for name in found.matured if name in self.why_single]
        names = sorted(frozenset(found.odd).union(alone) - self.by_trade)
        if names or groups:
            self.odd = bulk.odd_rows(trades, names, found.groups, self.on)
        silent = self.bound.legs.filter(pl.col("silent").is_not_null())["agreement"]
        spoken = sorted(frozenset(found.matured) - frozenset(silent) - frozenset(alone))
        rows = bulk.still_marked(trades, spoken, self.on) if spoken else pl.DataFrame()
        of_marks = self.tables.get(MARKS.table, self.tables[TRADES.table])
        for agreement, trade_id, maturity, part, row in rows.iter_rows():
            place = place_of(of_marks.files[part], row)
            finding = still_valued(trade_id, maturity, place, agreement)
            self.found.setdefault(agreement, []).append(finding)

    def plain(self) -> Bound:
        """Return the bound terms of those that columns compute so far."""
        return self.bound.of(
            name for name in self.bound.agreements["agreement"] if name not in self.why_single
        )

    def marks(self, stages: Stages) -> None:
        """Add up the marks."""
        table, of_marks = self.bulk(TRADES), self.bulk(MARKS)
        if table is None and of_marks is None:
            self.look_at(self._shared())
            self.nets = sums.no_marks(self.plain())
            return
        table = self.with_sign(table)
        stages.begin("identifiers")
        trades = bulk.typed(table, bulk.TRADE_KINDS, bulk.MUST_OF_TRADE)
        self.typed[TRADES.table] = trades
        self.together = frozenset(bulk.doubled(trades)["agreement"].drop_nulls())
        self.look_at(self.together)
        stages.done("identifiers")
        stages.begin("marks")
        if of_marks is not None:
            trades = self._marked(table, trades, of_marks)
        twice = frozenset(self.by_trade)
        summed = self.bound.of(
            name for name in self.bound.agreements["agreement"] if name not in twice
        )
        found = sums.net_marks(trades, summed, self.book, self.on)
        self.trades = trades
        self.leave([*found.odd, *found.groups["agreement"]], ODD)
        self.netted = found
        self._ask(frozenset(found.groups["agreement"]))
        self.nets, self.rows["trades"] = found.nets, found.rows
        self._note(TRADES, found.names)
        stages.done("marks", found.rows)

    def _ask(self, grouped: frozenset[str]) -> None:
        """Add up what else is asked of trades, and let those be read that have to be.

        Args:
            grouped: Agreements of which whole currencies are looked at one by one.
        """
        found = shares_of(self.trades, self.plain(), self.book, self.on)
        self.look_at(found.each)
        self.shares = found.sums
        summed = pl.col("base_currency").is_not_null() & (pl.col("single") != "")
        asked = self.bound.agreements.filter(summed)
        follow = asked.filter("notionals")
        found = notionals_of(self.trades, follow, self.book, self.on)
        self.notionals = found.sums
        self.by_trade |= found.each | (grouped & frozenset(follow["agreement"]))
        limited = asked.filter(pl.col("strip_of").is_not_null())
        names = frozenset(limited["agreement"])
        if MARKS.table not in self.tables and names:
            table = self.tables[TRADES.table]
            names -= without_strip(self.trades, limited, table, self.book, self.on)
        self.by_trade |= names

    def _shared(self) -> pl.Series:
        """Return the agreements that columns compute from shares of each notional."""
        given = (pl.col(column).is_not_null() for column in SHARES.values())
        return self.bound.legs.filter(pl.any_horizontal(given))["agreement"]

    def with_sign(self, trades: BulkTable | None) -> BulkTable:
        """Return the trades that marks are of, where somebody says for whom a plus is good."""
        if trades is None or self.book.settings.plus_is_good_for is None:
            message = "there are no trades" if trades is None else "no sign convention is said"
            raise NotColumns(f"there are marks, and {message}")
        return trades

    def _note(self, columns: Columns, names: frozenset[str | None]) -> None:
        """Note whether a table has rows of no agreement of the book."""
        if not names <= self.known:
            self.strange.add(columns.table)

    def bulk(self, columns: Columns) -> BulkTable | None:
        """Return a bulk table of the book, if it has it."""
        feed = self.book.settings.feeds.get(columns.table, PLAIN)
        table = bulk.bulk_table(Path(self.book.folder), columns, feed)
        if table is not None:
            self.tables[columns.table] = table
        return table

    def type_tables(self) -> None:
        """Type the bulk tables, and compute nothing."""
        for columns, _ in bulk.KINDS:
            self.bulk(columns)
        self.typed = bulk.typed_tables(self.tables)

    def _marked(
        self, table: BulkTable, trades: pl.LazyFrame, of_marks: BulkTable
    ) -> pl.LazyFrame:
        """Return trades with their marks, where marks have a table of their own."""
        if not bulk.OF_MARK.keys().isdisjoint(table.names):
            message = "marks stand in the rows of the trades and in a table of their own"
            raise NotColumns(message)
        marks = bulk.typed(of_marks, bulk.MARK_KINDS, bulk.MUST_OF_MARK)
        self.typed[MARKS.table] = marks
        self.look_at(bulk.owners_of_strange(marks, trades)["agreement"])
        most = self.book.settings.day_on_day
        if most is not None:
            self.look_at(bulk.moved(marks, trades, self.on, most)["agreement"])
        return bulk.marked(trades, marks, self.on)

    def lots(self, stages: Stages, verdicts: pl.DataFrame) -> pl.DataFrame:
        """Value the lots, and return how each kind counts, with those known before."""
        table = self.bulk(LOTS)
        if table is None:
            self.worth = sums.no_lots()
            return verdicts
        stages.begin("lots")
        lots = bulk.typed(table, bulk.LOT_KINDS, bulk.MUST_OF_LOT)
        self.typed[LOTS.table] = lots
        kinds = Kinds(self.on, self.bound.shapes, verdicts, self._table)
        found = sums.worth_of(lots, self.plain(), self.book, kinds, self.last_held(lots))
        self.leave(found.left, "collateral to look at one by one")
        self.worth, self.rows["lots"] = found.lots, found.rows
        self._note(LOTS, found.names)
        stages.done("lots", found.rows)
        return kinds.known

    def _table(self, name: str, poster: Side) -> BoundTerms:
        """Return the terms of some leg whose collateral a table values."""
        rows = self.bound.agreements.filter(pl.col("table") == name)
        legs = self.bound.legs.filter(pl.col("posting_party") == poster.value)
        (agreement,) = rows.join(legs, on="agreement")["agreement"].head(1)
        made = call_of(self.book, agreement, self.on)
        return next(terms for terms in made.bound if terms.pledgor is poster)

    def figures(self, stages: Stages) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Compute the legs on columns, and return them with their steps.

        Who is called by itself is known after it, and which of its rows are read.
        """
        stages.begin("legs")
        plain = self.plain()
        given = with_shares(sums.of_legs(plain, self.nets, self.worth), plain, self.shares)
        legs, steps = run_legs(plain, given)
        stages.done("legs", legs.height)
        stages.begin("rows")
        if self.netted is not None:
            self.many = self.netted.many
            self._set_aside(self.netted, self.trades)
            aside = self.bound.of(self.why_single.keys() - self.by_trade)
            self.added_up = second.added_up(self.netted, aside, self.why_single, self.odd)
        return legs, steps

    def alone(
        self, names: list[str], sample: Sample, stages: Stages, unfinished: Unfinished
    ) -> Alone:
        """Call agreements by themselves, each with the rows that it has to be read.

        Args:
            names: Those that columns do not compute.
            sample: Those that are computed again.
            stages: Told of it.
            unfinished: Those that are called already.
        """
        chosen = sample.on_columns
        book, rows = self.with_rows(names, frozenset(chosen), frozenset(sample.twice))
        counts = book.records.counts
        files = [table.path.name for table in self.tables.values()]
        unread = {file: [row for row in counts[file] if not row.is_sound] for file in files}
        stages.done("rows")
        again = rows.apart()
        bare = replace(again.book, told_days=book.told_days)
        call = partial(called, book, rows, self.on)
        made = all_called([*names, *chosen], call, unfinished, stages)
        stages.done("one by one", len(made))
        drawn = second.drawn(self.added_up, sample, made[: len(names)])
        named = [f"{second.AGAIN}{name}" for name in drawn]
        call = partial(second.called_again, bare, again, self.on)
        twice = all_called(named, call, unfinished, Stages())
        loose = [each for each in book.faults.every if each.agreement is None]
        for each in made:
            loose += each.taken.loose
            for file, row in each.taken.unread:
                unread[file].append(row)
        return Alone(made[: len(names)], made[len(names) :], twice, loose, unread)

    def finished(self, stages: Stages, sample: int, unfinished: Unfinished) -> Night:
        """Compute the legs on columns, the others one by one, and a sample in both ways."""
        legs, steps = self.figures(stages)
        chosen = sampled(legs, sample, self.many)
        may = second.may_be_called_twice(self.added_up, sample, self.many)
        both = Sample(chosen, may, sample)
        alone = self.alone(sorted(self.why_single), both, stages, unfinished)
        for finding in alone.loose:
            self.book.faults.note(finding)
        self.check_totals(alone.unread)
        stages.begin("sample")
        must_agree(chosen, legs, steps, alone.again)
        second.must_agree_twice(alone.calls, alone.twice)
        stages.done("sample", len(chosen) + len(alone.twice))
        return Night(
            self.book.name,
            self.on,
            self.plain().agreements.sort("agreement"),
            legs,
            pl.concat([with_keys(steps, legs), steps_of(alone.calls)], how="diagonal"),
            held(self.worth, legs, (row for each in alone.calls for row in each.lots)),
            tuple(each.call for each in alone.calls),
            dict(sorted(self.why_single.items())),
            {name: each for name, each in self.found.items() if name not in self.why_single},
            self.book.findings_on(self.on),
            self.rows,
            tuple(chosen),
            tuple(each.call.agreement for each in alone.twice if second.has_figures(each)),
            stages.milliseconds,
        )

    def check_totals(self, counted: Mapping[str, list[RowCount]]) -> None:
        """Check the control totals of the bulk tables; one that is not met stops columns.

        Args:
            counted: Rows that do not read, by file.
        """
        for total in self.book.settings.control_totals:
            if total.table not in bulk.BULK or is_no_total(total):
                continue
            table = self.tables.get(total.table)
            if table is None or total.file != table.path.name:
                finding = finding_of_total(total, NIL, 0, 0, 0)
            else:
                unread = unread_of(total, counted.get(table.path.name, ()))
                finding = finding_of_total(total, *self.total_of(total), *unread)
            if finding is not None and finding.is_error:
                raise NotColumns(finding.message)
            if finding is not None:
                self.book.faults.note(finding)

    def total_of(self, total: ControlTotal) -> tuple[Decimal, int]:
        """Return the sum that a control total asks for, and how many rows there are of it."""
        return sums.total_of(self.typed[total.table], total)

    def with_rows(
        self,
        names: Iterable[str],
        extra: frozenset[str] = frozenset(),
        twice: frozenset[str] = frozenset(),
    ) -> tuple[Book, OwnRows]:
        """Return the book for agreements that are called by themselves, and their bulk rows.

        Args:
            names: Agreements; one whose marks may be added up has one trade for all of them.
            extra: Agreements of which every row is read.
            twice: Agreements of which every row is read apart.
        """
        of_lots = frozenset(names)
        by_trade = frozenset(name for name in of_lots if name in self.by_trade) | extra
        of_trades = by_trade | twice
        wanted = Wanted(
            {TRADES.table: of_trades, MARKS.table: of_trades, LOTS.table: of_lots | of_trades},
            self.odd,
            self.known,
            self.strange,
            self.together,
            twice,
        )
        rows = OwnRows(self.book, self.tables, wanted)
        if self.netted is not None:
            aside = self.bound.of((of_lots - by_trade) & self.netted.summed).agreements
            sums = aside.select("agreement", "base_currency").join(self.nets, on="agreement")
            sums = sums.join(self.notionals, on="agreement", how="left")
            take_sums(self.book, sums, self.on)
        return replace(self.book, told_days=self.days()), rows

    def days(self) -> Mapping[str, tuple[date, ...]]:
        """Return the days of which marks and lots have rows, of whatever agreement."""
        inside = self.netted.days if self.netted is not None else ()
        return told_days(Typed(self.book, self.tables, self.typed), inside, self.on)
