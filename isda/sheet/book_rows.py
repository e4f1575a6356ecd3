"""What a row of each table of a book becomes, and whom it concerns when it is faulty."""

from collections.abc import Callable, Container, Iterable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from isda.basics.amounts import read_currency, shown
from isda.basics.faults import AmountError
from isda.basics.finding import Place
from isda.basics.hours import read_city
from isda.facts.facts import FxRate, InitialMargin
from isda.sheet.book_collateral import IN_TRANSIT, LOTS, read_lot, read_movement
from isda.sheet.book_measures import MEASURES, take_measure
from isda.sheet.book_tables import Blame, BookReader, day_of, of_agreement
from isda.sheet.book_trades import MARKS, TRADES, of_trade, of_trade_row, read_mark, read_trade
from isda.sheet.fields import (
    Fields,
    read_fx_rate,
    read_pair,
    read_signed_rate,
    read_yes,
)
from isda.sheet.figures import (
    event_of,
    named_figure_of,
    rating_of,
    read_term_of_rating,
)
from isda.sheet.read_elsewhere import (
    EXPOSURE_ELSEWHERE,
    USED_ELSEWHERE,
    take_exposure_elsewhere,
    take_used_elsewhere,
)
from isda.sheet.records import Price
from isda.sheet.table_files import Columns, Part, TableReport

PRICES = Columns("prices", ("on", "price", "currency"), ("isin", "asset"))
FX = Columns("fx", ("pair", "on", "rate"), ("source",))
RATINGS = Columns("ratings", ("of", "agency", "term", "rating", "since"), ("agreement",))
EVENTS = Columns("events", ("event", "of", "agreement", "from"), ("until",))
FIGURES = Columns("figures", ("agreement", "figure", "amount", "currency", "since"), ("of",))
INITIAL_MARGIN = Columns(
    "initial_margin", ("agreement", "regime", "poster", "on", "amount", "currency")
)
RATES = Columns("rates", ("index", "on", "rate"))
CALENDAR = Columns("calendars", ("date", "closed"), ("reason",))


class Table(NamedTuple):
    """A table: its columns, what takes a row in, and whom a faulty row concerns."""

    columns: Columns
    read: Callable[[BookReader, Fields], None]
    blame: Callable[[BookReader, Fields], Blame]
    stops: bool = True


def read_tables(reader: BookReader, without: Container[str] = ()) -> None:
    """Read every table of a book but some, trades before their marks."""
    for table in TABLES:
        if table.columns.table in without:
            continue
        reader.table(
            table.columns,
            partial(table.read, reader),
            partial(table.blame, reader),
            stops=table.stops,
        )
    folder = reader.folder / "calendars"
    for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        _calendar(reader, path)


def take_rows(
    reader: BookReader, columns: Columns, name: str, rows: Iterable[Fields], report: TableReport
) -> None:
    """Take in rows of a table that somebody else has picked out of its files.

    Args:
        reader: The book that is read.
        columns: The table.
        name: The name of its file, or of the folder of its parts.
        rows: Its rows, with their places.
        report: What the rows note their faults in.
    """
    (table,) = (each for each in TABLES if each.columns.table == columns.table)
    reader.counts = reader.records.counts[name]
    reader.records.files[columns.table] = name
    read, blame = partial(table.read, reader), partial(table.blame, reader)
    reader.take(rows, report, read, blame)
    reader.whole_file(report, stops=table.stops)


def _of_one_or_all(reader: BookReader, row: Fields) -> Blame:
    name = row.texts.get("agreement", "")
    return Blame(name if name in reader.agreements else None, None, everyone=not name)


def _of_fx(reader: BookReader, row: Fields) -> Blame:
    """A rate that is lost is refused by name, unless an older one could take its place."""
    on, pair = day_of(row), row.texts.get("pair", "")
    if on is not None and pair in reader.records.fx:
        reader.records.fx[pair][on] = None
    elif on is not None:
        reader.records.fx_days_unread.add(on)
    return Blame(None, on, everyone=on is None)


def _price(reader: BookReader, row: Fields) -> None:
    isin, asset, on = row.maybe_text("isin"), row.maybe_text("asset"), row.day("on")
    price, currency = row.rate("price"), row.read("currency", read_currency)
    if not row.is_broken() and (isin is None) == (asset is None):
        row.error("DQ037", "isin", "a price is of an `isin` or of an `asset`", "write one")
    if row.is_broken():
        return
    of_day, key = reader.records.prices[on], isin or (asset or "").casefold()
    if key in of_day:
        row.error(
            "DQ060",
            "isin",
            f"the price of {shown(isin or asset or '')} on {on} stands "
            "here twice, so neither is used",
            "keep one of the two rows",
        )
        of_day[key] = None
        return
    reader.count(on, None, price=(price, currency))
    of_day[key] = Price(price, currency, row.place)


def _fx(reader: BookReader, row: Fields) -> None:
    currencies, on = row.read("pair", read_pair), row.day("on")
    rate = row.read("rate", read_fx_rate)
    if row.is_broken():
        return
    pair, inverse = "".join(currencies), currencies[1] + currencies[0]
    of_pair = reader.records.fx[pair]
    other = reader.records.fx.get(inverse, {}).get(on)
    if on in of_pair or other is not None:
        row.error(
            "DQ062",
            "pair",
            f"the rate of {pair} on {on} stands here twice"
            + (f", once as {inverse}" if other else "")
            + ", so neither is used",
            "keep the one that the agreements mean; no rate is ever inverted",
        )
        of_pair[on] = None
        if other is not None:
            reader.records.fx[inverse][on] = None
        return
    reader.count(on, None, rate=(rate, None))
    of_pair[on] = FxRate(*currencies, rate, row.place)


def _event(reader: BookReader, row: Fields) -> None:
    name = reader.agreement(row) if row.has("agreement") else ""
    event = event_of(row)
    if event is None or row.is_broken():
        return
    if _stands_once(reader, row, "event", event, name):
        reader.count(None, name or None)
        reader.records.events[name].append(event)


def _stands_once(
    reader: BookReader, row: Fields, key: str, found: Any, name: str, *, is_shared: bool = False
) -> bool:
    """Whether nothing of the same name and day stands in a table yet; it does from now on.

    Where rows of no agreement are every agreement's, they clash with those of each.
    """
    under = reader.records.standing[key, found.same]
    if is_shared and not name:
        stands = bool(under)
    else:
        stands = name in under or (is_shared and "" in under)
    if not stands:
        under.add(name)
        return True
    row.error(
        "DQ060",
        key,
        f"{shown(row.texts[key])} from {found.since} stands here twice",
        "keep one of the two rows",
    )
    return False


def _rating(reader: BookReader, row: Fields) -> None:
    name = reader.agreement(row) if row.has("agreement") else ""
    is_short_term = row.read("term", read_term_of_rating)
    rating = rating_of(row, "rating", is_short_term=is_short_term)
    if rating is None or row.is_broken():
        return
    if rating.is_of_a_party and not name and len(reader.agreements) > 1:
        row.error(
            "DQ037",
            "of",
            f"{shown(rating.of)} is somebody else in each agreement of the book",
            "name the `agreement` of the row",
        )
        return
    if _stands_once(reader, row, "of", rating, name, is_shared=True):
        reader.records.ratings[name].append(rating)
        reader.count(None, name or None)


def _figure(reader: BookReader, row: Fields) -> None:
    name, figure = reader.agreement(row), named_figure_of(row, "currency")
    if figure is None or row.is_broken():
        return
    if _stands_once(reader, row, "figure", figure, name):
        reader.count(None, name, amount=figure.amount)
        reader.records.figures[name].append(figure)


def _initial_margin(reader: BookReader, row: Fields) -> None:
    name, regime, poster = reader.agreement(row), row.text("regime"), row.side("poster")
    on, amount = row.day("on"), row.money("amount", "currency")
    if row.is_broken():
        return
    reader.count(on, name, amount=amount)
    found = InitialMargin(regime, poster, amount, row.place)
    reader.records.initial_margin[name][on].append(found)


def _calendar(reader: BookReader, path: Path) -> None:
    """Read the closed and open days of the city that the file is named for."""
    report = TableReport()
    try:
        city = read_city(path.stem)
    except AmountError as error:
        report.whole(error.code, Place(str(path)), error.message, error.help)
        reader.whole_file(report)
        return

    def day(row: Fields) -> None:
        on, closed = row.day("date"), row.read("closed", read_yes)
        if not row.is_broken() and on in reader.records.closed[city]:
            row.error("DQ060", "date", f"{on} stands here twice", "keep one of the two rows")
        if not row.is_broken():
            reader.records.closed[city][on] = closed

    reader.rows(Part(path), CALENDAR, report, day, lambda _: Blame(None, None, everyone=True))
    reader.whole_file(report)


def _of_day(_: BookReader, row: Fields) -> Blame:
    return Blame(None, day_of(row))


def _fixing(_: BookReader, row: Fields) -> None:
    """Check a row of rates.csv; interest, which reads it, is not computed yet."""
    row.text("index")
    row.day("on")
    row.read("rate", read_signed_rate)


TABLES = (
    Table(TRADES, read_trade, of_trade_row),
    Table(MARKS, read_mark, of_trade),
    Table(LOTS, read_lot, of_agreement),
    Table(PRICES, _price, _of_day),
    Table(IN_TRANSIT, read_movement, of_agreement),
    Table(FX, _fx, _of_fx),
    Table(EVENTS, _event, _of_one_or_all),
    Table(RATINGS, _rating, _of_one_or_all),
    Table(FIGURES, _figure, of_agreement),
    Table(INITIAL_MARGIN, _initial_margin, of_agreement),
    Table(MEASURES, take_measure, of_agreement),
    Table(USED_ELSEWHERE, take_used_elsewhere, of_agreement),
    Table(EXPOSURE_ELSEWHERE, take_exposure_elsewhere, of_agreement),
    Table(RATES, _fixing, _of_day, stops=False),
)
