"""Binds the amounts of a leg to a day, gathering what document and facts leave open."""

from typing import TYPE_CHECKING, Any

from isda.basics.money import Money
from isda.basics.party import Side
from isda.basics.percentages import Percentage
from isda.basics.reason import Reason
from isda.facts.facts import Purpose
from isda.facts.histories import NotInFacts
from isda.law.paragraphs import cite, speaks_of
from isda.terms.bind_formula import own_or_shared
from isda.terms.bound import EMPTY_BASIS, ZERO, Basis, BoundAmount, Unclear, nil
from isda.terms.conditions import (
    doubtful_conditions,
    listed_conditions,
    with_specified_conditions,
)
from isda.terms.confirmations import ConfirmedAmount
from isda.terms.election import topic_of
from isda.terms.events import SPECIFIED_CONDITION, continues, might_be
from isda.terms.holding import Held, by_rating, holding
from isda.terms.printed import printed
from isda.terms.reading import Answer
from isda.terms.separate import of_independent_amount
from isda.terms.standing import Standing

if TYPE_CHECKING:
    from isda.law.forms import Form

NOT_ASKED = {
    (Purpose.INDEPENDENT_AMOUNT, "threshold"),
    (Purpose.EXPOSURE, "independent_amount"),
}
"""What one of two legs apart leaves to the other."""

NAME_IT = "name the particular event in the facts"


class AmountBinder:
    """The part of a binder that reads amounts, their events and their ratings.

    Attributes:
        annex: The annex on the day, as the leg reads it.
        pledgor: The posting party of the leg.
        purpose: What the leg secures, where an independent amount stands apart.
        regime: Which of the annex's regimes, where it has any.
        own_keys: Keys that hold for a separate independent amount and not for the annex.
        path: Where the annex stands in the sheet.
        base: Its base currency.
        standing: The events of both parties that continue, and where ratings are read.
        open: What the document does not say.
        unclear: What the facts leave open.
    """

    def __init__(
        self,
        number: int,
        annex: Any,
        pledgor: Side,
        standing: Standing,
        purpose: Purpose | None,
        regime: str | None,
    ) -> None:
        self.annex, self.pledgor, self.regime = annex, pledgor, regime
        self.purpose, self.own_keys = purpose, frozenset[str]()
        self.title = annex.title
        if purpose is Purpose.INDEPENDENT_AMOUNT:
            self.annex, self.own_keys = of_independent_amount(annex)
            self.title = f"{annex.title} ({purpose})"
        self.form: Form = annex.form
        self.path = f"annexes.{number}"
        self.standing = standing
        self.happening = with_specified_conditions(annex, standing.happening)
        self.told_in_general = doubtful_conditions(annex, standing.happening)
        self.open: list[Reason] = []
        self.unclear: list[Unclear] = []
        base = self.elected("base_currency", annex.base_currency.value)
        self.base = base if isinstance(base, str) else "USD"

    def elected(self, key: str, value: Any) -> Any:
        """Return a switch's value, or the form's own answer where the sheet is silent."""
        return printed(key, self.form) if isinstance(value, Answer) else value

    def ask(self, code: str, message: str, topic: str, help_text: str) -> None:
        """Note what the facts leave open."""
        cites = (cite(topic, self.form),) if speaks_of(topic, self.form) else ()
        self.unclear.append(Unclear(Reason(code, message, cites), help_text))

    def leave_open(self, key: str, why: str, path: str = "") -> None:
        """Note that the document does not say, at the place of the term."""
        topic = topic_of(self.annex, key)
        cites = (cite(topic, self.form),) if speaks_of(topic, self.form) else ()
        at = path or f"{self.path}.{key}"
        self.open.append(Reason("undefined-term", f"`{key}` is open: {why}", cites, at))

    def amount(self, key: str, side: Side, *, needed: bool = True) -> BoundAmount:
        """Bind a per-party amount: what holds while today's events continue."""
        if key not in type(self.annex).model_fields:
            return nil(f"{self.path}.{key}.{side}", self.base)
        term, path = self.part_of(key, side.value)
        asked = needed and (self.purpose, key) not in NOT_ASKED
        return self.amount_of(term, key, path, side, needed=asked)

    def part_of(self, key: str, part: str) -> tuple[Any, str]:
        """Return what an election says of a party or a movement, and where it says so."""
        inside = ".separate_independent_amount" if key in self.own_keys else ""
        return own_or_shared(self.annex, self.regime, key, part, path=f"{self.path}{inside}")

    def amount_of(
        self, term: Any, key: str, path: str, side: Side, *, needed: bool = True
    ) -> BoundAmount:
        """Bind one amount of a party to what its events and ratings make of it."""
        held = holding(term, self.happening[side])
        if needed:
            self._ask_which(term, key, side, held)
        if held.is_own and term.by_rating:
            held = self._rated(term, key, side, needed=needed)
        by_trade = self._by_trade(term, held)
        if by_trade is not None:
            nothing = Money(ZERO, self.base)
            return BoundAmount(
                Basis.SHARE_OF_NOTIONAL,
                nothing,
                path,
                event=held.event,
                row=held.row,
                by_trade=by_trade,
            )
        if isinstance(held.share, Percentage):
            nothing = Money(ZERO, self.base)
            basis = Basis.SHARE_OF_EXPOSURE if held.of_exposure else Basis.SHARE_OF_NOTIONAL
            return BoundAmount(basis, nothing, path, held.share, held.event, held.row)
        if isinstance(held.value, Money):
            added = getattr(term, "is_of_both", False)
            shared = None if added else getattr(term, "shared_with", None)
            return BoundAmount(
                Basis.MONEY,
                held.value,
                path,
                None,
                held.event,
                held.row,
                shared_with=shared if held.value.amount else None,
            )
        why = held.open
        if held.value is Answer.TO_BE_AGREED:
            why = "it is to be agreed"
        elif held.value is Answer.NOT_STATED and term.unresolved is not None:
            why = term.unresolved
        if why and needed:
            self.leave_open(key, why, path)
        basis = EMPTY_BASIS.get(held.value, Basis.OPEN)
        if held.value is Answer.AS_PRINTED and key == "independent_amount":
            basis = Basis.NOT_STATED  # the form itself leaves it to Confirmations
        return BoundAmount(basis, Money(ZERO, self.base), path, None, held.event, held.row)

    @staticmethod
    def _by_trade(term: Any, held: Held) -> ConfirmedAmount | None:
        """Return what each transaction brings, where it turns on its attributes or its past."""
        steps = getattr(term, "steps", None)
        if not isinstance(held.share, tuple) and steps is None:
            return None
        return ConfirmedAmount(percent_of_notional=held.share, steps=steps)

    def _rated(self, term: Any, key: str, side: Side, *, needed: bool) -> Held:
        """Return what a table by rating says: each agency's row, and the rule among them."""
        of = term.rating_of or str(side)
        try:
            return by_rating(term, of, self.standing)
        except NotInFacts as missing:
            if needed:
                self.ask("MC121", missing.message, topic_of(self.annex, key), missing.help)
            return Held(Answer.NIL)

    def _ask_which(self, term: Any, key: str, side: Side, held: Held) -> None:
        """Note a row whose event nobody can tell, where it would change the amount."""
        for row in term.rows:
            if row.is_otherwise or continues(row.event, self.happening[side]):
                return
            same = Held(row.value, row.percent_of_notional).plainly == held.plainly
            left_to_the_day = key in {"independent_amount", "performance_deposit"} and (
                held.value in {Answer.NOT_STATED, None}
            )
            if not same or left_to_the_day:
                self.doubt(key, row.event, side)

    def doubt(self, key: str, event: str, side: Side) -> None:
        """Note where nobody can tell whether an event that a term turns on continues."""
        general = might_be(event, self.happening[side])
        in_general = self.told_in_general[side].get(event)
        listed = listed_conditions(self.annex, side) if event == SPECIFIED_CONDITION else ()
        if any(self.doubt_rule(key, each, side) for each in (event, *listed)):
            return
        if general is not None or in_general is not None:
            why = in_general or f"the facts say {general} without saying whether it is one"
            message = f"`{key}` turns on {event}, and {why}"
            self.ask("MC120", message, topic_of(self.annex, key), NAME_IT)

    def doubt_rule(self, key: str, event: str, side: Side) -> bool:
        """Note, and return, where what an event's own rule reads does not say it continues."""
        doubt = self.standing.doubts.get(side, {}).get(event)
        if doubt is None:
            return False
        if doubt.is_open:
            self.leave_open(key, doubt.message)
        else:
            message = f"`{key}` turns on {event}: {doubt.message}"
            self.ask(doubt.code, message, topic_of(self.annex, key), doubt.help)
        return True
