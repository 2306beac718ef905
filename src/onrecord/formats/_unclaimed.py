"""Why no reader claims a thing, as far as its names and first bytes tell."""

import posixpath
from collections.abc import Callable

from onrecord.errors import NotAnExport
from onrecord.ports import Tree

_LOOKED_AT = 64
_HEAD = 4_096
_BESIDE = (".ds_store", "thumbs.db", "desktop.ini")
_DEFAULT = (
    "Hand in the export as the app wrote it: the file, its folder, or the zip. "
    "`onrecord formats` lists what can be read."
)
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")
_NAMED = (".zip", ".tar", ".tgz", ".gz", ".7z", ".rar")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"%PDF")

Told = tuple[str, str]
Sign = Callable[[str, str, bytes], Told | None]


def unclaimed(tree: Tree) -> NotAnExport:
    """The error for a tree that no reader claims: what it seems to be, and what to do."""
    told = _told(tree)
    what, advice = told or ("no reader recognises this as a chat export", _DEFAULT)
    return NotAnExport(what, where=tree.name, advice=advice)


def _told(tree: Tree) -> Told | None:
    names = [m for m in tree.members() if not _is_beside(m)]
    if not names:
        return ("there is no file in it", _DEFAULT)
    heads = []
    for name in names[:_LOOKED_AT]:
        with tree.open(name) as stream:
            heads.append((name, stream.read(_HEAD)))
    if len(heads) == len(names) and not any(head for _, head in heads):
        return (
            "there is nothing in it: 0 bytes",
            "The copy or the download broke off. Copy it again from where it came from.",
        )
    for sign in (_wide, _locked, _database, _index, _discord_text, _archive, _news, _json):
        for name, head in heads:
            told = sign("this" if [name] == names and "!/" not in name else name, name, head)
            if told is not None:
                return told
    if all(head.startswith(_PICTURES) for _, head in heads):
        return (
            "pictures or PDF, and no chat's text beside them",
            "A screenshot is no export: nothing in it can be proved letter by letter. "
            "Ask for the chat as the app exports it.",
        )
    return None


def _is_beside(name: str) -> bool:
    return name.startswith("__MACOSX/") or posixpath.basename(name).lower() in _BESIDE


def _wide(this: str, name: str, head: bytes) -> Told | None:
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    return (
        f"{this} is text in UTF-16, which no app exports: an editor saved it again",
        "Ask for the file as the app wrote it. If there is none, save it as UTF-8, hand that in, "
        "and keep this one beside it.",
    )


def _locked(this: str, name: str, head: bytes) -> Told | None:
    low = name.lower()
    if ".crypt" in posixpath.basename(low):
        return (
            f"{this} is WhatsApp's encrypted backup",
            "Export the chat from the app instead: chat > More > Export chat.",
        )
    if low.endswith(".backup") and not head.isascii():
        return (
            f"{this} is Signal's encrypted backup",
            "Open it with signalbackup-tools and its passphrase (--exporthtml, --exporttxt or "
            "--exportxml), and hand in what that writes.",
        )
    return None


def _database(this: str, name: str, head: bytes) -> Told | None:
    if not head.startswith(b"SQLite format 3\0"):
        return None
    return (
        f"{this} is an app's own database (SQLite), not an export",
        "Export the chat from the app. Of databases, tg-archive's alone are read; a table of it "
        "written as CSV is read with --format csv --column text=COLUMN.",
    )


def _index(this: str, name: str, head: bytes) -> Told | None:
    if b'class="page_wrap"' not in head or b"chat_page" in head:
        return None
    return (
        f"{this} is a page of a Telegram export that holds no messages",
        "Hand in the whole folder of the export, with chats/ or messages.html.",
    )


def _discord_text(this: str, name: str, head: bytes) -> Told | None:
    if not head.lstrip(b"\xef\xbb\xbf=\r\n").startswith(b"Guild: ") or b"\nChannel: " not in head:
        return None
    return (
        f"{this} is DiscordChatExporter's plain text, in which a message's words may look like a "
        "message",
        "Export the channel again as JSON or HTML.",
    )


def _archive(this: str, name: str, head: bytes) -> Told | None:
    ends = name.lower().endswith(_NAMED)
    if head.startswith(_ARCHIVES) and (ends or posixpath.dirname(name).endswith("!")):
        return (
            f"{this} is an archive inside an archive, deeper than is opened here",
            "Unpack the outer ones and hand in what lies inside.",
        )
    if ends and not head.startswith(_ARCHIVES):
        return (
            f"{this} is called an archive and is none",
            "The copy or the download broke off, or it was renamed. Copy it again.",
        )
    return None


def _news(this: str, name: str, head: bytes) -> Told | None:
    low = head.lstrip(b"\xef\xbb\xbf \r\n")[:2_000].lower()
    begins = low.startswith((b"warc/", b"from: ", b"received: ", b"return-path: "))
    if not begins and not any(w in low for w in (b"<rss", b"<feed", b"<newsitem", b"<newsmessage")):
        return None
    return (f"{this} looks like news, not like a chat", "Add it with --news instead.")


def _json(this: str, name: str, head: bytes) -> Told | None:
    if not name.lower().endswith((".json", ".jsonl", ".ndjson")):
        return None
    return (
        f"{this} is JSON that no reader knows",
        "If it is a list of records with one message each, say which field is the text: "
        "--format jsonlines --column text=FIELD, and where there are, sender=, time=, id=. "
        "`onrecord formats` lists what is read without that.",
    )
