"""Which code a figure speaks of, so that a figure of older code is never shown as today's.

Every row of the history carries the digest of the files its bench measures, as git names
them (a blob's id): the same before and after a rebase, and in a copy without git.
"""

import hashlib
import subprocess
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
_SOURCE = "src/onrecord/"
_PARTS = ("cut", "json", "objects", "parallel", "pieces", "quick", "records", "repair", "rows")
_READING = (
    *("formats/__init__.py", "formats/telegram_json.py", "formats/_telegram*"),
    *(f"formats/_{part}.py" for part in (*_PARTS, "source", "stream", "tally", "columns")),
    *("model/schema.py", "desk/rows.py", "desk/crew.py", "desk/slices.py"),
)
_CASE = ("formats", "model", "archive", "desk", "store", "search", "lang", "attribute", "cli")
_NATIVE = ("../../native",)
KINDS = (".py", ".c", ".h")
ROOMS: dict[str, tuple[str, ...]] = {
    "reader": (*_READING, *_NATIVE),
    "table": (*_READING, *_NATIVE),
    "readers": ("formats", "model/schema.py", *_NATIVE),
    "seal": ("archive", "model/schema.py", *_NATIVE),
    "proof": ("archive",),
    "bag": ("archive/bag.py", "archive/bagcheck.py"),
    "case": (*_CASE, *_NATIVE),
    "adding": ("desk", "store", "attribute", "lang", "press"),
    "search": ("search", "store", "lang", "model/query.py", "model/schema.py"),
    "near": ("attribute/near.py", "attribute/near_parts.py", "attribute/plain.py"),
    "align": ("store/witnesses.py", "desk/aligning.py"),
    "stats": ("model/schema.py", "desk/rows.py"),
    "desk": ("web", "desk", "search", "store", "lang"),
    "drafts": ("desk", "report", "store", "archive"),
    "collection": ("desk", "store", "attribute", "lang", "search"),
}
"""Below src/onrecord, by bench; ``*`` for any letters. A bench that is not here speaks of all of it."""


def code_of(bench: str) -> str:
    """The digest of the files a bench speaks of, as they lie here."""
    return _digest(bench, _here())


def code_at(bench: str, commit: str) -> str | None:
    """The same in a commit; None if git does not know it."""
    names = _at(commit)
    return None if names is None else _digest(bench, names)


def _digest(bench: str, names: dict[str, str]) -> str:
    wanted = [
        (ROOT / _SOURCE / place).resolve().relative_to(ROOT).as_posix()
        for place in ROOMS.get(bench, (".",))
    ]
    of = hashlib.sha256()
    for path, blob in sorted(names.items()):
        if any(fnmatch(path, w) or path.startswith(f"{w}/") for w in wanted):
            of.update(f"{path} {blob}\n".encode())
    return of.hexdigest()[:10]


@cache
def _here() -> dict[str, str]:
    found = {}
    for folder, kinds in ((ROOT / _SOURCE, KINDS), (ROOT / "native", KINDS)):
        for path in (p for p in folder.rglob("*") if p.suffix in kinds):
            data = path.read_bytes()
            blob = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False)
            found[path.relative_to(ROOT).as_posix()] = blob.hexdigest()
    return found


@cache
def _at(commit: str) -> dict[str, str] | None:
    asked = ["git", "ls-tree", "-r", commit, "--", _SOURCE, "native"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    lines = (line.split(None, 3) for line in done.stdout.splitlines())
    return {path: blob for _, _, blob, path in lines if Path(path).suffix in KINDS}
