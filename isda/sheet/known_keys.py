"""The keys of a sheet, wherever they stand."""

from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel

from isda.terms.agreement import Agreement


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
    return tuple(sorted(keys - {"is_otherwise", "is_undefined"} | {"otherwise"}))
