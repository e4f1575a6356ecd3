"""What a night leaves: tables as Parquet and CSV, and a manifest of what they were made from.

The tables have the columns that a run agreement by agreement writes, so that the two can be
compared byte for byte. Everything is written beside its place first and moved there at the
end: a run that fails leaves what was there before.
"""

import io
import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from isda.basics.amounts import plain
from isda.basics.arithmetic import EXACT, NIL
from isda.basics.finding import Finding
from isda.basics.outcome import in_place_order
from isda.basics.party import SIDES, Side
from isda.batch.bound import findings_of
from isda.batch.columns import MONEY
from isda.batch.large import beside, texts_beside, without_text
from isda.batch.one_night import Night
from isda.facts.facts import MovementKind
from isda.law.forms import Form
from isda.margin.outcome import Status

ACTIVE = "=+-@\t\r"
NUMBER = r"^-?\d+(\.\d+)?%?$"
UNFINISHED = ".part"
OF_SINGLE = "run.json"
"""What only a run agreement by agreement writes: that of an earlier run would be of another."""

AMOUNTS_OF_CALLS = (
    "exposure", "required", "held_value", "in_transit", "shortfall", "surplus",
    "delivery_amount", "return_amount", "withheld_amount", "limit", "deposit", "used_amount",
    "headroom", "limit_rate", "call_rate", "independent_amount_a", "independent_amount_b",
)  # fmt: skip
"""Columns of the calls that are decimals in Parquet; a threshold may be a word."""
AMOUNTS = {"calls": AMOUNTS_OF_CALLS, "movements": ("amount",)}


def tables_of(
    night: Night, singles: Mapping[str, str], columns: Mapping[str, tuple[str, ...]]
) -> dict[str, pl.DataFrame]:
    """Return the tables of a night as text, by name, in the order of a single run.

    Args:
        night: The night.
        singles: The tables of the agreements that were called one by one, as CSV text, with
            what was found of the book as a whole.
        columns: The columns of each table.
    """
    mine = {
        "calls": _calls(night),
        "movements": _movements(night),
        "exceptions": _exceptions(night),
        "findings": _findings(night),
    }
    made = {}
    for name, frame in mine.items():
        texts = [each for each in columns[name] if each not in frame.columns]
        whole = frame.with_columns(pl.lit(None, dtype=pl.String).alias(each) for each in texts)
        whole = whole.select(pl.col(columns[name]).cast(pl.String)).with_columns(
            _harmless(pl.col(each)).alias(each) for each in columns[name]
        )
        both = pl.concat([_of_text(singles[name]), whole])
        made[name] = both.sort("agreement", nulls_last=False, maintain_order=True)
    return made


def _of_text(text: str) -> pl.DataFrame:
    return pl.read_csv(io.StringIO(text), infer_schema=False)


def _harmless(cell: pl.Expr) -> pl.Expr:
    """Return text that no spreadsheet takes for a formula."""
    active = pl.any_horizontal(cell.str.starts_with(each) for each in ACTIVE)
    return (
        pl.when(active & ~cell.str.contains(NUMBER))
        .then(pl.concat_str(pl.lit("'"), cell))
        .when(cell != "")
        .then(cell)
    )


def text_of(amount: pl.Expr) -> pl.Expr:
    """Return amounts as plain text: no trailing zero."""
    text = amount.cast(MONEY).cast(pl.String)
    return text.str.strip_chars_end("0").str.strip_chars_end(".")


def _calls(night: Night) -> pl.DataFrame:
    titles = {form.value: form.title for form in Form}
    parties = night.agreements.select("agreement", "party_a", "party_b")
    figures = {name: name for name in AMOUNTS_OF_CALLS if name in night.legs.columns}
    figures["required"] = "credit_support_amount"
    is_silent = pl.col("silent").is_not_null()
    return night.legs.join(parties, on="agreement", how="left").select(
        "agreement",
        "party_a",
        "party_b",
        "annex",
        "posting_party",
        "base_currency",
        "status",
        "threshold",
        "reasons",
        pl.lit(night.on.isoformat()).alias("on"),
        pl.col("form").replace_strict(titles, return_dtype=pl.String),
        *(text_of(pl.col(source)).alias(name) for name, source in figures.items()
          if name != "in_transit"),
        pl.when(~is_silent).then(text_of(pl.col("in_transit"))).alias("in_transit"),
    )  # fmt: skip


def _movements(night: Night) -> pl.DataFrame:
    """Return what moves: of each leg its delivery, then its return."""
    called = night.legs.filter(pl.col("status") == Status.CALL.value)
    parties = night.agreements.select("agreement", "party_a", "party_b")
    called = called.join(parties, on="agreement", how="left")
    other = pl.col("posting_party").replace({"A": "B", "B": "A"})
    parts = []
    for number, kind in enumerate(MovementKind):
        ways = (pl.col("posting_party"), other)
        sender, receiver = ways if kind is MovementKind.DELIVERY else ways[::-1]
        moved = called.filter(pl.col(f"{kind.value}_amount") > pl.lit("0").cast(MONEY))
        parts.append(
            moved.select(
                "agreement", "leg", "annex",
                pl.lit(number).alias("way"),
                pl.lit(night.on.isoformat()).alias("on"),
                sender.alias("from"), receiver.alias("to"),
                _named(sender).alias("from_name"), _named(receiver).alias("to_name"),
                pl.col("base_currency").alias("currency"),
                text_of(pl.col(f"{kind.value}_amount")).alias("amount"),
                pl.lit(kind.value).alias("kind"),
            )
        )  # fmt: skip
    return pl.concat(parts).sort("agreement", "leg", "way")


def _named(side: pl.Expr) -> pl.Expr:
    return pl.when(side == Side.A.value).then("party_a").otherwise("party_b")


def _exceptions(night: Night) -> pl.DataFrame:
    """Return why agreements are held back, each reason once."""
    held = night.legs.filter(pl.col("status") == Status.WITHHELD.value)
    return held.select(
        "agreement",
        pl.lit(night.on.isoformat()).alias("on"),
        "status",
        pl.col("codes").alias("code"),
        pl.col("reasons").alias("message"),
        "paragraphs",
    ).unique(maintain_order=True)


def _findings(night: Night) -> pl.DataFrame:
    rows = [
        _finding(each, agreement)
        for agreement, text in night.agreements.select("agreement", "findings").iter_rows()
        if text is not None or agreement in night.found
        for each in in_place_order([*findings_of(text), *night.found.get(agreement, ())])
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(FINDING, pl.String), orient="row")


FINDING = (
    "agreement", "severity", "code", "file", "line", "column", "row", "message", "help",
    "paragraphs",
)  # fmt: skip


def _finding(found: Finding, agreement: str) -> tuple[str | None, ...]:
    place = found.place
    return (
        found.agreement or agreement,
        found.severity.word,
        found.code,
        place.file,
        *(str(number) if number else None for number in (place.line, place.column, place.row)),
        found.message,
        found.help,
        "; ".join(map(str, found.cites)),
    )


def not_in_parquet(
    tables: Mapping[str, pl.DataFrame], frames: Mapping[str, pl.DataFrame]
) -> list[dict[str, str]]:
    """Return which amounts are too large for a column of Parquet: table, agreement, column.

    Args:
        tables: Tables as text, by name.
        frames: Tables whose amounts are decimals, by name.
    """
    found = [
        (name, agreement, column)
        for name, table in tables.items()
        for column in AMOUNTS.get(name, ())
        for agreement in table.filter(
            pl.col(column).is_not_null() & pl.col(column).cast(MONEY, strict=False).is_null()
        )["agreement"]
    ]
    found += [
        (name, agreement, column)
        for name, frame in frames.items()
        for column, text in texts_beside(frame).items()
        for agreement in frame.filter(pl.col(text).is_not_null())["agreement"]
    ]
    return [
        {"table": name, "agreement": agreement, "column": column}
        for name, agreement, column in sorted(set(found))
    ]


def decimals_of(frame: pl.DataFrame) -> list[str]:
    """Return the columns of amounts."""
    return [each for each, kind in frame.schema.items() if isinstance(kind, pl.Decimal)]


def totals_of(movements: pl.DataFrame) -> list[dict[str, Any]]:
    """Return what moves in each currency, from and to party A, with every digit."""
    sums: dict[str, dict[str, Decimal]] = {}
    counts = Counter(movements["currency"])
    for currency, sender, amount in movements.select("currency", "from", "amount").iter_rows():
        of = sums.setdefault(currency, dict.fromkeys(SIDES, NIL))
        of[sender] = EXACT.add(of[sender], Decimal(amount))
    return [
        {
            "currency": currency,
            "from_A": plain(sums[currency][Side.A]),
            "to_A": plain(sums[currency][Side.B]),
            "movements": counts[currency],
        }
        for currency in sorted(sums)
    ]


def write(
    folder: Path,
    tables: Mapping[str, pl.DataFrame],
    steps: pl.DataFrame,
    lots: pl.DataFrame,
    texts: Mapping[str, str],
) -> None:
    """Write the tables of a night, and other files of it, all of them or none.

    An amount that a column of Parquet does not hold is empty there, and whole in CSV.

    Args:
        folder: Where they go.
        tables: Tables as text, by name: each becomes NAME.csv and NAME.parquet.
        steps: The steps of the legs.
        lots: Lots with what each is worth.
        texts: Other files, by name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []

    def place(name: str) -> Path:
        made.append(folder / f"{name}{UNFINISHED}")
        return made[-1]

    for name, table in tables.items():
        table.write_csv(place(f"{name}.csv"), line_terminator="\n", quote_style="necessary")
        amounts = [pl.col(each).cast(MONEY, strict=False) for each in AMOUNTS.get(name, ())]
        table.with_columns(amounts).write_parquet(place(f"{name}.parquet"))
    for name, frame in (("steps", steps), ("lots", lots)):
        without_text(frame).write_parquet(place(f"{name}.parquet"))
        amounts = [
            pl.coalesce(text_of(pl.col(each)), beside(frame, each)).alias(each)
            for each in decimals_of(frame)
        ]
        text = without_text(frame.with_columns(amounts))
        text.write_csv(place(f"{name}.csv"), line_terminator="\n", quote_style="necessary")
    for name, words in texts.items():
        place(name).write_text(words, encoding="utf-8", newline="\n")
    for path in made:
        path.replace(path.with_name(path.name.removesuffix(UNFINISHED)))
    (folder / OF_SINGLE).unlink(missing_ok=True)


def manifest_text(manifest: Mapping[str, Any]) -> str:
    """Return a manifest as JSON text."""
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
