"""The annex covers fewer transactions than the regime does.

What it finds:
    An annex of margin that covers named products only, that leaves out a product which no
    regime exempts, or that begins to cover later than its own date and the regime's start.
    What a central counterparty clears is no gap. Legacy transactions, those before a day and
    those within a group may be exempt: they are information to check.
Why it matters:
    A transaction outside the annex is exposure without margin, unless another annex or an
    exemption covers it. Nothing is said where another annex of the sheet takes the rest.
What to do:
    Write `covered_transactions: all`, or say which annex or exemption takes the rest.
Law:
    Regulation (EU) 648/2012 Article 11(3), which is about contracts that are not cleared, with
    its exemptions. Those within a group, and which older transactions it reaches, were not read
    for this.
"""

import re
from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.regimes import UNDER_A_REGIME, figures_of, name_of, rules_say, strongest
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.tables.regulation import Figure
from isda.terms.covered import CoveredTransactions

TOPIC = "covered-transactions"
_NOT_EXEMPT = (
    "interest rate", "swaption", "credit default", "total return", "inflation",
    "non-deliverable", "commodity swap", "equity swap", "variance swap", "cap", "floor", "irs",
    "cds", "ndf", "trs",
)  # fmt: skip


_CLEARED = re.compile(r"\b(cleared|ccps?|clearing house|central counterpart(y|ies))\b")
_NOT_CLEARED = re.compile(r"\b(un|non ?|not (\w+ ){0,2})cleared\b")
_OLDER = re.compile(r"\b(before|prior to)\b")
_MAY_BE_EXEMPT = re.compile(
    r"\b(legacy|before|prior to|pre ?existing|intra ?group|affiliates?)\b"
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        covered = annex.terms.covered_transactions
        if covered.unresolved:
            continue
        for figure in strongest(figures_of(annex, TOPIC)):
            for key, said in _narrower(annex, figure):
                yield _flaw(annex, key, said, figure)


def _narrower(annex: AnnexSeen, figure: Figure) -> Iterator[tuple[str, str]]:
    covered = annex.terms.covered_transactions
    others = list(_beside(annex))
    takes_rest = any(not other.only for other in others)
    for number, name in enumerate(() if takes_rest else covered.only[:1]):
        if not _is_whatever_is_not_cleared(name):
            yield f"only.{number}", name
    for number, name in enumerate(covered.except_):
        is_taken = any(other.covers_all or name in other.only for other in others)
        if _is_product_in_scope(name) and not is_taken and not _is_outside(name, figure):
            yield f"except.{number}", name
    starts = [day for day in (annex.signed.dated, figure.since) if day is not None]
    if covered.from_ is not None and annex.signed.dated and covered.from_ > max(starts):
        yield "from", str(covered.from_)


def _beside(annex: AnnexSeen) -> Iterator[CoveredTransactions]:
    """Yield what the other annexes of the same margin cover on the same day."""
    for other in annex.sheet.annexes:
        is_alike = other.is_initial_margin == annex.is_initial_margin
        if is_alike and other.number != annex.number and other.day == annex.day:
            yield other.terms.covered_transactions


def _is_product_in_scope(name: str) -> bool:
    words = f" {' '.join(name.casefold().replace('_', ' ').split())} "
    return any(f" {word} " in words or f" {word}s " in words for word in _NOT_EXEMPT)


def _is_outside(name: str, figure: Figure) -> bool:
    """Whether what is left out is cleared, or older than the rules themselves."""
    plain = _plain(name)
    if _CLEARED.search(plain) and not _NOT_CLEARED.search(plain):
        return True
    days = _DAY.findall(name) if _OLDER.search(plain) else []
    return bool(days) and all(day <= figure.since.isoformat() for day in days)


def _is_whatever_is_not_cleared(name: str) -> bool:
    """Whether a name is all that is not cleared, and no product of it."""
    return bool(_NOT_CLEARED.search(_plain(name))) and not _is_product_in_scope(name)


def _plain(name: str) -> str:
    """Return the words of a name in small letters, whatever stands between them."""
    letters = (letter if letter.isalnum() else " " for letter in name.casefold())
    return " ".join("".join(letters).split())


def _flaw(annex: AnnexSeen, key: str, said: str, figure: Figure) -> Flaw:
    may_be_exempt = key.startswith("except") and bool(_MAY_BE_EXEMPT.search(_plain(said)))
    return Flaw(
        annex.at(f"covered_transactions.{key}"),
        _message(key.partition(".")[0], said, figure, may_be_exempt=may_be_exempt),
        "write `covered_transactions: all`, or note which annex or exemption takes the rest",
        why="a transaction outside the annex is exposure without margin",
        cites=(cite("covered-transactions", annex.form),),
        sources=(figure.source,),
        severity=Severity.INFO if may_be_exempt else None,
    )


def _message(key: str, said: str, figure: Figure, *, may_be_exempt: bool) -> str:
    if may_be_exempt:
        name = name_of(figure.regime)
        return f"the annex leaves {said} out, which {name} rules may exempt: check"
    if key == "only":
        rules = rules_say(figure, "cover all transactions but those exempt")
        return f"the annex covers {said} and no more than it names, and {rules}"
    if key == "except":
        return f"the annex leaves {said} out, and {rules_say(figure, 'name no such exemption')}"
    rules = rules_say(figure, "bind earlier ones too")
    return f"the annex covers transactions from {said}, later than its own date, and {rules}"


RULE = Rule(Severity.WARNING, _find, UNDER_A_REGIME, (TOPIC,))
