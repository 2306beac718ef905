"""Three-way merge of drafts by lines; the writer's text always stands.

The usual diff3 (Khanna, Kunal, Pierce, *A formal investigation of diff3*, 2007):
where only the machine's composition changed, the new one is taken; where both
changed, the writer's lines stay and the new ones follow as notes (``%%``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

NOTE = "%%"
COMPOSED = "composed anew, differs from your text above:"


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text and in how many places both had changed."""

    text: str
    conflicts: int


def merge(base: str, writer: str, composed: str, says: str = COMPOSED) -> Merged:
    """The writer's text with what is new in ``composed`` since ``base``.

    Where both changed, a note that begins with ``says`` holds the other's lines.
    """
    b, w, c = (t.split("\n") for t in (base, writer, composed))
    out: list[str] = []
    conflicts = 0
    for was, mine, new in _regions(b, w, c):
        if new in (mine, was):
            out += mine
        elif mine == was:
            out += new
        else:
            conflicts += 1
            out += [*mine, *_notes(new, says)]
    return Merged("\n".join(out), conflicts)


def beside(writer: str, composed: str) -> Merged:
    """The writer's text whole, and all that was composed below it as notes: what is
    done where nothing is known of a common ancestor."""
    if writer == composed:
        return Merged(writer, 0)
    notes = _notes(composed.rstrip("\n").split("\n"), COMPOSED)
    return Merged("\n".join([writer.rstrip("\n"), "", *notes, ""]), 1)


def _notes(lines: Sequence[str], says: str) -> list[str]:
    return [f"{NOTE} {says}", *(f"{NOTE} {line}".rstrip() for line in lines)]


_Region = tuple[Sequence[str], Sequence[str], Sequence[str]]


def _regions(b: list[str], w: list[str], c: list[str]) -> Iterator[_Region]:
    """(base, writer, composed) runs: stable lines alone, changed runs between."""
    ib = iw = ic = 0
    for base_at, writer_at, composed_at, size in _synced(b, w, c):
        if base_at > ib or writer_at > iw or composed_at > ic:
            yield b[ib:base_at], w[iw:writer_at], c[ic:composed_at]
        same = b[base_at : base_at + size]
        yield same, same, same
        ib, iw, ic = base_at + size, writer_at + size, composed_at + size
    if ib < len(b) or iw < len(w) or ic < len(c):
        yield b[ib:], w[iw:], c[ic:]


def _synced(b: list[str], w: list[str], c: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Runs of lines that are the same in all three texts."""
    left = _blocks(b, w)
    right = _blocks(b, c)
    i = j = 0
    while i < len(left) and j < len(right):
        (ab, aw, an), (cb, cc, cn) = left[i], right[j]
        start, end = max(ab, cb), min(ab + an, cb + cn)
        if start < end:
            yield start, aw + start - ab, cc + start - cb, end - start
        if ab + an < cb + cn:
            i += 1
        else:
            j += 1


def _blocks(a: list[str], b: list[str]) -> list[tuple[int, int, int]]:
    match = SequenceMatcher(None, a, b, autojunk=False)
    return [(m.a, m.b, m.size) for m in match.get_matching_blocks() if m.size]
