"""What the screens of statements, comparison, people and stories say of values."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup

from onrecord.model.press import Lead
from onrecord.model.quantity import duration
from onrecord.model.work import Card
from onrecord.web.text import shown

OUTCOMES = {
    "supported": "supports it",
    "contradicted": "contradicts it",
    "chat-first": "chat first, then supported",
    "reporting-first": "reporting came first",
    "nothing-found": "nothing found",
    "unclear": "unclear",
}
VOICES = {
    "own": "The member’s own words.",
    "forwarded": "Forwarded. Not this member’s words.",
    "quoted-reply": "Quoted from the message replied to. Not this member’s words.",
    "quoted": "Quoted. Not this member’s words.",
    "reported": "Reported speech. Not this member’s words.",
    "group": "Posted as the group. No member’s words.",
    "bot": "Sent through a bot.",
    "copied": "The same text stood elsewhere before.",
    "app": "Words of the app.",
}

LANGUAGES = {
    "ar": "Arabic", "be": "Belarusian", "cs": "Czech", "de": "German", "en": "English",
    "es": "Spanish", "fa": "Persian", "fr": "French", "he": "Hebrew", "it": "Italian",
    "ku": "Kurdish", "nl": "Dutch", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese",
    "ru": "Russian", "sr": "Serbian", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
}  # fmt: skip


def language(code: str) -> str:
    """``ar`` as ``Arabic``; a code that is not listed as it is."""
    return LANGUAGES.get(code, code)


def short(text: str | None) -> str:
    """RFC 3339 as ``24 Mar 2026, 05:42``; where the zone is not known, it says so."""
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return text or "no time"
    return f"{at.day} {at:%b %Y, %H:%M}" + ("" if at.tzinfo else " local")


def date_only(text: str | None) -> str:
    """``2026-03-24`` as ``24 Mar 2026``; a dash if there is none."""
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return text or "—"
    return f"{at.day} {at:%b %Y}"


def initials(name: str) -> str:
    """``Ines Halloway`` as ``I. H.``."""
    return " ".join(f"{word[0]}." for word in name.split()[:3]) or "?"


def outcome(name: str) -> str:
    """What reporting is proposed to say, in words."""
    return OUTCOMES.get(name, name)


def voice(name: str) -> str:
    """Whose words, as a sentence."""
    return VOICES.get(name, name)


def kind_said(card: Card) -> str:
    """The kind a person corrected it to, else the proposed one."""
    for judged in reversed(card.judged):
        corrected = dict(judged.correct).get("kind")
        if corrected:
            return corrected.replace("-", " ")
    return card.statement.kind.replace("-", " ")


def terms(text: str, found: Sequence[Any]) -> Markup:
    """A text with the places a match rests on marked, each with its letter."""
    out, at = [], 0
    for term in sorted(found, key=lambda t: (t.start, -t.end)):
        if term.start < at or term.end > len(text) or term.end <= term.start:
            continue
        out.append(shown(text[at : term.start], most=len(text)))
        letter = Markup('<sub class="k">{}</sub>').format(term.letter) if term.letter else ""
        out.append(
            Markup("<mark>{}</mark>{}").format(
                shown(text[term.start : term.end], most=len(text)), letter
            )
        )
        at = term.end
    out.append(shown(text[at:], most=len(text)))
    return Markup("").join(out)


def span(seconds: int) -> str:
    """A length of time as a person says it, days included."""
    whole = abs(seconds)
    if whole < 2 * 86400:
        return duration(whole)
    days, rest = divmod(whole, 86400)
    hours = round(rest / 3600)
    return f"{days} days {hours} h" if hours else f"{days} days"


def lead(found: Lead | None) -> str:
    """Who was first and by how much, with the doubt of both clocks."""
    if found is None:
        return "One of the two times is not known, so nobody can be called first."
    if found.least <= 0 <= found.most:
        return (
            "Their clocks overlap: nobody can be called first. At most "
            f"{span(found.most)} after, or {span(found.least)} before."
        )
    who = "The chat was first" if found.least > 0 else "Reporting was first"
    low, high = sorted((abs(found.least), abs(found.most)))
    middle, doubt = (low + high) // 2, (high - low + 1) // 2
    if doubt < 1:
        return f"{who}, by {span(middle)}."
    return f"{who}, by {span(middle)}, give or take {span(doubt)}."


FILTERS = {
    "language": language,
    "short": short,
    "date_only": date_only,
    "initials": initials,
    "outcome": outcome,
    "voice": voice,
    "kind_said": kind_said,
    "lead": lead,
    "terms": terms,
}
