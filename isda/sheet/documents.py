"""Which document a file is: a term sheet, facts, or the settings of a book."""

from dataclasses import replace

from isda.sheet.draft import Listing, SheetDraft
from isda.sheet.table_files import ENDINGS

DOCUMENTS = {
    "sheet": "a term sheet",
    "facts": "a facts file",
    "book": "the book.yaml of a book",
}
"""What a document is, by the key that it begins with."""

WHERE = {
    "sheet": "`isda call SHEET --facts FILE`: the sheet comes first",
    "facts": "`isda call SHEET --facts FILE`: facts come behind `--facts`",
    "book": "`isda run FOLDER` reads a book",
}


def is_document(draft: SheetDraft, kind: str) -> bool:
    r"""Whether a draft is the document that is expected; what else it is becomes a finding.

    Args:
        draft: The draft; one that could not be read has its findings already.
        kind: `sheet`, `facts` or `book`.

    Example:
        >>> from isda.sheet.yaml_events import draft_of
        >>> draft = draft_of("facts: 1\non: 2024-12-30\n", "day.yaml")
        >>> is_document(draft, "sheet"), draft.findings[0].message
        (False, 'this is a facts file, and a term sheet is expected')
    """
    keys = draft.keys
    if keys is None:
        root, help_text = draft.root, f"begin with `{kind}: 1`"
        if root is None:
            if kind != "sheet":
                draft.findings = [
                    replace(each, help=help_text) if each.code == "DQ003" else each
                    for each in draft.findings
                ]
            return False
        shape = "a list" if isinstance(root, Listing) else "a single value"
        if draft.name.endswith(ENDINGS):
            help_text = (
                "this looks like a table, and tables belong to a book: `isda run FOLDER`"
            )
        message = f"{shape} stands where the keys of {DOCUMENTS[kind]} are expected"
        draft.error("DQ014", root.place, message, help_text)
        return False
    other = next((each for each in DOCUMENTS if each in keys), kind)
    if kind in keys or other == kind:
        return True
    message = f"this is {DOCUMENTS[other]}, and {DOCUMENTS[kind]} is expected"
    draft.error("DQ014", draft.root.entries[other].key.place, message, WHERE[other])
    return False
