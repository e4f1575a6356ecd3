"""The document's own events: by a rule over ratings or figures, or told by the facts."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from isda.basics.days import Period
from isda.basics.faults import AmountError
from isda.basics.party import Side
from isda.basics.ratings import Grade
from isda.terms.election import Name, Noted, Span, TermModel
from isda.terms.events import Whose
from isda.terms.ratings import AgencyName, Rule
from isda.terms.reading import Answer, one_of, refuse, trouble
from isda.terms.valuation import ValuationDays


class Since(StrEnum):
    """From when on an event may have lasted to be in force at once."""

    SIGNING = "signing"


class RatedLine(TermModel):
    """A line of `is_rated:`: at least these ratings of one agency, both where both stand.

    Example:
        >>> line = RatedLine.model_validate(
        ...     {"agency": "S&P", "long_term": "A", "short_term": "unrated"})
        >>> [(grade.words, short) for grade, short in line.grades]
        [('A', False), ('unrated', True)]
    """

    agency: AgencyName = Field(description="The agency.")
    long_term: Name | None = Field(None, description="At least this long-term rating.")
    short_term: Name | None = Field(
        None, description="At least this short-term rating, or unrated."
    )

    @model_validator(mode="after")
    def _on_the_scale(self) -> Self:
        if self.long_term is None and self.short_term is None:
            raise trouble(
                "DQ038", "a line of `is_rated:` names no rating", "write `long_term: A-`"
            )
        try:
            _ = self.grades
        except AmountError as error:
            raise refuse(error) from None
        return self

    @property
    def grades(self) -> tuple[tuple[Grade, bool], ...]:
        """Each rating of the line, and whether it is of the short-term scale."""
        said = ((self.long_term, False), (self.short_term, True))
        return tuple(
            (Grade.read(words, self.agency, short_term=short), short)
            for words, short in said
            if words is not None
        )


class Trigger(Noted):
    """An event of the document's own.

    Without a rule it is an event that the facts tell. With `when:` or `is_rated:` it holds
    while the rule does; with `in_when:` and `out_when:` it is latched between them.
    """

    of: Annotated[Whose, one_of(Whose)] = Field(description="Whose event it is.")
    when: Rule | None = Field(None, description="It holds while this does.")
    unless_any_of: tuple[Name, ...] = Field(
        (), description="One of these rated as `is_rated:` says keeps it off."
    )
    is_rated: tuple[RatedLine, ...] = Field((), description="Ratings that keep it off.")
    in_when: Rule | None = Field(None, description="It begins with this.")
    out_when: Rule | None = Field(None, description="It ends with this.")
    for_: Span = Field(
        Answer.NOT_STATED, alias="for", description="How long before it is in force."
    )
    or_since: Annotated[Since, one_of(Since)] | None = Field(
        None, description="In force at once where it has lasted since then."
    )

    scalar_key = "of"

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        if (self.in_when is None) != (self.out_when is None):
            raise trouble(
                "DQ038",
                "a latched event needs a way in and a way out",
                "write `in_when:` and `out_when:`",
            )
        rules = [self.when is not None, bool(self.is_rated), self.in_when is not None]
        if rules.count(True) > 1:
            raise trouble(
                "DQ037",
                "the event has more than one rule",
                "keep the one that the document says",
            )
        if self.unless_any_of and not self.is_rated:
            raise trouble(
                "DQ038",
                "`unless_any_of:` names who must be rated, and `is_rated:` says not how",
                "add `is_rated:` with a line for each agency",
            )
        if isinstance(self.for_, Period):
            try:
                self.counted_days(self.for_)
            except AmountError as error:
                raise refuse(error) from None
        return self

    @property
    def has_rule(self) -> bool:
        """Whether it follows from ratings or figures."""
        return self.when is not None or bool(self.is_rated) or self.in_when is not None

    @property
    def rules(self) -> tuple[tuple[str, Rule], ...]:
        """Each rule by its key."""
        said = (("when", self.when), ("in_when", self.in_when), ("out_when", self.out_when))
        return tuple((key, rule) for key, rule in said if rule is not None)

    @property
    def sides(self) -> tuple[Side, ...]:
        """The parties whose event it may be."""
        return self.of.sides

    @staticmethod
    def counted_days(period: Period) -> ValuationDays | None:
        """Return which days a period counts; None where it counts every day."""
        unit = period.unit.casefold()
        if unit in {"day", "days", "calendar day", "calendar days"}:
            return None
        return ValuationDays.read(f"each {period.unit.removesuffix('s')}")
