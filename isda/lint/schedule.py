"""The Master and its Schedule as rules see them, on the day and where they say what."""

from dataclasses import dataclass

from isda.law.forms import Form
from isda.lint.sheet import AnnexSeen, Sheet


@dataclass(frozen=True)
class ScheduleSeen(AnnexSeen):
    """The Master as it stands on a day; its layers are found as those of an annex are."""

    @property
    def form(self) -> Form:
        """Its form; the later one where no year is stated, for the paragraph of a finding."""
        form: Form | None = self.signed.slug
        return form or Form.MASTER_2002

    @property
    def path(self) -> str:
        """The way to it."""
        return "master"


def schedule(sheet: Sheet) -> ScheduleSeen | None:
    """Return the Master of a sheet as it stands on the day of the check, or None."""
    master = sheet.agreement.master
    if master is None:
        return None
    return ScheduleSeen(sheet, 0, master, master.on(sheet.on), sheet.on)
