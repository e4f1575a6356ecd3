"""Every sentence that the program can say, as its source has it: with `{}` for a gap.

Also the Korean that is still English, which a sentence without an entry would be.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from isda.basics.ratings import LONG_TERM
from isda.law.forms import Form

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "isda"
NOT_SAID = frozenset({
    "Field", "term", "Option", "Argument", "compile", "sub", "search", "match", "fullmatch",
    "findall", "per_party", "cast",
})  # fmt: skip
"""Calls whose words are for developers, for `--help`, for a schema or for a pattern."""
NAMED = "Recipe"
"""A call whose first argument is a name that nobody is shown."""
ELSEWHERE = (
    "__init__.py", "law/", "statement/korean/", "statement/explain.py",
    "statement/as_json.py", "statement/check_shapes.py",
    "statement/keys.py", "statement/night_shapes.py", "statement/publish.py",
    "statement/shapes.py",
    "statement/steps.py", "statement/uses.py", "sheet/publish.py", "sheet/starter.py",
    "sheet/xml_schema.py", "cli/new.py", "cli/explain.py", "cli/where.py",
    "cli/fmt.py", "statement/rule_pages.py",
    "statement/haircut_lists.py", "basics/codes.py", "basics/reason_codes.py",
    "basics/status_codes.py", "tables/",
    "batch/make_", "cli/make_book.py",
)  # fmt: skip
"""Files that say nothing in a call or in a run."""
GAP = "{}"
PATTERN = "^"
"""How a pattern begins."""
LEAST_SPACES, LEAST_LETTERS = 2, 4
_WORD = re.compile(rf"[A-Za-z]{{{LEAST_LETTERS},}}")
_QUOTED = re.compile(r"`[^`]*`|(?<![A-Za-z])'[^']*'|\"[^\"]*\"")
_BESIDE = re.compile(r"(?<=[가-힣])\([A-Za-z ()]+\)")
_PATH = re.compile(r"\w+(?:[./]\w+)+")
_CODES = re.compile(r"(?<![A-Za-z])[A-Z]{4,}(?![A-Za-z])")
_KEY = re.compile(r"\"?\b[a-z_0-9]+\"?:(?=\s|$)", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|\s)#.*", re.MULTILINE)
_NAMES = (*(form.title for form in Form), *LONG_TERM)
_TITLES = re.compile("|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True)))


def files() -> list[Path]:
    """The files that speak in a call or in a run."""
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if not path.relative_to(PACKAGE).as_posix().startswith(ELSEWHERE)
    ]


def shapes(path: Path) -> Iterator[str]:
    """The sentences of one file, each once."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out = {id(part) for node in ast.walk(tree) for part in _inside(node)}
    seen: dict[str, None] = {}
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = [
                part.value if isinstance(part, ast.Constant) else GAP for part in node.values
            ]
            seen["".join(map(str, parts))] = None
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            seen[node.value] = None
    yield from filter(_is_sentence, seen)


def _is_sentence(shape: str) -> bool:
    return (
        shape.strip().count(" ") >= LEAST_SPACES
        and not shape.startswith(PATTERN)
        and any(letter.isalpha() for letter in shape)
    )


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """What of a node is no sentence: docstrings, types, the words of a call above, parts."""
    if (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant | ast.JoinedStr)
    ) or (isinstance(node, ast.FunctionDef) and node.name == "__repr__"):
        yield from ast.walk(node)
    elif isinstance(node, ast.JoinedStr):
        yield from (part for part in ast.walk(node) if part is not node)
    elif isinstance(node, ast.Call):
        called = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        if called in NOT_SAID:
            yield from (part for part in ast.walk(node) if part is not node.func)
        elif called == NAMED:
            yield from ast.walk(node.args[0])
    for field in ("annotation", "returns"):
        if isinstance(of_type := getattr(node, field, None), ast.AST):
            yield from ast.walk(of_type)


def own_words(paths: Iterable[Path]) -> frozenset[str]:
    """The words that files of a user hold: values, no keys in small letters, no comments."""
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in paths)
    return frozenset(
        word for text in texts for word in _WORD.findall(_KEY.sub(" ", _COMMENT.sub("", text)))
    )


def still_english(korean: str, own: frozenset[str] = frozenset()) -> list[str]:
    """The English words of a Korean text that are no key, name, form, code or user's word.

    Example:
        >>> still_english("`threshold` of the pledgor: CSA 1994 New York, KRWUSD")
        ['pledgor']
    """
    for left_out in (_QUOTED, _TITLES, _BESIDE, _PATH, _CODES):
        korean = left_out.sub(" ", korean)
    return [word for word in _WORD.findall(korean) if word not in own]
