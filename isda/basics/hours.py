"""A time of day in a city: `13:00 New York`."""

import re
from datetime import time
from typing import NamedTuple

from isda.basics.amounts import did_you_mean, shown
from isda.basics.cities import CITIES
from isda.basics.faults import AmountError

_TIME = re.compile(r"(\d{1,2}):(\d{2})\s+(\S.*)", re.ASCII)
_HALF_DAY = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?\s?m\b\.?(.*)", re.ASCII | re.IGNORECASE
)
NOON = 12


class CityTime(NamedTuple):
    """A clock time and the city whose clock it is.

    Example:
        >>> str(CityTime.read("13:00 New York"))
        '13:00 New York'
    """

    time: time
    city: str

    @classmethod
    def read(cls, text: str) -> "CityTime":
        """Read `13:00 New York`.

        Raises:
            AmountError: No time, no city, or a city that is not listed.
        """
        _refuse_half_days(text.strip())
        match = _TIME.fullmatch(text.strip())
        if match is None:
            raise AmountError(
                "DQ052",
                f"{shown(text)!r} is no time of day with its city",
                "write hours, minutes and the city, such as 13:00 New York",
            )
        try:
            clock = time(int(match[1]), int(match[2]))
        except ValueError:
            raise AmountError(
                "DQ052", f"{shown(text)!r} is no time of day", "use 00:00 to 23:59"
            ) from None
        return cls(clock, read_city(match[3]))

    def __str__(self) -> str:
        return f"{self.time:%H:%M} {self.city}"


def _refuse_half_days(text: str) -> None:
    """Refuse a time by am and pm, and say how it is written: 1 pm is 13:00."""
    match = _HALF_DAY.fullmatch(text)
    if match is None:
        return
    message = f"{shown(text)!r} is a time by am and pm, and hours are counted to 24"
    is_afternoon, hour = match[3] in "pP", int(match[1])
    if hour <= NOON:
        hour = hour % NOON + (NOON if is_afternoon else 0)
    if hour >= 2 * NOON or is_afternoon is not (hour >= NOON):
        way_out = "write the hour that is meant and the city, such as 13:00 New York"
        raise AmountError("DQ052", message, way_out)
    clock = f"{hour:02}:{match[2] or '00'}"
    city = match[4].strip(" ,()").removesuffix(" time")
    whole = f"{clock} {city}"
    way_out = f"write {clock} and its city, such as 13:00 New York"
    raise AmountError("DQ052", message, f"write {whole}" if city in CITIES else way_out)


def read_city(text: str) -> str:
    """Read the name of a city whose banking days are known.

    Example:
        >>> read_city("Seoul")
        'Seoul'
    """
    if text not in CITIES:
        known = ", ".join(sorted(CITIES))
        raise AmountError(
            "DQ053",
            f"{shown(text)!r} is no city whose banking days are known",
            did_you_mean(text, frozenset(CITIES)) or f"known cities: {known}",
        )
    return text
