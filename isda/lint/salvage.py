"""What still reads of a broken sheet: the parts with errors are taken out, and remembered.

A fault of one term must not hide what is wrong with the others, and a term that was taken out
must not be reported as missing.
"""

from typing import Any, NamedTuple

from pydantic import ValidationError

from isda.sheet.draft import Entry, Listing, Scalar, SheetDraft, plain_tree
from isda.sheet.draft import Mapping as Block
from isda.terms.agreement import Agreement

MOST_ROUNDS = 12
DEEP = 3
"""A path of so many steps names a term: what stands above it is an annex or a party."""


class Seen(NamedTuple):
    """The agreement as far as it reads.

    Attributes:
        agreement: The agreement.
        draft: The document without what does not read; places are the original ones.
        dropped: The paths of what was taken out.
    """

    agreement: Agreement
    draft: SheetDraft
    dropped: tuple[str, ...]

    def lost(self, path: str) -> bool:
        """Whether a path leads to, into or over something that was taken out."""
        return any(
            f"{path}.".startswith(f"{each}.")
            or (f"{each}.".startswith(f"{path}.") and path.count(".") + 1 >= DEEP)
            for each in self.dropped
        )


def salvaged(draft: SheetDraft, agreement: Agreement | None) -> Seen | None:
    """Return the agreement as far as it reads, or None where nothing of it does."""
    if agreement is not None:
        return Seen(agreement, draft, ())
    if not isinstance(draft.root, Block) or "annexes" not in draft.root.entries:
        return None
    left = SheetDraft(draft.name, draft.text, _copied(draft.root), [], draft.notation)
    dropped: list[str] = []
    for _ in range(MOST_ROUNDS):
        try:
            found = Agreement.model_validate(plain_tree(left.root))
        except ValidationError as error:
            paths = {_culprit(left.root, each) for each in error.errors(include_url=False)}
        else:
            found.remember(left.place_of)
            return Seen(found, left, tuple(dropped))
        if () in paths or not paths:
            return None
        # the last of a list first, so that the numbers of the others stay
        ordered = sorted(paths, key=_by_number, reverse=True)
        dropped += [".".join(path) for path in ordered if _take_out(left.root, path)]
    return None


def _copied(node: Any) -> Any:
    """Return a tree of its own, with the same scalars."""
    if isinstance(node, Scalar):
        return node
    if isinstance(node, Listing):
        return node._replace(items=[_copied(item) for item in node.items])
    entries = {
        key: Entry(entry.key, _copied(entry.value)) for key, entry in node.entries.items()
    }
    return node._replace(entries=entries)


def _culprit(root: Any, error: Any) -> tuple[str, ...]:
    """Return the path of the smallest part that an error is about, as far as it exists."""
    context = error.get("ctx") or {}
    steps = [str(step) for step in (*error["loc"], *str(context.get("at") or "").split("."))]
    node, path = root, list[str]()
    for step in filter(None, steps):
        if isinstance(node, Block) and step in node.entries:
            node = node.entries[step].value
        elif isinstance(node, Block) and "value" in node.entries and not step.isdigit():
            continue
        elif isinstance(node, Listing) and step.isdigit() and int(step) < len(node.items):
            node = node.items[int(step)]
        else:
            continue
        path.append(step)
    return tuple(path)


def _by_number(path: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((int(step), "") if step.isdigit() else (-1, step) for step in path)


def _take_out(root: Any, path: tuple[str, ...]) -> bool:
    """Take a part out; False where it went with a larger one."""
    node = root
    for step in path[:-1]:
        if isinstance(node, Block):
            entry = node.entries.get(step)
            node = None if entry is None else entry.value
        elif isinstance(node, Listing) and int(step) < len(node.items):
            node = node.items[int(step)]
    if isinstance(node, Block):
        return node.entries.pop(path[-1], None) is not None
    if isinstance(node, Listing) and int(path[-1]) < len(node.items):
        del node.items[int(path[-1])]
        return True
    return False
