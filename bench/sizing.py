"""What a collection of any size would take, computed from the measured rates.

    python bench/sizing.py [--messages 400000000] [--cores 64] [--price P] [--write]

Prints the arithmetic: seconds of one core a message as the history has them (the newest row
of the largest size), times messages, over cores. ``--price`` is what your provider asks for
a core and hour, in any money; without it no cost is named. ``--write`` puts the table into
docs/guide/cluster.md. Nothing is measured here. It assumes that twice the messages take
twice the time and that cores share work evenly; what was measured stands beside it.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import collection
import measured

GUIDE = measured.ROOT / "docs" / "guide" / "cluster.md"
BEGIN, END = "<!-- sizing: begin -->", "<!-- sizing: end -->"
LEAST = 100_000
"""Fewer messages say what starting takes, not what a message takes."""
LARGEST_PUBLIC = 400_000_000
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rate:
    """Core seconds a message, and the row that says so."""

    name: str
    seconds: float
    row: Row
    cores: int
    alone: bool = False

    def line(self, messages: int, cores: int, price: float | None) -> str:
        """One row of the table, with its arithmetic."""
        hours = self.seconds * messages / 3600
        by_clock = hours / cores
        if self.alone:  # one machine's work: by its own clock, on its own cores
            by_clock = self.row["wall"] / self.row["size"] * messages / 3600
        cost = f" {hours * price:,.2f} |" if price is not None else ""
        return (
            f"| {self.name} | {self.row['size']:,} in {self.row['wall']:,.0f} s on {self.cores} "
            f"| {self.seconds * 1e6:,.0f} µs | {hours:,.1f} | {by_clock:,.2f} |{cost} "
            f"{str(self.row['at'])[:10]} {self.row['commit']} |"
        )


def newest(bench: str, what: str) -> Row | None:
    """The newest row of the largest size."""
    found = [r for r in measured.rows(bench) if r["what"] == what and int(str(r["size"])) >= LEAST]
    return max(found, key=lambda r: (int(str(r["size"])), str(r["at"])), default=None)


def rates() -> list[Rate]:
    """What is known: the receiving machine's work, then each task on Spark and here."""
    found = []
    added = newest("case", "add")
    if added is not None:
        name = "receive, read, seal, index: one machine, by its clock"
        found.append(Rate(name, added["cpu"] / added["size"], added, 2, alone=True))
    said = newest("case", "statements")
    if said is not None:
        name = "statements of one large case, the local engine"
        found.append(Rate(name, said["cpu"] / said["size"], said, 1))
    for what in collection.WHATS:
        row = newest("collection", f"{what}, {collection.CLUSTER}")
        if row is not None:  # its two cores are held from start to end, whatever they do
            found.append(Rate(f"{what}, Spark", 2 * row["wall"] / row["size"], row, 2))
        row = newest("collection", f"{what}, here")
        if row is not None:
            found.append(Rate(f"{what}, the local engine", row["cpu"] / row["size"], row, 1))
    return found


def table(messages: int, cores: int, price: float | None) -> str:
    """All of it."""
    cost = " cost |" if price is not None else ""
    lines = [
        f"{messages:,} messages: core hours = µs a message x {messages:,} / 3.6 x 10^9; "
        f"hours = core hours / {cores} cores. Cost = core hours x what a core costs you an hour"
        + (f" (here {price})." if price is not None else "."),
        "",
        f"| task | measured: messages in seconds on cores | of a core, a message | core hours "
        f"| hours on {cores} cores |{cost} taken |",
        f"|---|---|---:|---:|---:|{'---:|' if cost else ''}---|",
    ]
    lines += [rate.line(messages, cores, price) for rate in rates()]
    disk = newest("case", "disk")
    if disk is not None:
        export = 413 * messages / 1e9
        share = float(disk["parts"]["readings"])
        lines += [
            "",
            f"Disk: an export of {export:,.0f} GB (413 bytes a message in our corpora); a case "
            f"without its bag {disk['ratio']:.2f} of that, {export * disk['ratio']:,.0f} GB; the "
            f"readings, which are all that a cluster sees, {share:.3f} of it, "
            f"{export * share:,.0f} GB (shares as measured at {disk['size']:,} messages).",
        ]
    return "\n".join(lines)


def main() -> None:
    """Prints the table, or writes the guide's."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--messages", type=int, default=LARGEST_PUBLIC)
    parser.add_argument("--cores", type=int, default=64)
    parser.add_argument("--price", type=float)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    made = table(args.messages, args.cores, args.price)
    print(made)
    if args.write:
        written(GUIDE, made)


def written(page: Path, made: str) -> None:
    """Puts the table between the page's two marks."""
    text = page.read_text("utf-8")
    before, rest = text.split(BEGIN, 1)
    page.write_text(f"{before}{BEGIN}\n{made}\n{END}{rest.split(END, 1)[1]}", "utf-8")


if __name__ == "__main__":
    main()
