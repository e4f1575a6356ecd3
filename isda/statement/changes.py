"""What would change a call, in sentences: a heading for each leg, and one for ratings."""

from collections.abc import Iterator
from decimal import Decimal

from isda.basics.arithmetic import settled_places
from isda.basics.money import grouped
from isda.facts.histories import subject
from isda.margin.changes import Changes, Regraded, Turn, elected_amounts
from isda.margin.outcome import Leg, MarginCall, Status
from isda.statement.figures import money, party
from isda.statement.text import leg_title
from isda.terms.bound import Basis, BoundAmount

STATUSES = {Status.UNDEFINED: "it is undefined", Status.REFUSED: "nothing is computed"}


def changes_told(changes: Changes) -> str:
    """Return what would change a call, as plain text with `#` headings and lists.

    Args:
        changes: What `what_would_change` found.

    Example:
        >>> from isda.margin.changes import what_would_change
        >>> from isda.margin.call import call
        >>> from isda.sheet.read_sheet import read_sheet_text
        >>> from isda.sheet.read_facts import read_facts_text
        >>> agreement = read_sheet_text('''
        ... sheet: 1
        ... agreement: EXAMPLE
        ... parties: {A: {name: Bank}, B: {name: Client}}
        ... annexes:
        ...   - form: CSA 1994 New York
        ...     posting_parties: [B]
        ...     threshold: {B: "USD 5,000,000"}
        ... ''').must()
        >>> facts = read_facts_text('''
        ... facts: 1
        ... on: 2024-12-30
        ... exposure: {holder: A, amount: "USD 4,900,000"}
        ... ''').must()
        >>> print(changes_told(what_would_change(call(agreement, facts))))
        # What would change what party B posts under the CSA 1994 New York
        <BLANKLINE>
        - The exposure of USD 4,900,000 is 100,000 below the threshold of USD 5,000,000.
        - From an exposure of USD 5,000,000.01 on, which is 100,000.01 more, Client (party B)
          delivers USD 0.01.
    """
    call, lines = changes.call, list[str]()
    for leg in call.legs:
        told = [*_distances(leg, call)]
        told += [_turned(one, call) for one in changes.turns if one.leg is leg]
        if told:
            title = leg_title(leg)
            lines += [f"# What would change {title[0].lower()}{title[1:]}", ""]
            lines += [*(f"- {each}" for each in told), ""]
    ratings = [_regraded(one, call) for one in changes.ratings]
    if ratings:
        lines += ["# What another rating would change", "", *(f"- {each}" for each in ratings)]
    nothing = "Nothing was computed, so nothing can be said."
    if any(leg.required is not None for leg in call.legs):
        nothing = "No exposure and no rating of the facts changes what was computed."
    return "\n".join(lines).rstrip("\n") or nothing


def _distances(leg: Leg, call: MarginCall) -> Iterator[str]:
    """Yield how far today's figures are from the threshold and the minimum."""
    exposure, threshold = leg.exposure, leg.threshold
    if exposure is not None and exposure > 0 and isinstance(threshold, Decimal) and threshold:
        yield (
            f"The exposure of {money(exposure, leg.base_currency)} is "
            f"{_apart(exposure, threshold)} the threshold of "
            f"{money(threshold, leg.base_currency)}."
        )
    for name, what in (("delivery", "shortfall"), ("return", "surplus")):
        amount, found = getattr(leg, what), _tested(call, leg, name)
        if not amount or found is None:
            continue
        tested, minimum = found
        if tested and minimum:
            part = "" if tested == settled_places(amount) else "undisputed "
            yield (
                f"The {part}{what} of {money(tested, leg.base_currency)} is "
                f"{_apart(tested, minimum)} the minimum transfer amount of "
                f"{money(minimum, leg.base_currency)}."
            )


def _tested(call: MarginCall, leg: Leg, way: str) -> tuple[Decimal, Decimal] | None:
    """Return the amount that was tested one way and the minimum; None where nothing was."""
    for line in call.working.of_leg(leg.key):
        given = line.inputs
        if line.name == f"{way}_reaching_minimum" and "minimum_transfer_amount" in given:
            demand = settled_places(given.get("whole_demand", given["settled"]))
            return demand, given["minimum_transfer_amount"]
    return None


def _apart(amount: Decimal, bound: Decimal) -> str:
    if amount == bound:
        return "exactly"
    where = "above" if amount > bound else "below"
    return f"{grouped(abs(amount - bound))} {where}"


def _turned(turn: Turn, call: MarginCall) -> str:
    exposure = money(turn.exposure, turn.leg.base_currency)
    far = grouped(abs(turn.moved_by))
    happens = what_happens(turn.then, call)
    if turn.moved_by > 0:
        return f"From an exposure of {exposure} on, which is {far} more, {happens}."
    return f"At an exposure of {exposure} and below, which is {far} less, {happens}."


def what_happens(leg: Leg, call: MarginCall) -> str:
    """Return what a leg would move, in the present tense."""
    poster = party(call.parties, leg.posting_party)
    holder = party(call.parties, leg.posting_party.other)
    if leg.delivery_amount:
        return f"{poster} delivers {money(leg.delivery_amount, leg.base_currency)}"
    if leg.return_amount:
        return f"{holder} returns {money(leg.return_amount, leg.base_currency)}"
    if leg.status is Status.WITHHELD:
        return "what would move is withheld"
    return STATUSES.get(leg.status, "nothing moves")


def _regraded(change: Regraded, call: MarginCall) -> str:
    rated = " and ".join(
        f"{was.grade.agency} rated {subject(was.of)} {now.grade.words} instead of "
        f"{was.grade.words}"
        for was, now in zip(change.was, change.becomes, strict=True)
    )
    legs = enumerate(zip(call.legs, change.then.legs, strict=True))
    told = [
        text
        for number, (leg, then) in legs
        for text in _would_be(number, leg, then, change, call)
    ]
    listed = ", ".join(told[:-1]) + (" and " if told[1:] else "") + told[-1]
    return f"If {rated}: {listed}."


def _would_be(
    number: int, leg: Leg, then: Leg, change: Regraded, call: MarginCall
) -> Iterator[str]:
    """Yield what becomes of a leg with other ratings."""
    before = elected_amounts(call.bound[number])
    after = elected_amounts(change.then.bound[number])
    whose = f"of party {leg.posting_party}"
    for name, was in before.items():
        if (is_now := _words(after[name])) != _words(was):
            yield f"the {name} {whose} is {is_now} instead of {_words(was)}"
    regime = f" for {leg.regime}" if leg.regime else ""
    figures = (
        ("required", leg.required, then.required),
        ("held by value", leg.held_value, then.held_value),
    )
    for name, had, has in figures:
        if has is not None and had != has:
            instead = "" if had is None else f" instead of {grouped(had)}"
            yield f"{grouped(has)} is {name}{regime} {whose}{instead}"
    happens = what_happens(then, call)
    if happens != what_happens(leg, call) and then.decides is not False:
        yield happens


def _words(amount: BoundAmount) -> str:
    if amount.basis is Basis.MONEY and not amount.money.amount:
        return "nil"
    if amount.by_trade is not None:
        return "a share of each notional"
    said = amount.word or str(amount.share or amount.money)
    if amount.part is not None:
        return f"{said} of all clients"
    return said if amount.shared_with is None else f"{said} shared with {amount.shared_with}"
