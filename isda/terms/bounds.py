"""How much of one thing a sheet may hold: more than any agreement has is refused at once."""

from collections.abc import Iterator
from typing import Any, Final

from pydantic_core import PydanticCustomError

from isda.terms.reading import trouble

MOST: Final = {
    "annexes": 100,
    "amendments": 100,
    "columns": 30,
    "confirmations": 5_000,
    "eligible_collateral": 1_000,
}
"""How many entries may stand under a key; every list and mapping is bounded."""
MOST_ENTRIES: Final = 2_000
"""How many entries any other list or mapping may have."""
LEAST_OF_A_STATE: Final = 100
"""For how many values each state of an annex counts at least."""
MOST_VALUES: Final = 50_000
"""How many values may stand, those of an annex counted again for each of its amendments."""

PARTS: Final[frozenset[type]] = frozenset({dict, list})
SHORT: Final = min(MOST.values())
FEW: Final = 400
"""Fewer values than these are within the bound, however they stand."""


def troubles_of_size(sheet: Any) -> Iterator[PydanticCustomError]:
    """Find what a sheet has more of than any agreement: nothing of it is read then.

    Each list and mapping is looked at for itself; where none is too long, the whole is.

    Args:
        sheet: The sheet as plain mappings and lists.

    Example:
        >>> [found.type for found in troubles_of_size({"annexes": [{}] * 101})]
        ['DQ092']
        >>> [*troubles_of_size({"annexes": [{}] * 100})]
        []
    """
    if not isinstance(sheet, dict) or _is_small(sheet):
        return
    is_too_long = False
    ahead: list[tuple[Any, str]] = [(sheet, "")]
    while ahead:
        node, path = ahead.pop()
        key = path.rpartition(".")[2]
        most = MOST.get(key, MOST_ENTRIES)
        if len(node) > most:
            is_too_long = True
            yield trouble(
                "DQ092",
                f"{len(node)} entries stand in one place, and at most {most} are read here",
                "no agreement has as many: check that this is the right file, and not damaged",
                at=path,
            )
            continue
        for step, part in node.items() if isinstance(node, dict) else enumerate(node):
            if part.__class__ in PARTS:
                ahead.append((part, f"{path}.{step}" if path else str(step)))
    if not is_too_long and values_standing(sheet) > MOST_VALUES:
        yield trouble(
            "DQ092",
            f"the annexes hold more than {MOST_VALUES} values, those of an annex counted again "
            "for each of its amendments",
            "no agreement has as many: write each annex as it stands, without its history",
            at="annexes",
        )


def _is_small(sheet: dict[str, Any]) -> bool:
    """Whether nothing in a sheet is long, and all of it is few, as nearly always."""
    count, level = 0, list[Any]([sheet])
    while level:
        sizes = [*map(len, level)]
        count += sum(sizes)
        if max(sizes) > SHORT or count > FEW:
            return False
        level = [
            part
            for node in level
            for part in (node.values() if isinstance(node, dict) else node)
            if part.__class__ in PARTS
        ]
    return True


def values_standing(sheet: dict[str, Any]) -> int:
    """Return how many values there are to look at: all, as each amendment leaves them.

    Example:
        >>> values_standing({"annexes": [{"a": ["1"] * 200}], "sheet": "1"})
        202
        >>> values_standing({"annexes": [{"a": "1", "amendments": [{"a": "1"}, {"a": "2"}]}]})
        300
    """
    found = 0
    for key, part in sheet.items():
        is_list = key == "annexes" and isinstance(part, list)
        found += sum(map(_standing, part)) if is_list else _values(part)
    return found


def _standing(annex: Any) -> int:
    """Return the values of an annex in its largest state, for each of its states."""
    if not isinstance(annex, dict):
        return 1
    later = annex.get("amendments")
    layers = [each for each in later if isinstance(each, dict)] if type(later) is list else []
    largest: dict[str, int] = {}
    for layer in (annex, *layers):
        for key, part in layer.items():
            if key != "amendments":
                largest[key] = max(largest.get(key, 0), _values(part))
    return (1 + len(layers)) * max(LEAST_OF_A_STATE, sum(largest.values()))


def _values(node: Any) -> int:
    """Return how many values, lists and mappings there are in one."""
    found, ahead = 0, [node]
    while ahead:
        part = ahead.pop()
        found += 1
        if isinstance(part, dict):
            ahead += part.values()
        elif isinstance(part, list):
            ahead += part
    return found
