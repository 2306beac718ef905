"""Signal, as signal-export writes Markdown or text: ``[2019-05-29, 15:04] Name: text``,
since 2022 ``[2022-05-29 15:04:09] Name: text``.

Files stand inline as links; reactions and quotes as that tool's own words, which are
marked as runs: a quotation in a reply is not the writer's. See
docs/reference/formats/signal.md.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.formats._media import Beside, kind_of
from onrecord.formats._parts import headed, records
from onrecord.formats._rows import Rows
from onrecord.formats._when import one, zone_of
from onrecord.formats.signal_json import is_one as is_json
from onrecord.model.chat import Chat
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

_HEAD = re.compile(
    r"^\[(?P<date>\d{4}-\d\d-\d\d)(?P<mark>,? )(?P<time>\d\d:\d\d)(?P<s>:\d\d)?\] (?P<rest>.*)$",
    re.DOTALL,
)
_BEGIN = re.compile(rb"^(?:\xef\xbb\xbf)?\[\d{4}-\d\d-\d\d,? \d\d:\d\d(?::\d\d)?\] ")
_LINK = re.compile(r"!?\[[^\[\]\n]*\]\(([^()\n]+)\)")
_QUOTE = re.compile(r"^> ?.*(?:\n> ?.*)*", re.MULTILINE)
_REACTED = re.compile(r"\n\(- .*? -\)(?=\s|$)")
_DELETED = "(This message was deleted)"
_MINUTE_LESS = 60_000_000 - 1


class SignalText:
    """The reader of signal-export's text."""

    name = "signal-text"
    version = 1
    title = "Signal, signal-export Markdown or text"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on ``.md`` and ``.txt`` members whose first line is such a head; not where
        the same messages lie beside as JSON."""
        found = []
        beside = {posixpath.dirname(m) for m in tree.members() if is_json(tree, m)}
        for member in tree.members():
            if member.lower().endswith((".md", ".txt")):
                with tree.open(member) as stream:
                    line = stream.read(512).removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n")[0]
                match = _HEAD.match(line.decode("utf-8", "replace"))
                # A .txt with another head is WhatsApp's, which writes no Markdown.
                own = member.lower().endswith(".md") or (match and match["mark"] == ", ")
                own = own and not (match and match["s"] and member.lower().endswith(".txt"))
                if match and own and posixpath.dirname(member) not in beside:
                    found.append(member)
        return Sniffed(tuple(found), "lines that begin [date, hour:minute]") if found else None

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, a chat a file, troubles."""
        sniffed = self.sniff(tree)
        first = 0
        for member in sniffed.members if sniffed else ():
            rows = Rows(first, {"member": member, "chat": member})
            yield from _file(tree, member, ask, rows)
            first = rows.n


def _file(
    tree: Tree, member: str, ask: Ask, rows: Rows
) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
    zone = zone_of(ask.zone)
    folder, base = posixpath.split(member)
    plain = base.rpartition(".")[0]
    name = posixpath.basename(folder) if plain in ("index", "chat") and folder else plain
    yield Chat(member, name, "", "signal", (("export", "signal-export text"),))
    beside = Beside(folder, frozenset(tree.members()))
    yield from headed(
        records(tree, member, _BEGIN), _HEAD, lambda match: _row(match, beside, zone), rows
    )


def _row(match: re.Match[str], beside: Beside, zone: Any) -> dict[str, Any]:
    seconds = match["s"] or ""
    said = f"{match['date']}{match['mark']}{match['time']}{seconds}"
    iso = f"{match['date']}T{match['time']}{seconds or ':00'}"
    _, basis, first, last, local = one(iso, None, zone)
    if last is not None and not seconds:
        last += _MINUTE_LESS
    sender, colon, text = match["rest"].partition(": ")
    if not colon and match["rest"].split("\n")[0].endswith(":"):
        sender, colon, text = match["rest"].partition(":")
        text = text.removeprefix("\n")
    if not colon or "\n" in sender:
        return {"kind": "service", "text": match["rest"], "time": (said, basis, first, last, local)}
    files = [
        beside.media(kind_of(path), path.removeprefix("./").replace("%20", " "),
                     name=posixpath.basename(path))
        for path in _LINK.findall(text)
        if "://" not in path
    ]  # fmt: skip
    quote, runs = _runs(text)
    deleted = text.strip() == _DELETED
    return {
        "kind": "service" if deleted else "message",
        "action": "deleted" if deleted else None,
        "sender": sender,
        "text": text,
        "entities": runs,
        "quote": quote,
        "time": (said, basis, first, last, local),
        "media": files,
    }


def _runs(text: str) -> tuple[str | None, list[tuple[str, int, int, str | None]]]:
    """The words a reply quotes, and the runs that are not the writer's own."""
    runs: list[tuple[str, int, int, str | None]] = []
    quote = None
    at = _QUOTE.search(text) if ">" in text else None
    if at is not None and not text[: at.start()].strip():
        quote = re.sub(r"^> ?", "", at[0], flags=re.MULTILINE)
        runs.append(("blockquote", at.start(), len(at[0]), None))
    if "(- " in text:
        runs += [("app_note", m.start(), len(m[0]), None) for m in _REACTED.finditer(text)]
    return quote, runs


FORMAT = SignalText()
