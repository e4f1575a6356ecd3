"""The forms this package knows, by the name a sheet gives them."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


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
    CSD_1995_ENGLISH = "csd-1995-eng"
    VM_2016_NEW_YORK = "csa-2016-vm-ny"
    VM_2016_ENGLISH = "csa-2016-vm-eng"
    VM_2016_FRENCH = "csa-2016-vm-fr"
    VM_2016_IRISH = "csa-2016-vm-ie"
    VM_2016_JAPANESE = "csa-2016-vm-jp"
    IM_2018_NEW_YORK = "csa-2018-im-ny"
    IM_2018_ENGLISH = "csd-2018-im-eng"
    LOSS_LIMIT_KOREA = "loss-limit-kr"
    KOREA_PLEDGE = "csa-kr-pledge"
    KOREA_LOAN = "csa-kr-loan"

    @property
    def title(self) -> str:  # type: ignore[override]  # a form's title, not its slug in capitals
        """The name a term sheet uses."""
        return TITLES[self]


TITLES = {
    Form.MASTER_1992: "ISDA Master Agreement 1992",
    Form.MASTER_2002: "ISDA Master Agreement 2002",
    Form.CSA_1994_NEW_YORK: "CSA 1994 New York",
    Form.CSA_1995_ENGLISH: "CSA 1995 English",
    Form.CSD_1995_ENGLISH: "CSD 1995 English",
    Form.VM_2016_NEW_YORK: "VM CSA 2016 New York",
    Form.VM_2016_ENGLISH: "VM CSA 2016 English",
    Form.VM_2016_FRENCH: "VM CSA 2016 French",
    Form.VM_2016_IRISH: "VM CSA 2016 Irish",
    Form.VM_2016_JAPANESE: "VM CSA 2016 Japanese",
    Form.IM_2018_NEW_YORK: "IM CSA 2018 New York",
    Form.IM_2018_ENGLISH: "IM CSD 2018 English",
    Form.LOSS_LIMIT_KOREA: "Loss limit agreement (Korea)",
    Form.KOREA_PLEDGE: "Korean-law annex (pledge)",
    Form.KOREA_LOAN: "Korean-law annex (loan)",
}

MASTERS: Final = (Form.MASTER_1992, Form.MASTER_2002)

VARIANT_OF: Final[Mapping[Form, Form]] = MappingProxyType(
    {
        Form.VM_2016_FRENCH: Form.VM_2016_ENGLISH,
        Form.VM_2016_IRISH: Form.VM_2016_ENGLISH,
        Form.VM_2016_JAPANESE: Form.VM_2016_ENGLISH,
        Form.KOREA_LOAN: Form.KOREA_PLEDGE,
    }
)
"""Forms that follow another, paragraph by paragraph: only what differs is written down."""
