"""An independent amount or eligible items stand for a party that can never post.

What it finds:
    An independent amount above nil of the annex or of a Confirmation, a row of eligible
    collateral, or letters of credit, for a party that is no posting party, or whose threshold
    is infinite without end.
Why it matters:
    Either the party was meant to post, or the term does nothing. The printed formula even
    deducts the amount from what the other party has to post.
What to do:
    Correct `posting_parties:` or the threshold, or take the term out.
Law:
    The paragraphs of the independent amount, of eligible collateral, and of who posts.
"""

from collections.abc import Iterator

from isda.basics.cite import Cite
from isda.basics.finding import Severity
from isda.basics.party import SIDES, Side
from isda.law.paragraphs import cite
from isda.lint.buckets import Table, tables
from isda.lint.posting import is_above_nil, never_posts
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.amounts import AmountTerm
from isda.terms.election import topic_of
from isda.terms.other_support import rows_of_support

WHY = "a term of a party that never posts does nothing it was agreed for"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        side = _idle(annex)
        if side is not None:
            yield from _amounts(annex, side)
            yield from _support(annex, side)
    for table in tables(sheet):
        side = _idle(table.annex)
        if side is not None:
            yield from _rows(table, side)


def _idle(annex: AnnexSeen) -> Side | None:
    """Return the one party that can never post; where neither can, CS005 says it."""
    if annex.is_lost("posting_parties", "threshold"):
        return None
    found = [side for side in SIDES if never_posts(annex, side)]
    return found[0] if len(found) == 1 else None


def _amounts(annex: AnnexSeen, side: Side) -> Iterator[Flaw]:
    amounts = getattr(annex.terms, "independent_amount", None)
    if amounts is not None and is_above_nil(amounts.of(side)):
        yield _amount(annex, side, annex.at(f"independent_amount.{side}"))
    for each in annex.confirmed:
        said = each.confirmation.independent_amount.of(side)
        if is_above_nil(AmountTerm(value=said.value)) or said.rows:
            yield _amount(annex, side, f"{each.path}.independent_amount.{side}")


def _amount(annex: AnnexSeen, side: Side, at: str) -> Flaw:
    return Flaw(
        at,
        f"an independent amount is stated for party {side}, which can never post",
        "take it out, or correct `posting_parties:` or the threshold of the party",
        why=WHY,
        cites=(cite("independent-amount", annex.form), _who(annex)),
        also=((_reason(annex, side), f"party {side} never posts"),),
    )


def _support(annex: AnnexSeen, side: Side) -> Iterator[Flaw]:
    if rows_of_support(annex.terms, side):
        yield Flaw(
            annex.at(f"other_eligible_support.{side}"),
            f"letters of credit are eligible for party {side}, which can never post",
            "take them out, or correct `posting_parties:` or the threshold of the party",
            why=WHY,
            cites=(
                cite(topic_of(annex.terms, "other_eligible_support"), annex.form),
                _who(annex),
            ),
            also=((_reason(annex, side), f"party {side} never posts"),),
        )


def _rows(table: Table, side: Side) -> Iterator[Flaw]:
    annex = table.annex
    for row, at in table.rows:
        if row.for_ == (side,):
            yield Flaw(
                f"{at}.for",
                "the row is eligible only for a party that can never post",
                "take the row out, or correct `for:` or `posting_parties:`",
                why=WHY,
                cites=(cite("eligible-collateral", annex.form), _who(annex)),
                also=((_reason(annex, side), f"party {side} never posts"),),
            )


def _who(annex: AnnexSeen) -> Cite:
    return cite("posting-parties", annex.form)


def _reason(annex: AnnexSeen, side: Side) -> str:
    return annex.at("posting_parties" if side not in annex.posters else f"threshold.{side}")


RULE = Rule(Severity.WARNING, _find)
