"""What a sheet leaves to the form: each election that nobody made, with its default named."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

from isda.law.paragraphs import cite
from isda.lint.rule import Flaw
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.election import topic_of
from isda.terms.formula import Formula
from isda.terms.printed import PRINTED
from isda.terms.reading import Answer

CODE: Final = "DQ096"
SWITCHES: Final = frozenset(
    {"independent_amount_is", "holders_independent_amount", "never_below_independent_amount"}
)
"""What changes the printed formula, and nothing else."""
NO_ROUNDING: Final = "none"
"""How the table of printed answers says that nothing is rounded; a sheet says `nil`."""


def unsaid(sheet: Sheet) -> Iterator[Flaw]:
    """Yield every election of an annex that is left at its default."""
    for annex in sheet.annexes:
        if annex.day == sheet.on:
            yield from _of(annex)


def _of(annex: AnnexSeen) -> Iterator[Flaw]:
    for key, answers in PRINTED.items():
        answer = answers.get(annex.form)
        if answer is None or annex.says(key) or key not in type(annex.terms).model_fields:
            continue
        if key in SWITCHES and _has_its_own_formula(annex):
            continue
        words = in_sheet_words(answer.value)
        whose = "ours, for the form prints none" if answer.ours else "the form's own"
        line = f"{key}: {words}"
        yield Flaw(
            annex.at(key),
            f"`{key}` is not stated, so its default holds: {words} ({whose})",
            f"write `{line}` if that was agreed",
            cites=(cite(topic_of(annex.terms, key), annex.form),),
            fix=annex.sheet.adding(annex.path, line, f"say `{line}`", is_safe=not answer.ours),
        )


def in_sheet_words(value: Any) -> str:
    """Return a printed answer as a sheet would write it.

    Example:
        >>> in_sheet_words(value=False), in_sheet_words(NO_ROUNDING)
        ('no', 'nil')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value == NO_ROUNDING:
        return Answer.NIL.value
    return value.value if isinstance(value, StrEnum) else str(value)


def _has_its_own_formula(annex: AnnexSeen) -> bool:
    """Whether a formula or regimes stand where the switches would change the printed one."""
    terms = annex.terms
    said = getattr(getattr(terms, "credit_support_amount", None), "value", None)
    return bool(getattr(terms, "regimes", None)) or isinstance(said, Formula)
