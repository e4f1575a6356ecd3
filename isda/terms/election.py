"""A term of the document: its value, where it stands, a note, and what is unresolved."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Generic, Self, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import core_schema

from isda.basics.amounts import read_currency
from isda.basics.currencies import CURRENCIES
from isda.basics.days import Period, read_date
from isda.basics.hours import CityTime
from isda.basics.money import Money
from isda.basics.party import Side
from isda.basics.percentages import Percentage
from isda.terms.reading import (
    EMPTY,
    NOT_NIL,
    SILENT,
    Answer,
    Text,
    one_of,
    read_any,
    trouble,
)

T = TypeVar("T")
MONEY_PATTERN = (
    r"^[A-Z]{3} +(0|[1-9][0-9]{0,15}|[1-9][0-9]{0,2}(,[0-9]{3}){1,5})(\.[0-9]{1,8})?$"
)
PERCENT_PATTERN = r"^[0-9]{1,8}(\.[0-9]{1,12})? ?%$"
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
CLOCK_PATTERN = r"^[0-9]{1,2}:[0-9]{2} +[A-Z].*$"
SPAN_PATTERN = r"^[0-9]{1,3} +(.* )?[Dd]ays?$"


class YesNo(StrEnum):
    """A switch of the sheet; never a boolean of YAML."""

    YES = "yes"
    NO = "no"

    def __bool__(self) -> bool:
        return self is YesNo.YES


Words = Annotated[str | Answer, Text(read_any, "words", EMPTY)]
Name = Annotated[str, Text(read_any, "a name")]
Day = Annotated[Any, Text(read_date, "a date such as 2024-12-30", pattern=DAY_PATTERN)]
MoneyText = Text(Money.read, "an amount of money such as USD 250,000", pattern=MONEY_PATTERN)
PlainMoney = Annotated[Money, MoneyText]
Amount = Annotated[
    Money | Answer,
    Text(Money.read, MoneyText.kind, (*EMPTY, Answer.TO_BE_AGREED), MONEY_PATTERN),
]
Currency = Annotated[
    str | Answer,
    Text(read_currency, "a currency such as USD", SILENT, values=tuple(sorted(CURRENCIES))),
]
Switch = Annotated[YesNo | Answer, one_of(YesNo, *NOT_NIL)]
Share = Annotated[
    Percentage | Answer,
    Text(Percentage.read, "a percentage such as 2%", EMPTY, PERCENT_PATTERN),
]
Clock = Annotated[
    CityTime | Answer,
    Text(CityTime.read, "a time such as 13:00 New York", NOT_NIL, CLOCK_PATTERN),
]
Span = Annotated[
    Period | Answer, Text(Period.read, "a period such as 30 days", EMPTY, SPAN_PATTERN)
]
Party = Annotated[Side, one_of(Side)]


def term(topic: str, gist: str, default: Any, **extra: Any) -> Any:
    """Return a model field that carries its topic in the register and our gist.

    Terms never change, so every document that says nothing of one shares it.
    """
    known = {"topic": topic, **extra}
    is_term = isinstance(default, type) and issubclass(default, BaseModel)
    made = lru_cache(maxsize=1)(default) if is_term else default
    return Field(default_factory=made, description=gist, json_schema_extra=known)


def topic_of(model: BaseModel, name: str) -> str:
    """Return the topic of an election in the register.

    Example:
        >>> class Terms(TermModel):
        ...     accrued: Name = term("value", "Where accrued interest counts.", str)
        >>> topic_of(Terms(), "accrued")
        'value'
    """
    known: Any = type(model).model_fields[name].json_schema_extra
    return str(known["topic"])


NO_ENTRIES = (Answer.NIL.value, Answer.NOT_APPLICABLE.value)
NOT_SAID = (Answer.NOT_STATED.value, Answer.AS_PRINTED.value)
EMPTY_LISTS = frozenset({*NO_ENTRIES, *NOT_SAID})


def _is_list(annotation: Any) -> bool:
    """Whether a field holds a list."""
    return get_origin(annotation) is tuple or any(
        get_origin(part) is tuple for part in get_args(annotation)
    )


def _is_part(annotation: Any) -> bool:
    """Whether a field holds a mapping of keys of its own, or nothing."""
    parts = get_args(annotation)
    return type(None) in parts and any(
        isinstance(part, type) and issubclass(part, BaseModel) for part in parts
    )


@lru_cache(maxsize=256)
def _lists_and_parts(model: type[BaseModel]) -> Mapping[str, Any]:
    """Return the keys of a model that hold a list or keys of their own, each with nothing."""
    fields = {info.alias or name: info.annotation for name, info in model.model_fields.items()}
    parts = dict.fromkeys(key for key, annotation in fields.items() if _is_part(annotation))
    lists = {key: () for key, annotation in fields.items() if _is_list(annotation)}
    return MappingProxyType({**parts, **lists})


class TermModel(BaseModel):
    """Base of all terms: frozen, no key that is not known."""

    @property
    def keeps_unnamed(self) -> bool:
        """Whether an amendment of it leaves what it does not name as it was."""
        return False

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        populate_by_name=True,
        defer_build=True,
    )

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> Self:
        """Return a copy, with other terms if any are given, and nothing worked out before."""
        copied = super().model_copy(update=update, deep=deep)
        for name in set(vars(copied)) - set(type(self).model_fields):
            del vars(copied)[name]
        return copied

    @model_validator(mode="before")
    @classmethod
    def _lists_may_be_nil(cls, value: Any) -> Any:
        """Read `nil` as the empty list, and `not stated` as a key left out."""
        if not isinstance(value, dict):
            return value
        for part in value.values():
            if isinstance(part, str) and part in EMPTY_LISTS:
                break
        else:
            return value  # as nearly always
        nothing = _lists_and_parts(cls)
        return {
            key: nothing[key] if key in nothing and part in NO_ENTRIES else part
            for key, part in value.items()
            if not (key in nothing and part in NOT_SAID)
        }


NOTES = frozenset({"at", "note", "unresolved"})


class Noted(TermModel):
    """What any term may carry beside its value."""

    at: Name | None = Field(None, description="The paragraph as printed in the document.")
    note: Name | None = Field(None, description="Own words.")
    unresolved: Name | None = Field(None, description="Why it cannot be read yet.")

    scalar_key: ClassVar[str] = "value"

    @model_validator(mode="before")
    @classmethod
    def _from_scalar(cls, value: Any) -> Any:
        """Read a bare value as the value of the term."""
        return value if isinstance(value, dict | BaseModel) else {cls.scalar_key: value}

    @model_validator(mode="after")
    def _something_said(self) -> Self:
        if self.model_fields_set == {"at"}:
            raise trouble(
                "DQ035",
                "a place is given, and no value",
                "add `value:`, or `unresolved:` with the reason",
            )
        return self

    @property
    def is_open(self) -> bool:
        """Whether the document cannot be read here: unresolved, and nothing beside it."""
        return self.unresolved is not None and self.model_fields_set <= NOTES

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        whole = handler(schema)
        whole = handler.resolve_ref_schema(whole)
        bare = whole["properties"][cls.scalar_key]
        alone = {
            key: part for key, part in bare.items() if key not in {"default", "description"}
        }
        if set(whole.get("required", ())) - {cls.scalar_key}:
            return whole  # a bare value leaves a needed key out
        return {"anyOf": [alone, whole]}


class Term(Noted, Generic[T]):
    """One election.

    Example:
        >>> Term[Amount].model_validate({"value": "USD 5,000,000", "at": "13(b)(iv)(B)"}).value
        Money(amount=Decimal('5000000'), currency='USD')
        >>> Term[Amount].model_validate("nil").value
        <Answer.NIL: 'nil'>
    """

    value: T = Field(Answer.NOT_STATED, description="What was agreed.")  # type: ignore[assignment]  # every T has the empty answers


class PerParty(TermModel, Generic[T]):
    """One term for party A and one for party B; a bare value is for both."""

    A: T = Field(Answer.NOT_STATED.value, validate_default=True)
    B: T = Field(Answer.NOT_STATED.value, validate_default=True)

    @model_validator(mode="before")
    @classmethod
    def _both(cls, value: Any) -> Any:
        if isinstance(value, BaseModel):
            return value
        if isinstance(value, dict) and (not value or {"A", "B"} & set(value)):
            return value
        return {"A": value, "B": value}

    @property
    def keeps_unnamed(self) -> bool:
        """An amendment of one party's term leaves the other's."""
        return True

    def of(self, side: Side) -> T:
        """Return the term of one party."""
        return self.A if side is Side.A else self.B

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        whole = handler.resolve_ref_schema(handler(schema))
        one = {key: part for key, part in whole["properties"]["A"].items() if key != "default"}
        return {"anyOf": [one, whole]}
