"""What a day needs besides the contract: figures, each with the place it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from isda.basics.calendars import SEEDED, Calendars
from isda.basics.finding import NOWHERE, Finding, Place
from isda.basics.hours import CityTime
from isda.basics.money import Money
from isda.basics.party import Side
from isda.facts.elsewhere import ExposureElsewhere, UsedElsewhere
from isda.facts.ratings import NamedFigure, Rating
from isda.tables.haircuts import CreditQualityStep

LETTER_OF_CREDIT = "letter of credit"
"""The asset of a lot that is one: its nominal is what may still be drawn."""


class BuySell(StrEnum):
    """What the party named by the sign convention does with the first currency."""

    BUY = "buy"
    SELL = "sell"


class MovementKind(StrEnum):
    """A movement towards the holder, or back to the poster."""

    DELIVERY = "delivery"
    RETURN = "return"


class Purpose(StrEnum):
    """What collateral is posted for, where an independent amount stands apart."""

    EXPOSURE = "exposure"
    INDEPENDENT_AMOUNT = "independent amount"


@dataclass(frozen=True, slots=True)
class Trade:
    """A transaction, as far as a call needs it.

    Attributes:
        trade_id: Its identifier.
        product: Kind of product, in the book's own words.
        buy_sell: What the party of the sign convention does with `notional_1`.
        notional_1: First notional, zero or more.
        notional_2: Second notional; its ratio to the first is a forward's rate.
        trade_date: Day of the trade.
        maturity: Last day on which it counts.
        independent_amount: What its Confirmation says, zero or more.
        independent_amount_of: The party that owes it.
        place: Where it was read.
        attributes: What else tells trades apart, by name, in the book's own words.
        amount_before: What was owed up front for it before today, where it may not fall.
    """

    trade_id: str
    maturity: date
    product: str = ""
    buy_sell: BuySell | None = None
    notional_1: Money | None = None
    notional_2: Money | None = None
    trade_date: date | None = None
    independent_amount: Money | None = None
    independent_amount_of: Side | None = None
    place: Place = NOWHERE
    attributes: Mapping[str, str] = field(default_factory=dict)
    amount_before: Money | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """The value of one transaction on a day.

    Attributes:
        trade_id: The transaction.
        on: The day it values.
        mark: Signed; plus is good for the party of the sign convention.
        points: Forward points, where a limit rate is wanted.
        discount_factor: Discount factor to maturity, where a limit rate is wanted.
        place: Where it was read.
    """

    trade_id: str
    on: date
    mark: Money
    points: Decimal | None = None
    discount_factor: Decimal | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Lot:
    """One item of posted collateral.

    Attributes:
        lot_id: Its identifier, or `lot 1`, `lot 2` by order.
        posted_by: The poster.
        asset: Kind of asset, as the sheet's rows name it.
        nominal: Face amount of a security, or the amount of cash; zero or more.
        price: Per 100 of nominal; None for cash.
        is_dirty: Whether the price includes accrued interest.
        accrued: Accrued interest of the whole lot, its own currency.
        factor: Pool or index factor.
        issued, matures: Days of issue and of maturity.
        issuer, coupon: Its issuer; fixed or floating.
        code: Code of the asset, or ISIN.
        annex: The annex it is posted under, where there are several.
        approved_by: Who approved it, where a row asks for that.
        place: Where it was read.
        purpose: What it is posted for, where an independent amount stands apart.
        credit_quality_step: Its rank with the regulator, where a regulation caps percentages.
        is_cash: Whether the asset is cash.
        is_letter: Whether the asset is a letter of credit.
    """

    lot_id: str
    posted_by: Side
    asset: str
    nominal: Money
    price: Decimal | None = None
    is_dirty: bool = False
    accrued: Decimal = Decimal(0)
    factor: Decimal = Decimal(1)
    issued: date | None = None
    matures: date | None = None
    issuer: str | None = None
    coupon: str | None = None
    code: str | None = None
    annex: str | None = None
    approved_by: tuple[str, ...] = ()
    place: Place = NOWHERE
    purpose: Purpose | None = None
    credit_quality_step: CreditQualityStep | None = None

    is_cash: bool = field(init=False, default=False)
    is_letter: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        asset = self.asset.casefold()
        object.__setattr__(self, "is_cash", asset == "cash")
        object.__setattr__(self, "is_letter", asset == LETTER_OF_CREDIT)

    @property
    def has_price(self) -> bool:
        """Whether it is worth what a price says, and not its own amount."""
        return not (self.is_cash or self.is_letter)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A lot that its owner would send, and the whole units it comes in."""

    lot: Lot
    units: Money | None = None


@dataclass(frozen=True, slots=True)
class InTransit:
    """A movement agreed and not settled.

    Attributes:
        movement_id: Its identifier.
        kind: Delivery or return.
        by: The party that sends it.
        settles: Settlement day.
        amount: Value after haircut; or
        lot: an asset, valued as if held.
        disputed: The part in dispute, zero or more.
        annex: The annex, where there are several.
        place: Where it was read.
        purpose: What it is posted for, where an independent amount stands apart.
    """

    movement_id: str
    kind: MovementKind
    by: Side
    settles: date
    amount: Money | None = None
    lot: Lot | None = None
    disputed: Money | None = None
    annex: str | None = None
    place: Place = NOWHERE
    purpose: Purpose | None = None

    @property
    def poster(self) -> Side:
        """The party whose collateral moves: it sends deliveries and receives returns."""
        return self.by if self.kind is MovementKind.DELIVERY else self.by.other


@dataclass(frozen=True, slots=True)
class FxRate:
    """Units of `quote` for one unit of `base`; never inverted."""

    base: str
    quote: str
    rate: Decimal
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a party: in force from its first day up to, not including, `until`.

    A Letter of Credit Default is `about` a letter or its issuer, and of no party.
    """

    event: str
    of: frozenset[Side]
    since: date
    until: date | None = None
    place: Place = NOWHERE
    about: str | None = None

    @property
    def same(self) -> tuple[str, frozenset[Side], str, date]:
        """What makes two rows one and the same event."""
        return self.event.casefold(), self.of, (self.about or "").casefold(), self.since

    def is_in_force(self, on: date) -> bool:
        """Whether the event continues on a day.

        Example:
            >>> event = Event("Event of Default", frozenset({Side.B}), date(2024, 12, 27))
            >>> event.is_in_force(date(2024, 12, 26)), event.is_in_force(date(2024, 12, 27))
            (False, True)
        """
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount given as such, with its place."""

    amount: Money
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Exposure:
    """An exposure given as a figure: plus when the other party would owe the holder.

    Attributes:
        is_of_marks: Whether it stands for marks that add up to it, so that what the facts say
            of transactions is all there is to say.
    """

    on: date
    holder: Side
    amount: Money
    place: Place = NOWHERE
    is_of_marks: bool = False


@dataclass(frozen=True, slots=True)
class Latch:
    """Whether a loss limit was latched at the end of a day."""

    on: date
    latched: bool
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Disputed:
    """The disputed parts of one poster's leg, or of the only leg that can take them.

    Attributes:
        poster: Whose leg it is of; None where that is not said.
        delivery: A part of a demand for a delivery.
        return_: A part of a demand for a return.
        held: A part of the value of what is held.
        in_transit: A part of what is under way.
        place: Where it was read.
        regime: The one regime that it is of; None where it is of every regime alike.
    """

    poster: Side | None
    delivery: Figure | None = None
    return_: Figure | None = None
    held: Figure | None = None
    in_transit: Figure | None = None
    place: Place = NOWHERE
    regime: str | None = None

    def is_of(self, regime: str | None) -> bool:
        """Whether the parts are of the leg of a regime; capitals do not matter.

        Example:
            >>> parts = Disputed(Side.B, regime="Agency two")
            >>> parts.is_of("agency two"), parts.is_of(None), Disputed(Side.B).is_of(None)
            (True, False, True)
        """
        return self.regime is None or self.regime.casefold() == (regime or "").casefold()


@dataclass(frozen=True, slots=True)
class DemandMade:
    """A demand received: it sets due dates, never the amount."""

    by: Side
    received: tuple[date, CityTime]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class InitialMargin:
    """An initial margin amount: kept for annexes that read it."""

    regime: str
    poster: Side
    amount: Money
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Life:
    """A weighted average life in years, with its place."""

    years: Decimal
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Measures:
    """What formulas of a document read besides exposure and collateral.

    Attributes:
        notional: Of all covered trades, zero or more, where trades do not give it.
        dv01: What a move of one basis point is worth, zero or more.
        weighted_average_life: Of what the trades hedge.
        next_payment: What each party pays next, zero or more.
    """

    notional: Figure | None = None
    dv01: Figure | None = None
    weighted_average_life: Life | None = None
    next_payment: Mapping[Side, Figure] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """All figures of one agreement on one day.

    Attributes:
        on: The day.
        exposure: A given exposure; else it is the sum of the marks.
        plus_is_good_for: The party that a plus mark is good for.
        rate_before: Rates of the fixing day before, for agreements that fix on it.
        measures: What formulas of a document read.
        chosen: Lots that a party has picked to send.
        exposures: Exposures of earlier days, for a latched loss limit.
        nothing_covered: Whether no transaction is covered any more; None where nobody says.
        client: Of which of several clients the facts are, where an agreement binds several.
        used_elsewhere: What other agreements use of a threshold that they share.
        exposure_elsewhere: Exposures under other agreements that are added to this one's.
        findings: What reading found; an error refuses the agreement it belongs to.
    """

    on: date
    exposure: Exposure | None = None
    plus_is_good_for: Side | None = None
    trades: tuple[Trade, ...] = ()
    marks: tuple[Mark, ...] = ()
    independent_amounts: Mapping[Side, Figure] = field(default_factory=dict)
    held: tuple[Lot, ...] = ()
    in_transit: tuple[InTransit, ...] = ()
    disputed: tuple[Disputed, ...] = ()
    fx: Mapping[str, FxRate] = field(default_factory=dict)
    rate_before: Mapping[str, FxRate] | None = None
    events: tuple[Event, ...] = ()
    ratings: tuple[Rating, ...] = ()
    figures: tuple[NamedFigure, ...] = ()
    initial_margin: tuple[InitialMargin, ...] = ()
    measures: Measures = Measures()
    chosen: tuple[Chosen, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    latch: Latch | None = None
    demand: DemandMade | None = None
    nothing_covered: bool | None = None
    client: str | None = None
    used_elsewhere: tuple[UsedElsewhere, ...] = ()
    exposure_elsewhere: tuple[ExposureElsewhere, ...] = ()
    calendars: Calendars = SEEDED
    mark_age_days: int = 0
    findings: tuple[Finding, ...] = ()
    place: Place = field(default=NOWHERE)
