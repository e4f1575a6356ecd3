"""Who the other party of an agreement is, as far as the tables of a night know it."""

import polars as pl


class Parties:
    """The parties of each agreement.

    A table does not say which of two parties keeps the book. The one name that every agreement
    has is taken for it, and the other party is then the counterparty; where there is no such
    name, or several, both parties are named.

    Args:
        calls: The calls of a night.

    Attributes:
        a: The name of party A, where every agreement has the same; else empty.
        table: The counterparty of each agreement.
    """

    def __init__(self, calls: pl.DataFrame) -> None:
        names = ("party_a", "party_b")
        every = calls.select("agreement", *names).unique(
            "agreement", keep="first", maintain_order=True
        )
        of_a = every["party_a"].drop_nulls().unique()
        self.a = of_a.item() if of_a.len() == 1 else ""
        known = every.filter(pl.all_horizontal(pl.col(names).is_not_null()))
        pairs = [frozenset(pair) for pair in known.select(names).unique().rows()]
        common = frozenset.intersection(*pairs) if pairs else frozenset()
        both = pl.concat_str(names, separator=" · ", ignore_nulls=True)
        told = both
        if len(common) == 1:
            (house,) = common
            told = (
                pl.when(pl.col("party_a").eq_missing(pl.lit(house)))
                .then("party_b")
                .when(pl.col("party_b").eq_missing(pl.lit(house)))
                .then("party_a")
                .otherwise(both)
            )
        self.table = every.select("agreement", told.alias("counterparty"))

    def told(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return rows of agreements with the counterparty of each, empty where unknown."""
        joined = rows.join(self.table, on="agreement", how="left", maintain_order="left")
        return joined.with_columns(pl.col("counterparty").fill_null(""))
