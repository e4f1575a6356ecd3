"""The table of lots: what columns valued and what was called by itself stand there alike."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from nights import ON
from tiny_book import LOTS, TRADES, lines, sheets, tiny

from isda.batch import bind
from isda.batch.held import HELD
from isda.batch.make_book import Size, make_book
from isda.batch.night import night, one_of
from isda.margin.outcome import Status
from isda.statement.night import publish


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A made bank of eighty agreements."""
    folder = tmp_path_factory.mktemp("held") / "book"
    make_book(folder, Size(80, 900, 500), seed=11, on=ON)
    return folder


def table(book, out, name="lots", on=ON):
    """One CSV table of a night."""
    publish(night(book, on=on).must(), book, out)
    return pl.read_csv(out / f"{name}.csv", infer_schema=False)


def test_every_lot_of_the_day_is_there(book, tmp_path):
    """No lot of the day is missing, whichever way its agreement went."""
    rows = pl.read_parquet(book / "lots.parquet").filter(pl.col("on") == ON)
    mine = table(book, tmp_path)
    assert mine.columns == list(HELD)
    assert set(mine.select("agreement", "lot_id").rows()) == set(
        rows.select("agreement", "lot_id").rows()
    )


def test_both_ways_give_a_lot_the_same_figures(monkeypatch, book, tmp_path):
    """With every agreement called by itself the table is the same, to the byte."""
    table(book, tmp_path / "columns")
    monkeypatch.setattr(bind, "why_single", lambda _: "the test says so")
    made = night(book, on=ON).must()
    assert not made.agreements.height
    publish(made, book, tmp_path / "single")
    one, other = (tmp_path / way / "lots.csv" for way in ("columns", "single"))
    assert one.read_bytes() == other.read_bytes()


BESIDE = {
    "inside": ("1986620.55", "1946888.139", ("3045000", "3029775")),
    "outside": ("1982500", "1946970.55", ("3040000", "3029800")),
}


@pytest.mark.parametrize("capped", [False, True])
@pytest.mark.parametrize("accrued", BESIDE)
def test_accrued_interest_outside_the_percentage_is_in_no_market_value(
    tmp_path, accrued, capped
):
    """`market_value` is what the percentage applies to; accrued interest outside comes after.

    Clean: 2,000,000 at 99.125 is 1,982,500, and 4,120.55 accrued. Inside, 98 % of
    1,986,620.55 is 1,946,888.139; outside, 98 % of 1,982,500 and 4,120.55 is 1,946,970.55.
    Dirty: 3,000,000 at 101.5 is 3,045,000, of which 5,000 accrued: 99.5 % of it is
    3,029,775; outside, 99.5 % of 3,040,000 and 5,000 is 3,029,800.
    """
    cap = [{"of": {"currency": "KRW"}, "at_most": "99% of posted value"}] if capped else None
    changed = {"accrued": accrued, "concentration": cap}
    files = {
        "agreements.jsonl": lines(sheets(ONE=changed, THREE=changed)),
        "lots.csv": LOTS.replace("dirty,,", "dirty,5000,"),
    }
    made = night(tiny(tmp_path / "book", files), on=ON).must()
    assert ("ONE" in made.why_single) is capped
    lots = {each["lot_id"]: each for each in made.lots.iter_rows(named=True)}
    market, counted, dirty = BESIDE[accrued]
    assert lots["L2"]["market_value"] == Decimal(market)
    assert lots["L2"]["value_after_haircut"] == lots["L2"]["value"] == Decimal(counted)
    assert (lots["L4"]["market_value"], lots["L4"]["value"]) == tuple(map(Decimal, dirty))


def test_a_lot_of_an_agreement_called_by_itself(book, tmp_path):
    """Its figures are those of the working of its call, under the leg that values it."""
    made = night(book, on=ON).must()
    mine = table(book, tmp_path)
    names = [
        each.agreement for each in made.calls if each.status in {Status.CALL, Status.NO_CALL}
    ]
    seen = 0
    for name in names:
        whole = one_of(book, name, on=ON)
        for row in mine.filter(pl.col("agreement") == name).rows(named=True):
            said = {
                line.name: line.result
                for line in reversed(tuple(whole.working))
                if (line.of, line.leg) == (row["lot_id"], row["leg"])
            }
            for figure in ("market_value", "percentage_applied", "value_after_haircut"):
                assert Decimal(row[figure]) == said[figure]
                seen += 1
    assert seen > 10


def test_a_lot_without_a_call_has_no_figures(tmp_path):
    """A refused agreement shows what it holds, and what that is worth is left empty."""
    files = {"trades.csv": TRADES.replace("7000000.25,USD", "x,USD")}
    mine = table(tiny(tmp_path / "book", files), tmp_path / "out")
    of_one = mine.filter(pl.col("agreement") == "ONE").rows()
    empty = (None,) * 5
    assert of_one == [
        ("ONE", None, "B", "L1", "cash", None, "USD", "1500000", *empty),
        ("ONE", None, "B", "L2", "US Treasury", "US0000000001", "USD", "2000000", "99.125",
         *empty[1:]),
    ]  # fmt: skip
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    told = (
        "Left out are 2 lots of which nothing is computed today: 2 of agreements that are ref"
    )
    assert told in report


def test_a_day_that_is_no_valuation_date_values_no_lot(monkeypatch, tmp_path):
    """Where nothing is computed on a day, both ways leave the figures of its lots empty."""
    tuesday = {
        "agreements.jsonl": lines(sheets(TWO={"valuation_date": "each Tuesday"})),
        "lots.csv": LOTS,
    }
    book = tiny(tmp_path / "book", tuesday)
    columns = table(book, tmp_path / "columns")
    of_two = columns.filter(pl.col("agreement") == "TWO").row(0, named=True)
    assert (of_two["lot_id"], of_two["leg"], of_two["market_value"]) == ("L3", None, None)
    monkeypatch.setattr(bind, "why_single", lambda _: "the test says so")
    assert table(book, tmp_path / "single").equals(columns)


LARGE = {
    "fx.csv": "pair,on,rate\nUSDKRW,2024-12-30,0.000000001\nEURUSD,2024-12-30,1.0389\n",
    "trades.csv": TRADES.replace("1500000000,KRW", "99999999999999,KRW"),
    "lots.csv": f"{LOTS}L9,TWO,B,2024-12-30,cash,KRW,8000000000000000,,,,\n",
}


def test_a_figure_that_no_column_holds_stays_with_its_agreement(isda_run, tmp_path):
    """99,999,999,999,999 at 0.000000001 the other way round is 99,999,999,999,999,000,000,000.

    TWO alone is called by itself, CSV has every digit, the cell of Parquet is empty, and the
    manifest and the last lines of the command name it.
    """
    book, out = tiny(tmp_path / "book", LARGE), tmp_path / "out"
    manifest, said = isda_run(book, out)
    assert manifest["agreements"]["on_columns"] == 3
    want = "99999999999999000000000"
    exposure = str(int(want) - 9_000_000)
    calls = pl.read_csv(out / "calls.csv", infer_schema=False)
    of_two = pl.col("agreement") == "TWO"
    assert calls.filter(of_two)["exposure"].to_list() == [f"-{exposure}", exposure]
    steps = pl.read_csv(out / "steps.csv", infer_schema=False)
    marks = steps.filter(of_two & (pl.col("step") == "net_mark"))["result"].to_list()
    assert sorted(marks) == sorted([f"-{exposure}", exposure]) or marks == [exposure] * 2
    lots = pl.read_csv(out / "lots.csv", infer_schema=False)
    assert lots.filter(pl.col("lot_id") == "L9")["value"].item() == "8" + "0" * 24
    for name, column in (("calls", "exposure"), ("steps", "result"), ("lots", "value")):
        frame = pl.read_parquet(out / f"{name}.parquet")
        assert frame.columns == pl.read_csv(out / f"{name}.csv", infer_schema=False).columns
        assert frame.filter(of_two)[column].null_count() > 0
        named = {"table": name, "agreement": "TWO", "column": column}
        assert named in manifest["not_in_parquet"]
    assert {each["agreement"] for each in manifest["not_in_parquet"]} == {"TWO"}
    assert "too large for a column of Parquet: empty there, whole in CSV" in said


def test_what_moves_is_added_up_with_every_digit(isda_run, tmp_path):
    """A movement that no column holds is in the totals, and first among the largest."""
    book, out = tiny(tmp_path / "book", {**LARGE, "lots.csv": LOTS}), tmp_path / "out"
    manifest, _ = isda_run(book, out)
    (of_usd,) = manifest["totals"]
    moved = pl.read_csv(out / "movements.csv", infer_schema=False)
    for way, sender in (("from_A", "A"), ("to_A", "B")):
        amounts = moved.filter(pl.col("from") == sender)["amount"]
        assert Decimal(of_usd[way]) == sum(map(Decimal, amounts))
    largest = max(map(Decimal, moved["amount"]))
    assert largest > 10**20
    report = (out / "report.html").read_text(encoding="utf-8")
    assert report.index(f"{largest:,}") < report.index('id="limits"')


@pytest.fixture
def isda_run():
    """Run a book on columns by the command; the manifest and what it said."""
    import json  # noqa: PLC0415  # beside its one use

    from typer.testing import CliRunner  # noqa: PLC0415  # the same

    from isda.cli.main import app  # noqa: PLC0415  # the same

    def run(book, out):
        words = ["run", str(book), "--on", date(2024, 12, 30).isoformat(), "--columns"]
        ended = CliRunner().invoke(app, [*words, "--out", str(out)])
        assert ended.exit_code == 0
        return json.loads((out / "manifest.json").read_text()), " ".join(ended.output.split())

    return run
