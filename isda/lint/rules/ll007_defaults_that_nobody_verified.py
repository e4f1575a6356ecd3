"""Terms of a loss-limit agreement are left to defaults that nobody verified.

What it finds:
    Terms that the sheet does not say and for which the program has a default. No bank's own
    form of the agreement was read, so each of these defaults is ours.
Why it matters:
    What the program takes as agreed may be another thing in the bank's form: whether transfers
    under way count, what the minimum is held against, whether a call needs a demand.
What to do:
    Look each term up in the agreement and write it. The fix writes the defaults down as they
    hold now, so that the sheet says what is computed.
Law:
    The paragraphs of the agreement in our own numbering; none of them was verified.
"""

from collections.abc import Iterator

from isda.basics.finding import Fix, Severity
from isda.law.paragraphs import cite
from isda.lint.loss_limits import loss_limits
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.lint.unsaid import in_sheet_words
from isda.terms.election import topic_of
from isda.terms.printed import PRINTED


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in loss_limits(sheet):
        lines = dict(_left_out(annex))
        if annex.day == sheet.on and lines:
            yield Flaw(
                f"{annex.path}.form",
                "terms are left to defaults that nobody verified against a bank's form: "
                f"{', '.join(f'`{key}`' for key in lines)}",
                "look each one up in the agreement and write it",
                why="no bank's own form of the agreement was read, so these defaults are ours",
                cites=tuple(
                    dict.fromkeys(cite(topic_of(annex.terms, key), annex.form) for key in lines)
                ),
                fix=_written_down(annex, lines),
            )


def _left_out(annex: AnnexSeen) -> Iterator[tuple[str, str]]:
    """Yield each term that is not said with its default, as the sheet would write it."""
    for key, answers in PRINTED.items():
        answer = answers.get(annex.form)
        is_term = key in type(annex.terms).model_fields
        if answer is not None and answer.ours and is_term and not annex.says(key):
            yield key, f"{key}: {in_sheet_words(answer.value)}"


def _written_down(annex: AnnexSeen, lines: dict[str, str]) -> Fix | None:
    what = "write the defaults down as they hold now"
    fixes = [
        annex.sheet.adding(annex.path, line, what, is_safe=False) for line in lines.values()
    ]
    edits = [edit for fix in fixes if fix is not None for edit in fix.edits]
    return Fix(what, tuple(edits), is_safe=False) if edits else None


RULE = Rule(Severity.WARNING, _find)
