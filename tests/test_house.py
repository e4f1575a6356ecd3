"""The rules of the house that a program can check: sizes, clocks, floats, formulas, imports."""

import ast
import importlib
import inspect
import re
import shutil
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

from isda.basics.arithmetic import N

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "isda"
SOURCES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
ROOMS = sorted(
    {path.relative_to(PACKAGE).parts[0] for path in SOURCES if path.parent != PACKAGE}
)
NEAR_MONEY = ("basics", "terms", "facts", "margin", "sheet", "batch", "law")
FORMULAS = (
    "exposure",
    "value",
    "credit_support",
    "delivery",
    "loss_limit",
    "bespoke",
    "curing",
)
NO_ROOM = {"utils", "helpers", "common", "core", "models", "engine"}
HEAVY = (
    *("polars", "fastapi", "sqlalchemy", "pyspark", "yaml", "lxml", "holidays", "typer"),
    "rich",
)
NEEDS_A_SHEET = {
    "basics/outcome.in_place_order",
    *(f"terms/agreement.{name}" for name in ("missing_of_loss_limit", "has_deposit")),
    *(f"terms/conditions.{name}" for name in ("in_force", "failed_condition")),
    *("terms/conditions.conditions_that_count", "terms/identity.identity"),
    "terms/identity.canonical",
    *("terms/conditions.with_specified_conditions", "terms/conditions.unclear_condition"),
    *(f"terms/resolve.{name}" for name in ("legs_of", "resolve", "annexes_on", "purposes_of")),
    *(f"terms/separate.{name}" for name in ("is_separate", "of_independent_amount")),
    *("margin/regulatory.limit_of", "margin/transit.check_parts"),
    *("margin/margin_disputes.waits", "margin/elsewhere.with_exposure_elsewhere"),
    *("margin/lots.lot_inputs", "margin/valuation_dates.days_of", "margin/elsewhere.added"),
    *(f"margin/dispute_checks.{name}" for name in ("nameless", "nameless_disputes")),
    *(f"margin/dispute_checks.{name}" for name in ("strange_regimes", "stray_disputes")),
    *("margin/margin_plan.of_regime", "margin/margin_plan.waiting"),
    *("terms/separate.separate_conflict", "margin/up_front_plan.share_of_exposure"),
    *("margin/up_front_plan.separate_amount", "margin/up_front_plan.confirmed"),
    *(f"margin/confirmed.{name}" for name in ("of_transactions", "is_left_to_nobody")),
    *(
        "margin/confirmed.of_each",
        "margin/confirmed.add_up",
        "margin/unread.confirmations_of_nothing",
        "margin/confirmed.say_unused",
    ),
    *(f"terms/confirmations.{name}" for name in ("annexes_by_name", "confirmed_over")),
    *("terms/confirmations.troubles_of_confirmations", "terms/confirmations.is_left_to_trades"),
    *(f"terms/other_support.{name}" for name in ("rows_of_support", "counts_letters")),
    *("terms/other_support.troubles_of_support", "margin/lot_plan.letter"),
    *(f"margin/letters.{name}" for name in ("match_letter", "letters_of", "misnamed")),
    *("margin/letters.names_of", "margin/eligibility.barred", "margin/offsets.offset_legs"),
    *(f"terms/clients.{name}" for name in ("troubles_of_clients", "troubles_of_split")),
    *("terms/clients.is_split", "margin/checks.for_client"),
    *("margin/rights.rights_switched_off", "margin/elected.elected_money"),
    *("margin/elected.of_client", "margin/elected.left"),
    *(f"margin/row_conditions.{name}" for name in ("goes_on", "standing_of")),
    *(f"margin/margin_plan.{name}" for name in ("requirement", "independent_amount_left")),
    *(f"margin/initial_margin.{name}" for name in ("margin_required", "after_initial_margin")),
    *("terms/initial_margin.is_initial_margin", "terms/initial_margin.unclear_approaches"),
    *("terms/conditions.listed_conditions", "margin/final_returns.is_final_return"),
    *("margin/plan.kind_of", "terms/resolve.owing"),
    *(f"margin/other_minimums.{name}" for name in ("changed_minimums", "as_amended")),
    *("terms/layers.layered", "terms/bound.nil", "terms/election.term"),
    "margin/watch.watch_greatest_amount",
    "margin/cure_caps.cut_by_caps",
    "margin/changes.elected_amounts",
    *(f"terms/reading.{name}" for name in ("refuse", "trouble", "gather", "to_text", "one_of")),
    *(f"margin/eligibility.{name}" for name in ("match", "rows_of")),
    *(f"margin/no_figures.{name}" for name in ("identity", "silent_leg", "refused_leg")),
    *(
        f"margin/valuation_dates.{name}"
        for name in ("cities", "no_valuation_date", "places_of")
    ),
    "margin/legs.direction_of",
    *(f"margin/limits.{name}" for name in ("bind_limit", "latched_before", "use_of_limit")),
    *(f"margin/lot_plan.{name}" for name in ("lot", "cap_of_share", "under_cap")),
    *(f"margin/lot_plan.{name}" for name in ("staying", "with_returning")),
    *(f"margin/lots.{name}" for name in ("value_lot", "fx_haircut")),
    *(f"terms/ratings.{name}" for name in ("pick_row", "table_troubles")),
    *(f"terms/walk.{name}" for name in ("turning", "reads_ratings", "unreadable")),
    *("terms/standing.stand", "terms/events.unknown_event", "margin/dispute.check_demands"),
    *("terms/conditions.doubtful_conditions", "terms/bind_limit.bind_limit"),
    *("terms/holding.holding", "terms/holding.by_rating", "terms/holding.in_one_word"),
    *(f"margin/row_conditions.{name}" for name in ("why_not", "is_met", "replaced")),
    *("margin/caps.after_caps", "margin/dispute.disputes", "margin/dispute.refuse_shared"),
    *(f"margin/marks.{name}" for name in ("covered_trades", "exposure", "net_mark")),
    "margin/marks.usable_marks",
    *("margin/marks.other_side", "margin/strip.strip_of"),
    *(f"margin/plan.{name}" for name in ("conversion", "independent_amount", "requirement")),
    *("margin/loss_limit_plan.loss_requirement", "margin/plan.movements"),
    *("margin/rates.rates_of", "margin/reasons.why_nothing_moves", "margin/recipe.run"),
    *(f"margin/transit.{name}" for name in ("under_way", "in_transit")),
    *(f"margin/plan.{name}" for name in ("standing", "settling")),
    *(f"margin/formula_plan.{name}" for name in ("requirement", "gated", "share_of_notional")),
    *(f"margin/formula_inputs.{name}" for name in ("say_summed", "say_unread")),
    *(f"margin/cure_plan.{name}" for name in ("of_regime", "nominal", "share_alone")),
    *("margin/cure_plan.rounded", "margin/inputs.rates_for"),
    *("margin/regimes.legs_of_regimes", "terms/bind_formula.formula_of_regime"),
    "terms/regimes.troubles_of_regimes",
    *("margin/up_front.amount_up_front", "margin/checks.wrong_facts"),
    *("margin/marks.covers_on", "margin/unread.unread_facts"),
}
"""Their input is a bound leg, a form or a model: `isda.call` and `step` show them at work."""
LINES, FUNCTION, WIDTH = 400, 60, 96


def name_of(path):
    return str(path.relative_to(ROOT))


def room_of(path):
    return path.relative_to(PACKAGE).parts[0]


SUPPRESSION = re.compile(
    r"# *(?:ruff: *)?(?:noqa|type: *ignore)\b(?:: *[A-Z]+\d+(?:, *[A-Z]+\d+)*|\[[a-z, -]+\])?"
)
REASON = re.compile(r" +(?:#|-) +\w.*")


def tracked():
    git = shutil.which("git") or "git"
    listed = subprocess.run(  # git, asked for its own list
        [git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


@pytest.mark.parametrize(
    "path", [*SOURCES, *sorted((ROOT / "tests").rglob("*.py"))], ids=name_of
)
def test_modules_functions_and_lines_stay_small(path):
    """No module has more than 400 lines, no function 60, no line 96 characters."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert len(lines) <= LINES
    assert [number for number, line in enumerate(lines, 1) if width_of(line) > WIDTH] == []
    long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and length_of(node) > FUNCTION
    ]
    assert long == []


def width_of(line):
    """Characters of a line without what it says to a checker."""
    bare = re.sub(r"\s*# (noqa|type: ignore|fmt).*$", "", line)
    return len(bare) if " " in bare.strip() else 0


def length_of(node):
    """Lines of a function without its docstring."""
    first = node.body[0]
    has_words = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    words = first.end_lineno - first.lineno + 1 if has_words else 0
    return node.end_lineno - node.lineno + 1 - words


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_the_service_has_a_clock(path):
    """No module but service/clock.py asks what day or time it is."""
    if path == PACKAGE / "service" / "clock.py":
        return
    asked = [
        f"{ast.unparse(node)} in line {node.lineno}"
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Attribute)
        and (
            (node.attr in {"now", "today", "utcnow", "fromtimestamp"})
            or (node.attr in {"time", "time_ns"} and ast.unparse(node.value) == "time")
        )
    ]
    assert asked == []
    assert "import time" not in path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if room_of(path) in NEAR_MONEY], ids=name_of
)
def test_no_float_comes_near_money(path):
    """Where amounts are read, kept and computed there is no float and nothing makes one."""
    likeness = {  # difflib's cutoff is a likeness of words
        keyword.value
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("get_close_matches")
        for keyword in node.keywords
    }
    floats = [
        node.lineno
        for node in ast.walk(TREES[path])
        if node not in likeness
        and (
            (isinstance(node, ast.Constant) and isinstance(node.value, float | complex))
            or (isinstance(node, ast.Name) and node.id == "float")
        )
    ]
    assert floats == []


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if room_of(path) == "margin"], ids=name_of
)
def test_the_arithmetic_multiplies_through_its_primitives_only(path):
    """In margin a product, quotient, remainder or power is a primitive, never an operator."""
    bare = [
        f"{ast.unparse(node)} in line {node.lineno}"
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.BinOp | ast.AugAssign)
        and isinstance(node.op, ast.Mult | ast.Div | ast.FloorDiv | ast.Mod | ast.Pow)
    ]
    assert bare == []


def formulas():
    for module in FORMULAS:
        found = importlib.import_module(f"isda.margin.{module}")
        for name, function in inspect.getmembers(found, inspect.isfunction):
            if function.__module__ == found.__name__ and not name.startswith("_"):
                yield pytest.param(function, id=f"{module}.{name}")


@pytest.mark.parametrize("formula", list(formulas()))
def test_a_formula_is_pure_and_typed(formula):
    """A formula takes keyword-only numbers N, and has no branch, loop or literal of its own."""
    signature = inspect.signature(formula)
    assert signature.return_annotation is N
    for parameter in signature.parameters.values():
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
        assert parameter.annotation is N
        assert parameter.default is inspect.Parameter.empty
    (made,) = ast.parse(inspect.getsource(formula)).body
    body = made.body[1:]
    forbidden = (ast.If, ast.IfExp, ast.For, ast.While, ast.Constant, ast.BoolOp, ast.Compare)
    odd = [
        ast.unparse(node)
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, forbidden)
    ]
    assert odd == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_room_imports_the_front_door(path):
    """Inside the package nothing imports the package itself: rooms import rooms."""
    if path in {PACKAGE / "__init__.py", PACKAGE / "__main__.py"}:
        return
    found = [
        ast.unparse(node)
        for node in ast.walk(TREES[path])
        if (isinstance(node, ast.Import) and any(each.name == "isda" for each in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "isda" and not node.level)
        or (isinstance(node, ast.ImportFrom) and node.level)
    ]
    assert found == []


def test_no_room_is_a_lumber_room():
    """No folder or module of the package is named for nothing in particular."""
    names = {
        part for path in SOURCES for part in path.relative_to(PACKAGE).with_suffix("").parts
    }
    assert names & NO_ROOM == set()


def test_every_room_has_tests():
    """Each room of the package has a folder of tests with its name."""
    without = [room for room in ROOMS if not list((ROOT / "tests" / room).glob("test_*.py"))]
    assert without == []


def public_things(kinds=(ast.FunctionDef, ast.ClassDef)):
    """Every public function and class at the top of a module, with its docstring."""
    for path, tree in TREES.items():
        for node in tree.body:
            if isinstance(node, kinds) and not node.name.startswith("_"):
                yield path.relative_to(PACKAGE).with_suffix(""), node, ast.get_docstring(node)


def test_everything_public_says_what_it_is():
    """Every public function and class of the package has a docstring of its own."""
    assert [f"{path}.{node.name}" for path, node, words in public_things() if not words] == []


def test_public_functions_show_an_example():
    """Public functions near money show an example, but those that need a sheet for one."""
    without = {
        f"{path}.{node.name}"
        for path, node, words in public_things(ast.FunctionDef)
        if path.parts[0] in {"basics", "terms", "margin"} and ">>>" not in (words or "")
    }
    assert without == NEEDS_A_SHEET


def test_importing_the_package_loads_nothing_heavy():
    """`import isda` loads no frame, server, database, holiday, YAML or terminal library."""
    code = f"import sys, isda; print([name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run(  # this Python
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert ran.stdout.strip() == "[]"


def test_one_call_needs_no_frames():
    """Reading a sheet and a day and calling loads no frame, server or database library."""
    code = (
        "import sys, isda\n"
        "f = 'samples/worked/001-first-call/'\n"
        "isda.call(isda.read_sheet(f + 'agreement.yaml').must(),"
        " isda.read_facts(f + 'facts.yaml').must())\n"
        "heavy = ('lxml', 'polars', 'fastapi', 'sqlalchemy', 'pyspark', 'typer', 'rich')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    ran = subprocess.run(  # this Python
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert ran.stdout.strip() == "[]"


def test_no_file_names_a_registry_or_this_machine():
    """No tracked file names a package registry or a path of the machine it was written on."""
    wrong = re.compile(
        "|".join(
            [
                "index" + "-url",
                '"resol' + 'ved":',
                r"(?<![\\w.-])/wo" + r"rk/",
                r"(?<![\\w.-])/ro" + r"ot/",
                r"(?<![\\w.-])/home/[a-z]",
            ]
        )
    )
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        found += [f"{name_of(path)}: {match[0]}" for match in [wrong.search(text)] if match]
    assert found == []


def suppressions(path):
    """Every comment of a module that silences a checker, with what follows it."""
    with path.open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            if token.type == tokenize.COMMENT:
                for found in SUPPRESSION.finditer(token.string):
                    rest = token.string[found.end() :]
                    yield token.start[0], re.split(r"# *(?:noqa|type:)", rest)[0]


PYTHON = [path for path in tracked() if path.suffix == ".py" and path.exists()]


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_what_silences_a_checker_says_why_in_its_line(path):
    """No line silences the linter or the type checker without its reason behind it."""
    assert [line for line, rest in suppressions(path) if not REASON.match(rest)] == []


@pytest.mark.parametrize(
    ("comment", "sound"),
    [
        ("noqa: S311  # a test keeps no secret", True),
        ("noqa: T201 - a runner prints", True),
        ("type: ignore[arg-type]  # a custom error is a type too", True),
        ("noqa: S311", False),
        ("noqa: S311, S506  #", False),
        ("noqa", False),
        ("type: ignore", False),
        ("type: ignore[arg-type]  # noqa: S311  # one reason for two", False),
    ],
)
def test_a_reason_is_seen_where_it_stands(tmp_path, comment, sound):
    """The rule above sees a reason where there is one, and misses none that is missing."""
    module = tmp_path / "module.py"
    module.write_text(f"x = 1  # {comment}\n", encoding="utf-8")
    found = list(suppressions(module))
    assert found
    assert all(REASON.match(rest) for _, rest in found) is sound
