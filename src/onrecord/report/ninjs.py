"""The story as IPTC ninjs 2.1, for the wire."""

import json
import re
from typing import Any

from onrecord.model.story import Story, words
from onrecord.report import _page_words
from onrecord.report._fragment import body, guid, version
from onrecord.report.share import count_words


class Ninjs:
    """Writes a story as one ninjs object, main text as XHTML."""

    name = "ninjs"
    suffix = ".ninjs.json"
    title = "IPTC ninjs"

    def write(self, story: Story) -> bytes:
        """The object in UTF-8; a retracted story is ``canceled``."""
        return json.dumps(_item(story), ensure_ascii=False, indent=1).encode() + b"\n"


WRITER = Ninjs()
_SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_2.1.json"


def _item(story: Story) -> dict[str, Any]:
    text = body(story)
    retracted = any(c.retraction for c in story.corrections)
    item: dict[str, Any] = {
        "uri": guid(story),
        "standard": {"name": "ninjs", "version": "2.1", "schema": _SCHEMA},
        "type": "text",
        "representationtype": "full",
        "version": str(version(story)),
        "pubstatus": "canceled" if retracted else "usable",
        "language": story.language,
        "title": words(story.headline),
        "headlines": [{"role": "main", "value": words(story.headline)}],
        "bodies": [
            {
                "role": "main",
                "contenttype": "application/xhtml+xml",
                "wordcount": count_words(_plain(text)),
                "value": text,
            }
        ],
    }
    if story.edition is not None:
        item["versioncreated"] = f"{story.edition.day}T00:00:00Z"
        item["firstcreated"] = f"{story.edition.first}T00:00:00Z"
    elif story.date:
        item["versioncreated"] = f"{story.date}T00:00:00Z"
    if story.lead:
        item["descriptions"] = [{"role": "summary", "value": words(story.lead)}]
    if story.by:
        item["by"] = _page_words.of(story).listed(story.by)
    if story.dateline:
        item["located"] = story.dateline
    if story.outlet:
        item["copyrightholder"] = story.outlet
    return item


def _plain(text: str) -> str:
    return re.sub(r"<[^>]*>", " ", text)
