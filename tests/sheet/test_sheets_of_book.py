"""The term sheets of a book: a folder of files, the lines of one file, or both."""

import gzip
import json
from datetime import date

import pytest

from isda.batch.book import run
from isda.sheet.draft import MOST_BYTES
from isda.sheet.records import Faults
from isda.sheet.sheets_of_book import agreement_of_text, sheet_texts

MONDAY = date(2024, 12, 30)
CUSTOMER = {
    "sheet": "1",
    "parties": {
        "A": {"name": "Bank", "role": "bank"},
        "B": {"name": "Client", "role": "client"},
    },
    "annexes": [
        {
            "form": "Loss limit agreement (Korea)",
            "dated": "2024-12-20",
            "base_currency": "KRW",
            "loss_limit": "KRW 1,000,000",
            "over_the_limit": "excess only",
        }
    ],
}


def line(name, **changed):
    """A sheet as one line."""
    return json.dumps(CUSTOMER | {"agreement": name} | changed, ensure_ascii=False) + "\n"


def codes(findings):
    return [one.code for one in findings]


@pytest.fixture
def bulk(make, tmp_path):
    """Write the small book with these lines, with its folder `agreements` or without it."""

    def write(text, *, folder=False):
        outcome = make(agreements_jsonl=text if isinstance(text, str) else "")
        if isinstance(text, bytes):
            (tmp_path / "agreements.jsonl").write_bytes(text)
        if not folder:
            for path in (tmp_path / "agreements").iterdir():
                path.unlink()
            (tmp_path / "agreements").rmdir()
        return make.again() if isinstance(text, bytes) or not folder else outcome

    return write


def test_one_sheet_a_line(bulk, make):
    """Sheets one a line give the calls that the same sheets give as files of a folder."""
    apart = run(make().must(), on=MONDAY)
    outcome = bulk(line("ONE") + line("TWO"))
    assert outcome.findings == ()
    together = run(outcome.must(), on=MONDAY)
    assert [each.status for each in together.calls] == [each.status for each in apart.calls]
    assert together.totals == apart.totals


def test_beside_the_folder(bulk, tmp_path):
    """A book may have both; hidden files and empty lines are passed over."""
    outcome = bulk("\n" + line("THREE") + "  \n" + line("FOUR"), folder=True)
    assert list(outcome.value.agreements) == ["ONE", "TWO", "THREE", "FOUR"]
    walked = list(sheet_texts(tmp_path, Faults()))
    assert [sheet.label for sheet in walked] == [
        "ONE.yaml", "TWO.yaml", "agreements.jsonl:2", "agreements.jsonl:4",
    ]  # fmt: skip


def test_bytes_are_those_of_the_sheet(bulk, tmp_path):
    """Each sheet comes with its own bytes, so that a change of one is seen in no other."""
    bulk(line("ONE") + line("TWO"))
    first = [sheet.raw for sheet in sheet_texts(tmp_path, Faults())]
    bulk(line("ONE", note="x") + line("TWO"))
    again = [sheet.raw for sheet in sheet_texts(tmp_path, Faults())]
    assert first == [line("ONE").encode(), line("TWO").encode()]
    assert [one == other for one, other in zip(first, again, strict=True)] == [False, True]


def test_one_sheet_alone(bulk, tmp_path):
    """One sheet can be read without the others."""
    bulk(line("ONE") + line("TWO"))
    (_, second) = sheet_texts(tmp_path, Faults())
    name, found = agreement_of_text(second)
    assert name == "TWO"
    assert found["TWO"].must().agreement == "TWO"


def test_a_finding_has_its_line_and_column(bulk):
    """What is wrong in a sheet stands at its line, and at its column in it."""
    wrong = line("TWO").replace("KRW 1,000,000", "KRW one")
    outcome = bulk(line("ONE") + wrong)
    (finding,) = outcome.findings
    assert (finding.code, finding.agreement) == ("DQ040", "TWO")
    assert finding.place.line == 2
    assert wrong[finding.place.column - 1 :].startswith('"KRW one"')
    assert outcome.value.agreements["ONE"].value is not None


def test_an_agreement_remembers_its_line(bulk):
    """A term read from a line knows the line that it stands in."""
    found = bulk(line("ONE") + line("TWO")).must().agreements["TWO"].must()
    place = found.place_of("annexes.0.loss_limit")
    assert (place.file.endswith("agreements.jsonl"), place.line) == (True, 2)


BROKEN = [
    ('{"sheet": 1, "agreement": "TWO"\n', "DQ010"),
    ('{"sheet": "1"} {"sheet": "1"}\n', "DQ010"),
    ("{sheet: 1, agreement: SIX}\n", "DQ010"),
    ("sheet\n", "DQ014"),
    ('["sheet"]\n', "DQ014"),
    ('{"sheet": "1", "sheet": "1"}\n', "DQ009"),
    (b'{"sheet": "\xff"}\n', "DQ002"),
]


@pytest.mark.parametrize(("text", "code"), BROKEN)
def test_a_broken_line_spares_the_others(bulk, text, code):
    """A line that is no sheet stands under its line, and the sheets around it are read."""
    raw = text if isinstance(text, bytes) else text.encode()
    outcome = bulk(line("ONE").encode() + raw + line("TWO").encode())
    found = outcome.value.agreements
    assert code in codes(outcome.findings)
    assert {one.place.line for one in outcome.findings} == {2}
    assert [name for name, each in found.items() if each.value] == ["ONE", "TWO"]


def test_a_line_that_is_too_long(bulk):
    """A line over 1 MiB is one finding, and the next line is read from its own beginning."""
    outcome = bulk(line("X" * 3 * MOST_BYTES) + line("ONE"))
    assert codes(outcome.findings) == ["DQ004", "DQ067"]
    assert outcome.value.agreements["ONE"].value is not None


@pytest.mark.parametrize(
    "text", [line("ONE")[:-1], line("ONE") + line("X" * 2 * MOST_BYTES)[:-1]]
)
def test_a_cut_file_stops_everyone(bulk, make, text):
    """A file whose last line has no end was cut: sheets may be lost."""
    outcome = bulk(text)
    assert "DQ065" in codes(outcome.findings)
    assert "DQ065" in make.stopped(outcome)["ONE"]


PACKED = gzip.compress((line("ONE") + line("THREE")).encode(), mtime=0)


def test_a_compressed_file_is_read_like_another(bulk, make, tmp_path):
    """The same lines in gzip give the same agreements, and places in the packed file."""
    plain = bulk(line("ONE") + line("THREE", annexes=[])).value
    (tmp_path / "agreements.jsonl").unlink()
    lines = (line("ONE") + line("THREE", annexes=[])).encode()
    (tmp_path / "agreements.jsonl.gz").write_bytes(gzip.compress(lines, mtime=0))
    packed = make.again().value
    assert list(plain.agreements) == list(packed.agreements) == ["ONE", "THREE"]
    for name, each in plain.agreements.items():
        other = packed.agreements[name]
        said = [one.value and one.value.model_dump() for one in (each, other)]
        assert said[0] == said[1]
        places = [
            [(one.place.line, one.place.column, one.code) for one in read.findings]
            for read in (each, other)
        ]
        assert places[0] == places[1]
    (place, *_) = (one.place for one in packed.agreements["THREE"].findings)
    assert (place.file, place.line) == (str(tmp_path / "agreements.jsonl.gz"), 2)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (PACKED[:-4], "DQ065"),
        (PACKED[: len(PACKED) // 2], "DQ065"),
        (b"{}\n", "DQ010"),
        (PACKED[:20] + b"\xff\xff" + PACKED[22:], "DQ010"),
        (gzip.compress(line("ONE").encode()[:-1]), "DQ065"),
    ],
)
def test_a_compressed_file_that_is_damaged_stops_everyone(bulk, make, tmp_path, raw, code):
    """Cut short, no gzip, damaged inside, or cut before it was packed: sheets may be lost."""
    bulk("", folder=True)
    (tmp_path / "agreements.jsonl").unlink()
    (tmp_path / "agreements.jsonl.gz").write_bytes(raw)
    outcome = make.again()
    assert code in codes(outcome.findings)
    assert code in make.stopped(outcome)["TWO"]


def test_both_shapes_at_once_are_read_from_neither(bulk, make, tmp_path):
    """Plain and packed side by side are no book: which one is meant is not guessed."""
    bulk(line("THREE"), folder=True)
    (tmp_path / "agreements.jsonl.gz").write_bytes(PACKED)
    outcome = make.again()
    assert outcome.value is None
    assert codes(outcome.findings) == ["DQ060"]


@pytest.mark.parametrize("folder", [True, False])
def test_two_sheets_of_one_identifier(bulk, folder):
    """Two sheets of one identifier are refused, whether they are lines, files or both."""
    outcome = bulk(line("ONE") + ("" if folder else line("ONE")) + line("THREE"), folder=folder)
    found = outcome.value.agreements
    assert found["ONE"].value is None
    assert found["THREE"].value is not None
    (finding,) = [one for one in found["ONE"].findings if one.code == "DQ060"]
    first = "ONE.yaml" if folder else "agreements.jsonl:1"
    second = f"agreements.jsonl:{1 if folder else 2}"
    assert f"two sheets: {first} and {second}" in finding.message


def test_a_name_nearly_right(make):
    """A file whose name is nearly that of the sheets in bulk stops everyone."""
    outcome = make(agreement_jsonl=line("ONE"))
    assert codes(outcome.findings) == ["DQ071"]
    assert set(make.stopped(outcome)) == {"ONE", "TWO"}


def test_neither(make, tmp_path, bulk):
    """A book with neither has no agreements, and that is said once."""
    bulk("")
    (tmp_path / "agreements.jsonl").unlink()
    outcome = make.again()
    assert [one.code for one in outcome.findings if "no `agreements`" in one.message] == [
        "DQ001"
    ]


def test_a_file_that_cannot_be_read(bulk, tmp_path, monkeypatch):
    """A file that cannot be read is a finding, in the folder as in bulk."""
    bulk(line("THREE"), folder=True)
    opened = type(tmp_path).open

    def denied(path, *args, **named):
        if path.name in {"ONE.yaml", "agreements.jsonl"}:
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **named)

    monkeypatch.setattr(type(tmp_path), "open", denied)
    faults = Faults()
    read = [agreement_of_text(sheet) for sheet in sheet_texts(tmp_path, faults)]
    found = [codes(each.findings) for _, own in read for each in own.values()]
    assert found == [["DQ001"], []]
    assert [one.code for _, one in faults.of_everyone] == ["DQ001"]
