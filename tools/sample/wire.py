"""The wire: sixteen news items of five outlets that do not exist, in four shapes."""

import tomllib
from datetime import datetime

from sample import wire_html, wire_newsml, wire_ninjs
from sample.cast import HERE
from sample.news import Item, Outlet

OUTLETS = {
    "meridian": Outlet("Meridian News Agency", "meridian.example"),
    "herald": Outlet("The Qadria Herald", "qadriaherald.example"),
    "courier": Outlet("The Northern Courier", "northerncourier.example"),
    "strand": Outlet("Strand Radio", "strandradio.example"),
    "rasif": Outlet("صحيفة الرصيف", "alrasif.example"),
}


def load() -> list[Item]:
    """All items, in the order of their file names."""
    items: list[Item] = []
    for path in sorted((HERE / "case").glob("wire*.toml")):
        with path.open("rb") as file:
            items.extend(_item(raw) for raw in tomllib.load(file)["item"])
    return sorted(items, key=lambda item: item.file)


def _item(raw: dict[str, str]) -> Item:
    return Item(
        file=raw["file"],
        format=raw["format"],
        outlet=OUTLETS[raw["outlet"]],
        language=raw.get("lang", "en"),
        published=datetime.fromisoformat(raw["at"]),
        modified=datetime.fromisoformat(raw.get("modified", raw["at"])),
        title=raw["title"],
        byline=raw["byline"],
        place=raw["place"],
        agency=raw.get("agency"),
        role=raw["role"],
        paragraphs=tuple(raw["body"].strip().split("\n\n")),
    )


def _text(item: Item) -> bytes:
    """Radio copy: a head line, a time with its zone, then the words."""
    zone = item.published.strftime("%z")
    when = f"{item.published:%d %B %Y, %H:%M} (UTC{zone[:3]}:{zone[3:]})"
    head = f"{item.outlet.name}\n{when}\nBy {item.byline}, {item.place}\n\n{item.title}\n\n"
    return (head + "\n\n".join(item.paragraphs) + "\n").encode()


def written(item: Item, all_items: list[Item]) -> bytes:
    """The bytes of one item's file."""
    if item.format == "ninjs2":
        return wire_ninjs.version2(item)
    if item.format == "ninjs3":
        return wire_ninjs.version3(item)
    if item.format == "newsml":
        return wire_newsml.document(item)
    if item.format == "html":
        return wire_html.page(item, all_items)
    return _text(item)
