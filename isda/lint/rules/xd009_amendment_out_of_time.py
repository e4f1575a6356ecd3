"""An amendment is older than what it amends, or two of one day say different things.

What it finds:
    An amendment of an annex, or of the Master, whose date is before that of the document it
    amends; and two amendments of the same day that give the same term different contents.
    Two that say the same, or that name the terms of different parties, are left alone.
Why it matters:
    Amendments are laid over the document in the order of their dates. A wrong date puts other
    terms in force on past days, and between two of one day nothing says which one holds: the
    one that stands later in the sheet is taken.
What to do:
    Correct the date. Where an annex was amended and restated, write the date of the
    restatement and only the amendments made since. Of two amendments of one day keep the term
    in the one that holds.
Law:
    Section 9(b) of the Masters of 1992 and 2002: an amendment is made in writing by both.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from isda.basics.cite import Cite
from isda.basics.finding import Severity
from isda.law.forms import Form
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.election import TermModel

OF_THE_LAYER = frozenset({"dated", "note"})
"""What an amendment says of itself."""


class Amended(NamedTuple):
    """A document with its amendments, and the way to it."""

    document: Any
    at: str


def _find(sheet: Sheet) -> Iterator[Flaw]:
    master = sheet.agreement.master
    slug = (master.slug if master else None) or Form.MASTER_2002
    cites = (Cite(slug.value, "9(b)"),)
    for amended in _amended(sheet):
        yield from _before_what_they_amend(amended, cites)
        yield from _of_one_day(amended, cites)


def _amended(sheet: Sheet) -> Iterator[Amended]:
    if sheet.agreement.master is not None:
        yield Amended(sheet.agreement.master, "master")
    for number, annex in enumerate(sheet.agreement.annexes):
        yield Amended(annex, f"annexes.{number}")


def _before_what_they_amend(amended: Amended, cites: tuple[Cite, ...]) -> Iterator[Flaw]:
    signed = amended.document.dated
    for number, layer in enumerate(amended.document.amendments):
        if signed is not None and layer.dated < signed:
            yield Flaw(
                f"{amended.at}.amendments.{number}.dated",
                f"the amendment is dated {layer.dated}, before {signed}, the date of what it "
                "amends",
                "correct one of the dates; a restated document has the date of its restatement",
                why="an amendment holds from its date on, and nothing is amended before it is "
                "signed",
                cites=cites,
                also=((f"{amended.at}.dated", "the date of what it amends"),),
            )


def _of_one_day(amended: Amended, cites: tuple[Cite, ...]) -> Iterator[Flaw]:
    first: dict[tuple[Any, str], tuple[int, Any]] = {}
    clashes: dict[tuple[int, int], list[str]] = {}
    for number, layer in enumerate(amended.document.amendments):
        for key, said in _terms_named(layer):
            earlier, before = first.setdefault((layer.dated, key), (number, said))
            if before != said:
                clashes.setdefault((earlier, number), []).append(f"`{key}`")
    for (earlier, later), keys in clashes.items():
        day = amended.document.amendments[later].dated
        yield Flaw(
            f"{amended.at}.amendments.{later}.dated",
            f"two amendments of {day} say different things of {', '.join(keys)}",
            "keep the term in the one that holds, or correct the date of one of them",
            why="nothing says which one holds, and the one that stands later in the sheet is "
            "taken",
            cites=cites,
            also=((f"{amended.at}.amendments.{earlier}.dated", "the other amendment"),),
        )


def _terms_named(layer: TermModel, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each term that an amendment names, those of each party apart."""
    fields = type(layer).model_fields
    for name in sorted(layer.model_fields_set - OF_THE_LAYER):
        said = getattr(layer, name)
        key = f"{before}{fields[name].alias or name}"
        if isinstance(said, TermModel) and said.keeps_unnamed:
            yield from _terms_named(said, f"{key}.")
        else:
            yield key, said


RULE = Rule(Severity.ERROR, _find)
