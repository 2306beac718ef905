"""Runs between quotation marks, whatever marks a text uses and forgets to close."""

import re
from dataclasses import dataclass

PAIRS = {
    "“": "”",
    "«": "»",
    "„": "“”‟",
    "‹": "›",
    "‟": "”",
    "『": "』",
    "「": "」",
    "”": "”",
    "»": "«",
}
# How far on a single mark is looked for that closes what another may have opened.
REACH = 2000
_CLOSED = {closer: re.compile(rf"[,.?!…]{closer}(?!\w)") for closer in ("’", "'")}
_TOKEN = re.compile(r"[“”«»„‟‹›『』「」\"]|''|``|[‘’']")


@dataclass(frozen=True, slots=True)
class Run:
    """``[start, end)`` with its marks; not ``closed`` if the text forgets to close it."""

    start: int
    end: int
    closed: bool


def quoted(text: str, start: int = 0, end: int | None = None) -> list[Run]:
    """The outermost quoted runs of a paragraph, in order, without overlap.

    A mark that is never closed makes a run to the paragraph's end that is not
    ``closed``, unless another run opens inside it: then it is a stray mark and no
    run, so that it swallows nothing.
    """
    stop = len(text) if end is None else end
    found: list[Run] = []
    never: set[tuple[str, ...]] = set()  # closers that stand nowhere further on
    at = start
    while (opened := _next_open(text, at, stop)) is not None:
        begin, closers = opened
        close = None if closers in never else _next_close(text, begin, closers, stop)
        if close is not None:
            found.append(Run(begin, close, True))
            at = close
            continue
        never.add(closers)
        if _next_open(text, begin + 1, stop) is None and _holds(text[begin:stop]):
            found.append(Run(begin, stop, False))
            break
        at = begin + 1
    return found


def _holds(run: str) -> bool:
    return any(char.isalnum() for char in run)


def _next_open(text: str, at: int, stop: int) -> tuple[int, tuple[str, ...]] | None:
    for met in _TOKEN.finditer(text, at, stop):
        mark, here = met.group(), met.start()
        before = text[here - 1] if here else " "
        after = text[met.end()] if met.end() < len(text) else " "
        # Between two spaces (tokenised text) a mark met outside a run opens one.
        opens = before.isspace() or (not before.isalnum() and not after.isspace())
        if mark in ("“", "«", "„", "‹", "『", "「", "``"):
            return here, tuple(PAIRS.get(mark, "")) + (("''", '"') if mark == "``" else ())
        if mark in ('"', "''") and opens:
            return here, (mark, "”")
        if mark == "»" and opens and "«" in text[met.end() : stop]:
            return here, ("«",)
        if mark in ("‘", "'") and opens and _single(text, met.end(), stop, mark):
            return here, ("’",) if mark == "‘" else ("'",)
    return None


def _single(text: str, at: int, stop: int, mark: str) -> bool:
    """True if a single mark opens a quotation: it closes after punctuation further on."""
    closer = "’" if mark == "‘" else "'"
    return _CLOSED[closer].search(text, at, min(stop, at + REACH)) is not None


def _next_close(text: str, begin: int, closers: tuple[str, ...], stop: int) -> int | None:
    opener = text[begin]
    depth = 0
    at = begin + (2 if text.startswith(("``", "''"), begin) else 1)
    while at < stop:
        for closer in closers:
            if text.startswith(closer, at) and _may_close(text, at, closer, begin):
                if depth == 0:
                    return at + len(closer)
                depth -= 1
                break
        else:
            # The same opening mark again opens an inner run (« a « b » c »).
            depth += text[at] == opener and opener in "«“„" and opener not in closers
        at += 1
    return None


def _may_close(text: str, at: int, closer: str, begin: int) -> bool:
    if closer in ("'", "’"):
        after = text[at + 1] if at + 1 < len(text) else " "
        return text[at - 1] in ",.?!…" and not after.isalnum()
    if closer == '"':
        return at > begin + 1
    return True
