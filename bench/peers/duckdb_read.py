"""DuckDB's read_json to Parquet, columns inferred."""

import sys

import duckdb

base = duckdb.connect(config={"threads": 2})
base.execute(
    "COPY (SELECT unnest(messages, recursive := false) AS m FROM read_json(?, "
    "maximum_object_size = 4000000000, format = 'auto')) TO '" + sys.argv[2] + "' "
    "(FORMAT parquet, COMPRESSION zstd)",
    [sys.argv[1]],
)
print(base.execute(f"SELECT count(*) FROM '{sys.argv[2]}'").fetchone()[0])
