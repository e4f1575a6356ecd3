"""The concordance: what models, computes and shows each paragraph of each form."""

import re
from collections.abc import Iterator
from pathlib import Path

from isda.basics.cite import Cite
from isda.law.concordance import pages
from isda.law.forms import TITLES, Form
from isda.law.register import find
from isda.sheet.draft import plain_tree
from isda.sheet.yaml_events import read_draft
from isda.statement.uses import uses

WORKED = Path(__file__).parents[1] / "samples" / "worked"
PARAGRAPH = re.compile(r"\b\d{1,2}(?:\([a-zA-Z]+\))+(?:\([A-Z]\))?")


def law_pages() -> dict[str, str]:
    """Return every page of `docs/law`, file name to text."""
    return {f"law/{name}": text for name, text in pages(uses(samples())).items()}


def samples() -> dict[Cite, tuple[str, ...]]:
    """Return the worked samples whose README cites a paragraph of their own form."""
    found: dict[Cite, list[str]] = {}
    for folder in sorted(WORKED.iterdir()):
        if folder.is_dir():
            for cited in _cited(folder):
                found.setdefault(cited, []).append(folder.name)
    return {cited: tuple(dict.fromkeys(names)) for cited, names in found.items()}


def _cited(folder: Path) -> Iterator[Cite]:
    sheet = plain_tree(read_draft(folder / "agreement.yaml").root)
    titles = {title: form for form, title in TITLES.items()}
    forms = {titles[annex["form"]] for annex in sheet["annexes"]}
    text = (folder / "README.md").read_text("utf-8")
    for form in sorted(forms):
        if form is Form.LOSS_LIMIT_KOREA:
            continue
        for paragraph in dict.fromkeys(PARAGRAPH.findall(text)):
            rows = find(f"{form.value} {paragraph}")
            yield from (row.cite for row in rows if row.paragraph == paragraph)
