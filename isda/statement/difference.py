"""What one sheet says otherwise than another, in the document's words, and what that does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from isda.basics.finding import Place
from isda.basics.party import SIDES
from isda.margin.outcome import Leg, MarginCall, Status
from isda.statement.as_read import (
    Standing,
    TermRead,
    in_words,
    layers_read,
    other_terms,
    terms_read,
)
from isda.statement.figures import money, spaced
from isda.terms.agreement import Agreement

FIGURES = (
    "exposure", "threshold", "required", "held_value", "shortfall", "surplus",
    "delivery_amount", "return_amount",
)  # fmt: skip
"""What of a leg is compared."""
_NUMBERED = re.compile(r" \d+$")
_PERCENTAGE = re.compile(r"; (?:valuation percentage|haircut|margin ratio)[: ].*")


AMENDED = ", amendment of "
"""What stands between an annex and the date of an amendment of it."""


class Kind(StrEnum):
    """How a term differs."""

    CHANGED = "changed"
    ADDED = "added"
    TAKEN_OUT = "taken out"


class Difference(NamedTuple):
    """One term that differs.

    Attributes:
        kind: Changed, added or taken out.
        document: The annex, the Master, or the agreement.
        term: The term in words, with its party: `threshold of B`.
        before: What the first sheet says; empty where it was added.
        after: What the second says; empty where it was taken out.
        paragraph: Where the form elects it.
        places: Where each sheet says it.
        is_own: Whether it is of the parties' own words, key and value, which compute nothing.
    """

    kind: Kind
    document: str
    term: str
    before: str
    after: str
    paragraph: str
    places: tuple[Place, Place]
    is_own: bool


def only_what_differs(before: str, after: str) -> tuple[str, str]:
    """Return two long values with the parts that are alike left out.

    Example:
        >>> only_what_differs("AA: 5; A: 3; below: nil; unrated: nil",
        ...                   "AA: 5; A: 2; below: nil; unrated: nil")
        ('…; A: 3; …', '…; A: 2; …')
    """
    parts = before.split("; "), after.split("; ")
    shown: tuple[list[str], list[str]] = ([], [])
    for kind, *spans in SequenceMatcher(None, *parts, autojunk=False).get_opcodes():
        for which, (start, end) in enumerate((spans[:2], spans[2:])):
            shown[which].extend(["…"] if kind == "equal" else parts[which][start:end])
    return "; ".join(shown[0]), "; ".join(shown[1])


class Moved(NamedTuple):
    """A figure of a leg that differs between two calls."""

    leg: str
    figure: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What the differences do to one day's call."""

    before: MarginCall
    after: MarginCall

    @property
    def is_unknown(self) -> bool:
        """Whether neither call computes a figure that could be compared."""
        silent = {Status.REFUSED, Status.UNDEFINED}
        return {self.before.status, self.after.status} <= silent

    @property
    def moved(self) -> tuple[Moved, ...]:
        """The figures that differ, leg by leg."""
        return tuple(_moved(self.before, self.after))


def differences(
    first: Agreement, second: Agreement, on: date | None = None
) -> tuple[Difference, ...]:
    """Return every term that two sheets say differently.

    A term that one sheet states and the other leaves to the same answer of its form is no
    difference. Rows of eligible collateral are compared by what they cover, whatever their
    number is.

    Args:
        first: The earlier sheet.
        second: The later one.
        on: The day whose amendments count; left out, the annexes as signed and each amendment
            for itself.

    Example:
        >>> from isda.sheet.read_sheet import read_sheet_text
        >>> text = '''
        ... sheet: 1
        ... agreement: EXAMPLE
        ... parties: {A: {name: Bank}, B: {name: Client}}
        ... annexes:
        ...   - {form: CSA 1994 New York, threshold: {B: USD 5000000}}
        ... '''
        >>> one = read_sheet_text(text).must()
        >>> other = read_sheet_text(text.replace("USD 5000000", "nil")).must()
        >>> [(each.term, each.before, each.after) for each in differences(one, other)]
        [('threshold of B', 'USD 5,000,000', 'nil')]
    """
    old, new = _said(first, on, first), _said(second, on, first)
    found = [_compared(key, old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new))]
    return tuple(each for each in found if each is not None)


def _compared(
    key: tuple[str, str], old: TermRead | None, new: TermRead | None
) -> Difference | None:
    if old is not None and new is not None:
        if old.value == new.value:
            return None
        kind = Kind.CHANGED
    else:
        kind = Kind.ADDED if old is None else Kind.TAKEN_OUT
    shown = new or old
    document, term = key
    is_own = shown is not None and shown.standing is Standing.KEPT
    return Difference(
        kind,
        document,
        term if is_own else _in_words(term),
        old.value if old else "",
        new.value if new else "",
        shown.paragraph if shown else "",
        (old.place if old else Place(), new.place if new else Place()),
        is_own,
    )


def _in_words(term: str) -> str:
    """Return a term as it is shown; a row of a table with what it covers."""
    name, *covers = term.split("\n")
    return f"{spaced(name)}, {covers[0]}" if covers else spaced(name)


def _said(
    agreement: Agreement, on: date | None, first: Agreement
) -> dict[tuple[str, str], TermRead]:
    """Return what an agreement says, by document and term.

    Its annexes are named as the first sheet has them, so that an annex on another form is
    compared term by term.
    """
    found: dict[tuple[str, str], TermRead] = {}
    names = _names(agreement, first)
    rows = (*terms_read(agreement, on or date.min), *(() if on else layers_read(agreement)))
    for row in (*_of_parties(agreement), *rows):
        title, *rest = row.document.split(AMENDED)
        each = row._replace(document=AMENDED.join([names.get(title, title), *rest]))
        key = (each.document, each.term)
        if _NUMBERED.search(each.term):
            key = _without_number(each, found)
        found[key] = each
    for title, term, words in other_terms(agreement):
        home = "The agreement" if title == agreement.agreement else names.get(title, title)
        document = f"{home}, {Standing.KEPT}"
        found[document, term] = TermRead(document, term, words, Standing.KEPT, "", Place())
    return found


def _without_number(row: TermRead, found: dict[tuple[str, str], TermRead]) -> tuple[str, str]:
    """Return the key of a row: what it covers, and which of several that cover the same."""
    covers = _PERCENTAGE.sub("", row.value)
    name, count = _NUMBERED.sub("", row.term), 0
    while (key := (row.document, f"{name}\n{covers}\n{count}")) in found:
        count += 1
    return key


def _names(agreement: Agreement, first: Agreement) -> dict[str, str]:
    """Return what the annexes are called in the first sheet, where each has its counterpart."""
    if len(agreement.annexes) != len(first.annexes):
        return {}
    pairs = zip(agreement.annexes, first.annexes, strict=True)
    return {annex.title: other.title for annex, other in pairs}


def _of_parties(agreement: Agreement) -> Iterator[TermRead]:
    yield _plain("The agreement", "name", agreement.agreement)
    for number, annex in enumerate(agreement.annexes, 1):
        yield _plain("The agreement", f"annex no. {number}: form", annex.form.title)
        dated = annex.dated.isoformat() if annex.dated else "not stated"
        yield _plain("The agreement", f"annex no. {number}: date", dated)
    if agreement.master is not None:
        dated = agreement.master.dated
        yield _plain("The agreement", "master agreement", agreement.master.form.value)
        words = dated.isoformat() if dated else "not stated"
        yield _plain("The agreement", "date of the master agreement", words)
    for side in SIDES:
        party = agreement.parties.of(side)
        for name in sorted(party.model_fields_set):
            words = in_words(getattr(party, name))
            yield _plain("The parties", f"{name} of {side}", words)


def _plain(document: str, term: str, words: str) -> TermRead:
    return TermRead(document, term, words, Standing.WRITTEN, "", Place())


def _moved(before: MarginCall, after: MarginCall) -> Iterator[Moved]:
    old, new = _legs(before), _legs(after)
    for name in dict.fromkeys((*old, *new)):
        one, other = old.get(name), new.get(name)
        if one is None or other is None:
            yield Moved(name, "leg", _presence(one), _presence(other))
            continue
        if one.status is not other.status:
            yield Moved(name, "status", spaced(one.status.value), spaced(other.status.value))
        for figure in FIGURES:
            was, now = (_figure(leg, figure) for leg in (one, other))
            if was != now:
                yield Moved(name, spaced(figure), was, now)


def _legs(call: MarginCall) -> dict[str, Leg]:
    return {
        ", ".join(
            filter(None, (leg.annex, f"party {leg.posting_party} posts", leg.regime))
        ): leg
        for leg in call.legs
    }


def _presence(leg: Leg | None) -> str:
    return "none" if leg is None else "there is one"


def _figure(leg: Leg, name: str) -> str:
    found = getattr(leg, name)
    if isinstance(found, Decimal):
        return money(found, leg.base_currency)
    return "not computed" if found is None else str(found)
