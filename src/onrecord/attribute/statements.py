"""Statements: what messages assert, deny, threaten, claim, call for, announce.

Rules in the language files propose; every statement carries the rules that
fired and the words they rest on. Sentence by sentence; whose words a sentence
is comes from :mod:`onrecord.attribute.voices`, so the words of a forward or a
quotation never become the sender's statement.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.attribute.details import details
from onrecord.attribute.lexicon import QUOTED
from onrecord.attribute.reported import reason, spoken
from onrecord.attribute.rules import KINDS, STRENGTH, Hit, hits_of
from onrecord.attribute.scripts import languages
from onrecord.attribute.voices import NOTHING, Around, all_voices, voices
from onrecord.attribute.words import Word, words
from onrecord.model.chat import Message
from onrecord.model.cite import Citation, Ref
from onrecord.model.claim import Statement, StatementKind, Voice

NEEDED = 2
_TOLD = 2  # that something is told as a fact weighs no more than this, however often
# What a hedge takes from a kind; unnamed ones take nothing.
_TAKES: dict[str, dict[str, int]] = {
    "question": {
        "assertion": 8,
        "announcement": 8,
        "instruction": 8,
        "praise-or-mourning": 8,
        "claim-of-responsibility": 3,
        "call-to-action": 2,
        "threat": 1,
        "denial": 2,
    },
    "condition": {
        "assertion": 4,
        "announcement": 3,
        "claim-of-responsibility": 4,
        "praise-or-mourning": 2,
        "denial": 2,
    },
    "opinion": {"assertion": 8, "call-to-action": 2, "announcement": 2},
    "fiction": {kind: 8 if kind == "assertion" else 4 for kind in KINDS},
    "joke": dict.fromkeys(KINDS, 4),
    "mockery": dict.fromkeys(KINDS, 4),
    "negated": {"threat": 8, "call-to-action": 8, "assertion": 8, "instruction": 8},
}
# Who comes first where two kinds weigh the same.
_FIRST: tuple[StatementKind, ...] = (
    "denial",
    "claim-of-responsibility",
    "threat",
    "call-to-action",
    "announcement",
    "praise-or-mourning",
    "instruction",
    "assertion",
)
_NAME_WORDS = 2  # up to so many words in quotation marks are a name unless they state something
_QUOTED = Word(QUOTED, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one voice, in order, and the voice."""

    voice: Voice
    words: tuple[Word, ...]


def statements(
    messages: Iterable[Message], around: Around = NOTHING, *, hedged: bool = False
) -> Iterator[Statement]:
    """The statements of messages, in order; at most one a sentence and voice.

    With ``hedged`` also those that a joke, a question or a negation takes back;
    their ``hedges`` say so.
    """
    for message, spans in all_voices(messages, around):
        yield from of_message(message, spans, hedged=hedged)


def of_message(
    message: Message, spans: Sequence[Voice] | None = None, *, hedged: bool = False
) -> list[Statement]:
    """The statements of one message, in the order of its text."""
    text = message.text
    if not text or message.kind == "service":
        return []
    spans = voices(message) if spans is None else spans
    return [
        s for _, s in sorted(_weighed(message, spans, hedged), key=lambda p: p[1].citation.start)
    ]


def _weighed(
    message: Message, spans: Sequence[Voice], hedged: bool
) -> Iterator[tuple[int, Statement]]:
    for run in runs(message.text, spans):
        for language in languages(message.text[run.words[0].start : run.words[-1].end]):
            yield from _of_run(message, run, language, hedged)


def main_kind(message: Message) -> tuple[StatementKind | None, str]:
    """One kind and voice for a whole message: what a benchmark line is compared with.

    The sender's own statement with most behind it; without one no kind, and the
    voice of the quotation or report there is, if any.
    """
    spans = voices(message)
    found = sorted(_weighed(message, spans, hedged=True), key=lambda p: -p[0])
    standing = [s for points, s in found if points >= NEEDED and s.voice.kind in ("own", "group")]
    if standing:
        return standing[0].kind, "own"
    others = [s.voice.kind for _, s in found if s.voice.kind in ("reported", "quoted")]
    if "reported" in others:
        return None, "reported"
    return None, "quoted" if any(
        r.voice.kind == "quoted" for r in runs(message.text, spans)
    ) else "own"


def runs(text: str, spans: Sequence[Voice]) -> list[Run]:
    """The words by voice: the sender's (quotations as one word), then each quotation."""
    all_words = words(text)
    if len(spans) == 1:
        return [Run(spans[0], all_words)] if all_words else []
    base: list[Word] = []
    others: list[Run] = []
    base_voice = next((v for v in spans if v.kind not in ("quoted", "quoted-reply")), None)
    for voice in spans:
        if voice.kind == "app":
            continue  # nobody's words
        inside = [w for w in all_words if voice.start <= w.start < voice.end]
        if not inside:
            continue
        spoken = sum(not w.sign for w in inside)
        speech = spoken > _NAME_WORDS or _says_something(inside, text)
        if voice.kind in ("quoted", "quoted-reply") and speech:
            base.append(
                _QUOTED._replace(start=voice.start, end=voice.end, sentence=inside[0].sentence)
            )
            others.append(Run(voice, tuple(inside)))
        elif voice.kind == "copied":
            others.append(Run(voice, tuple(inside)))
        else:
            base.extend(inside)
    if base and base_voice is not None and any(w.text != _QUOTED.text for w in base):
        return [Run(base_voice, tuple(base)), *others]
    return others


def _says_something(inside: Sequence[Word], text: str) -> bool:
    """True if the rules find more than a fact in words that are as few as a name's.

    In Arabic two words are a sentence: «سنحرق قواربكم».
    """
    for language in languages(text[inside[0].start : inside[-1].end]):
        kind, points, _ = judge(hits_of(language, tuple(inside))[1])
        if points >= NEEDED and kind not in (None, "assertion"):
            return True
    return False


def _of_run(
    message: Message, run: Run, language: str, hedged: bool
) -> Iterator[tuple[int, Statement]]:
    row, hits = hits_of(language, run.words)
    if not hits:
        return
    by_sentence: dict[int, list[Hit]] = {}
    for hit in hits:
        for sentence in {
            row.sentence[hit.found.first],
            row.sentence[max(hit.found.last - 1, hit.found.first)],
        }:
            by_sentence.setdefault(sentence, []).append(hit)
    for sentence, those in by_sentence.items():
        kind, points, hedges = judge(those)
        if kind is None and any(h.rule.about == "reported" for h in those):
            # That somebody said something, at least; who asks what was said states nothing.
            asked = any(h.rule.about == "hedge:question" for h in hedges)
            kind, points = "assertion", NEEDED - NEEDED * asked
        if kind is None or (points < NEEDED and not (hedged and hedges)):
            continue
        yield points, _statement(message, run, sentence, kind, those, hedges)


def judge(hits: Sequence[Hit]) -> tuple[StatementKind | None, int, tuple[Hit, ...]]:
    """The kind that the rules of a sentence speak for, its weight, and what hedges it.

    None if no rule speaks for any. A rule counts once, however often it fires.
    """
    hedges = tuple(h for h in hits if h.rule.about.startswith("hedge:"))
    takes = [_TAKES.get(name, {}) for name in {h.rule.about[6:] for h in hedges}]
    points: dict[str, int] = {}
    for rule in {id(h.rule): h.rule for h in hits}.values():
        if rule.about in KINDS:
            points[rule.about] = points.get(rule.about, 0) + rule.strength
    for_it = {h.rule.about for h in hits if h.rule.strength > 1}
    if points.get("assertion", 0) > NEEDED:
        for_it.add("assertion")  # what is told by place, time and number needs no one word
    if "assertion" in points:
        points["assertion"] = min(points["assertion"], _TOLD)
    for kind in points:
        points[kind] -= sum(t.get(kind, 0) for t in takes)
    kinds = [k for k in _FIRST if k in for_it]
    if not kinds:
        return None, 0, hedges
    best = max(kinds, key=lambda k: (points[k], -_FIRST.index(k)))
    return best, points[best], hedges


def _statement(
    message: Message,
    run: Run,
    sentence: int,
    kind: StatementKind,
    hits: Sequence[Hit],
    hedges: Sequence[Hit],
) -> Statement:
    text = message.text
    inside = [w for w in run.words if w.sentence == sentence]
    start, end = inside[0].start, inside[-1].end
    reasons = [h for h in hits if h.rule.about == kind and h.rule.strength > 0]
    reasons = reasons or [h for h in hits if h.rule.about == "reported"]
    reported = [h for h in hits if h.rule.about == "reported" and not _taken_up(h, reasons)]
    voice = _voice(text, run, reported, start, end)
    own = voice.kind in ("own", "group")
    language = hits[0].rule.language
    named, intensity = details(text, inside, language, kind)
    return Statement(
        citation=Citation(
            Ref(message.reading, message.n, message.key), start, end, text[start:end]
        ),
        kind=kind,
        voice=voice,
        speaker=message.sender if own else voice.of,
        speaker_id=message.sender_id if own else voice.of_id,
        time=message.time,
        language=language,
        reasons=tuple(reason(text, run.words, h) for h in reasons),
        hedges=tuple(reason(text, run.words, h, h.rule.about[6:]) for h in hedges),
        intensity=intensity,
        targets=tuple(d.words for d in named if d.role == "who"),
        details=named,
    )


def _taken_up(reported: Hit, reasons: Sequence[Hit]) -> bool:
    """True if a rule of the kind holds the reporting words itself ("they say we …")."""
    return any(
        h.rule.strength == STRENGTH["strong"]
        and h.found.first <= reported.found.first
        and reported.found.last <= h.found.last
        for h in reasons
    )


def _voice(text: str, run: Run, reported: Sequence[Hit], start: int, end: int) -> Voice:
    """The run's voice over the sentence, or reported speech where a rule found it."""
    base = run.voice
    if base.kind not in ("own", "group") or not reported:
        return replace(base, start=start, end=end)
    return spoken(text, run.words, reported, start, end)
