"""The story as Markdown for a newsroom's own system: words, classes, no proofs."""

import re
from collections.abc import Iterator

from onrecord.model.draft import Run
from onrecord.model.story import Panel, Part, Quoted, Story, Text, direction
from onrecord.report import _page_words, _say, _view
from onrecord.report._page_words import Words

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")
_ISOLATE = {"rtl": "\u2067", "ltr": "\u2066"}


class Markdown:
    """Writes a story as CommonMark; quotations keep their language and class."""

    name = "markdown"
    suffix = ".md"
    title = "Markdown"

    def write(self, story: Story) -> bytes:
        """The whole text in UTF-8, ``\\n`` line ends."""
        return ("\n".join(_lines(story)).rstrip("\n") + "\n").encode("utf-8")


WRITER = Markdown()


def _lines(story: Story) -> Iterator[str]:
    w = _page_words.of(story)
    yield f"# {_text(story.headline)}"
    yield ""
    if story.lead:
        yield f"*{_text(story.lead)}*"
        yield ""
    if story.by:
        yield _plain(w.say("by", names=w.listed(story.by)))
        yield ""
    for part in story.parts:
        yield from _part(part, story)
        yield ""
    yield f"## {w.say('verify_title')}"
    yield ""
    yield _plain(_say.proofs_in_page(story, w))
    for correction in story.corrections:
        yield ""
        yield _plain(_say.corrected(correction, w))
    if story.edition is not None:
        yield ""
        yield _plain(_view.edition(story))
    if story.contact:
        yield ""
        yield _plain(w.say("write_to", contact=story.contact))


def _part(part: Part, story: Story) -> Iterator[str]:
    if part.kind == "heading":
        yield f"{'#' * max(2, part.level)} {_text(part.text)}"
    elif part.kind == "items":
        yield from (f"- {_text(item)}" for item in part.items)
    elif part.kind in ("card", "pull") and part.quoted is not None:
        yield from _card(part.quoted, story)
    elif part.kind == "picture":
        shown = _page_words.of(story).say("picture", alt=part.alt)
        yield f"*{_plain(shown)}* {_text(part.text)} {_plain(part.credit)}".rstrip()
    elif part.kind == "panels":
        yield f"## {_text(part.text)}"
        yield ""
        yield _plain(part.intro)
        for panel in part.panels:
            yield from _panel(panel, _page_words.of(story))
    else:
        yield _text(part.text)


def _card(one: Quoted, story: Story) -> Iterator[str]:
    w = _page_words.of(story)
    if one.said is not None:
        when, zone, _ = _say.moment(one.said.time, story.zone, w)
        own = one.voice in ("own", "group", "copied")
        who = w.label(one.said.label) if own else w.say("not_own")
        yield f"**{who}**, {when} {zone}. {_say.voice_line(one, w)}."
        yield ""
    for line in one.printed.split("\n"):
        yield f"> {_isolated(line, one.language)}"
    for translation in one.translations:
        yield ">"
        yield f"> {translation.lang}: {_isolated(translation.text, translation.lang)}"
        yield ">"
        yield f"> {_plain(_say.signed(translation, w))}"
    for other in one.disputes:
        yield ">"
        yield f"> {_plain(w.say('dispute', by=other.by, text=other.text))}"
    if one.said is not None:
        yield ""
        yield f"*{_say.noted(one, w)}*"


def _panel(panel: Panel, w: Words) -> Iterator[str]:
    yield ""
    yield f"### {_plain(panel.title)}"
    yield ""
    yield f"**{_plain(panel.outcome)}** {_plain(panel.note)}".rstrip()
    yield ""
    columns = (w.say(f"column_{name}") for name in ("when", "who", "counts"))
    yield f"| {' | '.join(columns)} |"
    yield "|---|---|---|"
    for row in panel.rows:
        who = f"{row.who}, {row.how}" if row.how else row.who
        counts = w.say("with_above") if row.with_previous else row.counts
        yield f"| {_plain(row.when)} | {_plain(who)} | {_plain(counts)} |"


def _text(text: Text) -> str:
    out = []
    for piece in text:
        if isinstance(piece, Run):
            out.append(_styled(piece))
        else:
            out.append(f"“{_isolated(piece.printed, piece.language)}”")
    return "".join(out).strip()


def _styled(run: Run) -> str:
    text = _plain(run.text)
    if run.style == "strong":
        return f"**{text}**"
    if run.style == "em":
        return f"*{text}*"
    return f"[{text}](<{run.href}>)" if run.style == "link" else text


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))


def _isolated(text: str, language: str) -> str:
    """Right-to-left words in an isolate, so that they keep their order in a line."""
    if direction(language, text) == "rtl":
        return f"{_ISOLATE['rtl']}{_plain(text)}\u2069"
    return _plain(text)
