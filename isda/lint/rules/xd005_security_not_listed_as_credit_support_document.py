"""An annex that takes security is not listed as a Credit Support Document.

What it finds:
    A New York annex, an English deed or a Korean-law pledge that the Schedule's list leaves
    out, where the sheet says that list. A sheet without `credit_support_documents:` is left
    alone.
Why it matters:
    The Events of Default of the Master reach a security document only where it is a Credit
    Support Document.
What to do:
    Add the annex to `credit_support_documents:` by the name of its form.
Law:
    The Schedule's list of Credit Support Documents.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.lint.rule import Flaw, Rule
from isda.lint.schedule import schedule
from isda.lint.sheet import Sheet
from isda.lint.support_documents import KEY, entries, named_by, passes_title
from isda.terms.printed import UNREAD


def _find(sheet: Sheet) -> Iterator[Flaw]:
    master = schedule(sheet)
    if master is None or not master.says(KEY):
        return
    named = [annex for _, entry in entries(master) for annex in named_by(entry, sheet)]
    for number, annex in enumerate(sheet.agreement.annexes):
        if annex in named or passes_title(annex) or annex.form is Form.LOSS_LIMIT_KOREA:
            continue
        yield Flaw(
            master.at(KEY),
            f"{annex.title} takes security, and the list of Credit Support Documents leaves it "
            "out",
            f"add `{annex.form.title}` to the list",
            why="the Events of Default of the Master reach only the documents on this list",
            cites=(cite("credit-support-document", master.form),),
            also=((f"annexes.{number}.form", "the annex"),),
            severity=Severity.WARNING if annex.form in UNREAD else None,
        )


RULE = Rule(Severity.ERROR, _find)
