"""Cities, their clocks and the holiday list that seeds their banking days."""

from typing import NamedTuple


class City(NamedTuple):
    """A city's time zone and its list in the `holidays` library.

    Attributes:
        zone: IANA time zone.
        code: Country code, or market code where `market` is set.
        subdivision: Part of the country whose holidays count too.
        market: Whether `code` names a financial market rather than a country.
        categories: Kinds of holidays on which banks are closed.
    """

    zone: str
    code: str
    subdivision: str | None = None
    market: bool = False
    categories: tuple[str, ...] = ("public",)


CITIES = {
    "Amsterdam": City("Europe/Amsterdam", "XECB", market=True),
    "Dublin": City("Europe/Dublin", "XECB", market=True),
    "Frankfurt": City("Europe/Berlin", "XECB", market=True),
    "Hong Kong": City("Asia/Hong_Kong", "HK"),
    "London": City("Europe/London", "GB", "ENG"),
    "Luxembourg": City("Europe/Luxembourg", "XECB", market=True),
    "Milan": City("Europe/Rome", "XECB", market=True),
    "New York": City("America/New_York", "XFED", market=True),
    "Paris": City("Europe/Paris", "XECB", market=True),
    "Seoul": City("Asia/Seoul", "KR", categories=("public", "bank")),
    "Singapore": City("Asia/Singapore", "SG"),
    "Sydney": City("Australia/Sydney", "AU", "NSW"),
    "Tokyo": City("Asia/Tokyo", "JP", categories=("public", "bank")),
    "Toronto": City("America/Toronto", "CA", "ON"),
    "Zurich": City("Europe/Zurich", "CH", "ZH"),
}
