"""What the facts of a day say of other agreements between the same parties."""

from dataclasses import dataclass

from isda.basics.finding import NOWHERE, Place
from isda.basics.money import Money
from isda.basics.party import Side


@dataclass(frozen=True, slots=True)
class UsedElsewhere:
    """What another agreement uses today of a party's threshold that the two share."""

    agreement: str
    of: Side
    amount: Money
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class ExposureElsewhere:
    """An exposure under another agreement: plus when the other party would owe the holder."""

    agreement: str
    holder: Side
    amount: Money
    place: Place = NOWHERE
