"""A term uses the words of another form.

What it finds:
    Pledgor, Chargor or Secured Party in the terms of a title-transfer annex, Transferor or
    Transferee in those of a New York annex or an English deed. Own words under `note:`, `at:`
    and `other_terms:`, and names, are left alone; so are the forms whose words were not read.
Why it matters:
    Who is a Transferor under a pledge is nobody: words copied from another form name no party,
    and a court may read from them that title was to pass, or was not.
What to do:
    Write the word of the form, or correct `form:`.
Law:
    The paragraph of each form that says who posts and who holds.
"""

import re
from collections.abc import Iterator
from typing import Final

from isda.basics.finding import Severity
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.lint.rule import Flaw, Rule
from isda.lint.scalars import scalars, wording
from isda.lint.sheet import AnnexSeen, Sheet
from isda.sheet.draft import Scalar
from isda.terms.derived import NATURES
from isda.terms.printed import UNREAD

POSTERS: Final = frozenset({"Pledgor", "Chargor", "Transferor"})
HOLDERS: Final = frozenset({"Secured Party", "Transferee"})
NOT_JUDGED: Final = frozenset(
    {Form.VM_2016_JAPANESE, Form.KOREA_PLEDGE, Form.KOREA_LOAN, Form.LOSS_LIMIT_KOREA}
)
OWN_WORDS: Final = frozenset(
    {"note", "at", "unresolved", "other_terms", "amendments", "name", "form", "row", "address"}
)


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        if annex.form in NOT_JUDGED:
            continue
        nature = NATURES[annex.form]
        other = (POSTERS | HOLDERS) - {nature.poster, nature.holder}
        foreign = [word for word in other if word in wording(sheet).values]
        if not foreign:
            continue
        word = re.compile(rf"\b({'|'.join(sorted(foreign))})\b")
        for layer in annex.layers:
            for path, said in scalars(sheet, layer, without=OWN_WORDS):
                if match := word.search(said.text):
                    yield _flaw(annex, path, said, match[1])


def _flaw(annex: AnnexSeen, path: str, said: Scalar, word: str) -> Flaw:
    nature = NATURES[annex.form]
    own = nature.poster if word in POSTERS else nature.holder
    mended = re.sub(rf"\b{word}\b", own, said.text)
    return Flaw(
        path,
        f"{annex.form.title} has no {word}: it speaks of the {own}",
        f"write `{own}`, or correct the form",
        why="a word of another form names no party of this one",
        cites=(cite("posting-parties", annex.form),),
        severity=Severity.WARNING if annex.form in UNREAD else None,
        fix=annex.sheet.replacing(path, mended, "write the word of the form", is_safe=False),
    )


RULE = Rule(Severity.ERROR, _find)
