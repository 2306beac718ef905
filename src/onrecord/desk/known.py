"""Which cases a desk knows of: a list of folders, for who has forgotten where.

The list proves nothing and misses nothing that matters: a case is a folder and
works wherever it is opened from. Folders that are gone are left out.
"""

import json
from pathlib import Path

from onrecord.archive import disk
from onrecord.desk.case import MARK


def known(folder: Path) -> list[Path]:
    """Case folders last opened at the desk in ``folder``, latest first."""
    return [p for p in _listed(folder) if (p / MARK).is_file()]


def remember(folder: Path, case: Path) -> None:
    """Puts a case in front of the list."""
    path = case.resolve()
    before = _listed(folder)
    if folder.is_dir() and before[:1] != [path]:
        listed = [str(path), *(str(p) for p in before if p != path)]
        disk.replace(folder / "cases.json", json.dumps(listed, ensure_ascii=False).encode())


def _listed(folder: Path) -> list[Path]:
    file = folder / "cases.json"
    if not file.exists():
        return []
    return [Path(p) for p in json.loads(file.read_bytes())]
