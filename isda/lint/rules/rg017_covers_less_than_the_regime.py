"""The annex covers fewer transactions than the regime does.

What it finds:
    An annex of margin that covers named products only, that leaves out a product which no
    regime exempts, or that begins to cover later than its own date and the regime's start.
Why it matters:
    A transaction outside the annex is exposure without margin, unless another annex or an
    exemption covers it. Nothing is said where another annex of the sheet takes the rest.
What to do:
    Write `covered_transactions: all`, or say which annex or exemption takes the rest.
Law:
    Regulation (EU) 648/2012 Article 11(3), with its exemptions.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.regimes import UNDER_A_REGIME, figures_of, name_of, strongest
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
        yield f"only.{number}", name
    for number, name in enumerate(covered.except_):
        is_taken = any(other.covers_all or name in other.only for other in others)
        if _is_product_in_scope(name) and not is_taken:
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


def _flaw(annex: AnnexSeen, key: str, said: str, figure: Figure) -> Flaw:
    name = name_of(figure.regime)
    messages = {
        "only": f"the annex covers {said} and no more than it names, and {name} rules cover "
        "all transactions but those exempt",
        "except": f"the annex leaves {said} out, which {name} rules do not exempt",
        "from": f"the annex covers transactions from {said}, later than its own date and than "
        f"{name} rules began",
    }
    return Flaw(
        annex.at(f"covered_transactions.{key}"),
        messages[key.partition(".")[0]],
        "write `covered_transactions: all`, or note which annex or exemption takes the rest",
        why="a transaction outside the annex is exposure without margin",
        cites=(cite("covered-transactions", annex.form),),
        sources=(figure.source,),
    )


RULE = Rule(Severity.WARNING, _find, UNDER_A_REGIME, (TOPIC,))
