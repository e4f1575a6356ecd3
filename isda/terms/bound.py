"""Terms bound to a day: what one leg's elections come to, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from isda.basics.money import Money
from isda.basics.party import SIDES, Side
from isda.basics.percentages import Percentage, ValuationPercentage
from isda.basics.reason import Reason
from isda.facts.facts import Purpose
from isda.law.forms import Form
from isda.terms.annex import CollateralTerms
from isda.terms.confirmations import Confirmed, ConfirmedAmount
from isda.terms.formula import Part
from isda.terms.initial_margin import MarginApproach
from isda.terms.reading import Answer
from isda.terms.regimes import LimbRule
from isda.terms.standing import Standing
from isda.terms.switches import (
    Accrued,
    CashPercentage,
    DepositOrder,
    HoldersAmount,
    InTransit,
    MinimumTest,
    Reading,
    Regulator,
    ReturnAtMost,
    Where,
)


class Basis(StrEnum):
    """What an elected amount rests on."""

    MONEY = "money"
    INFINITE = "infinite"
    NOT_APPLICABLE = "not applicable"
    SHARE_OF_NOTIONAL = "share of notional"
    SHARE_OF_EXPOSURE = "share of exposure"
    PER_CONFIRMATION = "per Confirmation"
    NOT_STATED = "not stated"
    OPEN = "open"


class BoundAmount(NamedTuple):
    """An elected amount on a day.

    Attributes:
        basis: What it rests on.
        money: The amount; nil where the document says nil.
        share: The share of the notional or the exposure, where it rests on one.
        path: Where it stands in the sheet.
        event: The event that made it so, if one did.
        row: The row of a table by rating that says so, and the ratings that picked it.
        part: One client's share of it, where several have it between them.
        part_path: Where that share stands in the sheet.
        shared_with: The other agreement that uses it too, where one does.
        by_trade: What each transaction brings, where that turns on the transaction.
    """

    basis: Basis
    money: Money
    path: str
    share: Percentage | None = None
    event: str | None = None
    row: str | None = None
    part: Percentage | None = None
    part_path: str = ""
    shared_with: str | None = None
    by_trade: ConfirmedAmount | None = None

    @property
    def word(self) -> str | None:
        """`infinite` or `not applicable` where the amount is no number."""
        return self.basis.value if self.basis in WORDS else None


class BoundRounding(NamedTuple):
    """How a movement is rounded, and where the sheet says so."""

    direction: str
    multiple: Money
    path: str


class Unclear(NamedTuple):
    """What the facts leave open and the leg needs, and what to do."""

    reason: Reason
    help: str


WORDS = frozenset({Basis.INFINITE, Basis.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class BoundLimit:
    """The elections of a loss-limit agreement on a day."""

    reading: Reading
    order: DepositOrder | None
    limit: BoundAmount
    deposit: BoundAmount
    release_level: BoundAmount
    alerts: tuple[Percentage, ...]
    suspend_at: Percentage | None
    since: date | None
    fixes_on_day_before: bool
    amended: tuple[date, ...]


class BoundLimb(NamedTuple):
    """A formula that holds on a day, and where it stands in the sheet."""

    tree: Part
    names: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True)
class BoundFormula:
    """A document's own requirement on a day.

    Attributes:
        limbs: The limbs that hold; none where the document leaves the regime undefined.
        rule: What is made of several.
        path: Where the whole stands in the sheet.
        regime: The regime it is of, where the annex has regimes.
        column: The column that values collateral, where the table has columns.
        has_own_minimum: Whether the regime is tested before it is compared.
        demands_apart: Whether the annex has several regimes and one has its own minimum.
        reads: Every input that any limb of the annex reads, on whatever day.
    """

    limbs: tuple[BoundLimb, ...]
    rule: LimbRule
    path: str
    regime: str | None = None
    column: str | None = None
    has_own_minimum: bool = False
    demands_apart: bool = False
    reads: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """The inputs that the limbs that hold read."""
        return frozenset(name for limb in self.limbs for name in limb.names)


@dataclass(frozen=True, slots=True)
class BoundInitialMargin:
    """The elections of an initial-margin annex on a day.

    Attributes:
        approach: How it is joined with independent amounts; None where that is open.
        regimes: Rule sets that bind the holder.
        margin_ia: Margin Amount (IA), where the annex does not leave it to the others.
        nil_minimum: Whether the holder's minimum is nil while nothing is required.
        unrounded: Whether a return is not rounded while nothing is required.
        other_minimums: What the variation-margin annex's minimum becomes, per party.
        other_open: What the document does not say of them, per party.
        other_unclear: What the facts leave open of them, per party.
    """

    approach: MarginApproach | None
    regimes: tuple[str, ...]
    margin_ia: BoundAmount
    nil_minimum: bool
    unrounded: bool
    other_minimums: Mapping[Side, BoundAmount]
    other_open: Mapping[Side, tuple[Reason, ...]]
    other_unclear: Mapping[Side, tuple[Unclear, ...]]


@dataclass(frozen=True, slots=True)
class BoundTerms:
    """One leg on one day: annex, posting party, and every election the call reads.

    Attributes:
        annex: The annex as amended on the day.
        title: The leg's name: the annex's, and more where an independent amount is apart.
        document: The annex's own name, by which lots and movements name it.
        path: Where it stands in the sheet (`annexes.0`).
        pledgor: The posting party.
        percentage_of_all: What counts in the place of every percentage, while an event lasts.
        at_most: Whose haircuts are the least that may be taken off what the pledgor posts.
        stays_out: Why the pledgor posts nothing at all today, if it posts only at times.
        tested_by: Parties whose minimum and rounding a movement meets: the pledgor for a
            delivery, the secured party for a return.
        returns_all: Whether all that is held goes back, at its market value.
        standing: Where events and ratings are looked up, if a term of the annex does.
        undefined: What the document does not say and the leg needs.
        unclear: What the facts leave open of events and ratings.
        withheld_delivery: Why the pledgor need not deliver, if a condition fails.
        withheld_return: Why the secured party need not return, if a condition fails.
        is_gated: Whether a threshold as a switch keeps the requirement at nil.
        formula: The requirement in the document's own words, where it has one.
        purpose: What the leg secures, where an independent amount has legs of its own.
        initial_margin: Elections of an initial-margin annex; None for any other.
        final_returns: Whether a last return knows neither minimum nor rounding.
        haircut_currency: What the FX haircut does not meet, where not the base currency.
        adds_exposure_of: The agreement whose exposure is added to the leg's own.
        own_keys: Keys that hold for the separate independent amount and not for the annex.
        confirmations: What single transactions bring of their own.
    """

    annex: CollateralTerms
    form: Form
    title: str
    document: str
    path: str
    pledgor: Side
    secured_party: Side
    base_currency: str
    eligible_currencies: frozenset[str]
    where: Where
    holders: HoldersAmount
    never_below: bool
    threshold_of_pledgor: BoundAmount
    threshold_of_secured_party: BoundAmount
    independent_amount_of_pledgor: BoundAmount
    independent_amount_of_secured_party: BoundAmount
    minimum_for_delivery: BoundAmount
    minimum_for_return: BoundAmount
    delivery_rounding: BoundRounding | None
    return_rounding: BoundRounding | None
    test: MinimumTest
    return_at_most: ReturnAtMost
    in_transit: InTransit
    cash: CashPercentage
    accrued: Accrued
    limit: BoundLimit | None
    withheld_delivery: Reason | None
    withheld_return: Reason | None
    percentage_of_all: ValuationPercentage | None
    stays_out: Reason | None
    standing: Standing | None
    undefined: tuple[Reason, ...]
    unclear: tuple[Unclear, ...]
    is_gated: bool = False
    formula: BoundFormula | None = None
    purpose: Purpose | None = None
    own_keys: frozenset[str] = frozenset()
    initial_margin: BoundInitialMargin | None = None
    final_returns: bool = False
    haircut_currency: str | None = None
    confirmations: tuple[Confirmed, ...] = ()
    tested_by: tuple[Side, ...] = SIDES
    returns_all: bool = False
    at_most: Regulator | None = None
    adds_exposure_of: str | None = None

    @property
    def regime(self) -> str | None:
        """The regime of the leg, or None where the annex has none."""
        return self.formula.regime if self.formula else None

    @property
    def column(self) -> str | None:
        """The column that values the leg's collateral, or None where the table has none."""
        return self.formula.column if self.formula else None

    @property
    def key(self) -> str:
        """The leg's name in the working: annex, posting party and regime."""
        return key_of(self.title, self.pledgor, self.regime)

    def path_of(self, key: str) -> str:
        """Return where the leg's terms of a key stand in the sheet."""
        inside = ".separate_independent_amount" if key in self.own_keys else ""
        return f"{self.path}{inside}.{key}"


def key_of(annex: str, poster: Side, regime: str | None) -> str:
    """Return the name of a leg in the working.

    Example:
        >>> key_of("VM", Side.B, None), key_of("VM", Side.B, "Agency one")
        ('VM/B', 'VM/B/Agency one')
    """
    return "/".join(filter(None, (annex, poster.value, regime)))


def nil(path: str, currency: str) -> BoundAmount:
    """Return nil, elected at a path."""
    return BoundAmount(Basis.MONEY, Money(ZERO, currency), path)


ZERO = Money.read("USD 0").amount

EMPTY_BASIS = {
    Answer.INFINITE: Basis.INFINITE,
    Answer.NOT_APPLICABLE: Basis.NOT_APPLICABLE,
    Answer.PER_CONFIRMATION: Basis.PER_CONFIRMATION,
    Answer.NOT_STATED: Basis.NOT_STATED,
    Answer.NIL: Basis.MONEY,
    Answer.AS_PRINTED: Basis.MONEY,
}
