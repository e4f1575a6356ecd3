"""The whole agreement: parties, Master, Schedule and annexes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import (
    Discriminator,
    Field,
    PlainValidator,
    PrivateAttr,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from isda.basics.amounts import did_you_mean, shown
from isda.basics.finding import NOWHERE, Place
from isda.basics.hours import read_city
from isda.basics.party import Side
from isda.law.form_names import forms_meant
from isda.law.forms import Form
from isda.terms.annex import CreditSupportAnnex
from isda.terms.bounds import troubles_of_size
from isda.terms.checking import Checking
from isda.terms.clients import Client, troubles_of_clients, troubles_of_split
from isda.terms.confirmations import (
    Confirmation,
    Confirmed,
    confirmed_over,
    troubles_of_confirmations,
)
from isda.terms.election import Name, TermModel
from isda.terms.events import STANDARD_EVENTS, standard_event
from isda.terms.initial_margin import InitialMarginAnnex, unclear_approaches
from isda.terms.loss_limit import LossLimitAgreement
from isda.terms.master import Master
from isda.terms.other_support import troubles_of_support
from isda.terms.printed import ANNEXES, COLLATERAL_FORMS, INITIAL_MARGIN
from isda.terms.reading import Answer, Text, gather, refuse, trouble
from isda.terms.regimes import troubles_of_regimes
from isda.terms.shares import troubles_of_steps
from isda.terms.switches import Reading
from isda.terms.walk import unreadable

BY_TITLE = [form.title for form in COLLATERAL_FORMS]
AS_FAR_AS_IT_READS = "salvage"
"""The context in which terms are read one by one: what they lack together is not asked."""
INITIAL_MARGIN_TITLES = [form.title for form in INITIAL_MARGIN]


class PartyInfo(TermModel):
    """A party of the agreement."""

    name: Name = Field(description="Its name.")
    role: Name | None = Field(None, description="dealer, corporate, bank, client, …")
    cities: tuple[Annotated[str, Text(read_city, "a city such as Seoul")], ...] = Field(
        (), description="Where its banks' days count."
    )
    lei: Name | None = Field(None, description="Legal Entity Identifier.")
    severally: tuple[Client, ...] = Field(
        (), description="The clients it stands for, each for itself, with their shares."
    )


class Parties(TermModel):
    """Party A and party B."""

    A: PartyInfo
    B: PartyInfo

    def of(self, side: Side) -> PartyInfo:
        """Return one party."""
        return self.A if side is Side.A else self.B


def _kind_of_annex(value: Any) -> str:
    form = value.get("form") if isinstance(value, dict) else getattr(value, "form", None)
    if not isinstance(form, str):
        return "unknown"
    if form in {Form.LOSS_LIMIT_KOREA, Form.LOSS_LIMIT_KOREA.title}:
        return "loss limit"
    if form in INITIAL_MARGIN or form in INITIAL_MARGIN_TITLES:
        return "initial margin"
    return "annex" if form in ANNEXES or form in BY_TITLE else "unknown"


def _refuse_form(value: Any) -> Any:
    """Refuse an annex whose form is missing or unknown."""
    if not isinstance(value, dict):
        raise trouble(
            "DQ030",
            "an annex is a mapping that begins with its `form:`",
            "write `- form: CSA 1994 New York` and its terms below",
        )
    form = value.get("form")
    if not isinstance(form, str):
        raise trouble(
            "DQ015", "an annex needs its `form:`", "write one of: " + ", ".join(BY_TITLE)
        )
    meant = forms_meant(form, BY_TITLE)
    raise trouble(
        "DQ034",
        f"{shown(form)!r} is no form that is known",
        did_you_mean(form, meant)
        or (f"did you mean `{meant[0]}`?" if len(meant) == 1 else "")
        or f"write one of: {', '.join(meant or BY_TITLE)}",
        at="form",
    )


Annex = Annotated[
    Annotated[CreditSupportAnnex, Tag("annex")]
    | Annotated[InitialMarginAnnex, Tag("initial margin")]
    | Annotated[LossLimitAgreement, Tag("loss limit")]
    | Annotated[Any, PlainValidator(_refuse_form), WithJsonSchema({"not": {}}), Tag("unknown")],
    Discriminator(_kind_of_annex),
]


class Agreement(TermModel):
    """A signed agreement, as its term sheet says it."""

    sheet: Literal["1"] = Field("1", description="Version of the sheet's shape.")
    agreement: Name = Field(description="Its identifier.")
    parties: Parties = Field(description="Party A and party B.")
    master: Master | None = Field(None, description="The Master Agreement and its Schedule.")
    annexes: tuple[Annex, ...] = Field(description="Its credit support annexes.")
    confirmations: tuple[Confirmation, ...] = Field(
        (), description="What Confirmations of single transactions change of an annex."
    )
    check: Checking = Field(
        default_factory=Checking, description="What `isda check` is told; computes nothing."
    )
    other_terms: dict[str, Any] = Field(
        default_factory=dict, description="Agreed, kept and printed; computes nothing."
    )
    _place_of: Callable[[str], Place] | None = PrivateAttr(default=None)
    _client: tuple[Client, str] | None = PrivateAttr(default=None)

    @cached_property
    def bound_before(self) -> dict[Any, Any]:
        """Terms that `resolve` bound before, by leg and events: an agreement never changes."""
        return {}

    def remember(self, place_of: Callable[[str], Place]) -> None:
        """Keep where each term stands in the sheet it was read from."""
        self._place_of = place_of

    def remember_client(self, client: Client, path: str) -> None:
        """Keep for which of several clients it is read, and where the share stands."""
        self._client = client, path

    @property
    def client(self) -> tuple[Client, str] | None:
        """The one of several clients that it is read for, and its share's place, if any."""
        return self._client

    @property
    def several(self) -> Side | None:
        """The party that stands for several clients, if one does."""
        return next((side for side in Side if self.parties.of(side).severally), None)

    @cached_property
    def by_client(self) -> dict[str, Self]:
        """The agreement as it binds each of several clients, by name in small letters."""
        side, found = self.several, {}
        for number, client in enumerate(self.parties.of(side).severally if side else ()):
            own = {"name": client.name, "severally": ()}
            party = self.parties.of(side or Side.B).model_copy(update=own)
            parties = self.parties.model_copy(update={str(side): party})
            name = f"{self.agreement} / {client.name}"
            made = self.model_copy(update={"parties": parties, "agreement": name})
            at = f"parties.{side}.severally.{number}.share"
            made.remember_client(client, at)
            found[client.name.casefold()] = made
        return found

    def place_of(self, path: str) -> Place:
        """Return where a term stands, such as `annexes.0.threshold.B`."""
        return replace(self._place_of(path) if self._place_of else NOWHERE, path=path)

    @model_validator(mode="before")
    @classmethod
    def _of_a_size(cls, value: Any) -> Any:
        gather(troubles_of_size(value))
        return value

    @field_validator("annexes", mode="after")
    @classmethod
    def _told_apart(cls, annexes: tuple[Annex, ...], info: ValidationInfo) -> tuple[Annex, ...]:
        if not annexes and info.context != AS_FAR_AS_IT_READS:
            raise trouble(
                "DQ015",
                "an agreement without an annex calls nothing",
                "add the annex under `annexes:`, beginning with `- form:`",
            )
        titles = [annex.title for annex in annexes]
        if len(set(titles)) < len(titles):
            raise trouble("DQ039", "two annexes cannot be told apart", "give each a `name:`")
        return annexes

    @model_validator(mode="after")
    def _complete_and_at_one(self, info: ValidationInfo) -> Self:
        """Refuse elections that are missing or contradict, in every layer of every annex."""
        if info.context == AS_FAR_AS_IT_READS:
            return self
        gather(
            found
            for number, annex in enumerate(self.annexes)
            for found in self._troubles_of_layers(annex, f"annexes.{number}")
        )
        gather(
            _at(found, f"annexes.{place}") for place, found in unclear_approaches(self.annexes)
        )
        gather(troubles_of_confirmations(self.annexes, self.confirmations))
        gather(troubles_of_clients((self.parties.A, self.parties.B)))
        for number, annex in enumerate(self.annexes):
            over = self.confirmed_over(number)
            annex.leave_out(one.transaction for one in over if one.confirmation.is_excluded)
        return self

    def _troubles_of_layers(self, annex: Any, path: str) -> Iterator[PydanticCustomError]:
        """Yield what is wrong with an annex and its amendments; what is inherited only once."""
        told: set[tuple[str, str]] = set()
        for at, state in _states(annex, path):
            for found in self._troubles_of(state, at):
                said = found.type, found.message()
                if said not in told:
                    told.add(said)
                    yield found

    def _troubles_of(self, annex: Any, at: str) -> Iterator[PydanticCustomError]:
        for name in annex.triggers:
            if (known := standard_event(name)) is not None:
                yield trouble(
                    "DQ039",
                    f"{shown(name)!r} is the Master's own word, which no annex means otherwise",
                    f"give the trigger another name, such as `{known} of the annex`",
                    at=f"{at}.triggers.{name}",
                )
        own = (*annex.triggers, *self._events_of_schedule())
        for error, place in unreadable(annex, own, at):
            yield refuse(error, place)
        for number in annex.stray_caps():
            yield trouble(
                "DQ039",
                "the cap is of an asset that no row of the table names",
                "name the asset as the row does",
                at=f"{at}.concentration.{number}.of",
            )
        is_several = self.several is not None
        split = troubles_of_split(annex, is_several=is_several)
        other = *troubles_of_support(annex), *troubles_of_steps(annex)
        for found in (*troubles_of_regimes(annex), *other, *split):
            yield _at(found, at)
        if isinstance(annex, LossLimitAgreement):
            yield from missing_of_loss_limit(annex, self.client_of(annex), at)
            return
        if (conflict := annex.conflict()) is not None:
            yield _at(conflict, at)

    def confirmed_over(self, number: int) -> tuple[Confirmed, ...]:
        """Return the Confirmations that change one of the annexes."""
        return confirmed_over(number, self.annexes, self.confirmations)

    def client_of(self, annex: LossLimitAgreement) -> Side | None:
        """Return the party that posts under a loss-limit agreement, if it can be told."""
        if annex.posting_parties is not None:
            return annex.posting_parties[0] if len(annex.posting_parties) == 1 else None
        clients = [side for side in Side if self.parties.of(side).role == "client"]
        return clients[0] if len(clients) == 1 else None

    def _events_of_schedule(self) -> Iterator[str]:
        """Yield the events that the Schedule adds, as signed or in any later layer."""
        if self.master is not None:
            for layer in (self.master, *self.master.amendments):
                yield from (each.event for each in layer.additional_termination_events)

    def own_events(self, on: date) -> tuple[str, ...]:
        """Return the events that the Schedule, as amended on a day, adds to the Master's."""
        if self.master is None:
            return ()
        return tuple(each.event for each in self.master.on(on).additional_termination_events)

    def event_named(self, text: str, on: date) -> str | None:
        """Return the event that facts of a day mean by a name, or None where none is known.

        The document's own triggers are no events of the Master: see `sides_of_trigger`.
        """
        own = {event.casefold(): event for event in self.own_events(on)}
        return standard_event(text) or own.get(text.strip().casefold())

    def event_names(self, on: date) -> tuple[str, ...]:
        """Return every event that facts of a day may tell, for `did you mean`."""
        triggers = (name for annex in self.annexes for name in annex.on(on).triggers)
        return (*STANDARD_EVENTS, *self.own_events(on), *triggers)

    def sides_of_trigger(self, text: str, on: date) -> frozenset[Side]:
        """Return the parties whose event a trigger of the annexes may be; empty for none."""
        found: set[Side] = set()
        for annex in self.annexes:
            known = annex.on(on) if annex.amendments else annex
            for name, trigger in known.triggers.items():
                if name.casefold() == text.strip().casefold():
                    found |= set(trigger.sides)
        return frozenset(found)


def _at(found: PydanticCustomError, path: str) -> PydanticCustomError:
    """Return a complaint of an annex at its place in the sheet."""
    context = found.context or {}
    key = f"{path}.{context.get('at')}"
    return trouble(found.type, found.message(), str(context.get("help", "")), at=key)


def _states(annex: Any, at: str) -> Iterator[tuple[str, Any]]:
    """Yield an annex as signed, and as each of its amendments leaves it."""
    yield at, annex
    for number, layer in enumerate(annex.amendments):
        yield f"{at}.amendments.{number}", annex.on(layer.dated)


def missing_of_loss_limit(
    annex: LossLimitAgreement, client: Side | None, at: str
) -> Iterator[PydanticCustomError]:
    """Find what a loss-limit agreement leaves out and no default can fill."""
    if client is None:
        yield trouble(
            "DQ039",
            "a loss-limit agreement has exactly one posting party, the client",
            "write `posting_parties: [B]`",
            at=f"{at}.posting_parties",
        )
    limit, reading = annex.loss_limit, annex.over_the_limit
    said = limit.value in {Answer.NIL, Answer.TO_BE_AGREED} or not isinstance(
        limit.value, Answer
    )
    if not said and not limit.unresolved and limit.credit_line is None:
        yield trouble(
            "DQ015",
            "a loss-limit agreement needs its `loss_limit:`",
            "write the limit, such as KRW 1,000,000,000",
            at=f"{at}.loss_limit",
        )
    if isinstance(annex.base_currency.value, Answer):
        yield trouble(
            "DQ015",
            "a loss-limit agreement needs its `base_currency:`",
            "write KRW or the currency agreed",
            at=f"{at}.base_currency",
        )
    if isinstance(reading.value, Answer) and not reading.unresolved:
        yield trouble(
            "DQ015",
            "`over_the_limit:` is not elected, and it has no default",
            "write `excess only` or `full loss once breached`",
            at=f"{at}.over_the_limit",
        )
    order = annex.deposit_order
    if has_deposit(annex) and isinstance(order.value, Answer) and not order.unresolved:
        yield trouble(
            "DQ015",
            "there is a performance deposit, and its `deposit_order:` has no default",
            "write `inside` or `on top`",
            at=f"{at}.deposit_order",
        )
    if (
        not isinstance(annex.release_level.value, Answer)
        and reading.value is Reading.EXCESS_ONLY
    ):
        yield trouble(
            "DQ039",
            "`release_level:` belongs to `full loss once breached`",
            "take it out, or elect the other reading",
            at=f"{at}.release_level",
        )


def has_deposit(annex: LossLimitAgreement) -> bool:
    """Whether a performance deposit may be owed."""
    deposit = annex.performance_deposit
    return (
        not isinstance(deposit.value, Answer)
        or deposit.value is Answer.PER_CONFIRMATION
        or not isinstance(deposit.percent_of_notional, Answer)
    )
