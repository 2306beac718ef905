"""The story as a Word file for a newsroom's own system."""

from collections.abc import Iterator

from onrecord.model.draft import Run
from onrecord.model.story import Panel, Part, Quoted, Story, Text, direction
from onrecord.report import _page_words, _say, _view
from onrecord.report._ooxml import Span, clean, drawing, package, paragraph, table
from onrecord.report._page_words import Words
from onrecord.report._view import marked

_ACCENT = "0E4E5F"


class Docx:
    """Writes a story as WordprocessingML; Arabic paragraphs are right to left."""

    name = "docx"
    suffix = ".docx"
    title = "Word"

    def write(self, story: Story) -> bytes:
        """The file. Equal stories give equal bytes."""
        images: list[tuple[str, bytes]] = []
        body = "".join(_body(story, images))
        return package(body, images)


WRITER = Docx()


def _body(story: Story, images: list[tuple[str, bytes]]) -> Iterator[str]:
    w = _page_words.of(story)
    yield paragraph(list(_spans(story.headline)), "Title")
    if story.lead:
        yield paragraph(list(_spans(story.lead)), "Subtitle")
    if story.by:
        yield paragraph([Span(w.say("by", names=w.listed(story.by)))], "Note")
    for part in story.parts:
        yield from _part(part, story, images)
    yield paragraph([Span(w.say("verify_title"))], "Heading1")
    yield paragraph([Span(_say.proofs_in_page(story, w))], "Note")
    for correction in story.corrections:
        yield paragraph([Span(_say.corrected(correction, w))], "Note")
    if story.edition is not None:
        yield paragraph([Span(_view.edition(story))], "Note")
    if story.contact:
        yield paragraph([Span(w.say("write_to", contact=story.contact))], "Note")


def _part(part: Part, story: Story, images: list[tuple[str, bytes]]) -> Iterator[str]:
    if part.kind == "heading":
        yield paragraph(list(_spans(part.text)), f"Heading{max(1, min(2, part.level - 1))}")
    elif part.kind == "items":
        for item in part.items:
            yield paragraph([Span("– "), *_spans(item)])
    elif part.kind in ("card", "pull") and part.quoted is not None:
        yield from _card(part.quoted, story)
    elif part.kind == "picture":
        yield from _picture(part, images)
    elif part.kind == "panels":
        yield paragraph(list(_spans(part.text)), "Heading1")
        yield paragraph([Span(part.intro)], "Note")
        for panel in part.panels:
            yield from _panel(panel, _page_words.of(story))
    else:
        yield paragraph(list(_spans(part.text)))


def _picture(part: Part, images: list[tuple[str, bytes]]) -> Iterator[str]:
    if part.picture is None:
        return
    kind = "png" if part.picture.mime == "image/png" else "jpg"
    images.append((f"picture{len(images) + 1}.{kind}", part.picture.data))
    shown = drawing(len(images) + 1, part.picture.width, part.picture.height, part.alt)
    yield f"<w:p>{shown}</w:p>"
    yield paragraph([*_spans(part.text), Span(f" {part.credit}")], "Note")


def _card(one: Quoted, story: Story) -> Iterator[str]:
    w = _page_words.of(story)
    if one.said is not None:
        when, zone, _ = _say.moment(one.said.time, story.zone, w)
        own = one.voice in ("own", "group", "copied")
        label = w.label(one.said.label) if own else w.say("not_own")
        head = [
            Span(label, bold=True),
            Span(f"  {when} {zone}  {_say.voice_line(one, w)}"),
        ]
        yield paragraph(head, "Speaker")
    yield _words(one.printed, one.language)
    for translation in one.translations:
        yield _words(translation.text, translation.lang)
        yield paragraph([Span(_say.signed(translation, w))], "Note")
    for other in one.disputes:
        yield paragraph([Span(w.say("dispute", by=other.by, text=other.text))], "Note")
    if one.said is not None:
        yield paragraph([Span(_say.noted(one, w))], "Proved")


def _words(text: str, language: str) -> str:
    """Quoted words as a paragraph of their own direction, marks of the desk in colour."""
    side = direction(language, text)
    left, right = ("«", "»") if side == "rtl" else ("“", "”")
    spans = [Span(left, language, side)]
    for piece in marked(text):
        colour = _ACCENT if piece["kind"] else ""
        spans.append(Span(piece["text"], language, side, colour=colour))
    return paragraph([*spans, Span(right, language, side)], "Quote", side)


def _panel(panel: Panel, w: Words) -> Iterator[str]:
    yield paragraph([Span(panel.title)], "Heading2")
    yield paragraph([Span(panel.outcome, bold=True), Span(f" {panel.note}")], "Note")
    rows = []
    for row in panel.rows:
        counts = w.say("with_above") if row.with_previous else row.counts
        who = [Span(row.who, bold=row.group), Span(f", {row.how}" if row.how else "", italic=True)]
        cells = ([Span(row.when)], who, [Span(counts)])
        rows.append([paragraph(cell, "Note") for cell in cells])
    if rows:
        yield table(rows)
        yield paragraph([], "Note")


def _spans(text: Text) -> Iterator[Span]:
    for piece in text:
        if isinstance(piece, Run):
            yield Span(clean(piece.text), bold=piece.style == "strong", italic=piece.style == "em")
        else:
            side = direction(piece.language, piece.printed)
            left, right = ("«", "»") if side == "rtl" else ("“", "”")
            translated = piece.cls == "TRANSLATED"
            lang, side = ("", "ltr") if translated else (piece.language, side)
            left, right = ("“", "”") if side == "ltr" else (left, right)
            yield Span(f"{left}{piece.printed}{right}", lang, side)
