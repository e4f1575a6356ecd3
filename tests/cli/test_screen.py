"""Words on the screen: lines that fit, and amounts that stay whole."""

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from isda.cli.screen import broken, columns, fitted, markdown, paragraph, shrunk, words

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


def table_of(*cells):
    """A table of one row, all text but the last column."""
    heads = [(f"c{number}", "text") for number in range(len(cells) - 1)]
    table = columns(*heads, ("n", "number"))
    table.add_row(*map(words, cells))
    return table


@pytest.mark.parametrize("width", range(80, 120))
def test_no_word_and_no_amount_of_a_table_is_broken(width):
    """A column gives way down to its longest word, so that every figure stays whole."""
    amount = "1,079,798,363.979584"
    how = f"{amount} + 0 - 1,000,000,000, below zero, so 0"
    table = table_of("mark in base currency", how, "performance deposit", amount)
    console = Console(file=StringIO(), width=width)
    assert fitted(console, table)
    console.print(table)
    shown = console.file.getvalue()
    assert shown.count(amount) == 2
    assert max(cell_len(line) for line in shown.splitlines()) <= width
    for word in ("currency", "performance", "1,000,000,000,"):
        assert word in shown


@pytest.mark.parametrize(("length", "fits"), [(58, True), (59, False)])
def test_a_table_whose_longest_words_do_not_fit_is_none(length, fits):
    """8 + 8 cells of words and two gaps of 3 leave 58 of 80 cells to the last column."""
    table = table_of("currency", "currency", "9" * length)
    assert fitted(Console(width=80), table) is fits


def test_a_narrow_terminal_has_no_table():
    """Below 80 columns entries stand one below the other."""
    assert not fitted(Console(width=79), table_of("a", "1"))


def test_the_widest_column_gives_way_first():
    """What can give way does, cell by cell, and never below what it needs."""
    assert shrunk([20, 30, 16], [8, 10, 16], 50) == [17, 17, 16]
    assert shrunk([20, 30, 16], [8, 25, 16], 50) == [9, 25, 16]
    assert shrunk([3, 4], [1, 1], 7) == [3, 4]


def test_points_with_numbers_stay_apart():
    """Each has lines of its own, and what does not fit stands under its words."""
    console = Console(file=StringIO(), width=20)
    markdown(console, "First\n2. that is no point\n\n9. one two three four\n10. five\n    code")
    assert [line.rstrip() for line in console.file.getvalue().splitlines()] == [
        *("First 2. that is no", "point", "", "9. one two three", "   four", "10. five"),
        "    code",
    ]  # fmt: skip
