"""What changed since an earlier night: exposure and requirement, leg by leg."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from isda.basics.finding import Finding, Place, Severity
from isda.batch.columns import MONEY
from isda.batch.one_night import Night
from isda.batch.report_parties import Parties

LEG = ("agreement", "annex", "posting_party", "regime", "base_currency")
FIGURES = ("exposure", "required")
SCHEMA = "isda/night/1"


class NoNight(Exception):
    """A folder holds no night to compare with."""


class Earlier(NamedTuple):
    """An earlier night: its folder, its manifest, why it may be another than was meant."""

    folder: Path
    manifest: Mapping[str, Any]
    doubts: tuple[Finding, ...] = ()


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
        doubts: Why it may be another night than was meant.
    """

    on: str
    book: str
    compared: int
    alone_now: int
    alone_before: int
    rows: tuple[ChangeRow, ...]
    doubts: tuple[str, ...] = ()


def earlier_night(folder: Path, on: date, out: Path) -> Earlier:
    """Return an earlier night.

    Args:
        folder: Where it was written.
        on: The day of this night: the other one is of no later day.
        out: Where this night is written.

    Raises:
        NoNight: The folder holds none that this night can be compared with.
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
        why = _why_none(folder, manifest, on, out)
        if not why:
            return Earlier(folder, manifest)
    message = f"{folder}: no night is there to compare with: {why}"
    raise NoNight(message)


def _why_none(folder: Path, manifest: Any, on: date, out: Path) -> str:
    """Return why a manifest is of no night to compare with, or nothing."""
    if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
        return f"its `manifest.json` is none of a night of this version, `{SCHEMA}`"
    if not (folder / "calls.parquet").is_file():
        return "it has no `calls.parquet`"
    if not _reads(folder / "calls.parquet"):
        return "its `calls.parquet` is damaged, or was cut"
    if folder.resolve() == out.resolve():
        return "it is the folder that this run writes to"
    try:
        day = date.fromisoformat(manifest["on"])
    except (KeyError, TypeError, ValueError):
        return "its `manifest.json` is damaged: it names no day"
    return f"it is of {day}, a later day than {on}" if day > on else ""


def _reads(path: Path) -> bool:
    """Whether the calls of a night read, with what is compared of them."""
    try:
        pl.scan_parquet(path).select(*LEG, *FIGURES).collect()
    except (OSError, pl.exceptions.PolarsError):
        return False
    return True


def with_doubts(earlier: Earlier, night: Night) -> Earlier:
    """Return an earlier night with why it may be another than was meant beside this one."""
    then = pl.scan_parquet(earlier.folder / "calls.parquet").select("agreement").collect()
    now = {*night.agreements["agreement"], *(each.agreement for each in night.calls)}
    shares = not now.isdisjoint(then["agreement"])
    place = Place(str(earlier.folder / "manifest.json"))
    told = doubts(earlier.manifest, night.book, night.on, shares=shares)
    found = (Finding("DQ093", Severity.WARNING, place, *each) for each in told)
    return earlier._replace(doubts=tuple(found))


def doubts(
    before: Mapping[str, Any], book: str, on: date, *, shares: bool
) -> Iterator[tuple[str, str]]:
    """Yield why an earlier night may be another than was meant, and what to do.

    Args:
        before: Its manifest.
        book: The book of this night.
        on: Its day.
        shares: Whether the two have an agreement in common.
    """
    if not shares:
        yield "no agreement of this night is in the night that it is compared with", OF_BOOK
    elif before["book"] != book:
        yield f"the night that this one is compared with is of book {before['book']}", OF_BOOK
    if before["on"] == on.isoformat():
        yield f"the night that this one is compared with is of the same day, {on}", OF_DAY


OF_BOOK = "give `--compare` the folder of an earlier night of this book"
OF_DAY = "after a correction do nothing; else give `--compare` the night of an earlier day"


def changes_since(
    earlier: Earlier, calls: pl.DataFrame, parties: Parties, most: int
) -> Changes:
    """Return what changed since an earlier night.

    Both legs of an annex turn on the same exposure, so each annex is named once: by the leg
    whose requirement changed most.

    Args:
        earlier: The earlier night.
        calls: The calls of this night, as text.
        parties: Who the counterparties are.
        most: How many changes of each currency are named.
    """
    now, then = _legs(calls), _legs(pl.read_parquet(earlier.folder / "calls.parquet"))
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
        earlier.manifest["on"],
        earlier.manifest["book"],
        both.height,
        now.height - both.height,
        then.height - both.height,
        tuple(ChangeRow(*each) for each in rows),
        tuple(each.message for each in earlier.doubts),
    )


def _legs(calls: pl.DataFrame) -> pl.DataFrame:
    rows = calls.filter(pl.col("annex").is_not_null())
    return rows.select(*LEG, *(pl.col(each).cast(MONEY, strict=False) for each in FIGURES))


def _once(legs: pl.DataFrame) -> pl.DataFrame:
    """Return legs with an exposure that no other leg could be taken for."""
    return legs.filter(pl.col("exposure").is_not_null()).unique(LEG, keep="none")
