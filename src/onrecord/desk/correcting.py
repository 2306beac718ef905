"""What a person corrects in a proposal: kind, voice, speaker, span, translation."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import cast, get_args

from onrecord.errors import BadOption
from onrecord.model.cite import Citation
from onrecord.model.claim import Statement, StatementKind, VoiceKind
from onrecord.model.judgement import Judgement
from onrecord.model.press import Outcome

# What a correction may name; the values of some are a closed list.
_CLOSED: Mapping[str, tuple[str, ...]] = {
    "kind": get_args(StatementKind),
    "voice": get_args(VoiceKind),
    "outcome": get_args(Outcome),
}
_OPEN = ("speaker", "span", "translation", "hide", "print", "graphic")
_SEVERAL = ("hide", "print", "translation")
_SPAN = re.compile(r"(\d+)-(\d+)\Z")


def checked(judgement: Judgement, text: str | None) -> None:
    """Raises BadOption for a correction nobody could apply.

    ``text`` is that of the message in question; a span must lie in it.
    """
    names = [name for name, _ in judgement.correct]
    for name, value in judgement.correct:
        if name not in _CLOSED and name not in _OPEN:
            known = ", ".join((*_CLOSED, *_OPEN))
            raise BadOption(f"{name} cannot be corrected", advice=f"one of {known}")
        if names.count(name) > 1 and name not in _SEVERAL:
            raise BadOption(f"{name} is corrected twice", advice="give it once")
        if name in _CLOSED and value not in _CLOSED[name]:
            raise BadOption(f"{value} is no {name}", advice=f"one of {', '.join(_CLOSED[name])}")
        if not value.strip():
            raise BadOption(f"The correction of {name} is empty")
        if name == "span":
            _span(value, text)


def _span(value: str, text: str | None) -> tuple[int, int]:
    found = _SPAN.match(value)
    start, end = map(int, found.groups()) if found else (0, 0)
    if start >= end or text is None or end > len(text):
        length = "a message" if text is None else f"the message, which has {len(text)} characters"
        raise BadOption(
            f"{value} is no span of {length}", advice="write START-END in code points, as 0-42"
        )
    return start, end


def applied(statement: Statement, judgement: Judgement | None, text: str) -> Statement:
    """The statement as a person corrected it, under the id it was proposed with.

    ``text`` is its message's. Unchanged without a *yes* that corrects something.
    """
    if judgement is None or judgement.answer != "yes" or not judgement.correct:
        return statement
    said = dict(judgement.correct)
    made = replace(statement, proposed=statement.id)
    if "kind" in said:
        made = replace(made, kind=cast(StatementKind, said["kind"]))
    if "voice" in said:
        made = replace(made, voice=replace(made.voice, kind=cast(VoiceKind, said["voice"])))
    if "speaker" in said:
        made = replace(made, speaker=said["speaker"], speaker_id=None)
    if "span" in said:
        start, end = _span(said["span"], text)
        citation = Citation(statement.citation.ref, start, end, text[start:end])
        made = replace(made, citation=citation, voice=replace(made.voice, start=start, end=end))
    return made
