"""The sample: every kind of leg is in it, and one figure that differs fails the run."""

from decimal import Decimal

import polars as pl
import pytest
from nights import ON, TABLES, assert_alike, assert_same, on_columns
from tiny_book import LOTS, TRADES, lines, sheets, tiny

from isda.batch import legs, night_run, worth
from isda.batch.alone import Differs
from isda.batch.book import call_of
from isda.batch.columns import MONEY
from isda.batch.make_book import Size, make_book
from isda.batch.night import night
from isda.batch.sample import KINDS, differences, sampled
from isda.sheet.read_book import read_book


def legs_of(*rows):
    """Legs as far as a sample reads them: agreement, status, form, recipe."""
    return pl.DataFrame(rows, schema=["agreement", *KINDS], orient="row")


MANY = legs_of(
    *((f"N{number:03d}", "no_call", "csa", "a") for number in range(300)),
    ("CALL", "call", "csa", "a"),
    ("HELD", "withheld", "csa", "a"),
    ("FORM", "no_call", "vm", "a"),
    ("RECIPE", "no_call", "csa", "b"),
)


@pytest.mark.parametrize("most", [1, 5, 50])
def test_every_kind_is_in_a_sample(most):
    """Every status, form and recipe is in it, however few legs are asked for."""
    chosen = sampled(MANY, most)
    assert {"CALL", "HELD", "FORM", "RECIPE"} <= set(chosen)
    assert len(chosen) == max(5, most)
    assert chosen == sorted(set(chosen))


def test_a_sample_is_the_same_whatever_the_order():
    """Chance is a digest of the identifier: the order of the legs changes nothing."""
    assert sampled(MANY, 50) == sampled(MANY.reverse(), 50)
    assert sampled(MANY, 1000) == sorted(MANY["agreement"])
    assert sampled(MANY.clear(), 50) == []


def test_a_large_agreement_stands_for_a_kind_only_where_no_other_does():
    """Of a kind the sample has a small agreement; a large one is there where it is alone."""
    pair = legs_of(("LARGE", "call", "csa", "a"), ("SMALL", "call", "csa", "a"))
    assert sampled(pair, 1, {"LARGE"}) == ["SMALL"]
    assert sampled(pair, 1, {"SMALL"}) == ["LARGE"]
    assert sampled(pair.head(1), 1, {"LARGE"}) == ["LARGE"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A night of a made bank, and its folder."""
    book = tmp_path_factory.mktemp("sample") / "book"
    make_book(book, Size(60, 900, 300), seed=8, on=ON)
    return night(book, on=ON).must()


def test_the_sample_of_a_night_has_every_kind(made):
    """In a made bank every status, form and recipe of the legs is in a sample of one leg."""
    chosen = sampled(made.legs, 1)
    of_them = made.legs.filter(pl.col("agreement").is_in(chosen)).select(KINDS)
    assert set(of_them.unique().rows()) == set(made.legs.select(KINDS).unique().rows())


@pytest.fixture
def book(tmp_path):
    """The small book, with a run of it written before anything goes wrong."""
    folder = tiny(tmp_path / "book")
    on_columns(folder, tmp_path / "out")
    return folder


def wrong_by(amount, figure):
    """Figures of legs with one of them wrong."""
    really = legs._figures

    def figures(frame, named):
        off = pl.col(figure) + pl.lit(amount).cast(MONEY)
        return really(frame, named).with_columns(off.cast(MONEY).alias(figure))

    return figures


@pytest.mark.parametrize(
    "figure", ["exposure", "credit_support_amount", "shortfall", "delivery_amount"]
)
def test_one_figure_that_differs_fails_the_run(monkeypatch, tmp_path, book, figure):
    """The last place of one figure is enough: nothing is written, and the last run stays."""
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    monkeypatch.setattr(legs, "_figures", wrong_by("0.000000000000000001", figure))
    with pytest.raises(Differs) as raised:
        on_columns(book, tmp_path / "out")
    assert any("ONE CSA 1994 New York/B" in each for each in raised.value.differences)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_a_step_that_differs_fails_the_run(monkeypatch, book):
    """A step that no figure of the leg shows is compared as well."""
    really = night_run.run_legs

    def running(bound, given):
        done, steps = really(bound, given)
        off = pl.when(pl.col("step") == "adjusted_value").then(pl.lit("1").cast(MONEY))
        wrong = (pl.col("result") + off.otherwise(pl.lit("0").cast(MONEY))).cast(MONEY)
        return done, steps.with_columns(wrong.alias("result"))

    monkeypatch.setattr(night_run, "run_legs", running)
    with pytest.raises(Differs, match="figures of the sample differ"):
        night(book, on=ON)


def test_a_lot_that_counts_otherwise_fails_the_run(monkeypatch, book):
    """A percentage that columns take another way shows in what is held."""
    really = worth.value_lots

    def valued(ready):
        off = pl.when(pl.col("asset") == "cash").then(pl.lit("1").cast(MONEY))
        value = pl.col("value") + off.otherwise(pl.lit("0").cast(MONEY))
        return really(ready).with_columns(value.cast(MONEY).alias("value"))

    monkeypatch.setattr("isda.batch.sums.value_lots", valued)
    with pytest.raises(Differs) as raised:
        night(book, on=ON)
    assert any("held_value" in each for each in raised.value.differences)


def test_what_differs_is_said_figure_by_figure(made, tmp_path):
    """A status, a reason, an amount up front and the number of legs are compared too."""
    twin = night(tiny(tmp_path / "book", {"trades.csv": None}), on=ON).must()
    call = called_alone(tmp_path / "book", "ONE")
    mine = twin.legs.filter(pl.col("agreement") == "ONE")
    none = made.steps.clear().with_columns(leg=pl.lit(0))
    wrong = {
        "status": "call", "reasons": "because", "independent_amount_a": Decimal(1),
        "independent_amount_b": Decimal(2),
    }  # fmt: skip
    assert list(differences(mine, none, call, [])) == []
    assert list(differences(mine.head(1), none, call, [])) == [
        "ONE: 1 legs on columns, and 2 by itself"
    ]
    for name, value in wrong.items():
        said = list(differences(mine.with_columns(pl.lit(value).alias(name)), none, call, []))
        assert len(said) in {1, 2}
        assert all(f"{value} on columns" in each for each in said)


def called_alone(book, name):
    """One agreement of a book through the single call."""
    return call_of(read_book(book).value, name, ON)


LARGE = {
    "the largest on columns": "99999999999999.99999999",
    "one too large": "100000000000000",
    "the largest that is read": "9999999999999999.99999999",
}


@pytest.mark.parametrize("amount", LARGE.values(), ids=LARGE)
@pytest.mark.parametrize("sign", ["", "-"])
def test_amounts_at_the_limit_of_columns(tmp_path, amount, sign):
    """Marks, lots and thresholds at the limit and beyond it come out as the single call's.

    Where the sums are too large, the agreement is called by itself.
    """
    rows = "".join(
        f"U{number},{name},2024-01-10,2027-01-10,{sign}{amount},{currency},2024-12-30\n"
        for number, (name, currency) in enumerate(
            [("ONE", "USD"), ("ONE", "EUR"), ("TWO", "KRW"), ("TWO", "USD"), ("THREE", "KRW")]
        )
    )
    lots = "".join(
        f"U{number},{name},B,2024-12-30,cash,{currency},{amount},,,,\n"
        for number, (name, currency) in enumerate([("FOUR", "USD"), ("FOUR", "EUR")])
    )
    large = {"threshold": "USD 99,999,999,999,999", "minimum_transfer_amount": "nil"}
    files = {
        "trades.csv": TRADES + rows,
        "lots.csv": LOTS + lots,
        "agreements.jsonl": lines(sheets(ONE=large, TWO={"threshold": "infinite"})),
    }
    assert_alike(tiny(tmp_path / "book", files))


def test_a_sum_that_no_column_holds(tmp_path):
    """Many marks of the largest size, up and down, come out as the single call's."""
    rows = "".join(
        f"U{number},ONE,2024-01-10,2027-01-10,{'-' if number % 2 else ''}99999999999999,EUR,"
        "2024-12-30\n"
        for number in range(200)
    )
    manifest = assert_same(
        tiny(tmp_path / "book", {"trades.csv": TRADES + rows}), tmp_path / "out"
    )
    assert manifest["agreements"]["on_columns"] == 4
    assert Decimal(manifest["totals"][0]["from_A"]) > 0
    assert set(TABLES) <= {path.name for path in (tmp_path / "out").iterdir()}
