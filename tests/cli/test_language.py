"""--lang ko: sentences, headings, findings; JSON and the next command stay English."""

import re
from pathlib import Path

import pytest
from tiny_book import lines, sheet, tiny

SAMPLES = Path(__file__).parents[2] / "samples"
SHEET = SAMPLES / "sheets" / "hangang-arc.yaml"
FACTS = SAMPLES / "sheets" / "hangang-arc-facts.yaml"
NO_RATE = SAMPLES / "worked" / "090-rate-missing"
BOOK = SAMPLES / "books" / "seoul"
SPRINGING = SAMPLES / "agreements" / "springing-threshold" / "agreement.yaml"
RUN = ("run", BOOK, "--on", "2008-09-30")
CALL = ("call", SHEET, "--facts", FACTS)
REFUSED = ("call", NO_RATE / "agreement.yaml", "--facts", NO_RATE / "facts.yaml")
IN_KOREAN = ("--lang", "ko")


def joined(text):
    """A text without its line breaks."""
    return " ".join(text.split())


def test_a_call_says_in_korean_who_delivers_what(isda):
    """The sentence comes first; headings, steps and results follow in Korean."""
    result = isda(*CALL, *IN_KOREAN)
    assert result.exit_code == 0
    first, _, rest = result.stdout.partition("\n\n")
    assert joined(first) == (
        "CSA 1994 New York에 따라 Arc Shipping Ltd(당사자 B)가 Hangang Bank(당사자 A)에게 "
        "USD 16,100,000을 인도합니다."
    )
    for said in (
        "당사자 B의 담보제공 (CSA 1994 New York, 단위: USD)",
        *("단계", "산출 과정", "결과", "조항, 출처", "담보요구액", "0보다 작으므로 0"),
    ):
        assert said in rest


def test_a_finding_and_its_help_are_korean(isda):
    """What is wrong, how to mend it, and how many there are."""
    result = isda(*REFUSED, *IN_KOREAN)
    assert result.exit_code == 1
    said = joined(result.stdout)
    assert "MC101 오류: 당일 자료에 KRW와 USD 사이의 환율이 없습니다" in said
    assert "도움말: 당일 환율에 USDKRW 또는 KRWUSD를 추가하십시오." in said
    assert said.endswith("오류 1건")


def test_a_run_says_in_korean_what_moves_and_what_does_not(isda):
    """The line of the run, its tables, and the exceptions with their reasons."""
    result = isda(*RUN, *IN_KOREAN)
    assert result.exit_code == 0
    head, english = (each.stdout.partition("\n")[0] for each in (result, isda(*RUN)))
    assert head.startswith("seoul 2008-09-30: 계약 ")
    assert re.findall(r"\d+", head) == re.findall(r"\d+", english)
    for word in ("마진콜 없음", "유보", "산출 거부"):
        assert re.search(rf", {word} \d+건", head), word
    said = joined(result.stdout)
    for word in (
        "거래상대방",
        "이동 또는 없는 이유",
        "한도 소진율",
        "담보 충분",
        "예외",
        "합계",
    ):
        assert word in said
    assert "2008-09-30자 NURI-0807-12의 평가손익이 없습니다 (MC107)" in said


@pytest.mark.parametrize("command", [CALL, REFUSED, RUN], ids=["call", "refused", "run"])
def test_json_stays_english_to_the_byte(isda, command):
    """A document is for programs: its words do not follow the reader's language."""
    english, korean = isda(*command, "--json"), isda(*command, "--json", *IN_KOREAN)
    assert korean.stdout_bytes == english.stdout_bytes
    assert korean.exit_code == english.exit_code


@pytest.mark.parametrize("command", [CALL, REFUSED, RUN], ids=["call", "refused", "run"])
def test_the_next_command_speaks_english_again(isda, command):
    """One process runs many commands, and each speaks the language it was asked for."""
    english = isda(*command).stdout
    korean = isda(*command, *IN_KOREAN).stdout
    assert korean != english
    assert isda(*command).stdout == english
    assert isda(*command, *IN_KOREAN).stdout == korean


def test_a_sheet_is_read_in_korean(isda):
    """Terms, elections and why they hold; names, own events and paragraphs stay."""
    result = isda("read", SPRINGING, *IN_KOREAN)
    assert result.exit_code == 0
    said = joined(result.stdout)
    for words in (
        "NOR-KES-2019: Nordhaven Bank(당사자 A), Kestrel Airlines(당사자 B)",
        "2002년 ISDA 기본계약서 조건 값 이유 조항",
        "뉴욕주법에 따른 질권이며 신용보강서류입니다.",
        "당사자 B의 담보제공기준금액 무한대; 0이 되는 사유: Posting 40행 13(b)(iv)(B) Event",
        "이전 중 담보 산입 33행 13(m)",
        "최소인도금액의 비교 대상 이의 없는 부분 프로그램의 기본값 13(b)(iv)(C)",
    ):
        assert words in said, words


def test_a_sheet_that_does_not_read_says_so_in_korean(isda):
    """The head, the finding and the count."""
    result = isda("read", SAMPLES / "faults" / "duplicate-key.yaml", *IN_KOREAN)
    assert result.exit_code == 1
    assert result.stdout.startswith("텀시트를 읽을 수 없습니다: 아래 점검사항을 고치십시오.\n")
    assert "DQ009 오류: " in result.stdout
    assert result.stdout.endswith("오류 1건\n")


def test_what_differs_is_said_in_korean(isda):
    """Terms, what became of them, and the effect on the call of a day."""
    first = SAMPLES / "worked" / "001-first-call"
    facts = ("--facts", first / "facts.yaml")
    result = isda("diff", SPRINGING, first / "agreement.yaml", *facts, *IN_KOREAN)
    assert result.exit_code == 0
    said = joined(result.stdout)
    for words in (
        "서로 다른 조건 19건",
        "이전 중 담보 (13(m)): 변경 - 산입 (33행) + 불산입",
        "당사자 B의 최소인도금액 (13(b)(iv)(C)): 변경 - USD 250,000 (42행) + USD 500,000",
        "2024-12-30의 마진콜",
        "변경 후: CSA 1994 New York에 따라 Arc Shipping Ltd(당사자 B)가 Hangang Bank(당사자 A)",
        "CSA 1994 New York, 당사자 B의 담보제공 상태 산출 거부 마진콜",
        "담보요구액 산출되지 않음 USD 2,900,000",
    ):
        assert words in said, words
    same = isda("diff", SPRINGING, SPRINGING, *IN_KOREAN).stdout
    assert same == "두 텀시트의 내용이 같습니다.\n"


@pytest.mark.parametrize("width", [60, 120])
def test_a_narrow_terminal_reads_the_same_korean(isda, monkeypatch, width):
    """Entries one below the other say what the table says."""
    monkeypatch.setattr("isda.cli.screen.PIPE_WIDTH", width)
    said = joined(isda("read", SPRINGING, *IN_KOREAN).stdout)
    assert "이전 중 담보 산입 33행 13(m)" in said
    first = SAMPLES / "worked" / "001-first-call"
    facts = ("--facts", first / "facts.yaml")
    said = joined(isda("diff", SPRINGING, first / "agreement.yaml", *facts, *IN_KOREAN).stdout)
    figures = {
        60: "담보요구액 산출되지 않음 -> USD 2,900,000",
        120: "담보요구액 산출되지 않음 USD 2,900,000",
    }
    assert figures[width] in said


def test_another_command_after_korean_speaks_english(isda):
    """A command that is not asked for Korean is not left with that of the one before."""
    broken = SAMPLES / "faults" / "duplicate-key.yaml"
    english = isda("read", broken).stdout
    isda(*CALL, *IN_KOREAN)
    assert isda("read", broken).stdout == english
    assert "error" in english


def test_a_language_that_is_not_spoken_is_refused(isda):
    """Only en and ko are known."""
    result = isda(*CALL, "--lang", "fr")
    assert result.exit_code == 2
    assert "fr" in result.stderr


def test_names_stay_as_they_are_in_korean(isda, tmp_path):
    """A party that is called as a word of the catalogue keeps its name in title and diff."""
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    text = (
        "sheet: 1\nagreement: ONE\n"
        "parties: {A: {name: Bond Fund (A)}, B: {name: each of them}}\n"
        "annexes:\n  - {form: CSA 1994 New York, notices: {B: {address: 'Desk; cash'}}}\n"
    )
    one.write_text(text)
    later = text.replace("(A)}", "(B)}").replace("each of them", "cash")
    other.write_text(later.replace("Desk;", "Floor;"))
    assert isda("read", other, "--lang", "ko").stdout.startswith(
        "ONE: Bond Fund (B)(당사자 A), cash(당사자 B)\n"
    )
    said = isda("diff", one, other, "--lang", "ko").stdout
    for line in (
        "- Bond Fund (A)", "+ Bond Fund (B)", "- each of them", "+ cash",
        "- 통지 주소: Desk; …   (5행)", "+ 통지 주소: Floor; …   (5행)",
    ):  # fmt: skip
        assert f"  {line}\n" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("explain", "XX999"), "'XX999'는 여기에 있는 용어나 조항, 코드가 아닙니다; 예: "),
        (
            ("explain", "treshold"),
            "'treshold'는 여기에 있는 용어나 조항, 코드가 아닙니다. 혹시 `threshold`",
        ),
        (("run", ".", "--on", "2024-13-30"), "2024-13-30은 달력에 없는 날입니다; 월과 일을"),
    ],
)
def test_what_is_not_known_is_said_in_whole_sentences(isda, words, told):
    """A sentence with two halves is not taken for one with a long gap."""
    ended = isda(*words, "--lang", "ko")
    assert ended.exit_code
    assert told in " ".join(ended.stderr.split())


OWN = """\
sheet: 1
agreement: ONE
parties: {A: {name: Bank}, B: {name: Fund}}
annexes: [{form: CSA 1994 New York, other_terms: {threshold: exposure}}]
"""


def test_own_words_of_the_parties_stay_in_a_comparison(isda, tmp_path):
    """Key and words of `other_terms:` are as the parties wrote them, in any language."""
    for name, said in (("a", "exposure"), ("b", "infinite")):
        (tmp_path / f"{name}.yaml").write_text(OWN.replace("exposure", said), encoding="utf-8")
    made = isda("diff", tmp_path / "a.yaml", tmp_path / "b.yaml", *IN_KOREAN)
    assert "CSA 1994 New York, 보관하되 산출에 쓰지 않음\nthreshold: 변경\n" in made.stdout
    assert "- exposure\n" in made.stdout
    assert "+ infinite\n" in made.stdout


SLIPS = [
    (("check",), "인수 'PATH...'가 없습니다."),
    (("run", "samples/books/seoul"), "옵션 '--on'이 없습니다."),
    (("chek",), "명령 'chek'가 없습니다. 'check' 명령을 찾으십니까?"),
    (("read", "a.yaml", "--onn"), "없는 옵션입니다: --onn (비슷한 옵션: --on)"),
    (("check", "a.yaml", "--on"), "옵션 '--on'에는 값이 필요합니다."),
    (("check", "a.yaml", "--format", "jsn"), "'jsn'은 쓸 수 없는 값입니다. 혹시 `json`입니까?"),
    (
        ("check", "a.yaml", "--select", "ZZ1"),
        "--select의 값이 잘못되었습니다: 점검 코드 가운데",
    ),
]


@pytest.mark.parametrize("asked", [IN_KOREAN, ("--lang=ko",)])
@pytest.mark.parametrize(("words", "said"), SLIPS)
def test_a_slip_is_told_in_korean(isda, words, said, asked):
    """What is wrong is said in the language asked for, although no command runs."""
    made = isda(words[0], *asked, *words[1:])
    assert (made.exit_code, made.stdout) == (2, "")
    assert "\n오류: " in f"\n{made.stderr}"
    assert said in joined(made.stderr)
    assert "Error: " in isda(*words).stderr


def test_usage_and_the_way_to_help_are_korean(isda):
    """They stand above the slip."""
    usage, hint, *_ = isda("check", *IN_KOREAN).stderr.splitlines()
    assert usage.startswith("사용법: isda check ")
    assert hint == "도움말은 'isda check -h'로 볼 수 있습니다."


def test_help_has_korean_headings(isda):
    """Headings and marks are Korean where the language is asked for, and only there."""
    told = isda("check", "--help", *IN_KOREAN).stdout
    for said in ("사용법: isda check", "\n인수:\n", "\n옵션:\n", "[필수]", "[기본값:"):
        assert said in told
    assert "Usage: isda check" in isda("check", "--help").stdout
    assert "Commands:\n" in isda("--help").stdout


def test_why_a_book_is_not_run_on_columns_is_korean(isda, tmp_path):
    """Two sheets of one name are no matter for columns, and that is said."""
    book = tiny(tmp_path / "book", {"agreements.jsonl": lines([sheet("ONE"), sheet("ONE")])})
    made = isda("run", book, "--on", "2024-12-30", "--columns", "--out", tmp_path / "out",
                *IN_KOREAN)  # fmt: skip
    assert "열이 아니라 계약별로 산출합니다: ONE의 텀시트가 둘입니다" in made.stderr
