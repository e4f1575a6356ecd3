"""A Parquet file into rows of text: numbers from text or decimals, days from text or dates.

A binary float has lost digits before anybody reads it, so a column of them is refused whole,
and so is every other kind whose text would be a choice of ours.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from isda.basics.amounts import shown
from isda.basics.extras import missing
from isda.basics.finding import Place
from isda.sheet.feeds import DAYS, NUMBERS
from isda.sheet.fields import Fields
from isda.sheet.headers import TableFile, halves, header_holds, is_half, is_known
from isda.sheet.mistaken import not_parquet

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

Readers = Mapping[str, Callable[[Any], str]]

ROWS_AT_ONCE = 65_536


def parquet_rows(file: TableFile) -> Iterator[Fields]:
    """Yield the rows of a Parquet file; what keeps it from being read as a whole is noted."""
    source = _opened(file)
    if source is None:
        return
    with source:
        names = source.schema_arrow.names
        header = file.ours(names)
        if not header_holds([*header, *file.ours(file.given)], file.whole, file):
            return
        ours = {
            theirs: own
            for own, theirs in zip(header, names, strict=True)
            if is_known(own, file.columns)
        }
        readers = _readers(source.schema_arrow, ours, file)
        if len(readers) == len(ours):
            yield from _in_batches(source, ours, readers, file)


def _opened(file: TableFile) -> "pq.ParquetFile | None":
    try:
        import pyarrow as pa  # noqa: PLC0415  # only a book with such a file needs the library
        import pyarrow.parquet as pq  # noqa: PLC0415  # the same
    except ImportError:
        file.report.whole(
            "DQ076",
            file.whole,
            missing("Parquet", "batch"),
            "install it, or send the table as CSV",
        )
        return None
    try:
        return pq.ParquetFile(file.path)
    except pa.ArrowInvalid:
        file.report.whole("DQ010", file.whole, *not_parquet(file.path))
    except OSError as error:
        why = error.strerror or "damaged"
        file.report.whole(
            "DQ001", file.whole, f"the file cannot be read: {why}", "check its rights"
        )
    return None


def _readers(schema: "pa.Schema", ours: Mapping[str, str], file: TableFile) -> Readers:
    """Return what makes text of each column's cells; a column of a wrong kind is a fault."""
    found: dict[str, Callable[[Any], str]] = {}
    for theirs, own in ours.items():
        kind = schema.field(theirs).type
        reader = _reader(own, kind)
        if reader is not None:
            found[theirs] = reader
            continue
        wanted = "text"
        if own in NUMBERS:
            wanted = "decimal or text: a binary float has lost digits"
        elif own in DAYS:
            wanted = "date32 or text"
        file.report.whole(
            "DQ077",
            file.whole,
            f"the column `{shown(theirs)}` is of {kind}, and it can be {wanted}",
            "have the file written again with this column so",
        )
    return found


def _reader(column: str, kind: "pa.DataType") -> Callable[[Any], str] | None:
    import pyarrow.types as of  # noqa: PLC0415  # it is there: a file was opened with it

    if of.is_dictionary(kind):
        kind = kind.value_type
    is_text = of.is_string(kind) or of.is_large_string(kind) or of.is_string_view(kind)
    if is_text or of.is_null(kind):
        return _text_of_text
    if column in NUMBERS and of.is_decimal(kind):
        return _text_of_number
    if column in DAYS and of.is_date32(kind):
        return _text_of_day
    return None


def _text_of_text(cell: str | None) -> str:
    return cell or ""


def _text_of_number(cell: Decimal | None) -> str:
    """Return a number without the zeros that only fill the scale of its column."""
    if cell is None:
        return ""
    text = f"{cell:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text_of_day(cell: date | None) -> str:
    return "" if cell is None else cell.isoformat()


def _in_batches(
    source: "pq.ParquetFile", ours: Mapping[str, str], readers: Readers, file: TableFile
) -> Iterator[Fields]:
    number, rest = 0, file.rest()
    written = {ours[theirs] for theirs, each in readers.items() if each is _text_of_text}
    numbers, lacking = NUMBERS & written, halves([*ours.values(), *rest], file.columns)
    for batch in source.iter_batches(ROWS_AT_ONCE, columns=list(ours)):
        columns = [
            [read(cell) for cell in batch.column(theirs).to_pylist()]
            for theirs, read in readers.items()
        ]
        for texts in zip(*columns, strict=True):
            number += 1
            cells = dict(zip(ours.values(), texts, strict=True)) | rest
            if lacking and is_half(cells, lacking, file):
                return
            row = file.row(cells, Place(file.name, row=number))
            file.fit(row, cells, numbers)
            yield row
