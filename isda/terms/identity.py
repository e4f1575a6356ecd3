"""One agreement, one identity: a hash of what was agreed, however the sheet is written."""

import hashlib
import json
from typing import Any

from pydantic import BaseModel

from isda.terms.agreement import Agreement
from isda.terms.reading import to_text

LEFT_OUT = frozenset({"note", "check"})
"""Fields that change nothing of what was agreed; a name that the parties gave is never one."""


def canonical(agreement: Agreement) -> str:
    """Return what an agreement says as one line of JSON.

    Keys stand in the order of the alphabet, amounts in their usual spelling, and notes and what
    the check is told are left out; so are comments, notation and the order of keys.

    Args:
        agreement: The agreement.
    """
    return json.dumps(
        _said(agreement), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def identity(agreement: Agreement) -> str:
    """Return the SHA-256 of what an agreement says, such as `sha256:9f86d0…`.

    Two sheets with the same identity are the same agreement, whether in YAML, JSON or XML. It
    is no signature: it proves that nothing was changed only beside one kept elsewhere.

    Args:
        agreement: The agreement.
    """
    return f"sha256:{hashlib.sha256(canonical(agreement).encode()).hexdigest()}"


def _said(node: Any) -> Any:
    """Return what a term says, as lists, mappings and words; what is not said is not there."""
    if isinstance(node, BaseModel):
        fields = type(node).model_fields
        return {
            fields[name].alias or name: _said(getattr(node, name))
            for name in node.model_fields_set - LEFT_OUT
        }
    if isinstance(node, dict):
        return {to_text(key): _said(value) for key, value in node.items()}
    if isinstance(node, list | tuple) and not hasattr(node, "_fields"):
        return [_said(value) for value in node]
    return None if node is None else to_text(node)
