"""Why nothing moves, in words."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Protocol

from isda.basics.money import Money
from isda.basics.party import Side
from isda.basics.reason import Reason
from isda.facts.facts import Purpose
from isda.law.forms import Form
from isda.law.paragraphs import cite


class Elected(Protocol):
    """An elected amount, as far as a reason reads it."""

    @property
    def word(self) -> str | None:
        """Its word where it is no number."""
        ...

    @property
    def money(self) -> Money:
        """The amount."""
        ...


class LegTerms(Protocol):
    """The terms of a leg, as far as its reasons read them."""

    @property
    def form(self) -> Form:
        """The form of its annex."""
        ...

    @property
    def pledgor(self) -> Side:
        """The posting party."""
        ...

    @property
    def secured_party(self) -> Side:
        """The other."""
        ...

    @property
    def purpose(self) -> Purpose | None:
        """What it secures, where an independent amount stands apart."""
        ...

    @property
    def threshold_of_pledgor(self) -> Elected:
        """The threshold."""
        ...

    @property
    def stays_out(self) -> Reason | None:
        """Why the pledgor posts nothing at all, if it does not."""
        ...

    @property
    def initial_margin(self) -> object | None:
        """Elections of an initial-margin annex."""
        ...

    @property
    def limit(self) -> object | None:
        """Elections of a loss limit."""
        ...

    @property
    def formula(self) -> object | None:
        """A requirement in the document's own words."""
        ...

    @property
    def regime(self) -> str | None:
        """Its regime."""
        ...

    @property
    def is_gated(self) -> bool:
        """Whether a threshold as a switch keeps the requirement at nil."""
        ...


def why_nothing_moves(
    terms: LegTerms, found: Mapping[str, Decimal], *, base: str
) -> tuple[Reason, ...]:
    """Return the one reason that keeps a leg from moving anything.

    Args:
        terms: The leg's terms.
        found: Its figures by name, base currency.
        base: The base currency.
    """
    way, short = ("delivery", "shortfall") if found["shortfall"] else ("return", "surplus")
    form = terms.form

    def money(amount: Decimal) -> str:
        return str(Money(amount, base))

    if not found[short]:
        return (_nothing_missing(terms, found, money),)
    if not found[f"undisputed_{short}"]:
        return (
            Reason(
                "disputed",
                f"the whole {short} of {money(found[short])} is disputed",
                (cite("disputes", form),),
            ),
        )
    if not found[f"{way}_reaching_minimum"]:
        minimum = found.get(f"minimum_transfer_amount_for_{way}", Decimal(0))
        if way == "return" and not found.get("settled_return"):
            return (
                Reason(
                    "balance-held",
                    "nothing is held that could come back",
                    (cite("return-amount", form),),
                ),
            )
        return (
            Reason(
                "below-minimum-transfer-amount",
                f"the {short} of {money(found[f'settled_{way}'])} is below the minimum "
                f"transfer amount of {money(minimum)}",
                (cite("minimum-transfer-amount", form),),
            ),
        )
    return (
        Reason(
            "rounds-to-nothing",
            f"the {way} of {money(found[f'settled_{way}'])} rounds to nothing",
            (cite("rounding", form),),
        ),
    )


def _nothing_missing(
    terms: LegTerms, found: Mapping[str, Decimal], money: Callable[[Decimal], str]
) -> Reason:
    required = found.get("credit_support_amount", found.get("required_amount", Decimal(0)))
    if required:
        return Reason(
            "covered",
            f"what is held and under way equals the requirement of {money(required)}",
            (cite("delivery-amount", terms.form),),
        )
    if terms.stays_out is not None:
        return terms.stays_out
    if terms.initial_margin is not None:
        return _no_margin(terms, found, money)
    if terms.purpose is Purpose.INDEPENDENT_AMOUNT:
        return Reason(
            "no-independent-amount",
            f"party {terms.pledgor} owes no independent amount",
            (cite("independent-amount", terms.form),),
        )
    if terms.limit is not None:
        return Reason(
            "within-the-limit",
            f"{money(found['used_amount'])} of the limit of {money(found['limit'])} is in use",
            (cite("loss-limit", terms.form),),
        )
    return _nothing_asked(terms, found, money)


def _no_margin(
    terms: LegTerms, found: Mapping[str, Decimal], money: Callable[[Decimal], str]
) -> Reason:
    margin, word = found["margin_amount_im"], terms.threshold_of_pledgor.word
    if word == "infinite":
        why = f"the threshold of party {terms.pledgor} is infinite"
    elif not margin:
        why = f"the initial margin of party {terms.pledgor} is nil"
    else:
        limit = money(found["threshold_of_pledgor"])
        why = f"the initial margin of {money(margin)} does not exceed the threshold of {limit}"
    cites = (cite("margin-approach", terms.form), cite("threshold", terms.form))
    return Reason("no-initial-margin", why, cites)


def _nothing_asked(
    terms: LegTerms, found: Mapping[str, Decimal], money: Callable[[Decimal], str]
) -> Reason:
    if terms.is_gated:
        word = terms.threshold_of_pledgor.word or str(terms.threshold_of_pledgor.money)
        return Reason(
            "threshold-is-a-switch",
            f"nothing is required while the threshold of party {terms.pledgor} is {word}",
            (cite("threshold", terms.form),),
        )
    if terms.formula is not None:
        return Reason(
            "nothing-required",
            f"the requirement of {terms.regime or 'the annex'} comes to nil",
            (cite("credit-support-amount", terms.form),),
        )
    if found["exposure"] <= 0:
        return Reason(
            "no-exposure",
            f"party {terms.secured_party} has no exposure to party {terms.pledgor}",
            (cite("exposure", terms.form),),
        )
    if terms.threshold_of_pledgor.word == "infinite":
        return Reason(
            "infinite-threshold",
            f"the threshold of party {terms.pledgor} is infinite",
            (cite("threshold", terms.form),),
        )
    threshold = found.get("threshold_of_pledgor", Decimal(0))
    if found["exposure"] > threshold:
        return Reason(
            "held-by-the-other",
            f"what party {terms.secured_party} owes up front leaves nothing required of party "
            f"{terms.pledgor}",
            (cite("independent-amount", terms.form),),
        )
    return Reason(
        "below-threshold",
        f"the exposure of {money(found['exposure'])} does not exceed "
        f"the threshold of {money(threshold)}",
        (cite("threshold", terms.form),),
    )
