"""What the words of a feed mean, as book.yaml declares it: a word that is not declared is none.

A feed may say `us` where a book says `A`, or `Sell` where it says `sell`. Under `values:` stand
our words, each with that of the feed, or with several. Then each cell of the column must be one
of those, so that a new word of the feed is refused at its row, and never taken for ours.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from isda.basics.amounts import shown
from isda.basics.faults import AmountError
from isda.sheet.draft import Listing, Scalar, SheetDraft
from isda.sheet.draft import Mapping as Node
from isda.sheet.fields import fields_of, shape_of
from isda.sheet.table_files import Columns

Values = Mapping[str, Mapping[str, str]]
"""Our word by that of the feed, by column."""

IDENTIFIERS = frozenset(
    {"trade_id", "agreement", "lot_id", "movement_id", "isin", "other_agreement"}
)
"""Columns that name a thing: a name means what it names, and is read as it stands."""
MOST_LISTED = 12


def values_of(
    node: Any, columns: Columns, plain: frozenset[str], draft: SheetDraft
) -> dict[str, dict[str, str]]:
    """Return what the words of a feed mean, by column.

    Args:
        node: What stands under `values:`.
        columns: The table.
        plain: Columns whose cells are no words: numbers and days.
        draft: Takes findings down.
    """
    if node is None:
        return {}
    own = node.entries if isinstance(node, Node) else {}
    opened = columns.open
    known = (*columns.known, *(key for key in own if opened and key.startswith(opened)))
    fields_of(node, known, draft, what=f"the values of {columns.table}", nested=known)
    found = {}
    for column, entry in own.items():
        if column in plain | IDENTIFIERS:
            draft.error(
                "DQ034",
                entry.key.place,
                f"`{column}` is no word that a feed could have another for",
                "`values:` is for words such as `buy_sell`, `posted_by` or `currency`",
            )
        elif column in known:
            found[column] = _words(column, entry.value, draft)
    return found


def _words(column: str, node: Any, draft: SheetDraft) -> dict[str, str]:
    """Return our word by each of the feed's: `{A: us, B: [them, client]}`."""
    keys = tuple(node.entries) if isinstance(node, Node) else ()
    what = f"the values of `{column}`"
    fields_of(node, keys, draft, what=what, nested=keys)
    if isinstance(node, Node) and not keys:
        draft.error("DQ032", node.place, f"{what} are none", "write our words and the feed's")
    meant: dict[str, str] = {}
    for ours, entry in node.entries.items() if isinstance(node, Node) else ():
        for item in _items(entry.value, what, draft):
            if meant.setdefault(item.text, ours) != ours:
                draft.error(
                    "DQ037",
                    item.place,
                    f"{shown(item.text)!r} is said to mean `{meant[item.text]}` and `{ours}`",
                    "a word of the feed means one of ours",
                )
    return meant


def _items(node: Any, what: str, draft: SheetDraft) -> Iterator[Scalar]:
    """Yield the words of the feed that stand for one of ours."""
    for item in node.items if isinstance(node, Listing) else (node,):
        if not isinstance(item, Scalar):
            message = f"{shape_of(item)} stands where a word of the feed is expected in {what}"
            draft.error("DQ030", item.place, message, "write it as the feed does")
        elif not item.text:
            message = f"an empty word stands in {what}"
            draft.error("DQ032", item.place, message, "an empty cell is empty here as well")
        else:
            yield item


def meaning(values: Values, column: str, text: str) -> str:
    """Return a word of a feed as a book has it; what is empty stays empty.

    Example:
        >>> meaning({"posted_by": {"us": "A", "them": "B"}}, "posted_by", "them")
        'B'
        >>> meaning({}, "posted_by", "B")
        'B'
    """
    known = values.get(column)
    if known is None or not text:
        return text
    if text not in known:
        listed = ", ".join(list(known)[:MOST_LISTED])
        raise AmountError(
            "DQ034",
            f"{shown(text)!r} is none of the values that the feed declares",
            f"under `values:` stand {listed}",
        )
    return known[text]
