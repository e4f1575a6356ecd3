"""Amendments as dated layers: what a later one names stands, and the rest stays."""

from datetime import date
from typing import Any, TypeVar

from isda.terms.election import TermModel

M = TypeVar("M", bound=TermModel)


def layered(model: M, amendments: tuple[Any, ...], day: date) -> M:
    """Lay every amendment dated on or before the day over a model, later ones last.

    A term of several elections keeps those that an amendment does not name: `threshold: {B:
    nil}` leaves A's, `rounding: {delivery: nil}` leaves that of a return.
    """
    for layer in sorted(amendments, key=lambda each: each.dated):
        if layer.dated > day:
            break
        named = layer.model_fields_set - {"dated", "note"}
        model = model.model_copy(update={name: _laid(model, layer, name) for name in named})
    return model


def _laid(model: TermModel, layer: TermModel, name: str) -> Any:
    """Return a term as an amendment leaves it."""
    old, new = getattr(model, name), getattr(layer, name)
    if old is None or not isinstance(new, TermModel) or not new.keeps_unnamed:
        return new
    named = new.model_fields_set
    return old.model_copy(update={each: _laid(old, new, each) for each in named})
