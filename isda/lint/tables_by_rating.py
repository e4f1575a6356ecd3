"""The tables by rating of an annex, each with the way to it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from isda.basics.cite import Cite
from isda.basics.faults import AmountError
from isda.basics.party import SIDES
from isda.law.paragraphs import cite
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.amounts import RatedAmount
from isda.terms.election import topic_of
from isda.terms.ratings import BELOW, rows_of_table

KEYS = ("threshold", "minimum_transfer_amount", "independent_amount")
DEPOSIT = "performance_deposit"


class TableByRating(NamedTuple):
    """One term whose amount a rating picks.

    Attributes:
        annex: The annex.
        key: The election.
        term: The term.
        at: The way to it.
    """

    annex: AnnexSeen
    key: str
    term: Any
    at: str

    @property
    def cites(self) -> tuple[Cite, ...]:
        """The paragraph of the election."""
        return (cite(topic_of(self.annex.terms, self.key), self.annex.form),)

    @property
    def agencies(self) -> tuple[str, ...]:
        """Whose ratings it reads."""
        found: tuple[str, ...] = self.term.read_by(self.annex.terms.agencies)
        return found

    def ordered(self) -> Iterator[tuple[str, RatedAmount]]:
        """Yield its rows with their names, the best first; none where a row does not read."""
        rows = self.term.by_rating
        try:
            names = [row.words for row in rows_of_table(tuple(rows), self.agencies)]
        except AmountError:
            return
        yield from ((name, rows[name]) for name in names if name == BELOW or name in rows)


def tables_by_rating(sheet: Sheet) -> Iterator[TableByRating]:
    """Yield every table by rating of a sheet."""
    for annex in sheet.annexes:
        for key, name, term in _terms(annex):
            if term.by_rating and not annex.is_lost(key, "agencies"):
                yield TableByRating(annex, key, term, annex.at(name))


def _terms(annex: AnnexSeen) -> Iterator[tuple[str, str, Any]]:
    for key in KEYS:
        found = getattr(annex.terms, key, None)
        if found is not None:
            yield from ((key, f"{key}.{side}", found.of(side)) for side in SIDES)
    if annex.is_loss_limit:
        yield DEPOSIT, DEPOSIT, annex.terms.performance_deposit
