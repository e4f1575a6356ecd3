"""Haircuts that regulators print, by class of asset, credit quality step and maturity.

They lie in `isda/tables/data/haircuts.yaml`, one line a row. A row without its mark, a class
that is not known, rows that do not go up in maturity and a number that is none are refused
when the file is read; a class or a day that a regime does not cover has no row.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

from isda.basics.days import Length, MaturityRange, read_date
from isda.basics.faults import IsdaError, must
from isda.basics.source import Mark, Source
from isda.tables.regulation import LAST_DAY, regulation

SOME_DAY: Final = date(2000, 1, 1)
ANY: Final = "any"
KEYS: Final = {"regime", "instrument", "article", "from", "to", "measure", "rows"}
COPY: Final = {"regime", "instrument", "from", "same_as"}
_BUCKET: Final = re.compile(r"(<=?)(\d+y)", re.ASCII)
_NUMBER: Final = re.compile(r"\d+(\.\d+)?", re.ASCII)
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class AssetClass(StrEnum):
    """A class of asset that a table of haircuts has."""

    CASH = "cash"
    GOVERNMENT = "government"
    CORPORATE = "corporate"
    SECURITISATION = "securitisation"
    EQUITY = "equity"
    CONVERTIBLE = "convertible"
    GOLD = "gold"


class CreditQualityStep(StrEnum):
    """How a regulator ranks what is posted: 1 is the best of 6."""

    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    FOURTH = "4"
    FIFTH = "5"
    SIXTH = "6"


class NotPrinted(IsdaError, LookupError):
    """A regime prints no one haircut for an asset, as far as it is told.

    Attributes:
        why: What is not there, or not told.
        help: What to do.
    """

    def __init__(self, why: str, help_text: str) -> None:
        super().__init__(why)
        self.why, self.help = why, help_text


@dataclass(frozen=True, slots=True)
class HaircutRow:
    """One haircut of a regime.

    Attributes:
        regime: Whose it is.
        asset_class: The class of asset.
        step: The credit quality steps, such as `2-3`; `any` where they make no difference.
        bucket: The remaining maturity, such as `<=5y`; `any` above the last.
        percent: The haircut, in percent.
        since: Its first day.
        until: Its last day; None while no later one is known.
        source: Where it stands.
    """

    regime: str
    asset_class: AssetClass
    step: str
    bucket: str
    percent: Decimal
    since: date
    until: date | None
    source: Source

    def covers(self, day: date) -> bool:
        """Whether it is known to hold on a day."""
        return self.since <= day <= (self.until or LAST_DAY)

    def takes_in(self, maturities: MaturityRange | None) -> bool:
        """Whether the longest maturity of a range lies at or below its end."""
        found = _BUCKET.fullmatch(self.bucket)
        if found is None:
            return True
        if maturities is None or maturities.most is None:
            return False
        end, last = Length.read(found[2]).after(SOME_DAY), maturities.most.after(SOME_DAY)
        at_the_end = found[1] == "<=" or not maturities.most_belongs
        return last < end or (last == end and at_the_end)

    def has_step(self, step: str | None) -> bool:
        """Whether it is of a credit quality step, or of every one."""
        first, _, last = self.step.partition("-")
        return self.step == ANY or (step is not None and first <= step <= (last or first))

    def reaches(self, matures: date | None, day: date) -> bool:
        """Whether what matures on a day lies at or below its end."""
        found = _BUCKET.fullmatch(self.bucket)
        if found is None:
            return True
        if matures is None:
            return False
        end = Length.read(found[2]).after(day)
        return matures < end or (matures == end and found[1] == "<=")


@dataclass(frozen=True, slots=True)
class Strictest:
    """The haircuts of a class at the longest maturity of a range, by credit quality.

    Attributes:
        best: At the best credit quality step: nothing of the class has less.
        worst: At the worst step that the table has: nothing of the class needs more.
    """

    best: HaircutRow
    worst: HaircutRow


@lru_cache(maxsize=1024)
def strictest(
    regime: str, asset_class: AssetClass, maturities: MaturityRange | None, day: date
) -> Strictest | None:
    """Return the haircuts of the strictest maturity bucket that a range touches.

    Haircuts rise with maturity, so the strictest bucket is that of the longest maturity; a
    range without an end, or none at all, touches the last.

    Args:
        regime: eu, uk, us, jp or kr.
        asset_class: The class of asset.
        maturities: The range of remaining maturities; None where all are meant.
        day: The day whose figures hold.

    Returns:
        None where the regime has no haircut of that class on that day.

    Example:
        >>> five = MaturityRange.read("[1y, 5y]")
        >>> found = strictest("eu", AssetClass.GOVERNMENT, five, date(2024, 1, 2))
        >>> str(found.best.percent), str(found.worst.percent)
        ('2', '15')
    """
    touched: dict[str, HaircutRow] = {}
    for row in haircuts(regime):
        wanted = row.asset_class is asset_class and row.covers(day)
        if wanted and row.takes_in(maturities):
            touched.setdefault(row.step, row)
    if not touched:
        return None
    ordered = sorted(touched.values(), key=lambda row: row.percent)
    return Strictest(ordered[0], ordered[-1])


def of_asset(
    regime: str,
    asset_class: AssetClass,
    *,
    step: str | None,
    matures: date | None,
    day: date,
) -> HaircutRow:
    """Return the one haircut that a regime prints for an asset on a day.

    Args:
        regime: eu, uk, us, jp or kr.
        asset_class: Its class.
        step: Its credit quality step, where it is told.
        matures: Its day of maturity, where it has one.
        day: The day of the call.

    Raises:
        NotPrinted: The regime has no haircut that was read at a source for the class and the
            day, or it has several and the asset is not told well enough.

    Example:
        >>> row = of_asset("eu", AssetClass.GOVERNMENT, step="2",
        ...     matures=date(2029, 1, 2), day=date(2024, 1, 2))
        >>> str(row.percent), row.bucket
        ('3', '<=5y')
    """
    known, name = known_on(regime, day), regulation(regime).name
    of_class = [row for row in known if row.asset_class is asset_class]
    if not of_class:
        raise NotPrinted(
            f"the table of {name} has no haircut of the class {asset_class}",
            "check `class:` of the row; what the table does not have is not computed",
        )
    of_step = [row for row in of_class if row.has_step(step)]
    if not of_step:
        steps = ", ".join(dict.fromkeys(row.step for row in of_class))
        said = f"has {steps}, and not {step}" if step else f"tells {steps} apart"
        raise NotPrinted(
            f"the table of {name} for the class {asset_class} {said}: its credit quality step",
            "add `credit_quality_step:` to the lot, as the regulator ranks it",
        )
    if matures is None and len(of_step) > 1:
        raise NotPrinted(
            f"the table of {name} for the class {asset_class} goes by the remaining maturity",
            "add `matures:` to the lot",
        )
    return next(row for row in of_step if row.reaches(matures, day))


def known_on(regime: str, day: date) -> tuple[HaircutRow, ...]:
    """Return the haircuts of a regime on a day, if they were read at a source.

    They are of what is not cash: the European rules say that nothing comes off cash that is
    variation margin, and the American table is of collateral other than cash.

    Raises:
        NotPrinted: Nothing is known of them on the day, or nobody read them.

    Example:
        >>> len(known_on("us", date(2024, 1, 2)))
        8
    """
    name = regulation(regime).name
    known = tuple(row for row in haircuts(regime) if row.covers(day))
    if not known:
        raise NotPrinted(
            f"no haircuts of {name} are known for {day}",
            "leave the agreement out of the run, or state the percentages in the table",
        )
    if any(row.source.mark is Mark.UNVERIFIED for row in known):
        raise NotPrinted(
            f"the haircuts of {name} were read at no source",
            "leave the agreement out of the run, or state the percentages in the table",
        )
    return known


@cache
def haircuts(regime: str) -> tuple[HaircutRow, ...]:
    """Return every haircut of a regime, in the order of its tables.

    Example:
        >>> len(haircuts("jp")), len(haircuts("uk")) == len(haircuts("eu"))
        (0, True)
    """
    text = (files("isda.tables") / "data" / "haircuts.yaml").read_text(encoding="utf-8")
    return tuple(row for row in read_haircuts(text) if row.regime == regime)


def read_haircuts(text: str) -> tuple[HaircutRow, ...]:
    """Read the tables, and refuse a file that is not as it must be.

    Raises:
        InvariantBroken: A key or a class is unknown, a row has no mark or no number, or the
            rows of a class and step do not go up in maturity.
    """
    blocks: list[dict[str, Any]] = yaml.load(text, Loader=_LOADER)  # noqa: S506  # the base loader makes text only
    found: list[HaircutRow] = []
    for block in blocks:
        if "same_as" in block:
            must(set(block) == COPY, f"a copy of haircuts has {sorted(COPY)}")
            model = tuple(row for row in found if row.regime == block["same_as"])
            found += [_copied(row, block) for row in model]
        else:
            found += _rows(block)
    return tuple(found)


def _copied(row: HaircutRow, block: dict[str, Any]) -> HaircutRow:
    source = row.source.taken_over(block["instrument"])
    return replace(row, regime=block["regime"], since=read_date(block["from"]), source=source)


def _rows(block: dict[str, Any]) -> Iterator[HaircutRow]:
    regime = block.get("regime", "?")
    must(set(block) | {"to"} == KEYS, f"{regime}: a table of haircuts has {sorted(KEYS)}")
    must(block["measure"] == "remaining", f"{regime}: haircuts go by remaining maturity")
    before: HaircutRow | None = None
    for line in block["rows"].splitlines():
        row = _row(block, line)
        if before is not None and (before.asset_class, before.step) == (
            row.asset_class,
            row.step,
        ):
            must(_goes_up(before, row), f"{regime}: {line} does not go up in maturity")
        yield row
        before = row


def _row(block: dict[str, Any], line: str) -> HaircutRow:
    cells = line.split()
    must(len(cells) == len(("class", "step", "bucket", "percent", "mark")), f"{line}: no row")
    name, step, bucket, percent, mark = cells
    must(name in set(AssetClass), f"{line}: {name} is no class of asset")
    must(bucket == ANY or bool(_BUCKET.fullmatch(bucket)), f"{line}: {bucket} is no maturity")
    must(bool(_NUMBER.fullmatch(percent)), f"{line}: {percent} is no number")
    must(mark in set(Mark), f"{line}: {mark} is no mark")
    return HaircutRow(
        block["regime"],
        AssetClass(name),
        step,
        bucket,
        Decimal(percent),
        read_date(block["from"]),
        read_date(block["to"]) if block.get("to") else None,
        Source(block["instrument"], block["article"], Mark(mark)),
    )


def _goes_up(before: HaircutRow, row: HaircutRow) -> bool:
    """Whether a row begins where the one before it ends, and takes no less off."""
    end = _BUCKET.fullmatch(before.bucket)
    if end is None or row.percent < before.percent:
        return False
    later = _BUCKET.fullmatch(row.bucket)
    return later is None or Length.read(end[2]) < Length.read(later[2])
