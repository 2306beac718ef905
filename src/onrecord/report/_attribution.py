"""Whose words a quotation may be given to."""

import re
from collections.abc import Iterator
from dataclasses import replace

from onrecord.model.claim import Voice, VoiceKind
from onrecord.model.story import Quoted, Said
from onrecord.report._faults import Refusal

OWN: frozenset[VoiceKind] = frozenset(("own", "group", "copied"))
"""Voices that may stand as a member's own; *copied* is said so on the page."""

_WORDS: dict[VoiceKind, str] = {
    "forwarded": "forwarded words",
    "quoted-reply": "words quoted from the message it answers",
    "quoted": "words quoted from someone else",
    "reported": "words reported of someone else",
    "bot": "a bot's words",
    "copied": "words that stand elsewhere too",
    "group": "words posted as the group",
    "own": "the member's own words",
    "app": "words the app wrote",
}
_NOTES = {
    "forwarded": ("forwarded",),
    "quoted-reply": ("quoted",),
    "quoted": ("quoted",),
    "reported": ("quoted", "reported"),
    "bot": ("bot",),
    "app": ("app",),
}
# "Member" as the page's languages say it, with cases and particles grown onto it.
_MEMBER = "Member|Mitglieds?|[Mm]embre|[Уу]частник(?:а|у|ом|е)?|[وفبلك]?العضو|للعضو"
# A full stop behind a digit is that of a German date.
_SENTENCE = re.compile(r"(?:(?<!\d)[.]|[!?؟۔])\s|[。！？]")
_LABEL = re.compile(rf"\b(?:{_MEMBER}) ([A-Z]{{1,2}})\b")


def voiced(one: Quoted, said: Said) -> Quoted:
    """The quotation with the least own voice that any of its words has."""
    worst: Voice | None = None
    spans = one.wording.spans or ((0, len(said.text)),)
    for voice in said.voices:
        hit = any(voice.start < end and voice.end > start for start, end in spans)
        if hit and (worst is None or _rank(voice) > _rank(worst)):
            worst = voice
    if worst is None:
        return one
    return replace(one, voice=worst.kind, voice_of=worst.of or "")


def _rank(voice: Voice) -> int:
    if voice.kind == "own":
        return 0
    return 1 if voice.kind in OWN else 2


def faults(one: Quoted, said: Said, where: str) -> Iterator[Refusal]:
    """Words given to a member that are not this member's."""
    notes = {c.note.strip().lower() for c in one.quotation.cites if c.note}
    if one.voice not in OWN and not notes.intersection(_NOTES.get(one.voice, ())):
        word = _NOTES.get(one.voice, ("quoted",))[0]
        yield Refusal(
            where,
            f"These are {_WORDS[one.voice]}, not {said.label}'s own.",
            "Leave them out, or quote them as what they are: write "
            f"[[m:{said.ref.key[:12]}|{word}]] and do not give them to the member.",
            "voice",
            one,
        )
    named = _named(one)
    if named and said.label and named != said.label:
        yield Refusal(
            where,
            f"The draft gives these words to {named}; the message is {said.label}'s.",
            f"Name {said.label}, or write [[m:{said.ref.key[:12]}|{said.label}]] if your "
            "sentence means that already.",
            "speaker",
            one,
        )


def _named(one: Quoted) -> str:
    """The member the citation names, or the last one the sentence names before."""
    for cite in one.quotation.cites:
        match = _LABEL.fullmatch(cite.note.strip())
        if match:
            return f"Member {match[1]}"
    sentence = _SENTENCE.split(one.quotation.lead_in)[-1]
    named = _LABEL.findall(sentence)
    return f"Member {named[-1]}" if named else ""
