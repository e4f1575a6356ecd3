"""`isda check` as its user runs it: what it finds where, formats, fixes and how it ends."""

import gzip
import json
import os
import re
import shutil
from pathlib import Path

import pytest
import yaml

SAMPLES = Path(__file__).parents[2] / "samples"
FIRES = SAMPLES / "lint/CS005/fires/both-infinite.yaml"
QUIET = SAMPLES / "lint/CS005/quiet/one-way.yaml"


@pytest.fixture
def desk(tmp_path):
    """A folder with a clean sheet, one with a fault, facts, and what is not looked at."""
    (tmp_path / "deep/er").mkdir(parents=True)
    shutil.copy(QUIET, tmp_path / "b.yaml")
    shutil.copy(FIRES, tmp_path / "deep/er/a.yaml")
    (tmp_path / "facts.yaml").write_text("facts: 1\non: 2024-01-02\n", encoding="utf-8")
    (tmp_path / "book.yaml").write_text("book: 1\n", encoding="utf-8")
    (tmp_path / "settings.json").write_text('{"editor": "x"}', encoding="utf-8")
    (tmp_path / "notes.txt").write_text("sheet: 1", encoding="utf-8")
    (tmp_path / ".hidden.yaml").write_text("sheet: 1\n", encoding="utf-8")
    return tmp_path


def files(result):
    return [each["file"] for each in json.loads(result.stdout)["files"]]


def test_a_folder_is_walked_and_holds_more_than_sheets(isda, desk):
    """Sheets are found at any depth, in the order of their names; other files are no matter."""
    made = isda("check", desk, "--format", "json")
    assert files(made) == [str(desk / "b.yaml"), str(desk / "deep/er/a.yaml")]
    assert made.exit_code == 1


def test_what_is_named_must_be_a_sheet(isda, desk):
    """Facts that are named themselves are refused, not passed over."""
    made = isda("check", desk / "facts.yaml", "--format", "concise")
    assert made.exit_code == 1
    assert "DQ014" in made.stdout


def test_a_pattern_is_matched_and_each_file_is_checked_once(isda, desk):
    """A pattern, its folder and the file itself give one check of the file."""
    made = isda("check", desk / "**/*a.yaml", desk / "deep", desk / "deep/er/a.yaml",
                "--format", "json")  # fmt: skip
    assert files(made) == [str(desk / "deep/er/a.yaml")]
    assert isda("check", desk / "*.nothing").exit_code == 2


def test_no_link_leads_out_of_the_folder_or_around_in_it(isda, desk, tmp_path_factory):
    """A link to a file outside, and one to the folder itself, are not followed."""
    outside = tmp_path_factory.mktemp("outside") / "secret.yaml"
    shutil.copy(FIRES, outside)
    (desk / "secret.yaml").symlink_to(outside)
    (desk / "deep/loop").symlink_to(desk, target_is_directory=True)
    made = isda("check", desk, "--format", "json")
    assert files(made) == [str(desk / "b.yaml"), str(desk / "deep/er/a.yaml")]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((QUIET,), 0),
        ((FIRES,), 1),
        ((FIRES, "--fail-on", "never"), 0),
        ((FIRES, "--ignore", "CS"), 0),
        ((FIRES, "--select", "CS001"), 0),
        ((FIRES, "--select", "CS005"), 1),
        ((SAMPLES / "lint/CS001/fires",), 0),
        ((SAMPLES / "lint/CS001/fires", "--fail-on", "warning"), 1),
        (("no-such.yaml",), 2),
        ((FIRES, "--select", "XX9"), 2),
        ((FIRES, "--profile", "mars"), 2),
        ((FIRES, "--rate", "EUR=1"), 2),
        ((FIRES, "--rate", "EUR/USD=0"), 2),
        ((FIRES, "--on", "someday"), 2),
        ((FIRES, "--format", "pdf"), 2),
    ],
)
def test_how_it_ends(isda, words, code):
    """0 clean, 1 findings from the asked level on, 2 usage or files; never a traceback."""
    made = isda("check", *words)
    assert made.exit_code == code
    assert "Traceback" not in made.stdout + made.stderr


def test_the_full_format_shows_source_reason_remedy_and_paragraph(isda):
    """The line of the source stands with a mark under the value, and the second place too."""
    text = isda("check", FIRES).stdout
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if "A: infinite" in line)
    assert lines[at].index("infinite") == lines[at + 1].index("^^^^^^^^")
    assert "B: infinite" in lines[at + 2]
    assert "-------- infinite as well" in lines[at + 3]
    assert "why: an infinite threshold" in text
    assert "help: write the thresholds agreed" in text
    assert "paragraph: CSA 1994 New York 13(b)(iv)(B)" in text
    assert text.endswith("1 error\n1 sheet checked\nas of 2026-11-21\n")


def test_korean_says_it_all_in_korean_and_json_stays_english(isda):
    """Finding, reason and remedy are Korean; a program reads the same bytes."""
    korean = isda("check", FIRES, "--lang", "ko").stdout
    assert "양 당사자의 담보제공기준금액이 모두 무한대" in " ".join(korean.split())
    assert "이유:" in korean
    assert "infinite as well" not in korean
    as_json = ("check", FIRES, "--format", "json")
    assert isda(*as_json).stdout == isda(*as_json, "--lang", "ko").stdout


@pytest.mark.parametrize("chosen", [("--select", "RG"), ("--ignore", "DQ")])
def test_what_does_not_read_is_told_whatever_is_selected(isda, tmp_path, chosen):
    """A file that is not there, and a term that does not read, make no check green."""
    assert isda("check", tmp_path / "none.yaml", *chosen).exit_code == 2
    sheet = tmp_path / "a.yaml"
    text = QUIET.read_text(encoding="utf-8").replace("USD 250,000", "US 250,000")
    sheet.write_text(text, encoding="utf-8")
    made = isda("check", sheet, *chosen, "--format", "concise")
    assert made.exit_code == 1
    assert "DQ0" in made.stdout


def test_a_pipe_and_a_link_in_a_circle_stop_nothing(isda, desk):
    """A named pipe is refused unopened; a link that leads to itself is passed over."""
    os.mkfifo(desk / "pipe.yaml")
    (desk / "loop.yaml").symlink_to("loop.yaml")
    assert files(isda("check", desk, "--format", "json")) == [
        str(desk / "b.yaml"),
        str(desk / "deep/er/a.yaml"),
    ]
    named = isda("check", desk / "pipe.yaml", "--format", "concise")
    assert (named.exit_code, "DQ001" in named.stdout) == (2, True)


def test_fixes_keep_line_ends_and_the_mark_of_their_order(isda, tmp_path):
    """A sheet written by an editor of Windows stays one."""
    sheet = tmp_path / "a.yaml"
    text = (SAMPLES / "lint/CS010/fires/nothing-said.yaml").read_text(encoding="utf-8")
    sheet.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert "1 mended" in isda("check", sheet, "--fix").stderr
    after = sheet.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\n") == after.count(b"\r\n") == text.count("\n") + 1


def test_fixes_keep_the_rights_of_a_file_and_the_link_to_it(isda, tmp_path):
    """Who may read a sheet is not the mender's to say, nor from where it is reached."""
    sheet, link = tmp_path / "a.yaml", tmp_path / "link.yaml"
    sheet.write_bytes((SAMPLES / "lint/CS010/fires/nothing-said.yaml").read_bytes())
    sheet.chmod(0o640)
    link.symlink_to(sheet)
    assert "1 mended" in isda("check", link, "--fix").stderr
    assert (link.is_symlink(), sheet.stat().st_mode & 0o777) == (True, 0o640)
    assert "0 mended" in isda("check", sheet, "--fix").stderr


def test_a_broken_term_does_not_hide_the_others(isda, tmp_path):
    """A sheet with an unreadable rounding still shows what is wrong with its thresholds."""
    text = FIRES.read_text(encoding="utf-8").replace(
        "valuation_date: each Local Business Day", "valuation_date: 9 o'clock"
    )
    sheet = tmp_path / "a.yaml"
    sheet.write_text(text, encoding="utf-8")
    found = isda("check", sheet, "--format", "concise").stdout
    assert "DQ056" in found
    assert "CS005" in found


def test_strict_names_each_default_and_fixes_write_it(isda, tmp_path):
    """`--strict` lists what the form decides; `--fix` writes it, and then nothing is left."""
    sheet = tmp_path / "a.yaml"
    shutil.copy(QUIET, sheet)
    before = sheet.read_bytes()
    listed = isda("check", sheet, "--strict", "--format", "json")
    found = json.loads(listed.stdout)["files"][0]["findings"]
    assert {each["code"] for each in found} == {"DQ096"}
    shown = isda("check", sheet, "--strict", "--unsafe-fixes", "--diff")
    assert sheet.read_bytes() == before
    assert shown.stdout.count("\n+    ") == len(found)
    mended = isda("check", sheet, "--strict", "--unsafe-fixes")
    assert mended.exit_code == 0
    assert f"{len(found)} mended" in mended.stderr
    assert "nothing found" in mended.stdout
    kept = [line for line in sheet.read_text(encoding="utf-8").splitlines()
            if line in before.decode().splitlines()]  # fmt: skip
    assert kept == before.decode().splitlines()


ACCEPT = "check:\n  ignore:\n    - {{code: {code}, reason: agreed, until: {until}}}\n"


@pytest.mark.parametrize(
    ("code", "until", "found"),
    [
        ("CS005", "2030-12-31", []),
        ("CS005", "2026-11-10", []),
        ("CS005", "2026-11-09", ["CS005", "DQ099"]),
        ("CS001", "2030-12-31", ["CS005", "DQ097"]),
        ("CS999", "2030-12-31", ["CS005", "DQ098"]),
        ("DQ056", "2030-12-31", ["CS005", "DQ098"]),
    ],
)
def test_a_sheet_accepts_by_code_until_a_day(isda, tmp_path, code, until, found):
    """An acceptance holds to its last day; one of nothing, of no rule or past is said."""
    sheet = tmp_path / "a.yaml"
    text = ACCEPT.format(code=code, until=until) + FIRES.read_text(encoding="utf-8")
    sheet.write_text(text, encoding="utf-8")
    made = isda("check", sheet, "--format", "json", "--on", "2026-11-10")
    (only,) = json.loads(made.stdout)["files"]
    assert sorted(each["code"] for each in only["findings"]) == found
    assert [each["code"] for each in only["accepted"]] == ["CS005"] * (found == [])


def test_many_sheets_are_checked_the_same_on_several_cores(isda, tmp_path):
    """250 sheets give, in order, what each gives alone."""
    for number in range(250):
        source = FIRES if number % 3 else QUIET
        shutil.copy(source, tmp_path / f"{number:03}.yaml")
    made = json.loads(isda("check", tmp_path, "--format", "json").stdout)
    assert [Path(each["file"]).name for each in made["files"]] == [
        f"{number:03}.yaml" for number in range(250)
    ]
    counts = [len(each["findings"]) for each in made["files"]]
    assert counts == [bool(number % 3) for number in range(250)]


@pytest.mark.parametrize("notation", ["yaml", "json", "xml"])
def test_a_fix_fits_the_notation_of_its_sheet(isda, tmp_path, notation):
    """A haircut mended in JSON stands in quotes; whatever the notation, the sheet reads."""
    source = SAMPLES / "lint/RG006/fires/one-hundredth-below.yaml"
    sheet = tmp_path / f"a.{notation}"
    sheet.write_text(isda("fmt", source, "--to", notation).stdout, encoding="utf-8")
    made = isda("check", sheet, "--unsafe-fixes", "--format", "json")
    assert "1 mended" in made.stderr
    assert json.loads(made.stdout)["files"][0]["findings"] == []


def test_named_files_may_be_other_documents_where_that_is_said(isda, desk):
    """A hook hands over every YAML file: `--sheets-only` passes over what is no sheet."""
    files_ = [desk / "facts.yaml", desk / "book.yaml", desk / "settings.json"]
    assert isda("check", *files_).exit_code == 1
    assert isda("check", *files_, "--sheets-only").exit_code == 0
    assert isda("check", *files_, desk / "deep/er/a.yaml", "--sheets-only").exit_code == 1


def test_every_code_is_listed_and_explained(isda):
    """`explain --all` lists each code once; JSON has severity, family, sources and marks."""
    listed = json.loads(isda("explain", "--all", "--format", "json").stdout)
    codes = [each["code"] for each in listed]
    assert codes == sorted(set(codes))
    assert {"DQ011", "MC101", "CS005", "RG004"} <= set(codes)
    cap = next(each for each in listed if each["code"] == "RG004")
    assert (cap["severity"], cap["family"]) == ("error", "regulatory regime")
    keys = {"instrument", "article", "mark", "from", "to", "regime", "topic"}
    assert set(cap["sources"][0]) == keys
    text = isda("explain", "--all").stdout
    assert all(code in text for code in codes)
    for code in ("CS005", "rg004", "DQ098"):
        assert code.upper() in isda("explain", code).stdout
    assert isda("explain", "CS999").exit_code == 2
    assert isda("explain").exit_code == 2


def in_lines(folder, count=1):
    """Sheets in lines, packed: the sample that fires, in JSON, some times over."""
    sheet = yaml.load(FIRES.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # text only
    every = [{**sheet, "agreement": f"A{number}"} for number in range(count)]
    if count > 1:
        (annex,) = sheet["annexes"]
        open_ends = {key: each for key, each in annex.items() if key != "in_transit"}
        every[0] |= {"annexes": [open_ends]}
    path = folder / "sheets.jsonl.gz"
    path.write_bytes(gzip.compress("".join(f"{json.dumps(one)}\n" for one in every).encode()))
    return path


def test_packed_sheets_show_their_lines_and_not_their_bytes(isda, tmp_path):
    """Under a finding of a packed file stands the text that it speaks of."""
    shown = isda("check", in_lines(tmp_path)).stdout
    assert "CS005" in shown
    assert '"threshold"' in shown
    assert "\\u00" not in shown
    assert "�" not in shown


@pytest.mark.parametrize("raw", [b"\x1f\x8b\x08\x00 cut", b"sheet: \x00\xff\n"])
def test_what_is_no_text_is_not_printed(isda, tmp_path, raw):
    """A damaged packed file and bytes that no text has: the finding stands without them."""
    path = tmp_path / ("a.jsonl.gz" if raw.startswith(b"\x1f") else "a.yaml")
    path.write_bytes(raw)
    shown = isda("check", path).stdout
    assert "error:" in shown
    assert " | " not in shown


def test_a_long_check_ends_with_how_often_each_code_was_found(isda, tmp_path):
    """The worst first and then the most frequent, each with what it is about."""
    shown = isda("check", in_lines(tmp_path, 25)).stdout
    table = shown[shown.rindex("times") :].splitlines()
    assert table[0].split() == ["times", "code", "severity", "what", "is", "found"]
    rows = [line.split() for line in table[2 : table.index("")]]
    assert ["25", "CS005", "error", "infinite", "thresholds", "both", "ways"] in rows
    order = {"error": 0, "warning": 1, "info": 2}
    assert rows == sorted(rows, key=lambda row: (order[row[2]], -int(row[0]), row[1]))
    assert len({row[1] for row in rows}) > 1
    assert sum(int(row[0]) for row in rows) == shown.count("sheets.jsonl.gz:")
    assert "times" not in isda("check", in_lines(tmp_path)).stdout


def test_statistics_print_the_table_alone(isda, tmp_path):
    """--statistics is the table, the counts and the sheets; exit codes are as ever."""
    path = in_lines(tmp_path, 25)
    whole, alone = isda("check", path), isda("check", "--statistics", path)
    assert "sheets.jsonl.gz:" not in alone.stdout
    assert whole.stdout.endswith(alone.stdout)
    assert alone.exit_code == whole.exit_code
    one = isda("check", "--statistics", FIRES).stdout
    assert "1" in one
    assert "CS005" in one
    korean = isda("check", "--statistics", FIRES, "--lang", "ko").stdout
    assert re.search("CS005 +오류 +양쪽 모두 무한대인 담보제공기준금액", korean)
    ended = isda("check", "--statistics", "--format", "json", FIRES)
    assert ended.exit_code == 2
    assert "leave --format out" in " ".join(ended.stderr.split())
