"""The Schedule's list of Credit Support Documents, and which annexes it names."""

import re
from collections.abc import Iterator
from typing import Any, Final

from isda.law.forms import Form
from isda.lint.schedule import ScheduleSeen
from isda.lint.sheet import Sheet
from isda.terms.derived import NATURES, SECURITY

KEY: Final = "credit_support_documents"
_ANY_ANNEX: Final = re.compile(r"credit support (annex|deed)|\b(csa|csd)\b", re.IGNORECASE)
_GUARANTEE: Final = re.compile("guarant", re.IGNORECASE)


def passes_title(annex: Any) -> bool:
    """Whether title passes under an annex, which is then a Transaction."""
    return NATURES[annex.form].technique not in SECURITY


def entries(master: ScheduleSeen) -> Iterator[tuple[str, str]]:
    """Yield each entry of the list with the way to it."""
    for number, entry in enumerate(master.terms.credit_support_documents):
        yield master.at(f"{KEY}.{number}"), entry


def named_by(entry: str, sheet: Sheet) -> tuple[Any, ...]:
    """Return the annexes of a sheet that an entry names.

    One that names no form, such as `Credit Support Annex dated as of the date hereof`, names
    every annex that it can mean; a guarantee names none, and neither does the name of a form
    that no annex here has.
    """
    fold, annexes = entry.casefold(), sheet.agreement.annexes
    named = tuple(
        annex
        for annex in annexes
        if annex.form.title.casefold() in fold or annex.title.casefold() in fold
    )
    is_other_form = any(form.title.casefold() in fold for form in Form)
    if named or is_other_form or _GUARANTEE.search(entry) or not _ANY_ANNEX.search(entry):
        return named
    secured = tuple(annex for annex in annexes if not passes_title(annex))
    return secured or tuple(annexes)
