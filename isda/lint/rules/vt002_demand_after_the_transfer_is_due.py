"""A demand is in time after its transfer is already due.

What it finds:
    A notification time that comes after `transfer_by:` of the day on which the transfer is
    due, compared across time zones on a day in winter and on one in summer. Where the sheet
    states no such hour, a notification time of the very day on which the transfer is due, from
    18:00 on there and in a city of each party that may post: the business day has ended there.
Why it matters:
    A demand made in time could not be met in time, and the party that receives it would be in
    default without a chance.
What to do:
    Move the notification time forward, the hour of the transfer back, or let the transfer be
    due on the next Local Business Day.
Law:
    The paragraphs that elect the notification time and the timing of transfers.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from isda.basics.cities import CITIES
from isda.basics.finding import Severity
from isda.basics.hours import CityTime
from isda.law.paragraphs import cite
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.lint.transfer_timing import DAYS
from isda.terms.reading import SILENT, Answer

SEASONS: Final = (("winter", date(2025, 1, 15)), ("summer", date(2025, 7, 16)))
"""A Wednesday in the middle of each season of the north."""
EVENING: Final = time(18)
"""From this hour on, where the day is over for most: our reading, and no form's."""


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        notice: Any = annex.terms.notification_time.value
        due: Any = annex.terms.transfer_by.value
        days = _days(annex.terms)
        if isinstance(notice, Answer) or days is None:
            continue
        if isinstance(due, Answer):
            if due in SILENT and days == 0 and _is_evening(annex, notice):
                yield _in_the_evening(annex, notice)
            continue
        late = [
            season
            for season, day in SEASONS
            if _moment(notice, day) > _moment(due, day + timedelta(days=days))
        ]
        if late:
            yield _flaw(annex, notice, due, " and ".join(late))


def _days(terms: Any) -> int | None:
    """Return the days from a demand to its transfer; None where the sheet does not say."""
    settlement = getattr(terms, "regular_settlement_day", None)
    if settlement is not None and not isinstance(settlement.value, Answer):
        return DAYS[settlement.value]
    for key in ("transfer_within", "delivery_within"):
        period = getattr(terms, key, None)
        if period is not None and not isinstance(period.value, Answer):
            return int(period.value.days)
    return None


def _moment(said: CityTime, day: date) -> datetime:
    return datetime.combine(day, said.time, ZoneInfo(CITIES[said.city].zone))


def _flaw(annex: AnnexSeen, notice: CityTime, due: CityTime, seasons: str) -> Flaw:
    return Flaw(
        annex.at("notification_time"),
        f"a demand is in time until {notice}, which in {seasons} is after the transfer is due "
        f"at {due}",
        "write an earlier `notification_time:`, a later `transfer_by:`, or the next day as the "
        "day of the transfer",
        why="a demand that is in time could not be met in time",
        cites=(
            cite("notification-time", annex.form),
            cite("transfer-timing", annex.form),
        ),
        also=((annex.at("transfer_by"), "the transfer is due at this hour"),),
    )


def _is_evening(annex: AnnexSeen, notice: CityTime) -> bool:
    """Whether it is evening where it is stated, and in a city of each party that may post."""
    parties = [annex.sheet.agreement.parties.of(side) for side in annex.posters]
    places = [{notice.city}, *(set(party.cities) for party in parties if party.cities)]
    return all(any(_evening_in(city, notice) for city in cities) for cities in places)


def _evening_in(city: str, notice: CityTime) -> bool:
    """Whether the day is over in a city, in winter and in summer; it may be the day after."""
    return city in CITIES and all(
        _moment(notice, day) >= _moment(CityTime(EVENING, city), day) for _, day in SEASONS
    )


def _in_the_evening(annex: AnnexSeen, notice: CityTime) -> Flaw:
    return Flaw(
        annex.at("notification_time"),
        f"a demand is in time until {notice}, and its transfer is due on the same day, by an "
        "hour that is not stated",
        "write an earlier `notification_time:`, the hour of the transfer as `transfer_by:`, or "
        "the next day as the day of the transfer",
        why="it is evening by then where the demand arrives, and no transfer could be made",
        cites=(
            cite("notification-time", annex.form),
            cite("transfer-timing", annex.form),
        ),
        severity=Severity.WARNING,
    )


RULE = Rule(Severity.ERROR, _find)
