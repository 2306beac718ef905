"""Whether two texts say the same of a thing, or the opposite: cues, not judgement.

An event is denied where a negation stands up to four words before it, or a word
of denial before it in the same sentence. Two texts disagree where they share an
event and one denies it, or where they state events that exclude each other
(*fell* and *holds*) of a thing both name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.press._glossary import Glossary, all_implied, glossary
from onrecord.press._words import Word

Stance = Literal["agrees", "disagrees", "silent", "apart"]
REACH = 4
_PERFECT = frozenset(("had", "كان", "كانت"))


@dataclass(frozen=True, slots=True)
class Event:
    """A concept of kind ``event`` as one text states it; ``cue`` is what denies it.

    ``side`` is who holds or takes: ``own`` (the group), ``army``, or empty.
    """

    name: str
    denied: bool
    start: int
    end: int
    written: str
    cue: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A stance with its reasons, in words."""

    stance: Stance
    reasons: tuple[str, ...]


def events(said: Sequence[Word]) -> Iterator[Event]:
    """The events a text states, each with whether it is denied there."""
    told = glossary()
    denial = ""
    for at, word in enumerate(said):
        if word.first:
            denial = ""
        if told.cue("deny", word):
            # "did not deny that it fell" denies nothing.
            denial = "" if _negation(said, at, told) else word.written
        after = said[at + 1] if at + 1 < len(said) else None
        names = [n for n in told.of(word, after) if told.concepts[n].kind == "event"]
        if names and not denial and _rumoured(said, at, told):
            continue  # said to be said: neither stated nor denied
        cue = denial or (_negation(said, at, told) if names else "")
        for name in names:
            if not cue and told.concepts[name].lasting:
                cue = _ended(said, at, told)
            if not (told.concepts[name].lasting and _over(said, at)):
                side = _side(said, at, told) if told.concepts[name].sided else ""
                yield Event(name, bool(cue), word.start, word.end, word.written, cue, side)


def _rumoured(said: Sequence[Word], at: int, told: Glossary) -> bool:
    """``rumours of a fire``: a rumour up to four words before, in one sentence."""
    for back in range(1, REACH + 1):
        if at - back < 0 or said[at - back + 1].first:
            return False
        if told.cue("rumour", said[at - back]):
            return True
    return False


def _ended(said: Sequence[Word], at: int, told: Glossary) -> str:
    """``lifted the siege``: a state that is said to be over."""
    for back in range(1, 4):
        if at - back < 0 or said[at - back + 1].first:
            return ""
        if told.cue("end", said[at - back]):
            return said[at - back].written
    return ""


def _side(said: Sequence[Word], at: int, told: Glossary) -> str:
    """Who does it, by the nearest word of a side within four words of the sentence."""
    for away in range(5):
        for there in (at - away, at + away):
            if not 0 <= there < len(said) or _apart(said, at, there):
                continue
            names = told.of(said[there])
            if "we" in names or "fighters" in names:
                return "own"
            if "army" in names:
                return "army"
    return ""


def _apart(said: Sequence[Word], at: int, there: int) -> bool:
    low, high = min(at, there), max(at, there)
    return any(word.first for word in said[low + 1 : high + 1])


def _over(said: Sequence[Word], at: int) -> bool:
    """``had held``, ``had been open``: the state was so before, not now."""
    return any(said[back].keys[0] in _PERFECT for back in range(max(0, at - 2), at))


def _negation(said: Sequence[Word], at: int, told: Glossary) -> str:
    if at and said[at - 1].keys[0] == "ما" and not said[at].first:
        return said[at - 1].written  # elsewhere the word means "what"
    for back in range(1, REACH + 1):
        if at - back < 0 or said[at - back + 1].first:
            return ""
        if told.cue("not", said[at - back]) and not _only(said, at - back):
            return said[at - back].written
    return ""


def _only(said: Sequence[Word], at: int) -> bool:
    """``not only`` and ``no doubt`` deny nothing."""
    after = said[at + 1].keys[0] if at + 1 < len(said) else ""
    return after in ("only", "just", "doubt", "فقط", "مجرد", "شك", "только")


def compare_events(statement: Sequence[Word], passage: Sequence[Word]) -> Said:
    """Whether the passage says what the statement says, by shared and opposed events."""
    ours = _by_name(events(statement))
    theirs = _by_name(events(passage))
    agree: list[str] = []
    differ: list[str] = []
    for name, mine in ours.items():
        other = theirs.get(name)
        if other is None:
            _exclusive(mine, theirs, agree, differ)
        elif mine.denied != other.denied:
            cue = (mine if mine.denied else other).cue
            differ.append(f"one denies {name}: {mine.written} / {other.written} (cue: {cue})")
        elif _sides_differ(mine, other):
            sides = f"{mine.side or 'own'} against {other.side}"
            differ.append(f"{name} by another side: {mine.written} / {other.written} ({sides})")
        else:
            agree.append(f"both say {_as(mine)}: {mine.written} ~ {other.written}")
    if differ and not agree:
        return Said("disagrees", tuple(differ))
    if agree and not differ:
        return Said("agrees", tuple(agree))
    return Said("silent", tuple(agree + differ))


def _as(event: Event) -> str:
    return f"not {event.name}" if event.denied else event.name


def _exclusive(
    mine: Event, theirs: Mapping[str, Event], agree: list[str], differ: list[str]
) -> None:
    """Events that exclude or complete each other: *fell* and *holds*, *no longer holds*."""
    concept = glossary().concepts[mine.name]
    for name in concept.opposes:
        other = theirs.get(name)
        if other is None or mine.denied or other.denied:
            continue
        if not (name == concept.complement and _turned(mine, other)):
            said = f"{mine.written} / {other.written}"
            differ.append(f"{mine.name} and {name} exclude each other: {said}")
    other = theirs.get(concept.complement or "")
    if other is None:
        return
    if (mine.denied == other.denied) == _turned(mine, other):
        agree.append(f"{_as(mine)} and {_as(other)} are one: {mine.written} ~ {other.written}")
    elif mine.denied or other.denied:
        said = f"{mine.written} / {other.written}"
        differ.append(f"{_as(mine)} and {_as(other)} exclude each other: {said}")


def _turned(mine: Event, other: Event) -> bool:
    """*It fell* and *the army holds it* are one: the holder's side turns it round."""
    told = glossary()
    return any(e.side == "army" and told.concepts[e.name].sided for e in (mine, other))


def _sides_differ(mine: Event, other: Event) -> bool:
    """A member of the group who names no side and holds speaks of the group's own."""
    if not glossary().concepts[mine.name].sided or not other.side:
        return False
    ours = mine.side or ("own" if mine.name == "hold" else other.side)
    return ours != other.side


def _by_name(stated: Iterator[Event]) -> dict[str, Event]:
    """Events by name; what an event implies stands where it is not said itself."""
    told = glossary()
    found: dict[str, Event] = {}
    implied: dict[str, Event] = {}
    for event in stated:
        found.setdefault(event.name, event)
        if event.denied:
            continue
        for name in all_implied(event.name, told):
            implied.setdefault(name, replace(event, name=name))
    return {**implied, **found}


def stated_names(said: Sequence[Word]) -> set[str]:
    """The names of the events a text states or denies, with what they imply."""
    return set(_by_name(events(said)))
