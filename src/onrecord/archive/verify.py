"""Checking a proof: returns what it shows, or raises with the step and the reason.

The six steps of format section 13, in order. Nothing here reads a file, opens
a connection or trusts anything that came with the proof.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from onrecord.archive import b64, entry, form, note, openings, proof, sealvalues, token, tree
from onrecord.archive.entry import Parsed
from onrecord.archive.form import Form
from onrecord.archive.openings import Opened
from onrecord.archive.policy import Policy
from onrecord.errors import ProofRefused
from onrecord.model.boundary import is_word
from onrecord.model.proof import Checkpoint, Stamp, Translation, Verified
from onrecord.model.wording import CLOSED, classify

STEPS = ("form", "openings", "leaf", "entry", "head", "time", "wording")
NOT_SHOWN = "Not shown by this: that the export is genuine, who the person is, what else was said."
_NAMED = frozenset(("text", "plain", "attr", "time", "day"))


@contextmanager
def step(number: int) -> Iterator[None]:
    """Turns a refusal inside into ProofRefused naming the step."""
    try:
        yield
    except (ValueError, RecursionError) as bad:
        raise ProofRefused(
            f"Refused at step {number} ({STEPS[number]}): {bad}.",
            where=f"step {number}",
            advice="Do not print this quotation; ask the desk for a new proof.",
        ) from bad


def verify(data: bytes, policy: Policy) -> Verified:
    """What a proof file shows under a policy. Raises ProofRefused, nothing else."""
    with step(0):
        parts = form.read(data)
    with step(1):
        opened = openings.read(parts.leaf.digests, parts.leaf.disclosures)
        if opened.attr is None or not {"text", "plain"} & opened.values.keys():
            raise ValueError("no words are open")
    with step(2):
        sealed, shown_of_seal = _leaf(parts)
    with step(3):
        head = entry_in_head(parts.logged)
    with step(4):
        witnessed = head_signed(parts.logged.head, head, policy)
        _opening_signed(parts, head, policy)
    with step(5):
        stamps = times(parts.logged.head, parts.tokens, policy)
    with step(6):
        wording = _wording(parts, opened)
        translations = tuple(_translations(parts, opened, policy))
    result = _shown(parts, opened, sealed, head)
    return replace(
        result,
        stamps=(*stamps, *witnessed),
        wording=wording,
        translations=translations,
        other=(*result.other, *shown_of_seal),
    )


def _leaf(parts: Form) -> tuple[Parsed, tuple[tuple[str, object], ...]]:
    sealed = entry.parse(parts.logged.body)
    if sealed.kind not in ("seal", "reseal"):
        raise ValueError("the entry is no seal")
    leaf = tree.leaf_hash(parts.leaf.payload)
    if tree.root_from_path(leaf, parts.index, sealed.size, parts.path) != sealed.root:
        raise ValueError("the leaf is not in the sealed archive")
    return sealed, seal_opened(sealed, parts.opened)


def seal_opened(sealed: Parsed, said: Sequence[str]) -> tuple[tuple[str, object], ...]:
    """Names and values of a seal's disclosures, types checked. Raises ValueError."""
    found = entry.opened(sealed, said)
    for name, value in found:
        sealvalues.check(name, value)
    return found


def entry_in_head(logged: form.Logged) -> Checkpoint:
    """The head an entry's path leads to. Raises ValueError."""
    head = logged.said
    leaf = tree.leaf_hash(logged.body)
    if tree.root_from_path(leaf, logged.index, head.size, logged.path) != head.root:
        raise ValueError("the entry is not in the log")
    return head


def head_signed(head: note.Note, said: Checkpoint, policy: Policy) -> tuple[Stamp, ...]:
    """The pinned witnesses of a head signed by a pinned desk key. Raises ValueError."""
    keys = [k for k in policy.logs if k.name == said.origin]
    if not keys:
        raise ValueError(f"the desk {said.origin} is not one that is trusted here")
    signed = [k for k in keys if note.verify_line(head, k) is not None]
    first = head.lines[0]
    if not any((first.name, first.id) == (k.name, k.id) for k in signed):
        raise ValueError("the head is not signed by the desk's key")
    witnessed = tuple(_cosigned(head, policy))
    if not policy.met(s.name for s in witnessed):
        raise ValueError("too few witnesses have signed the head")
    return witnessed


def _opening_signed(parts: Form, head: Checkpoint, policy: Policy) -> None:
    leaf = parts.leaf
    by = [k for k in policy.logs if (k.name, k.id) == (leaf.key_name, leaf.key_id)]
    if leaf.key_name != head.origin or not by or not by[0].verify(leaf.signature, leaf.signed):
        raise ValueError("the opening is not signed by the desk's key")


def _cosigned(head: note.Note, policy: Policy) -> Iterator[Stamp]:
    for name, key, _ in policy.witnesses:
        for at in note.times_of(head, key):
            yield Stamp(name, posix(at), "witness")


def posix(seconds: int) -> str:
    """RFC 3339, or the bare number where the year has more than four digits."""
    if seconds >= 253_402_300_800:
        return f"second {seconds} since 1970"
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def times(head: note.Note, tokens: Sequence[bytes], policy: Policy) -> tuple[Stamp, ...]:
    """What tokens over a head are worth. Raises ValueError."""
    message = token.stamped_bytes(head)
    found = tuple(token.judge(token.parse(t), message, policy.authorities) for t in tokens)
    counted = {s.name for s in found if s.trust in ("qualified", "plain")}
    if len(counted) < policy.stamps:
        raise ValueError("too few time stamp authorities have stamped the head")
    return found


def _runs(opened: Opened) -> tuple[str, ...]:
    """Maximal runs of consecutive open segments."""
    runs: list[str] = []
    before: str | None = None
    for segment in opened.segments:
        if segment is not None and before is not None:
            runs[-1] += segment
        elif segment is not None:
            runs.append(segment)
        before = segment
    return tuple(runs)


def _joined(opened: Opened) -> str:
    """The words with one CLOSED for every run of closed segments."""
    said = ""
    for segment in opened.segments:
        if segment is not None:
            said += segment
        elif not said.endswith(CLOSED):
            said += CLOSED
    return said


def _wording(parts: Form, opened: Opened) -> str:
    if opened.attr is not None and opened.attr.enc == "raw":
        if not parts.shown or opened.segments != (parts.shown,):
            raise ValueError("a message that is not valid text is shown as its base64 only")
        return "RAW"
    found = classify(_joined(opened), parts.shown, plain=opened.field == "plain")
    if found.cls == "NOT_FOUND" or not any(is_word(c) for c in parts.shown):
        raise ValueError("this wording is not in the sealed message")
    return str(found.cls)


def _translations(parts: Form, opened: Opened, policy: Policy) -> Iterator[Translation]:
    of = proof.words_digest(opened.shown)
    for t in parts.translations:
        key = note.VerifierKey.parse(t["key"])
        said = proof.translation_words(t["of"], t["lang"], t["by"], t["text"])
        if t["of"] != of or not key.verify(b64.unstd(t["sig"]), said):
            raise ValueError("a translation is not of these words, or its signature is not good")
        yield Translation(t["lang"], t["by"], t["text"], key in policy.logs)


def _shown(parts: Form, opened: Opened, sealed: Parsed, head: Checkpoint) -> Verified:
    assert opened.attr is not None  # noqa: S101  # step 1 has refused otherwise
    time = opened.values.get("time") or {}
    others = [(n, v) for n, v in opened.values.items() if n not in _NAMED]
    return Verified(
        shown=parts.shown,
        speaker=parts.speaker,
        story=parts.story,
        field=opened.field,
        runs=_runs(opened),
        segments_shown=sum(s is not None for s in opened.segments),
        segments_total=len(opened.segments),
        attr=opened.attr,
        time=time.get("sent"),
        edited=time.get("edited"),
        day=opened.values.get("day"),
        undated="time" in opened.values and opened.values["time"] is None,
        alias_name=opened.alias_name,
        alias=opened.values.get(opened.alias_name) if opened.alias_name else None,
        desk=head.origin,
        archive=sealed.clear["archive"],
        root=sealed.root.hex(),
        k=parts.leaf.k,
        entry_index=parts.logged.index,
        head=head,
        other=tuple(others),
        closed=(opened.segments[:1] == (None,), opened.segments[-1:] == (None,)),
    )


def verify_bundle(proofs: Sequence[bytes], policy: Policy) -> tuple[Verified, ...]:
    """What the proofs of a page show together.

    Raises ProofRefused if one is refused, or if within a story a label has two
    aliases in one archive, an alias two labels, or an archive two alias slots.
    """
    found = tuple(verify(p, policy) for p in proofs)
    label: dict[tuple[str, str, str], str] = {}
    alias: dict[tuple[str, str, str], str] = {}
    slot: dict[tuple[str, str], str] = {}
    for one in found:
        if one.story is None or one.alias is None or one.alias_name is None:
            continue
        said = one.speaker
        same = slot.setdefault((one.story, one.archive), one.alias_name) == one.alias_name
        if said is not None:  # a proof without a label says of nobody who it is
            same = (
                same
                and label.setdefault((one.story, one.archive, one.alias), said) == said
                and alias.setdefault((one.story, one.archive, said), one.alias) == one.alias
            )
        if not same:
            raise ProofRefused(
                "The labels of the speakers do not fit the sealed members.",
                where=f"story {one.story}, label {said}",
                advice="One label stands for one member; ask the desk for new proofs.",
            )
    return found
