"""The judgements of a case as a list with history: each with the state it is in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from onrecord.desk.case import open_case
from onrecord.desk.judging import logged, reader, what_stands
from onrecord.desk.second_reading import differing
from onrecord.model.judgement import Judgement

State = Literal["stands", "taken back", "another reader's", "open between readers"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A judgement, the number of its log entry, and what has become of it.

    *another reader's*: it is on record beside the one that stands; *open between
    readers*: nothing stands until somebody settles it. ``taken_back_by`` is the
    judgement that replaced it.
    """

    judgement: Judgement
    entry: int
    state: State
    taken_back_by: str | None = None


def history(path: Path, about: str | None = None, by: str | None = None) -> list[Recorded]:
    """Oldest first; filtered by thing (a beginning of its name will do) and by person."""
    found = logged(open_case(path))
    return [
        one
        for one in _states(found)
        if (about is None or one.judgement.about.startswith(about))
        and (by is None or reader(one.judgement.by) == reader(by))
    ]


def _states(found: Iterable[tuple[int, Judgement]]) -> Iterator[Recorded]:
    found = list(found)
    those = [j for _, j in found]
    back = {j.replaces: j.id for j in those if j.replaces}
    stands = {j.id for j in what_stands(those).values()}
    open_ = differing(those)
    for entry, j in found:
        state: State = "another reader's"
        if j.id in back:
            state = "taken back"
        elif j.id in stands:
            state = "stands"
        elif j.about in open_:
            state = "open between readers"
        yield Recorded(j, entry, state, back.get(j.id))
