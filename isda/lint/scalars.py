"""Every value of a part of a sheet as it was typed, with the way to it."""

from typing import Any, NamedTuple

from isda.lint.once import once
from isda.lint.sheet import Sheet
from isda.sheet.draft import Listing, Scalar
from isda.sheet.draft import Mapping as Block


def scalars(
    sheet: Sheet, path: str = "", *, without: frozenset[str] = frozenset()
) -> tuple[tuple[str, Scalar], ...]:
    """Return the values under a path, in the order of the sheet.

    Args:
        sheet: The sheet.
        path: Where to begin; left out, at the top.
        without: Keys whose values are left out.
    """
    return _scalars(sheet, path, without)


class Wording(NamedTuple):
    """Every value of a sheet, by itself and a line each, and every key, wherever they stand."""

    texts: tuple[str, ...]
    values: str
    keys: frozenset[str]


@once
def wording(sheet: Sheet) -> Wording:
    """Return what stands anywhere in a sheet: what a rule looks for may stand nowhere."""
    ahead: list[Any] = [sheet.draft.root]
    found, keys = [], set[str]()
    for node in ahead:
        kind = node.__class__
        if kind is Scalar:
            found.append(node.text)
        elif kind is Block:
            keys.update(node.entries)
            ahead += [value for _, value in node.entries.values()]
        else:
            ahead += node.items
    return Wording(tuple(found), "\n".join(found), frozenset(keys))


@once
def _scalars(
    sheet: Sheet, path: str, without: frozenset[str]
) -> tuple[tuple[str, Scalar], ...]:
    ahead: list[tuple[str, Any]] = [(path, sheet.node(path) if path else sheet.draft.root)]
    found = []
    while ahead:
        at, node = ahead.pop()
        if isinstance(node, Scalar):
            found.append((at, node))
            continue
        lead = f"{at}." if at else ""
        if isinstance(node, Block):
            ahead += [
                (lead + key, value)
                for key, (_, value) in reversed(node.entries.items())
                if key not in without
            ]
        elif isinstance(node, Listing):
            ahead += [
                (f"{lead}{number}", item) for number, item in reversed([*enumerate(node.items)])
            ]
    return tuple(found)
