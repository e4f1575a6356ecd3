"""The working as rows that people read: step, how, result, paragraph, where from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath

from isda.basics.finding import NOWHERE, Place
from isda.law.forms import Form
from isda.margin.outcome import Leg, MarginCall
from isda.margin.working import Line
from isda.statement.figures import annex_words, exact_share, number, paragraphs, rate, spaced
from isda.statement.words import in_words

SHARES = frozenset({
    "percentage_applied", "percentage_of_row", "percentage_allowed", "most_allowed", "used",
})  # fmt: skip
RATES = frozenset({"limit_rate", "call_rate"})
IN_BASE = frozenset({"value"})
"""Steps whose result is in base currency after steps in the currency of the lot."""

DELIVERY = frozenset({
    "undisputed_shortfall", "settled_delivery", "delivery_reaching_minimum",
    "delivery_amount", "withheld_delivery_amount",
})  # fmt: skip
RETURN = frozenset({
    "minimum_transfer_amount_for_return", "return_rounded", "undisputed_surplus",
    "returnable", "settled_return", "return_reaching_minimum",
    "return_amount", "withheld_return_amount",
})  # fmt: skip
"""What follows a shortfall, and a surplus; idle where there is none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the working in words.

    Attributes:
        step: What is computed.
        how: The formula with its figures.
        result: What came out.
        paragraphs: The paragraphs that say so.
        source: Where the figures stand: `facts:9, sheet:41`.
        of: The trade or lot it is of, or empty.
        is_nil: Whether nothing came out.
    """

    step: str
    how: str
    result: str
    paragraphs: str
    source: str
    of: str
    is_nil: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The working of one leg.

    Attributes:
        title: The leg in words.
        currency: What its amounts are in.
        entries: Its lines, in the order in which they were computed.
    """

    title: str
    currency: str
    entries: tuple[Entry, ...]


def parts(
    call: MarginCall, files: Mapping[str, str] | None = None, *, idle: bool = False
) -> tuple[Part, ...]:
    """Return the working of a call, leg by leg.

    Args:
        call: The call.
        files: Short names of files for `source`; others go by the stem of their name.
        idle: Whether to tell the steps after a shortfall or a surplus that is nil.

    Example:
        >>> from isda.sheet.read_sheet import read_sheet_text
        >>> from isda.sheet.read_facts import read_facts_text
        >>> from isda.margin.call import call
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
        ... exposure: {holder: A, amount: "USD 7,300,000"}
        ... ''').must()
        >>> entry = parts(call(agreement, facts))[0].entries[1]
        >>> entry.step, entry.how, entry.result
        ('credit support amount', '7,300,000 + 0 - 0 - 5,000,000', '2,300,000')
    """
    short = dict(files or {})
    found = []
    for leg in call.legs:
        lines = [
            line for line in call.working.of_leg(leg.key) if idle or not _is_idle(line, leg)
        ]
        if lines:
            entries = tuple(_entry(line, leg.form, call, short) for line in lines)
            found.append(Part(leg_title(leg), leg.base_currency, entries))
    return tuple(found)


def _is_idle(line: Line, leg: Leg) -> bool:
    if leg.required is None:
        return False
    if (line.name == "surplus" and leg.shortfall) or (line.name == "shortfall" and leg.surplus):
        return True
    return (line.name in DELIVERY and not leg.shortfall) or (
        line.name in RETURN and not leg.surplus
    )


def leg_title(leg: Leg) -> str:
    """Return a leg in words.

    Example:
        >>> from isda.basics.party import Side
        >>> from isda.margin.outcome import Status
        >>> leg_title(Leg("VM", Form.VM_2016_ENGLISH, Side.A, "USD", Status.CALL))
        'What party A posts under the VM'
    """
    regime = f", {leg.regime}" if leg.regime else ""
    return f"What party {leg.posting_party} posts under {annex_words(leg.annex)}{regime}"


def step_words(name: str) -> str:
    """Return a step's name in words.

    Example:
        >>> step_words("credit_support_amount"), step_words("mark_in_base_currency")
        ('credit support amount', 'mark in base currency')
        >>> step_words("margin_amount_im")
        'margin amount (IM)'
    """
    words = spaced(name)
    return f"{words} in base currency" if name in IN_BASE else words


def result_words(name: str, figure: Decimal) -> str:
    """Return a step's result: a percentage, a rate, or an amount.

    Example:
        >>> result_words("used", Decimal("0.9")), result_words("shortfall", Decimal(1000))
        ('90%', '1,000')
    """
    if name in SHARES:
        return exact_share(figure)
    return rate(figure) if name in RATES else number(figure)


def _entry(line: Line, form: Form, call: MarginCall, short: dict[str, str]) -> Entry:
    how, result = in_words(line), result_words(line.name, line.result)
    return Entry(
        step=step_words(line.name),
        how=_carried(line) if how == result else how,
        result=result,
        paragraphs=paragraphs(line.cites, form),
        source=", ".join(dict.fromkeys(_sources(line, call, short))),
        of=line.of,
        is_nil=not line.result,
    )


def _carried(line: Line) -> str:
    """Return where a result comes from that no formula changed."""
    name = line.step.inputs[0][1]
    source = line.sources.get(name)
    if name != "amount":
        return name.replace("_", " ")
    if isinstance(source, str) and "." not in source:
        return source.replace("_", " ")
    return "as given"


def _sources(line: Line, call: MarginCall, short: dict[str, str]) -> Iterable[str]:
    for parameter, name in line.step.inputs:
        source = line.sources.get(name)
        if parameter == "nil" or source is None or not line.inputs.get(parameter):
            continue
        place = source if isinstance(source, Place) else _in_sheet(source, call)
        if place.file:
            yield place_words(place, short)


def _in_sheet(path: str, call: MarginCall) -> Place:
    if call.terms is None or not is_in_sheet(path):
        return NOWHERE
    place: Place = call.terms.place_of(path)
    return place


def is_in_sheet(source: str) -> bool:
    """Whether a source is a path of the sheet, and not a step.

    Example:
        >>> is_in_sheet("annexes.0.threshold.B"), is_in_sheet("exposure")
        (True, False)
    """
    return source.startswith(("annexes.", "confirmations.", "parties."))


def place_words(place: Place, short: Mapping[str, str]) -> str:
    """Return a place as one short word.

    Example:
        >>> place_words(Place("books/seoul/marks.csv", line=12), {})
        'marks:12'
        >>> place_words(Place("a/facts-1.yaml", line=3), {"a/facts-1.yaml": "facts"})
        'facts:3'
    """
    name = short.get(place.file) or PurePath(place.file).stem
    return f"{name}:{place.line}" if place.line else name
