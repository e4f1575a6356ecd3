"""The holder may use what was pledged to it under Korean law.

What it finds:
    `may_use: yes` for the bank of a loss-limit agreement, and for the holder under a Korean-law
    annex that takes a pledge.
Why it matters:
    Under a pledge what is posted stays its owner's. A right to use it has to be given by the
    pledgor and may end the pledge over the item; no bank's own form was read that gives it, and
    the articles of the Civil Act were not read here, so of the annex this only says what to
    check.
What to do:
    Check the agreement, and write `may_use: no` where it gives no such right.
Law:
    The holding and use of what is posted; Korean Civil Act, Articles 324(2), 336 and 343.
"""

from collections.abc import Iterator
from typing import Final

from isda.basics.finding import Severity
from isda.basics.party import Side
from isda.basics.source import Mark, Source
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.lint.loss_limits import client_of, loss_limits
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.election import YesNo

CIVIL_ACT: Final = Source("Korean Civil Act", "Articles 324(2), 336 and 343", Mark.UNVERIFIED)


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in loss_limits(sheet):
        client = client_of(annex)
        if client is not None and _may_use(annex, client.other):
            yield _flaw(
                annex,
                client.other,
                f"party {client.other}, the bank, may use what the client pledged",
            )
    for annex in sheet.annexes:
        holders = (side.other for side in annex.posters if annex.form is Form.KOREA_PLEDGE)
        for holder in holders:
            if _may_use(annex, holder):
                yield _flaw(
                    annex,
                    holder,
                    f"party {holder} may use what is pledged to it under Korean law: check",
                    (CIVIL_ACT,),
                )


def _may_use(annex: AnnexSeen, holder: Side) -> bool:
    return annex.terms.holding_and_use.of(holder).may_use is YesNo.YES


def _flaw(
    annex: AnnexSeen, holder: Side, message: str, sources: tuple[Source, ...] = ()
) -> Flaw:
    at = annex.at(f"holding_and_use.{holder}.may_use")
    return Flaw(
        at,
        message,
        "check the agreement, and write `may_use: no` where it gives no such right",
        why="under a pledge what is posted stays the property of the party that posted it",
        cites=(cite("holding-and-use", annex.form),),
        sources=sources,
        fix=annex.sheet.replacing(at, "no", "take the right of use away", is_safe=False),
    )


RULE = Rule(Severity.WARNING, _find)
