"""The five statistics of bench/stats.py by pandas over the same Parquet, file scan included."""

import resource
import sys
import time
from collections.abc import Callable

import pandas as pd

FOLDER = sys.argv[1]
WORDS = sys.argv[2:]
WHO = ["sender_id"]


def read(*columns: str) -> pd.DataFrame:
    return pd.read_parquet(FOLDER, columns=list(columns))


def senders() -> object:
    rows = read("sender_id", "sender", "kind")
    rows = rows[rows["kind"] == "message"]
    grouped = rows.groupby("sender_id", observed=True).agg(
        n=("kind", "size"), who=("sender", "first")
    )
    return grouped.nlargest(50, "n")


def days() -> object:
    return read("time_first").groupby(pd.Grouper(key="time_first", freq="D")).size()


def forwards() -> object:
    rows = read("sender_id", "forward_id", "forward_name", "forwarded")
    keys = ["sender_id", "forward_id", "forward_name"]
    return rows[rows["forwarded"]].groupby(keys, observed=True, dropna=False).size().sort_values()


def answers() -> object:
    rows = read("chat", "id", "reply_to", "sender_id").astype({"chat": str, "sender_id": str})
    both = rows.merge(rows, left_on=["chat", "reply_to"], right_on=["chat", "id"])
    return both.groupby(["sender_id_x", "sender_id_y"]).size().sort_values()


def words() -> object:
    rows = read("time_first", "text")
    for word in WORDS:
        rows[word] = rows["text"].str.contains(word, regex=False)
    return rows.groupby(pd.Grouper(key="time_first", freq="W"))[WORDS].sum()


ASKED: dict[str, Callable[[], object]] = {
    "messages a sender": senders,
    "messages a day": days,
    "who forwards from where": forwards,
    "who answers whom": answers,
    "five words by week": words,
}
for name, ask in ASKED.items():
    began, cpu = time.perf_counter(), time.process_time()
    ask()
    print(f"{name}\t{time.perf_counter() - began}\t{time.process_time() - cpu}")
print(f"peak\t{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}\t0")
