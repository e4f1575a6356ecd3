"""A whole bank's calls on one day, from columns.

Bound terms come from the store, marks and lots are added up as columns, and each recipe runs
once on all the legs that follow it. What columns do not compute, or find something wrong
with, goes through the call of one agreement, on its own rows and in its own words. At the end
a sample is computed again agreement by agreement: one figure that differs fails the run.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from isda.basics.outcome import Outcome
from isda.batch.bind import HOLDS, Day, Sheets, Store, bind, key_of, name_in_line, still_hold
from isda.batch.book import call_of
from isda.batch.bound import Bound
from isda.batch.bulk import BULK, doubled
from isda.batch.cells import NotColumns
from isda.batch.night_run import NightRun
from isda.batch.one_night import Night
from isda.batch.sample import LEGS
from isda.batch.stages import Progress, Stages
from isda.batch.unfinished import Unfinished
from isda.margin.outcome import MarginCall
from isda.sheet.book import Book
from isda.sheet.book_trades import TRADES
from isda.sheet.read_book import begin_book, book_of
from isda.sheet.records import Faults
from isda.sheet.sheets_of_book import ReadSheet, SheetText, agreement_of_text, sheet_texts

Runner = Callable[[Book, Sheets, Bound, date], NightRun]


def night(
    folder: Path,
    *,
    on: date,
    store: Path | None = None,
    sample: int = LEGS,
    progress: Progress | None = None,
    unfinished: Unfinished | None = None,
    runner: Runner = NightRun,
) -> Outcome[Night]:
    """Compute every call of a book on one day, from columns.

    Args:
        folder: The book.
        on: The day.
        store: Where bound terms are kept; nothing is kept where it is None.
        sample: How many legs are computed again through the single call.
        progress: Told of each stage.
        unfinished: What a run that was broken off has done, and what this one keeps.
        runner: What runs it: this machine, or many.

    Raises:
        NotColumns: A bulk table is of no shape for columns.
        Differs: A figure of the sample is not what the single call makes it.
    """
    stages = Stages(progress)
    stages.begin("read")
    begun = begin_book(folder)
    if begun.value is None:
        return Outcome(None, begun.findings)
    settings, faults = begun.value
    kept = Store(store)
    sheets, keys = _sheets(folder, faults, kept)
    book = book_of(folder, settings, sheets, faults, without=BULK)
    stages.done("read", len(sheets))
    bound, holding = _bound(book, sheets, keys, kept, on, stages)
    stages.done("bind", bound.agreements.height)
    run = runner(book, sheets, bound, on)
    run.marks(stages)
    verdicts = run.lots(stages, kept.verdicts)
    stages.begin("store")
    kept.save(bound, holding, verdicts)
    stages.done("store")
    return Outcome(run.finished(stages, sample, unfinished or Unfinished()))


def one_of(
    folder: Path, agreement: str, *, on: date, store: Path | None = None
) -> MarginCall | None:
    """Return one agreement of a night by itself, with its whole working; None if not there.

    Only its rows of the bulk tables are read one by one.
    """
    begun = begin_book(folder)
    if begun.value is None:
        return None
    settings, faults = begun.value
    sheets, _ = _sheets(folder, faults, Store(store))
    if agreement not in sheets:
        return None
    book = book_of(folder, settings, sheets, faults, without=BULK)
    run = NightRun(book, sheets, Bound(), on)
    run.type_tables()
    names = frozenset([agreement])
    if TRADES.table in run.typed:
        doubles = frozenset(doubled(run.typed[TRADES.table])["agreement"].drop_nulls())
        if agreement in doubles:
            names = run.together = doubles
    whole, rows = run.with_rows([], names)
    rows.take(agreement)
    return call_of(whole, agreement, on)


def _sheets(folder: Path, faults: Faults, kept: Store) -> tuple[Sheets, pl.DataFrame]:
    """Return the agreements of a book, and under which key each stands in the store.

    Sheets that have not changed are not read: the store knows their names.
    """
    known: dict[str, list[str]] = {}
    for key, name in kept.keys.select("key", "agreement").iter_rows():
        known.setdefault(key, []).append(name)
    texts: dict[str, SheetText] = {}
    read: list[ReadSheet] = []
    rows: list[tuple[str, str]] = []
    for text in sheet_texts(folder, faults):
        key = key_of(text)
        names = known.get(key)
        if names is None:
            quick = name_in_line(text)
            sheet = None if quick else agreement_of_text(text)
            read += [sheet] if sheet else []
            names = list(sheet.agreements) if sheet else [quick]
        for name in names:
            if name in texts:
                message = f"{name} has two sheets"
                raise NotColumns(message)
            texts[name] = text
            rows.append((name, key))
    sheets = Sheets(texts)
    for each in read:
        sheets.learn(each)
    return sheets, pl.DataFrame(
        rows, schema={"agreement": pl.String, "key": pl.String}, orient="row"
    )


def _bound(
    book: Book, sheets: Sheets, keys: pl.DataFrame, kept: Store, on: date, stages: Stages
) -> tuple[Bound, pl.DataFrame]:
    """Return the bound terms of every agreement, and how long they hold."""
    day = Day(book, on)
    there = kept.keys.join(keys, on=["agreement", "key"], how="semi")
    holding = still_hold(there, day)
    held = frozenset(holding["agreement"])
    missing = [name for name in sheets if name not in held]
    stages.begin("bind", len(missing))
    if not missing and holding.height == kept.keys.height:
        return kept.bound, kept.keys
    bound = kept.bound.of(held)
    for start in range(0, len(missing), AT_ONCE):
        names = missing[start : start + AT_ONCE]
        made, rows = bind(book, names, day, stages.after(start))
        own = pl.DataFrame(rows, schema=HOLDS).join(keys, on="agreement")
        bound |= made
        holding = pl.concat([holding, own], how="diagonal")
        kept.save(bound, holding, kept.verdicts)
    return bound, holding


AT_ONCE = 5_000
"""Agreements that are bound before the store is written: a run that is killed loses no more."""
