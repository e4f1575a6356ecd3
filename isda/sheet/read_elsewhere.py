"""What other agreements use of a threshold that they share, from a facts file or a book."""

from collections.abc import Mapping
from typing import Any

from isda.basics.party import Side
from isda.facts.elsewhere import ExposureElsewhere, UsedElsewhere
from isda.sheet.book_tables import BookReader
from isda.sheet.fields import Fields, Report, fields_of
from isda.sheet.read_lots import items_of
from isda.sheet.table_files import Columns, first_at

KEYS = ("agreement", "of", "amount")
OF_EXPOSURE = ("agreement", "holder", "amount")
USED_ELSEWHERE = Columns(
    "threshold_used_elsewhere",
    ("agreement", "on", "other_agreement", "of", "amount", "currency"),
)

EXPOSURE_ELSEWHERE = Columns(
    "exposure_elsewhere",
    ("agreement", "on", "other_agreement", "holder", "amount", "currency"),
)

Known = Mapping[tuple[str, Side], UsedElsewhere]
"""What is read already, by the other agreement and the party."""


def used_elsewhere_of(node: Any, report: Report) -> tuple[UsedElsewhere, ...]:
    """Return the rows of `threshold_used_elsewhere:`; the same twice is a fault."""
    found: dict[tuple[str, Side], UsedElsewhere] = {}
    for item in items_of(node, report, "threshold_used_elsewhere"):
        row = fields_of(item, KEYS, report, what="what another agreement uses")
        name, of, amount = row.text("agreement"), row.side("of"), row.money("amount")
        if row.is_broken():
            continue
        used = UsedElsewhere(name, of, amount, row.place)
        _told_once(row, "agreement", used, found)
        found[name.casefold(), of] = used
    return tuple(found.values())


def exposure_elsewhere_of(node: Any, report: Report) -> tuple[ExposureElsewhere, ...]:
    """Return the rows of `exposure_elsewhere:`; the same agreement twice is a fault."""
    found: dict[str, ExposureElsewhere] = {}
    for item in items_of(node, report, "exposure_elsewhere"):
        row = fields_of(item, OF_EXPOSURE, report, what="an exposure under another agreement")
        name, holder = row.text("agreement"), row.side("holder")
        amount = row.money("amount", signed=True)
        if row.is_broken():
            continue
        _exposed_once(
            row, "agreement", ExposureElsewhere(name, holder, amount, row.place), found
        )
    return tuple(found.values())


def take_used_elsewhere(reader: BookReader, row: Fields) -> None:
    """Take a row of threshold_used_elsewhere.csv in; the same twice on a day is a fault."""
    name, on, other = reader.agreement(row), row.day("on"), row.text("other_agreement")
    of, amount = row.side("of"), row.money("amount", "currency")
    if row.is_broken():
        return
    used, known = UsedElsewhere(other, of, amount, row.place), reader.records.used[name][on]
    _told_once(row, "other_agreement", used, known)
    if not row.is_broken():
        reader.count(on, name, amount=amount)
        known[other.casefold(), of] = used


def take_exposure_elsewhere(reader: BookReader, row: Fields) -> None:
    """Take a row of exposure_elsewhere.csv in; the same agreement twice on a day is a fault."""
    name, on, other = reader.agreement(row), row.day("on"), row.text("other_agreement")
    holder, amount = row.side("holder"), row.money("amount", "currency", signed=True)
    if row.is_broken():
        return
    exposed = ExposureElsewhere(other, holder, amount, row.place)
    _exposed_once(row, "other_agreement", exposed, reader.records.exposed[name][on])
    if not row.is_broken():
        reader.count(on, name, amount=amount)


def _exposed_once(
    row: Fields, key: str, exposed: ExposureElsewhere, found: dict[str, ExposureElsewhere]
) -> None:
    """Keep an exposure under another agreement; the same agreement twice is a fault."""
    first = found.setdefault(exposed.agreement.casefold(), exposed)
    if first is not exposed:
        row.error(
            "DQ060",
            key,
            f"the exposure under {exposed.agreement} stands here twice "
            f"({first_at(first.place, row.place)})",
            "keep one of the two",
        )


def _told_once(row: Fields, key: str, used: UsedElsewhere, known: Known) -> None:
    first = known.get((used.agreement.casefold(), used.of))
    if first is not None:
        row.error(
            "DQ060",
            key,
            f"what {used.agreement} uses of party {used.of}'s threshold stands here twice "
            f"({first_at(first.place, row.place)})",
            "keep one of the two",
        )
