"""IPTC ninjs: version 2.1 (names in lower case) and 3.0 (camel case)."""

import html
import json

from sample.news import Item


def _xhtml(item: Item) -> str:
    return "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in item.paragraphs)


def _dump(row: dict[str, object]) -> bytes:
    return (json.dumps(row, ensure_ascii=False, indent=2) + "\n").encode()


def version2(item: Item) -> bytes:
    """A text item by ninjs 2.1."""
    row: dict[str, object] = {
        "standard": {
            "name": "ninjs",
            "version": "2.1",
            "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_2.1.json",
        },
        "uri": f"urn:newsml:{item.outlet.site}:{item.published:%Y%m%d}:{item.slug}",
        "type": "text",
        "representationtype": "full",
        "pubstatus": "usable",
        "urgency": 2,
        "language": item.language,
        "firstcreated": item.published.isoformat(),
        "versioncreated": item.published.isoformat(),
        "contentcreated": item.published.isoformat(),
        "by": f"By {item.byline}",
        "located": item.place,
        "usageterms": "Invented sample text. Free to use.",
        "headlines": [{"role": "main", "value": item.title}],
        "bodies": [
            {
                "role": "main",
                "contenttype": "text/html",
                "charcount": sum(map(len, item.paragraphs)),
                "value": _xhtml(item),
            }
        ],
        "infosources": [{"name": item.agency or item.outlet.name}],
        "copyrightholder": item.outlet.name,
    }
    return _dump(row)


def version3(item: Item) -> bytes:
    """A text item by ninjs 3.0."""
    row: dict[str, object] = {
        "standard": {
            "name": "ninjs",
            "version": "3.0",
            "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
        },
        "uri": item.url,
        "type": "text",
        "representationType": "full",
        "pubStatus": "usable",
        "urgency": 4,
        "language": item.language,
        "firstCreated": item.published.isoformat(),
        "versionCreated": item.published.isoformat(),
        "contentCreated": item.published.isoformat(),
        "by": item.byline,
        "located": item.place,
        "headlines": [{"role": "main", "value": item.title}],
        "bodies": [
            {
                "role": "main",
                "contentType": "text/plain",
                "value": "\n\n".join(item.paragraphs),
            },
            {"role": "web", "contentType": "text/html", "value": _xhtml(item)},
        ],
        "copyrightHolder": item.outlet.name,
    }
    if item.agency:
        row["infoSources"] = [{"name": item.agency}]
    return _dump(row)
