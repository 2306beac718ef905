"""The exhibit bundle for a lawyer: unredacted, and therefore only ever encrypted.

A BagIt bag (RFC 8493) in a tar file: the quoted messages numbered, every day
that one of them stands in as a whole, their records, their proofs, and a draft
of a certificate. It leaves this function encrypted to a named age recipient.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.errors import BadOption
from onrecord.model import wire
from onrecord.model.chat import Message
from onrecord.report import _say

MARK = "UNREDACTED. NOT FOR PUBLICATION. Holds names and words that the published page leaves out."


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What goes into a bundle.

    ``quoted`` are the messages the story quotes, in its order, with their
    proofs; ``days`` maps a day (``2026-03-24``) to all its messages in order.
    ``facts`` are pairs for the certificate: case, export, manifest, parser.
    """

    story: str
    quoted: tuple[Message, ...]
    proofs: tuple[bytes, ...]
    days: tuple[tuple[str, tuple[Message, ...]], ...]
    facts: tuple[tuple[str, str], ...]
    zone: str = "UTC"


def bundle(exhibit: Exhibit, recipient: str, name: str) -> bytes:
    """The encrypted bundle, for the holder ``name`` of an age recipient key.

    Raises BadOption if ``recipient`` is not an age X25519 recipient (``age1…``)
    or the name is empty.
    """
    return encrypted(members(exhibit, name), recipient, name)


def encrypted(files: list[tuple[str, bytes]], recipient: str, name: str) -> bytes:
    """Files as a tar that only the holder ``name`` of an age recipient key opens.

    Raises BadOption as :func:`bundle` does.
    """
    import pyrage

    if not name.strip():
        raise BadOption("The bundle needs the name of who may open it.")
    try:
        key = pyrage.x25519.Recipient.from_str(recipient.strip())
    except pyrage.RecipientError as trouble:
        raise BadOption(
            f"This is not an age recipient: {recipient[:12]}…",
            advice="Ask the lawyer for the line that begins with age1.",
        ) from trouble
    return bytes(pyrage.encrypt(_tar(files), [key]))


@dataclass(frozen=True, slots=True)
class Opening:
    """Whole messages opened for a court: each with its proof, None where a message
    has no words that could be proved."""

    case: str
    why: str
    by: str
    asked: str
    messages: tuple[Message, ...]
    proofs: tuple[bytes | None, ...]
    facts: tuple[tuple[str, str], ...]
    zone: str = "UTC"


def opening(made: Opening, recipient: str, name: str) -> bytes:
    """The encrypted bundle of an extended opening. Raises BadOption as :func:`bundle`."""
    told = [MARK, f"For: {name}", f"Opened by: {made.by}", f"Why: {made.why}", ""]
    told += [f"{key}: {value}" for key, value in made.facts]
    told += [
        "",
        f"{len(made.messages)} messages around {made.asked}, as they stand in the export. Every "
        "proof leads to the same root as the published ones; a checker checks each alone.",
        "",
    ]
    data: list[tuple[str, bytes]] = []
    for number, (message, proof) in enumerate(zip(made.messages, made.proofs, strict=True), 1):
        if proof is not None:
            data.append((f"data/proofs/proof-{number:03d}.json", proof))
        said = f"proof-{number:03d}.json" if proof is not None else "no words to prove"
        told += [f"MESSAGE {number} ({said})", *_told(message, made.zone), ""]
    data.append(("data/messages.txt", "\n".join(told).encode("utf-8", "surrogatepass")))
    data.append(("data/messages.jsonl", _lines(made.messages)))
    return encrypted(_bagged(data, made.case), recipient, name)


def members(exhibit: Exhibit, name: str) -> list[tuple[str, bytes]]:
    """The files of the bag, before they are packed and encrypted."""
    data = [("data/READ-FIRST.txt", f"{MARK}\nFor: {name}\n".encode())]
    data.append(("data/quoted-messages.txt", _numbered(exhibit)))
    data.append(("data/quoted-messages.jsonl", _lines(exhibit.quoted)))
    for day, messages in exhibit.days:
        data.append((f"data/days/{day}.txt", _day(day, messages, exhibit.zone)))
        data.append((f"data/days/{day}.jsonl", _lines(messages)))
    for number, proof in enumerate(exhibit.proofs, 1):
        data.append((f"data/proofs/proof-{number:03d}.json", proof))
    data.append(("data/certificate-draft.txt", _certificate(exhibit, name)))
    return _bagged(data, exhibit.story)


def _numbered(exhibit: Exhibit) -> bytes:
    out = [MARK, ""]
    for number, message in enumerate(exhibit.quoted, 1):
        out += [f"MESSAGE {number}", *_told(message, exhibit.zone), ""]
    return "\n".join(out).encode("utf-8", "surrogatepass")


def _day(day: str, messages: Sequence[Message], zone: str) -> bytes:
    out = [MARK, f"All messages of {day}, 24 hours, zone {zone}: {len(messages)}", ""]
    for message in messages:
        out += [*_told(message, zone), ""]
    return "\n".join(out).encode("utf-8", "surrogatepass")


def _told(message: Message, zone: str) -> list[str]:
    when, basis, _ = _say.moment(message.time, zone)
    rows = [
        f"key: {message.key}   platform id: {message.id or 'none'}",
        f"place: {message.place}",
        f"time: {when or 'none'} ({basis or 'none'}), as the export writes it: {message.time.text}",
        f"sender: {message.sender or 'none'} ({message.sender_id or 'no id'})",
    ]
    if message.forward is not None:
        rows.append(f"forwarded from: {message.forward.name or 'hidden'}")
    if message.edited is not None:
        rows.append(f"edited: {message.edited.text}; the earlier wording is unknown")
    if message.reply_to:
        rows.append(f"reply to: {message.reply_to}")
    digest = hashlib.sha256(message.text.encode("utf-8", "surrogatepass")).hexdigest()
    return [*rows, f"sha256 of the text: {digest}", "text:", message.text]


def _lines(messages: Sequence[Message]) -> bytes:
    made = (json.dumps(wire.message(m), ensure_ascii=True) for m in messages)
    return ("\n".join(made) + "\n").encode()


def _certificate(exhibit: Exhibit, name: str) -> bytes:
    facts = "\n".join(f"{key}: {value}" for key, value in exhibit.facts)
    return (
        "DRAFT of a certificate. A person who knows these facts completes and signs it; a "
        "lawyer says which form the court wants.\n\n"
        f"Story: {exhibit.story}\nFor: {name}\n{facts}\n\n"
        "1. I received the export named above on ____ from a person whose name I do not state.\n"
        "2. Its bytes were sealed as they were; the manifest above names their digests.\n"
        f"3. The {len(exhibit.quoted)} messages in this bundle are copies made by the parser "
        "named above, from the byte ranges named with each.\n"
        "4. The proofs in this bundle can be checked without the software that made them.\n"
        "5. Not shown: that the export is genuine, who the persons are, what else was said.\n\n"
        "Place, date, name, signature: ____\n"
    ).encode()


def _bagged(data: list[tuple[str, bytes]], story: str) -> list[tuple[str, bytes]]:
    data = sorted(data)
    octets = sum(len(d) for _, d in data)
    info = f"External-Identifier: {story}\nPayload-Oxum: {octets}.{len(data)}\n"
    tags = [
        ("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
        ("bag-info.txt", info.encode()),
        ("manifest-sha256.txt", _manifest(data, "sha256")),
        ("manifest-sha512.txt", _manifest(data, "sha512")),
    ]
    tags.append(("tagmanifest-sha256.txt", _manifest(tags, "sha256")))
    return [*tags, *data]


def _manifest(files: list[tuple[str, bytes]], algorithm: str) -> bytes:
    lines = (f"{hashlib.new(algorithm, d).hexdigest()}  {n}\n" for n, d in sorted(files))
    return "".join(lines).encode()


def _tar(files: list[tuple[str, bytes]]) -> bytes:
    """A tar whose members name no user, group, host or time."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as box:
        for name, data in files:
            info = tarfile.TarInfo(f"exhibit/{name}")
            info.size, info.mode = len(data), 0o644
            box.addfile(info, io.BytesIO(data))
    return out.getvalue()
