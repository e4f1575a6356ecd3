"""`isda check` and `isda explain`: options that do not go together, and standard input."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from isda.basics.finding import Edit, Finding, Fix, Place, Severity
from isda.cli.main import app
from isda.lint.fixing import mend

SAMPLES = Path(__file__).parents[2] / "samples"
FIRES = SAMPLES / "lint/CS005/fires/both-infinite.yaml"
FACTS = SAMPLES / "worked/001-first-call/facts.yaml"


def typed(text, *words):
    """Check what comes from standard input."""
    return CliRunner().invoke(app, ["check", "-", *words], input=text)


def told(made):
    """What stands on stderr, in one line."""
    return " ".join(made.stderr.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--diff", "--format", "json"], "leave --fix, --statistics, --format out"),
        (["--diff", "--fix"], "leave --fix, --statistics, --format out"),
        (["--diff", "--statistics"], "leave --fix, --statistics, --format out"),
        (["--select", ","], "no code is written"),
        (["--ignore", " , "], "no code is written"),
        (["--select", "ZZ001"], "'ZZ001' begins no code of a check"),
        (["--ignore", "MC107"], "'MC107' begins no code of a check"),
        (["--select", "below-threshold"], "'below-threshold' begins no code of a check"),
        (["--profile", "strict"], "`strict` is no regime: write --strict"),
        (["-"], "`-` is standard input: name it alone"),
    ],
)
def test_options_without_a_sense_together_are_refused(isda, words, said):
    """What could not be obeyed is told, and nothing is checked."""
    made = isda("check", FIRES, *words)
    assert (made.exit_code, made.stdout) == (2, "")
    assert said in told(made)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["CS005", "--all"], "--all lists the codes"),
        (["--all", "--facts", FACTS], "--all lists the codes"),
        (["--all", "--on", "2024-12-30"], "--all lists the codes"),
        (["CS005", "--format", "json"], "--format is for the list of codes"),
        (["CS005", "--on", "2024-12-30"], "--on is for what would change a call"),
    ],
)
def test_explain_refuses_what_it_would_not_obey(isda, words, said):
    """The list of codes, a page and a call each have options of their own."""
    made = isda("explain", *words)
    assert (made.exit_code, made.stdout) == (2, "")
    assert said in told(made)


def test_codes_are_chosen_in_small_letters_too(isda):
    """A code is the same code however it is typed."""
    assert isda("check", FIRES, "--select", "cs005").exit_code == 1
    assert isda("check", FIRES, "--ignore", "cs").exit_code == 0


def test_standard_input_is_a_sheet():
    """`-` is read, whatever its notation, and shown with its lines."""
    made = typed(FIRES.read_text(encoding="utf-8"))
    assert made.exit_code == 1
    assert "-:24:10 CS005 error" in made.stdout
    assert " 24 |       A: infinite" in made.stdout
    assert "1 sheet checked" in made.stdout
    assert typed("a: \0\n").stdout.count("|") == 0
    (file,) = json.loads(typed("{}", "--format", "json").stdout)["files"]
    assert file["file"] == "-"


@pytest.mark.parametrize("words", [["--fix"], ["--unsafe-fixes"], ["--sheets-only"], [FIRES]])
def test_standard_input_is_not_written(words):
    """There is nothing to write to; what would change is shown."""
    text = FIRES.read_text(encoding="utf-8")
    made = typed(text, *map(str, words))
    assert (made.exit_code, made.stdout) == (2, "")
    assert "name it alone; --diff shows its fixes" in told(made)
    shown = typed(text, "--strict", "--diff")
    assert "+    independent_amount: nil" in shown.stdout


def test_strict_is_no_regime(isda):
    """The last line names the regimes, and says of `--strict` what it lists."""
    made = isda("check", FIRES, "--strict", "--profile", "eu", "--on", "2026-01-02")
    assert "under eu, as of 2026-01-02; what is left to the form is listed" in made.stdout


def test_a_fix_never_makes_a_broken_sheet_worse():
    """A sheet that does not read may be mended, but no more of it may be lost."""
    text = FIRES.read_text(encoding="utf-8").replace("sheet: 1", "sheet: 2")
    at = text.index("infinite")

    def mended(word):
        fix = Fix("write it", (Edit(at, at + len("infinite"), word),), is_safe=False)
        found = Finding("CS005", Severity.ERROR, Place("a.yaml"), "", fix=fix)
        return mend(text, [found], unsafe=True, name="a.yaml")

    assert mended("nil").is_sound
    assert not mended("nill").is_sound
