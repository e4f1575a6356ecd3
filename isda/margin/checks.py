"""What makes a day's facts untrustworthy for a whole agreement, before any leg is computed."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from isda.basics.amounts import did_you_mean, shown
from isda.basics.party import SIDES, Side
from isda.facts.facts import Facts, InTransit, Lot, Purpose
from isda.margin.dispute_checks import (
    nameless,
    nameless_disputes,
    strange_regimes,
    stray_disputes,
)
from isda.margin.letters import letters_of, names_of
from isda.margin.marks import covers_on
from isda.margin.wrong import Wrong
from isda.terms.agreement import Agreement
from isda.terms.bind_sharing import shared_by_adding
from isda.terms.events import LETTER_DEFAULT
from isda.terms.initial_margin import is_initial_margin
from isda.terms.other_support import rows_of_support
from isda.terms.resolve import legs_of
from isda.terms.separate import is_separate

OF_A_LETTER = "write whose it is: `of:` with the letter's `lot`, its code or its issuer"


def for_client(agreement: Agreement, facts: Facts) -> tuple[Agreement, tuple[Wrong, ...]]:
    """Return the agreement as it binds the client of the facts, and what is wrong with that.

    Args:
        agreement: The agreement.
        facts: The figures, which name a client where the agreement binds several.
    """
    said, own = facts.client, agreement.client
    if said is None and not agreement.by_client:
        return agreement, ()
    names = [each.name for side in SIDES for each in agreement.parties.of(side).severally]
    if names and (said or "").casefold() in agreement.by_client:
        return agreement.by_client[(said or "").casefold()], ()
    if own is not None and said is not None and own[0].name.casefold() == said.casefold():
        return agreement, ()
    listed = ", ".join(names)
    if not names:
        message = (
            f"the facts are of {shown(said or '')}, and the agreement binds no such client"
        )
        help_text = "take `client:` out, or name the clients under `severally:` in the sheet"
    elif said is None:
        message = (
            "the agreement binds several clients, and the facts do not say of which they are"
        )
        help_text = f"write `client:` with one of: {listed}"
    else:
        message = f"the facts are of {shown(said)}, which is no client of the agreement"
        help_text = did_you_mean(said, names) or f"clients: {listed}"
    return agreement, (Wrong("MC150", message, facts.place, help_text),)


def wrong_facts(
    agreement: Agreement, annexes: Sequence[Any], facts: Facts, on: date
) -> Iterator[Wrong]:
    """Find another day, unknown events, stray collateral, and figures with two homes.

    Args:
        agreement: The agreement.
        annexes: Its annexes as amended on the day.
        facts: The figures.
        on: The day the call is for.
    """
    if facts.on != on:
        yield Wrong(
            "MC115",
            f"the facts are of {facts.on}, and the call is for {on}",
            facts.place,
            "take the facts of the day",
        )
    told = [event for event in facts.events if event.about is None]
    yield from _events_of_letters(annexes, facts)
    for event in told:
        sides = agreement.sides_of_trigger(event.event, facts.on)
        if sides and not event.of <= sides:
            others = " or ".join(sorted(event.of - sides))
            yield Wrong(
                "MC116",
                f"{event.event!r} is no event of party {others} in this agreement",
                event.place,
                "correct whose event it is: `of:`",
            )
        if not sides and agreement.event_named(event.event, facts.on) is None:
            yield Wrong(
                "MC116",
                f"{event.event!r} is no event that the agreement knows",
                event.place,
                OF_A_LETTER
                if event.event.casefold() == LETTER_DEFAULT.casefold()
                else did_you_mean(event.event, agreement.event_names(facts.on))
                or "correct its name, or add it to the Additional Termination Events",
            )
    yield from _undated_trades(annexes, facts)
    if facts.nothing_covered:
        yield from _covered_after_all(annexes, facts)
    yield from _stray_collateral(agreement, annexes, facts)
    yield from _without_purpose(annexes, facts)
    if len(annexes) > 1:
        yield from nameless_disputes(annexes, facts)
        yield from _nameless_uses(annexes, facts)
        yield from _added_twice(annexes, facts)
    exposed = [annex for annex in annexes if not is_initial_margin(annex)]
    if len(exposed) > 1:
        yield from _two_homes(exposed, facts)


def _events_of_letters(annexes: Sequence[Any], facts: Facts) -> Iterator[Wrong]:
    """Find defaults of letters of the day that continue and that no row turns on."""
    turning = any(
        LETTER_DEFAULT in row.nil_while
        for annex in annexes
        for side in SIDES
        for row in rows_of_support(annex, side)
    )
    if turning:
        return
    named = {name for lot in letters_of(facts) for name in names_of(lot)}
    for event in facts.events:
        name = event.about or ""
        if name.casefold() in named and event.is_in_force(facts.on):
            yield Wrong(
                "MC116",
                f"{event.event!r} of {name}, and no row of other support turns on it",
                event.place,
                f"write `nil_while: [{LETTER_DEFAULT}]` where the document says so",
            )


def _undated_trades(annexes: Sequence[Any], facts: Facts) -> Iterator[Wrong]:
    """Find trades without a trade date where an annex covers those from a day on."""
    for annex in annexes:
        if annex.covered_transactions.from_ is None:
            continue
        covers = covers_on(annex, facts.on)
        for trade in facts.trades:
            if trade.trade_date is None and covers(trade):
                yield Wrong(
                    "MC124",
                    f"{trade.trade_id} has no trade date, and the annex covers trades from "
                    f"{annex.covered_transactions.from_} on",
                    trade.place,
                    "add its `trade_date`",
                )


def _covered_after_all(annexes: Sequence[Any], facts: Facts) -> Iterator[Wrong]:
    """Find live trades that an annex covers, where the facts say that nothing is covered."""
    every = [covers_on(annex, facts.on) for annex in annexes]
    for trade in facts.trades:
        if any(covers(trade) for covers in every):
            yield Wrong(
                "MC147",
                f"the facts say that nothing is covered any more, and {trade.trade_id} is",
                trade.place,
                "take `nothing_covered:` out: the trades say it; or take the trade out",
            )


def _stray_collateral(
    agreement: Agreement, annexes: Sequence[Any], facts: Facts
) -> Iterator[Wrong]:
    named = [(name, annex) for annex in annexes for name in {annex.title, annex.form.title}]
    names = [name for name, _ in named]
    homes: dict[str | None, tuple[Side, ...]] = {
        name: legs_of(agreement, annex) for name, annex in named if names.count(name) == 1
    }
    posting = {side for annex in annexes for side in legs_of(agreement, annex)}
    if not annexes[1:]:
        homes[None] = tuple(posting)

    def stray(name: str, poster: Side, item: Lot | InTransit) -> Wrong:
        annex = item.annex
        known = "write `annex:` with one of: " + ", ".join(each.title for each in annexes)
        if poster not in posting:
            message = f"{name} is collateral of party {poster}, which posts under no annex"
            known = "correct who posted it: `posted_by:`, or `by:` of a movement"
        elif annex is None:
            message = f"{name} names no annex, and the agreement has {len(annexes)}"
        elif annex not in homes:
            message = f"{name} is under {annex!r}, which is no annex of the agreement"
            known = did_you_mean(annex, tuple(filter(None, homes))) or known
        else:
            message = (
                f"{name} is collateral of party {poster}, which does not post under {annex}"
            )
        return Wrong("MC118", message, item.place, known)

    for lot in facts.held:
        if lot.posted_by not in homes.get(lot.annex, ()):
            yield stray(lot.lot_id, lot.posted_by, lot)
    for one in facts.in_transit:
        if one.poster not in homes.get(one.annex, ()):
            yield stray(one.movement_id, one.poster, one)
    yield from stray_disputes(posting, facts)
    yield from strange_regimes(agreement, annexes, facts)


def _without_purpose(annexes: Sequence[Any], facts: Facts) -> Iterator[Wrong]:
    """Find collateral of which it is not said whether it is an independent amount's."""
    apart = [annex for annex in annexes if is_separate(annex)]
    names = {name for annex in apart for name in (annex.title, annex.form.title)}
    items: list[tuple[str, Lot | InTransit]] = [(lot.lot_id, lot) for lot in facts.held]
    items += [(one.movement_id, one) for one in facts.in_transit]
    for name, item in items if apart or any(item.purpose for _, item in items) else ():
        purpose, place = item.purpose, item.place
        stands_apart = bool(apart) and (not annexes[1:] or item.annex in names)
        if stands_apart and purpose is None:
            yield Wrong(
                "MC141",
                f"{name} does not say what it is posted for, and the independent amount is "
                "separate",
                place,
                "write `for: exposure` or `for: independent amount`",
            )
        elif purpose is Purpose.INDEPENDENT_AMOUNT and not stands_apart:
            yield Wrong(
                "MC141",
                f"{name} is posted for an independent amount, and none is separate",
                place,
                "take `for:` out, or write `independent_amount_is: separate`",
            )
    for each in nameless(facts) if apart else ():
        yield Wrong(
            "MC112",
            "a disputed part says not of which leg it is, and the independent amount is "
            "separate",
            each.place,
            "write it on the movement itself, or leave it out until it is settled",
        )


def _nameless_uses(annexes: Sequence[Any], facts: Facts) -> Iterator[Wrong]:
    """Find a use of a threshold that would be taken off those of two annexes."""
    for row in facts.used_elsewhere:
        other = row.agreement.casefold()
        sharing = [
            annex.title
            for annex in annexes
            if hasattr(annex, "threshold")
            and (annex.threshold.of(row.of).shared_with or "").casefold() == other
        ]
        if sharing[1:] and row.amount.amount:
            yield Wrong(
                "MC119",
                f"what {row.agreement} uses of a threshold of party {row.of} names no annex, "
                f"and {' and '.join(sharing)} share theirs with it",
                row.place,
                "it cannot be said of which annex; leave the agreement out of the run",
            )


def _added_twice(annexes: Sequence[Any], facts: Facts) -> Iterator[Wrong]:
    """Find an exposure under another agreement that would be added under two annexes."""
    for row in facts.exposure_elsewhere:
        adding = [annex.title for annex in annexes if _adds(annex, row.agreement)]
        if adding[1:] and row.amount.amount:
            yield Wrong(
                "MC119",
                f"the exposure under {row.agreement} names no annex, and "
                f"{' and '.join(adding)} add it to theirs",
                row.place,
                "it cannot be said of which annex; leave the agreement out of the run",
            )


def _adds(annex: Any, agreement: str) -> bool:
    """Whether a threshold of an annex stands against the exposure under an agreement too."""
    shared = (shared_by_adding(annex, side) for side in SIDES)
    names = (one.shared_with or "" for one in shared if one is not None)
    return agreement.casefold() in {name.casefold() for name in names}


def _two_homes(annexes: Sequence[Any], facts: Facts) -> Iterator[Wrong]:
    """Find exposure that two annexes would both secure."""
    if facts.exposure is not None:
        yield Wrong(
            "MC119",
            f"one exposure is given, and {len(annexes)} annexes would secure it",
            facts.exposure.place,
            "give trades and marks, and let `covered_transactions:` say which annex covers "
            "what",
            is_of_exposure=True,
        )
    for side, figure in facts.independent_amounts.items():
        yield Wrong(
            "MC119",
            f"the amount that party {side} owes up front names no annex, and "
            f"{len(annexes)} annexes could ask for it",
            figure.place,
            "give it in the Confirmations of the trades",
            is_of_exposure=True,
        )
    every = [(annex.title, covers_on(annex, facts.on)) for annex in annexes]
    for trade in facts.trades:
        homes = [title for title, covers in every if covers(trade)]
        if len(homes) > 1:
            yield Wrong(
                "MC119",
                f"{trade.trade_id} is covered by {' and by '.join(homes)}",
                trade.place,
                "let `covered_transactions:` of one of them leave it out",
                is_of_exposure=True,
            )
