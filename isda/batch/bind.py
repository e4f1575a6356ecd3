"""Terms bound for columns, once for each agreement and again only when something changed.

The store is content-addressed: a sheet's plan stands under a digest of its bytes, of the
engine and, where the day has a say, of what the book knows of the agreement on that day. It
is a cache and safe to delete: a run without it gives the same bytes.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache, partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from isda.basics.calendars import OutOfCover
from isda.basics.faults import InvariantBroken
from isda.basics.outcome import Outcome
from isda.batch.asked import asked_of_trades, reads_notionals
from isda.batch.book import call_of
from isda.batch.bound import (
    NO_RECIPE,
    Bound,
    Rows,
    as_frames,
    recipe_json,
    recipe_of,
    rows_of,
    rows_of_single,
    shape_of,
)
from isda.batch.cells import PLAIN_WORD
from isda.batch.columns import Schema
from isda.batch.plans import plan_of, why_single
from isda.batch.processes import in_processes
from isda.batch.rows import stand_in
from isda.batch.worth import VERDICTS
from isda.margin.outcome import MarginCall
from isda.margin.valuation_dates import days_of, places_of
from isda.sheet.book import Book
from isda.sheet.book_trades import MARKS
from isda.sheet.sheets_of_book import ReadSheet, SheetText, agreement_of_text
from isda.terms.agreement import Agreement
from isda.terms.valuation import ValuationDays

HOLDS: Schema = {
    "agreement": pl.String, "bound_on": pl.Date, "day": pl.String, "rhythm": pl.String,
    "places": pl.String, "line": pl.Int64,
}  # fmt: skip
"""How long a bound agreement holds: from a day on, while the day's rows are the same and
its Valuation Dates fall on the day; and while its sheet stands in the same line, where
something was found in it."""
TOO_LARGE = "an amount too large for columns"


@cache
def engine() -> bytes:
    """Return a digest of the program: other code may bind other terms."""
    root = Path(__file__).parent.parent
    digest = blake2b(digest_size=16)
    for path in sorted(chain(root.rglob("*.py"), root.rglob("*.yaml"))):
        digest.update(path.read_bytes())
    return digest.digest()


class Sheets(Mapping[str, Outcome[Agreement]]):
    """The agreements of a book, each read when somebody asks for it.

    Args:
        texts: The sheet of each agreement.
    """

    def __init__(self, texts: Mapping[str, SheetText]) -> None:
        self._texts, self._read = texts, dict[str, Outcome[Agreement]]()

    def __getitem__(self, name: str) -> Outcome[Agreement]:
        if name not in self._read:
            sheet = agreement_of_text(self._texts[name])
            self.learn(sheet)
            (first, *_) = sheet.agreements.values()
            self._read.setdefault(name, Outcome(None, first.findings))
        return self._read[name]

    def line(self, name: str) -> int:
        """Return the line that the sheet of an agreement begins in."""
        return self._texts[name].line

    def is_in(self, name: str, file: str) -> bool:
        """Whether the sheet of an agreement is a line of a file."""
        text = self._texts[name]
        return text.is_line and str(text.path) == file

    def texts_of(self, names: Iterable[str]) -> dict[str, SheetText]:
        """Return the sheets of some agreements, as they stand."""
        return {name: self._texts[name] for name in names}

    def forget(self, name: str) -> None:
        """Keep an agreement no longer: most are asked for once."""
        self._read.pop(name, None)

    def __contains__(self, name: object) -> bool:
        return name in self._texts  # the mapping's own way would read the sheet

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def learn(self, sheet: ReadSheet) -> None:
        """Keep what one sheet says."""
        self._read |= sheet.agreements


class Store:
    """Bound terms on disk.

    Args:
        folder: Where it stands; None keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.keys = pl.DataFrame(schema={**HOLDS, "key": pl.String})
        self.bound = Bound()
        self.verdicts = pl.DataFrame(schema=VERDICTS)
        if folder is not None and (folder / HEAD).is_file():
            self._load(folder)

    def _load(self, folder: Path) -> None:
        try:
            head = json.loads((folder / HEAD).read_text("utf-8"))
            if head["engine"] != engine().hex():
                return
            frames = [self._frame(folder, name, head["files"][name]) for name in FRAMES]
            recipes = {name: recipe_of(steps) for name, steps in head["recipes"].items()}
            shapes = {name: shape_of(shape) for name, shape in head["shapes"].items()}
        except FOREIGN:
            return  # a store that does not read is made anew
        agreements, legs, keys, verdicts = frames
        if not set(legs["recipe"]) <= recipes.keys() | {NO_RECIPE}:
            return
        self.keys, self.verdicts = keys, verdicts
        self.bound = Bound(agreements, legs, recipes, shapes)

    def save(self, bound: Bound, keys: pl.DataFrame, verdicts: pl.DataFrame) -> None:
        """Keep bound terms for the next run, where anything is new.

        Where nothing can be written, as in a book that is only to be read, nothing is kept.
        """
        same = keys is self.keys and verdicts.height == self.verdicts.height
        if self.folder is None or same:
            return
        with suppress(OSError):
            self._write(self.folder, bound, keys, verdicts)

    def _write(
        self, folder: Path, bound: Bound, keys: pl.DataFrame, verdicts: pl.DataFrame
    ) -> None:
        """Write the tables, and last the head, which names those that belong together.

        A run that is killed leaves the store as it was.
        """
        folder.mkdir(parents=True, exist_ok=True)
        tables = set(bound.agreements["table"].drop_nulls())
        kept = verdicts.filter(pl.col("table").is_in(sorted(tables)))
        recipes = {name: recipe_json(steps) for name, steps in bound.recipes.items()}
        shapes = {name: list(bound.shapes[name]) for name in tables}
        frames = (bound.agreements, bound.legs, keys, kept)
        files = {
            name: self._written(folder, name, frame)
            for name, frame in zip(FRAMES, frames, strict=True)
        }
        head = {"engine": engine().hex(), "files": files, "recipes": recipes, "shapes": shapes}
        temporary = folder / f"{HEAD}.part"
        temporary.write_text(json.dumps(head), encoding="utf-8")
        temporary.replace(folder / HEAD)
        for path in folder.glob("*.parquet"):
            if path.name not in files.values():
                path.unlink()

    @staticmethod
    def _written(folder: Path, name: str, frame: pl.DataFrame) -> str:
        """Write a frame under a digest of its bytes, and return the name of its file."""
        temporary = folder / f"{name}.part"
        frame.write_parquet(temporary, compression="lz4")
        file = _named(name, temporary.read_bytes())
        temporary.replace(folder / file)
        return file

    @staticmethod
    def _frame(folder: Path, name: str, file: str) -> pl.DataFrame:
        """Return a frame whose bytes are still those that were written."""
        raw = (folder / file).read_bytes()
        if _named(name, raw) != file:
            raise ValueError(file)
        return pl.read_parquet(raw)


FRAMES = ("agreements", "legs", "keys", "verdicts")
HEAD = "store.json"
FOREIGN = (
    OSError, ValueError, KeyError, TypeError, AttributeError, InvariantBroken,
    pl.exceptions.PolarsError,
)  # fmt: skip
"""What reading a store that another program wrote, or nobody, can end in."""


def _named(name: str, raw: bytes) -> str:
    return f"{name}-{blake2b(raw, digest_size=12).hexdigest()}.parquet"


def name_in_line(sheet: SheetText) -> str:
    """Return the one identifier of a sheet in a file of many, or nothing where it must be read.

    Example:
        >>> name_in_line(SheetText(Path("agreements.jsonl"), 1, b'{"agreement": "ONE"}'))
        'ONE'
    """
    raw = sheet.raw or b""
    if not sheet.is_line or b"severally" in raw:
        return ""
    try:
        pairs = json.loads(raw, object_pairs_hook=list)
    except (ValueError, RecursionError):
        return ""
    names = [value for key, value in pairs if key == "agreement"] if _is_object(raw) else []
    (name,) = names if len(names) == 1 else ("",)
    return name if isinstance(name, str) and _NAME.fullmatch(name) else ""


def _is_object(raw: bytes) -> bool:
    return raw.lstrip().startswith(b"{")


_NAME = re.compile(PLAIN_WORD)
"""Identifiers that every reader takes as they stand."""


def key_of(sheet: SheetText) -> str:
    """Return what a sheet's plan stands under: its file and its bytes."""
    digest = blake2b(str(sheet.path).encode(), digest_size=16)
    digest.update(sheet.raw or b"")
    return digest.hexdigest()


class Day:
    """What a book knows on a day besides its bulk tables, agreement by agreement.

    Args:
        book: The book, without its bulk tables.
        on: The day.
    """

    def __init__(self, book: Book, on: date) -> None:
        self.book, self.on = book, on
        self.marked = replace(book, told_days={MARKS.table: (on,)})
        self._sign = str(book.settings.plus_is_good_for)
        prices, closed = book.records.prices.get(on), book.records.closed
        self._whole = _digest(repr((on, self._sign, book.rates_of(on), prices, closed)))

    def rows(self, name: str) -> str:
        """Return a digest of the rows that an agreement has, or for whom a plus is good."""
        records, on = self.book.records, self.on
        rows: list[Any] = [
            records.events.get("", ()), records.events.get(name, ()),
            records.ratings.get("", ()), records.ratings.get(name, ()),
            records.figures.get(name, ()), records.initial_margin.get(name, {}).get(on),
            records.measures.get(name, {}).get(on), records.used.get(name, {}).get(on),
            records.exposed.get(name, {}).get(on),
            records.movements.get(name, ()), self.book.settings.latches.get(name),
            self.book.faults.of(name, on),
        ]  # fmt: skip
        return _digest(repr(rows) + self._whole) if any(rows) else self._sign

    def whole(self, name: str) -> str:
        """Return a digest of the day for an agreement whose terms turn on the day itself."""
        return _digest(self.rows(name) + self._whole)

    def falls(self, rhythm: str | None, places: str | None) -> bool:
        """Whether the day is known as a Valuation Date; always where none are stated."""
        if rhythm is None or places is None:
            return True
        cities = tuple(tuple(each) for each in json.loads(places))
        try:
            return ValuationDays.read(rhythm).falls_on(self.on, self.book.calendars, cities)
        except OutOfCover:
            return False  # the call says so


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=12).hexdigest()


def turns_on_the_day(made: MarginCall) -> bool:
    """Whether anything but the sheet decided what an agreement computes."""
    if any(leg.shortfall is None for leg in made.legs):
        return True
    if any("spot" in line.inputs for line in made.working):
        return True
    begins = [terms.annex.covered_transactions.from_ for terms in made.bound]
    if any(day is not None and day > made.on for day in begins):
        return True
    signed = any(annex.amendments for annex in made.terms.annexes)
    return signed or any(terms.annex.reads_history for terms in made.bound)


class BoundOne(NamedTuple):
    """One agreement bound: its plan, or why it is called by itself; how long that holds."""

    rows: Rows
    holds: dict[str, Any]


def bind(
    book: Book, names: list[str], day: Day, told: Callable[[int], None]
) -> tuple[Bound, list[dict[str, Any]]]:
    """Bind agreements: each is called once without the bulk tables.

    Args:
        book: The book, without its bulk tables.
        names: The agreements.
        day: What the book knows on the day.
        told: Called with how many are bound.

    Returns:
        Their plans as frames, and the rows of the store that say how long they hold.
    """
    every = in_processes(partial(_bind_one, book, day), names, told)
    return as_frames(one.rows for one in every), [one.holds for one in every]


def _bind_one(book: Book, day: Day, name: str) -> BoundOne:
    made = _called(book, day, name)
    why = why_single(made)
    plan = None if why else plan_of(made)
    holds = {"agreement": name, "bound_on": day.on} | _holds(made, name, day)
    if isinstance(book.agreements, Sheets):
        if any(book.agreements.is_in(name, each.place.file) for each in made.findings):
            holds["line"] = book.agreements.line(name)
        book.agreements.forget(name)
    if plan is None:
        rows = rows_of_single(name, why or TOO_LARGE, asked_of_trades(made))
    else:
        rows = rows_of(plan)
    return BoundOne(rows, holds)


def _called(book: Book, day: Day, name: str) -> MarginCall:
    """Return the call without the bulk tables; notionals are asked of a trade that has none."""
    made = call_of(book, name, day.on)
    asking = [terms for terms in made.bound if reads_notionals(terms)]
    if not asking:
        return made
    stand_in(book, name, day.on, asking[0].base_currency)
    with_one = call_of(day.marked, name, day.on)
    del book.records.trades[name], book.records.marks[name]
    return with_one


def _holds(made: MarginCall, name: str, day: Day) -> dict[str, Any]:
    if made.terms is None or turns_on_the_day(made):
        return {"day": day.whole(name)}
    annex = made.bound[0].annex
    days = days_of(annex)
    return {
        "day": day.rows(name),
        "rhythm": None if days is None else str(days),
        "places": json.dumps(places_of(made.terms, annex)),
    }


def still_hold(kept: pl.DataFrame, day: Day) -> pl.DataFrame:
    """Return the rows of the store that hold on a day.

    Args:
        kept: Rows of the store, of sheets that have not changed.
        day: The day.
    """
    there = kept.filter(pl.col("bound_on") <= day.on)
    falls = {
        pair: day.falls(*pair) for pair in there.select("rhythm", "places").unique().rows()
    }
    sheets = day.book.agreements
    holds = [
        falls[rhythm, places]
        and bound in {day.rows(name), bound and day.whole(name)}
        and (line is None or not isinstance(sheets, Sheets) or sheets.line(name) == line)
        for name, bound, rhythm, places, line in there.select(
            "agreement", "day", "rhythm", "places", "line"
        ).iter_rows()
    ]
    return there.filter(pl.Series(holds, dtype=pl.Boolean))
