"""The use of a loss limit: latch, alerts, and the rates of limit and call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from isda.basics.arithmetic import EXACT, NIL
from isda.basics.party import Side
from isda.facts.facts import Exposure, Facts
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin.inputs import Notes
from isda.margin.loss_limit_plan import Limit, loss_requirement
from isda.margin.outcome import LimitUse
from isda.margin.rates import rates_of
from isda.margin.recipe import Recipe, step
from isda.margin.value import share_of
from isda.terms.bound import Basis, BoundLimit, BoundTerms
from isda.terms.switches import DepositOrder, Reading

if TYPE_CHECKING:
    from isda.margin.working import Source

FORM = Form.LOSS_LIMIT_KOREA
SHARE_OF_LINE = Recipe(
    "a share of a credit line",
    (step("limit", share_of, cite("loss-limit", FORM), whole="credit_line"),),
)


@dataclass(frozen=True)
class Latching:
    """What the fold of a latch needs: which days were Valuation Dates."""

    is_valuation_date: Callable[[date], bool] = field(default=lambda _: True)


def bind_limit(
    terms: BoundTerms,
    facts: Facts,
    owed: Mapping[str, Decimal],
    latching: Latching,
    notes: Notes,
) -> tuple[dict[str, Decimal], LimitUse | None]:
    """Return what is required of the client, and how the limit is used.

    Args:
        terms: The leg.
        facts: The day, with the history of a latch.
        owed: `exposure` (the client's loss) and `deposit`.
        latching: Which days were Valuation Dates.
        notes: The leg's notes.
    """
    bound = terms.limit
    if bound is None or notes.undefined:
        return {}, None
    loss, deposit = owed["exposure"], owed["deposit"]
    limit = _limit(bound, notes)
    release, order = _release_level(bound, limit, notes), _order(bound, deposit, notes)
    if release is None or order is None:
        return {}, None
    inside = deposit if order is DepositOrder.INSIDE else NIL
    latched: bool | None = False
    if bound.reading is Reading.FULL_LOSS:
        latched = latched_before(
            bound,
            facts,
            pledgor=terms.pledgor,
            inside=inside,
            limit=limit,
            release=release,
            latching=latching,
            notes=notes,
        )
    if latched is None:
        return {}, None
    sources: dict[str, Source] = {
        "deposit": bound.deposit.path,
        "limit": bound.limit.path,
        "loss": "exposure",
        "release_level": bound.release_level.path,
    }
    given = {
        "loss": loss,
        "deposit": deposit,
        "limit": limit,
        "release_level": release,
        "nil": NIL,
    }
    chosen = Limit(bound.reading, order, latched, is_nil=not limit)
    known = notes.working.follow(
        loss_requirement(chosen), given, leg=notes.leg, sources=sources
    )
    use = _use(bound, known)
    if bound.reading is Reading.FULL_LOSS:
        measure = EXACT.add(max(loss, NIL), inside)
        after = holds_after(measure, latched=latched, limit=limit, release=release)
        use = replace(use, latched=after)
    return known | {"exposure": loss, "release_level": release}, use


def _order(bound: BoundLimit, deposit: Decimal, notes: Notes) -> DepositOrder | None:
    """Return where the deposit stands; without a deposit both orders are the same."""
    if not deposit:
        return bound.order or DepositOrder.INSIDE
    if bound.order is None:
        notes.leave_undefined(
            "MC202",
            "there is a performance deposit, and its order is not elected",
            place=notes.place_of(bound.deposit.path),
            cites=(cite("performance-deposit", FORM),),
            help_text="write `deposit_order: inside` or `on top`: it has no default",
        )
    return bound.order


def _release_level(bound: BoundLimit, limit: Decimal, notes: Notes) -> Decimal | None:
    """Return the level below which a breach is over; None where it is above the limit."""
    if bound.release_level.basis is not Basis.MONEY:
        return limit
    cited = cite("release-level", FORM)
    level = bound.release_level
    release = notes.in_base("release_level", level.money, level.path, cited)
    if release > limit:
        notes.refuse(
            "MC113",
            "the release level is above the limit, so a breach would be over before it began",
            cites=(cited,),
            help_text="check both amounts",
        )
        return None
    return release


def _use(bound: BoundLimit, known: Mapping[str, Decimal]) -> LimitUse:
    """Return the use of the limit, without its latch; no share of a limit of nil is used."""
    used = known.get("used")
    reached = [step for step in bound.alerts if used is not None and used >= step.fraction]
    stops = bound.suspend_at
    return LimitUse(
        limit=known["limit"],
        deposit=known["deposit"],
        used_amount=known["used_amount"],
        used=used,
        headroom=known["headroom"],
        alert=reached[-1] if reached else None,
        suspended=None if stops is None or used is None else used >= stops.fraction,
    )


def _limit(bound: BoundLimit, notes: Notes) -> Decimal:
    cited = cite("loss-limit", FORM)
    if bound.limit.share is None:
        return notes.in_base("limit", bound.limit.money, bound.limit.path, cited)
    line = notes.in_base("credit_line", bound.limit.money, bound.limit.path, cited)
    known = notes.working.follow(
        SHARE_OF_LINE,
        {"credit_line": line, "share": bound.limit.share.fraction},
        leg=notes.leg,
        sources={"credit_line": bound.limit.path, "share": bound.limit.path},
    )
    return known["limit"]


def holds_after(measure: Decimal, *, latched: bool, limit: Decimal, release: Decimal) -> bool:
    """Whether a breach is latched after a day.

    On from a measure above the limit, off from one below the release level.

    Example:
        >>> holds_after(Decimal(8), latched=True, limit=Decimal(10), release=Decimal(7))
        True
        >>> holds_after(Decimal(8), latched=False, limit=Decimal(10), release=Decimal(7))
        False
    """
    return measure > limit or (latched and measure >= release)


def latched_before(
    bound: BoundLimit,
    facts: Facts,
    *,
    pledgor: Side,
    inside: Decimal,
    limit: Decimal,
    release: Decimal,
    latching: Latching,
    notes: Notes,
) -> bool | None:
    """Fold the history of exposures up to the day before; None where it has a gap."""
    opening = facts.latch.on if facts.latch else bound.since
    days = [] if opening is None else _days(opening, facts.on)
    needed = [day for day in days if latching.is_valuation_date(day)]
    gap = _gap(bound, facts, opening, needed, inside=inside) or _changed(
        bound, facts, needed, notes.base
    )
    if gap is not None:
        notes.refuse(
            "MC114",
            gap.message,
            cites=(cite("over-the-limit", FORM),),
            place=facts.latch.place if facts.latch else facts.place,
            help_text=gap.help_text,
        )
        return None
    latched = facts.latch.latched if facts.latch else False
    by_day = _by_day(facts)
    for day in needed:
        loss = by_day[day].amount.amount
        if by_day[day].holder is pledgor:
            loss = EXACT.subtract(NIL, loss)
        measure = EXACT.add(max(loss, NIL), inside)
        latched = holds_after(measure, latched=latched, limit=limit, release=release)
    return latched


class Gap(NamedTuple):
    """Why a history cannot be folded, and what to do."""

    message: str
    help_text: str


def _gap(
    bound: BoundLimit,
    facts: Facts,
    opening: date | None,
    needed: list[date],
    *,
    inside: Decimal,
) -> Gap | None:
    if opening is None:
        return Gap(
            "the agreement has no date and the facts no `latch:`, so nobody knows whether "
            "the limit was breached before",
            "add `latch: {on: …, latched: no}` to the facts, or `dated:` to the agreement",
        )
    if facts.latch and opening >= facts.on:
        return Gap(
            f"`latch:` is the state at the end of {opening}, and the call of {facts.on} "
            "needs an earlier one",
            "give the state at the end of an earlier day",
        )
    if inside and bound.deposit.basis is not Basis.MONEY and needed:
        return Gap(
            "a deposit inside the limit that changes with the trades has no history here, "
            "so the latch cannot be folded",
            "open the latch on the day before: `latch: {on: …, latched: …}`",
        )
    by_day = _by_day(facts)
    missing = [day for day in needed if day not in by_day]
    if not missing:
        return None
    more = f" and {len(missing) - 1} more Valuation Dates" if missing[1:] else ""
    return Gap(
        f"the history of exposures has no figure for {missing[0]}{more}, and the latch is "
        f"folded from {opening}",
        "add the days under `exposures:`, or a later `latch:`",
    )


def _changed(bound: BoundLimit, facts: Facts, needed: list[date], base: str) -> Gap | None:
    """Return why earlier losses cannot be held against today's terms, or None."""
    for amended in bound.amended:
        if amended <= facts.on and any(day < amended for day in needed):
            return Gap(
                f"the agreement was amended on {amended}, and earlier losses cannot be held "
                "against today's limit",
                "open the latch on the day before the amendment, or later: `latch: {on: …}`",
            )
    by_day = _by_day(facts)
    foreign = [day for day in needed if by_day[day].amount.currency != base]
    if foreign:
        return Gap(
            f"the exposure of {foreign[0]} is in {by_day[foreign[0]].amount.currency}, and "
            "today's rate says nothing of that day",
            f"give the history in {base}",
        )
    return None


def _by_day(facts: Facts) -> dict[date, Exposure]:
    return {each.on: each for each in facts.exposures}


def _days(opening: date, on: date) -> list[date]:
    count = (on - opening).days
    return [opening + timedelta(days=number) for number in range(1, count)]


def use_of_limit(
    terms: BoundTerms, facts: Facts, found: Mapping[str, Decimal], use: LimitUse, notes: Notes
) -> LimitUse:
    """Add the rates of limit and call, where the facts carry a strip of forwards."""
    limit_rate, call_rate, note = rates_of(terms, facts, found, use, notes)
    return replace(use, limit_rate=limit_rate, call_rate=call_rate, rate_note=note)
