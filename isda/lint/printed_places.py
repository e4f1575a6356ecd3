"""The paragraphs that a sheet gives with `at:`, as the document prints them."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from isda.law.forms import Form
from isda.law.paragraphs import PARAGRAPHS
from isda.lint.once import once
from isda.lint.scalars import scalars, wording
from isda.lint.sheet import AnnexSeen

_PLACE: Final = re.compile(
    r"(?:paragraph |para\.? )?(\d{1,2}) ?((?:\(\w{1,5}\) ?)*)", re.IGNORECASE
)
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_NUMERAL: Final = 1
OWN_WORDS: Final = frozenset({"other_terms", "amendments"})


class PrintedPlace(NamedTuple):
    """A numbered paragraph of a document.

    Attributes:
        number: Its paragraph.
        levels: What stands in brackets behind it.
    """

    number: int
    levels: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> "PrintedPlace | None":
        """Read `13(b)(iv)(A)`; None where no number begins it.

        Example:
            >>> PrintedPlace.read("Paragraph 13(b)(iv)(A)").levels
            ('b', 'iv', 'A')
            >>> PrintedPlace.read("Schedule Part 4(h)") is None
            True
        """
        match = _PLACE.match(text.strip())
        if match is None:
            return None
        return cls(int(match[1]), tuple(re.findall(r"\((\w+)\)", match[2])))

    @property
    def order(self) -> tuple[tuple[int, str], ...]:
        """What sorts it among the paragraphs of its number: letters, numerals, capitals."""
        return tuple(_rank(level, depth) for depth, level in enumerate(self.levels))

    def __str__(self) -> str:
        return f"{self.number}{''.join(f'({level})' for level in self.levels)}"


class Given(NamedTuple):
    """An `at:` of a sheet: the term it belongs to, the way to it, and the paragraph."""

    key: str
    path: str
    place: PrintedPlace


def _rank(level: str, depth: int) -> tuple[int, str]:
    fold = level.casefold()
    if depth == _NUMERAL and fold in _ROMAN:
        return _ROMAN.index(fold), ""
    return len(level), fold


def elections_of(form: Form) -> int | None:
    """Return the paragraph in which a form is filled in; None where none is numbered.

    Example:
        >>> elections_of(Form.CSA_1995_ENGLISH), elections_of(Form.LOSS_LIMIT_KOREA)
        (11, None)
    """
    place = PrintedPlace.read(PARAGRAPHS["notification-time"].get(form, ""))
    return None if place is None else place.number


@once
def places_given(annex: AnnexSeen) -> tuple[tuple[Given, ...], ...]:
    """Return the numbered paragraphs that each layer of an annex gives, in its order."""
    return tuple(tuple(_given(annex, layer)) for layer in annex.layers)


def _given(annex: AnnexSeen, layer: str) -> Iterator[Given]:
    is_any = "at" in wording(annex.sheet).keys
    for way, said in scalars(annex.sheet, layer, without=OWN_WORDS) if is_any else ():
        place = PrintedPlace.read(said.text) if way.endswith(".at") else None
        if place is not None:
            yield Given(way.removeprefix(f"{layer}.").partition(".")[0], way, place)
