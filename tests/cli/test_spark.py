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
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    ended = isda(*ASKED, "--out", tmp_path / "out")
    assert ended.exit_code == 2
    assert "Spark needs Java 17 or newer, and there is none" in ended.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("libraries")
def test_a_java_home_that_is_none_is_named(isda, monkeypatch, tmp_path):
    """It is the variable that is wrong, though a Java may stand on the path."""
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "none"))
    ended = isda(*ASKED, "--out", tmp_path / "out")
    assert ended.exit_code == 2
    assert f"JAVA_HOME is `{tmp_path / 'none'}`, and there is no Java" in ended.stderr


MASTERS = ["local", "local[4]", "local[*, 2]", "local-cluster[2,1,1024]", "yarn",
           "spark://a:7077,b.c:7077", "k8s://https://host:443"]  # fmt: skip


@pytest.mark.usefixtures("libraries")
@pytest.mark.parametrize("master", MASTERS)
def test_a_cluster_as_spark_names_it_is_taken(java, tmp_path, master):
    """Every shape that Spark knows goes on to Spark."""
    java("17")
    spark.takes_spark(spark.Engine.SPARK, master, tmp_path, columns=None, resume=False)


@pytest.mark.parametrize("master", ["nonsense", "sparc://a:7077", "spark://a", "local[x]", ""])
def test_a_cluster_that_is_mistyped_is_said_before_java_starts(isda, tmp_path, master):
    """The usual names are listed, the exit code is 2, and no trace of Java is printed."""
    words = ("--engine", "spark", "--master", master, "--out", tmp_path / "out")
    ended = isda(*BOOK, *words)
    assert ended.exit_code == 2
    told = " ".join(ended.stderr.split())
    assert "is no cluster as Spark names them; write such as spark://host:7077, yarn" in told
    assert not (tmp_path / "out").exists()


def test_why_a_cluster_ran_nothing_is_read_from_its_log(tmp_path):
    """The last cause in Spark's own log is said; without one, what the library says."""
    log = tmp_path / "spark.log"
    trace = "org.a.B: awaited\n\tat x\nCaused by: java.net.ConnectException: refused\n\tat y\n"
    log.write_text(f"26/01/01 WARN A: slow\n{trace}26/01/01 ERROR C: giving up\n")
    said = RuntimeError("\nAn error occurred\nmore")
    assert spark._why(said, log) == f"ConnectException: refused; more stands in {log}"
    log.write_text('Exception in thread "main" org.a.SparkException: no such thing\n\tat x\n')
    assert spark._why(said, log) == f"SparkException: no such thing; more stands in {log}"
    log.write_text("WARN only\n")
    assert spark._why(said, log) == f"An error occurred; more stands in {log}"
    assert spark._why(said, None) == "An error occurred"


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
    "agreement by agreement": ((*ASKED, "--single", "--out", "out"), "--single is one way"),
    "a run to take up": ((*ASKED, "--resume", "--out", "out"), "--resume is for a run on this"),
    "no engine": ((*BOOK, "--master", "local[2]"), "--engine spark"),
}


@pytest.mark.parametrize(("words", "told"), ASKED_WRONGLY.values(), ids=ASKED_WRONGLY)
def test_what_does_not_go_together_is_said(isda, words, told):
    """An option that is missing, or that no cluster runs, ends with 2."""
    ended = isda(*words)
    assert ended.exit_code == 2
    assert told in ended.stderr
