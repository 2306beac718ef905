"""A web page saved as one file (MHTML, RFC 2557), as Chrome, Edge and Safari's kin write it.

The envelope is a mail's: its sender is the browser and its date the moment of saving, so
neither is taken for an outlet or a date of publication.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser

from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.press._page import host
from onrecord.press.html import read_page

_SAVED = re.compile(
    rb"^(?:Snapshot-Content-Location:|From: ?\"?<?Saved by )", re.MULTILINE | re.IGNORECASE
)
_RELATED = re.compile(rb"^Content-Type: ?multipart/related", re.MULTILINE | re.IGNORECASE)


def is_saved_page(member: str, head: bytes) -> bool:
    """Whether a mail's header is that of a page a browser saved."""
    top = head[:4096].partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]
    if top[:1] in (b"{", b"[", b"<"):
        return False
    named = member.lower().endswith((".mht", ".mhtml"))
    return _SAVED.search(top) is not None or (named and _RELATED.search(top) is not None)


class SavedWhole:
    """A page and its pictures in one file."""

    name = "mhtml"
    version = 1
    title = "Web page saved as one file (MHTML)"

    def sniff(self, member: str, head: bytes) -> bool:
        """A browser's mark in the header, or the name's ending and ``multipart/related``."""
        return is_saved_page(member, head)

    def read(self, member: str, data: bytes) -> Iterator[Article | Trouble]:
        """The page's article, read as a saved page is; its frames and pictures are passed."""
        place = Place(member, 0, len(data))
        try:
            mail = BytesParser(policy=policy.default).parsebytes(data)
            page = _page(mail)
            body = None if page is None else page.get_payload(decode=True)
        except (MessageError, ValueError, LookupError, AttributeError) as error:
            yield Trouble("not-a-page", place, f"the file cannot be read: {error}", "fatal")
            return
        if page is None or not isinstance(body, bytes):
            yield Trouble("not-a-page", place, "there is no HTML in it", "fatal")
            return
        address = str(mail.get("Snapshot-Content-Location") or page.get("Content-Location") or "")
        at = address.strip() if address.strip().startswith("http") else None
        for part in read_page(member, body, page.get_content_charset()):
            if isinstance(part, Trouble):
                yield replace(part, place=place)
            else:
                blob = hashlib.sha256(data).hexdigest()
                outlet = part.outlet or host(at)
                yield replace(part, blob=blob, place=place, url=part.url or at, outlet=outlet)


def _page(mail: EmailMessage) -> EmailMessage | None:
    """The first part that is HTML: the page itself, before its frames."""
    for part in mail.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return part
    return None


PRESS_FORMAT = SavedWhole()
