"""Every message of an export as JSON lines, without a case.

python examples/read_an_export.py EXPORT > messages.jsonl
"""

import json
import sys
from pathlib import Path

from onrecord import Message
from onrecord.desk.reading import read
from onrecord.model import wire
from onrecord.ports import Ask


def main(export: Path) -> None:
    """One object a message; troubles go to stderr."""
    for part in read(export, Ask()):
        if isinstance(part, Message):
            print(json.dumps(wire.message(part), ensure_ascii=False))
        else:
            print(part, file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
