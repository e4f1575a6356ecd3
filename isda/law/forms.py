"""The forms this package knows, by the name a sheet gives them."""

from enum import StrEnum


class Form(StrEnum):
    """A published form, or the Korean loss-limit agreement; the value is its slug.

    Example:
        >>> Form.CSA_1994_NEW_YORK.title
        'CSA 1994 New York'
    """

    MASTER_1992 = "ma-1992"
    MASTER_2002 = "ma-2002"
    CSA_1994_NEW_YORK = "csa-1994-ny"
    CSA_1995_ENGLISH = "csa-1995-eng"
    VM_2016_NEW_YORK = "csa-2016-vm-ny"
    VM_2016_ENGLISH = "csa-2016-vm-eng"
    LOSS_LIMIT_KOREA = "loss-limit-kr"

    @property
    def title(self) -> str:  # type: ignore[override]  # not str.title
        """The name a term sheet uses."""
        return TITLES[self]


TITLES = {
    Form.MASTER_1992: "ISDA Master Agreement 1992",
    Form.MASTER_2002: "ISDA Master Agreement 2002",
    Form.CSA_1994_NEW_YORK: "CSA 1994 New York",
    Form.CSA_1995_ENGLISH: "CSA 1995 English",
    Form.VM_2016_NEW_YORK: "VM CSA 2016 New York",
    Form.VM_2016_ENGLISH: "VM CSA 2016 English",
    Form.LOSS_LIMIT_KOREA: "Loss limit agreement (Korea)",
}
