"""What a file is that is not what its name says: Parquet, packed, a spreadsheet, no text."""

from pathlib import Path

PARQUET, GZIP, ZIP = b"PAR1", b"\x1f\x8b", b"PK\x03\x04"
LOOKED_AT = 4096
"""Bytes at the beginning of a file that tell."""


def not_text(raw: bytes, name: str) -> tuple[str, str]:
    r"""Return what a file is that should be text and is no UTF-8, and what to do.

    Args:
        raw: Its bytes.
        name: Its name.

    Example:
        >>> not_text(b"PAR1...", "trades.csv")[1]
        'name it `trades.parquet`'
        >>> not_text(b"caf\xe9", "trades.csv")
        ('the file is not UTF-8', 'save it as UTF-8')
    """
    if raw.startswith(PARQUET):
        told = "the file is Parquet, and its name says text"
        return told, f"name it `{Path(name).stem}.parquet`"
    if raw.startswith(GZIP):
        return "the file is packed, and its name does not say so", f"name it `{name}.gz`"
    if raw.startswith(ZIP):
        return "the file is a spreadsheet or an archive, and no text", "save its table as CSV"
    if b"\0" in raw[:LOOKED_AT]:
        told = "the file is no text: it holds bytes that no text has"
        return told, "get it again, as text in UTF-8"
    return "the file is not UTF-8", "save it as UTF-8"


def not_parquet(path: Path) -> tuple[str, str]:
    """Return what a file is that is no well-formed Parquet, and what to do."""
    with path.open("rb") as file:
        first = file.read(LOOKED_AT)
    if first and not first.startswith(PARQUET) and _is_text(first):
        told = "the file is text, and its name says Parquet"
        return told, f"name it for what it is, such as `{path.stem}.csv`"
    told = "this is no well-formed Parquet: the file is damaged, or it was cut"
    return told, "get it again"


def _is_text(raw: bytes) -> bool:
    return b"\0" not in raw and bool(raw.decode("utf-8", errors="ignore"))
