"""Making a proof file: what is opened of one message, and the way to a head.

Format section 12. Nothing is re-serialised: the payload and the disclosures
are the sealed bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.archive import b64, note, salt
from onrecord.archive.keys import DeskKeys
from onrecord.archive.leaf import NAMES, Opening
from onrecord.errors import BadOption
from onrecord.model import fold

PROOF_LIMIT = 262_144


@dataclass(frozen=True, slots=True)
class Choice:
    """What a proof opens.

    ``spans`` are the quoted words in the message's text as ``(start, end)``, code
    points; segments that none of them touches stay closed. None opens every one.
    ``field``: ``auto`` takes ``plain`` where it differs.
    ``time``: ``time``, ``day`` or ``none``. ``slot``: the story's alias slot, or None.
    ``more`` names further disclosures to open (``sender``, ``seq``, ``src`` ...).
    """

    shown: str
    speaker: str | None = None
    story: str | None = None
    spans: tuple[tuple[int, int], ...] | None = None
    field: str = "auto"
    time: str = "time"
    slot: int | None = None
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Logged:
    """The way from a seal's entry to a signed head, and what dates the head.

    ``tokens`` are RFC 3161 tokens (DER) over the head; ``opened`` disclosures of
    the entry that the proof shows.
    """

    body: bytes
    index: int
    path: tuple[bytes, ...]
    head: note.Note
    tokens: tuple[bytes, ...] = ()
    opened: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignedTranslation:
    """A translation with its signature, as the proof file carries it."""

    of: str
    lang: str
    by: str
    text: str
    key: str
    sig: str


def segments_for(opening: Opening, choice: Choice) -> tuple[str, list[int]]:
    """The field that is shown and the indexes of its segments to open.

    Raises BadOption if the words lie outside the text.
    """
    plain = opening.plain is not None and choice.field != "text"
    words = [w for _, w in opening.text]
    wanted = _covering(words, choice)
    if not plain:
        return "text", wanted
    places = []
    at = 0
    for i, word in enumerate(words):
        if fold.fold_a(word):
            if i in wanted:
                places.append(at)
            at += 1
    return "plain", places


def _covering(words: Sequence[str], choice: Choice) -> list[int]:
    if choice.spans is None:
        return list(range(len(words)))
    length = sum(map(len, words))
    for start, end in choice.spans:
        if not 0 <= start < end <= length:
            raise BadOption("The quoted words lie outside the message.", where=str(start))
    found = []
    at = 0
    for i, word in enumerate(words):
        if any(at < end and at + len(word) > start for start, end in choice.spans):
            found.append(i)
        at += len(word)
    return found


def disclosures(opening: Opening, choice: Choice) -> list[str]:
    """The disclosures of a proof: fields in their order, then segments."""
    field, places = segments_for(opening, choice)
    names = {field, "attr", *choice.more}
    if choice.time in ("time", "day"):
        names.add(choice.time)
    if unknown := names - set(NAMES):
        raise BadOption("No such disclosure.", where=", ".join(sorted(unknown)))
    found = [d for n, d in zip(NAMES, opening.fields, strict=False) if n in names]
    if choice.slot is not None:
        if not 0 <= choice.slot < salt.SLOTS:
            raise BadOption("An alias slot is 0 to 3.", where=str(choice.slot))
        alias = opening.fields[len(NAMES) + choice.slot]
        if not b64.unurl(alias).endswith(b",null]"):  # a record without a sender has none
            found.append(alias)
    segments = opening.text if field == "text" else opening.plain or ()
    return found + [segments[i][0] for i in places]


def sd_jwt(opening: Opening, opened: Sequence[str], key: DeskKeys) -> str:
    """The signed opening: header, payload as sealed, signature, disclosures."""
    kid = f"{key.name}+{key.public.id.hex()}"
    header = b64.dumps({"alg": "EdDSA", "kid": kid, "typ": "onrecord+sd-jwt"})
    said = f"{b64.url(header.encode())}.{b64.url(opening.payload)}"
    signature = key.signing.sign(said.encode("ascii"))
    return "~".join([f"{said}.{b64.url(signature)}", *opened, ""])


def tlog_proof(logged: Logged) -> str:
    """The C2SP tlog-proof of a seal's entry."""
    lines = [
        "c2sp.org/tlog-proof@v1",
        f"extra {b64.std(logged.body)}",
        f"index {logged.index}",
        *(b64.std(p) for p in logged.path),
        "",
        str(logged.head),
    ]
    return "\n".join(lines)


def make(
    opening: Opening,
    place: tuple[int, Sequence[bytes]],
    logged: Logged,
    choice: Choice,
    key: DeskKeys,
    translations: Sequence[SignedTranslation] = (),
) -> bytes:
    """A proof file. ``place`` is the leaf's index and path in the archive tree.

    Raises BadOption if the choice does not fit the message or the file would be
    larger than the format allows.
    """
    value = {
        "onrecord": "proof/1",
        "quote": {"shown": choice.shown, "speaker": choice.speaker, "story": choice.story},
        "sd_jwt": sd_jwt(opening, disclosures(opening, choice), key),
        "archive": {"index": str(place[0]), "path": [b64.std(p) for p in place[1]]},
        "tlog_proof": tlog_proof(logged),
        "opened": list(logged.opened),
        "tst": [b64.std(t) for t in logged.tokens],
        "translations": [
            {"of": t.of, "lang": t.lang, "by": t.by, "text": t.text, "key": t.key, "sig": t.sig}
            for t in translations
        ],
    }
    data = b64.dumps(value).encode("utf-8") + b"\n"
    if len(data) > PROOF_LIMIT:
        raise BadOption(
            "The proof would be larger than a checker accepts.",
            where=f"{len(data):,} bytes",
            advice="Quote less of the message, or split the quotation.",
        )
    return data


def translation_words(of: str, lang: str, by: str, text: str) -> bytes:
    """The bytes a translator signs."""
    return b"onrecord/translation/v1\n" + b64.dumps([of, lang, by, text]).encode("utf-8")


def translate(
    opening: Opening, choice: Choice, lang: str, by: str, text: str, key: DeskKeys
) -> SignedTranslation:
    """A translation of the opened words, signed by ``key`` and bound to them."""
    field, places = segments_for(opening, choice)
    segments = opening.text if field == "text" else opening.plain or ()
    of = words_digest([segments[i][0] for i in places])
    signature = key.signing.sign(translation_words(of, lang, by, text))
    return SignedTranslation(of, lang, by, text, str(key.public), b64.std(signature))


def words_digest(segments: Sequence[str]) -> str:
    """What a translation is bound to: the opened segment disclosures in order."""
    import hashlib

    return b64.url(hashlib.sha256("~".join(segments).encode("ascii")).digest())
