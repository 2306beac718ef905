"""What a folder holds, for *as it was before*."""

import hashlib
from pathlib import Path


def snapshot(folder: Path) -> dict[str, str]:
    """Path to digest of every file; without locks and what is derived at will.

    Empty folders count too: a refusal must not leave one behind.
    """
    out = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.name == ".lock" or "derived" in name.parts:
            continue
        out[name.as_posix()] = (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        )
    return out
