"""`isda run --engine spark` from the outside, where Spark need not be installed."""

import pytest

from isda.cli import spark

BOOK = ("run", "samples/books/seoul", "--on", "2008-09-30")
ASKED = (*BOOK, "--engine", "spark", "--master", "local[2]")
JAVA = "#!/bin/sh\necho 'openjdk version \"{}\" 2020-01-01' >&2\n"


@pytest.fixture
def libraries(monkeypatch):
    """Every library is there."""
    monkeypatch.setattr(spark, "find_spec", lambda _: object())


@pytest.fixture
def java(monkeypatch, tmp_path):
    """A Java of some version, and no other."""

    def there(version):
        program = tmp_path / "bin" / "java"
        program.parent.mkdir()
        program.write_text(JAVA.format(version))
        program.chmod(0o755)
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    return there


def test_without_the_libraries_it_says_what_to_install(isda, monkeypatch, tmp_path):
    """The extra is named, the exit code is 2, and nothing is written."""
    monkeypatch.setattr(spark, "find_spec", lambda name: None if name == "pyspark" else name)
    ended = isda(*ASKED, "--out", tmp_path / "out")
    assert ended.exit_code == 2
    assert "install `isda-collateral[spark]`" in ended.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("libraries")
def test_without_java_it_says_what_to_install(isda, monkeypatch, tmp_path):
    """Java and its least version are named, and the exit code is 2."""
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    ended = isda(*ASKED, "--out", tmp_path / "out")
    assert ended.exit_code == 2
    assert "Spark needs Java 17 or newer, and there is none" in ended.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("libraries")
@pytest.mark.parametrize(("version", "told"), [("1.8.0_292", 8), ("11.0.2", 11), ("16", 16)])
def test_an_old_java_is_named(isda, java, tmp_path, version, told):
    """A Java that Spark does not start on is said before Spark is asked."""
    java(version)
    ended = isda(*ASKED, "--out", tmp_path / "out")
    assert ended.exit_code == 2
    assert f"and this is {told}" in ended.stderr


@pytest.mark.usefixtures("libraries")
@pytest.mark.parametrize("version", ["17.0.15", "21", "25.0.1"])
def test_a_java_that_is_new_enough_is_taken(java, version):
    """Java 17 and everything newer will do."""
    java(version)
    spark.must_have_spark()


ASKED_WRONGLY = {
    "no cluster": ((*BOOK, "--engine", "spark", "--out", "out"), "--master"),
    "nowhere to write": (ASKED, "--out"),
    "agreement by agreement": ((*ASKED, "--single", "--out", "out"), "runs columns"),
    "a run to take up": ((*ASKED, "--resume", "--out", "out"), "--resume is for a run on this"),
    "no engine": ((*BOOK, "--master", "local[2]"), "--engine spark"),
}


@pytest.mark.parametrize(("words", "told"), ASKED_WRONGLY.values(), ids=ASKED_WRONGLY)
def test_what_does_not_go_together_is_said(isda, words, told):
    """An option that is missing, or that no cluster runs, ends with 2."""
    ended = isda(*words)
    assert ended.exit_code == 2
    assert told in ended.stderr
