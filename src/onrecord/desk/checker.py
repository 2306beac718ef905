"""The separately held checker page, and checking pages and proofs here."""

import hashlib
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.archive import compare, sentences
from onrecord.archive.note import VerifierKey
from onrecord.archive.verify import NOT_SHOWN, verify_bundle
from onrecord.errors import BadOption, CannotAccess, ProofRefused
from onrecord.model.fold import SPACE
from onrecord.model.proof import Verified
from onrecord.report.extract import printed_in, proofs_in

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk

NAME = "onrecord-checker.html"
WHERE = "the desk hands it out apart from its stories; onrecord itself writes it: onrecord checker"


def checker_page() -> bytes:
    """The checker page as it ships."""
    return (resources.files("onrecord.archive") / "assets" / "checker.html").read_bytes()


def checker_sha256() -> str:
    """Its SHA-256, hex: what a story prints."""
    return hashlib.sha256(checker_page()).hexdigest()


@dataclass(frozen=True, slots=True)
class Checked:
    """One proof that holds: what it shows, in words."""

    found: Verified
    note: str = ""

    @property
    def kind(self) -> str:
        """EXACT, VERBATIM, ELIDED, BRACKETED ..."""
        return self.found.wording or ""

    @property
    def shown(self) -> str:
        """The words as printed."""
        return self.found.shown

    @property
    def sentence(self) -> str:
        """What is shown by the proof."""
        said = [s for s in sentences.of(self.found) if s != NOT_SHOWN]
        return " ".join([*said, self.note] if self.note else said)

    @property
    def limits(self) -> str:
        """What is not."""
        return NOT_SHOWN

    def as_object(self) -> dict[str, Any]:
        """The result as ``--json`` prints it."""
        f = self.found
        return {
            "class": f.wording,
            "shown": f.shown,
            "sealed_words": f.words,
            "speaker": f.speaker,
            "story": f.story,
            "segments": [f.segments_shown, f.segments_total],
            "time": f.time,
            "day": f.day,
            "edited": f.attr.edited,
            "forwarded": f.attr.forwarded,
            "alias": f.alias,
            "desk": f.desk,
            "root": f.root,
            "entry": f.entry_index,
            "head_size": f.head.size,
            "stamps": [{"by": s.name, "at": s.at, "trust": s.trust} for s in f.stamps],
            "note": self.note,
            "sentences": list(sentences.of(f)),
        }


def verify(
    desk: "OpenDesk", file: Path, keys: tuple[str, ...], policy: Path | None
) -> list[Checked]:
    """Every proof of a page or proof file. Raises ProofRefused for the first that
    does not hold, or if a page prints other words than its proof shows."""
    from onrecord.desk.stamping import policy_of

    if not file.is_file():
        raise CannotAccess(
            "There is no such file",
            where=str(file),
            advice="give a story page (html) or a proof (json)",
        )
    data = file.read_bytes()
    trusted = policy_of(desk, given_keys(keys), policy)
    if data.startswith((b'{"onrecord":"changed/1"', b'{"onrecord":"missing/1"')):
        return _compared(compare.read(data, trusted))
    if data.lstrip()[:1] == b"{":
        return [Checked(v) for v in verify_bundle([data], trusted)]
    proofs = proofs_in(data)
    if not proofs:
        raise ProofRefused(
            "There is no proof in this file",
            where=str(file),
            advice="give a story page made by onrecord, or a proof file",
        )
    found = verify_bundle(proofs, trusted)
    same_words(data, [v.shown for v in found])
    return [Checked(v) for v in found]


def _compared(found: compare.Changed | compare.Missing) -> list[Checked]:
    """A changed message as two, a missing one as it stood, with what that means."""
    if isinstance(found, compare.Changed):
        note = "The same message stands in two archives of one chat, with these wordings."
        return [Checked(found.before, note), Checked(found.after, note)]
    note = (
        f"A later archive of the same chat ({found.archive}) does not hold this message. Deleted, "
        "timed out, left and joined again, or taken out of the export: they all look alike."
    )
    return [Checked(found.before, note)]


def same_words(page: bytes, shown: list[str]) -> None:
    """Raises ProofRefused unless every quotation the page prints is the one its
    proof shows, white space apart (format section 16)."""
    for printed in printed_in(page):
        if printed.number >= len(shown):
            raise ProofRefused(
                "The page prints a quotation that points to no proof",
                where=f"quotation {printed.number}: {printed.text[:60]}",
            )
        wanted = re.sub(f"[{SPACE}]+", " ", shown[printed.number]).strip(" ")
        if printed.text != wanted:
            raise ProofRefused(
                "The page prints other words than its proof shows",
                where=f"printed: {printed.text[:80]} | proved: {wanted[:80]}",
                advice="The page was changed after it was published, or was never sound.",
            )


def given_keys(said: tuple[str, ...]) -> tuple[VerifierKey, ...]:
    """Verifier keys as a person gave them. Raises BadOption."""
    return tuple(_key(k) for k in said)


def _key(text: str) -> VerifierKey:
    try:
        return VerifierKey.parse(text)
    except ValueError as e:
        raise BadOption(
            f"This is not a desk's public key: {e}",
            where=text,
            advice="it looks like desk-1a2b3c4d+1a2b3c4d+AQ…",
        ) from e
