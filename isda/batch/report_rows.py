"""What the report of a night shows: few rows, picked and added up from its tables.

The tables have everything; here the first of each kind are picked, so that a page of a large
bank stays one that can be read. What is not among them is counted. Nothing is converted:
amounts of two currencies are never compared or added.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import polars as pl

from isda.basics.arithmetic import EXACT
from isda.batch.columns import MONEY, NIL
from isda.batch.large import beside
from isda.batch.one_night import Night
from isda.batch.plans import LARGEST
from isda.batch.report_changes import Changes, Earlier, changes_since
from isda.batch.report_parties import Parties
from isda.batch.sums import LARGEST_SUM
from isda.law.forms import Form

SHOWN = 200
"""Exceptions, and loss limits, that the report names."""
OF_CURRENCY = 5
"""Movements, changes and securities of one currency."""
STATUSES = ("refused", "undefined", "withheld", "call", "no_call")
SEVERITIES = ("error", "warning", "info")
ONE_LOT = ("agreement", "lot_id")
"""What a lot is told by, however many legs value it."""
OF_LIMIT = ("used_amount", "limit", "headroom", "held_value")
FORM = Form.LOSS_LIMIT_KOREA.title
REACHED = pl.lit("100").cast(MONEY)


class ExceptionRow(NamedTuple):
    """A reason why agreements have no call, with the first of them.

    Attributes:
        code: Of the reason.
        status: Of the agreements.
        agreement: The first of them.
        counterparty: Its own.
        message: The reason.
        paragraphs: Where it is said.
        agreements: How many have it.
        own: How many reasons the first has that no other has.
    """

    code: str
    status: str
    agreement: str
    counterparty: str
    message: str
    paragraphs: str
    agreements: int = 1
    own: int = 1


class CodeRow(NamedTuple):
    """How often a code occurs, of how many agreements, and its first message."""

    code: str
    kind: str
    times: int
    agreements: int
    example: str


class TotalRow(NamedTuple):
    """What moves in a currency: to party A, from it, and to it less from it."""

    currency: str
    to_a: Decimal
    from_a: Decimal
    net: Decimal
    movements: int


class MoverRow(NamedTuple):
    """One of the largest movements of a currency; the sender is a party's letter."""

    currency: str
    agreement: str
    counterparty: str
    sender: str
    kind: str
    amount: Decimal


class LimitRow(NamedTuple):
    """A loss limit that is reached, or an alert of it: the share in use in percent."""

    agreement: str
    counterparty: str
    currency: str
    used: Decimal
    used_amount: Decimal | None
    limit: Decimal | None
    headroom: Decimal | None
    held_value: Decimal | None
    alert: str
    is_reached: bool
    is_latched: bool


class HeldRow(NamedTuple):
    """What is held of something in a currency, by who posted it; its share of the currency.

    Attributes:
        currency: Of the collateral.
        name: An asset, or an ISIN.
        lots: How many.
        from_a: Market value that party A posted.
        from_b: Market value that party B posted.
        value: Both; None where columns cannot add it up.
        share: Of all that is held in the currency.
    """

    currency: str
    name: str
    lots: int
    from_a: Decimal | None
    from_b: Decimal | None
    value: Decimal | None
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class ReportRows:
    """What the report of a night shows, in its order.

    Attributes:
        party_a: The name of party A, where it is the same in every agreement.
        statuses: Agreements by status, the worst first.
        codes: The codes of the exceptions, the most frequent first.
        exceptions: The first of them, some of every code, each told once.
        reasons: How many there are, each told once.
        totals: What moves in each currency.
        movers: The largest movements of each currency.
        changes: Since an earlier night; None where none is given.
        limits: Loss limits reached, or near, the highest use first.
        limit_counts: Reached, near, below, and without a figure.
        assets: What is held, by currency and asset.
        securities: The largest holdings of one security, by currency.
        unvalued: Lots that no leg values, by the status of their agreement, the worst first.
        findings: The codes of the findings, errors first.
    """

    party_a: str
    statuses: tuple[tuple[str, int], ...]
    codes: tuple[CodeRow, ...]
    exceptions: tuple[ExceptionRow, ...]
    reasons: int
    totals: tuple[TotalRow, ...]
    movers: tuple[MoverRow, ...]
    changes: Changes | None
    limits: tuple[LimitRow, ...]
    limit_counts: tuple[int, int, int, int]
    assets: tuple[HeldRow, ...]
    securities: tuple[HeldRow, ...]
    unvalued: tuple[tuple[str, int], ...]
    findings: tuple[CodeRow, ...]


def report_rows(
    night: Night,
    tables: Mapping[str, pl.DataFrame],
    totals: list[dict[str, Any]],
    before: Earlier | None = None,
) -> ReportRows:
    """Return what the report of a night shows.

    Args:
        night: The night.
        tables: Its tables as text.
        totals: What moves in each currency, as the manifest has it.
        before: An earlier night, to say what changed since.
    """
    calls, excepted = tables["calls"], tables["exceptions"]
    is_valued = pl.coalesce(
        pl.col("market_value").cast(pl.String), beside(night.lots, "market_value")
    ).is_not_null()
    lots = night.lots.filter(is_valued).unique(ONE_LOT, keep="first", maintain_order=True)
    parties = Parties(calls)
    limits, counts = _limits(calls, parties)
    return ReportRows(
        parties.a,
        _counted(_worst(calls, excepted)["status"]),
        _codes(excepted, "status"),
        *_exceptions(excepted, parties),
        tuple(_total(each) for each in totals),
        _movers(tables["movements"], parties),
        None if before is None else changes_since(before, calls, parties, OF_CURRENCY),
        limits,
        counts,
        _held(lots, "asset"),
        _largest(_held(lots.filter(pl.col("isin").is_not_null()), "isin", lots)),
        _unvalued(night.lots.filter(~is_valued), _worst(calls, excepted)),
        tuple(sorted(_codes(tables["findings"], "severity"), key=_gravity)),
    )


def _worst(calls: pl.DataFrame, excepted: pl.DataFrame) -> pl.DataFrame:
    """Return the worst status of the legs of each agreement, by its place among them."""
    said = pl.concat([each.select("agreement", "status") for each in (calls, excepted)])
    order = {status: number for number, status in enumerate(STATUSES)}
    worst = said.drop_nulls().with_columns(
        pl.col("status").replace_strict(order, return_dtype=pl.Int8)
    )
    return worst.group_by("agreement").min()


def _counted(ranks: pl.Series) -> tuple[tuple[str, int], ...]:
    counts = ranks.value_counts().rows()
    return tuple((STATUSES[rank], count) for rank, count in sorted(counts))


def _unvalued(lots: pl.DataFrame, worst: pl.DataFrame) -> tuple[tuple[str, int], ...]:
    """Return how many lots have no value, by the status of their agreement."""
    return _counted(lots.unique(ONE_LOT).join(worst, on="agreement")["status"])


def _codes(rows: pl.DataFrame, kind: str) -> tuple[CodeRow, ...]:
    found = rows.group_by("code", kind, maintain_order=True).agg(
        pl.len(), pl.col("agreement").drop_nulls().n_unique(), pl.col("message").first()
    )
    every = [CodeRow(*each) for each in found.rows()]
    return tuple(sorted(every, key=lambda row: (-row.times, row.code or "", row.kind)))


def _gravity(row: CodeRow) -> tuple[int, int, str]:
    return SEVERITIES.index(row.kind), -row.times, row.code


def _exceptions(
    excepted: pl.DataFrame, parties: Parties
) -> tuple[tuple[ExceptionRow, ...], int]:
    """Return the first reasons, in turn from each code, so that none is crowded out.

    What several agreements have, as where a table is missing, is told once, and first.

    Returns:
        They, and how many there are in all.
    """
    of_code, alike = ("code", "status"), ("code", "status", "message", "paragraphs")
    shared = excepted.unique(("agreement", *alike), keep="first", maintain_order=True)
    shared = shared.with_columns(agreements=pl.len().over(alike)).with_columns(
        own=(pl.col("agreements") == 1).sum().over("agreement"),
        often=pl.len().over(of_code),
    )
    once = shared.unique(alike, keep="first", maintain_order=True).with_row_index("nth")
    ordered = once.sort(
        "often", *of_code, "agreements", "nth", descending=[True, False, False, True, False]
    )
    turns = ordered.with_columns(turn=pl.int_range(pl.len()).over(of_code))
    first = turns.with_row_index("place").sort("turn", "place").head(SHOWN).sort("place")
    told = parties.told(first).with_columns(pl.col(pl.String).fill_null(""))
    rows = told.select(*ExceptionRow._fields).rows()
    return tuple(ExceptionRow(*each) for each in rows), once.height


def _total(row: Mapping[str, Any]) -> TotalRow:
    to_a, from_a = Decimal(row["to_A"]), Decimal(row["from_A"])
    return TotalRow(
        row["currency"], to_a, from_a, EXACT.subtract(to_a, from_a), row["movements"]
    )


def _movers(movements: pl.DataFrame, parties: Parties) -> tuple[MoverRow, ...]:
    """Return the largest movements of each currency; first what no column holds."""
    rows = parties.told(movements).with_columns(
        pl.col("amount").cast(MONEY, strict=False).alias("size"),
        pl.col("from").alias("sender"),
    )
    ordered = rows.sort(
        "currency", "size", "agreement", "kind",
        descending=[False, True, False, False], nulls_last=False,
    )  # fmt: skip
    first = ordered.group_by("currency", maintain_order=True).head(OF_CURRENCY)
    picked = first.select(*MoverRow._fields)
    return tuple(
        row._replace(amount=Decimal(row.amount)) for row in map(MoverRow._make, picked.rows())
    )


def _limits(
    calls: pl.DataFrame, parties: Parties
) -> tuple[tuple[LimitRow, ...], tuple[int, int, int, int]]:
    """Return the loss limits reached or near, and how many of each kind there are."""
    is_one = (pl.col("form") == FORM) | pl.col("limit").is_not_null()
    limited = parties.told(calls.filter(is_one))
    rows = limited.with_columns(
        pl.col("used").str.strip_suffix("%").cast(MONEY, strict=False).alias("share"),
        pl.col("base_currency").alias("currency"),
        is_latched=pl.col("latched").eq_missing("yes"),
    ).with_columns(is_reached=_is_reached())
    shown = rows.filter(pl.col("is_reached") | pl.col("alert").is_not_null())
    reached = rows.filter("is_reached").height
    without = rows["used"].null_count()
    counts = (reached, shown.height - reached, rows.height - shown.height - without, without)
    ordered = shown.sort("share", "agreement", descending=[True, False], nulls_last=False).head(
        SHOWN
    )
    picked = ordered.with_columns(pl.col("alert").fill_null("")).select(*LimitRow._fields)
    return tuple(_limit(LimitRow(*each)) for each in picked.rows()), counts


def _is_reached() -> pl.Expr:
    """Whether a limit is reached; one whose share no column holds is."""
    above = pl.col("share").is_null() & ~pl.col("used").str.starts_with("-")
    return ((pl.col("share") >= REACHED) | above).fill_null(value=False)


def _limit(row: Any) -> LimitRow:
    """Return a row whose amounts are text with its amounts, every digit of them."""
    amounts = {name: getattr(row, name) for name in OF_LIMIT}
    found = {name: None if each is None else Decimal(each) for name, each in amounts.items()}
    changed: LimitRow = row._replace(used=Decimal(row.used.removesuffix("%")), **found)
    return changed


def _held(
    lots: pl.DataFrame, name: str, every: pl.DataFrame | None = None
) -> tuple[HeldRow, ...]:
    """Return what is held by currency and name, the most of each currency first.

    Args:
        lots: Lots with their market value in their own currency.
        name: The column that tells them apart.
        every: What a share is a share of; the lots themselves where it is left out.
    """
    whole = lots if every is None else every
    of_currency = dict(whole.group_by("currency").agg(_summed()).rows())
    found = lots.group_by("currency", name).agg(
        pl.len(),
        _summed(pl.col("posted_by") == "A").alias("from_a"),
        _summed(pl.col("posted_by") == "B").alias("from_b"),
        _summed().alias("value"),
    )
    rows = []
    for currency, called, count, from_a, from_b, value in found.rows():
        total = of_currency[currency]
        share = value / total if value is not None and total else None
        rows.append(HeldRow(currency, called, count, from_a, from_b, value, share))
    return tuple(sorted(rows, key=lambda row: (row.currency, -(row.value or 0), row.name)))


def _summed(which: pl.Expr | None = None) -> pl.Expr:
    """Return a sum of market values; none where it could be too large for columns."""
    value = pl.col("market_value")
    mine = value if which is None else pl.when(which).then(value).otherwise(NIL)
    fits = (value.max() < pl.lit(LARGEST)) & (value.null_count() == 0)
    small = pl.when(fits).then(value.max()).otherwise(NIL) * pl.len() < pl.lit(LARGEST_SUM)
    return pl.when(fits & small).then(mine.sum())


def _largest(rows: tuple[HeldRow, ...]) -> tuple[HeldRow, ...]:
    """Return the first rows of each currency."""
    counts: dict[str, int] = {}
    kept = []
    for row in rows:
        counts[row.currency] = counts.get(row.currency, 0) + 1
        if counts[row.currency] <= OF_CURRENCY:
            kept.append(row)
    return tuple(kept)
