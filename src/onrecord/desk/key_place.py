"""Where the newsroom publishes the desk's public key: printed on each page, for readers.

The key itself never stands on a page: a forged page would carry the forger's.
"""

from pathlib import Path

from onrecord.archive import disk
from onrecord.errors import BadOption

_LONGEST = 300


def key_at(folder: Path) -> str:
    """The place as the desk in a folder says it; '' while it says none."""
    file = folder / "key-published-at"
    return file.read_text("utf-8").strip() if file.is_file() else ""


def set_key_at(folder: Path, where: str) -> None:
    """Keeps the place. Raises BadOption for more than one short line."""
    said = " ".join(where.split())
    if not said or len(said) > _LONGEST:
        raise BadOption(
            "Say in one line where your newsroom publishes the desk's public key",
            where=where[:60],
            advice="the address of a page of yours, or the printed issue",
        )
    disk.replace(folder / "key-published-at", said.encode() + b"\n")
