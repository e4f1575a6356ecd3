"""One agreement, one identity: a hash of what was agreed, however the sheet is written."""

import hashlib
import json
from typing import Any

from isda.terms.agreement import Agreement

OWN_WORDS = frozenset({"note", "check"})
"""Keys that change nothing of what was agreed."""


def canonical(agreement: Agreement) -> str:
    """Return what an agreement says as one line of JSON.

    Keys stand in the order of the alphabet, amounts in their usual spelling, and notes and what
    the check is told are left out; so are comments, notation and the order of keys.

    Args:
        agreement: The agreement.
    """
    said = agreement.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return json.dumps(_bare(said), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def identity(agreement: Agreement) -> str:
    """Return the SHA-256 of what an agreement says, such as `sha256:9f86d0…`.

    Two sheets with the same identity are the same agreement, whether in YAML, JSON or XML. It
    is no signature: it proves that nothing was changed only beside one kept elsewhere.

    Args:
        agreement: The agreement.
    """
    return f"sha256:{hashlib.sha256(canonical(agreement).encode()).hexdigest()}"


def _bare(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _bare(value) for key, value in node.items() if key not in OWN_WORDS}
    if isinstance(node, list):
        return [_bare(value) for value in node]
    return node
