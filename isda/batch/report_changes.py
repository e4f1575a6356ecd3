"""What changed since an earlier night: exposure and requirement, leg by leg."""

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from isda.batch.columns import MONEY
from isda.batch.report_parties import Parties

LEG = ("agreement", "annex", "posting_party", "regime", "base_currency")
FIGURES = ("exposure", "required")
SCHEMA = "isda/night/1"


class NoNight(Exception):
    """A folder holds no night to compare with."""


class ChangeRow(NamedTuple):
    """One of the largest changes of a currency, as the leg of a posting party has it."""

    currency: str
    agreement: str
    counterparty: str
    posting_party: str
    exposure: Decimal
    exposure_change: Decimal
    required: Decimal | None
    required_change: Decimal | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since an earlier night.

    Attributes:
        on: The day of the earlier night.
        book: Its book.
        compared: Legs with an exposure on both days, in the same currency.
        alone_now: Legs of this night that are not among them.
        alone_before: Legs of the earlier night that are not among them.
        rows: The largest changes of each currency, each agreement and annex once.
    """

    on: str
    book: str
    compared: int
    alone_now: int
    alone_before: int
    rows: tuple[ChangeRow, ...]


def earlier_night(folder: Path) -> dict[str, Any]:
    """Return the manifest of an earlier night.

    Raises:
        NoNight: The folder holds none.
    """
    try:
        manifest: Any = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        why = "it has no `manifest.json`" if folder.is_dir() else "there is no such folder"
    except OSError as problem:
        why = f"its `manifest.json` cannot be read: {problem.strerror}"
    except ValueError:
        why = "its `manifest.json` is no JSON: it is damaged, or was cut"
    else:
        if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
            why = f"its `manifest.json` is none of a night of this version, `{SCHEMA}`"
        elif not (folder / "calls.parquet").is_file():
            why = "it has no `calls.parquet`"
        else:
            return dict(manifest)
    message = f"{folder}: no night is there to compare with: {why}"
    raise NoNight(message)


def changes_since(folder: Path, calls: pl.DataFrame, parties: Parties, most: int) -> Changes:
    """Return what changed since the night in a folder.

    Both legs of an annex turn on the same exposure, so each annex is named once: by the leg
    whose requirement changed most.

    Args:
        folder: Where the earlier night was written.
        calls: The calls of this night, as text.
        parties: Who the counterparties are.
        most: How many changes of each currency are named.

    Raises:
        NoNight: The folder holds none.
    """
    manifest = earlier_night(folder)
    now, then = _legs(calls), _legs(pl.read_parquet(folder / "calls.parquet"))
    both = _once(now).join(_once(then), on=LEG, nulls_equal=True, suffix="_then")
    changed = both.with_columns(
        (pl.col(each) - pl.col(f"{each}_then")).alias(f"{each}_change") for each in FIGURES
    )
    size = [pl.col(f"{each}_change").abs().alias(f"{each}_size") for each in FIGURES]
    by_need = ("required_size", "posting_party", "regime")
    sized = changed.with_columns(size).sort(
        *by_need, descending=[True, False, False], nulls_last=True
    )
    ordered = sized.unique(("agreement", "annex"), keep="first", maintain_order=True).sort(
        "base_currency", "exposure_size", "required_size", "agreement", "annex",
        descending=[False, True, True, False, False], nulls_last=True,
    )  # fmt: skip
    moved = ordered.filter(
        pl.any_horizontal(pl.col(f"{each}_size") != pl.lit("0").cast(MONEY) for each in FIGURES)
    )
    first = moved.group_by("base_currency", maintain_order=True).head(most)
    picked = parties.told(first).rename({"base_currency": "currency"})
    rows = picked.select(*ChangeRow._fields).rows()
    return Changes(
        manifest["on"],
        manifest["book"],
        both.height,
        now.height - both.height,
        then.height - both.height,
        tuple(ChangeRow(*each) for each in rows),
    )


def _legs(calls: pl.DataFrame) -> pl.DataFrame:
    rows = calls.filter(pl.col("annex").is_not_null())
    return rows.select(*LEG, *(pl.col(each).cast(MONEY, strict=False) for each in FIGURES))


def _once(legs: pl.DataFrame) -> pl.DataFrame:
    """Return legs with an exposure that no other leg could be taken for."""
    return legs.filter(pl.col("exposure").is_not_null()).unique(LEG, keep="none")
