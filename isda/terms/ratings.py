"""Terms that turn on ratings: tests of one, and tables that pick a row."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, ClassVar, NamedTuple, Self

from pydantic import Field, model_validator

from isda.basics.amounts import shown
from isda.basics.faults import AmountError
from isda.basics.money import Money
from isda.basics.ratings import MOODYS, SP, Grade, read_agency
from isda.terms.election import Name, TermModel
from isda.terms.reading import Text, one_of, trouble

USUAL_AGENCIES = (SP, MOODYS)
"""Whose ratings `A- / A3` are, where the annex names no agencies."""

OR_BETTER = " or better"
BELOW, UNRATED = "below", "unrated"

AgencyName = Annotated[str, Text(read_agency, "an agency such as S&P")]


class Needed(StrEnum):
    """How many of several agencies must agree."""

    ALL = "all"
    ANY = "any"


class Split(StrEnum):
    """Which of several ratings counts; the n-th from the best is written with its number."""

    LOWER = "lower"
    HIGHER = "higher"
    AVERAGE = "average"
    SECOND = "2nd from the best"
    THIRD = "3rd from the best"


class OneMissing(StrEnum):
    """What an agency that rates nothing does."""

    OTHERS = "use the others"
    LAST_ROW = "last row"
    UNDEFINED = "undefined"


class Rated(TermModel):
    """Whose rating is read, by which agencies, and which of several counts."""

    rating_of: Name | None = Field(
        None, description="A, B, guarantor of A, holder, issuer, issue, or a name in the facts."
    )
    agency: AgencyName | None = Field(None, description="The one agency whose rating is read.")
    agencies: tuple[AgencyName, ...] = Field(
        (), description="The agencies, in the order in which ratings are written."
    )
    split_rating: Annotated[Split, one_of(Split)] | None = Field(
        None, description="Which of several ratings counts."
    )
    one_missing: Annotated[OneMissing, one_of(OneMissing)] = Field(
        OneMissing.OTHERS, description="What an agency that rates nothing does."
    )

    def read_by(self, of_annex: tuple[str, ...]) -> tuple[str, ...]:
        """Return the agencies whose ratings are written, in their order."""
        if self.agency is not None:
            return (self.agency,)
        return self.agencies or of_annex or USUAL_AGENCIES


def grades_of(words: str, agencies: tuple[str, ...]) -> tuple[Grade, ...]:
    """Read `AA- / Aa3` on the scales of its agencies.

    Raises:
        AmountError: A rating is on no scale, or the count of ratings is not that of agencies.

    Example:
        >>> [each.words for each in grades_of("AA- / Aa3", ("S&P", "Moody's"))]
        ['AA-', 'Aa3']
    """
    parts = [part.strip() for part in words.split(" / ")]
    if len(parts) != len(agencies):
        named = " / ".join(agencies)
        raise AmountError(
            "DQ059",
            f"{shown(words)!r} has {len(parts)} rating{'s' if parts[1:] else ''}, and the "
            f"agencies are {named}",
            "name the agency of one rating alone: `agency: S&P`",
        )
    return tuple(Grade.read(part, agency) for part, agency in zip(parts, agencies, strict=True))


class RatingTest(Rated):
    """Whether somebody is rated so: at least, at most, or below a rating."""

    other_tests: ClassVar[tuple[str, ...]] = ()

    at_least: Name | None = Field(None, description="This rating or a better one.")
    at_most: Name | None = Field(None, description="This rating or a worse one.")
    below: Name | None = Field(None, description="A worse rating than this.")
    agencies_needed: Annotated[Needed, one_of(Needed)] | None = Field(
        None, description="Whether all agencies must agree, or any is enough."
    )

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        tests = ("at_least", "at_most", "below", *self.other_tests)
        if len([one for one in tests if getattr(self, one) is not None]) != 1:
            names = [f"`{one}:`" for one in tests]
            raise trouble(
                "DQ038",
                "a condition needs one test",
                f"write one of {', '.join(names[:-1])} and {names[-1]}",
            )
        if self.agencies_needed is not None and self.split_rating is not None:
            raise trouble(
                "DQ037",
                "`agencies_needed:` and `split_rating:` say the same thing twice",
                "keep the one that the document says",
            )
        if self.split_rating not in {None, Split.LOWER, Split.HIGHER}:
            raise trouble(
                "DQ038",
                f"a test cannot read the {self.split_rating} of several ratings",
                "write `lower` or `higher`, or `agencies_needed:`",
            )
        return self

    @property
    def bound(self) -> str:
        """What it is held against, in words."""
        return self.at_least or self.at_most or self.below or ""

    @property
    def asked(self) -> str:
        """What it asks for, in words: `at least A-`."""
        word = "at least " if self.at_least else "at most " if self.at_most else "below "
        return f"{word}{self.bound}"

    def troubles(self, of_annex: tuple[str, ...]) -> AmountError | None:
        """Return why the test cannot be read with the agencies of the annex, or None."""
        if not self.bound:
            return None
        agencies = self.read_by(of_annex)
        try:
            grades_of(self.bound, agencies)
        except AmountError as error:
            return error
        if agencies[1:] and self.agencies_needed is None and self.split_rating is None:
            return AmountError(
                "DQ038",
                f"{' and '.join(agencies)} may differ, and the test says not which counts",
                "write `agencies_needed: all` or `any`, or `split_rating:`",
            )
        return None

    def is_met(self, grades: tuple[Grade, ...], of_annex: tuple[str, ...]) -> bool | None:
        """Whether ratings meet the test; None where the document does not say.

        Args:
            grades: What each agency says, in the order of `read_by`.
            of_annex: The agencies of the annex.
        """
        bounds = grades_of(self.bound, self.read_by(of_annex))
        told: list[bool] = []
        for grade, bound in zip(grades, bounds, strict=True):
            if grade.place is not None:
                told.append(self._meets(grade, bound))
            elif self.one_missing is OneMissing.UNDEFINED:
                return None
            elif self.one_missing is OneMissing.LAST_ROW:
                told.append(self.at_least is None)
        if not told:
            return None
        return all(told) if self._needs_all() else any(told)

    def _meets(self, grade: Grade, bound: Grade) -> bool:
        if self.at_most is not None:
            return grade.place == bound.place or not grade.is_at_least(bound)
        return grade.is_at_least(bound) is (self.at_least is not None)

    def _needs_all(self) -> bool:
        """Whether all must agree; the lower rating is good enough only if all are."""
        if self.split_rating is not None:
            return (self.split_rating is Split.LOWER) is (self.at_least is not None)
        return self.agencies_needed is not Needed.ANY


class Rule(RatingTest):
    """A test of ratings, or of a figure that the facts name."""

    fact: Name | None = Field(None, description="A figure of the facts, instead of a rating.")

    def troubles(self, of_annex: tuple[str, ...]) -> AmountError | None:
        """Return why the rule cannot be read, or None."""
        if self.fact is None:
            return super().troubles(of_annex)
        try:
            Money.read(self.bound)
        except AmountError as error:
            return error
        return None

    def holds_for(self, figure: Money) -> bool:
        """Whether a figure of the facts meets the rule.

        Raises:
            AmountError: The figure is in another currency than the bound.
        """
        bound = Money.read(self.bound)
        if figure.currency != bound.currency:
            raise AmountError(
                "DQ061",
                f"{self.fact} is in {figure.currency}, and held against {bound}",
                f"give it in {bound.currency}",
            )
        if self.at_most is not None:
            return figure.amount <= bound.amount
        return (figure.amount >= bound.amount) is (self.at_least is not None)


class Row(NamedTuple):
    """One row of a table by rating: from which grades on, and its words."""

    words: str
    grades: tuple[Grade, ...]


def rows_of_table(keys: tuple[str, ...], agencies: tuple[str, ...]) -> tuple[Row, ...]:
    """Read the rows of a table by rating, the best first; `below` is the last.

    Raises:
        AmountError: A row cannot be read, two rows cross, or `below:` is missing.

    Example:
        >>> rows = rows_of_table(("AA- / Aa3 or better", "below"), ("S&P", "Moody's"))
        >>> rows[0].grades[1].words, rows[1].words
        ('Aa3', 'below')
    """
    rows, faults = _rows_and_faults(keys, agencies)
    if faults:
        raise faults[0].error
    return (*rows, Row(BELOW, ()))


class RowFault(NamedTuple):
    """What is wrong with a table by rating, and the row it is about; none is about all."""

    error: AmountError
    key: str | None = None


def _rows_and_faults(
    keys: tuple[str, ...], agencies: tuple[str, ...]
) -> tuple[list[Row], list[RowFault]]:
    """Return the rows that read, the best first, and all that is wrong with the others."""
    found: list[Row] = []
    faults: list[RowFault] = []
    for key in keys:
        if key not in {UNRATED, BELOW}:
            try:
                found.append(_read_row(key, agencies))
            except AmountError as error:
                faults.append(RowFault(error, key))
    if BELOW not in keys:
        lack = "the table says nothing of lower ratings"
        faults.append(RowFault(AmountError("DQ038", lack, "add the row `below:`")))
    found.sort(key=lambda row: [grade.place or 0 for grade in row.grades])
    for better, worse in pairwise(found):
        if any(
            (one.place or 0) >= (other.place or 0)
            for one, other in zip(better.grades, worse.grades, strict=True)
        ):
            crossing = AmountError(
                "DQ039",
                f"the rows {shown(better.words)!r} and {shown(worse.words)!r} cross",
                "one row must be below the other for every agency",
            )
            faults.append(RowFault(crossing, worse.words))
    return found, faults


def _read_row(key: str, agencies: tuple[str, ...]) -> Row:
    if not key.endswith(OR_BETTER):
        raise AmountError(
            "DQ038",
            f"{shown(key)!r} is no row of a table by rating",
            "write `AA- / Aa3 or better`, and `below` and `unrated` beside such rows",
        )
    return Row(key, grades_of(key.removesuffix(OR_BETTER), agencies))


def pick_row(rows: tuple[Row, ...], grades: tuple[Grade, ...], rated: Rated) -> int | None:
    """Return the number of the row that ratings pick; None where the document does not say.

    Each agency's rating is turned into a row; the rule picks among rows, the average with a
    half to the worse.

    Args:
        rows: The table, the best first.
        grades: What each agency says, in the order of the table's ratings.
        rated: Which of several counts, and what a missing one does.

    Returns:
        The row, or -1 where no agency rates anything.
    """
    picked: list[int] = []
    for number, grade in enumerate(grades):
        if grade.place is not None:
            picked.append(_row_of(rows, number, grade))
        elif rated.one_missing is OneMissing.UNDEFINED:
            return None
    if not picked:
        return -1
    if rated.one_missing is OneMissing.LAST_ROW:
        picked += [len(rows) - 1] * (len(grades) - len(picked))
    picked.sort()
    if rated.split_rating is Split.HIGHER:
        return picked[0]
    if rated.split_rating is Split.AVERAGE:
        return (2 * sum(picked) + len(picked)) // (2 * len(picked))
    nth = {Split.SECOND: 1, Split.THIRD: 2}.get(rated.split_rating or Split.LOWER)
    if nth is None:
        return picked[-1]
    return picked[nth] if nth < len(picked) else None


def _row_of(rows: tuple[Row, ...], number: int, grade: Grade) -> int:
    return next(
        place
        for place, row in enumerate(rows)
        if not row.grades or grade.is_at_least(row.grades[number])
    )


def table_troubles(
    keys: tuple[str, ...], rated: Rated, of_annex: tuple[str, ...]
) -> Iterator[RowFault]:
    """Yield why a table by rating cannot be read with the agencies of the annex, row by row."""
    agencies = rated.read_by(of_annex)
    yield from _rows_and_faults(keys, agencies)[1]
    if agencies[1:] and rated.split_rating is None:
        differ = AmountError(
            "DQ038",
            f"{' and '.join(agencies)} may differ, and the table says not which counts",
            "write `split_rating: lower`, `higher`, `average` or `2nd from the best`",
        )
        yield RowFault(differ)
