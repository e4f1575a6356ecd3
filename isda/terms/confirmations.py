"""Confirmations over an annex: what one transaction brings of its own, or is kept out of."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, NamedTuple, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from isda.basics.amounts import did_you_mean, shown
from isda.basics.party import SIDES, Side
from isda.terms.amounts import UpFrontMoney
from isda.terms.election import (
    Name,
    Noted,
    PerParty,
    Switch,
    TermModel,
    Words,
    YesNo,
    term,
)
from isda.terms.initial_margin import is_initial_margin
from isda.terms.reading import SILENT, Answer, one_of, trouble
from isda.terms.shares import ShareRow, Shares, Steps, check_rows, rows_of
from isda.terms.switches import Demand

LEFT_TO_TRADES = frozenset({Answer.NOT_STATED, Answer.AS_PRINTED, Answer.PER_CONFIRMATION})
"""Answers of an annex that leave the amount to Confirmations."""


class ConfirmedAmount(Noted):
    """What a Confirmation says that a party owes up front for its transaction."""

    value: UpFrontMoney = Field(
        Answer.NOT_STATED, description="Money, nil, or per Confirmation."
    )
    percent_of_notional: Shares = Field(
        Answer.NOT_STATED, description="A share of the notional, or a list by attributes."
    )
    steps: Annotated[Steps, one_of(Steps)] | None = Field(
        None, description="up only: it never falls while the transaction lives."
    )
    due: Words = Field(Answer.NOT_STATED, description="When it is due; kept.")
    demand: Annotated[Demand | Answer, one_of(Demand, *SILENT)] = Field(
        Answer.NOT_STATED, description="Whether a demand is needed; kept."
    )

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> Self:
        if self.value not in SILENT and self.percent_of_notional not in SILENT:
            raise trouble(
                "DQ037",
                "an amount and a share of the notional are both given",
                "keep the one that the Confirmation says",
            )
        check_rows(self.percent_of_notional)
        if self.model_fields_set & {"steps", "due", "demand"} and not self.is_said:
            raise trouble(
                "DQ015",
                "the Confirmation says how an amount is owed, and not the amount",
                "write `value:` or `percent_of_notional:`",
            )
        return self

    @property
    def rows(self) -> tuple[ShareRow, ...]:
        """The list by attributes, or one row for every transaction; empty for an amount."""
        return rows_of(self.percent_of_notional)

    @property
    def is_said(self) -> bool:
        """Whether the Confirmation says anything of the party."""
        elected = self.value, self.percent_of_notional
        return self.is_open or any(one not in SILENT for one in elected)


class Confirmation(TermModel):
    """What the Confirmation of one transaction changes of an annex.

    Example:
        >>> made = Confirmation.model_validate({
        ...     "transaction": "SWAP-7", "changes": "annex",
        ...     "independent_amount": {"B": "USD 500,000"}})
        >>> str(made.independent_amount.B.value), made.is_excluded
        ('USD 500,000', False)
    """

    transaction: Name = Field(description="Its identifier, as the trades of the facts name it.")
    changes: Name = Field(description="The annex: its `name:`, or its form.")
    independent_amount: PerParty[ConfirmedAmount] = term(
        "independent-amount", "Owed up front for it, per party.", PerParty[ConfirmedAmount]
    )
    excluded: Switch = term(
        "covered-transactions",
        "Whether it is kept out of the annex.",
        lambda: Answer.NOT_STATED,
    )
    at: Name | None = Field(None, description="The paragraph as printed in the Confirmation.")
    note: Name | None = Field(None, description="Own words.")

    @property
    def is_excluded(self) -> bool:
        """Whether the annex does not cover the transaction."""
        return self.excluded is YesNo.YES

    @property
    def parties(self) -> tuple[Side, ...]:
        """The parties whose amount it says."""
        return tuple(side for side in SIDES if self.independent_amount.of(side).is_said)

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if self.is_excluded and self.parties:
            raise trouble(
                "DQ037",
                "a transaction kept out of the annex brings no amount under it",
                "keep `excluded:` or `independent_amount:`",
            )
        if not self.is_excluded and not self.parties:
            raise trouble(
                "DQ015",
                "the Confirmation changes nothing",
                "write `independent_amount:` or `excluded: yes`",
            )
        stepped = [side for side in SIDES if self.independent_amount.of(side).steps is not None]
        if stepped == [*SIDES]:
            raise trouble(
                "DQ039",
                "the amounts of both parties go up only, and a transaction carries one earlier "
                "amount in the facts",
                "leave the agreement out of the run",
                at="independent_amount",
            )
        return self


class Confirmed(NamedTuple):
    """A Confirmation, and where it stands in the sheet."""

    confirmation: Confirmation
    path: str

    @property
    def transaction(self) -> str:
        """The identifier of its transaction, in small letters."""
        return self.confirmation.transaction.casefold()


def annexes_by_name(annexes: Sequence[Any]) -> dict[str, list[int]]:
    """Return the numbers of the annexes that each name means: their own, or their form's."""
    own, of_form = dict[str, list[int]](), dict[str, list[int]]()
    for number, annex in enumerate(annexes):
        own.setdefault(annex.title, []).append(number)
        of_form.setdefault(annex.form.title, []).append(number)
    return of_form | own


def confirmed_over(
    number: int, annexes: Sequence[Any], confirmations: Sequence[Confirmation]
) -> tuple[Confirmed, ...]:
    """Return the Confirmations that change one annex.

    Args:
        number: Which annex.
        annexes: All annexes of the agreement.
        confirmations: All its Confirmations.
    """
    if not confirmations:
        return ()
    named = {name for name, found in annexes_by_name(annexes).items() if found == [number]}
    return tuple(
        Confirmed(each, f"confirmations.{place}")
        for place, each in enumerate(confirmations)
        if each.changes in named
    )


def troubles_of_confirmations(
    annexes: Sequence[Any], confirmations: Sequence[Confirmation]
) -> Iterator[PydanticCustomError]:
    """Find Confirmations of no annex, two of one trade, and what the annex fixes itself.

    Args:
        annexes: All annexes of an agreement.
        confirmations: All its Confirmations.
    """
    if not confirmations:
        return
    seen: dict[tuple[str, int], int] = {}
    by_name, beside = annexes_by_name(annexes), dict[int, _Beside]()
    titles = [annex.title for annex in annexes]
    for place, each in enumerate(confirmations):
        at = f"confirmations.{place}"
        numbers = by_name.get(each.changes, [])
        if len(numbers) != 1:
            yield trouble(
                "DQ039",
                f"{shown(each.changes)!r} names "
                f"{'several annexes' if numbers else 'no annex'} of the agreement",
                did_you_mean(each.changes, titles) or f"write one of: {', '.join(titles)}",
                at=f"{at}.changes",
            )
            continue
        key = each.transaction.casefold(), numbers[0]
        if key in seen:
            yield trouble(
                "DQ060",
                f"{shown(each.transaction)} has two Confirmations over this annex "
                f"(number {seen[key] + 1} and number {place + 1})",
                "say in one of them what holds",
                at=f"{at}.transaction",
            )
        seen.setdefault(key, place)
        if numbers[0] not in beside:
            beside[numbers[0]] = _Beside.of(annexes[numbers[0]])
        yield from _troubles_beside(beside[numbers[0]], each, at)


class _Beside(NamedTuple):
    """What an annex, as signed or amended at any time, says that its Confirmations say too.

    Attributes:
        annex: The annex.
        left: The parties whose amount some state leaves to Confirmations.
        stepped: The parties whose amount goes up only in some state.
    """

    annex: Any
    left: frozenset[Side]
    stepped: frozenset[Side]

    @classmethod
    def of(cls, annex: Any) -> Self:
        """Look at every state of an annex once."""
        if not hasattr(annex, "independent_amount"):
            return cls(annex, frozenset(), frozenset())
        states = (annex, *(annex.on(layer.dated) for layer in annex.amendments))
        said = [(side, state.independent_amount.of(side)) for state in states for side in SIDES]
        left = frozenset(side for side, amount in said if is_left_to_trades(amount))
        return cls(annex, left, frozenset(side for side, amount in said if amount.steps))


def _troubles_beside(
    beside: _Beside, each: Confirmation, at: str
) -> Iterator[PydanticCustomError]:
    annex = beside.annex
    if is_initial_margin(annex):
        yield trouble(
            "DQ085",
            f"{annex.title} computes no exposure, so a Confirmation changes nothing of it",
            "name the annex of the independent amount or the exposure",
            at=f"{at}.changes",
        )
        return
    if not hasattr(annex, "independent_amount"):
        if each.parties:
            yield trouble(
                "DQ085",
                f"{annex.title} has no independent amount",
                "let its `performance_deposit:` be per Confirmation, with the figures in the "
                "facts",
                at=f"{at}.independent_amount",
            )
        return
    yield from _troubles_of_steps(beside.stepped, each, at)
    for side in each.parties:
        if side in beside.left:
            continue  # a day of a layer that fixes it refuses the leg
        yield trouble(
            "DQ039",
            f"the annex itself says what party {side} owes up front, and the Confirmation "
            f"of {shown(each.transaction)} says it too",
            "write `per Confirmation` in the annex, or take it out of the Confirmation",
            at=f"{at}.independent_amount.{side}",
        )


def _troubles_of_steps(
    stepped: frozenset[Side], each: Confirmation, at: str
) -> Iterator[PydanticCustomError]:
    """Find an amount that goes up only, where that of the other party does so in the annex."""
    for side in each.parties:
        if each.independent_amount.of(side).steps is not None and side.other in stepped:
            yield trouble(
                "DQ039",
                "the amounts of both parties go up only, and a transaction carries one earlier "
                "amount in the facts",
                "leave the agreement out of the run",
                at=f"{at}.independent_amount.{side}",
            )


def is_left_to_trades(elected: Any) -> bool:
    """Whether an annex's election leaves the amount to Confirmations, events apart."""
    shares = elected.percent_of_notional, elected.percent_of_exposure
    return (
        elected.value in LEFT_TO_TRADES
        and all(share in SILENT for share in shares)
        and not elected.by_rating
    )
