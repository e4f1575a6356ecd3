"""Force Majeure is a Specified Condition under a Master of 1992.

What it finds:
    A Force Majeure Event among the Specified or Access Conditions of an annex whose Master is
    of 1992, when the Schedule adds no such event of its own.
Why it matters:
    The Termination Event came with the Master of 2002. Under the older one nothing can be the
    event, so the condition never holds.
What to do:
    Take it out of the list, add the event to the Schedule, or correct the year of the Master.
Law:
    Section 5(b)(ii) of the Master of 2002; the paragraph that lists the Specified Conditions.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.basics.party import SIDES
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.lint.rule import Flaw, Rule
from isda.lint.schedule import schedule
from isda.lint.sheet import Sheet

EVENT = "force majeure"
KEYS = {
    "specified_conditions": "specified-conditions",
    "access_conditions": "access-conditions",
}


def _find(sheet: Sheet) -> Iterator[Flaw]:
    master = schedule(sheet)
    if master is None or master.signed.slug is not Form.MASTER_1992:
        return
    own = sheet.agreement.own_events(sheet.on)
    if any(EVENT in event.casefold() for event in own):
        return
    for annex in sheet.annexes:
        for key, topic in KEYS.items():
            listed = getattr(annex.terms, key, None)
            hit = [side for side in SIDES if listed and _is_listed(listed.of(side).value)]
            if hit:
                yield Flaw(
                    annex.at(f"{key}.{hit[0]}"),
                    "a Force Majeure Event is listed, and the Master of 1992 knows none",
                    "take it out of the list, or add the event under the Master's "
                    "`additional_termination_events:`",
                    why="the event came with the Master of 2002, so here the condition never "
                    "holds",
                    cites=(cite(topic, annex.form), cite("force-majeure", Form.MASTER_2002)),
                    also=(("master.form", "the Master is of 1992"),),
                )


def _is_listed(events: tuple[str, ...]) -> bool:
    return any(EVENT in event.casefold() for event in events)


RULE = Rule(Severity.ERROR, _find)
