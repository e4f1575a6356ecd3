"""What moves in each currency, as a run prints it at its end."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from isda.batch.book import Total


def print_totals(
    console: "Console",
    totals: "Sequence[Total]",
    *,
    exact: str,
    above: Iterable[tuple[Decimal, str]] = (),
) -> None:
    """Print totals, each in what its currency is paid in, so that points align.

    Args:
        console: Where to.
        totals: The totals, with every digit.
        exact: What has every digit, where one was left out here.
        above: Amounts and currencies that were printed so before.
    """
    from isda.cli.counts import movements
    from isda.cli.language import say
    from isda.cli.screen import columns, heading, is_narrow, paragraph, stacked, words
    from isda.statement.figures import is_paid, paid

    heading(console, "Totals")
    if is_narrow(console):
        for each in totals:
            to_a, from_a = (
                f"{each.currency} {paid(amount, each.currency)}"
                for amount in (each.to_a, each.from_a)
            )
            below = (say(f"to party A: {to_a}"), say(f"from party A: {from_a}"))
            stacked(console, f"{each.currency}: {movements(each.movements)}", below)
    else:
        table = columns(
            ("", "text"), ("to party A", "number"), ("from party A", "number"),
            ("movements", "number"),
        )  # fmt: skip
        for each in totals:
            amounts = (paid(amount, each.currency) for amount in (each.to_a, each.from_a))
            row = map(words, (*amounts, f"{each.movements:,}"))
            table.add_row(words(each.currency, "bold"), *row)
        console.print(table)
    added = ((amount, each.currency) for each in totals for amount in (each.to_a, each.from_a))
    if not all(is_paid(amount, currency) for amount, currency in (*above, *added)):
        told = f"Rounded to what each currency is paid in; {exact} has every digit."
        paragraph(console, told, style="dim")
