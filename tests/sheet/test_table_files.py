"""A table as one file, as parts in folders, compressed, or as Parquet."""

import gzip
import shutil
import sys
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from isda.batch.book import run
from isda.statement.as_json import to_run_json

MONDAY, TUESDAY = date(2024, 12, 30), date(2024, 12, 31)
DAYS = {"on", "maturity", "trade_date"}
NUMBERS = {"mark": (18, 2), "nominal": (20, 4), "price": (12, 6), "rate": (38, 18)}


def codes(findings):
    return [one.code for one in findings]


def cells(text):
    header, *rows = [line.split(",") for line in text.splitlines()]
    return {name: [row[at] or None for row in rows] for at, name in enumerate(header)}


def frame(text, **changed):
    """A table of CSV as Arrow: days as dates, numbers as decimals of some scale."""
    columns = {}
    for name, values in cells(text).items():
        if name in DAYS:
            made = pa.array([one and date.fromisoformat(one) for one in values], pa.date32())
        elif name in NUMBERS:
            made = pa.array(map(Decimal, values), pa.decimal128(*NUMBERS[name]))
        else:
            made = pa.array(values, pa.string())
        columns[name] = made
    return pa.table(columns | changed)


def put(make, name, table):
    """Put a table, or bytes, in place of the CSV of the small book."""
    path = make.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    (make.folder / f"{name.partition('/')[0].partition('.')[0]}.csv").unlink(missing_ok=True)
    path.write_bytes(table) if isinstance(table, bytes) else pq.write_table(table, path)


def run_of(outcome):
    document = to_run_json(run(outcome.must(), on=MONDAY))
    return [(one["status"], one["movements"], one["legs"]) for one in document["calls"]]


TEXTS = ["trades", "marks", "lots", "prices", "fx"]


def test_every_table_as_parquet(make):
    """Decimals, dates and text of Parquet give the digits that the same rows of CSV give."""
    apart = run_of(make())
    for name in TEXTS:
        put(make, f"{name}.parquet", frame(getattr(make, name)))
    outcome = make.again()
    assert outcome.findings == ()
    places = {"place", "places", "sources"}
    assert strip(run_of(outcome), places) == strip(apart, places)


def strip(value, keys):
    """A document without the places that it names."""
    if isinstance(value, dict):
        return {key: strip(one, keys) for key, one in value.items() if key not in keys}
    if isinstance(value, list | tuple):
        return [strip(one, keys) for one in value]
    return value


def test_the_place_of_a_row_of_parquet(make):
    """A row of Parquet has no line; its file and its number say where it stands."""
    make()
    put(make, "marks.parquet", frame(make.marks.replace("T2,2024-12-31", "T3,2024-12-31")))
    (finding,) = make.again().findings
    assert finding.code == "DQ064"
    assert str(finding.place).endswith("marks.parquet (row 4)")


FLOATS = pa.array([1.5, 2.0, 2.5, 3.0], pa.float64())
WRONG = [
    ("mark", FLOATS, "double"),
    ("mark", FLOATS.cast(pa.float32()), "float"),
    ("mark", pa.array([1, 2, 3, 4], pa.int64()), "int64"),
    ("on", pa.array([datetime(2024, 12, 30)] * 4, pa.timestamp("us")), "timestamp"),  # noqa: DTZ001  # a day without a zone is the fault
    ("trade_id", pa.array([1, 2, 1, 2], pa.int64()), "int64"),
    ("currency", pa.array([Decimal(1)] * 4, pa.decimal128(5, 2)), "decimal"),
]


@pytest.mark.parametrize(("column", "values", "kind"), WRONG, ids=range(len(WRONG)))
def test_a_column_of_a_wrong_kind(make, column, values, kind):
    """A column whose text would be a choice of ours is refused whole, and stops everyone."""
    make()
    put(make, "marks.parquet", frame(make.marks, **{column: values}))
    outcome = make.again()
    assert set(codes(outcome.findings)) == {"DQ077"}
    assert kind in outcome.findings[0].message
    assert set(make.stopped(outcome)) == {"ONE", "TWO"}
    assert not outcome.value.records.marks


def test_a_column_of_parquet_is_missing(make):
    """A Parquet file that misses a column is read in no row, as a CSV would be."""
    make()
    put(make, "marks.parquet", frame(without(make.marks, "currency")))
    outcome = make.again()
    assert codes(outcome.findings) == ["DQ015"]
    assert set(make.stopped(outcome)) == {"ONE", "TWO"}


def test_a_float_that_nothing_reads(make):
    """A column that is not read may be of any kind: it is a warning, as in CSV."""
    make()
    put(make, "marks.parquet", frame(make.marks, delta_of_desk=FLOATS))
    outcome = make.again()
    assert [(one.code, one.is_error) for one in outcome.findings] == [("DQ012", False)]


def test_kinds_of_text(make):
    """Text may be large, or told by number out of a dictionary; an empty column has none."""
    text = frame(make.marks)
    large = text["trade_id"].cast(pa.large_string())
    named = text["currency"].dictionary_encode()
    none = pa.nulls(4)
    make()
    put(
        make, "marks.parquet",
        frame(make.marks, trade_id=large, currency=named, points=none),
    )  # fmt: skip
    assert make.again().findings == ()


def test_zeros_of_the_scale(make):
    """The zeros that fill the scale of a decimal are no digits: only 8 places may count."""
    wide = pa.array([Decimal("100.00000001"), *[Decimal("-0.5")] * 3], pa.decimal128(38, 18))
    make()
    put(make, "marks.parquet", frame(make.marks, mark=wide))
    outcome = make.again()
    (mark,) = outcome.must().facts_for("ONE", on=MONDAY).marks
    assert (mark.mark.amount, str(mark.mark.amount)) == (
        Decimal("100.00000001"),
        "100.00000001",
    )
    fine = pa.array([Decimal("100.000000001"), *[Decimal(1)] * 3], pa.decimal128(38, 18))
    put(make, "marks.parquet", frame(make.marks, mark=fine))
    assert codes(make.again().findings) == ["DQ043"]


@pytest.mark.parametrize("raw", [b"", b"PAR1", b"trade_id,on\n", None])
def test_damaged_parquet(make, raw):
    """A Parquet file that is cut or is none stops everyone."""
    make()
    put(make, "marks.parquet", frame(make.marks))
    path = make.folder / "marks.parquet"
    path.write_bytes(path.read_bytes()[:-9] if raw is None else raw)
    outcome = make.again()
    assert codes(outcome.findings) == ["DQ010"]
    assert set(make.stopped(outcome)) == {"ONE", "TWO"}


def test_parquet_that_may_not_be_read(make, monkeypatch):
    """A Parquet file that may not be opened is a finding."""

    def denied(_):
        raise PermissionError(13, "Permission denied")

    make()
    put(make, "marks.parquet", frame(make.marks))
    monkeypatch.setattr(pq, "ParquetFile", denied)
    (finding,) = make.again().findings
    assert (finding.code, finding.message) == (
        "DQ001",
        "the file cannot be read: Permission denied",
    )


def test_without_the_library(make, monkeypatch):
    """Where the library is missing, the finding says how it is installed."""
    make()
    put(make, "marks.parquet", frame(make.marks))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (finding,) = make.again().findings
    assert finding.code == "DQ076"
    assert "install `isda-collateral[batch]`" in finding.message


def test_a_book_of_csv_loads_no_library(make):
    """A book without Parquet is read without pyarrow."""
    code = (
        "import sys; from isda.sheet.read_book import read_book;"
        f"assert not read_book({str(make.folder)!r}).findings;"
        "print([name for name in ('pyarrow', 'polars') if name in sys.modules])"
    )
    make()
    import subprocess  # noqa: PLC0415  # for this test alone

    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert ran.stdout.strip() == "[]"


def without(text, column):
    """A table of CSV without one column, and what stood in it."""
    header, *rows = [line.split(",") for line in text.splitlines()]
    at = header.index(column)
    for row in (header, *rows):
        row.pop(at)
    return "\n".join(",".join(row) for row in (header, *rows)) + "\n"


MONDAY_MARKS = "trade_id,mark,currency\nT1,100,KRW\nT2,-200.5,KRW\n"
TUESDAY_MARKS = '{"trade_id": "T1", "mark": "110", "currency": "KRW"}\n'


def parts(make, **files):
    make()
    (make.folder / "marks.csv").unlink()
    for name, text in files.items():
        path = make.folder / "marks" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text) if isinstance(text, bytes) else path.write_text(text)
    return make.again()


def test_parts_in_folders_by_day(make):
    """A table may be a folder of parts; a folder `column=value` gives the cell to its rows."""
    text = '{"trade_id": "T2", "mark": "-210.5", "currency": "KRW"}\n'
    outcome = parts(
        make,
        **{
            "on=2024-12-30/a.csv": MONDAY_MARKS,
            "on=2024-12-31/a.jsonl": TUESDAY_MARKS,
            "on=2024-12-31/b.jsonl.gz": gzip.compress(text.encode()),
            "_SUCCESS": "",
            "on=2024-12-31/.crc": "",
        },
    )
    assert outcome.findings == ()
    plain = make.again().must()
    assert plain.days() == (MONDAY, TUESDAY)
    (mark,) = plain.facts_for("TWO", on=TUESDAY).marks
    assert (mark.mark.amount, mark.place.line, mark.place.row) == (Decimal("-210.5"), 1, 1)
    assert mark.place.file.endswith("marks/on=2024-12-31/b.jsonl.gz")


def test_parts_of_parquet(make):
    """Parts may be Parquet, and are read in the order of their names."""
    make()
    for number, row in enumerate(make.marks.splitlines()[1:]):
        text = f"{make.marks.splitlines()[0]}\n{row}\n"
        put(make, f"marks/part-{number}.parquet", frame(text))
    outcome = make.again()
    assert outcome.findings == ()
    assert outcome.must().days() == (MONDAY, TUESDAY)
    put(make, "marks/part-9.parquet", frame(make.marks))
    again = make.again().findings
    assert codes(again) == ["DQ060"] * 4
    assert "first in row 1 of part-0.parquet" in again[0].message


def test_folders_spell_what_a_name_cannot(make):
    """Signs that no folder's name may hold are spelled out; an empty cell has its own name."""
    folder = "trade_id=T%31/points=__HIVE_DEFAULT_PARTITION__/a.csv"
    outcome = parts(make, **{folder: "on,mark,currency\n2024-12-30,1,KRW\n"})
    (mark,) = outcome.value.facts_for("ONE", on=MONDAY).marks
    assert (mark.trade_id, mark.points) == ("T1", None)


BAD_FOLDERS = [
    (
        {"on=2024-12-30/a.csv": without("trade_id,on,mark,currency\nT1,x,1,KRW", "mark")},
        "DQ015",
    ),
    ({"on=2024-12-30/a.csv": "trade_id,on,mark,currency\nT1,2024-12-30,1,KRW\n"}, "DQ009"),
    ({"on=2024-12-30/on=2024-12-31/a.csv": MONDAY_MARKS}, "DQ071"),
    ({"old/a.csv": MONDAY_MARKS}, "DQ071"),
    ({"=x/a.csv": MONDAY_MARKS}, "DQ071"),
    ({"on=2024-12-30/a.csv": MONDAY_MARKS, "notes.txt": ""}, "DQ071"),
    ({"_temporary": ""}, "DQ003"),
    ({"poins=0/on=2024-12-30/a.csv": MONDAY_MARKS}, "DQ012"),
    ({"on=2024-12-30/a.csv.gz": gzip.compress(MONDAY_MARKS.encode())[:-9]}, "DQ065"),
    ({"on=2024-12-30/a.csv.gz": b"\x1f\x8b\x08\x00nothing of the kind"}, "DQ010"),
    ({"on=2024-12-30/a.csv.gz": MONDAY_MARKS.encode()}, "DQ010"),
]


@pytest.mark.parametrize(("files", "code"), BAD_FOLDERS, ids=range(len(BAD_FOLDERS)))
def test_a_folder_that_may_have_lost_rows(make, files, code):
    """What is no part, or says a thing twice, stops everyone: rows may be lost."""
    outcome = parts(make, **files)
    assert code in codes(outcome.findings)
    assert all(code in found for found in make.stopped(outcome).values())
    assert set(make.stopped(outcome)) == {"ONE", "TWO"}


def test_a_folder_beside_a_file(make):
    """A table that is there as a file and as a folder is read from neither."""
    outcome = parts(make, **{"on=2024-12-30/a.csv": MONDAY_MARKS})
    (make.folder / "marks.csv.gz").write_bytes(gzip.compress(make.marks.encode()))
    outcome = make.again()
    assert codes(outcome.findings) == ["DQ060"]
    assert "marks.csv.gz and marks are both here" in outcome.findings[0].message
    shutil.rmtree(make.folder / "marks")
    assert make.again().findings == ()


@pytest.mark.parametrize("name", ["trade", "mark"])
def test_a_folder_nearly_right(make, name):
    """A folder whose name is nearly that of a table that is not there stops everyone."""
    outcome = make()
    (make.folder / f"{name}s.csv").unlink()
    (make.folder / name).mkdir()
    (make.folder / "results").mkdir()
    outcome = make.again()
    assert "DQ071" in codes(outcome.findings)
    assert not any("results" in one.message for one in outcome.findings)


def test_control_totals_of_a_folder(make):
    """A control total names the folder, and counts all its parts."""
    said = "{file: marks, on: 2024-12-30, rows: 3}"
    files = {"on=2024-12-30/a.csv": MONDAY_MARKS}
    parts(make, **files)
    (make.folder / "book.yaml").write_text(f"{make.book}control_totals: [{said}]\n")
    (finding,) = make.again().findings
    assert finding.message == (
        "the control total of marks on 2024-12-30 is not met: 2 rows are found and 3 expected"
    )
