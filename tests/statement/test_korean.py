"""Korean: every sentence has an entry that is found, and nothing of a call stays English."""

import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
import yaml
from shapes_said import GAP, PACKAGE, files, own_words, shapes, still_english

import isda
import isda.terms
from isda.sheet.draft import Notation
from isda.sheet.known_keys import known_keys
from isda.sheet.rewrite import rewrite
from isda.sheet.yaml_events import read_draft
from isda.statement.as_read import annexes_read, layers_read, terms_read
from isda.statement.korean.catalogue import entries, in_korean
from isda.statement.korean.particles import with_particle
from isda.statement.korean.reading import term_in_korean, value_in_korean
from isda.statement.text import parts
from isda.tables.regulation import regulation
from isda.terms.checking import REGIMES

SAMPLES = Path(__file__).parents[2] / "samples"
CATALOGUE = sorted((PACKAGE / "statement" / "korean").glob("*.yaml"))
FAULTS = SAMPLES / "faults"
INDEX = yaml.safe_load((FAULTS / "index.yaml").read_text(encoding="utf-8"))
FOLDERS = sorted(
    path.parent
    for kind in ("worked", "agreements")
    for path in SAMPLES.glob(f"{kind}/*/agreement.yaml")
)
WITHOUT = {
    "Scalar | Listing | Mapping": "a type",
    "Counterparty Legal Entity": "a column of a bank's file",
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'": (
        "what a browser is told that a page may fetch"
    ),
    "standard & poor's": "how a user may write an agency",
    "s & p": "how a user may write an agency",
    "of a Confirmation": "a part of a recipe's name",
    "standing, {}, {}, {}": "a recipe's name",
    "initial margin, {}, {}, {}": "a recipe's name",
    "write {} {}": "`write {}` is an entry, and would not be found beside it",
    "{} on {}: {}": "the head of a run is an entry with its agreements",
    "{} by {}": "an agency and what it says: the sentences of ratings have it",
    "{} of the {}": "`of the notional` and `of the exposure` are entries",
    "{} is {} {}": "`while` and `by the row` are entries",
    "{} is {}{} {}{}": "`required` and `held by value` are entries",
    " instead of {}": "the end of such a sentence",
    "{}{} at {}": "`at {}%` is an entry",
    "{}, in {}": "headings are entries with their currency",
    "{} {} and {}": "`the larger of` and `the smaller of` are entries",
    "{}, as {}": "each comparison behind it is an entry",
    "number int, made binary": "columns of a table in Spark",
    "number int, kind string, raw binary": "columns of a table in Spark",
    ", amendment of ": "`{}, amendment of {}` is an entry",
    "England and Wales": "how a sheet may name a law",
    "the {} of {}": "`the greatest of` and `the least of` are entries",
}
"""Shapes without an entry of their own, and why."""
AS_TYPED = {"max", "min", "strict", "money", "open", "Schedule"}
"""Elections that stay: functions of formulas, a profile, names that no sheet shows."""
_WORDS = re.compile(r"[a-z]{3}")
KEY = re.compile(r"([\w ]+):(?=\s)")
HEADS = frozenset({"A", "B", "IA", "amendments", "check", "confirmations", "master", "sheet"})
"""Keys that `isda read` never shows as a term."""
LISTS = ("\n    AED AFN", "BIF CLP", "BHD IQD", "AAA AA+", "Aaa Aa1", "AAA|AA", "CCC+ CCC")
"""How lists of currencies and of grades begin, which a program takes apart."""
FILLED = [f"Z{letter}x Y{letter}z" for letter in "BCDFGHJKPQ"]
"""What stands in gaps: two words each, which no entry has."""
SIDE_BY_SIDE = re.compile(r"\{\}[ ]?\{\}")
"""Gaps between which nobody could say where one word more belongs."""
GAPS = re.compile(r"\{(\d)(?::([^}]+))?\}")
SHEETS = sorted(
    path
    for kind in (
        "agreements/*",
        "worked/*",
        "books/*/agreements",
        "lint/*/*",
        "sheets",
        "twins/*",
    )
    for path in SAMPLES.glob(f"{kind}/*.yaml")
    if "agreement:" in path.read_text(encoding="utf-8") and isda.read_sheet(path).value
)
EACH_FILE = pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
EACH_CATALOGUE = pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
EACH_FOLDER = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)


def read(path):
    """One file of the catalogue, as text."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # no loader is plainer


@EACH_FILE
def test_every_sentence_has_korean(path):
    """A sentence of a call or a run has an entry, or stands above with the reason why not."""
    said = [each for each in shapes(path) if not each.startswith(LISTS)]
    assert [each for each in said if each not in entries() and each not in WITHOUT] == []


def test_nothing_is_excused_that_nobody_says():
    """What has no entry is still a shape of the source, and has none."""
    said = {each for path in files() for each in shapes(path)}
    assert [each for each in WITHOUT if each not in said or each in entries()] == []
    assert [each for each in LISTS if not any(one.startswith(each) for one in said)] == []


def test_an_entry_stands_once():
    """No file of the catalogue silently replaces what another says, nor one its own."""
    counts = Counter(english for path in CATALOGUE for english in read(path))
    assert [english for english, count in counts.items() if count > 1] == []
    assert counts.total() == len(entries())


@EACH_CATALOGUE
def test_no_file_of_the_catalogue_says_a_key_twice(path):
    """YAML would keep the last of two and say nothing."""
    node = yaml.compose(path.read_text(encoding="utf-8"))
    assert len({key.value for key, _ in node.value}) == len(node.value)


@EACH_CATALOGUE
def test_the_gaps_of_the_korean_are_gaps_of_the_english(path):
    """A gap is counted from nought, and a brace that is no gap stands in both."""
    for english, korean in read(path).items():
        count = english.count(GAP)
        assert {int(number) for number, _ in GAPS.findall(korean)} <= set(range(count)), english
        assert korean.strip(), english
        pairs = {pair for _, pair in GAPS.findall(korean) if pair}
        assert all(pair.count("/") == 1 for pair in pairs), english


@EACH_CATALOGUE
def test_every_entry_is_found(path):
    """With its gaps filled, no other entry stands before it."""
    for english, korean in read(path).items():
        filled = FILLED
        if SIDE_BY_SIDE.search(english):
            filled = [words.partition(" ")[0] for words in FILLED]
        words = iter(filled)
        text = re.sub(r"\{\}", lambda _, words=words: next(words), english)
        assert in_korean(text) == as_filled(korean, filled), english


def as_filled(korean, filled):
    """An entry's Korean with words in its gaps."""

    def fill(gap):
        word = filled[int(gap[1])]
        return with_particle(word, gap[2]) if gap[2] else word

    return GAPS.sub(fill, korean)


def test_what_stands_in_a_gap_is_korean_too_but_a_key_stays():
    """A name in backticks is typed as it is, wherever in them it stands."""
    assert (
        in_korean("the initial margin of party B is nil") == "당사자 B의 개시증거금은 0입니다"
    )
    assert in_korean("while Event of Default continues") == "채무불이행 사유 계속 중"
    said = in_korean("write `nil_while: [Letter of Credit Default]` where the document says so")
    assert "`nil_while: [Letter of Credit Default]`" in said
    assert in_korean("`threshold:` is missing") == "`threshold:` 키가 없습니다"


PARTICLES = [
    ("한강은행", "은/는", "한강은행은"),
    ("대한기계", "은/는", "대한기계는"),
    ("한강은행", "이/가", "한강은행이"),
    ("대한기계", "이/가", "대한기계가"),
    ("익스포저", "을/를", "익스포저를"),
    ("담보요구액", "을/를", "담보요구액을"),
    ("원", "으로/로", "원으로"),
    ("대한기계", "으로/로", "대한기계로"),
    ("서울", "으로/로", "서울로"),
    ("서울", "은/는", "서울은"),
    ("금액", "과/와", "금액과"),
    ("USD 1,000", "을/를", "USD 1,000을"),
    ("USD 1,002", "을/를", "USD 1,002를"),
    ("거래 6", "이/가", "거래 6이"),
    ("거래 9", "이/가", "거래 9가"),
    ("3", "으로/로", "3으로"),
    ("1", "으로/로", "1로"),
    ("7", "으로/로", "7로"),
    ("8", "으로/로", "8로"),
    ("8", "이/가", "8이"),
    ("VM", "은/는", "VM은"),
    ("CSA", "은/는", "CSA는"),
    ("KRL", "으로/로", "KRL로"),
    ("KRL", "이/가", "KRL이"),
    ("KRN", "으로/로", "KRN으로"),
    ("한강은행(당사자 A)", "이/가", "한강은행(당사자 A)이"),
    ("대한기계(당사자 B)", "이/가", "대한기계(당사자 B)가"),
    ("담보 1 (US Treasury)", "을/를", "담보 1 (US Treasury)을"),
    ("`한도`", "은/는", "`한도`는"),
    ("[결제]", "이/가", "[결제]가"),
    ("'금액'", "이/가", "'금액'이"),
    ("한강은행", "이라고만/라고만", "한강은행이라고만"),
    ("", "은/는", "는"),
]


@pytest.mark.parametrize(("word", "pair", "said"), PARTICLES)
def test_a_particle_goes_by_the_sound_before_it(word, pair, said):
    """Hangul by its last consonant, digits and letters as they are read, brackets left out."""
    assert with_particle(word, pair) == said


def spoken(made) -> Iterator[str]:
    """Every text of a call: its findings, its reasons, its working."""
    for each in made.findings:
        yield from (each.message, each.help)
    for holder in (made, *made.legs):
        yield from (each.message for each in holder.reasons)
    for part in parts(made, {}, idle=True):
        for entry in part.entries:
            yield from (entry.step, entry.how)


def assert_korean(texts, own):
    left = {text: words for text in texts if (words := still_english(in_korean(text), own))}
    assert left == {}


@EACH_FOLDER
def test_a_call_of_the_samples_says_nothing_in_english(folder):
    """Findings, reasons and the working of worked cases and sample agreements."""
    days = [*folder.glob("facts.yaml"), *folder.glob("facts/*.yaml")]
    own = own_words([folder / "agreement.yaml", *days])
    sheet = isda.read_sheet(folder / "agreement.yaml")
    texts = [text for one in sheet.findings for text in (one.message, one.help)]
    for day in days:
        facts = isda.read_facts(day)
        texts += [text for one in facts.findings for text in (one.message, one.help)]
        texts += spoken(isda.call(sheet.must(), facts.must()))
    assert_korean(texts, own)


def read_in_korean(agreement) -> Iterator[str]:
    """Every text of a sheet as it is read, and what form and law decide."""
    for row in (*terms_read(agreement), *layers_read(agreement)):
        term = row.term.replace("_", " ")
        yield term_in_korean(term)
        yield value_in_korean(row.value, term)
        yield from map(in_korean, (row.document, row.standing.value))
    for annex in annexes_read(agreement):
        yield from map(in_korean, derived_words(annex.derived))


def own_keys(path):
    """The words of keys that are no key of the program, such as a column or an attribute."""
    keys = set(KEY.findall(path.read_text(encoding="utf-8"))) - {*known_keys()}
    return {word for key in keys for word in re.findall(r"[A-Za-z]{4,}", key)}


def derived_words(derived):
    """The words of what is derived, the law as a term of its own."""
    law = value_in_korean(derived.governing_law, "governing law")
    yield f"A {derived.technique} under the law of {law}; {derived.credit_support_document}."
    yield from (derived.reuse, derived.custody, derived.substitution, derived.at_close_out)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.relative_to(SAMPLES).as_posix())
def test_a_sheet_reads_in_korean(path):
    """Terms, elections, why they hold and what form and law decide; names stay."""
    agreement = isda.read_sheet(path).must()
    own = own_words([path]) | own_keys(path)
    left = [each for each in read_in_korean(agreement) if still_english(each, own)]
    assert left == []


def test_every_key_has_its_korean():
    """Whatever a sheet may say, its key has a name."""
    keys = {key.replace("_", " ") for key in known_keys()} - HEADS
    assert [key for key in sorted(keys) if term_in_korean(key) == key] == []


def test_every_election_has_its_korean():
    """Each closed answer of the terms is said, and none stays as it is typed."""
    words = {
        each.value
        for module in iter_modules(isda.terms.__path__, "isda.terms.")
        for kind in vars(import_module(module.name)).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum)
        and kind.__module__ == module.name
        for each in kind
    }  # fmt: skip
    left = {each for each in words if value_in_korean(each) == each}
    assert {each for each in left if _WORDS.search(each)} == AS_TYPED


def test_what_is_the_users_own_stays_as_it_is_written():
    """Names, rates and own words are not translated, whatever stands beside them."""
    said = value_in_korean("custodian: Meuse Depository, with the consent of both; may use: no")
    assert said == "보관기관: Meuse Depository, with the consent of both; 활용 가능: 아니요"
    assert term_in_korean("our own clause") == "our own clause"


@pytest.mark.parametrize("entry", INDEX["faults"], ids=lambda entry: entry["file"])
def test_a_fault_says_nothing_in_english(entry):
    """What is wrong with a file, and how to mend it."""
    path = FAULTS / entry["file"]
    own = own_words([path, *(FAULTS / entry[key] for key in ("sheet",) if key in entry)])
    if entry["kind"] == "as xml":
        found = rewrite(read_draft(path), Notation.XML).findings
    elif entry["kind"] != "facts":
        found = isda.read_sheet(path).findings
    else:
        outcome = isda.read_facts(path)
        found = outcome.findings
        if outcome.value is not None and not outcome.errors:
            made = isda.call(isda.read_sheet(FAULTS / entry["sheet"]).must(), outcome.value)
            found += made.findings
    assert found
    assert_korean([text for one in found for text in (one.message, one.help)], own)


def test_the_faults_of_a_book_say_nothing_in_english():
    """Rows that cannot be read are said in Korean, and so are the calls they stop."""
    home = FAULTS / INDEX["book"]["file"]
    outcome = isda.read_book(home)
    own = own_words(path for path in home.rglob("*") if path.is_file())
    assert_korean([text for one in outcome.findings for text in (one.message, one.help)], own)


def test_a_sentence_without_an_entry_is_seen():
    """The check above is no formality: English that nobody translated fails it."""
    own = own_words([SAMPLES / "worked" / "001-first-call" / "agreement.yaml"])
    for said in ("the wind is not eligible", "party B owes the moon", "threshold of nobody"):
        assert still_english(in_korean(said), own), said


def test_a_source_is_named_as_its_regulator_names_it():
    """Instruments and articles stay; what is no instrument is said in Korean."""
    figures = (
        one
        for regime in REGIMES
        for every in regulation(regime.value).figures.values()
        for one in every
    )
    named = {f"{one.source.instrument} {one.source.article}" for one in figures}
    assert [each for each in sorted(named) if in_korean(each) != each] == []
    assert still_english(in_korean("announcement of the rate's administrator on its end")) == []
