"""What regimes have reported of disputes: above which amount, after which days, by whom."""

from decimal import Decimal
from typing import Final

from isda.basics.money import Money
from isda.basics.source import Mark, Source
from isda.lint.regimes import rules_say, sources_of
from isda.lint.sheet import AnnexSeen
from isda.tables.regulation import Figure, regulation

AMOUNT: Final = "dispute-report-amount"
DAYS: Final = "dispute-report-days"
_FINANCIAL: Final = "financial counterparties"


def reports_asked(annex: AnnexSeen, figure: Figure) -> tuple[str, tuple[Source, ...]]:
    """Return what a regime has reported, in words, and where it stands.

    Days that nobody verified are left out.

    Args:
        annex: The annex, for the day of the check.
        figure: The amount above which disputes are reported.
    """
    days = regulation(figure.regime).known(DAYS, annex.sheet.on)
    if days is not None and days.source.mark is Mark.UNVERIFIED:
        days = None
    amount = Money(figure.value or Decimal(0), figure.unit)
    if days is None:
        asked = f"ask for reports of disputes above {amount}"
    elif _FINANCIAL in figure.scope:
        asked = (
            f"ask financial counterparties to report disputes above {amount} after "
            f"{days.value} business days"
        )
    else:
        asked = f"ask for reports of disputes above {amount} after {days.value} business days"
    return rules_say(figure, asked), sources_of(figure, *((days,) if days else ()))
