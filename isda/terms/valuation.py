"""Valuation: who, on which days, at which time, and the fixing of a loss-limit agreement."""

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from pydantic import Field, field_validator

from isda.basics.amounts import shown
from isda.basics.calendars import SATURDAY, Calendars
from isda.basics.faults import AmountError
from isda.basics.hours import read_city
from isda.terms.election import Noted, TermModel
from isda.terms.events import EventName
from isda.terms.reading import EMPTY, NOT_NIL, Answer, Text, one_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LOCAL = "Local Business Day"
LAST_OF_EVERY_MONTH = 28


class Rhythm(StrEnum):
    """How often a Valuation Date comes."""

    ANY = "any day"
    DAILY = "each"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    MONTH_END = "last of month"


class ValuationDays(NamedTuple):
    """Which days are Valuation Dates.

    Attributes:
        rhythm: Daily, weekly, monthly, …
        number: Weekday (Monday is 0) or day of the month.
        cities: Whose banks must be open, all of them; empty: Local Business Days.
        text: The words of the sheet.
    """

    rhythm: Rhythm
    number: int
    cities: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return self.text

    @classmethod
    def read(cls, text: str) -> "ValuationDays":
        """Read `each Local Business Day`, `each Seoul business day`, `each Friday`, ….

        Example:
            >>> ValuationDays.read("each Seoul business day").cities
            ('Seoul',)
        """
        plain = " ".join(text.split())
        fold = plain.casefold()
        if fold in {"any day", "any day designated by a party"}:
            return cls(Rhythm.ANY, 0, (), plain)
        if weekday := re.fullmatch(r"(?:each|every|weekly on) (\w+day)", fold):
            names = [name.casefold() for name in WEEKDAYS]
            if weekday[1] in names:
                return cls(Rhythm.WEEKLY, names.index(weekday[1]), (), plain)
        monthly = re.fullmatch(r"monthly on the (\d{1,2})(?:st|nd|rd|th)?", fold)
        if monthly and 1 <= int(monthly[1]) <= LAST_OF_EVERY_MONTH:
            return cls(Rhythm.MONTHLY, int(monthly[1]), (), plain)
        last = re.fullmatch(r"(?:the )?last (.+?) of (?:each|the) month", plain)
        daily = re.fullmatch(r"(?:each|every|any) (.+)", plain)
        if found := last or daily:
            rhythm = Rhythm.MONTH_END if last else Rhythm.DAILY
            return cls(rhythm, 0, _cities(found[1], text), plain)
        raise _unreadable(text)

    @property
    def needs_places(self) -> bool:
        """Whether the cities of the parties decide which days are open."""
        return self.rhythm is not Rhythm.ANY and not self.cities

    def falls_on(
        self, day: date, calendars: Calendars, places: tuple[tuple[str, ...], ...]
    ) -> bool:
        """Whether a day is a Valuation Date.

        Args:
            day: The day asked for.
            calendars: Banking days.
            places: The cities of each party, for Local Business Days.
        """

        def is_open(some: date) -> bool:
            return self._is_open(some, calendars, places)

        if self.rhythm is Rhythm.ANY:
            return True
        if not is_open(day):
            return False
        if self.rhythm is Rhythm.DAILY:
            return True
        if self.rhythm is Rhythm.MONTH_END:
            later = day + timedelta(days=1)
            while later.month == day.month:
                if is_open(later):
                    return False
                later += timedelta(days=1)
            return True
        due = day  # weekly and monthly: the day itself, or a closed one that rolled to it
        while not self._is_due(due):
            due -= timedelta(days=1)
            if is_open(due):
                return False
        return True

    def _is_due(self, day: date) -> bool:
        return (day.weekday() if self.rhythm is Rhythm.WEEKLY else day.day) == self.number

    def _is_open(
        self, day: date, calendars: Calendars, places: tuple[tuple[str, ...], ...]
    ) -> bool:
        if self.cities:
            return calendars.is_open_in_all(self.cities, day)
        if not any(places):
            return day.weekday() < SATURDAY  # no city is stated: only weekends are known
        return all(
            any(calendars.is_open(city, day) for city in cities) for cities in places if cities
        )


def _cities(text: str, whole: str) -> tuple[str, ...]:
    if text.casefold() in {LOCAL.casefold(), "business day"}:
        return ()
    match = re.fullmatch(r"(.+?) [Bb]usiness [Dd]ays?", text)
    if match is None:
        raise _unreadable(whole)
    return tuple(read_city(city.strip()) for city in re.split(r" and |,", match[1]))


def _unreadable(text: str) -> AmountError:
    return AmountError(
        "DQ056",
        f"{shown(text)!r} does not say on which days",
        "write `each Local Business Day`, `each Seoul business day`, `each Friday`, "
        "`monthly on the 15`, `last Local Business Day of each month` or `any day`",
    )


Days = Annotated[
    ValuationDays | Answer,
    Text(ValuationDays.read, "days such as `each Local Business Day`", NOT_NIL),
]


class Fixing(NamedTuple):
    """Which exchange rate values the trades: a source, and the day or the day before."""

    source: str
    of_day_before: bool

    @classmethod
    def read(cls, text: str) -> "Fixing":
        """Read `market average rate of the day before`.

        Example:
            >>> Fixing.read("close of the day").of_day_before
            False
        """
        match = re.fullmatch(r"(\S.*?) of the day( before)?", text.strip())
        if match is None:
            raise AmountError(
                "DQ057",
                f"{shown(text)!r} names no fixing with its day",
                "write a source and a day: `market average rate of the day before`, "
                "`close of the day`",
            )
        return cls(match[1], match[2] is not None)

    def __str__(self) -> str:
        return f"{self.source} of the day{' before' if self.of_day_before else ''}"


class AgentChoice(StrEnum):
    """Who calculates."""

    A = "A"
    B = "B"
    DEMANDING = "demanding party"
    HOLDER = "holder"
    BANK = "bank"


def _read_agent(text: str) -> AgentChoice:
    try:
        return AgentChoice(text.removeprefix("party ").removeprefix("Party "))
    except ValueError:
        raise AmountError(
            "DQ034",
            f"{shown(text)!r} is no Valuation Agent",
            "write A, B, demanding party, holder or bank",
        ) from None


Agent = Annotated[
    AgentChoice | Answer,
    Text(
        _read_agent,
        "A, B or demanding party",
        EMPTY,
        values=tuple(choice.value for choice in AgentChoice),
    ),
]


class ValuationAgent(Noted):
    """The Valuation Agent, for calls and for interest, and who steps in."""

    value: Agent = Field(Answer.NOT_STATED, description="A letter, or the demanding party.")
    calls: Agent | None = Field(None, description="For calls, where interest differs.")
    interest: Agent | None = Field(None, description="For interest.")
    other_party_while: tuple[EventName, ...] = Field(
        (), description="The other party while one of these events of the agent continues."
    )


class EventList(Noted):
    """A list of events of one party; `nil` is the empty list."""

    value: tuple[EventName, ...] = Field((), description="Events, or nil.")

    @field_validator("value", mode="before")
    @classmethod
    def _nil_is_empty(cls, value: Any) -> Any:
        return () if isinstance(value, str) and value in EMPTY else value


class Upon(StrEnum):
    """What calls back collateral of a party that need not post any more."""

    NOTICE = "notice"
    DEMAND = "demand"


class OnLeaving(TermModel):
    """What happens once a party need not post any more: all that is held goes back.

    It is no Return Amount of the form: no minimum tests it and no rounding touches it.
    """

    return_: Annotated[str, Text(str, "`all held`", values=("all held",))] = Field(
        "all held",
        alias="return",
        description="What goes back, without minimum transfer amount and rounding.",
    )
    upon: Annotated[Upon, one_of(Upon)] = Field(Upon.DEMAND, description="Upon what.")


class PostsOnlyWhile(EventList):
    """Events while which a party posts; without one it posts always."""

    on_leaving: OnLeaving | None = Field(None, description="What happens once it need not.")
