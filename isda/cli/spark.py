"""`isda run --engine spark`: what it needs, and what runs the night then."""

import os
import re
import tempfile
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from isda.basics.amounts import shown
from isda.basics.extras import missing
from isda.cli.choices import one_of
from isda.cli.guard import misused, stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from isda.batch.night import Runner

LEAST_JAVA = 17
_MASTER = re.compile(
    r"local|local\[(\*|\d+)(, *\d+)?\]|local-cluster\[\d+, *\d+, *\d+\]"
    r"|spark://[^\s/:]+:\d+(,[^\s/:]+:\d+)*|yarn|k8s://\S+"
)
"""What Spark takes for a cluster: it names anything else in a trace of Java."""


_CAUSE = re.compile(
    r"^(?:Exception in thread \"main\"|Caused by:) (?:[\w$]+\.)*(.+)$", re.MULTILINE
)
"""Why Java gave up, at the end of its traces."""


class Engine(StrEnum):
    """What runs a book on columns."""

    LOCAL = "local"
    SPARK = "spark"


By = Annotated[
    Engine,
    typer.Option(
        "--engine",
        metavar="ENGINE",
        parser=one_of(Engine),
        help="What runs columns: local, this machine, or spark, a cluster.",
    ),
]
Master = Annotated[
    str | None,
    typer.Option(
        "--master",
        metavar="URL",
        help="The cluster, as Spark names it, such as `spark://host:7077` or `yarn`.",
    ),
]


def takes_spark(
    engine: Engine, master: str | None, out: Path | None, *, columns: bool | None, resume: bool
) -> bool:
    """Whether a book is run on Spark; leave where it is asked for in a way that cannot be."""
    if engine is Engine.LOCAL:
        if master is not None:
            misused("--master is for Spark: add --engine spark")
        return False
    if master is None:
        misused("say which cluster it is with --master")
    if not _MASTER.fullmatch(master):
        misused(
            f"{shown(master)!r} is no cluster as Spark names them; write such as "
            "spark://host:7077, yarn, k8s://https://host:443 or local[4]",
            "--master",
        )
    if columns is False:
        misused("--single is one way and --engine spark the other: Spark runs columns")
    if out is None:
        misused("Spark runs columns, which write tables: say where with --out")
    if resume:
        misused("--resume is for a run on this machine: Spark begins anew")
    must_have_spark()
    return True


def must_have_spark() -> None:
    """Leave where a library or Java is missing, and say what to install."""
    if any(find_spec(name) is None for name in ("pyspark", "pandas", "polars", "pyarrow")):
        stop(missing("Spark", "spark"))
    found, home = java(), os.environ.get("JAVA_HOME")
    if found is None and home:
        stop(
            f"JAVA_HOME is `{home}`, and there is no Java: let it say where Java {LEAST_JAVA} "
            "or newer is"
        )
    if found is None or found < LEAST_JAVA:
        what = "and there is none" if found is None else f"and this is {found}"
        stop(
            f"Spark needs Java {LEAST_JAVA} or newer, {what}: install it, and let JAVA_HOME "
            "say where it is"
        )


def java() -> int | None:
    """Return the version of Java that Spark would take, or None where there is none."""
    import subprocess
    from shutil import which

    home = os.environ.get("JAVA_HOME")
    program = which(str(Path(home, "bin", "java"))) if home else which("java")
    if program is None:
        return None
    ask = [program, "-version"]
    told = subprocess.run(ask, capture_output=True, text=True, check=False)  # noqa: S603  # the Java that Spark itself would start
    version = re.search(r'version "(?:1\.)?(\d+)', told.stderr)
    return int(version[1]) if version else None


@contextmanager
def runner_of(master: str | None) -> "Iterator[Runner]":
    """Yield what runs a night: this machine, or a cluster; leave where the cluster does not."""
    from isda.batch.night_run import NightRun

    if master is None:
        yield NightRun
        return
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException, PythonException

    from isda.batch.spark import OtherProgram, SparkRun, session

    log, is_kept = _log(), False
    try:
        with session(master, log) as spark:
            yield partial(SparkRun, spark)
    except PythonException:
        raise  # the fault is ours, wherever it happened
    except OtherProgram as problem:
        stop(f"{problem}; install the same version of isda and polars on each")
    except (Py4JError, PySparkException) as problem:
        is_kept = log is not None
        why = _why(problem, log)
        stop(f"Spark at {master} did not run the book, and nothing was written: {why}")
    finally:
        if log is not None and not is_kept:
            log.unlink(missing_ok=True)


def _log() -> Path | None:
    """Return a file for what Spark says of itself; none where everything is to be seen."""
    if os.environ.get("ISDA_DEBUG") == "1":
        return None
    with tempfile.NamedTemporaryFile(prefix="isda-spark-", suffix=".log", delete=False) as log:
        return Path(log.name)


def _why(problem: Exception, log: Path | None) -> str:
    """Return why a cluster ran nothing: the cause in Spark's words, and where its log is."""
    said = next((line for line in str(problem).splitlines() if line.strip()), "")
    if log is None:
        return said
    causes = _CAUSE.findall(log.read_text(encoding="utf-8", errors="replace"))
    return f"{causes[-1] if causes else said}; more stands in {log}"
