"""What still reads of a broken sheet: the parts with errors are taken out, and remembered.

A fault of one term must not hide what is wrong with the others, and a term that was taken out
must not be reported as missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from isda.basics.finding import Finding
from isda.sheet.draft import Entry, Listing, Scalar, SheetDraft, descend, plain_tree
from isda.sheet.draft import Mapping as Block
from isda.sheet.read_sheet import MOST_TOLD, finding_of
from isda.terms.agreement import AS_FAR_AS_IT_READS, Agreement

MOST_ROUNDS = 12
STAND_INS = {"sheet": "1", "agreement": "?", "name": "?", "transaction": "?"}
"""What stands in for a word that does not read and that every sheet needs."""
OF_RATINGS, OF_EVENTS, NOTHING = "by_rating", "while", "nil"
SAID = ("value", "percent_of_notional")
"""Where a row of `while:` says what holds."""
DEEP = 3
"""A path of so many steps names a term: what stands above it is an annex or a party."""


@dataclass(frozen=True)
class Seen:
    """The agreement as far as it reads.

    Attributes:
        agreement: The agreement.
        draft: The document without what does not read; places are the original ones.
        dropped: The paths of what was taken out.
        findings: What came to light once the rest was out of the way.
    """

    agreement: Agreement
    draft: SheetDraft
    dropped: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def lost(self, path: str) -> bool:
        """Whether a path leads to, into or over something that was taken out."""
        if not self.dropped:
            return False
        if path in self._broken:
            return True
        steps = path.split(".")
        return any(".".join(steps[:count]) in self._gone for count in range(1, len(steps) + 1))

    @cached_property
    def _gone(self) -> frozenset[str]:
        return frozenset(self.dropped)

    @cached_property
    def _broken(self) -> frozenset[str]:
        """The way to everything of which a part was taken out."""
        ways = (each.split(".") for each in self.dropped)
        return frozenset(
            ".".join(way[:count]) for way in ways for count in range(DEEP, len(way) + 1)
        )


def salvaged(draft: SheetDraft, agreement: Agreement | None) -> Seen | None:
    """Return the agreement as far as it reads, or None where nothing of it does."""
    if agreement is not None:
        return Seen(agreement, draft)
    if not isinstance(draft.root, Block) or "annexes" not in draft.root.entries:
        return None
    return _Salvage(draft).seen()


class _Salvage:
    """Takes out of a copy, round by round, what does not read."""

    def __init__(self, draft: SheetDraft) -> None:
        root = _copied(draft.root)
        self.left = SheetDraft(draft.name, draft.text, root, notation=draft.notation)
        self.dropped: list[str] = []
        self.rows: list[tuple[tuple[str, ...], Scalar]] = []
        self.events: list[tuple[tuple[str, ...], Block]] = []
        self.findings: list[Finding] = []

    def seen(self) -> Seen | None:
        for number in range(MOST_ROUNDS):
            try:
                found = self._validated(AS_FAR_AS_IT_READS)
            except ValidationError as error:
                if not self._take_out(error, is_first=number == 0):
                    return None
            else:
                found.remember(self.left.place_of)
                self._ask_what_lacks()
                return Seen(found, self.left, tuple(self.dropped), tuple(self.findings))
        return None

    def _validated(self, context: str | None) -> Agreement:
        return Agreement.model_validate(plain_tree(self.left.root), context=context)

    def _take_out(self, error: ValidationError, *, is_first: bool) -> bool:
        """Take out what errors are about; False where that is all there is."""
        every = error.errors(include_url=False, include_input=False)
        if not is_first:
            self._note(every[:MOST_TOLD])  # the reader told those of the first round
        paths = set()
        for each in every:
            if each["type"] == "missing" and self._stand_in(each["loc"]):
                continue
            paths.add(_culprit(self.left.root, each))
        if () in paths:
            return False
        # the last of a list first, so that the numbers of the others stay
        for path in sorted(paths, key=_by_number, reverse=True):
            entry = _take_out(self.left.root, path)
            if entry is None:
                continue
            self.dropped.append(".".join(path))
            if path[-2:-1] == (OF_RATINGS,) and isinstance(entry, Entry):
                self.rows.append((path, entry.key))
            elif path[-2:-1] == (OF_EVENTS,) and isinstance(entry, Block):
                self.events.append((path[:-1], entry))
        return True

    def _stand_in(self, steps: tuple[int | str, ...]) -> bool:
        """Put a word where a name is missing that nothing else hangs on."""
        word = STAND_INS.get(str(steps[-1]))
        _, parent = descend(self.left.root, steps[:-1])
        if word is None or not isinstance(parent, Block):
            return False
        scalar = Scalar(
            word,
            plain=True,
            file=parent.file,
            line=parent.line,
            column=parent.column,
            start=0,
            end=0,
        )
        parent.entries[str(steps[-1])] = Entry(scalar, scalar)
        return True

    def _ask_what_lacks(self) -> None:
        """Note what the terms that read lack together, or contradict.

        The names of rows by rating are read there: those of which the amount did not read
        stand in for it, so that the name is told as well, and the row is not missed. So are
        the events of rows of `while:`.
        """
        events = [*self._events_put_back()]
        for path, key in self.rows:
            _, rows = descend(self.left.root, path[:-1])
            if isinstance(rows, Block) and rows.entries:
                rows.entries[path[-1]] = Entry(key, key._replace(text=NOTHING))
        try:
            self._validated(None)
        except ValidationError as error:
            self._note(error.errors(include_url=False, include_input=False)[:MOST_TOLD])
        for path, _ in self.rows:
            _take_out(self.left.root, path)
        for rows, row in events:
            rows.remove(row)

    def _events_put_back(self) -> Iterator[tuple[list[Any], Block]]:
        """Put rows of `while:` back, of which only the event is left, before the others."""
        for path, lost in self.events:
            _, rows = descend(self.left.root, path)
            event = lost.get("event")
            if isinstance(rows, Listing) and isinstance(event, Scalar):
                held = event._replace(text=NOTHING)
                entries = {"event": Entry(event, event), "value": Entry(held, held)}
                row = lost._replace(entries=entries)
                rows.items.insert(0, row)
                yield rows.items, row

    def _note(self, errors: list[Any]) -> None:
        for each in errors:
            row = ".".join(_culprit(self.left.root, each))
            if each["type"] == "DQ037" and {f"{row}.{key}" for key in SAID} & {*self.dropped}:
                continue  # the row says a value, which does not read
            if each["type"] in {"missing", "DQ015"}:
                culprit, key = _culprit(self.left.root, each), _lacking(each)
                path = ".".join(culprit if culprit[-1:] == key else (*culprit, *key))
                if any(one.startswith(path) for one in self.dropped):
                    continue  # what lacks may be what was taken out
            self.findings.append(finding_of(self.left, each))


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


def _lacking(error: Any) -> tuple[str, ...]:
    """Return the key that an error says is missing; empty where it names none."""
    at = str((error.get("ctx") or {}).get("at") or "")
    steps = (*error["loc"], *filter(None, at.split(".")))
    is_key = bool(at) or error["type"] == "missing"
    return (str(steps[-1]),) if is_key and steps else ()


def _by_number(path: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((int(step), "") if step.isdigit() else (-1, step) for step in path)


def _take_out(root: Any, path: tuple[str, ...]) -> Any:
    """Take a part out and return it; None where it went with a larger one."""
    node = root
    for step in path[:-1]:
        if isinstance(node, Block):
            entry = node.entries.get(step)
            node = None if entry is None else entry.value
        elif isinstance(node, Listing) and int(step) < len(node.items):
            node = node.items[int(step)]
    if isinstance(node, Block):
        return node.entries.pop(path[-1], None)
    if isinstance(node, Listing) and int(path[-1]) < len(node.items):
        return node.items.pop(int(path[-1]))
    return None
