"""Composes the first Markdown draft, for a person to rewrite.

Everything in it is either sealed words, a count, or a sentence that says what
the data shows, in the words of the story's language (``assets/words``). What a
person has to do is a note (``%%``), which is never printed.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.model.wording import classify
from onrecord.report import _rows, _say
from onrecord.report._page_words import Words, words
from onrecord.report.cautions import for_text
from onrecord.report.merge import NOTE
from onrecord.report.select import Candidate, excerpt


@dataclass(frozen=True, slots=True)
class Material:
    """What a draft is composed of. Counts are the case's; ``days`` are the first and
    the last on which what was searched was published, '' without dates."""

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
    days: tuple[str, str] = ("", "")
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
    """The draft of the chosen candidates (see :func:`select`), in the sentences of its
    language; English ones, with a note that says so, if there is no file for it."""
    w = words(material.language)
    scope = _scope(material, w)
    parts = [*_front(material, w), *_cards(material, w), *_obtained(material, w)]
    parts += _rows.section(material.candidates, scope, material.zone, w)
    parts += _method(material, scope, w)
    text = "\n".join(parts).rstrip("\n") + "\n"
    empty = [c for c in material.candidates if _foreign(c, material) and not c.drafts]
    return Composed(text, len(material.candidates), len(empty))


def _foreign(one: Candidate, m: Material) -> bool:
    return one.said.language.split("-")[0] != m.language.split("-")[0]


def _note(text: str) -> Iterator[str]:
    """A note to the writer, in lines that are never printed."""
    return (f"{NOTE} {line}" for line in textwrap.wrap(text, 88))


def _scope(m: Material, w: Words) -> str:
    """What was searched, in words: items, outlets, days."""
    if not m.articles:
        return w.say("scope_none")
    items, outlets = w.counted("item", m.articles), w.counted("outlet", m.outlets)
    if not m.days[0]:
        return w.say("scope_undated", items=items, outlets=outlets)
    first, last = (w.date(d) for d in m.days)
    return w.say("scope_dated", items=items, outlets=outlets, first=first, last=last)


def _front(m: Material, w: Words) -> Iterator[str]:
    members = w.counted("member", len({c.said.label for c in m.candidates}))
    days = _days(m, w)
    lead = w.say(
        "draft_lead",
        statements=w.counted("statement", len(m.candidates)),
        members=members,
        days=days,
        reports=w.counted("report", m.articles),
        outlets=w.counted("outlet", m.outlets),
    )
    yield "---"
    facts = {
        "story": m.story,
        "headline": w.say("draft_headline", members=members, days=days),
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
    yield from _note(w.say("draft_note_composed"))
    if w.foreign:
        yield from _note(w.say("draft_note_language"))
    if not any(c.judged for c in m.candidates):
        yield from _note(w.say("draft_note_unjudged"))
    yield ""


def _days(m: Material, w: Words) -> str:
    found = sorted(c.said.time.earliest for c in m.candidates if c.said.time.earliest is not None)
    if not found:
        return ""
    first, last = (w.date(f"{d:%Y-%m-%d}") for d in (found[0], found[-1]))
    one = first == last
    return w.say("draft_on", day=first) if one else w.say("draft_between", first=first, last=last)


def _cards(m: Material, w: Words) -> Iterator[str]:
    for one in m.candidates:
        when, zone, _ = _say.moment(one.said.time, m.zone, w)
        at = w.say("draft_at", when=when, zone=zone) if when else ""
        if one.statement.voice.kind == "forwarded":
            yield w.say("draft_forwarded", at=at)
        else:
            wrote = "draft_wrote" if one.said.time.certain else "draft_wrote_doubt"
            yield w.say(wrote, who=w.label(one.said.label), at=at)
        yield ""
        yield from _card(one, m, w)
        yield ""


def _card(one: Candidate, m: Material, w: Words) -> Iterator[str]:
    if one.judged is None:
        why = "; ".join(f"{r.brief} “{r.words}”" for r in one.statement.reasons[:3])
        yield f"{NOTE} {w.say('draft_note_proposed', kind=one.statement.kind, why=why)}"
    shown = excerpt(one) or one.statement.citation.words
    key = one.said.ref.key[:12]
    lines = shown.split("\n")
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
            yield from _note(w.say("draft_note_slot"))
    cautions = for_text(one.said.text, one.said.language)
    if classify(one.said.text, shown, cautions=cautions).flags:
        yield "> why:  — "
        yield from _note(w.say("draft_note_why"))


def _obtained(m: Material, w: Words) -> Iterator[str]:
    yield f"## {w.say('draft_obtained')} {{obtained}}"
    yield ""
    yield from _note(w.say("draft_note_obtained"))
    many = m.exports > 1
    yield w.say("draft_copies", number=m.exports) if many else w.say("draft_copy")
    if m.completeness:
        yield m.completeness
    yield ""
    for path, alt in m.pictures:
        yield f'![{alt}]({path} "{w.say("draft_caption")} Credit: ")'
        yield ""


def _method(m: Material, scope: str, w: Words) -> Iterator[str]:
    yield f"## {w.say('draft_method')} {{method}}"
    yield ""
    if m.judged:
        judged = w.counted("statement", m.judged)
        said = w.say("draft_judged", judged=judged, statements=m.statements)
    else:
        said = w.say("draft_none_judged", statements=w.counted("statement", m.statements))
    yield w.say("draft_searched", messages=w.counted("message", m.messages), judged=said)
    yield ""
    for limit in ("draft_limit_seal", "draft_limit_export"):
        yield f"- {w.say(limit)}"
    yield f"- {w.say('draft_limit_nothing', scope=scope)}"
    yield ""
