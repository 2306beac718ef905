"""Newsletters saved as mail (RFC 5322, MIME)."""

import re
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.press._article import LEAST_WORDS, Parts, build, count_words
from onrecord.press._markup import html_text
from onrecord.press._when import instant
from onrecord.press.mhtml import is_saved_page

_HEADER = re.compile(
    rb"^(?:From|To|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|Delivered-To"
    rb"|DKIM-Signature|List-Id|List-Unsubscribe|Content-Type):",
    re.MULTILINE | re.IGNORECASE,
)


class Newsletter:
    """One mail: the subject is the title, the sender the outlet."""

    name = "eml"
    version = 1
    title = "Newsletter (mail)"

    def sniff(self, member: str, head: bytes) -> bool:
        """Named .eml, or begins with at least three header fields of a mail; no saved page."""
        top = head[:4096].partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]
        if top[:1] in (b"{", b"[", b"<") or is_saved_page(member, head):
            return False
        fields = len(_HEADER.findall(top))
        return fields >= 1 and (member.lower().endswith(".eml") or fields >= 3)

    def read(self, member: str, data: bytes) -> Iterator[Article | Trouble]:
        """The text part if it says enough, else the HTML part; attachments are named."""
        place = Place(member, 0, len(data))
        try:
            mail = BytesParser(policy=policy.default).parsebytes(data)
            parts, attached = _parts(mail)
        except (MessageError, ValueError, LookupError, IndexError, AttributeError) as error:
            yield Trouble("not-a-mail", place, f"the mail cannot be read: {error}", "fatal")
            return
        if attached:
            yield Trouble("attachments", place, f"not read: {', '.join(attached)}")
        yield from build(place, data, parts)


def _parts(mail: EmailMessage) -> tuple[Parts, list[str]]:
    name, address = parseaddr(str(mail.get("From", "")))
    plain, marked = _content(mail, "plain"), _content(mail, "html")
    body = plain.replace("\r\n", "\n").strip()
    if count_words(body) < LEAST_WORDS and marked:
        body = html_text(marked)
    attached = [part.get_filename() or part.get_content_type() for part in mail.iter_attachments()]
    found = Parts(
        title=str(mail.get("Subject", "")),
        body=body,
        outlet=name or address.rpartition("@")[2] or None,
        published=instant(str(mail.get("Date", ""))),
        language=str(mail.get("Content-Language", "")).split(",")[0].strip() or None,
        url=str(mail.get("List-Archive", "")).strip("<> ") or None,
        kind="newsletter",
    )
    return found, attached


def _content(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    content = part.get_content()
    return content if isinstance(content, str) else ""


PRESS_FORMAT = Newsletter()
