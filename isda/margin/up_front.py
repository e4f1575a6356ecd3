"""What a party owes up front: independent amounts, and a client's performance deposit."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from isda.basics.arithmetic import NIL
from isda.basics.cite import Cite
from isda.facts.facts import Facts, Figure
from isda.law.paragraphs import cite
from isda.margin import plan, up_front_plan
from isda.margin.confirmed import (
    OfTransaction,
    UpFront,
    add_up,
    is_left_to_nobody,
    of_each,
    of_transactions,
    say_unused,
)
from isda.margin.elected import elected_money
from isda.margin.inputs import Notes
from isda.margin.marks import covered_trades
from isda.terms.bound import Basis, BoundTerms

if TYPE_CHECKING:
    from isda.margin.working import Source


TWO = 2
FIXED = frozenset({Basis.MONEY, Basis.NOT_APPLICABLE, Basis.SHARE_OF_EXPOSURE})
"""Answers of a sheet that leave no figure to the day."""


def amount_up_front(
    terms: BoundTerms,
    owed: UpFront,
    facts: Facts,
    notes: Notes,
    *,
    exposed: Decimal | None,
) -> Decimal:
    """Return what a party owes up front, in base currency; nil where it is refused.

    A fixed sum, a share of the notional of every covered transaction, or what the
    Confirmations (or the facts, for them) say; two of these at once are refused.

    Law:
        csa-1994-ny 13(b)(iv)(A) · csa-1995-eng 11(b)(iii)(A).
    """
    bound, cited = owed.bound, cite(owed.topic, terms.form)
    figure = facts.independent_amounts.get(owed.side)
    confirmed = of_transactions(terms, owed.side, facts)
    if bound.event is not None:
        unused = confirmed if bound.by_trade is None else tuple(_of_sheet(confirmed))
        _say_unused(owed, figure, unused, notes, cited)
    elif _contradict(owed, figure, confirmed, notes, cited):
        return NIL
    elif bound.part is not None and (figure is not None or confirmed):
        _leave_unsplit(owed, notes, cited)
        return NIL
    elif figure is not None:
        return notes.in_base(owed.name, figure.amount, figure.place, cited)
    elif is_left_to_nobody(terms, owed, facts, notes):
        return NIL
    elif bound.by_trade is None and (confirmed or bound.basis is Basis.PER_CONFIRMATION):
        return add_up(terms, owed, confirmed, facts, notes)
    if bound.basis is Basis.SHARE_OF_EXPOSURE:
        return _share_of_exposure(terms, owed, exposed, notes)
    if bound.basis is Basis.SHARE_OF_NOTIONAL:
        return _share_of_notionals(terms, owed, facts, notes)
    if bound.basis is Basis.MONEY and bound.money.amount:
        return elected_money(owed.name, bound, facts, notes, cited)
    return NIL


def _of_sheet(confirmed: Sequence[OfTransaction]) -> Iterator[OfTransaction]:
    """Yield what Confirmations of the sheet say, which a list of the annex stands before.

    What the facts of a trade say may be what a row of the list leaves to it.
    """
    for one in confirmed:
        if one.said is not None and one.said.is_said:
            yield one


def _leave_unsplit(owed: UpFront, notes: Notes, *cites: Cite) -> None:
    """Leave open what clients have of an amount that follows each one's own trades."""
    notes.leave_undefined(
        "MC202",
        f"what party {owed.side} owes up front is split among clients, and the annex leaves "
        "it to the trades, which are each client's own",
        place=notes.place_of(owed.bound.path),
        help_text="settle it with the other party: the document has to say",
        cites=cites,
    )


def _say_unused(
    owed: UpFront,
    figure: Figure | None,
    confirmed: Sequence[OfTransaction],
    notes: Notes,
    *cites: Cite,
) -> None:
    """Note the figures that an event has put out of use."""
    for place in [*([figure.place] if figure else []), *(each.place for each in confirmed)]:
        say_unused(owed, place, notes, *cites)


def _contradict(
    owed: UpFront,
    figure: Figure | None,
    confirmed: Sequence[OfTransaction],
    notes: Notes,
    *cites: Cite,
) -> bool:
    """Refuse an amount that has two sources: which of them holds is not guessed."""
    basis = owed.bound.basis
    told = any(one.said is not None or owed.bound.by_trade is None for one in confirmed)
    by_sheet = basis in FIXED or (basis is Basis.SHARE_OF_NOTIONAL and told)
    if [by_sheet, figure is not None, bool(confirmed)].count(True) < TWO:
        return False
    said = ["the sheet"] if by_sheet else []
    said += ["a figure of the facts"] if figure is not None else []
    said += [f"the Confirmation of {confirmed[0].trade.trade_id}"] if confirmed else []
    place = figure.place if figure is not None and by_sheet else confirmed[0].place
    notes.refuse(
        "MC109",
        f"{said[0]} says what party {owed.side} owes up front, and so does {said[1]}",
        place=place,
        cites=cites,
        help_text="keep the one that the document means",
    )
    return True


def _share_of_exposure(
    terms: BoundTerms, owed: UpFront, exposed: Decimal | None, notes: Notes
) -> Decimal:
    share = owed.bound.share
    if exposed is None or share is None:
        return NIL
    of_holder = owed.side is terms.secured_party
    recipe = up_front_plan.share_of_exposure(
        owed.name, cite(owed.topic, terms.form), of_holder=of_holder
    )
    notes.sources.pop(owed.name, None)  # it comes from the step below
    known = notes.working.follow(
        recipe,
        {"exposure": exposed, "share": share.fraction},
        leg=notes.leg,
        sources={"share": owed.bound.path},
    )
    return known[owed.name]


def _share_of_notionals(
    terms: BoundTerms, owed: UpFront, facts: Facts, notes: Notes
) -> Decimal:
    bound, cited = owed.bound, cite(owed.topic, terms.form)
    if not _has_trades(owed, facts, notes, cited):
        return NIL
    if bound.by_trade is not None:
        return add_up(terms, owed, of_each(terms, owed, facts), facts, notes)
    parts: dict[str, Decimal] = {}
    places = {trade.trade_id: trade.place for trade in facts.trades}
    for trade in covered_trades(terms, facts):
        if trade.notional_1 is None or bound.share is None:
            notes.refuse(
                "MC110",
                f"{trade.trade_id} has no notional",
                place=trade.place,
                cites=(cited,),
                help_text="add notional_1 and currency_1",
            )
            continue
        spot = notes.spot_of(trade.notional_1, place=trade.place)
        if spot is None:
            continue
        given = {"amount": trade.notional_1.amount, "share": bound.share.fraction}
        sources: dict[str, Source] = {"amount": trade.place, "share": bound.path}
        if spot.rate is not None:
            given["spot"], sources["spot"] = spot.rate.rate, spot.rate.place
        known = notes.working.follow(
            plan.independent_amount(spot.how, cited),
            given,
            leg=notes.leg,
            of=trade.trade_id,
            sources=sources,
        )
        parts[trade.trade_id] = known["independent_amount"]
    return notes.add(owed.name, parts, places, cited)


def _has_trades(owed: UpFront, facts: Facts, notes: Notes, *cites: Cite) -> bool:
    """Whether the facts name trades; refuses a share of each notional where they do not."""
    if not facts.trades:
        share = owed.bound.share or "a share"
        notes.refuse(
            "MC110",
            f"{share} of each notional is owed up front, and the facts name no trades",
            place=facts.place,
            cites=cites,
            help_text="add `trades:` with their "
            "notionals, or the figure under `independent_amounts:`",
        )
    return bool(facts.trades)
