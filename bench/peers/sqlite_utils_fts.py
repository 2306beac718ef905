"""json, sqlite-utils insert, enable_fts: what `sqlite-utils insert … --json` does."""

import json
import sys
from pathlib import Path

import sqlite_utils

with Path(sys.argv[1]).open(encoding="utf-8") as stream:
    messages = json.load(stream)["messages"]
for message in messages:
    if not isinstance(message["text"], str):
        message["text"] = "".join(p if isinstance(p, str) else p["text"] for p in message["text"])
base = sqlite_utils.Database(sys.argv[2])
base["messages"].insert_all(messages, pk="id", alter=True, replace=True)
base["messages"].enable_fts(["text"])
print(base["messages"].count)
