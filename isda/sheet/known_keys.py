"""The keys of a sheet: those that compute today, and those that are known and do not yet."""

from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel

from isda.terms.agreement import Agreement

_LATER = """
    by_rating split_rating one_missing only_while replace_when triggers regimes tables columns
    confirmations posts_only_while all_percentages percentages_at_most not_while
    agencies agency rating_of at_least below works_as steps or_since is_rated
    credit_support_offsets
"""

LATER = frozenset(_LATER.split())
"""Keys whose terms come with rating rows, triggers, agency regimes and Confirmations."""

LATER_VALUES: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def known_keys() -> tuple[str, ...]:
    """Return every key a sheet may have, anywhere, for `did you mean`."""
    seen: dict[Any, None] = {}
    keys: set[str] = set()

    def visit(kind: Any) -> None:
        if kind in seen:
            return
        seen[kind] = None
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for name, info in kind.model_fields.items():
                keys.add(info.alias or name)
                visit(info.annotation)
        for part in get_args(kind):
            try:
                hash(part)
            except TypeError:
                continue
            visit(part)

    visit(Agreement)
    return tuple(sorted(keys - {"is_otherwise"} | {"otherwise"}))
