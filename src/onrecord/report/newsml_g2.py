"""The story as IPTC NewsML-G2 (2.35, power conformance), for the wire."""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from onrecord.errors import BadDraft
from onrecord.model.story import Story, words
from onrecord.report import _page_words
from onrecord.report._fragment import body, guid, version, xml

_CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"


class NewsmlG2:
    """Writes a story as one newsItem with its text as XHTML."""

    name = "newsml-g2"
    suffix = ".newsml.xml"
    title = "IPTC NewsML-G2"

    def write(self, story: Story) -> bytes:
        """The document. Raises BadDraft without a date: the standard demands one."""
        if not story.date:
            raise BadDraft(
                "NewsML-G2 needs the story's date.",
                where="front matter",
                advice="Write 'date: 2026-04-19' into the draft's head.",
            )
        return "\n".join(_lines(story)).encode("utf-8") + b"\n"


WRITER = NewsmlG2()


def _lines(story: Story) -> Iterator[str]:
    retracted = any(c.retraction for c in story.corrections)
    stamp = f"{story.date}T00:00:00Z"
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" '
        f'guid={quoteattr(guid(story))} version="{version(story)}" '
        'standard="NewsML-G2" standardversion="2.35" conformance="power" '
        f"xml:lang={quoteattr(story.language)}>"
    )
    yield f'<catalogRef href="{_CATALOG}"/>'
    yield "<itemMeta>"
    yield '<itemClass qcode="ninat:text"/>'
    yield f"<provider literal={quoteattr(story.outlet or 'onrecord desk')}/>"
    yield f"<versionCreated>{stamp}</versionCreated>"
    yield f'<pubStatus qcode="stat:{"canceled" if retracted else "usable"}"/>'
    yield f"<title>{xml(words(story.headline))}</title>"
    yield "</itemMeta>"
    yield "<contentMeta>"
    if story.by:
        yield f"<by>{xml(_page_words.of(story).listed(story.by))}</by>"
    yield f"<language tag={quoteattr(story.language)}/>"
    yield f"<headline>{xml(words(story.headline))}</headline>"
    if story.dateline:
        yield f"<dateline>{xml(story.dateline)}</dateline>"
    if story.lead:
        yield f'<description role="drol:summary">{xml(words(story.lead))}</description>'
    yield "</contentMeta>"
    yield "<contentSet>"
    yield '<inlineXML contenttype="application/xhtml+xml">'
    yield '<html xmlns="http://www.w3.org/1999/xhtml"><head>'
    yield f"<title>{xml(words(story.headline))}</title></head><body>"
    yield body(story)
    yield "</body></html></inlineXML></contentSet></newsItem>"
