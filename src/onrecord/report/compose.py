"""Composes the first Markdown draft, for a person to rewrite.

Everything in it is either sealed words, a count, or a sentence that says what
the data shows. What a person has to do is a note (``%%``), which is never printed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.model.wording import classify
from onrecord.report import _rows, _say
from onrecord.report.cautions import for_text
from onrecord.report.select import Candidate, excerpt

LIMITS = (
    "The seal shows that words stood in an export at a given time. It does not show who typed "
    "them or that they are true.",
    "An export holds the last wording of a message. What an edited message said before is unknown.",
)


@dataclass(frozen=True, slots=True)
class Material:
    """What a draft is composed of. Counts are the case's."""

    story: str
    candidates: tuple[Candidate, ...]
    by: str = ""
    outlet: str = ""
    contact: str = ""
    language: str = "en"
    zone: str = "UTC"
    messages: int = 0
    exports: int = 1
    statements: int = 0
    judged: int = 0
    articles: int = 0
    outlets: int = 0
    scope: str = ""
    completeness: str = ""
    pictures: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Composed:
    """The draft's text and its counts."""

    text: str
    quotations: int
    untranslated: int


def compose(material: Material) -> Composed:
    """The draft of the chosen candidates (see :func:`select`)."""
    parts = [*_front(material), *_cards(material), *_obtained(material)]
    parts += _rows.section(material.candidates, material.scope, material.zone)
    parts += _method(material)
    text = "\n".join(parts).rstrip("\n") + "\n"
    empty = [c for c in material.candidates if _foreign(c, material) and not c.drafts]
    return Composed(text, len(material.candidates), len(empty))


def _foreign(one: Candidate, m: Material) -> bool:
    return one.said.language.split("-")[0] != m.language


def _front(m: Material) -> Iterator[str]:
    members = len({c.said.label for c in m.candidates})
    days = _days(m)
    lead = (
        f"{_say.count(len(m.candidates), 'statement')} by {_say.count(members, 'member')} "
        f"of a closed group{days}, set beside {_say.count(m.articles, 'report')} "
        f"from {_say.count(m.outlets, 'outlet')}."
    )
    yield "---"
    facts = {
        "story": m.story,
        "headline": f"What {_say.count(members, 'member')} of a closed group wrote{days}",
        "lead": lead,
        "outlet": m.outlet,
        "by": m.by,
        "language": m.language,
        "zone": m.zone,
        "contact": m.contact,
        **dict(m.facts),
    }
    yield from (f"{k}: {v}".rstrip() for k, v in facts.items() if v or k in ("by", "contact"))
    yield "---"
    yield ""
    yield "%% Composed by onrecord. Headline and lead are yours to write. Lines that begin with"
    yield "%% two percent signs are notes and are never printed."
    if not any(c.judged for c in m.candidates):
        yield "%% No statement has been judged yet: all of these are proposals of the machine."
    yield ""


def _days(m: Material) -> str:
    found = sorted(c.said.time.earliest for c in m.candidates if c.said.time.earliest is not None)
    if not found:
        return ""
    first, last = (_say.date(f"{d:%Y-%m-%d}") for d in (found[0], found[-1]))
    return f" on {first}" if first == last else f" between {first} and {last}"


def _cards(m: Material) -> Iterator[str]:
    for one in m.candidates:
        when, zone, _ = _say.moment(one.said.time, m.zone)
        who = one.said.label[:1].upper() + one.said.label[1:]
        verb = "wrote" if one.said.time.certain else "wrote, as the export has it,"
        at = f" on {when} ({zone})" if when else ""
        if one.statement.voice.kind == "forwarded":
            yield f"A message that was forwarded into the group{at}:"
        else:
            yield f"{who} {verb}{at}:"
        yield ""
        yield from _card(one, m)
        yield ""


def _card(one: Candidate, m: Material) -> Iterator[str]:
    if one.judged is None:
        why = "; ".join(f"{r.rule} “{r.words}”" for r in one.statement.reasons[:3])
        yield f"%% proposed as {one.statement.kind} by: {why}. Not judged yet."
    words = excerpt(one) or one.statement.citation.words
    key = one.said.ref.key[:12]
    lines = words.split("\n")
    yield from (f"> {line}".rstrip() for line in lines[:-1])
    # Another's words are quoted as what they are, or the gate refuses them.
    voice = "|forwarded" if one.statement.voice.kind == "forwarded" else ""
    yield f"> {lines[-1]} [[m:{key}{voice}]]"
    if _foreign(one, m):
        yield ">"
        found = [d for d in one.drafts if d[0] == m.language]
        for lang, text, tool in found:
            yield f"> {lang}: {text} — machine draft by {tool}"
        if not found:
            yield f"> {m.language}:  — translated by "
            yield "%% No translator is installed: fill the line above by hand and sign it."
    cautions = for_text(one.said.text, one.said.language)
    if classify(one.said.text, words, cautions=cautions).flags:
        yield "> why:  — "
        yield "%% What is cut off could turn the sense around: say here why it does not, and sign."


def _obtained(m: Material) -> Iterator[str]:
    yield "## How the material was obtained {obtained}"
    yield ""
    yield "%% Say who gave it and under what conditions, without anything that narrows down whom."
    copies, was, it = ("A copy", "was", "it was")
    if m.exports > 1:
        copies, was, it = (f"{m.exports} copies", "were", "they were")
    yield (
        f"{copies} of the messages of a closed group {was} given to this desk and sealed, byte "
        f"for byte, before {it} read."
    )
    if m.completeness:
        yield m.completeness
    yield ""
    for path, alt in m.pictures:
        yield f'![{alt}]({path} "Caption. Credit: ")'
        yield ""


def _method(m: Material) -> Iterator[str]:
    yield "## Method, and what this does not show {method}"
    yield ""
    judged = (
        f"{_say.count(m.judged, 'statement')} of {m.statements} proposed by rules were judged by a "
        "person."
        if m.judged
        else f"{_say.count(m.statements, 'statement')} were proposed by rules; none has been "
        "judged by a person yet."
    )
    yield (
        f"{m.messages} messages were searched. {judged} Words that a member forwarded or quoted "
        "from others were not counted as that member’s own. Members have names for this story "
        "only."
    )
    yield ""
    yield from (f"- {limit}" for limit in LIMITS)
    yield f"- “Nothing found” means nothing in what was searched: {m.scope or 'no news was added'}."
    yield ""
