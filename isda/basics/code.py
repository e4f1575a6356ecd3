"""A code: what is found, what it means and what to do; and how tables of them are read."""

from typing import NamedTuple


class Code(NamedTuple):
    """One code.

    Attributes:
        code: Such as `DQ011`.
        title: What was found, in a few words.
        meaning: What it means and why nothing is computed past it.
        remedy: What to do.
    """

    code: str
    title: str
    meaning: str
    remedy: str


def read_codes(*tables: str) -> dict[str, Code]:
    """Return the codes of tables; an entry begins at the margin, and `|` parts it.

    Example:
        >>> read_codes("XX001 | a title | A meaning. | A remedy.")["XX001"].remedy
        'A remedy.'
    """
    codes: dict[str, Code] = {}
    for table in tables:
        entries = " ".join(
            line if line.startswith(" ") else f"\n{line}" for line in table.splitlines()
        )
        for entry in filter(str.strip, entries.split("\n")):
            code, title, meaning, remedy = (" ".join(part.split()) for part in entry.split("|"))
            codes[code] = Code(code, title, meaning, remedy)
    return codes
