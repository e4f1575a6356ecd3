"""What a leg gathers on its way: refusals, findings, converted amounts, the working."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from isda.basics.cite import Cite
from isda.basics.finding import NOWHERE, Finding, Place, Severity
from isda.basics.money import Money
from isda.basics.party import Side
from isda.basics.reason import Reason
from isda.facts.facts import Facts, FxRate
from isda.margin.plan import Conversion, conversion
from isda.margin.working import Source, Working
from isda.terms.agreement import Agreement
from isda.terms.bound import BoundAmount, BoundTerms


def rates_for(terms: BoundTerms, facts: Facts) -> Mapping[str, FxRate]:
    """Return the rates a leg converts at: of the day, or of the fixing day before."""
    fixed_before = terms.limit is not None and terms.limit.fixes_on_day_before
    if fixed_before and facts.rate_before is not None:
        return facts.rate_before
    return facts.fx


class Spot(NamedTuple):
    """How a currency reaches the base currency."""

    how: Conversion
    rate: FxRate | None


SAME = Spot(Conversion.NONE, None)


class Notes:
    """Refusals, gaps and findings of one leg, and the working it writes to."""

    def __init__(
        self,
        working: Working,
        leg: str,
        agreement: Agreement,
        fx: Mapping[str, FxRate],
        base: str,
        posts: Side,
    ) -> None:
        self.working, self.leg, self.posts = working, leg, posts
        self.agreement, self.place_of = agreement.agreement, agreement.place_of
        self.fx, self.base = fx, base
        self.refused: list[Reason] = []
        self.undefined: list[Reason] = []
        self.findings: list[Finding] = []
        self.sources: dict[str, Source] = {}
        self.deliver_in: str | None = None

    def refuse(
        self,
        code: str,
        message: str,
        *,
        place: Place = NOWHERE,
        help_text: str = "",
        cites: tuple[Cite, ...] = (),
    ) -> None:
        """Refuse the leg: an input it needs is missing or wrong."""
        self.refused.append(Reason(code, message, cites))
        self.find(code, Severity.ERROR, message, place=place, help_text=help_text, cites=cites)

    def leave_undefined(
        self,
        code: str,
        message: str,
        *,
        place: Place = NOWHERE,
        help_text: str = "",
        cites: tuple[Cite, ...] = (),
    ) -> None:
        """Leave the leg undefined: the document does not say."""
        self.undefined.append(Reason("undefined-term", message, cites))
        self.find(code, Severity.ERROR, message, place=place, help_text=help_text, cites=cites)

    def find(
        self,
        code: str,
        severity: Severity,
        message: str,
        *,
        place: Place = NOWHERE,
        help_text: str = "",
        cites: tuple[Cite, ...] = (),
    ) -> None:
        """Note a finding."""
        self.findings.append(
            Finding(code, severity, place, message, help_text, cites, self.agreement)
        )

    def quoted(self, currency: str) -> Spot | None:
        """Return how a currency reaches base; None where the facts have no rate.

        A pair is read as it is quoted: divided by where it stands the other way round,
        never inverted, and no rate is made of two others.
        """
        if currency == self.base:
            return SAME
        rate = self.fx.get(currency + self.base)
        if rate is not None:
            return Spot(Conversion.TIMES, rate)
        rate = self.fx.get(self.base + currency)
        return None if rate is None else Spot(Conversion.OVER, rate)

    def spot(self, currency: str, *, place: Place = NOWHERE) -> Spot | None:
        """Return how a currency reaches base, or refuse the leg for want of a rate."""
        quoted = self.quoted(currency)
        if quoted is not None:
            return quoted
        self.refuse(
            "MC101",
            f"no rate between {currency} and {self.base} in the facts",
            place=place,
            help_text=f"add {self.base}{currency} or {currency}{self.base} "
            "to the rates of the day; cross rates are not made up",
        )
        return None

    def spot_of(self, money: Money, *, place: Place) -> Spot | None:
        """Return how an amount reaches base currency: nothing is nothing without a rate."""
        if not money.amount and self.quoted(money.currency) is None:
            return SAME
        return self.spot(money.currency, place=place)

    def say_why(self, name: str, bound: BoundAmount, *cites: Cite) -> None:
        """Note that an event, or a rating, made an amount what it is."""
        if bound.event is None and bound.row is None:
            return
        amount = bound.word or (str(bound.money) if bound.money.amount else "nil")
        if bound.by_trade is not None:
            amount = "what each transaction brings"
        elif bound.share is not None:
            amount = f"{bound.share} of the {bound.basis.value.removeprefix('share of ')}"
        because = bound.row if bound.event is None else f"while {bound.event} continues"
        self.find(
            "MC313" if bound.event is None else "MC309",
            Severity.INFO,
            f"{name.replace('_', ' ')} is {amount} {because}",
            place=self.place_of(bound.path),
            cites=cites,
        )

    def add(
        self, name: str, parts: Mapping[str, Decimal], places: Mapping[str, Place], *cites: Cite
    ) -> Decimal:
        """Return the sum of parts, a step of the working that says where each part stands."""
        self.sources.pop(name, None)
        return self.working.add(name, parts, *cites, leg=self.leg, sources=places)

    def in_base(
        self, name: str, money: Money, source: Source, *cites: Cite, of: str = ""
    ) -> Decimal:
        """Return an amount in base currency; a conversion is a step of the working.

        Where the rate is missing the leg is refused and the amount comes back as it is,
        to be read by nobody.
        """
        if money.currency == self.base:
            if not of:
                self.sources[name] = source
            return money.amount
        self.sources.pop(name, None)  # it comes from the step below
        place = source if isinstance(source, Place) else self.place_of(source)
        spot = self.spot_of(money, place=place)
        if spot is None or spot.rate is None:
            return money.amount
        if isinstance(source, str):
            self.find(
                "MC311",
                Severity.WARNING,
                f"{name.replace('_', ' ')}, for what party {self.posts} posts, is in "
                f"{money.currency}, and the annex computes in {self.base}: it is converted at "
                f"{spot.rate.rate:f}",
                place=place,
                help_text="check that the document means this rate and this day",
                cites=cites,
            )
        known = self.working.follow(
            conversion(name, spot.how, *cites),
            {"amount": money.amount, "spot": spot.rate.rate},
            leg=self.leg,
            of=of,
            sources={"amount": source, "spot": spot.rate.place},
        )
        return known[name]
