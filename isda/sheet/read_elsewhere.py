"""What other agreements use of a threshold that they share, from a facts file."""

from typing import Any

from isda.facts.facts import UsedElsewhere
from isda.sheet.fields import Report, fields_of
from isda.sheet.read_lots import items_of

KEYS = ("agreement", "of", "amount")


def used_elsewhere_of(node: Any, report: Report) -> tuple[UsedElsewhere, ...]:
    """Return the rows of `threshold_used_elsewhere:`; the same twice is a fault."""
    found: dict[tuple[str, str], UsedElsewhere] = {}
    for item in items_of(node, report, "threshold_used_elsewhere"):
        row = fields_of(item, KEYS, report, what="what another agreement uses")
        name, of, amount = row.text("agreement"), row.side("of"), row.money("amount")
        if row.is_broken():
            continue
        first = found.get((name.casefold(), of))
        if first is not None:
            row.error(
                "DQ060",
                "agreement",
                f"what {name} uses of party {of}'s threshold stands here twice (first in line "
                f"{first.place.line})",
                "keep one of the two",
            )
        found[name.casefold(), of] = UsedElsewhere(name, of, amount, row.place)
    return tuple(found.values())
