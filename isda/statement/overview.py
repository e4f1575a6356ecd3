"""A book's run at a glance: one row an agreement, one line for all of it."""

from collections import Counter
from typing import NamedTuple

from isda.basics.party import Side
from isda.batch.book import BookRun
from isda.facts.facts import MovementKind
from isda.law.forms import Form
from isda.margin.outcome import MarginCall, Status
from isda.statement.figures import paid, share

STATUS_WORDS = {
    Status.CALL: "call",
    Status.NO_CALL: "no call",
    Status.WITHHELD: "withheld",
    Status.UNDEFINED: "undefined",
    Status.REFUSED: "refused",
}
OF_NOBODY = ("belongs to no agreement", "belong to no agreement")
"""Of one finding, and of several."""
OURS = frozenset({"bank", "dealer"})


class OverviewRow(NamedTuple):
    """One agreement of a run.

    Attributes:
        agreement: Its identifier.
        counterparty: The client, or the other party than the bank.
        status: In words.
        movements: Who sends what, one each, in what its currency is paid in.
        why: Why nothing moves, in a word or a code, or empty.
        use: The share of a loss limit that is in use, or empty.
    """

    agreement: str
    counterparty: str
    status: str
    movements: tuple[str, ...]
    why: str
    use: str


def headline(made: BookRun) -> tuple[str, ...]:
    """Return a run in the parts of one line, with the errors that no agreement answers for.

    Example:
        >>> from datetime import date
        >>> headline(BookRun("seoul", date(2008, 9, 30), (), ()))
        ('seoul on 2008-09-30: no agreements',)
    """
    counts = Counter(each.status for each in made.calls)
    words = {**STATUS_WORDS, Status.CALL: "with a call", Status.NO_CALL: "without"}
    order = (Status.CALL, Status.NO_CALL, Status.WITHHELD, Status.UNDEFINED, Status.REFUSED)
    parts = [f"{counts[status]} {words[status]}" for status in order if counts[status]]
    total, loose = len(made.calls), sum(each.is_error for each in made.findings)
    count = f"{total} agreement{'s' if total > 1 else ''}" if total else "no agreements"
    errors = f"{loose} error{'s' if loose > 1 else ''} in the book that {OF_NOBODY[loose > 1]}"
    return f"{made.book} on {made.on}: {count}", *parts, *((errors,) if loose else ())


def row_of(call: MarginCall) -> OverviewRow:
    """Return one agreement as a row."""
    uses = [
        share(leg.limit.used) for leg in call.legs if leg.limit and leg.limit.used is not None
    ]
    verbs = {MovementKind.DELIVERY: "delivers", MovementKind.RETURN: "returns"}
    moved = tuple(
        f"{each.sender} {verbs[each.kind]} {each.currency} {paid(each.amount, each.currency)}"
        for each in call.movements
    )
    return OverviewRow(
        call.agreement,
        call.parties.get(counterparty_of(call), ""),
        STATUS_WORDS[call.status],
        moved,
        "" if moved else _why_none(call),
        ", ".join(uses),
    )


def _why_none(call: MarginCall) -> str:
    """Return the reason that decides the status: the last of no call, else the first."""
    deciding = [
        each for leg in call.legs if leg.status is call.status for each in leg.reasons
    ] or call.reasons
    picked = deciding[-1:] if call.status is Status.NO_CALL else deciding[:1]
    return "".join(each.code.replace("-", " ") for each in picked)


def counterparty_of(call: MarginCall) -> Side:
    """Return the client of a loss limit, or the party that is not the bank; else party B."""
    for leg in call.legs:
        if leg.form is Form.LOSS_LIMIT_KOREA:
            return leg.posting_party
    if call.terms is None:
        return Side.B
    roles = {side: call.terms.parties.of(side).role for side in Side}
    return Side.A if roles[Side.B] in OURS and roles[Side.A] not in OURS else Side.B
