"""An editor's signature over a draft and the answered checklist, as one file.

Made on any machine, under the key of the editor's own desk; the desk that
publishes checks it and appends it to the log. Format, canonical JSON and one
line end::

    {"onrecord":"signoff/1","story":S,"draft":hex64,"by":S,"answers":[[key,answer,by],…],
     "claimed":S,"key":vkey,"sig":b64 of Ed25519 over "onrecord/signoff/v1\\n" and the
     canonical JSON array of the values before it}

``draft`` is the SHA-256 of the draft's bytes; where it prints pictures, of the bytes
and a line for each picture (:func:`onrecord.desk.manuscript.signed_digest`).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord import clock
from onrecord.archive import b64, disk
from onrecord.archive.note import VerifierKey
from onrecord.desk.drafted import bytes_of, text_in
from onrecord.desk.harming import answers_in
from onrecord.desk.manuscript import manuscript, signed_digest
from onrecord.desk.pictures import pictures_of
from onrecord.errors import BadOption, SignatureRefused
from onrecord.report import harm
from onrecord.report.draft import parse

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk

_KEYS = ["onrecord", "story", "draft", "by", "answers", "claimed", "key", "sig"]
_PREFIX = b"onrecord/signoff/v1\n"
EDITORS = "editors.json"


@dataclass(frozen=True, slots=True)
class SignOff:
    """A signature of a named editor over one draft, checked."""

    story: str
    draft: str
    by: str
    answers: tuple[tuple[str, str, str], ...]
    claimed: str
    key: str
    data: bytes

    def as_answers(self, text: str) -> dict[str, harm.Answer]:
        """The answers by item; the signer's own carry the key. ``text`` is the digest of
        what the signed draft prints: it was signed with these answers."""
        return {
            key: harm.Answer(said, by, sealed=self.key if by == self.by else "", text_of=text)
            for key, said, by in self.answers
        }


def sign(desk: "OpenDesk", draft: Path, answers: Path | None, by: str, out: Path) -> SignOff:
    """See ``Desk.sign``."""
    if not by.strip():
        raise BadOption("A signature needs a name", advice="give --by NAME")
    data = bytes_of(draft)
    text = text_in(data, str(draft))
    parsed = parse(text, draft.name)
    folder = draft.resolve().parent
    pictures_of(parsed, folder)  # nobody signs for a picture that was not there to be seen
    given = {key: a for key, a in answers_in(answers, by).items() if a.text}
    _of_this_text(given, manuscript(text, parsed, folder).digest)
    keys = desk.keys if desk.exists() else desk.make()
    said: list[Any] = [
        "signoff/1",
        parsed.fact("story"),
        signed_digest(data, parsed, folder),
        by.strip(),
        [[key, a.text, a.by] for key, a in given.items()],
        clock.stamp(),
        str(keys.public),
    ]
    signature = keys.signing.sign(_PREFIX + b64.dumps(said).encode())
    text = b64.dumps(dict(zip(_KEYS, [*said, b64.std(signature)], strict=True)))
    disk.replace(out, text.encode() + b"\n")
    return read(out)


def _of_this_text(given: dict[str, harm.Answer], text: str) -> None:
    """Raises ChecklistOpen for answers that were given for another text than this."""
    stale = tuple(
        harm.Item(key, "", "asked").said(answer, "asked", "given for another text", stale=True)
        for key, answer in given.items()
        if answer.text_of != text
    )
    harm.require(stale)


def read(file: Path) -> SignOff:
    """A signature file whose signature holds. Raises SignatureRefused."""
    try:
        data = file.read_bytes()
        said = json.loads(data)
        if list(said) != _KEYS or said["onrecord"] != "signoff/1":
            raise ValueError("it is not a sign-off")
        key = VerifierKey.parse(said["key"])
        signed = _PREFIX + b64.dumps([said[k] for k in _KEYS[:-1]]).encode()
        if not key.verify(b64.unstd(said["sig"]), signed):
            raise ValueError("the signature is not good")
        answers = tuple((str(k), str(a), str(b)) for k, a, b in said["answers"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as e:
        raise SignatureRefused(
            f"This is no signature of an editor: {e}",
            where=str(file),
            advice="let the editor run `onrecord sign DRAFT` again",
        ) from e
    return SignOff(
        said["story"], said["draft"], said["by"], answers, said["claimed"], said["key"], data
    )


def accepted(folder: Path, file: Path, draft: str, story: str) -> SignOff:
    """A sign-off of the draft of this digest by an editor whose key is the one known here.

    The first key that signs in a name is remembered in the desk's folder. Raises
    SignatureRefused for another draft or another key.
    """
    found = read(file)
    if found.draft != draft or found.story != story:
        raise SignatureRefused(
            f"{found.by} signed another version of the draft",
            where=str(file),
            advice="let the editor read this version and sign it",
        )
    known = editors(folder)
    if known.get(found.by, found.key) != found.key:
        raise SignatureRefused(
            f"{found.by} is known here under another key",
            where=str(file),
            advice=f"ask the editor; a new key is let in by taking the name out of {EDITORS}",
        )
    return found


def editors(folder: Path) -> dict[str, str]:
    """Editors known to a desk by their keys."""
    path = folder / EDITORS
    if not path.exists():
        return {}
    known: dict[str, str] = json.loads(path.read_text("utf-8"))
    return known


def remember(folder: Path, found: SignOff) -> None:
    """Keeps an editor's key; nothing happens if it is known."""
    known = editors(folder)
    if found.by not in known:
        known[found.by] = found.key
        disk.replace(folder / EDITORS, json.dumps(known, ensure_ascii=False, indent=1).encode())
