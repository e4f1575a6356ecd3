"""What is disputed, from a facts file: flat or by letter, for all regimes or for one."""

from collections.abc import Iterator
from typing import Any

from isda.basics.party import Side
from isda.facts.facts import Disputed, Figure
from isda.sheet.draft import Listing, Mapping
from isda.sheet.fields import Fields, Report, fields_of

PARTS = ("delivery", "return", "held", "in_transit")
KEYS = ("regime", *PARTS)


def disputed_of(node: Any, report: Report) -> tuple[Disputed, ...]:
    """Return the disputed parts of `disputed:`; one part said twice is a fault."""
    if node is None:
        return ()
    letters = [one for one in Side if isinstance(node, Mapping) and one in node.entries]
    if not letters:
        return tuple(_of_poster(node, None, report))
    fields_of(node, tuple(Side), report, what="disputed by letter", nested=tuple(Side))
    return tuple(each for side in letters for each in _of_poster(node.get(side), side, report))


def _of_poster(node: Any, poster: Side | None, report: Report) -> Iterator[Disputed]:
    """Yield what is disputed of one poster: one row, or a list of them by regime."""
    known: dict[str, dict[str | None, int]] = {part: {} for part in PARTS}
    for item in node.items if isinstance(node, Listing) else [node]:
        row = fields_of(item, KEYS, report, what="disputed")
        regime = row.maybe_text("regime")
        for part in PARTS:
            if row.has(part):
                _check_once(row, part, regime, known[part])
        yield _disputed(row, poster, regime)


def _check_once(
    row: Fields, part: str, regime: str | None, known: dict[str | None, int]
) -> None:
    name = None if regime is None else regime.casefold()
    if name in known:
        row.error(
            "DQ060",
            part,
            f"`{part}` of the same regime is disputed twice (first in line {known[name]})",
            "keep one of the two",
        )
    elif known and None in {name, *known}:
        row.error(
            "DQ060",
            part,
            f"`{part}` is disputed for one regime and for all of them (first in line "
            f"{min(known.values())})",
            "name the regime of each part, or of none",
        )
    known.setdefault(name, row.place_of(part).line)


def _disputed(row: Fields, poster: Side | None, regime: str | None) -> Disputed:
    amounts = {part: row.maybe_money(part) for part in PARTS}
    if regime is not None and not any(map(row.has, PARTS)):
        row.error(
            "DQ015",
            "regime",
            "a regime is named, and no part is disputed under it",
            f"write one of: {', '.join(PARTS)}",
        )
    figures = {
        part: None if amount is None else Figure(amount, row.place_of(part))
        for part, amount in amounts.items()
    }
    return Disputed(
        poster,
        figures["delivery"],
        figures["return"],
        figures["held"],
        figures["in_transit"],
        row.place,
        regime,
    )
