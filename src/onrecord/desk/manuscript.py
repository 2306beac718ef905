"""What a draft prints, as one text under one digest: what answers are given for.

Front matter counts (headline, lead, byline are printed), notes to the writer
(``%%``) and empty lines do not; a picture counts by its bytes without metadata.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from onrecord.archive import disk
from onrecord.desk.case import Case
from onrecord.desk.pictures import bare
from onrecord.model.draft import Draft
from onrecord.report.draft import without_notes

_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What is printed, line by line; the pictures last, by digest."""

    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text, hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def manuscript(text: str, draft: Draft, folder: Path | None) -> Manuscript:
    """What ``draft``, parsed from ``text``, prints with the pictures in ``folder``."""
    rows = [row.rstrip() for row in without_notes(text).split("\n")]
    kept = [row for i, row in enumerate(rows) if row or (i and rows[i - 1])]
    body = "\n".join(kept).strip("\n")
    return Manuscript("\n".join([body, *_pictures(draft, folder)]) + "\n")


def _pictures(draft: Draft, folder: Path | None) -> list[str]:
    out = []
    for block in draft.blocks:
        if block.kind == "picture":
            path = None if folder is None else folder / block.path
            there = path is not None and path.is_file()
            data = bare(path.read_bytes()) if path is not None and there else None
            digest = "not there" if data is None else hashlib.sha256(data).hexdigest()
            out.append(f"picture {block.path}: {digest}")
    return out


def signed_digest(data: bytes, draft: Draft, folder: Path) -> str:
    """What an editor signs: SHA-256 of the draft's bytes; with pictures, of the bytes
    and a line for each picture."""
    lines = "".join(f"\n{line}" for line in _pictures(draft, folder))
    return hashlib.sha256(data + lines.encode()).hexdigest()


def keep_manuscript(case: Case, one: Manuscript) -> None:
    """Keeps what answers were given for, so that a later change can be shown."""
    file = _file(case, one.digest)
    if not file.exists():
        with disk.trouble(file):
            file.parent.mkdir(parents=True, exist_ok=True)
        disk.replace(file, one.text.encode())


def kept_manuscript(case: Case, digest: str) -> Manuscript | None:
    """What was kept under a digest; None if nothing was."""
    file = _file(case, digest)
    if not _DIGEST.fullmatch(digest) or not file.is_file():
        return None
    return Manuscript(file.read_text("utf-8"))


def _file(case: Case, digest: str) -> Path:
    return case.path / "team" / "answered" / f"{digest}.txt"
