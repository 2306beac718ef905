"""Writes docs/reference/formats/speed.md from what ``bench/readers.py`` printed.

``python tools/reader_table.py FILE…``: the last line of a reader counts.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "reference" / "formats" / "speed.md"
HEAD = """# A gibibyte, read

Written by `tools/reader_table.py` from `bench/readers.py --size 1024` (where MiB says less, less
was run), a reader at a time, two shared cores under load. *MB/s*: of CPU time, one process.
*x hash*: CPU time as a multiple of reading and hashing (SHA-256) the same bytes. *peak*: of the
process's memory, MiB. Golden samples grown by repeating their records: rows are short and hold
every rarity, so most real files are faster. Telegram's JSON is read with the compiled helper
(`make native`).

| reader | MiB | rows | bytes a row | CPU s | MB/s | x hash | peak |
|---|---:|---:|---:|---:|---:|---:|---:|
"""


def lines(paths: list[Path]) -> dict[str, list[str]]:
    """The fields of each reader's last line."""
    found: dict[str, list[str]] = {}
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            fields = line.split()
            if len(fields) == 7 and fields[1].isdecimal():
                found[fields[0]] = fields
    return found


def table(found: dict[str, list[str]]) -> str:
    """The page's table."""
    rows = []
    for name, (_, mib, count, cpu, speed, ratio, peak) in sorted(found.items()):
        each = int(mib) * (1 << 20) // max(int(count), 1)
        rows.append(
            f"| {name} | {mib} | {int(count):,} | {each} | {cpu} | {speed} | {ratio} | {peak} |"
        )
    return "\n".join(rows) + "\n"


def main() -> None:
    """Write the page."""
    OUT.write_text(HEAD + table(lines([Path(a) for a in sys.argv[1:]])), "utf-8")


if __name__ == "__main__":
    main()
