"""Whether a file of CSV is one that columns take: every row as long as its header."""

import gzip
import zlib
from codecs import getincrementaldecoder

from isda.batch.cells import NotColumns
from isda.sheet.headers import TableFile

CHUNK = 1 << 22


def is_text(file: TableFile) -> bool:
    """Whether a part is CSV."""
    return file.path.name.endswith((".csv", ".csv.gz"))


def header_of_even(file: TableFile) -> list[str]:
    """Return the header of CSV; raise where a row is not as long as it, or is no text.

    Polars fills a short row up in silence, and lets a long one pass where its last columns are
    not asked for. It gives a column that stands twice another name, so that the header is
    taken as it stands.
    """
    try:
        return _even(file)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as problem:
        message = f"{file.path.name} cannot be read as text"
        raise NotColumns(message) from problem


def _even(file: TableFile) -> list[str]:
    header: list[str] = []
    sign, row, rest, last = file.feed.separator.encode(), b"\n", b"", b""
    others = bytes(set(range(256)) - {*sign, *b"\n"})
    decoder = getincrementaldecoder("utf-8")()
    opened = gzip.open if file.path.suffix == ".gz" else open
    with opened(file.path, "rb") as source:
        while chunk := source.read(CHUNK):
            decoder.decode(chunk)
            if not header:
                first = chunk.partition(b"\n")[0].decode("utf-8-sig").removesuffix("\r")
                header = first.split(file.feed.separator)
                row = sign * (len(header) - 1) + b"\n"
            skeleton = rest + chunk.translate(None, others)
            rows, left = divmod(len(skeleton), len(row))
            rest = skeleton[len(skeleton) - left :]
            if b'"' in chunk:
                message = f"{file.path.name} has quoted cells"
                raise NotColumns(message)
            if not skeleton.startswith(row * rows) or _breaks(last + chunk):
                rest = b"uneven"
                break
            last = chunk[-1:]
    if rest or last != b"\n":
        message = f"{file.path.name} has rows that are not as long as its header"
        raise NotColumns(message)
    decoder.decode(b"", final=True)
    return header


def _breaks(chunk: bytes) -> bool:
    """Whether a line ends in another way than Windows and everybody else end theirs."""
    return b"\r" in chunk and chunk.count(b"\r") - chunk.endswith(b"\r") != chunk.count(b"\r\n")
