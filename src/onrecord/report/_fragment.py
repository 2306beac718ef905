"""The story's text as plain XHTML, for wires: no style, no proofs, no pictures."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from onrecord.model.draft import Run
from onrecord.model.story import Panel, Part, Quoted, Story, Text, direction
from onrecord.report import _page_words, _say
from onrecord.report._ooxml import clean
from onrecord.report._page_words import Words


def body(story: Story) -> str:
    """Well-formed XHTML elements, one a line; each foreign text has its language."""
    parts = [line for part in story.parts for line in _part(part, story)]
    w = _page_words.of(story)
    parts.append(_p(_say.proofs_in_page(story, w)))
    parts += [_p(_say.corrected(correction, w)) for correction in story.corrections]
    return "\n".join(parts)


def xml(text: str) -> str:
    """Text for an XML element; what XML cannot hold is shown as an escape."""
    return escape(clean(text))


def _p(text: str) -> str:
    return f"<p>{xml(text)}</p>"


def _part(part: Part, story: Story) -> Iterator[str]:
    if part.kind == "heading":
        yield f"<h2>{inline(part.text)}</h2>"
    elif part.kind == "items":
        yield "<ul>" + "".join(f"<li>{inline(i)}</li>" for i in part.items) + "</ul>"
    elif part.kind in ("card", "pull") and part.quoted is not None:
        yield from _card(part.quoted, story)
    elif part.kind == "picture":
        shown = _page_words.of(story).say("picture", alt=part.alt)
        yield f"<p>{xml(shown)} {inline(part.text)} {xml(part.credit)}</p>"
    elif part.kind == "panels":
        yield f"<h2>{inline(part.text)}</h2>"
        yield _p(part.intro)
        for panel in part.panels:
            yield from _panel(panel, _page_words.of(story))
    else:
        yield f"<p>{inline(part.text)}</p>"


def _card(one: Quoted, story: Story) -> Iterator[str]:
    w = _page_words.of(story)
    if one.said is not None:
        when, zone, _ = _say.moment(one.said.time, story.zone, w)
        own = one.voice in ("own", "group", "copied")
        label = w.label(one.said.label) if own else w.say("not_own")
        yield _p(f"{label}, {when} {zone}. {_say.voice_line(one, w)}.")
    yield _words(one.printed, one.language)
    for translation in one.translations:
        yield _words(translation.text, translation.lang)
        yield _p(f"{_say.signed(translation, w)}.")
    for other in one.disputes:
        yield _p(w.say("dispute", by=other.by, text=other.text))
    if one.said is not None:
        yield _p(_say.noted(one, w))


def _words(text: str, language: str) -> str:
    side = direction(language, text)
    lang = f" lang={quoteattr(language)} xml:lang={quoteattr(language)}" if language else ""
    lines = "<br/>".join(xml(line) for line in text.split("\n"))
    return f'<blockquote dir="{side}"{lang}><p>{lines}</p></blockquote>'


def _panel(panel: Panel, w: Words) -> Iterator[str]:
    yield f"<h3>{xml(panel.title)}</h3>"
    yield f"<p><strong>{xml(panel.outcome)}</strong> {xml(panel.note)}</p>"
    items = []
    for row in panel.rows:
        who = f"{row.who}, {row.how}" if row.how else row.who
        counts = w.say("with_above") if row.with_previous else row.counts
        items.append(f"<li>{xml(' – '.join(x for x in (row.when, who, counts) if x))}</li>")
    if items:
        yield f"<ul>{''.join(items)}</ul>"


def inline(text: Text) -> str:
    """Running text; quotations in quotation marks with their own direction."""
    out = []
    for piece in text:
        if isinstance(piece, Run):
            tag = {"em": "em", "strong": "strong"}.get(piece.style)
            said = xml(piece.text)
            out.append(f"<{tag}>{said}</{tag}>" if tag else said)
        elif piece.cls == "TRANSLATED" or not piece.language:
            out.append(f"“{xml(piece.printed)}”")
        else:
            lang, side = quoteattr(piece.language), direction(piece.language, piece.printed)
            out.append(f'“<span lang={lang} dir="{side}">{xml(piece.printed)}</span>”')
    return "".join(out)


def guid(story: Story) -> str:
    """A tag URI (RFC 4151) of the contact's domain, the story's date and its id."""
    domain = story.contact.rpartition("@")[2] or "onrecord.invalid"
    return f"tag:{domain},{story.date or '1970-01-01'}:{story.id}"


def version(story: Story) -> int:
    """The number of the printing, as the page says it; of a preview, what it would be."""
    return 1 + len(story.corrections) if story.edition is None else story.edition.number
