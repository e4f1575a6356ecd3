"""Words on the screen: lines that fit, and amounts that stay whole."""

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from isda.cli.screen import broken, paragraph

TEXT = (
    "한강은행 (party A) would return KRW 290,000,000 to 미르반도체장비 (party B), and about "
    "USD 1,000.50 or EUR -3 is left. ISDA MA 2002."
)


@pytest.mark.parametrize("width", range(16, 130))
def test_an_amount_stays_with_its_currency(width):
    """At any width: no line is too long, no amount is broken, and no word is lost."""
    lines = broken(TEXT, width)
    assert " ".join(lines) == TEXT
    assert max(cell_len(line) for line in lines) <= max(width, 15)
    for amount in ("KRW 290,000,000", "USD 1,000.50", "EUR -3"):
        assert sum(amount in line for line in lines) == 1


def test_lines_of_the_text_stand():
    """A line break of the text itself is one on the screen."""
    assert broken("a\n\nb c", 80) == ["a", "", "b c"]


def test_a_word_longer_than_a_line_is_folded_and_kept():
    """Nothing is cut off, not even what cannot be broken at a space."""
    console = Console(file=StringIO(), width=20)
    paragraph(console, f"see {'x' * 45} there", indent=2)
    shown = "".join(console.file.getvalue().split())
    assert shown == f"see{'x' * 45}there"


def test_the_indent_of_a_line_stands():
    """Lines of a sheet keep their depth, on each line that they are broken into."""
    assert broken("custody:\n  A: bank of one", 12) == ["custody:", "  A: bank of", "  one"]
