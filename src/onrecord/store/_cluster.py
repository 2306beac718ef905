"""A Spark session: started where it is asked for, with our rules for time and noise.

Apache Spark (Apache-2.0) is an extra, ``onrecord[spark]``, and needs Java 17 or
newer. Nothing here is loaded unless a collection is gathered with it.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from onrecord.errors import NoEngine

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LOCAL = "local[*]"
# One method of Spark writes file:/x, another file:///x.
_SLASHES, _ONE = "^file:/+", "file:/"
# Java's second compiler takes longer here than it saves: the rows are worked on in Python.
_QUICK = "-XX:TieredStopAtLevel=1"
_HERE = Path(__file__).parents[2]


@contextmanager
def session(master: str | None = None) -> "Iterator[SparkSession]":
    """A session on ``master`` (``local[2]``, ``local-cluster[2,1,1024]``,
    ``spark://…``), or on ONRECORD_SPARK, or on this machine's cores.

    A session that runs already is used and left running. Raises NoEngine.
    """
    _needs()
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    made = _start(master or os.environ.get("ONRECORD_SPARK") or LOCAL)
    try:
        yield made
    finally:
        made.stop()


@cache
def _home() -> "TemporaryDirectory[str]":
    """A home of Spark for this process, gone with it: links to what the distribution holds.

    The workers of ``local-cluster`` write below SPARK_HOME (``work``), which no setting
    moves; in the distribution itself it would grow run by run, or nobody may write there.
    """
    import pyspark

    home = TemporaryDirectory(prefix="onrecord-spark-", ignore_cleanup_errors=True)
    for path in Path(pyspark.__file__).parent.iterdir():
        if path.name != "work":
            Path(home.name, path.name).symlink_to(path, target_is_directory=path.is_dir())
    return home


def _needs() -> None:
    """Raises NoEngine if the library or Java is missing, with what to install."""
    # pandas: pyspark asks for it before it takes a function over batches.
    missing = [name for name in ("pyspark", "pandas") if find_spec(name) is None]
    if missing:
        raise NoEngine(
            "Apache Spark is not installed",
            where=", ".join(missing),
            advice="pip install 'onrecord[spark]'",
        )
    java = os.environ.get("JAVA_HOME")
    there = Path(java, "bin", "java").exists() if java else shutil.which("java")
    if not there:
        raise NoEngine(
            "Apache Spark needs Java, and there is none",
            where=f"JAVA_HOME={java}" if java else "PATH",
            advice="install Java 17 (Debian: openjdk-17-jre-headless), or leave out --engine spark",
        )


def _start(master: str) -> "SparkSession":
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    wanted = {
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "8192",
        "spark.sql.parquet.filterPushdown": "true",
        "spark.sql.shuffle.partitions": os.environ.get("ONRECORD_SPARK_PARTITIONS", "8"),
    }
    if master.startswith("local"):
        wanted |= _on_this_machine()
    builder = SparkSession.builder.master(master).appName("onrecord")
    for name, value in wanted.items():
        builder = builder.config(name, value)
    try:
        made: SparkSession = builder.getOrCreate()
    except (PySparkException, OSError) as e:
        raise NoEngine(
            "Apache Spark does not start",
            where=f"{master}: {str(e).splitlines()[0]}",
            advice="check the address of the cluster and that Java is 17 or newer",
        ) from e
    made.sparkContext.setLogLevel("ERROR")
    return made


def _on_this_machine() -> dict[str, str]:
    """Loopback only, and workers that find this Python and this onrecord."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # local-cluster starts its workers by the distribution's own scripts.
    os.environ.setdefault("SPARK_HOME", _home().name)
    path = os.pathsep.join(p for p in (str(_HERE), os.environ.get("PYTHONPATH", "")) if p)
    return {
        "spark.driver.extraJavaOptions": _QUICK,
        "spark.executor.extraJavaOptions": _QUICK,
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.executorEnv.PYTHONPATH": path,
        "spark.executorEnv.SPARK_LOCAL_IP": "127.0.0.1",
    }


def frame_of(spark: "SparkSession", files: "list[tuple[str, int, Path]]") -> "DataFrame":
    """The rows of Parquet files, each with its case and reading beside it."""
    import pyarrow as pa
    from pyspark.sql.functions import broadcast, regexp_replace

    plain = spark.read.parquet(*[_literal(path) for _, _, path in files])
    # Spark spells a path in its own way; its spelling says which file a row is from.
    spelt = {unquote(urlsplit(uri).path): uri for uri in plain.inputFiles()}
    one = re.compile(_SLASHES)
    tags = [(one.sub(_ONE, spelt[str(p.resolve())]), folder, n) for folder, n, p in files]
    columns = {"file": pa.string(), "folder": pa.string(), "reading": pa.int32()}
    arrays = map(pa.array, zip(*tags, strict=True), columns.values())
    # As an Arrow table: from a list, Spark would start Python on every executor for it.
    known = spark.createDataFrame(pa.table(dict(zip(columns, arrays, strict=True))))
    named = plain.withColumn("file", regexp_replace("_metadata.file_path", _SLASHES, _ONE))
    return named.join(broadcast(known), "file").drop("file")


def _literal(path: Path) -> str:
    """A path in which no character is a wildcard to Spark."""
    return re.sub(r"([\\\[\]{}*?])", r"\\\1", str(path.resolve()))
