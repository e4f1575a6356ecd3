"""Every value of a part of a sheet as it was typed, with the way to it."""

from collections.abc import Iterator
from typing import Any

from isda.lint.sheet import Sheet
from isda.sheet.draft import Listing, Scalar
from isda.sheet.draft import Mapping as Block


def scalars(
    sheet: Sheet, path: str = "", *, without: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Scalar]]:
    """Yield the values under a path, in the order of the sheet.

    Args:
        sheet: The sheet.
        path: Where to begin; left out, at the top.
        without: Keys whose values are left out.
    """
    yield from _under(sheet.node(path) if path else sheet.draft.root, path, without)


def _under(node: Any, path: str, without: frozenset[str]) -> Iterator[tuple[str, Scalar]]:
    if isinstance(node, Scalar):
        yield path, node
        return
    lead = f"{path}." if path else ""
    if isinstance(node, Block):
        for key, entry in node.entries.items():
            if key not in without:
                yield from _under(entry.value, f"{lead}{key}", without)
    elif isinstance(node, Listing):
        for number, item in enumerate(node.items):
            yield from _under(item, f"{lead}{number}", without)
