"""What in an annex turns on an event or a rating, for checks of the whole document."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Annotated, Any, get_args, get_origin

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
        if issubclass(kind, Named | RatingTest) or (
            issubclass(kind, AmountTerm) and part.by_rating
        ):
            yield part, path
        ahead += [(each, f"{path}.{key}") for key, each in reversed(_parts_of(part))]


def _parts_of(term: Any) -> Sequence[tuple[Any, Any]]:
    """Return what was said in a term and may turn, each with its key or number."""
    kind = term.__class__
    if keys := _keys_of(kind):
        said, values = term.model_fields_set, vars(term)
        return [(key, values[name]) for name, key in keys if name in said]
    if kind is dict:
        return [*term.items()]
    return [*enumerate(term)] if kind is tuple else ()


@lru_cache(maxsize=512)
def _keys_of(kind: type) -> tuple[tuple[str, str], ...]:
    """Return the names of a model's terms that may turn, each with its key; no later layers."""
    fields = kind.model_fields.items() if issubclass(kind, TermModel) else ()
    return tuple(
        (name, info.alias or name)
        for name, info in fields
        if name != "amendments" and _may_turn(info.annotation, *info.metadata)
    )


def _may_turn(annotation: Any, *metadata: Any) -> bool:
    """Whether a term of a type is, or holds, what may turn on an event; most do not."""
    if any(isinstance(each, Text) and each.read is read_event for each in metadata):
        return True
    if get_origin(annotation) is Annotated:
        return _may_turn(*get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, TermModel):
        return issubclass(annotation, RatingTest | AmountTerm) or bool(_keys_of(annotation))
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
