"""A term speaks of a guarantor or of a bank that the sheet does not have.

What it finds:
    A rating or trigger of the guarantor of a party for whom the Schedule names no Credit
    Support Provider; and `valuation_agent: bank` where no party has the role of a bank.
Why it matters:
    The term turns on somebody who does not exist: a guarantor's rating can never be told, and
    nobody is the agent.
What to do:
    Name the guarantor under the Master's `credit_support_provider:`, give a party its `role:`,
    or write whom the term truly means.
Law:
    The Schedule's election of Credit Support Providers; the paragraph of the Valuation Agent.
"""

from collections.abc import Iterator
from typing import Final

from isda.basics.finding import Severity
from isda.basics.party import SIDES, Side
from isda.law.paragraphs import cite
from isda.lint.rule import Flaw, Rule
from isda.lint.scalars import scalars
from isda.lint.schedule import ScheduleSeen, schedule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.reading import Answer
from isda.terms.valuation import AgentChoice

NONE: Final = (Answer.NIL, Answer.NOT_APPLICABLE)
PROVIDER: Final = "credit_support_provider"
OWN_WORDS: Final = frozenset({"note", "at", "unresolved", "other_terms", "check"})
AGENTS: Final = ("valuation_agent", "calculation_agent")


def _find(sheet: Sheet) -> Iterator[Flaw]:
    master = schedule(sheet)
    for side in SIDES:
        if master is not None and _has_no_guarantor(master, side):
            at = _use_of_guarantor(sheet, side)
            if at is not None:
                yield _of_guarantor(master, side, at)
    for annex in sheet.annexes:
        if not annex.is_loss_limit and not _has_bank(sheet):
            yield from _of_agent(annex)


def _has_no_guarantor(master: ScheduleSeen, side: Side) -> bool:
    term = master.terms.credit_support_provider.of(side)
    if term.value in NONE:
        return True
    silent = term.value is Answer.NOT_STATED and not term.unresolved
    return silent and master.says("credit_support_documents")


def _use_of_guarantor(sheet: Sheet, side: Side) -> str | None:
    """Return the first term that reads the guarantor; None where other words name it."""
    used = None
    for path, said in scalars(sheet, without=OWN_WORDS):
        if said.text == f"guarantor of {side}":
            used = used or path
        elif path.startswith("master.") and "guarant" in said.text.casefold():
            return None
    return used


def _of_guarantor(master: ScheduleSeen, side: Side, at: str) -> Flaw:
    said = master.terms.credit_support_provider.of(side).value in NONE
    return Flaw(
        at,
        f"the guarantor of party {side} decides here, and the Schedule names none",
        f"name it under `{PROVIDER}:` of party {side}, or write whose rating is meant",
        why="a guarantor that nobody names has no rating that the facts could tell",
        cites=(cite("credit-support-provider", master.form),),
        also=((master.at(f"{PROVIDER}.{side}"), "no provider is named"),) if said else (),
        severity=None if said else Severity.WARNING,
    )


def _has_bank(sheet: Sheet) -> bool:
    roles = [sheet.agreement.parties.of(side).role or "" for side in SIDES]
    return any(word in role.casefold() for role in roles for word in ("bank", "은행"))


def _of_agent(annex: AnnexSeen) -> Iterator[Flaw]:
    for key in AGENTS:
        agent = getattr(annex.terms, key, None)
        for part in ("value", "calls", "interest"):
            if agent is not None and getattr(agent, part) is AgentChoice.BANK:
                at = annex.at(key)
                yield Flaw(
                    f"{at}.{part}" if annex.sheet.node(f"{at}.{part}") is not None else at,
                    "the bank is the agent, and no party has the role of a bank",
                    "write A, B or `demanding party`, or give the party its `role: bank`",
                    why="nobody is the agent that the term names",
                    cites=(cite("valuation-agent", annex.form),),
                )


RULE = Rule(Severity.ERROR, _find)
