"""The whole day of one agreement, from bound terms to movements."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from isda.basics.arithmetic import Exactly
from isda.basics.calendars import OutOfCover
from isda.basics.finding import Finding, Place, Severity
from isda.basics.outcome import in_place_order
from isda.basics.party import SIDES
from isda.basics.reason import Reason
from isda.facts.facts import Facts, InTransit, Lot, MovementKind
from isda.law.paragraphs import cite
from isda.margin.checks import for_client, wrong_facts
from isda.margin.dispute import SHARED, SHARED_HELP, Taken
from isda.margin.homes import Home
from isda.margin.initial_margin import Beside, Margin, replaced_amounts
from isda.margin.inputs import Notes, rates_for
from isda.margin.legs import LegRun
from isda.margin.limits import Latching
from isda.margin.no_figures import refused_leg, silent_leg
from isda.margin.offsets import offset_legs
from isda.margin.other_minimums import as_amended, changed_minimums
from isda.margin.outcome import Leg, MarginCall, Movement, Status
from isda.margin.regimes import legs_of_regimes
from isda.margin.rights import rights_switched_off
from isda.margin.transit import told_apart
from isda.margin.unread import confirmations_of_nothing, unread_facts
from isda.margin.valuation_dates import cities, no_valuation_date, places_of
from isda.margin.working import Working
from isda.margin.wrong import Wrong
from isda.terms.agreement import Agreement
from isda.terms.annex import CreditSupportTerms
from isda.terms.bound import BoundTerms
from isda.terms.conditions import InForce, in_force
from isda.terms.initial_margin import MarginApproach, is_initial_margin
from isda.terms.regimes import regimes_of
from isda.terms.resolve import annexes_on, legs_of, owing, purposes_of, resolve
from isda.terms.standing import History, Standing, stand
from isda.terms.valuation import ValuationDays

PRECEDENCE = tuple(Status)


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
    with Exactly():
        return _call(agreement, facts, facts.on if on is None else on)


@dataclass(slots=True)
class _Day:
    """What the legs of one call share."""

    agreement: Agreement
    annexes: tuple[Any, ...]
    facts: Facts
    happening: InForce
    wrong: tuple[Reason, ...]
    wrong_of_exposure: tuple[Reason, ...]
    working: Working
    findings: list[Finding]
    margins: list[Margin] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)


def _call(agreement: Agreement, facts: Facts, on: date) -> MarginCall:
    facts = told_apart(facts)
    agreement, unclear = for_client(agreement, facts)
    annexes = tuple(annexes_on(agreement, facts.on))
    wrong = (*unclear, *wrong_facts(agreement, annexes, facts, on))
    names = {
        event.event: agreement.event_named(event.event, facts.on) for event in facts.events
    }
    reasons = [
        Reason(one.code, str(one) if one.place.row else one.message)
        for one in facts.findings
        if one.is_error
    ]
    reasons += [one.reason() for one in wrong if not one.is_of_exposure]
    day = _Day(
        agreement,
        annexes,
        facts,
        in_force(facts.events, names, facts.on),
        tuple(dict.fromkeys(reasons)),
        tuple(dict.fromkeys(one.reason() for one in wrong if one.is_of_exposure)),
        Working(),
        [*facts.findings, *(one.finding(agreement.agreement) for one in wrong)],
    )
    day.standings = [_standing(day, annex) for annex in annexes]
    numbers = sorted(range(len(annexes)), key=lambda each: not is_initial_margin(annexes[each]))
    made = {each: _legs_of_annex(day, each, annexes[each], on) for each in numbers}
    in_order = [pair for each in range(len(annexes)) for pair in made[each]]
    legs = _without_shared_disputes(day, [leg for _, leg in in_order])
    legs = _without_offsets(day, [terms for terms, _ in in_order], legs)
    day.findings += _disputes_of_nothing(day)
    day.findings += confirmations_of_nothing(agreement, facts)
    for number, annex in enumerate(annexes):
        day.findings += rights_switched_off(agreement, number, annex, day.standings[number])
    bound = tuple(terms for terms, _ in in_order)
    day.findings += unread_facts(agreement.agreement, annexes, bound, facts)
    return _finished(day, legs, bound)


def _standing(day: _Day, annex: Any) -> Standing:
    """Return how an annex's events stand."""
    history = History(day.facts, annex.dated, annex.agencies, cities(day.agreement))
    return stand(day.happening, annex.triggers, history)


def _legs_of_annex(day: _Day, number: int, annex: Any, on: date) -> list[Margin]:
    agreement, facts = day.agreement, day.facts
    changed = changed_minimums(annex, day.margins) | replaced_amounts(day.margins)
    standing = day.standings[number]
    bound = [
        resolve(
            agreement,
            number,
            annex,
            side,
            standing,
            purpose=purpose,
            regime=regime,
            changed=changed,
        )
        for side in legs_of(agreement, annex)
        for purpose in purposes_of(annex)
        for regime in regimes_of(annex)
    ]
    bound = [as_amended(terms, day.margins) for terms in bound]
    legs = _legs_of_terms(day, annex, bound, on)
    pairs = [Margin(terms, leg) for terms, leg in zip(bound, legs, strict=True)]
    if is_initial_margin(annex) and _is_in_force(annex, facts.on):
        day.margins += pairs
    return pairs


def _is_in_force(annex: Any, on: date) -> bool:
    return annex.dated is None or annex.dated <= on


def _legs_of_terms(day: _Day, annex: Any, bound: list[BoundTerms], on: date) -> list[Leg]:
    facts = day.facts
    if facts.on != on:
        return [refused_leg(terms, day.wrong) for terms in bound]
    if not _is_in_force(annex, facts.on):
        reason = Reason("not-in-force", f"the annex is dated {annex.dated}")
        return [silent_leg(terms, reason) for terms in bound]
    try:
        silent = no_valuation_date(day.agreement, day.facts, annex, bound[0], day.findings)
    except (OutOfCover, OverflowError) as problem:
        return [refused_leg(terms, (Reason("MC117", str(problem)),)) for terms in bound]
    if silent is not None:
        return [silent_leg(terms, silent) for terms in bound]
    wrong = day.wrong if _reads_no_exposure(annex) else day.wrong + day.wrong_of_exposure
    if wrong:
        return [refused_leg(terms, wrong) for terms in bound]
    if bound[0].regime is None:
        return [_finding(day, run, run.leg()) for run in _runs(day, annex, bound)]
    legs: list[Leg] = []
    for side in legs_of(day.agreement, annex):
        runs = _runs(day, annex, [terms for terms in bound if terms.pledgor is side])
        of_side = legs_of_regimes(runs)
        findings = [found for run in runs for found in run.notes.findings]
        day.findings += dict.fromkeys(findings)
        legs += of_side
    return legs


def _reads_no_exposure(annex: Any) -> bool:
    """Whether an annex asks for initial margin alone, whatever else is owed."""
    return is_initial_margin(annex) and (
        annex.margin_approach.value is not MarginApproach.GREATER_OF
    )


def _finding(day: _Day, run: LegRun, leg: Leg) -> Leg:
    day.findings += run.notes.findings
    return leg


def _runs(day: _Day, annex: Any, bound: Sequence[BoundTerms]) -> list[LegRun]:
    return [_run(day, annex, terms) for terms in bound]


def _run(day: _Day, annex: Any, terms: BoundTerms) -> LegRun:
    facts = day.facts
    fx = rates_for(terms, facts)
    notes = Notes(day.working, terms.key, day.agreement, fx, terms.base_currency, terms.pledgor)
    if annex.valuation_date.is_open:
        notes.leave_undefined(
            "MC202",
            f"`valuation_date` is open: {annex.valuation_date.unresolved}",
            place=notes.place_of(f"{terms.path}.valuation_date"),
            help_text="settle it with the other party: the document has to say",
            cites=(cite("valuation-date", terms.form),),
        )

    def was_valued(some: date) -> bool:
        days = annex.valuation_date.value
        return not isinstance(days, ValuationDays) or days.falls_on(
            some, facts.calendars, places_of(day.agreement, annex)
        )

    home = Home(terms, among_several=len(day.agreement.annexes) > 1)
    held = tuple(lot for lot in facts.held if home.takes(lot.posted_by, lot))
    moving = tuple(one for one in facts.in_transit if home.takes(one.poster, one))
    return LegRun(
        terms,
        facts,
        notes,
        held=held,
        moving=moving,
        taken=_taken(facts, held, moving) if facts.disputed else Taken(),
        latching=Latching(was_valued),
        beside=_beside(day, terms),
    )


def _beside(day: _Day, terms: BoundTerms) -> Beside:
    """Return what the other annexes mean for a leg."""
    if terms.initial_margin is None:
        return Beside(margins=day.margins)
    others = [
        owing(day.agreement, number, annex, terms.pledgor, day.standings[number])
        for number, annex in enumerate(day.annexes)
        if isinstance(annex, CreditSupportTerms)
        and _is_in_force(annex, day.facts.on)
        and terms.pledgor in legs_of(day.agreement, annex)
    ]
    return Beside(others=others)


def _taken(facts: Facts, held: tuple[Lot, ...], moving: tuple[InTransit, ...]) -> Taken:
    """Say which nameless disputed parts are this leg's."""
    mine = {"held": held, "in_transit": moving}
    every = {"held": facts.held, "in_transit": facts.in_transit}
    return Taken(
        frozenset(key for key, things in mine.items() if not things),
        frozenset(key for key, things in mine.items() if len(things) < len(every[key])),
    )


def _without_shared_disputes(day: _Day, legs: list[Leg]) -> list[Leg]:
    """Refuse legs that a nameless disputed part could belong to, where several could."""
    deleted = {annex.title for annex in day.annexes if not annex.disputes.stands}
    for each in day.facts.disputed:
        for figure, short in ((each.delivery, "shortfall"), (each.return_, "surplus")):
            if figure is None or each.poster is not None:
                continue
            of_regime = [leg for leg in legs if each.is_of(leg.regime)]
            could = [
                one for one in of_regime if getattr(one, short) and one.annex not in deleted
            ]
            if not could and all(getattr(leg, short) is not None for leg in of_regime):
                day.findings.append(_of_nothing(day, figure.place, f"a {short}"))
            if len({(leg.annex, leg.posting_party) for leg in could}) > 1:
                wrong = Wrong("MC112", SHARED, figure.place, SHARED_HELP)
                day.findings.append(wrong.finding(day.agreement.agreement))
                for leg in could:
                    day.working.drop(leg.key)
                legs = [leg.refused((wrong.reason(),)) if leg in could else leg for leg in legs]
    return legs


def _without_offsets(day: _Day, bound: list[BoundTerms], legs: list[Leg]) -> list[Leg]:
    """Refuse movements that Credit Support Offsets would set against each other."""
    if not day.annexes[1:]:
        return legs
    made, found = offset_legs(day.agreement, list(zip(bound, legs, strict=True)))
    day.findings += found
    for leg in made:
        if leg not in legs:
            day.working.drop(leg.key)
    return made


def _disputes_of_nothing(day: _Day) -> Iterator[Finding]:
    """Find nameless disputed parts of collateral or movements where there are none."""
    for each in day.facts.disputed:
        for figure, there, what in (
            (each.held, day.facts.held, "what is held"),
            (each.in_transit, day.facts.in_transit, "what is under way"),
        ):
            if each.poster is None and figure is not None and not there:
                yield _of_nothing(day, figure.place, what)


def _of_nothing(day: _Day, place: Place, what: str) -> Finding:
    return Finding(
        "MC315",
        Severity.WARNING,
        place,
        f"a part of {what} is disputed, and there is none",
        "check the letter (the posting party's) and the direction",
        (),
        day.agreement.agreement,
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


def _told_once(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Return findings without those that say the same of the same words of a file again."""
    told: dict[Finding, Finding] = {}
    for each in findings:
        words = replace(each.place, path="") if each.place.line else each.place
        told.setdefault(replace(each, place=words), each)
    return told.values()


def _finished(day: _Day, legs: list[Leg], bound: tuple[BoundTerms, ...]) -> MarginCall:
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
        parties={side: agreement.parties.of(side).name for side in SIDES},
        base_currency=currencies.pop() if len(currencies) == 1 else None,
        status=status,
        reasons=tuple(reasons),
        legs=tuple(legs),
        movements=tuple(_movements(legs)),
        findings=in_place_order(_told_once(day.findings)),
        working=day.working,
        terms=agreement,
        facts=day.facts,
        bound=bound,
    )
