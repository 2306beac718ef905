"""Statements of a case: the rules' proposals, filtered and ordered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.attribute.near import near
from onrecord.attribute.statements import statements as proposed
from onrecord.desk.case import Case, open_case
from onrecord.desk.holdings import readings
from onrecord.desk.rows import messages
from onrecord.desk.whose import around_of
from onrecord.errors import BadOption, NothingYet
from onrecord.model.chat import Message
from onrecord.model.claim import Statement

if TYPE_CHECKING:
    from onrecord.desk.service import Progress


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters; empty ones let everything pass. ``after`` and ``before`` are
    dates or RFC 3339 instants, both inclusive."""

    kinds: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    sender: str | None = None
    after: str | None = None
    before: str | None = None
    new: bool = False
    limit: int | None = None


def statements(path: Path, wanted: Wanted, progress: "Progress") -> Iterator[Statement]:
    """See ``Desk.statements``. Raises NothingYet if no export was added."""
    case = open_case(path)
    numbers = readings(case, "chat")
    if not numbers:
        raise NothingYet(
            "There is no chat in this case yet", where=str(path), advice="onrecord add CASE EXPORT"
        )
    found = _passing(every(case, numbers, progress), wanted)
    if wanted.new:
        found = iter(newest_first(list(found)))
    for shown, statement in enumerate(found):
        if wanted.limit is not None and shown >= wanted.limit:
            return
        yield statement


def every(case: Case, numbers: list[int], progress: "Progress") -> Iterator[Statement]:
    """Every statement the rules propose, reading by reading."""
    done = 0
    for number in numbers:
        around = around_of(case, number)

        def counted(number: int = number) -> Iterator[Message]:
            nonlocal done
            for message in messages(case, [number]):
                yield message
                done += 1
                if done % 5000 == 0:
                    progress("looking for statements", done, None, "messages")

        yield from proposed(counted(), around)
    progress.close()


def _passing(found: Iterator[Statement], wanted: Wanted) -> Iterator[Statement]:
    after, before = _instant(wanted.after, last=False), _instant(wanted.before, last=True)
    for s in found:
        if wanted.kinds and s.kind not in wanted.kinds:
            continue
        if wanted.voices and s.voice.kind not in wanted.voices:
            continue
        if wanted.sender and wanted.sender not in (s.speaker, s.speaker_id):
            continue
        if after and (s.time.latest is None or s.time.latest < after):
            continue
        if before and (s.time.earliest is None or s.time.earliest > before):
            continue
        yield s


def _instant(text: str | None, *, last: bool) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as e:
        raise BadOption(
            f"{text} is not a date", advice="write 2026-03-09 or 2026-03-09T18:00:00Z"
        ) from e
    if len(text) == len("2026-03-09") and last:
        at = at.replace(hour=23, minute=59, second=59)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def newest_first(found: list[Statement]) -> list[Statement]:
    """What is new: one statement a content (its first occurrence), most repeated
    contents first, then by time. Copies are folded, not dropped: the folded
    ones stay reachable through their own message."""
    texts = [(s.id, s.citation.words) for s in found]
    copies: dict[str, int] = {}
    hidden: set[str] = set()
    order = {s.id: i for i, s in enumerate(found)}
    for group in near(texts):
        ids = sorted(group.ids, key=lambda i: order[str(i)])
        copies[str(ids[0])] = len(ids)
        hidden.update(str(i) for i in ids[1:])
    first = [s for s in found if s.id not in hidden]
    return sorted(first, key=lambda s: (-copies.get(s.id, 1), order[s.id]))
