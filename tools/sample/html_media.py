"""Attachments and polls in the HTML export."""

from sample.html_tags import Page, escaped
from sample.said import Media, Poll

LEFT_OUT = "Not included, change data exporting settings to download."


def media(page: Page, media: Media) -> None:
    """A photo with its thumbnail, or the generic box of any other file."""
    with page.tag("div", **{"class": "media_wrap clearfix"}):
        if media.type == "photo" and media.path:
            _photo(page, media)
        else:
            _generic(page, media)


def thumb(path: str) -> str:
    """Where the exporter puts a photo's thumbnail."""
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}_thumb{dot}{suffix}"


def _photo(page: Page, media: Media) -> None:
    path = media.path or ""
    with page.tag("a", **{"class": "photo_wrap clearfix pull_left", "href": path}):
        style = f"width: {media.width // 2}px; height: {media.height // 2}px"
        page.empty("img", **{"class": "photo", "src": thumb(path), "style": style})


def _generic(page: Page, media: Media) -> None:
    title, status, kind = {
        "photo": ("Photo", f"{media.width}x{media.height}, {_size(media.size)}", "media_photo"),
        "sticker": ("Sticker", media.emoji, "media_photo"),
        "voice_message": ("Voice message", f"00:{media.duration:02}", "media_voice_message"),
        "document": (media.name, _size(media.size), "media_file"),
    }[media.type]
    box = {"class": f"media clearfix pull_left {kind}"}
    name = "div"
    if media.path:
        name = "a"
        box = {"class": f"media clearfix pull_left block_link {kind}", "href": escaped(media.path)}
    with page.tag(name, **box):
        page.leaf("div", "", **{"class": "fill pull_left"})
        with page.tag("div", **{"class": "body"}):
            page.leaf("div", escaped(title), **{"class": "title bold"})
            if not media.path:
                page.leaf("div", LEFT_OUT, **{"class": "description"})
            page.leaf("div", status, **{"class": "status details"})


def _size(size: int) -> str:
    return f"{size} B" if size < 1024 else f"{size * 10 // 1024 / 10} KB"


def poll(page: Page, poll: Poll) -> None:
    """A poll with its votes."""
    with (
        page.tag("div", **{"class": "media_wrap clearfix"}),
        page.tag("div", **{"class": "media_poll"}),
    ):
        page.leaf("div", escaped(poll.question), **{"class": "question bold"})
        page.leaf("div", "Anonymous poll", **{"class": "details"})
        for text, count in poll.answers:
            votes = f' <span class="details">{_votes(count)}</span>'
            page.leaf("div", f"- {escaped(text)}{votes}", **{"class": "answer"})
        total = _votes(sum(count for _, count in poll.answers))
        page.leaf("div", total, **{"class": "total details\t"})


def _votes(count: int) -> str:
    return f"{count} votes" if count > 1 else "1 vote" if count else "No votes"
