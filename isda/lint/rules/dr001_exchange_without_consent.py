"""A title-transfer form lets collateral be exchanged without consent.

What it finds:
    `substitution: consent not required` in a form under which title passes.
Why it matters:
    Where title has passed, the balance belongs to the party that received it: an exchange is a
    new transfer each way, and as printed it needs that party's consent. Parties may agree
    otherwise, but the words are often copied from a New York annex.
What to do:
    Check the document; write `substitution: consent required` where it leaves the printed
    words.
Law:
    Paragraph 3(c) of the English annexes; the paragraph that elects the exchange.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.derived import NATURES, SECURITY
from isda.terms.stored import Consent


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        nature = NATURES[annex.form]
        consent = annex.terms.substitution.value
        if nature.technique in SECURITY or consent is not Consent.NOT_REQUIRED:
            continue
        at = annex.at("substitution")
        value = f"{at}.value" if annex.sheet.node(f"{at}.value") is not None else at
        yield Flaw(
            value,
            f"under {annex.form.title} title passes, and the sheet lets collateral be "
            "exchanged without consent",
            "check the document, and write `consent required` where it says nothing else",
            why=f"what the {nature.holder} received is its own, so as printed it must agree to "
            "an exchange",
            cites=(cite("substitution", annex.form),),
            fix=annex.sheet.replacing(
                value, "consent required", "require consent to an exchange", is_safe=False
            ),
        )


RULE = Rule(Severity.INFO, _find)
