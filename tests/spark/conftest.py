"""One small cluster for all these tests: two executors of one core each, in this machine."""

import os
from collections.abc import Iterator
from functools import partial

import pytest
from nights import ON

from isda.batch.night import night
from isda.batch.spark import SparkRun, session
from isda.statement.night import publish

CLUSTER = "local-cluster[2,1,1024]"
os.environ["JDK_JAVA_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java that is soon there: these books are small, and it would think longer than compute."""


def pytest_collection_modifyitems(items):
    """Let Spark and what it brings warn: the other tests hold our own code to silence."""
    for item in items:
        item.add_marker(pytest.mark.filterwarnings("default"))


@pytest.fixture(scope="session")
def spark() -> Iterator[object]:
    """A session on the cluster."""
    with session(CLUSTER) as opened:
        opened.conf.set("spark.sql.shuffle.partitions", "4")  # 200 are for other sizes
        yield opened


@pytest.fixture
def on_spark(spark):
    """Run a book on the cluster, and write it."""

    def run(book, out, on=ON, **how):
        made = night(book, on=on, runner=partial(SparkRun, spark), **how).must()
        publish(made, book, out)
        return made

    return run


@pytest.fixture
def here():
    """Run a book on this machine alone, and write it."""

    def run(book, out, on=ON, **how):
        made = night(book, on=on, **how).must()
        publish(made, book, out)
        return made

    return run
