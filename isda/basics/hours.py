"""A time of day in a city: `13:00 New York`."""

import re
from datetime import time
from typing import NamedTuple

from isda.basics.amounts import did_you_mean, shown
from isda.basics.cities import CITIES
from isda.basics.faults import AmountError

_TIME = re.compile(r"(\d{1,2}):(\d{2})\s+(\S.*)", re.ASCII)


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
