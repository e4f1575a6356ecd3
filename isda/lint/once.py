"""What many rules ask of a sheet, worked out once."""

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

S = TypeVar("S", bound="Remembering")
P = ParamSpec("P")
T = TypeVar("T")
NOT_YET: Any = object()


class Remembering:
    """What keeps what was worked out of it, for as long as it stands."""

    @cached_property
    def worked_out(self) -> dict[Any, Any]:
        """What was worked out, by what was asked."""
        return {}

    def forget(self) -> None:
        """Keep nothing: what knows each other is not freed at once otherwise."""
        vars(self).clear()


def once(work: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """Work out once what does not change; what is asked stands by position.

    Example:
        >>> class Sum(Remembering):
        ...     @once
        ...     def of(self, number):
        ...         print("adding")
        ...         return number + 1
        >>> one = Sum()
        >>> one.of(1), one.of(1)
        adding
        (2, 2)
    """

    @wraps(work)
    def known(of: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        kept, asked = of.worked_out, (work, args)
        found: T = kept.get(asked, NOT_YET)
        if found is NOT_YET:
            kept[asked] = found = work(of, *args, **kwargs)
        return found

    return known
