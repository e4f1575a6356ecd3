"""Which forms a name in other words may mean: by its year, its law and its kind."""

import re
from collections.abc import Sequence
from typing import Final

_YEAR: Final = re.compile(r"\b(19|20)\d\d\b", re.ASCII)
_FACETS: Final = (
    {
        "New York": r"new york|n\.?y\.?",
        "English": "english|england|eng|uk",
        "French": "french|france",
        "Irish": "irish|ireland",
        "Japanese": "japanese|japan",
        "Korea": "korean?",
    },
    {
        "VM": "vm|variation",
        "IM": "im|initial",
        "Loss limit": "loss",
        "pledge": "pledge",
        "loan": "loan",
    },
    {"CSD": "csd|deed", "CSA": "csa|annex"},
)
"""Law, margin and kind of document: the word of a title, and how a name may say it."""


def forms_meant(name: str, titles: Sequence[str]) -> list[str]:
    """Return the forms that agree with all that a name says.

    All are meant where the name says nothing that fits one, and none where it says a year: a
    form of another year is another form.

    Args:
        name: The name, in any words.
        titles: The names of the forms.

    Example:
        >>> known = ["CSA 1995 English", "VM CSA 2016 English", "VM CSA 2016 French"]
        >>> forms_meant("2016 Annex for Variation Margin (English law)", known)
        ['VM CSA 2016 English']
        >>> forms_meant("2016 VM annex", known)
        ['VM CSA 2016 English', 'VM CSA 2016 French']
        >>> len(forms_meant("our usual one", known)), forms_meant("VM CSA 2019", known)
        (3, [])
    """
    said = _said(name)
    years, *_ = said
    found = [title for title in titles if _agrees(said, _said(title))]
    return found if found or years else list(titles)


def _said(name: str) -> list[set[str]]:
    """Return what a name says of each facet: its years, its laws and its kinds."""
    fold = name.casefold()
    years = {match[0] for match in _YEAR.finditer(fold)}
    return [
        years,
        *(
            {word for word, spelled in facet.items() if re.search(rf"\b({spelled})\b", fold)}
            for facet in _FACETS
        ),
    ]


def _agrees(name: list[set[str]], title: list[set[str]]) -> bool:
    """Whether a title says the same wherever the name says anything."""
    return all(
        not of_name or of_name & of_title for of_name, of_title in zip(name, title, strict=True)
    )
