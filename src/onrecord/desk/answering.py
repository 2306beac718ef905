"""Answers to the checklist belong to a text: kept with it, compared with it, confirmed for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from onrecord import clock
from onrecord.archive import disk
from onrecord.desk.case import open_case
from onrecord.desk.drafts import saves_of
from onrecord.desk.harming import sheet
from onrecord.desk.manuscript import Manuscript, keep_manuscript, kept_manuscript, manuscript
from onrecord.model.since import Kind, Since
from onrecord.report import harm
from onrecord.report.draft import parse

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_AROUND = 12  # words that stay, shown before and behind a change
_LONGEST = 20_000  # words of one changed stretch that are compared one by one


def confirmed(items: Sequence[harm.Item], text: str, by: str) -> dict[str, harm.Answer]:
    """The answers, those given for another text now said by ``by`` to stand for this one.

    What a second editor answered stays as it is unless it was ``by``; then its seat is
    void and has to be taken anew.
    """
    by = " ".join(by.split())
    out = {}
    for item in items:
        given = item.given
        if item.stale and item.key in harm.SECOND and given.by == by:
            given = replace(given, text_of=text, seat="", at=clock.stamp())
        elif item.stale and item.key not in harm.SECOND:
            given = replace(given, text_of=text, confirmed=by, at=clock.stamp())
        out[item.key] = given
    return out


def printed_digest(text: str, folder: Path | None) -> str:
    """The digest of what a draft prints: answers are given for that. Raises BadDraft."""
    return manuscript(text, parse(text), folder).digest


def keep_answers(
    path: Path, text: str, folder: Path | None, items: tuple[harm.Item, ...], out: Path
) -> None:
    """See ``Desk.keep_answers``."""
    case = open_case(path)
    printed = manuscript(text, parse(text), folder)
    keep_manuscript(case, printed)
    disk.replace(out, sheet(items, printed.digest).encode())


def changes_since(
    path: Path, text: str, folder: Path | None, items: tuple[harm.Item, ...], name: str
) -> list[Since]:
    """See ``Desk.changes_since``."""
    stale = [i for i in items if i.stale]
    if not stale:
        return []
    case = open_case(path)
    now = manuscript(text, parse(text), folder)
    saves = saves_of(case, name) if name else []
    out = []
    for text_of in dict.fromkeys(i.given.text_of for i in stale):
        these = [i for i in stale if i.given.text_of == text_of]
        at = max((i.given.at for i in these), default="")
        then = kept_manuscript(case, text_of)
        out.append(
            Since(
                text_of,
                tuple(i.key for i in these),
                tuple(dict.fromkeys(i.given.confirmed or i.given.by for i in these)),
                at,
                then is not None,
                tuple((by, when) for by, when in saves if at and when >= at),
                () if then is None else tuple(_changes(then, now)),
            )
        )
    return out


def _changes(then: Manuscript, now: Manuscript) -> Iterator[tuple[tuple[Kind, str], ...]]:
    """The changed stretches of lines, each in pieces that stayed, went or came."""
    old, new = then.text.split("\n"), now.text.split("\n")
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            pieces = tuple(_pieces("\n".join(old[a:b]), "\n".join(new[c:d])))
            if any(kind != "same" and words.strip() for kind, words in pieces):
                yield pieces


def _pieces(old: str, new: str) -> Iterator[tuple[Kind, str]]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > _LONGEST:
        yield ("out", old)
        yield ("in", new)
        return
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for n, (what, a, b, c, d) in enumerate(codes):
        if what == "equal":
            yield ("same", _short(before[a:b], n == 0, n == len(codes) - 1))
            continue
        if b > a:
            yield ("out", "".join(before[a:b]))
        if d > c:
            yield ("in", "".join(after[c:d]))


def _short(words: list[str], first: bool, last: bool) -> str:
    """Unchanged words, with what is far from a change left out."""
    keep = _AROUND * 2  # words and the spaces between them
    if len(words) <= 2 * keep + 2:
        return "".join(words)
    head = "" if first else "".join(words[:keep])
    tail = "" if last else "".join(words[-keep:])
    return f"{head} […] {tail}"
