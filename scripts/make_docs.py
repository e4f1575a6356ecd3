"""Write the pages of docs/ that are made from the program, or check that they are as made.

    python scripts/make_docs.py            writes them
    python scripts/make_docs.py --check    changes nothing; fails where a page differs

A further page is one more function in `PAGES`.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import law_pages
import rule_pages
import sheet_page

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"

PAGES: dict[str, Callable[[Path], str]] = {
    "sheet.md": sheet_page.page,
}
"""File below docs/ to what writes its text; each is given the folder of the templates."""


def texts() -> dict[str, str]:
    """Return every generated page, file name to text."""
    single = {name: write(DOCS / "templates") for name, write in PAGES.items()}
    return single | law_pages.law_pages() | rule_pages.rule_pages()


def main() -> int:
    """Write or check; the answer is the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    check = parser.parse_args().check
    stale = []
    for name, text in texts().items():
        path = DOCS / name
        held = path.read_text(encoding="utf-8") if path.exists() else None
        if held == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    for name in stale:
        print(f"docs/{name} {'is not as made' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
