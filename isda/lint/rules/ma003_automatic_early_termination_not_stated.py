"""Nothing says whether automatic early termination applies.

What it finds:
    A Master whose Schedule elections stand in the sheet (cross default, merger, Specified
    Entities, events of its own, the Termination Currency, the list of Credit Support
    Documents), or that says it of one party, without `automatic_early_termination:` for a
    party.
Why it matters:
    As printed it does not apply, so the close-out waits for a notice; after the opening of
    insolvency proceedings that may be too late.
What to do:
    Write what the Schedule says: `automatic_early_termination: {A: no, B: no}`.
Law:
    Part 1 of the Schedule; Section 6(a) of the Master.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.basics.party import SIDES
from isda.law.paragraphs import cite
from isda.lint.rule import Flaw, Rule
from isda.lint.schedule import schedule
from isda.lint.sheet import Sheet
from isda.terms.reading import Answer

KEY = "automatic_early_termination"
BESIDE_IT = (
    "specified_entities",
    "cross_default",
    "credit_event_upon_merger",
    "payment_measure",
    "payment_method",
    "additional_termination_events",
    "termination_currency",
    "credit_support_documents",
    KEY,
)
"""Elections of the Schedule: where none stands, the sheet leaves the whole of it out."""


def _find(sheet: Sheet) -> Iterator[Flaw]:
    master = schedule(sheet)
    if master is None or not any(master.says(key) for key in BESIDE_IT):
        return
    terms = [master.terms.automatic_early_termination.of(side) for side in SIDES]
    silent = [each.value is Answer.NOT_STATED and not each.unresolved for each in terms]
    for side in SIDES if silent[0] != silent[1] else SIDES[:1]:
        if silent[SIDES.index(side)]:
            yield Flaw(
                master.at(KEY if all(silent) else f"{KEY}.{side}"),
                "the sheet does not say whether automatic early termination applies to a party",
                "write what the Schedule says: `automatic_early_termination: {A: no, B: no}`",
                why="as printed it does not apply, and the close-out waits for a notice",
                cites=(cite("automatic-early-termination", master.form),),
            )


RULE = Rule(Severity.INFO, _find)
