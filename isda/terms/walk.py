"""What in an annex turns on an event or a rating, for checks of the whole document."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from isda.basics.faults import AmountError
from isda.terms.amounts import AmountTerm
from isda.terms.election import TermModel
from isda.terms.events import LETTER_DEFAULT, Named, read_event, unknown_event
from isda.terms.ratings import RatingTest, table_troubles
from isda.terms.reading import Text


def turning(annex: Any) -> Iterator[tuple[Any, str]]:
    """Yield each name of an event, test of a rating and table by rating, with its place.

    What was said is walked through in the order of the model; not later layers.
    """
    ahead: list[tuple[Any, str]] = [(annex, "")]
    while ahead:
        part, path = ahead.pop()
        kind = part.__class__
        turns, has_table, keys = _looked_for(kind)
        if turns or (has_table and part.by_rating):
            yield part, path
        if keys:
            said, values = part.model_fields_set, vars(part)
            ahead += [(values[name], f"{path}.{key}") for name, key in keys if name in said]
        elif kind is tuple or kind is dict:
            inner = [*(part.items() if kind is dict else enumerate(part))]
            ahead += [(each, f"{path}.{key}") for key, each in reversed(inner)]


class _Look(NamedTuple):
    """What to look for in a kind of term.

    Attributes:
        turns: Whether it is the name of an event or a test of a rating.
        has_table: Whether it may hold a table by rating.
        keys: The names of its terms that may turn with their keys, the last first.
    """

    turns: bool
    has_table: bool
    keys: tuple[tuple[str, str], ...]


@lru_cache(maxsize=512)
def _looked_for(kind: type) -> _Look:
    """Return what to look for in a kind of term; not in later layers."""
    fields = kind.model_fields.items() if issubclass(kind, TermModel) else ()
    keys = [
        (name, info.alias or name)
        for name, info in fields
        if name != "amendments" and _may_turn(info.annotation, *info.metadata)
    ]
    return _Look(
        issubclass(kind, Named | RatingTest), issubclass(kind, AmountTerm), (*reversed(keys),)
    )


def _may_turn(annotation: Any, *metadata: Any) -> bool:
    """Whether a term of a type is, or holds, what may turn on an event; most do not."""
    if any(isinstance(each, Text) and each.read is read_event for each in metadata):
        return True
    if get_origin(annotation) is Annotated:
        return _may_turn(*get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, TermModel):
        return any(_looked_for(annotation))
    return any(map(_may_turn, get_args(annotation)))


def reads_ratings(annex: Any) -> bool:
    """Whether a rating decides any part of an annex."""
    return any(not isinstance(part, Named) for part, _ in annex.turning)


def unreadable(
    annex: Any, own_events: tuple[str, ...], path: str
) -> Iterator[tuple[AmountError, str]]:
    """Find events that nobody defines, and ratings that cannot be read, with their places.

    Args:
        annex: The annex.
        own_events: The events that the document defines.
        path: Where the annex stands.
    """
    for part, at in annex.turning:
        if isinstance(part, AmountTerm):
            for error, key in table_troubles(tuple(part.by_rating), part, annex.agencies):
                yield error, f"{path}{at}" if key is None else f"{path}{at}.by_rating.{key}"
            continue
        if isinstance(part, Named):
            of_letter = part == LETTER_DEFAULT and ".other_eligible_support." in at
            found = None if of_letter else unknown_event(part, own_events)
        else:
            found = part.troubles(annex.agencies)
        if found is not None:
            yield found, f"{path}{at}"
