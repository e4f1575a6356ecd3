"""isda where, explain, new, fmt and --version."""

from pathlib import Path

import pytest

import isda as package
from isda.sheet.starter import STARTERS

ROOT = Path(__file__).parents[2]


def test_where_shows_a_paragraph_in_every_form(isda):
    """A number without a form is found in all forms that have it."""
    result = isda("where", "13(b)(iv)(C)")
    assert result.exit_code == 0
    assert "minimum transfer amount" in result.stdout
    assert isda("where", "99(z)").exit_code == 2


@pytest.mark.parametrize("what", ["mta", "13(b)(iv)(C)", "손실한도", "DQ011", "13"])
def test_explain_explains(isda, what):
    """Topics, paragraphs, Korean terms and codes are explained."""
    result = isda("explain", what)
    assert result.exit_code == 0
    assert result.stdout.strip()


@pytest.mark.parametrize("what", ["condition-precedent", "below threshold", "Covered"])
def test_explain_explains_the_reasons_of_a_call(isda, what):
    """What stands beside `no call` or `withheld` is explained as it is printed there."""
    result = isda("explain", what)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{what.casefold().replace(' ', '-')}: ")
    assert "What to do" in result.stdout


def test_a_reason_that_is_mistyped_is_guessed(isda):
    """As a code and a topic are."""
    result = isda("explain", "conditon-precedent")
    assert result.exit_code == 2
    assert "`condition-precedent`" in result.stderr


def test_every_code_is_listed_with_what_it_is_about(isda):
    """--all has findings, rules and reasons, in both languages."""
    english, korean = isda("explain", "--all"), isda("explain", "--all", "--lang", "ko")
    for code in ("MC107", "CS005", "condition-precedent"):
        assert code in english.stdout
        assert code in korean.stdout
    assert "condition precedent not met" in english.stdout
    assert "선행조건 미충족" in korean.stdout
    assert "평가손익 없음" in korean.stdout


def test_explain_speaks_korean(isda):
    """A code is Korean as a whole; a rule begins in Korean, and what stays English is said."""
    code = isda("explain", "MC107", "--lang", "ko").stdout
    assert code == (
        "MC107: 평가손익 없음\n\n살아 있는 거래에 당일의 평가손익이 없습니다. 이를 빼고 산출한 "
        "익스포저는 틀립니다.\n\n조치\n\n평가손익을 추가하십시오.\n"
    )
    rule = isda("explain", "CS005", "--lang", "ko").stdout
    assert rule.startswith(
        "CS005: 양쪽 모두 무한대인 담보제공기준금액\n\n양쪽 당사자의 담보제공기준금액이 모두"
    )
    assert "\n조치\n" in rule
    assert "심각도: 최고 오류. 점검 조건: 항상." in rule
    assert "아래 설명은 영어로 제공됩니다." in rule
    topic = isda("explain", "minimum transfer amount", "--lang", "ko").stdout
    assert "\n서식별 조항\n" in topic
    assert "영어로 제공됩니다" in topic
    near = isda("explain", "treshold", "--lang", "ko")
    assert near.exit_code == 2


def test_explain_suggests(isda):
    """An unknown word is answered with what comes near it, and ends with 2."""
    result = isda("explain", "treshold")
    assert result.exit_code == 2
    assert "did you mean `threshold`" in result.stderr


@pytest.mark.parametrize(
    ("command", "what", "is_named"),
    [("explain", "zebra", True), ("where", "zebra", False)],
)
def test_what_nothing_comes_near_is_told_what_may_be_asked(isda, command, what, is_named):
    """A word like nothing here is answered with examples, and codes are for explain alone."""
    result = isda(command, what)
    assert result.exit_code == 2
    assert "`minimum transfer amount`" in result.stderr
    assert ("code" in result.stderr) is is_named


def test_explaining_a_sheet_asks_for_its_facts(isda):
    """A file is no topic: it is said that what would change its call needs `--facts`."""
    result = isda("explain", "README.md")
    assert result.exit_code == 2
    assert "README.md is a file: add `--facts FILE`" in result.stderr


def test_new_lists_the_forms(isda, tmp_path):
    """Without a form all that have a starter are listed; into a file goes no list."""
    result = isda("new")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [form.title for form in STARTERS]
    path = tmp_path / "new.yaml"
    assert isda("new", "--out", path).exit_code == 2
    assert not path.exists()


@pytest.mark.parametrize("form", STARTERS)
def test_new_writes_a_sheet_that_reads(isda, tmp_path, form):
    """The starter of each form reads without an error, and is not written over."""
    path = tmp_path / "new.yaml"
    assert isda("new", form.value, "--out", path).exit_code == 0
    assert not package.read_sheet(path).errors
    assert isda("new", form.title).stdout == path.read_text(encoding="utf-8")
    assert isda("new", form.value, "--out", path).exit_code == 2


def test_new_of_no_form(isda):
    """A form that is not known ends with 2 and names the ones that are."""
    result = isda("new", "csa-1994")
    assert result.exit_code == 2
    assert "csa-1994-ny" in result.stderr


def test_fmt_writes_in_place_or_only_says(isda, tmp_path):
    """--check and --diff write nothing; without them the file is mended and then stays."""
    path = tmp_path / "a.yaml"
    text = isda("new", "csa-1994-ny").stdout
    path.write_text(text.replace("USD 250,000", "USD 250000"), encoding="utf-8")
    before = path.read_bytes()
    checked = isda("fmt", path, "--check")
    assert (checked.exit_code, path.read_bytes()) == (1, before)
    shown = isda("fmt", path, "--diff")
    assert (shown.exit_code, path.read_bytes()) == (0, before)
    assert "+        value: USD 250,000" in shown.stdout
    assert isda("fmt", path).exit_code == 0
    assert path.read_text(encoding="utf-8") == text
    assert isda("fmt", path, "--check").exit_code == 0


def test_fmt_leaves_a_broken_sheet_alone(isda, tmp_path):
    """A sheet that does not read is not touched, and its findings are told."""
    path = tmp_path / "a.yaml"
    path.write_text("sheet: 1\nsheet: 1\n", encoding="utf-8")
    result = isda("fmt", path)
    assert result.exit_code == 1
    assert "DQ009" in result.stderr
    assert path.read_text(encoding="utf-8") == "sheet: 1\nsheet: 1\n"


def test_fmt_prints_a_sheet_in_another_notation(isda, tmp_path):
    """--to writes nothing and prints; what it prints of a printed sheet is the same again."""
    path, other = tmp_path / "a.yaml", tmp_path / "a.xml"
    path.write_text(isda("new", "csa-1994-ny").stdout, encoding="utf-8")
    before = path.read_bytes()
    in_xml = isda("fmt", path, "--to", "xml")
    assert (in_xml.exit_code, path.read_bytes()) == (0, before)
    other.write_text(in_xml.stdout, encoding="utf-8")
    assert isda("fmt", other, "--check").exit_code == 0
    assert isda("fmt", other, "--to", "json").stdout == isda("fmt", path, "--to", "json").stdout
    assert isda("fmt", path, "--to", "yaml").stdout == before.decode()


def test_fmt_to_takes_one_sheet(isda, tmp_path):
    """--to of two sheets, with --check or of a sheet that does not read prints no sheet."""
    path = tmp_path / "a.yaml"
    path.write_text("sheet: 1\n", encoding="utf-8")
    for words in (["fmt", path, path, "--to", "xml"], ["fmt", path, "--check", "--to", "xml"]):
        result = isda(*words)
        assert (result.exit_code, result.stdout) == (2, "")
    path.write_text("sheet: 1\nsheet: 1\n", encoding="utf-8")
    result = isda("fmt", path, "--to", "xml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "DQ009" in result.stderr


def test_version(isda):
    """--version prints the version alone."""
    assert isda("--version").stdout == f"isda {package.__version__}\n"
