"""From an export to a list of statements, with the Python API.

    python examples/first_case.py EXPORT

Works in a temporary folder and leaves nothing behind.
"""

import sys
import tempfile
from pathlib import Path

from onrecord import Desk


def main(export: Path) -> None:
    """Seals the export, searches it, lists denials with their reasons."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder) / "desk", passphrase="only for this example")
        case = Path(folder) / "case"
        desk.new(case)
        received = desk.add(case, export)
        counts = received.counts
        print(f"{counts.records} records in, root {received.root}")
        for hit in desk.find(case, "harbour OR الميناء", limit=3).hits:
            print(hit.time, hit.sender, hit.marked("«", "»"))
        for statement in desk.statements(case, kinds=("denial",), limit=3):
            print(statement.voice.kind, statement.citation.words)
            print("  because:", "; ".join(reason.rule for reason in statement.reasons))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
