"""`isda check` on files that mean harm: each is refused with a code, soon, and nothing else."""

import json
import os
from pathlib import Path

import pytest

from isda.lint.rule import known_codes

ROOT = Path(__file__).parents[2]
CLEAN = (ROOT / "samples/lint/CS005/quiet/one-way.yaml").read_text(encoding="utf-8")
FAULTS = sorted(
    path
    for path in (ROOT / "samples/faults").iterdir()
    if path.suffix in {".yaml", ".json", ".xml"} and not path.name.startswith("facts")
)
GIB = 1 << 30


def codes(made):
    """The codes of everything found, where the output is JSON."""
    document = json.loads(made.stdout)
    found = [
        *document["findings"],
        *(one for each in document["files"] for one in each["findings"]),
    ]
    return [each["code"] for each in found]


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.name)
def test_every_broken_file_ends_in_codes(isda, path):
    """Bombs, brackets, tags, tricks with letters and numbers: a code each, and no traceback."""
    made = isda("check", path, "--format", "json", "--strict", "--profile", "eu,uk,us,jp,kr")
    assert made.exit_code in {0, 1}
    assert set(codes(made)) <= known_codes()
    assert codes(made)
    shown = isda("check", path)
    assert "Traceback" not in shown.stdout + shown.stderr


MEAN = {
    "a sparse file of a gibibyte": (None, "DQ004"),
    "brackets of 200 KB": (b"[" * 200_000, "DQ005"),
    "braces of 200 KB in JSON": (b'{"a":' * 40_000, "DQ005"),
    "UTF-16": (CLEAN.encode("utf-16"), "DQ002"),
    "NUL bytes": (CLEAN.replace("Fund", "Fu\x00nd").encode(), "DQ010"),
    "an alias bomb": (b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "DQ006"),
    "a Python tag": (b"a: !!python/object/apply:os.system [id]\n", "DQ007"),
    "a key twice": (CLEAN.encode() + b"agreement: again\n", "DQ009"),
    "forty digits": (CLEAN.replace("500,000", "9" * 40).encode(), "DQ043"),
    "NaN": (CLEAN.replace("USD 500,000", "USD NaN").encode(), "DQ045"),
    "full-width digits": (CLEAN.replace("500,000", "５００,０００").encode(), "DQ041"),
    "a bidirectional mark": (CLEAN.replace("Arc Fund", "Arc\u202e Fund").encode(), "DQ033"),
    "a zero-width space": (CLEAN.replace("LINT-CS005", "LINT\u200b-CS005").encode(), "DQ033"),
    "no bytes": (b"", "DQ003"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "DQ002"),
}


ALIKE_IN_JSON = {"DQ002", "DQ003", "DQ004", "DQ005"}
CASES = [
    pytest.param(content, code, suffix, id=f"{what} {suffix}")
    for what, (content, code) in MEAN.items()
    for suffix in (".yaml", ".json")
    if suffix == ".yaml" or code in ALIKE_IN_JSON
]


@pytest.mark.parametrize(("content", "code", "suffix"), CASES)
def test_what_means_harm_is_refused_with_its_code(isda, tmp_path, content, code, suffix):
    """The code says what it is; a file of a gibibyte is never read."""
    path = tmp_path / f"mean{suffix}"
    if content is None:
        with path.open("wb") as file:
            file.truncate(GIB)
    else:
        path.write_bytes(content)
    made = isda("check", path, "--format", "json")
    assert made.exit_code == 1
    assert code in codes(made)


@pytest.mark.parametrize(
    "content",
    [b"\xef\xbb\xbf" + CLEAN.encode(), CLEAN.replace("\n", "\r\n").encode()],
    ids=["a byte order mark", "CRLF"],
)
def test_what_editors_of_windows_write_is_read(isda, tmp_path, content):
    """A byte order mark and CRLF are no fault."""
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    made = isda("check", path, "--format", "json")
    assert (made.exit_code, codes(made)) == (0, [])


@pytest.mark.parametrize(
    "name", ["a\x1b[31mred.yaml", "line\nbreak.yaml", "$(id).yaml", "한강 은행.yaml", "-f.yaml"]
)
def test_the_name_of_a_file_is_shown_and_does_nothing(isda, tmp_path, name):
    """A name with an escape, a line break or a command in it reaches no terminal as one."""
    (tmp_path / name).write_text("sheet: 2\nannexes: []\n", encoding="utf-8")
    made = isda("check", tmp_path)
    assert made.exit_code == 1
    assert "\x1b" not in made.stdout
    for form in ("concise", "github", "junit", "json", "sarif"):
        shown = isda("check", tmp_path, "--format", form)
        assert shown.exit_code == 1
        assert "\x1b" not in shown.stdout
    lines = isda("check", tmp_path, "--format", "concise").stdout.splitlines()
    assert len(lines) == len(codes(isda("check", tmp_path, "--format", "json")))


def test_nothing_outside_the_named_folder_is_read(isda, tmp_path):
    """A path with `..` is what it leads to; links out of a folder lead nowhere."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.yaml").write_text("sheet: secret\nannexes: []\n", encoding="utf-8")
    (inside / "link.yaml").symlink_to("../outside/secret.yaml")
    (inside / "up").symlink_to("..", target_is_directory=True)
    assert isda("check", inside).exit_code == 2
    named = isda("check", inside / "../outside/secret.yaml", "--format", "json")
    assert named.exit_code == 1


def test_a_folder_that_may_not_be_entered_is_passed(isda, tmp_path):
    """What cannot be listed is not there; the rest is checked."""
    (tmp_path / "a.yaml").write_text(CLEAN, encoding="utf-8")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    try:
        assert isda("check", tmp_path).exit_code == 0
    finally:
        os.chmod(closed, 0o700)  # noqa: PTH101  # so that pytest can take it away
