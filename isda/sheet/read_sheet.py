"""A term sheet into an agreement, with every fault found in one run."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from isda.basics.amounts import shown
from isda.basics.finding import Finding, Place, Severity
from isda.basics.outcome import Outcome, in_place_order
from isda.sheet.documents import is_document
from isda.sheet.draft import Listing, Mapping, Scalar, SheetDraft, descend, plain_tree
from isda.sheet.unknown_keys import unknown_key
from isda.sheet.ways_out import way_out
from isda.sheet.yaml_events import draft_of, read_draft
from isda.terms.agreement import Agreement
from isda.terms.election import NOTES

M = TypeVar("M", bound=BaseModel)
ROW_BY_RATING = ".by_rating."
"""What stands before the name of a row, which is one word although it may have full stops."""
MOST_TOLD = 500
"""Faults of the terms that are listed: nobody reads more, and each looks for what is meant."""


def read_sheet(path: str | Path) -> Outcome[Agreement]:
    """Read a term sheet, YAML, JSON or XML.

    Args:
        path: The file.

    Returns:
        The agreement and all findings; no agreement where a finding is an error.

    Example:
        >>> read_sheet("no-such-sheet.yaml").findings[0].code
        'DQ001'
    """
    return agreement_of(read_draft(Path(path), places_later=True))


def read_sheet_text(text: str, name: str = "sheet.yaml") -> Outcome[Agreement]:
    """Read a term sheet that is already in memory; `name` stands in the messages.

    Example:
        >>> outcome = read_sheet_text('''
        ... sheet: 1
        ... agreement: EXAMPLE
        ... parties: {A: {name: Bank}, B: {name: Client}}
        ... annexes:
        ...   - form: CSA 1994 New York
        ...     threshold: {A: infinite, B: nil}
        ... ''')
        >>> outcome.must().annexes[0].threshold.A.value
        <Answer.INFINITE: 'infinite'>
    """
    return agreement_of(draft_of(text, name, places_later=True))


def agreement_of(draft: SheetDraft) -> Outcome[Agreement]:
    """Type a draft."""
    if not is_document(draft, "sheet"):
        return Outcome(None, in_place_order(draft.findings))
    if "sheet" not in (draft.keys or ()):
        draft.error(
            "DQ015",
            draft.root.place,
            "`sheet: 1` is missing: the file does not say that it is a term sheet",
            "write `sheet: 1` first",
        )
    agreement = validate(draft, Agreement)
    if agreement is not None:
        agreement.remember(draft.place_of)
        draft.forget_values()
        if draft.may_say("unresolved"):
            _warn_of_unresolved(draft, draft.root)
    broken = draft.is_broken
    return Outcome(None if broken else agreement, in_place_order(draft.findings))


def _warn_of_unresolved(draft: SheetDraft, node: Any) -> None:
    """Warn where a term computes although something about it is unresolved."""
    if node.__class__ is Scalar:
        return
    if node.__class__ is Listing:
        for item in node.items:
            _warn_of_unresolved(draft, item)
        return
    entry = node.entries.get("unresolved")
    if entry is not None and not set(node.entries) <= NOTES:
        draft.warn(
            "DQ072",
            entry.key.place,
            "the term computes, and something about it is "
            f"unresolved: {shown(plain_tree(entry.value))}",
            "resolve it with the parties",
        )
    for key, (_, each) in node.entries.items():
        if each.__class__ is not Scalar and key != "other_terms":
            _warn_of_unresolved(draft, each)


def validate(draft: SheetDraft, model: type[M]) -> M | None:
    """Validate a draft; what pydantic finds becomes findings at their places."""
    try:
        return model.model_validate(draft.values)
    except ValidationError as error:
        every = error.errors(include_url=False, include_input=False)
        draft.findings += [finding_of(draft, found) for found in every[:MOST_TOLD]]
        if len(every) > MOST_TOLD:
            draft.error(
                "DQ092",
                draft.findings[-1].place,
                f"{len(every) - MOST_TOLD} more faults are not listed",
                "mend the first ones: this many have one cause, or the file is no sheet",
            )
    return None


def finding_of(draft: SheetDraft, found: Any) -> Finding:
    """Return what validation found as a finding at its place.

    Args:
        draft: The document that was validated.
        found: One of the errors of pydantic.
    """
    context = found.get("ctx") or {}
    at, _, row = str(context.get("at") or "").partition(ROW_BY_RATING)
    loc = [*found["loc"], *at.split("."), *([*ROW_BY_RATING.split("."), row] if row else [])]
    path = [step for step in loc if step != ""]
    code, message, help_text = found["type"], found["msg"], context.get("help", "")
    parent, _ = descend(draft.root, path[:-1])
    place, node = descend(draft.root, path)
    key = str(path[-1]) if path else ""
    if row:
        place = _key_place(draft, path) or place
    if code == "extra_forbidden":
        code, message, help_text = unknown_key(key, node)
        place = _key_place(draft, path) or place
    elif code == "missing":
        code, message, place = "DQ015", f"`{key}:` is missing", parent
        help_text = f"add `{key}:`"
    elif code == "literal_error" and key == "sheet" and isinstance(node, Scalar):
        code, help_text = "DQ034", "write `sheet: 1`, or use a program that reads the other"
        message = f"this is version {shown(node.text)} of the sheet, and version 1 is read"
    elif not code.startswith("DQ"):
        code, message, help_text = _shape(code, found["msg"], node)
    help_text = way_out(code, path, node) or help_text
    return Finding(code, Severity.ERROR, place, message, help_text)


def _key_place(draft: SheetDraft, path: list[Any]) -> Place | None:
    _, node = descend(draft.root, path[:-1])
    if path and isinstance(node, Mapping) and str(path[-1]) in node.entries:
        return node.entries[str(path[-1])].key.place
    return None


def _shape(code: str, message: str, node: Any) -> tuple[str, str, str]:
    if isinstance(node, Scalar) and not node.text:
        return "DQ032", "nothing is written here", "write the value, or leave the key out"
    found = {"Scalar": "a single value", "Listing": "a list", "Mapping": "a mapping"}.get(
        type(node).__name__, "nothing"
    )
    wanted = {
        "tuple_type": "a list",
        "list_type": "a list",
        "dict_type": "a mapping",
        "model_type": "a mapping of keys",
        "model_attributes_type": "a mapping of keys",
        "literal_error": "`1`",
        "too_short": "at least one entry",
    }.get(code, message)
    example = "write each entry behind `- `" if wanted == "a list" else ""
    if example and isinstance(node, Scalar):
        example = f"write [{shown(node.text)}], or each entry behind `- `"
    return "DQ030", f"{found} stands where {wanted} is expected", example
