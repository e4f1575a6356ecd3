"""Every code that the program can say is explained, once, and no explanation is idle."""

import ast
import re
from pathlib import Path

import isda
from isda.basics.codes import CODES

SOURCES = sorted(Path(isda.__file__).parent.rglob("*.py"))
CODE = re.compile(r"(DQ|MC)\d{3}")


def said():
    """Every code written as a text in the package, but in the list of codes itself."""
    return {
        node.value
        for path in SOURCES
        if path.name != "codes.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CODE.fullmatch(node.value)
    }


def test_every_code_that_is_said_is_explained():
    """No finding carries a code that `isda explain` does not know."""
    assert sorted(said() - set(CODES)) == []


def test_every_explained_code_is_said_somewhere():
    """No explanation stands for a code that nothing says any more."""
    assert sorted(set(CODES) - said()) == []


def test_every_code_has_a_title_a_meaning_and_a_remedy():
    """An explanation says what was found, what it means and what to do."""
    for code in CODES.values():
        assert CODE.fullmatch(code.code)
        assert code.title
        assert code.meaning.endswith(".")
        assert code.remedy.endswith(".")
