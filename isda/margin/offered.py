"""What could be sent to a leg, and what of its collateral could come back."""

from decimal import Decimal

from isda.basics.finding import NOWHERE
from isda.basics.money import Money
from isda.facts.facts import Chosen, Facts, Lot
from isda.margin.homes import Home

PAR = Decimal(100)
UNIT = Decimal(1)


def lots_offered(
    facts: Facts, home: Home, asset: str | None, currency: str | None
) -> list[Chosen]:
    """Return what could be sent: the lots that were chosen, or one unit of an asset.

    Of a security by its kind alone only the share that counts is asked: it is taken at par.
    """
    if asset is None:
        return [one for one in facts.chosen if home.may_take(one.lot)]
    nominal = Money(UNIT, currency or home.terms.base_currency)
    lot = Lot(asset, home.terms.pledgor, asset, nominal)
    if lot.is_cash:
        return [Chosen(lot)]
    return [Chosen(Lot(asset, lot.posted_by, asset, nominal, price=PAR))]


def lots_held(
    facts: Facts, home: Home, asset: str | None, currency: str | None
) -> list[Chosen]:
    """Return the lots of the leg that could come back."""
    return [
        Chosen(lot)
        for lot in facts.held
        if home.takes(lot.posted_by, lot)
        and (asset is None or lot.asset.casefold() == asset.casefold())
        and (currency is None or lot.nominal.currency == currency)
    ]


def is_kind_alone(lot: Lot) -> bool:
    """Whether a security stands for its kind: nothing is known of it but that."""
    return lot.place is NOWHERE and not lot.is_cash
