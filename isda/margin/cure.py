"""What to send, or what may come back, in an asset that somebody has chosen.

A call says what is missing by value. How much of an asset that takes depends on the share of
it that each regime counts: cash worth 100 for one agency and 80 for another must be enough for
both.
"""

from collections.abc import Iterator
from decimal import Decimal

from isda.basics.arithmetic import Exactly
from isda.basics.money import Money
from isda.basics.reason import Reason
from isda.facts.facts import Chosen, Facts, Lot, MovementKind
from isda.law.paragraphs import cite
from isda.margin.cure_amount import Bound, Cure, Curing
from isda.margin.homes import Home
from isda.margin.outcome import Leg, MarginCall, Status

PAR = Decimal(100)
UNIT = Decimal(1)


def cure(
    call: MarginCall, asset: str | None = None, *, currency: str | None = None
) -> tuple[Cure, ...]:
    """Say how much of a chosen asset each movement of a call takes.

    Law:
        csa-1994-ny 3(a), 3(b) · csa-1995-eng 2(a), 2(b) · the 2016 VM forms alike: a
        delivery has at least the value called, a return no more than may go back.

    Args:
        call: The call.
        asset: Kind of asset as the table names it; left out, the lots of `chosen:`.
        currency: Its currency, where it is not the base currency.

    Returns:
        One for each movement and asset; for a return, one for each lot held of the asset.

    Example:
        >>> from isda.sheet.read_sheet import read_sheet_text
        >>> from isda.sheet.read_facts import read_facts_text
        >>> from isda.margin.call import call
        >>> agreement = read_sheet_text('''
        ... sheet: 1
        ... agreement: EXAMPLE
        ... parties: {A: {name: Bank}, B: {name: Client}}
        ... annexes:
        ...   - form: CSA 1995 English
        ...     eligible_collateral:
        ...       - {asset: cash, currency: USD, valuation_percentage: 80%}
        ... ''').must()
        >>> facts = read_facts_text('''
        ... facts: 1
        ... on: 2024-12-30
        ... exposure: {holder: A, amount: "USD 1,700,000"}
        ... ''').must()
        >>> [str(each.amount) for each in cure(call(agreement, facts), "cash")]
        ['2125000.000000000']
    """
    with Exactly():
        return tuple(_cures(call, asset, currency))


def _cures(call: MarginCall, asset: str | None, currency: str | None) -> Iterator[Cure]:
    facts = call.facts or Facts(call.on)  # a call that was not begun has no legs
    asked = list(_asked(call, facts, asset, currency))
    takers = [id(chosen) for _, _, offered in asked for chosen in offered]
    for legs, kind, offered in asked:
        if not offered and kind is MovementKind.RETURN:
            yield _not_held(legs[0][0], asset)
        for chosen in offered:
            if takers.count(id(chosen)) == 1:
                yield Curing(call, legs, kind, chosen, facts).cure()
    for chosen in facts.chosen if asset is None else ():
        if takers.count(id(chosen)) != 1:
            yield _not_sent(chosen, is_for_several=id(chosen) in takers)


Asked = tuple[list[Bound], MovementKind, list[Chosen]]
"""The legs of a movement, its kind, and what could be sent or could come back."""


def _asked(
    call: MarginCall, facts: Facts, asset: str | None, currency: str | None
) -> Iterator[Asked]:
    """Yield each movement with what might be it; a lot that was chosen may be in several."""
    for legs in _moving(call):
        home = Home(legs[0][1], among_several=len(call.terms.annexes) > 1)
        if any(leg.delivery_amount for leg, _ in legs):
            yield legs, MovementKind.DELIVERY, _offered(facts, home, asset, currency)
        else:
            yield legs, MovementKind.RETURN, _held(facts, home, asset, currency)


def _moving(call: MarginCall) -> Iterator[list[Bound]]:
    """Yield the computed legs of each annex and posting party under which something moves."""
    grouped: dict[tuple[str, str], list[Bound]] = {}
    for leg, terms in zip(call.legs, call.bound, strict=True):
        if leg.required is not None:
            grouped.setdefault((leg.annex, leg.posting_party), []).append((leg, terms))
    for legs in grouped.values():
        if any(leg.status is Status.CALL for leg, _ in legs):
            yield legs


def _offered(facts: Facts, home: Home, asset: str | None, currency: str | None) -> list[Chosen]:
    """Return what could be sent: the lots that were chosen, or one unit of an asset."""
    if asset is None:
        return [one for one in facts.chosen if home.may_take(one.lot)]
    nominal = Money(UNIT, currency or home.terms.base_currency)
    lot = Lot(asset, home.terms.pledgor, asset, nominal)
    return [Chosen(_at_par(lot) if lot.has_price else lot)]


def _at_par(lot: Lot) -> Lot:
    """Return a security at par: only the share of it that counts is asked for."""
    return Lot(lot.lot_id, lot.posted_by, lot.asset, lot.nominal, price=PAR)


def _held(facts: Facts, home: Home, asset: str | None, currency: str | None) -> list[Chosen]:
    """Return the lots of the leg that could come back."""
    return [
        Chosen(lot)
        for lot in facts.held
        if home.takes(lot.posted_by, lot)
        and (asset is None or lot.asset.casefold() == asset.casefold())
        and (currency is None or lot.nominal.currency == currency)
    ]


def _not_held(leg: Leg, asset: str | None) -> Cure:
    reason = Reason(
        "not-held",
        f"party {leg.posting_party.other} holds no {asset or 'collateral'} of party "
        f"{leg.posting_party}",
        (cite("return-amount", leg.form),),
    )
    return Cure(
        leg.annex,
        leg.posting_party,
        MovementKind.RETURN,
        asset or "collateral",
        leg.base_currency,
        reason=reason,
    )


def _not_sent(chosen: Chosen, *, is_for_several: bool) -> Cure:
    """Return why a lot that was chosen is asked for by no movement, or by which is not said."""
    lot = chosen.lot
    under = f" under {lot.annex}" if lot.annex else ""
    purpose = f" for {lot.purpose}" if lot.purpose else ""
    why = f"no delivery of party {lot.posted_by}{under}{purpose} is called that could take it"
    if is_for_several:
        why = (
            "several movements could take it, and it cannot be promised to each: say which "
            "with `annex:`, or with `for:` where the independent amount is separate"
        )
    return Cure(
        lot.annex or "",
        lot.posted_by,
        MovementKind.DELIVERY,
        lot.lot_id,
        lot.nominal.currency,
        reason=Reason("several-movements" if is_for_several else "not-called", why),
        kind_of_asset=lot.asset,
    )
