"""json, pandas.json_normalize, Parquet."""

import json
import sys
from pathlib import Path

import pandas as pd

with Path(sys.argv[1]).open(encoding="utf-8") as stream:
    messages = json.load(stream)["messages"]
table = pd.json_normalize(messages)
for name in table.columns:  # Arrow takes no column of lists beside strings
    if table[name].map(lambda v: isinstance(v, list | dict)).any():
        table[name] = table[name].map(lambda v: v if isinstance(v, str) else json.dumps(v))
table.to_parquet(sys.argv[2], compression="zstd")
print(len(table))
