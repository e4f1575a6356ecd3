"""Numbers, names and paragraphs as people read them; nothing is rounded without saying so."""

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

from isda.basics.amounts import plain
from isda.basics.arithmetic import EXACT
from isda.basics.cite import Cite
from isda.basics.currencies import minor_places
from isda.basics.money import grouped
from isda.basics.party import Side
from isda.law.forms import Form

PLACES = Decimal("1E-9")
PERCENT_PLACES = (Decimal("1E-2"), Decimal("1E-4"), Decimal("1E-8"), Decimal("1E-16"))
_BRACKETED = re.compile(r" (im|ia)$")
RATE_PLACES = Decimal("1E-4")
HUNDRED = Decimal(100)


def spaced(name: str) -> str:
    """Return a name of the program in words; what stands in brackets in the forms does so here.

    Example:
        >>> spaced("minimum-transfer-amount"), spaced("margin_amount_im")
        ('minimum transfer amount', 'margin amount (IM)')
    """
    words = name.replace("_", " ").replace("-", " ")
    return _BRACKETED.sub(lambda found: f" ({found[1].upper()})", words)


def number(figure: Decimal) -> str:
    """Return a figure with grouped thousands; digits past the ninth place end in `…`.

    Example:
        >>> number(Decimal("12400000.50")), number(Decimal(10) / Decimal(3))
        ('12,400,000.5', '3.333333333…')
    """
    cut = EXACT.quantize(figure, PLACES)
    if cut == figure:
        return grouped(figure)
    shown = figure.quantize(PLACES, ROUND_DOWN, EXACT)
    digits = f"{abs(shown):,f}"
    return f"{'-' if figure < 0 else ''}{digits}…"


def money(amount: Decimal, currency: str) -> str:
    """Return an amount with its currency first, never abbreviated.

    Example:
        >>> money(Decimal("-2500000"), "USD")
        'USD -2,500,000'
    """
    return f"{currency} {number(amount)}"


def money_in_words(amount: Decimal, currency: str) -> str:
    """Return an amount that is told and never paid: whole won, whole cents, rounded down.

    Where digits were left out it says so; the working shows them all.

    Args:
        amount: Zero or more.
        currency: Its currency.

    Example:
        >>> money_in_words(Decimal("176726840.522968"), "KRW")
        'about KRW 176,726,840'
        >>> money_in_words(Decimal("2500000.50"), "USD")
        'USD 2,500,000.50'
        >>> money_in_words(Decimal("0.3"), "JPY")
        'less than JPY 1'
    """
    unit = _unit(currency)
    whole = amount.quantize(unit, ROUND_DOWN, EXACT)
    if amount and not whole:
        return f"less than {currency} {unit:f}"
    digits = number(whole) if whole == whole.to_integral_value() else f"{whole:,f}"
    return f"{'' if whole == amount else 'about '}{currency} {digits}"


def paid(amount: Decimal, currency: str) -> str:
    """Return an amount for a column that is read and not paid, half-even at what is paid in.

    Example:
        >>> paid(Decimal("-1234567.895"), "USD"), paid(Decimal("-0.2"), "KRW")
        ('-1,234,567.90', '0')
    """
    near = amount.quantize(_unit(currency), ROUND_HALF_EVEN, EXACT)
    return f"{near or abs(near):,f}"


def is_paid(amount: Decimal, currency: str) -> bool:
    """Whether an amount can be paid as it is: no won and no cent of it is cut.

    Example:
        >>> is_paid(Decimal("0.50"), "USD"), is_paid(Decimal("0.50"), "KRW")
        (True, False)
    """
    return amount == amount.quantize(_unit(currency), ROUND_HALF_EVEN, EXACT)


def _unit(currency: str) -> Decimal:
    return Decimal((0, (1,), -minor_places(currency)))


def share(fraction: Decimal) -> str:
    """Return a share as a percentage: two places, and more where they would hide the 100.

    Example:
        >>> share(Decimal("1.079798363979584")), share(Decimal("0.9999999"))
        ('107.98%', '99.99999%')
    """
    percent = EXACT.multiply(fraction, HUNDRED)
    for places in PERCENT_PLACES:
        near = EXACT.quantize(percent, places)
        if (near > HUNDRED) == (percent > HUNDRED) and (near < HUNDRED) == (percent < HUNDRED):
            return f"{plain(near)}%"
    return f"{plain(percent)}%"


def exact_share(fraction: Decimal) -> str:
    """Return a share as a percentage with all its digits up to the ninth.

    Example:
        >>> exact_share(Decimal("0.995"))
        '99.5%'
    """
    return f"{number(EXACT.multiply(fraction, HUNDRED))}%"


def rate(figure: Decimal) -> str:
    """Return an exchange rate at four places.

    Example:
        >>> rate(Decimal("1020.333333333333333333"))
        '1,020.3333'
    """
    return grouped(EXACT.quantize(figure, RATE_PLACES))


def party(parties: Mapping[Side, str], side: Side) -> str:
    """Return a party by its name and its letter.

    Example:
        >>> party({Side.B: "Arc Shipping Ltd"}, Side.B)
        'Arc Shipping Ltd (party B)'
    """
    name = parties.get(side, "")
    return f"{name} (party {side})" if name else f"party {side}"


def annex_words(title: str) -> str:
    """Return an annex as a sentence names it.

    Example:
        >>> annex_words("CSA 1994 New York"), annex_words("Loss limit agreement (Korea)")
        ('the CSA 1994 New York', 'the loss limit agreement (Korea)')
    """
    if title == Form.LOSS_LIMIT_KOREA.title:
        return f"the {title[0].lower()}{title[1:]}"
    return f"the {title}"


def paragraphs(cites: Iterable[Cite], form: Form | None = None) -> str:
    """Return paragraphs in a row; a paragraph of another form than `form` names its own.

    Example:
        >>> paragraphs([Cite("csa-1994-ny", "3(a)"), Cite("ma-2002", "2(a)(iii)")],
        ...            Form.CSA_1994_NEW_YORK)
        '3(a), ISDA Master Agreement 2002 2(a)(iii)'
    """
    shown = [
        cite.paragraph
        if form is not None and cite.form == form.value
        else f"{Form(cite.form).title} {cite.paragraph}"
        for cite in cites
    ]
    return ", ".join(dict.fromkeys(shown))
