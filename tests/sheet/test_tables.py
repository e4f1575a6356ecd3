"""CSV and JSON lines into rows."""

import pytest

from isda.sheet.table_files import Columns, TableReport, table_file
from isda.sheet.tables import read_rows

COLUMNS = Columns("marks", ("trade_id", "mark"), ("points",))


def read(tmp_path, data, name="marks.csv"):
    """The rows (texts and whether they are broken), and what was found."""
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    report = TableReport()
    rows = list(read_rows(path, COLUMNS, report))
    return rows, report


def texts(rows):
    return [dict(row.texts) for row in rows]


def test_rows_and_places(tmp_path):
    """Each row knows its line and its number; a cell in quotes may run over lines."""
    rows, report = read(tmp_path, 'trade_id,mark\n"a\nb",1\n\nc,2\n')
    assert texts(rows) == [{"trade_id": "a\nb", "mark": "1"}, {"trade_id": "c", "mark": "2"}]
    assert [(row.place.line, row.place.row) for row in rows] == [(2, 1), (5, 3)]
    assert not report.of_file
    assert not report.of_row


def test_byte_order_mark(tmp_path):
    """A byte order mark and the line ends of Windows are no part of a cell."""
    rows, report = read(tmp_path, b"\xef\xbb\xbftrade_id,mark\r\na,1\r\n")
    assert texts(rows) == [{"trade_id": "a", "mark": "1"}]
    assert not report.of_file


@pytest.mark.parametrize(("line", "count"), [("a", 1), ("a,1,2", 3), ("a,1,", 3)])
def test_cells(tmp_path, line, count):
    """A row with another number of cells than the header is broken; the next one is not."""
    rows, report = read(tmp_path, f"trade_id,mark\n{line}\nb,2\n")
    assert [row.is_broken() for row in rows] == [True, False]
    (found,) = report.of_row
    assert (found.code, found.place.line) == ("DQ066", 2)
    assert f"has {count} cells and the header 2" in found.message


WHOLE = [
    (b"", "DQ003", "empty"),
    (b"\n", "DQ003", "empty"),
    (b"trade_id,mark\na,\xff\n", "DQ002", "UTF-8"),
    (b"trade_id,mark\na,1", "DQ065", "cut"),
    (b"trade_id\na\n", "DQ015", "`mark`"),
    (b"trade_id,mark,mark\na,1,2\n", "DQ009", "twice"),
    (b'trade_id,mark\na,"1\nb,2\n', "DQ010", "well-formed"),
]


@pytest.mark.parametrize(("data", "code", "word"), WHOLE)
def test_whole_file(tmp_path, data, code, word):
    """What may have lost rows is a fault of the whole file, not of one row."""
    _, report = read(tmp_path, data)
    (found,) = report.of_file
    assert found.is_error
    assert (found.code, word in found.message) == (code, True)


def test_renamed_column(tmp_path):
    """A column missing beside one of nearly its name says which to rename."""
    _, report = read(tmp_path, "trade_id,marks\na,1\n")
    missing = next(one for one in report.of_file if one.code == "DQ015")
    assert "`marks`: rename it" in missing.help


@pytest.mark.parametrize(("column", "is_error"), [("colour", False), ("ponts", True)])
def test_unknown_column(tmp_path, column, is_error):
    """An unknown column is a warning, and an error where an optional one may be meant."""
    _, report = read(tmp_path, f"trade_id,mark,{column}\na,1,2\n")
    (found,) = report.of_file
    assert (found.code, found.is_error) == ("DQ012", is_error)
    assert column in found.message


def test_json_lines(tmp_path):
    """JSON lines give the same rows; null is an empty cell."""
    rows, report = read(
        tmp_path, '{"trade_id": "a", "mark": "1", "points": null}\n', "marks.jsonl"
    )
    assert texts(rows) == [{"trade_id": "a", "mark": "1", "points": ""}]
    assert not report.of_row


BAD_LINES = [
    ('{"trade_id": "a"', "DQ010"),
    ('["a"]', "DQ014"),
    ('"a"', "DQ014"),
    ('{"trade_id": "a", "mark": 1.5}', "DQ041"),
    ('{"trade_id": "a", "mark": NaN}', "DQ041"),
    ('{"trade_id": "a", "mark": {"x": "1"}}', "DQ041"),
    ('{"trade_id": "a", "trade_id": "b", "mark": "1"}', "DQ009"),
    ("[" * 100_000, "DQ010"),
]


@pytest.mark.parametrize(("line", "code"), BAD_LINES, ids=range(len(BAD_LINES)))
def test_bad_json_line(tmp_path, line, code):
    """A line that is no flat object of strings is broken; the next one is not."""
    good = '{"trade_id": "b", "mark": "1"}'
    rows, report = read(tmp_path, f"{line}\n{good}\n", "marks.jsonl")
    assert [row.is_broken() for row in rows] == [True, False]
    assert [(one.code, one.place.line) for one in report.of_row] == [(code, 1)]


def test_unknown_names_of_json_lines(tmp_path):
    """An unknown name is said once, however many lines carry it."""
    line = '{"trade_id": "a", "mark": "1", "colour": "blue"}\n'
    _, report = read(tmp_path, line * 3, "marks.jsonl")
    assert [one.code for one in report.of_file] == ["DQ012"]


def test_two_files_of_one_table(tmp_path):
    """A table that is there as CSV and as JSON lines is read from neither."""
    for ending in ("csv", "jsonl"):
        (tmp_path / f"marks.{ending}").write_text("")
    report = TableReport()
    assert table_file(tmp_path, "marks", report) is None
    assert report.of_file[0].code == "DQ060"
