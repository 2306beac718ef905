"""A story as the page's template reads it: plain values, nothing to decide."""

import base64
import re
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup, escape

from onrecord.model.draft import Run
from onrecord.model.story import (
    Panel,
    Part,
    Proof,
    Quoted,
    Row,
    Story,
    Text,
    direction,
    words,
)
from onrecord.report import _page_words, _say
from onrecord.report._page_words import Words

_BRACKET = re.compile(r"\[[^\[\]]*\]")


def head(story: Story) -> dict[str, Any]:
    """The masthead, headline and lead, and the plain texts for the page's own head."""
    retraction = next((c for c in story.corrections if c.retraction), None)
    w = _page_words.of(story)
    return {
        "language": story.language,
        "dir": direction(story.language),
        "plain_title": words(story.headline),
        "plain_lead": words(story.lead),
        "headline": list(text(story.headline)),
        "lead": list(text(story.lead)),
        "outlet": story.outlet,
        "section": story.section,
        "kicker": story.kicker,
        "date": story.date,
        "date_words": w.date(story.date),
        "by": _named("by", story.by, w),
        "translators": _named("translations_by", story.translators, w),
        "contact": story.contact,
        "mail": "@" in story.contact,
        "footer": story.footer,
        "key_at": story.key_at,
        "key_link": story.key_at.startswith("https://") and not re.search(r"\s", story.key_at),
        "preview": story.preview,
        "retracted": ""
        if retraction is None
        else w.say("retracted", date=w.date(retraction.date), text=retraction.text),
    }


def ours(story: Story) -> Markup:
    """Attributes for the tool's own sentences where they are not in the page's
    language: English ones on a page whose language has no file of sentences."""
    if not _page_words.of(story).foreign:
        return Markup("")
    return Markup(' lang="en" dir="ltr"')


def text(parts: Text) -> Iterator[dict[str, Any]]:
    """Running text as pieces: runs of the writer, quotations with their attributes."""
    for piece in parts:
        if isinstance(piece, Run):
            href = piece.href if re.match(r"(https?|mailto):", piece.href) else ""
            style = piece.style if piece.style != "link" or href else ""
            yield {"quote": False, "text": piece.text, "style": style, "href": href}
        else:
            yield {
                "quote": True,
                "marked": marked(piece.printed),
                "number": piece.number if piece.number and not piece.quotation.card else 0,
                "attrs": _attrs(piece),
                "proof": piece.number,
                "refused": piece.refused,
            }


def _attrs(one: Quoted) -> Markup:
    """Language and direction of quoted words, and the proof they point at."""
    out = ""
    if one.source is not None and one.cls != "TRANSLATED":
        if one.language:
            out += f' lang="{escape(one.language)}"'
        out += f' dir="{direction(one.language, one.printed)}"'
    if one.proof is not None:
        out += f' data-onrecord-quote="{one.proof}"'
    return Markup(out)  # noqa: S704  made of escaped values only


def marked(printed: str) -> list[dict[str, str]]:
    """The printed words with gaps and the desk's own words set apart."""
    out: list[dict[str, str]] = []
    at = 0
    for match in _BRACKET.finditer(printed):
        if match.start() > at:
            out.append({"kind": "", "text": printed[at : match.start()]})
        gap = match.group().strip("[] ") in ("…", "...")
        out.append({"kind": "gap" if gap else "ours", "text": match.group()})
        at = match.end()
    if at < len(printed):
        out.append({"kind": "", "text": printed[at:]})
    return out


def parts(story: Story) -> Iterator[dict[str, Any]]:
    """Every block; the first paragraph of the story carries the dateline."""
    first = True
    for part in story.parts:
        one = _part(part, story)
        if part.kind == "paragraph" and part.role == "story" and first:
            one["dateline"], first = story.dateline, False
        yield one


def _part(part: Part, story: Story) -> dict[str, Any]:
    one: dict[str, Any] = {
        "kind": part.kind,
        "level": min(3, max(2, part.level)),
        "text": list(text(part.text)),
        "items": [list(text(i)) for i in part.items],
        "small": part.role in ("method", "limits", "corrections", "contact"),
        "dateline": "",
        "intro": part.intro,
        "panels": [_panel(p) for p in part.panels],
    }
    if part.quoted is not None:
        one["card"] = card(part.quoted, story)
        one["marked"] = marked(part.quoted.printed)
        one["refused"] = part.quoted.refused
        one["lang"] = part.quoted.language
        one["dir"] = direction(part.quoted.language, part.quoted.printed)
    if part.picture is not None:
        data = base64.b64encode(part.picture.data).decode()
        one["src"] = f"data:{part.picture.mime};base64,{data}"
        one["width"], one["height"] = part.picture.width, part.picture.height
        one["alt"], one["credit"] = part.alt, part.credit
    return one


def card(one: Quoted, story: Story) -> dict[str, Any]:
    """A quotation with its speaker, its translations and its notes."""
    said = one.said
    w = _page_words.of(story)
    proof = story.proofs[one.proof] if one.proof is not None and story.proofs else None
    when, zone, stamp = _say.moment(said.time, story.zone, w) if said is not None else ("", "", "")
    alien = one.voice in ("forwarded", "quoted", "quoted-reply", "reported", "bot", "app")
    return {
        "number": one.number,
        "label": _label(one, alien, w),
        "when": when,
        "zone": zone,
        "stamp": stamp,
        "voice": _say.voice_line(one, w),
        "alien": alien,
        "lang": one.language,
        "original": _original(one.language, w),
        "dir": direction(one.language, one.printed),
        "attrs": _proof_attr(one),
        "marked": marked(one.printed),
        "translations": [
            {
                "lang": t.lang,
                "dir": direction(t.lang, t.text),
                "marked": marked(t.text),
                "source": _say.signed(t, w),
            }
            for t in one.translations
        ],
        "disputes": [w.say("dispute", by=t.by, text=t.text) for t in one.disputes],
        "line": _say.class_line(one, w),
        "rows": _say.proved(one, story, w),
        "sealed": _sealed(proof, w),
        "leaf": _grouped(proof.leaf[:16], 4) if proof else "",
        "refused": one.refused,
    }


def _label(one: Quoted, alien: bool, w: Words) -> str:
    """The speaker's pseudonym as a heading; foreign words have none."""
    if alien:
        return w.say("not_own")
    return w.label(one.said.label if one.said is not None else "")


def _original(language: str, w: Words) -> str:
    name = w.language(language)
    return w.say("original_in", language=name) if name else w.say("original")


def _named(key: str, names: tuple[str, ...], w: Words) -> Markup:
    """A line of names, each in bold."""
    if not names:
        return Markup("")
    bold = tuple(str(escape(n).join((Markup("<b>"), Markup("</b>")))) for n in names)
    return Markup(escape(w.say(key, names="\0"))).replace("\0", Markup(w.listed(bold)))  # noqa: S704


def _proof_attr(one: Quoted) -> Markup:
    if one.proof is None:
        return Markup("")
    return Markup(f' data-onrecord-quote="{one.proof}"')  # noqa: S704  a number


def _sealed(proof: Proof | None, w: Words) -> Markup:
    """Entry and time; whoever states the time stands in a direction of its own."""
    if proof is None:
        return Markup("")
    entry = w.say("entry", number=proof.entry) if proof.entry.isdigit() else proof.entry
    said = [escape(p) for p in (entry, _time_of(proof, w)) if p]
    by = Markup("<bdi>{}</bdi>").format(proof.sealed_by)
    return Markup(". ".join(said) + ("." if said else "")).replace("\0", by)  # noqa: S704


def _time_of(proof: Proof, w: Words) -> str:
    if not proof.sealed:
        return ""
    key = "no_later" if _say.proves(proof) else "dated"
    return w.say(key, time=_say.stamp(proof.sealed, w), by="\0")


def _panel(panel: Panel) -> dict[str, Any]:
    """Rows that are copies of the one before stand together as one source."""
    rows: list[dict[str, Any]] = []
    for i, row in enumerate(panel.rows):
        if row.with_previous and rows:
            if not rows[-1]["copies"]:
                rows[-1]["copies"] = [_cell(panel.rows[i - 1])]
            rows[-1]["copies"].append(_cell(row))
            continue
        rows.append({**_cell(row), "counts": row.counts, "group": row.group, "copies": []})
    return {
        "title": panel.title,
        "outcome": panel.outcome,
        "note": panel.note,
        "against": panel.against,
        "rows": rows,
    }


def _cell(row: Row) -> dict[str, str]:
    return {"when": row.when, "who": row.who, "how": row.how}


def checker(story: Story) -> dict[str, str]:
    """The checker's name and digest, whole and in short."""
    sha = story.checker.sha256
    return {
        "name": story.checker.name or _page_words.of(story).say("checker"),
        "where": story.checker.where,
        "hash": _grouped(sha, 8),
        "short": f"{_grouped(sha[:8], 4)} … {_grouped(sha[-8:], 4)}" if sha else "",
    }


def _grouped(text: str, size: int) -> str:
    return " ".join(text[i : i + size] for i in range(0, len(text), size))


def edition(story: Story) -> str:
    """Which printing this is, when, signed by whom; '' before it is published."""
    one, w = story.edition, _page_words.of(story)
    if one is None:
        return ""
    key = "edition" if one.number == 1 else "edition_again"
    said = {"number": one.number, "first": w.date(one.first)}
    return w.say(key, date=w.date(one.day), by=one.signed_by, **said)


def uncorrected(story: Story) -> str:
    """What stands in place of corrections: none so far, or that an earlier text never left."""
    w = _page_words.of(story)
    if story.edition is not None and story.edition.unissued:
        return w.say("unissued", by=story.edition.unissued)
    return w.say("no_corrections")


def corrections(story: Story) -> list[dict[str, str]]:
    """Corrections and retractions, dates in words."""
    w = _page_words.of(story)
    return [
        {
            "date": w.date(c.date),
            "text": w.say("retraction", text=c.text) if c.retraction else c.text,
            "by": c.by,
        }
        for c in story.corrections
    ]


def loose(story: Story) -> list[dict[str, Any]]:
    """Notes of the quotations that stand in running text; cards carry their own."""
    return [card(q, story) for q in story.quotations if q.number and not q.quotation.card]
