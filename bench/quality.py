"""Writes docs/reference/quality-rows.md: the latest row of each quality measure.

    python bench/quality.py

The rows come from bench/history.jsonl (kind ``quality``; of near-copies also their
speed); ``statements.py``, ``quotes.py``, ``match.py`` and ``near.py`` append them.
"""

import json

import measured as m

PAGE = m.ROOT / "docs" / "reference" / "quality-rows.md"
HEAD = """# Quality: the latest row of each measure

Written by `python bench/quality.py` from `bench/history.jsonl`; what a figure means and where
it fails stands in [statements](quality-statements.md) and [press](quality-press.md).

| bench | what | size | figures | commit | measured |
|---|---|---|---|---|---|
"""
FACTS = ("at", "commit", "machine", "bench", "size", "what", "kind", "note", "code", "base")


def latest() -> list[dict[str, object]]:
    """The last row of each measure, by bench and name."""
    rows: dict[tuple[str, str, int], dict[str, object]] = {}
    for line in m.HISTORY.read_text("utf-8").split("\n"):
        row = json.loads(line) if line else {}
        if row.get("kind") == "quality" or (row.get("bench"), row.get("kind")) == ("near", "speed"):
            rows[row["bench"], row["what"], row["size"]] = row
    return [rows[key] for key in sorted(rows)]


def main() -> None:
    """Writes the page."""
    lines = []
    for row in latest():
        figures = ", ".join(f"{k} {v}" for k, v in row.items() if k not in FACTS)
        size = f"{row['size']:,}"
        lines.append(
            f"| {row['bench']} | {row['what']} | {size} | {figures} | {row['commit']} | {row['at']} |"
        )
    PAGE.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
