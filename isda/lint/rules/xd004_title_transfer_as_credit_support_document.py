"""A title-transfer annex is listed as a Credit Support Document.

What it finds:
    An entry of the Schedule's list that names an annex under which title passes.
Why it matters:
    Such an annex is a Transaction under the Master: what it makes due is netted with the
    other Transactions at close-out. As a Credit Support Document it would stand outside that
    netting, and a failure under it would be another Event of Default.
What to do:
    Take the annex out of `credit_support_documents:`, or correct its form.
Law:
    The Schedule's list of Credit Support Documents; the opening of the English annexes.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.rule import Flaw, Rule
from isda.lint.schedule import schedule
from isda.lint.sheet import Sheet
from isda.lint.support_documents import entries, named_by, passes_title
from isda.terms.printed import UNREAD


def _find(sheet: Sheet) -> Iterator[Flaw]:
    master = schedule(sheet)
    if master is None:
        return
    for path, entry in entries(master):
        for annex in named_by(entry, sheet):
            if passes_title(annex):
                number = sheet.agreement.annexes.index(annex)
                yield Flaw(
                    path,
                    f"under {annex.title} title passes, so it is a Transaction and no Credit "
                    "Support Document",
                    "take it out of the list, or correct the form of the annex",
                    why="as a Credit Support Document it would stand outside the close-out "
                    "netting",
                    cites=(cite("credit-support-document", master.form),),
                    also=((f"annexes.{number}.form", "the annex"),),
                    severity=Severity.WARNING if annex.form in UNREAD else None,
                )


RULE = Rule(Severity.ERROR, _find)
