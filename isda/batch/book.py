"""A whole book on one day, agreement by agreement, through the single call."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from isda.basics.arithmetic import EXACT, NIL
from isda.basics.finding import Finding, Place, Severity
from isda.basics.outcome import in_place_order
from isda.basics.party import Side
from isda.basics.reason import Reason
from isda.batch.processes import in_processes
from isda.margin.call import call
from isda.margin.outcome import MarginCall, Status
from isda.margin.working import Working
from isda.sheet.book import Book
from isda.terms.agreement import Agreement

T = TypeVar("T")
EXCEPTIONAL = frozenset({Status.REFUSED, Status.UNDEFINED, Status.WITHHELD})


class Total(NamedTuple):
    """What moves in one currency.

    Attributes:
        currency: The currency.
        from_a: Sum of all movements from party A, zero or more.
        to_a: Sum of all movements to party A, zero or more.
        movements: How many there are.
    """

    currency: str
    from_a: Decimal
    to_a: Decimal
    movements: int


@dataclass(frozen=True, slots=True)
class BookRun:
    """The calls of a book on one day.

    Attributes:
        book: The book's name.
        on: The day.
        calls: One for each agreement, in the order of their identifiers.
        findings: What was found that belongs to no one agreement.
    """

    book: str
    on: date
    calls: tuple[MarginCall, ...]
    findings: tuple[Finding, ...]

    def __repr__(self) -> str:
        """Return its book, its day and its size: its calls would be a megabyte."""
        return f"<BookRun {self.book} on {self.on}: {len(self.calls):,} calls>"

    @property
    def exceptions(self) -> tuple[MarginCall, ...]:
        """The calls that somebody has to look at: refused, undefined, withheld."""
        return tuple(each for each in self.calls if each.status in EXCEPTIONAL)

    @property
    def totals(self) -> tuple[Total, ...]:
        """What moves, currency by currency."""
        sums: dict[str, Total] = {}
        for each in self.calls:
            for moved in each.movements:
                old = sums.get(moved.currency, Total(moved.currency, NIL, NIL, 0))
                if moved.sender is Side.A:
                    new = old._replace(from_a=EXACT.add(old.from_a, moved.amount))
                else:
                    new = old._replace(to_a=EXACT.add(old.to_a, moved.amount))
                sums[moved.currency] = new._replace(movements=old.movements + 1)
        return tuple(sums[currency] for currency in sorted(sums))


def run(book: Book, *, on: date, progress: Callable[[int, int], None] | None = None) -> BookRun:
    """Compute every call of a book on one day.

    One bad agreement never stops the others: it is refused with its reasons.

    Args:
        book: The book, as `read_book` returned it.
        on: The day.
        progress: Called with how many agreements are done, and how many there are.

    Example:
        >>> from isda.sheet.read_book import read_book
        >>> book = read_book("samples/books/seoul").must()
        >>> made = run(book, on=date(2008, 9, 30))
        >>> len(made.calls), made.totals[0].currency
        (29, 'KRW')
    """
    calls = []
    for number, name in enumerate(sorted(book.agreements)):
        calls.append(call_of(book, name, on))
        if progress is not None:
            progress(number + 1, len(book.agreements))
    return BookRun(book.name, on, tuple(calls), book.findings_on(on))


class RunApart(NamedTuple, Generic[T]):
    """The run of a book that was shared out, and what was written of each of its calls.

    Attributes:
        made: The run; its calls are without their working, and know of their terms only the
            parties.
        written: What was written of each call, in the same order.
    """

    made: BookRun
    written: list[T]


def run_apart(
    book: Book,
    *,
    on: date,
    write: Callable[[MarginCall], T],
    progress: Callable[[int, int], None] | None = None,
) -> RunApart[T]:
    """Compute every call of a book in as many processes as there are processors.

    A call with all its working is too much to hand over: what is wanted of it is written
    where it was made, and nothing else of it is kept.

    Args:
        book: The book, as `read_book` returned it.
        on: The day.
        write: What is wanted of each call.
        progress: Called with how many agreements are done, and how many there are.

    Example:
        >>> from isda.sheet.read_book import read_book
        >>> book = read_book("samples/books/seoul").must()
        >>> apart = run_apart(book, on=date(2008, 9, 30), write=lambda made: len(made.legs))
        >>> len(apart.made.calls), apart.written[:3]
        (29, [1, 2, 2])
    """
    names = sorted(book.agreements)

    def told(done: int) -> None:
        if progress is not None:
            progress(done, len(names))

    every = in_processes(partial(_call_apart, book, on, write), names, told)
    calls = tuple(call for call, _ in every)
    made = BookRun(book.name, on, calls, book.findings_on(on))
    return RunApart(made, [written for _, written in every])


def _call_apart(
    book: Book, on: date, write: Callable[[MarginCall], T], name: str
) -> tuple[MarginCall, T]:
    made = call_of(book, name, on)
    return bare(made), write(made)


def bare(made: MarginCall) -> MarginCall:
    """Return a call without its working; of its terms the parties are left."""
    terms = made.terms
    if terms is not None:
        known = {"agreement": terms.agreement, "parties": terms.parties}
        terms = Agreement.model_construct(annexes=(), **known)
    return replace(made, working=Working(), terms=terms, facts=None, bound=())


def call_of(book: Book, name: str, on: date) -> MarginCall:
    """Return the call of one agreement of a book; one whose sheet does not read is refused."""
    outcome = book.agreements[name]
    if outcome.value is None:
        return _unread(name, on, outcome.findings)
    return _with_findings(_called(outcome.value, book, name, on), outcome.findings)


def _called(agreement: Agreement, book: Book, name: str, on: date) -> MarginCall:
    """Return the call of one agreement; a fault of ours refuses it and spares the others."""
    try:
        return call(agreement, book.facts_for(name, on=on), on=on)
    except Exception as fault:  # noqa: BLE001  # one agreement never stops the book
        finding = Finding(
            "MC199",
            Severity.ERROR,
            Place(book.folder),
            f"{name} could not be computed, and the fault is ours: {type(fault).__name__}",
            "please report it with the sheet and the facts",
            (),
            name,
        )
        return _unread(name, on, (finding,))


def _unread(name: str, on: date, findings: tuple[Finding, ...]) -> MarginCall:
    """Return the refused call of a sheet that did not read."""
    reasons = tuple(
        dict.fromkeys(
            Reason(finding.code, str(finding)) for finding in findings if finding.is_error
        )
    )
    return MarginCall(
        agreement=name,
        on=on,
        parties={},
        base_currency=None,
        status=Status.REFUSED,
        reasons=reasons,
        legs=(),
        movements=(),
        findings=findings,
        working=Working(),
    )


def _with_findings(made: MarginCall, findings: tuple[Finding, ...]) -> MarginCall:
    if not findings:
        return made
    return replace(made, findings=in_place_order([*findings, *made.findings]))
