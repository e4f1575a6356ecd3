"""How a feed writes its table: declared in book.yaml, never guessed."""

import json
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from isda.basics.faults import AmountError
from isda.basics.party import Side
from isda.sheet.feeds import Feed, Mark, Negatives

MONDAY = date(2024, 12, 30)


def codes(findings):
    return [one.code for one in findings]


def feed(make, text, table="marks"):
    return f"{make.book}feeds: {{{table}: {{{text}}}}}\n"


def mark_of(outcome, name="TWO"):
    (mark,) = outcome.must().facts_for(name, on=MONDAY).marks
    return mark.mark.amount


@pytest.mark.parametrize(
    ("said", "sign"),
    [
        ("semicolon", ";"), ("pipe", "|"), ("tab", "\t"), ("comma", ","), ('";"', ";"),
        ('"|"', "|"), ('"\\t"', "\t"), ('","', ","),
    ],
)  # fmt: skip
def test_separators(make, said, sign):
    """A feed declares its separator, by its name or by itself."""
    outcome = make(
        book_yaml=feed(make, f"separator: {said}"), marks_csv=make.marks.replace(",", sign)
    )
    assert outcome.findings == ()
    assert mark_of(outcome) == Decimal("-200.5")


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolon"), ("|", "pipe"), ("\t", "tab")])
def test_a_separator_is_not_guessed(make, sign, name):
    """A separator that is not declared stops everyone, and the way out names it."""
    outcome = make(marks_csv=make.marks.replace(",", sign))
    assert set(codes(outcome.findings)) == {"DQ015", "DQ012"}
    assert f"the header has a {name} in it" in outcome.findings[-1].help
    assert set(make.stopped(outcome)) == {"ONE", "TWO"}


NUMBERS = [
    (Mark.POINT, Negatives.MINUS, "-1,234.50", "-1,234.50"),
    (Mark.COMMA, Negatives.MINUS, "-1.234,50", "-1,234.50"),
    (Mark.COMMA, Negatives.MINUS, "1234,5", "1234.5"),
    (Mark.COMMA, Negatives.MINUS, "1.234", "1,234"),
    (Mark.COMMA, Negatives.MINUS, "1234", "1234"),
    (Mark.POINT, Negatives.BRACKETS, "(1,234.50)", "-1,234.50"),
    (Mark.POINT, Negatives.BRACKETS, "1,234.50", "1,234.50"),
    (Mark.POINT, Negatives.TRAILING_MINUS, "1,234.50-", "-1,234.50"),
    (Mark.COMMA, Negatives.TRAILING_MINUS, "0,5-", "-0.5"),
    (Mark.COMMA, Negatives.MINUS, "NaN", "NaN"),
    (Mark.POINT, Negatives.BRACKETS, "(", None),
    (Mark.POINT, Negatives.BRACKETS, "-1", None),
    (Mark.POINT, Negatives.BRACKETS, "(-1)", None),
    (Mark.POINT, Negatives.BRACKETS, "((1))", None),
    (Mark.POINT, Negatives.TRAILING_MINUS, "-1", None),
    (Mark.POINT, Negatives.TRAILING_MINUS, "-1-", None),
    (Mark.POINT, Negatives.MINUS, "(1)", None),
    (Mark.POINT, Negatives.MINUS, "1-", None),
    (Mark.POINT, Negatives.MINUS, "+1", None),
    (Mark.COMMA, Negatives.MINUS, "1234.50", None),
    (Mark.COMMA, Negatives.MINUS, "1,234.50", None),
    (Mark.COMMA, Negatives.MINUS, "1.23,4", None),
    (Mark.COMMA, Negatives.MINUS, "1,2,3", None),
    (Mark.COMMA, Negatives.MINUS, ",5", None),
]


@pytest.mark.parametrize(("decimal", "negatives", "text", "plain"), NUMBERS)
def test_numbers(decimal, negatives, text, plain):
    """A number is read as the feed is declared; one written otherwise is refused."""
    declared = Feed(decimal=decimal, negatives=negatives)
    if plain is None:
        with pytest.raises(AmountError) as refused:
            declared.plain(text)
        assert refused.value.code == "DQ041"
    else:
        assert declared.plain(text) == plain


GERMAN = "trade_id;on;mark;currency\nT1;2024-12-30;1.100,00;KRW\nT2;2024-12-30;{};KRW\n"
IN_GERMAN = "separator: semicolon, decimal: comma, negatives: brackets"


def test_a_feed_with_all_of_it(make):
    """Semicolons, a decimal comma, brackets, a byte order mark and the line ends of Windows."""
    text = "\ufeff" + GERMAN.format("(200,50)").replace("\n", "\r\n")
    outcome = make(book_yaml=feed(make, IN_GERMAN), marks_csv=text)
    assert (mark_of(outcome, "ONE"), mark_of(outcome)) == (Decimal(1100), Decimal("-200.5"))


@pytest.mark.parametrize("mark", ["-200,5", "200.5", "200,5-", "(200,5"])
def test_a_number_that_is_written_otherwise(make, mark):
    """A number that is not written as its feed says stops its own agreement on its day."""
    outcome = make(book_yaml=feed(make, IN_GERMAN), marks_csv=GERMAN.format(mark))
    (finding,) = outcome.findings
    assert (finding.code, finding.place.line) == ("DQ041", 3)
    assert mark in finding.message
    assert make.stopped(outcome) == {"TWO": ["DQ041"]}


def test_numbers_of_json_lines(make):
    """What a feed says of its numbers holds for JSON lines as well."""
    row = '{"trade_id": "T2", "on": "2024-12-30", "mark": "200,5-", "currency": "KRW"}\n'
    book = feed(make, "decimal: comma, negatives: trailing minus", "marks.jsonl")
    make(book_yaml=book, marks_jsonl=row)
    (make.folder / "marks.csv").unlink()
    assert mark_of(make.again()) == Decimal("-200.5")


def test_numbers_of_parquet(make):
    """In Parquet it holds for text; a decimal is a number already."""
    for kind, value in ((pa.string(), "200,5-"), (pa.decimal128(9, 2), Decimal("-200.5"))):
        row = {"trade_id": "T2", "on": "2024-12-30", "mark": value, "currency": "KRW"}
        table = pa.table({key: pa.array([one], kind if key == "mark" else pa.string())
                          for key, one in row.items()})  # fmt: skip
        book = feed(make, "decimal: comma, negatives: trailing minus")
        make(book_yaml=book)
        (make.folder / "marks.csv").unlink()
        pq.write_table(table, make.folder / "marks.parquet")
        assert mark_of(make.again()) == Decimal("-200.5")


OTHERS = "Ref,As Of,Value,Ccy,Desk\nT1,2024-12-30,100,KRW,X\nT2,2024-12-30,-200.5,KRW,X\n"
NAMES = "columns: {trade_id: Ref, on: As Of, mark: Value, currency: Ccy}"


def test_names_of_the_feed(make):
    """A feed says what it calls our columns; one that is not read is named or warned of."""
    outcome = make(book_yaml=feed(make, f"{NAMES}, not_read: [Desk]"), marks_csv=OTHERS)
    assert outcome.findings == ()
    assert mark_of(outcome) == Decimal("-200.5")
    outcome = make(book_yaml=feed(make, NAMES), marks_csv=OTHERS)
    assert [(one.code, one.is_error) for one in outcome.findings] == [("DQ012", False)]


def test_names_of_a_feed_of_json(make):
    """The names hold for JSON lines and for Parquet too."""
    row = '{"Ref": "T2", "As Of": "2024-12-30", "Value": "-200.5", "Ccy": "KRW", "Desk": "X"}\n'
    make(book_yaml=feed(make, f"{NAMES}, not_read: [Desk]"), marks_jsonl=row)
    (make.folder / "marks.csv").unlink()
    outcome = make.again()
    assert outcome.findings == ()
    assert mark_of(outcome) == Decimal("-200.5")
    (make.folder / "marks.jsonl").unlink()
    cells = {"Ref": "T2", "As Of": "2024-12-30", "Value": "-200.5", "Ccy": "KRW", "Desk": "X"}
    pq.write_table(
        pa.table({key: [one] for key, one in cells.items()}), make.folder / "marks.parquet"
    )
    assert mark_of(make.again()) == Decimal("-200.5")


@pytest.mark.parametrize("shape", ["csv", "jsonl", "parquet"])
def test_a_column_of_our_name_that_means_something_else(make, shape):
    """A column that is not read may have the name of one of ours: ours is then another."""
    said = f"{NAMES}, not_read: [mark, currency, points, attribute.x]"
    cells = {
        "Ref": "T2", "As Of": "2024-12-30", "Value": "-200.5", "Ccy": "KRW", "mark": "A",
        "currency": "B", "points": "C", "attribute.x": "D",
    }  # fmt: skip
    make(book_yaml=feed(make, said))
    (make.folder / "marks.csv").unlink()
    path = make.folder / f"marks.{shape}"
    if shape == "csv":
        path.write_text(f"{','.join(cells)}\n{','.join(cells.values())}\n")
    elif shape == "jsonl":
        path.write_text(json.dumps(cells) + "\n")
    else:
        pq.write_table(pa.table({key: [one] for key, one in cells.items()}), path)
    outcome = make.again()
    assert outcome.findings == ()
    assert mark_of(outcome) == Decimal("-200.5")


def test_a_name_that_is_not_there(make):
    """A column that the feed promises and does not have stops everyone, an optional one too."""
    said = f"{NAMES[:-1]}, points: Swap Points}}, not_read: [Desk]"
    outcome = make(book_yaml=feed(make, said), marks_csv=OTHERS)
    (finding,) = outcome.findings
    assert (finding.code, "'Swap Points'" in finding.help) == ("DQ015", True)
    assert set(make.stopped(outcome)) == {"ONE", "TWO"}


def test_a_name_that_is_there_twice(make):
    """A column that stands under its own name and under the feed's is there twice."""
    text = OTHERS.replace("Desk", "mark")
    outcome = make(book_yaml=feed(make, NAMES), marks_csv=text)
    assert codes(outcome.findings) == ["DQ009"]


MINIMUM = (
    "Trade ID|Legal Entity|Counterparty Legal Entity|Notional|Trade Currency|Notional 2|"
    "Currency 2|Product ID|Trade Date|End Date|MTM|MTM Currency|MTM Date|Buy/Sell|CSA\n"
    "T1|Bank|Client|1000|USD|1474800|KRW|fx forward|2024-12-20|2025-06-30|100|KRW|2024-12-30"
    "|buy|ONE\n"
    "T2|Bank|Client|1000|USD|||fx forward|2024-12-20|2025-06-30|(200.5)|KRW|2024-12-30"
    "|sell|TWO\n"
)
MAPPED = (
    "separator: pipe, negatives: brackets, mapping: minimum reconciliation fields, "
    "plus_is_good_for: party B, columns: {agreement: CSA}"
)


def test_the_minimum_fields_of_a_reconciliation(make):
    """The fourteen minimum fields are trades with their marks; who trades is not read."""
    book = feed(make, MAPPED, "trades.csv").replace("plus_is_good_for: party A\n", "")
    outcome = make(book_yaml=book, trades_csv=MINIMUM, marks_csv=make.marks[:26])
    assert outcome.findings == ()
    facts = outcome.must().facts_for("ONE", on=MONDAY)
    (trade,) = facts.trades
    assert (trade.trade_id, trade.product, trade.buy_sell) == ("T1", "fx forward", "buy")
    assert (str(trade.notional_1), str(trade.notional_2)) == ("USD 1,000", "KRW 1,474,800")
    assert (trade.trade_date, trade.maturity) == (date(2024, 12, 20), date(2025, 6, 30))
    assert (mark_of(outcome, "ONE"), mark_of(outcome)) == (Decimal(100), Decimal("-200.5"))
    assert facts.plus_is_good_for is Side.B


def test_a_mapping_says_what_it_lacks(make):
    """A field that the mapping expects, and the agreement that no field names, are missed."""
    book = feed(make, MAPPED.replace(", columns: {agreement: CSA}", ""), "trades")
    outcome = make(book_yaml=book.replace("party B", "party A"), trades_csv=MINIMUM.replace(
        "End Date", "Last Day"), marks_csv=make.marks[:26])  # fmt: skip
    found = {one.message: one.help for one in outcome.findings if one.code == "DQ015"}
    assert list(found) == [
        "the column `agreement` is missing",
        "the column `maturity` is missing",
    ]
    assert "'End Date'" in found["the column `maturity` is missing"]


def test_a_column_stands_above_the_mapping(make):
    """What `columns:` says of a column stands above what the mapping says of it."""
    said = MAPPED.replace("agreement: CSA", "agreement: CSA, trade_id: UTI")
    book = feed(make, said, "trades").replace("plus_is_good_for: party A\n", "")
    text = MINIMUM.replace("Trade ID", "UTI").replace("Legal Entity|C", "Trade ID|C", 1)
    outcome = make(book_yaml=book, trades_csv=text, marks_csv=make.marks[:26])
    assert codes(outcome.findings) == ["DQ012"]  # `Trade ID` is now a column that nothing reads
    assert "T1" in outcome.value.records.owners


BAD_FEEDS = [
    ("marks: {colour: red}", "DQ012"),
    ("markz: {separator: pipe}", "DQ012"),
    ("marks.txt: {separator: pipe}", "DQ012"),
    ("marks: {separator: space}", "DQ034"),
    ("marks: {decimal: dot}", "DQ034"),
    ("marks: {negatives: red}", "DQ034"),
    ("marks: {mapping: minimum fields}", "DQ034"),
    ("marks: {columns: {trade: Ref}}", "DQ012"),
    ("marks: {columns: [Ref]}", "DQ030"),
    ("marks: {columns: {trade_id: Ref, on: Ref}}", "DQ037"),
    ("marks: {not_read: Desk}", "DQ030"),
    ("marks: {not_read: [[Desk]]}", "DQ030"),
    ("marks: {not_read: [{Desk: x}]}", "DQ030"),
    ("marks: pipe", "DQ030"),
    ("marks: {values: {colour: {A: us}}}", "DQ012"),
    ("marks: {values: [currency]}", "DQ030"),
    ("marks: {values: {currency: won}}", "DQ030"),
    ("marks: {values: {currency: {}}}", "DQ032"),
    ("marks: {values: {currency: {KRW: [won, [x]]}}}", "DQ030"),
    ('marks: {values: {currency: {KRW: ""}}}', "DQ032"),
    ("marks: {values: {currency: {KRW: won, USD: won}}}", "DQ037"),
    ("marks: {values: {mark: {5: five}}}", "DQ034"),
    ("marks: {values: {on: {2024-12-30: today}}}", "DQ034"),
    ("marks: {values: {trade_id: {T1: one}}}", "DQ034"),
    ("marks: {separator: comma}, marks.csv: {decimal: point}", "DQ037"),
    ("lots: {plus_is_good_for: party A}", "DQ012"),
    ("trades: {plus_is_good_for: party B}", "DQ037"),
]


@pytest.mark.parametrize(("said", "code"), BAD_FEEDS)
def test_a_feed_that_is_not_understood(make, said, code):
    """What is declared and not understood stops everyone: nothing is read by half of it."""
    outcome = make(book_yaml=f"{make.book}feeds: {{{said}}}\n")
    assert code in codes(outcome.findings)
    assert {name: code in found for name, found in make.stopped(outcome).items()} == {
        "ONE": True, "TWO": True,
    }  # fmt: skip


def test_feeds_is_no_list(make):
    """`feeds:` names tables."""
    outcome = make(book_yaml=f"{make.book}feeds: [marks]\n")
    assert codes(outcome.findings) == ["DQ030"]


def test_attributes_of_the_desk_may_be_named(make):
    """A column of the desk's own naming may have a foreign name."""
    text = (
        "trade_id,agreement,maturity,Book\nT1,ONE,2025-06-30,macro\nT2,TWO,2025-06-30,rates\n"
    )
    outcome = make(
        book_yaml=feed(make, "columns: {attribute.book: Book}", "trades"), trades_csv=text
    )
    assert outcome.findings == ()
    (trade,) = outcome.must().facts_for("ONE", on=MONDAY).trades
    assert trade.attributes == {"book": "macro"}


VALUES = "values: {posted_by: {A: us, B: [them, client]}, currency: {KRW: won}}"


def told(text, *pairs):
    """A table of the small book in the words of a feed."""
    for old, new in pairs:
        text = text.replace(old, new)
    return text


def in_shape(text, shape):
    """A CSV table in another shape, as a keyword of the small book has it."""
    head, *rows = (line.split(",") for line in text.splitlines())
    if shape == "csv":
        return text
    cells = [dict(zip(head, row, strict=True)) for row in rows]
    if shape == "jsonl":
        return "".join(json.dumps(row) + "\n" for row in cells)
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({name: [row[name] for row in cells] for name in head}), sink)
    return sink.getvalue().to_pybytes()


@pytest.mark.parametrize("shape", ["csv", "jsonl", "parquet"])
def test_what_the_words_of_a_feed_mean(make, tmp_path, shape):
    """Words that the feed declares are read as ours; two words may mean one of ours."""
    lots = told(make.lots, (",ONE,B,", ",ONE,them,"), (",KRW,", ",won,"))
    lots = lots.replace("ONE,them", "ONE,client", 1)
    make(book_yaml=feed(make, VALUES, "lots"))
    (tmp_path / "lots.csv").unlink()
    text = in_shape(lots, shape)
    path = tmp_path / f"lots.{shape}"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    outcome = make.again()
    assert outcome.findings == ()
    held = outcome.must().facts_for("ONE", on=MONDAY).held
    assert [(one.posted_by, one.nominal.currency) for one in held] == [(Side.B, "KRW")] * 2


@pytest.mark.parametrize("word", ["B", "Them", "us ", "nobody"])
def test_a_word_that_is_not_declared_is_refused_at_its_row(make, word):
    """Even a word of ours is none where the feed has words of its own: it is never guessed."""
    lots = told(make.lots, (",ONE,B,", ",ONE,them,"), (",KRW,", ",won,"))
    outcome = make(book_yaml=feed(make, VALUES, "lots"), lots_csv=lots.replace("them", word, 1))
    (finding,) = outcome.findings
    assert (finding.code, finding.place.line, finding.place.path) == ("DQ034", 2, "posted_by")
    assert f"`posted_by`: {word!r} is none of the values that the feed declares" in str(finding)
    assert finding.help == "under `values:` stand us, them, client"
    assert make.stopped(outcome) == {"ONE": ["DQ034"]}


def test_an_empty_cell_means_nothing(make):
    """A cell that may be empty stays so; one that must be filled is refused as ever."""
    said = "values: {price_kind: {clean: C, dirty: D}}"
    lots = make.lots.replace(",clean,", ",C,")
    assert make(book_yaml=feed(make, said, "lots"), lots_csv=lots).findings == ()
    lots = told(make.lots, (",B,", ",,"), (",KRW,", ",won,"))
    outcome = make(book_yaml=feed(make, VALUES, "lots"), lots_csv=lots)
    assert codes(outcome.findings) == ["DQ032"] * 3


def test_values_of_the_minimum_fields(make):
    """A mapping that comes with the program takes words of the feed beside it."""
    said = MAPPED.replace("columns:", "values: {buy_sell: {buy: B, sell: S}}, columns:")
    book = feed(make, said, "trades.csv").replace("plus_is_good_for: party A\n", "")
    text = MINIMUM.replace("|buy|", "|B|").replace("|sell|", "|S|")
    outcome = make(book_yaml=book, trades_csv=text, marks_csv=make.marks[:26])
    assert outcome.findings == ()
    (trade,) = outcome.must().facts_for("TWO", on=MONDAY).trades
    assert trade.buy_sell == "sell"


def test_a_folder_may_say_a_word_of_the_feed(make, tmp_path):
    """What the name of a folder says of its rows is a word of the feed as well."""
    make(book_yaml=feed(make, VALUES, "lots"))
    (tmp_path / "lots.csv").unlink()
    home = tmp_path / "lots" / "posted_by=them"
    home.mkdir(parents=True)
    cells = (row.split(",") for row in make.lots.splitlines())
    rows = [",".join([*row[:2], *row[3:]]) + "\n" for row in cells]
    (home / "a.csv").write_text("".join(rows).replace(",KRW,", ",won,"))
    assert make.again().findings == ()
