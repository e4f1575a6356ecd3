"""The plain sentence: who delivers what to whom today, or why nobody does."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from isda.basics.party import Side
from isda.basics.reason import Reason
from isda.facts.facts import MovementKind
from isda.law.forms import Form
from isda.margin.outcome import Leg, LimitUse, MarginCall, Movement, Status
from isda.statement.figures import (
    annex_words,
    money,
    money_in_words,
    paragraphs,
    party,
    rate,
    share,
)

MOST_REASONS = 3
IDLE = frozenset(
    {"no-exposure", "infinite-threshold", "another-regime-decides", "no-independent-amount"}
)
"""Reasons of a leg that say nothing as long as another leg has more to say."""

VERBS = {MovementKind.DELIVERY: "delivers", MovementKind.RETURN: "returns"}


def sentence(call: MarginCall) -> str:
    """Return what happens today, in one sentence or a few.

    Movements come first, then what is withheld, undefined or refused; where nothing moves
    at all, the reason. A loss limit adds how much of it is in use.

    Args:
        call: The call.

    Returns:
        Sentences with their paragraphs, amounts in full.

    Example:
        >>> from isda.sheet.read_sheet import read_sheet_text
        >>> from isda.sheet.read_facts import read_facts_text
        >>> from isda.margin.call import call
        >>> agreement = read_sheet_text('''
        ... sheet: 1
        ... agreement: EXAMPLE
        ... parties: {A: {name: Hangang Bank}, B: {name: Arc Shipping Ltd}}
        ... annexes:
        ...   - form: CSA 1994 New York
        ...     posting_parties: [B]
        ...     threshold: {B: "USD 5,000,000"}
        ... ''').must()
        >>> facts = read_facts_text('''
        ... facts: 1
        ... on: 2024-12-30
        ... exposure: {holder: A, amount: "USD 7,300,000"}
        ... ''').must()
        >>> print(sentence(call(agreement, facts)))
        Arc Shipping Ltd (party B) delivers USD 2,300,000 to Hangang Bank (party A) under the
        CSA 1994 New York.
    """
    return " ".join(sentences(call))


def sentences(call: MarginCall) -> tuple[str, ...]:
    """Return the sentences of `sentence` one by one."""
    said = [moved(each, call.parties) for each in call.movements]
    said += _held_up(call)
    if not said:
        said.append(_nothing(call))
    said += [
        f"The delivery must be made in {leg.deliver_in}."
        for leg in call.legs
        if leg.deliver_in and leg.delivery_amount
    ]
    said += [text for leg in call.legs for text in use_of_limit(leg)]
    return tuple(dict.fromkeys(said))


def moved(each: Movement, parties: Mapping[Side, str]) -> str:
    """Return one movement as a sentence."""
    return (
        f"{party(parties, each.sender)} {VERBS[each.kind]} {money(each.amount, each.currency)} "
        f"to {party(parties, each.receiver)} under {annex_words(each.annex)}."
    )


def because(reasons: Sequence[Reason], form: Form | None = None) -> str:
    """Return reasons in a row, each with its paragraphs; those of `form` do not name it.

    Example:
        >>> because([Reason("MC103", "no price for lot 1")], Form.CSA_1994_NEW_YORK)
        'no price for lot 1 (MC103)'
    """
    told = [_with_source(each, form) for each in reasons[:MOST_REASONS]]
    more = len(reasons) - len(told)
    return "; ".join(told) + (f"; and {more} more" if more else "")


def _with_source(reason: Reason, form: Form | None) -> str:
    source = paragraphs(reason.cites, form)
    if (
        not source
        and reason.code.startswith(("MC", "DQ"))
        and reason.code not in reason.message
    ):
        source = reason.code
    return f"{reason.message} ({source})" if source else reason.message


def _held_up(call: MarginCall) -> Iterator[str]:
    """Yield what keeps legs from moving that is no quiet day."""
    for status in (Status.WITHHELD, Status.UNDEFINED, Status.REFUSED):
        grouped: dict[tuple[str, tuple[Reason, ...]], list[Leg]] = {}
        for leg in call.legs:
            if leg.status is status:
                whole = leg.key if status is Status.WITHHELD else leg.annex
                key = (f"{whole}/{leg.regime}" if leg in call.left_out else whole, leg.reasons)
                grouped.setdefault(key, []).append(leg)
        for legs in grouped.values():
            yield _sentence_of(status, legs, call)


def _sentence_of(status: Status, legs: Sequence[Leg], call: MarginCall) -> str:
    first = legs[0]
    under = f"under {annex_words(first.annex)}"
    why = because(first.reasons, first.form)
    posters = dict.fromkeys(leg.posting_party for leg in legs)
    posting = " and ".join(party(call.parties, each) for each in posters)
    if status is Status.WITHHELD:
        amount = money(first.withheld_amount or Decimal(0), first.base_currency)
        return f"{_would_move(first, call, amount)} {under}, but it is withheld: {why}."
    if first in call.left_out:
        return (
            f"The call is incomplete: {first.regime} is left out of what {posting} posts "
            f"{under}: {why}."
        )
    if status is Status.UNDEFINED:
        return f"What {posting} must post {under} is undefined: {why}."
    return f"No call on {posting} is computed {under}: {why}."


def _would_move(leg: Leg, call: MarginCall, amount: str) -> str:
    poster = party(call.parties, leg.posting_party)
    holder = party(call.parties, leg.posting_party.other)
    if leg.shortfall:
        return f"{poster} would deliver {amount} to {holder}"
    return f"{holder} would return {amount} to {poster}"


def _nothing(call: MarginCall) -> str:
    """Return why a quiet day is quiet, each reason once."""
    if not call.legs and call.status is Status.REFUSED:
        return f"No call is computed: {because(call.reasons)}."
    if not call.legs:
        return f"No annex is in force on {call.on}, so nothing can be called."
    told: dict[str, None] = {}
    several = len({leg.annex for leg in call.legs}) > 1
    telling = [leg for leg in call.legs if not _is_idle(leg)] or list(call.legs)
    for leg in telling:
        why = because([_shorter(each, call) for each in leg.reasons], leg.form)
        told[f"under {annex_words(leg.annex)} {why}" if several else why] = None
    return f"Nothing moves on {call.on}: {'; '.join(told)}."


def _shorter(reason: Reason, call: MarginCall) -> Reason:
    """Return a reason without what the sentence around it says already."""
    if reason.code == "within-the-limit":
        return reason._replace(message="the loss is within the limit")
    if reason.code == "not-a-valuation-date":
        return reason._replace(message=reason.message.replace(str(call.on), "it", 1))
    return reason


def _is_idle(leg: Leg) -> bool:
    return all(reason.code in IDLE for reason in leg.reasons)


def use_of_limit(leg: Leg) -> Iterator[str]:
    """Yield how a loss limit is used, where it leads, and what it has set off.

    Example:
        >>> use = LimitUse(limit=Decimal(1000), deposit=Decimal(0), used_amount=Decimal(900),
        ...                used=Decimal("0.9"), headroom=Decimal(100), suspended=True)
        >>> leg = Leg("LL", Form.LOSS_LIMIT_KOREA, Side.B, "KRW", Status.NO_CALL, limit=use)
        >>> print(*use_of_limit(leg), sep=" ")
        90% of the limit of KRW 1,000 is in use, and KRW 100 of headroom is left. New trades
        are suspended.
    """
    use = leg.limit
    if use is None:
        return
    left = (
        f"{money_in_words(use.headroom, leg.base_currency)} of headroom is left"
        if use.headroom
        else "no headroom is left"
    )
    limit = money_in_words(use.limit, leg.base_currency)
    if use.used is None:
        yield f"The limit is nil, and {left}."
    else:
        yield f"{share(use.used)} of the limit of {limit} is in use, and {left}."
    yield from _rates(use, called=bool(leg.delivery_amount))
    marks = [*_marks(use)]
    if marks:
        text = ", and ".join(marks)
        yield f"{text[0].upper()}{text[1:]}."


def _rates(use: LimitUse, *, called: bool) -> Iterator[str]:
    when = (
        "with what was posted before today a call goes out"
        if called
        else "the next call goes out"
    )
    if use.limit_rate is not None and use.call_rate is not None:
        yield (
            f"The limit is reached at a rate of {rate(use.limit_rate)}, and {when} at "
            f"{rate(use.call_rate)}."
        )
        if use.latched:
            yield "That rate of a call holds while the breach is latched."
    elif use.limit_rate is not None:
        note = f" ({use.rate_note})" if use.rate_note else ""
        yield f"The limit is reached at a rate of {rate(use.limit_rate)}{note}."
    elif use.rate_note is not None:
        yield f"No rate of the limit is given: {use.rate_note}."
        if use.call_rate is not None:
            yield f"While the breach is latched, {when} at {rate(use.call_rate)}."


def _marks(use: LimitUse) -> Iterable[str]:
    if use.alert is not None:
        yield f"the alert at {use.alert} is reached"
    if use.latched:
        yield "the breach is latched until the loss falls below the release level"
    if use.suspended:
        yield "new trades are suspended"
