"""A citation: which form, which paragraph."""

from typing import NamedTuple


class Cite(NamedTuple):
    """A paragraph of a form, as a plain value.

    Nothing is looked up when a cite is made, so that `import isda` stays quick; a test
    proves that every cite of the package stands in the register (`isda/law/forms`).

    Example:
        >>> str(Cite("csa-1994-ny", "13(b)(iv)(C)"))
        'csa-1994-ny 13(b)(iv)(C)'
    """

    form: str
    paragraph: str

    def __str__(self) -> str:
        return f"{self.form} {self.paragraph}"
