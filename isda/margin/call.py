"""The whole day of one agreement, from bound terms to movements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from isda.basics.calendars import OutOfCover
from isda.basics.finding import Finding, Severity
from isda.basics.outcome import in_place_order
from isda.basics.party import Side
from isda.basics.reason import Reason
from isda.facts.facts import Event, Facts, MovementKind
from isda.law.paragraphs import cite
from isda.margin.inputs import Notes
from isda.margin.legs import LegRun, refused_leg, silent_leg
from isda.margin.limits import Latching
from isda.margin.outcome import Leg, MarginCall, Movement, Status
from isda.margin.working import Working
from isda.terms.agreement import Agreement
from isda.terms.bound import BoundTerms
from isda.terms.conditions import InForce, in_force
from isda.terms.resolve import annexes_on, legs_of, resolve
from isda.terms.valuation import ValuationDays

PRECEDENCE = tuple(Status)


@dataclass(slots=True)
class _Day:
    """What the legs of one call share."""

    agreement: Agreement
    facts: Facts
    happening: InForce
    working: Working
    findings: list[Finding]
    wrong: tuple[Reason, ...]


def call(agreement: Agreement, facts: Facts, *, on: date | None = None) -> MarginCall:
    """Compute the margin call of one agreement on one day.

    Nothing is read but the arguments: no clock, no file. The same arguments give the same
    result, to the byte.

    Law:
        csa-1994-ny 3, 4(a) · csa-1995-eng 2 · the 2016 VM forms alike; the loss limit.

    Args:
        agreement: The terms.
        facts: The figures of the day.
        on: The day; it must be the facts' own, and is taken from them when left out.

    Returns:
        Legs, movements, findings and the working. What cannot be computed is refused with
        its reason, and never zero.

    Example:
        >>> from isda.sheet.read_sheet import read_sheet_text
        >>> from isda.sheet.read_facts import read_facts_text
        >>> agreement = read_sheet_text('''
        ... sheet: 1
        ... agreement: EXAMPLE
        ... parties: {A: {name: Bank}, B: {name: Client}}
        ... annexes:
        ...   - form: CSA 1994 New York
        ...     threshold: {A: infinite, B: "USD 5,000,000"}
        ...     minimum_transfer_amount: "USD 250,000"
        ... ''').must()
        >>> facts = read_facts_text('''
        ... facts: 1
        ... on: 2024-12-30
        ... exposure: {holder: A, amount: "USD 7,300,000"}
        ... ''').must()
        >>> [str(each.amount) for each in call(agreement, facts).movements]
        ['2300000.000000000']
    """
    day = _Day(agreement, facts, {}, Working(), list(facts.findings), ())
    _check_facts(day, facts.on if on is None else on)
    legs: list[Leg] = []
    for number, annex in annexes_on(agreement, facts.on):
        legs += _legs_of_annex(day, number, annex)
    _check_lots(day, legs)
    return _finished(day, legs)


def _check_facts(day: _Day, on: date) -> None:
    """Find what makes every leg untrustworthy: another day, unknown events, bad rows."""
    facts, wrong = (
        day.facts,
        [
            Reason(finding.code, finding.message)
            for finding in day.facts.findings
            if finding.is_error
        ],
    )
    if facts.on != on:
        message = f"the facts are of {facts.on}, and the call is for {on}"
        wrong.append(Reason("MC115", message))
        day.findings.append(
            Finding(
                "MC115",
                Severity.ERROR,
                facts.place,
                message,
                "take the facts of the day",
                (),
                day.agreement.agreement,
            )
        )
    names: dict[str, str] = {}
    for event in facts.events:
        known = day.agreement.event_named(event.event)
        if known is None:
            message = f"{event.event!r} is no event that the agreement knows"
            wrong.append(Reason("MC116", message))
            day.findings.append(_unknown_event(event, message, day.agreement.agreement))
        else:
            names[event.event] = known
    known_events = [event for event in facts.events if event.event in names]
    day.happening = in_force(known_events, names, facts.on)
    day.wrong = tuple(dict.fromkeys(wrong))


def _unknown_event(event: Event, message: str, agreement: str) -> Finding:
    return Finding(
        "MC116",
        Severity.ERROR,
        event.place,
        message,
        "correct its name, or add it to the Schedule's Additional Termination Events",
        (),
        agreement,
    )


def _legs_of_annex(day: _Day, number: int, annex: Any) -> list[Leg]:
    agreement, facts = day.agreement, day.facts
    bound = [
        resolve(agreement, number, annex, side, day.happening)
        for side in legs_of(agreement, annex)
    ]
    if not bound:
        return []
    if annex.dated is not None and facts.on < annex.dated:
        reason = Reason("not-in-force", f"the annex is dated {annex.dated}")
        return [silent_leg(terms, reason) for terms in bound]
    try:
        silent = _no_valuation_date(day, annex, bound[0])
    except OutOfCover as problem:
        return [refused_leg(terms, (Reason("MC117", str(problem)),)) for terms in bound]
    if silent is not None:
        return [silent_leg(terms, silent) for terms in bound]
    if day.wrong:
        return [refused_leg(terms, day.wrong) for terms in bound]
    return [_leg(day, annex, terms, alone=len(bound) == 1) for terms in bound]


def _no_valuation_date(day: _Day, annex: Any, terms: BoundTerms) -> Reason | None:
    cited = cite("valuation-date", terms.form)
    elected = annex.valuation_date
    if elected.unresolved is not None and elected.is_open:
        return None
    if not isinstance(elected.value, ValuationDays):
        day.findings.append(
            Finding(
                "MC306",
                Severity.INFO,
                day.agreement.place_of(f"{terms.path}.valuation_date"),
                "no Valuation Date is stated: the day asked for is taken as one",
                "write `valuation_date:`",
                (cited,),
                day.agreement.agreement,
            )
        )
        return None
    if elected.value.falls_on(day.facts.on, day.facts.calendars, _places(day.agreement)):
        return None
    return Reason(
        "not-a-valuation-date",
        f"{day.facts.on} is no Valuation Date ({elected.value})",
        (cited,),
    )


def _places(agreement: Agreement) -> tuple[tuple[str, ...], ...]:
    return tuple(agreement.parties.of(side).cities for side in Side)


def _leg(day: _Day, annex: Any, terms: BoundTerms, *, alone: bool) -> Leg:
    facts = day.facts
    only = len(day.agreement.annexes) == 1
    fixed_before = terms.limit is not None and terms.limit.fixes_on_day_before
    fx = facts.rate_before if fixed_before and facts.rate_before is not None else facts.fx
    notes = Notes(day.working, terms.key, day.agreement.agreement, fx, terms.base_currency)
    if annex.valuation_date.is_open:
        notes.leave_undefined(
            "MC202",
            f"`valuation_date` is open: {annex.valuation_date.unresolved}",
            cites=(cite("valuation-date", terms.form),),
        )

    def ours(named: str | None) -> bool:
        return (only and named is None) or named in {annex.name, terms.title, terms.form.title}

    def was_valued(some: date) -> bool:
        days = annex.valuation_date.value
        return not isinstance(days, ValuationDays) or days.falls_on(
            some, facts.calendars, _places(day.agreement)
        )

    run = LegRun(
        terms,
        facts,
        notes,
        alone=alone,
        latching=Latching(was_valued),
        held=tuple(
            lot for lot in facts.held if lot.posted_by is terms.pledgor and ours(lot.annex)
        ),
        moving=tuple(
            item
            for item in facts.in_transit
            if item.poster is terms.pledgor and ours(item.annex)
        ),
    )
    leg = run.leg()
    day.findings += notes.findings
    return leg


def _check_lots(day: _Day, legs: list[Leg]) -> None:
    """Find collateral that no leg can take: nothing may be computed beside it."""
    if day.wrong:
        return
    agreement, facts = day.agreement, day.facts
    titles = {name for annex in agreement.annexes for name in (annex.title, annex.form.title)}
    posting = {leg.posting_party for leg in legs}
    several = len(agreement.annexes) > 1
    items = [(lot.lot_id, lot.posted_by, lot.annex, lot.place) for lot in facts.held]
    items += [
        (item.movement_id, item.poster, item.annex, item.place) for item in facts.in_transit
    ]
    stray: list[Reason] = []
    for name, poster, annex, place in items:
        message = ""
        if poster not in posting:
            message = f"{name} is collateral of party {poster}, which posts under no annex"
        elif annex is not None and annex not in titles:
            message = f"{name} is under {annex!r}, which is no annex of the agreement"
        elif annex is None and several:
            message = f"{name} names no annex, and the agreement has {len(agreement.annexes)}"
        if message:
            stray.append(Reason("MC118", message))
            day.findings.append(
                Finding(
                    "MC118",
                    Severity.ERROR,
                    place,
                    message,
                    "correct `posted_by:` or `annex:`",
                    (),
                    agreement.agreement,
                )
            )
    if stray:
        reasons = tuple(stray)
        legs[:] = [_refused(leg, reasons) for leg in legs]


def _refused(leg: Leg, reasons: tuple[Reason, ...]) -> Leg:
    if leg.status is Status.NO_CALL and leg.required is None:
        return leg
    return Leg(
        annex=leg.annex,
        form=leg.form,
        posting_party=leg.posting_party,
        base_currency=leg.base_currency,
        status=Status.REFUSED,
        reasons=reasons,
    )


def _movements(legs: Iterable[Leg]) -> Iterable[Movement]:
    for leg in legs:
        if leg.status is not Status.CALL:
            continue
        poster, holder = leg.posting_party, leg.posting_party.other
        if leg.delivery_amount:
            yield Movement(
                poster,
                holder,
                leg.delivery_amount,
                leg.base_currency,
                MovementKind.DELIVERY,
                leg.annex,
            )
        if leg.return_amount:
            yield Movement(
                holder,
                poster,
                leg.return_amount,
                leg.base_currency,
                MovementKind.RETURN,
                leg.annex,
            )


def _finished(day: _Day, legs: list[Leg]) -> MarginCall:
    agreement = day.agreement
    statuses = [leg.status for leg in legs] or [Status.REFUSED]
    status = min(statuses, key=PRECEDENCE.index)
    currencies = {leg.base_currency for leg in legs}
    reasons = dict.fromkeys(
        reason for leg in legs if leg.status is status for reason in leg.reasons
    )
    return MarginCall(
        agreement=agreement.agreement,
        on=day.facts.on,
        parties={side: agreement.parties.of(side).name for side in Side},
        base_currency=currencies.pop() if len(currencies) == 1 else None,
        status=status,
        reasons=tuple(reasons),
        legs=tuple(legs),
        movements=tuple(_movements(legs)),
        findings=in_place_order(day.findings),
        working=day.working,
        terms=agreement,
    )
