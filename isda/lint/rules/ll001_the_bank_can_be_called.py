"""Under a loss-limit agreement the bank would post.

What it finds:
    A loss-limit agreement whose posting party has the role of a bank, and the other party has
    not. Two posting parties are refused when the sheet is read.
Why it matters:
    The agreement is one-way: the client secures its own loss above the limit, and its gain
    never makes the bank deliver. With the letters the wrong way round every call goes to the
    wrong party.
What to do:
    Write the letter of the client under `posting_parties:`, or correct the roles.
Law:
    The parties of the agreement: the bank and its client, of whom only the client posts.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.loss_limits import client_of, is_bank, loss_limits
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in loss_limits(sheet):
        client = client_of(annex)
        if client is None:
            continue
        party, other = (sheet.agreement.parties.of(side) for side in (client, client.other))
        if is_bank(party.role) and other.role is not None and not is_bank(other.role):
            yield Flaw(
                annex.at("posting_parties"),
                f"party {client} posts, and its role is that of the bank",
                f"write `posting_parties: [{client.other}]`, or correct the roles",
                why="only the client ever posts, and its gain never makes the bank deliver",
                cites=(cite("posting-parties", annex.form),),
                also=((f"parties.{client}.role", "the role of the bank"),),
                fix=sheet.replacing(
                    f"{annex.at('posting_parties')}.0",
                    client.other,
                    "let the client post",
                    is_safe=False,
                ),
            )


RULE = Rule(Severity.ERROR, _find)
