"""Which transactions an annex covers."""

from typing import Annotated

from pydantic import Field

from isda.basics.faults import AmountError
from isda.terms.election import Day, Name, Noted
from isda.terms.reading import SILENT, Answer, Text


def _all(text: str) -> str:
    if text != "all":
        raise AmountError(
            "DQ034",
            f"{text!r} is not `all` or `as printed`",
            "write `value: all` and list under `except:` what is left out",
        )
    return text


class CoveredTransactions(Noted):
    """Which transactions the annex covers."""

    value: Annotated[str | Answer, Text(_all, "`all` or `as printed`", SILENT)] = Field(
        Answer.NOT_STATED, description="all, or as printed."
    )
    only: tuple[Name, ...] = Field((), description="These products or trade ids, and no other.")
    except_: tuple[Name, ...] = Field((), alias="except", description="Products or trade ids.")
    from_: Day | None = Field(None, alias="from", description="Traded on or after this day.")

    @property
    def covers_all(self) -> bool:
        """Whether no transaction is left out."""
        return not self.only and not self.except_ and self.from_ is None
