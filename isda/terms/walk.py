"""Every part of a term with its place, for checks that look at the whole document."""

from collections.abc import Iterator
from typing import Any

from isda.basics.faults import AmountError
from isda.terms.amounts import AmountTerm
from isda.terms.election import TermModel
from isda.terms.events import LETTER_DEFAULT, Named, unknown_event
from isda.terms.ratings import RatingTest, table_troubles


def walk(term: Any, path: str) -> Iterator[tuple[Any, str]]:
    """Yield a term and all that was said in it, each with its place; not later layers."""
    yield term, path
    if isinstance(term, TermModel):
        said = term.model_fields_set
        for name, info in type(term).model_fields.items():
            if name in said and name != "amendments":
                yield from walk(getattr(term, name), f"{path}.{info.alias or name}")
    elif isinstance(term, dict):
        for key, part in term.items():
            yield from walk(part, f"{path}.{key}")
    elif isinstance(term, tuple):
        for number, part in enumerate(term):
            yield from walk(part, f"{path}.{number}")


def reads_ratings(term: Any) -> bool:
    """Whether a rating decides any part of a term."""
    return any(
        isinstance(part, RatingTest) or (isinstance(part, AmountTerm) and bool(part.by_rating))
        for part, _ in walk(term, "")
    )


def unreadable(
    annex: Any, own_events: tuple[str, ...], path: str
) -> Iterator[tuple[AmountError, str]]:
    """Find events that nobody defines, and ratings that cannot be read, with their places.

    Args:
        annex: The annex.
        own_events: The events that the document defines.
        path: Where the annex stands.
    """
    found: AmountError | None
    for part, at in walk(annex, path):
        if isinstance(part, Named):
            of_letter = part == LETTER_DEFAULT and ".other_eligible_support." in at
            found = None if of_letter else unknown_event(part, own_events)
        elif isinstance(part, RatingTest):
            found = part.troubles(annex.agencies)
        elif isinstance(part, AmountTerm) and part.by_rating:
            found = table_troubles(tuple(part.by_rating), part, annex.agencies)
        else:
            continue
        if found is not None:
            yield found, at
