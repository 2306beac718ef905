"""Proofs of what two exports of one chat differ in (format section 18)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.archive import b64, compare, disk, entry, leaf, proof, record, salt
from onrecord.archive.sealed import SealFiles
from onrecord.archive.withheld import records
from onrecord.desk.aligning import pair_in_case
from onrecord.desk.case import Case, open_case
from onrecord.desk.holdings import holding, ledger_of
from onrecord.desk.proving import Prover, open_in
from onrecord.desk.rows import batches, by_rows
from onrecord.desk.withholding_record import withheld_rows
from onrecord.errors import BadOption, NothingYet
from onrecord.model.chat import Message
from onrecord.model.cite import Ref
from onrecord.model.witness import Pair

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk

MOST = 1000


def prove_differences(desk: "OpenDesk", path: Path, a: int, b: int, out: Path) -> list[Path]:
    """One file for each changed message and each one the later export lacks.

    ``a`` and ``b`` are readings of one chat that share its secret. Raises
    NothingYet if they do not, BadOption if there are more than a thousand.
    """
    from onrecord.desk.intake import sit

    case = open_case(path)
    pairs = [
        p for p in pair_in_case(case, a, b).differing if p.state in ("different-text", "only-a")
    ]
    if len(pairs) > MOST:
        raise BadOption(f"{len(pairs):,} differences are too many to prove one by one")
    with case.writing():
        at = sit(desk, case)
        prover = Prover(at, "")
        _same_secret(prover, case, a, b)
        out.mkdir(parents=True, exist_ok=True)
        return [_write(out, *made) for made in _proofs(prover, case, (a, b), pairs)]


def _same_secret(prover: Prover, case: Case, a: int, b: int) -> None:
    """Raises NothingYet unless the two seals can be compared leaf by leaf."""
    one, other = (_chat_secrets(prover, case, n) for n in (a, b))
    if not one & other:
        raise NothingYet(
            "The two exports were not sealed as one chat: their leaves cannot be compared",
            where=f"#{a} and #{b}",
            advice=f"add the second export again with --same-chat {a}",
        )


def _chat_secrets(prover: Prover, case: Case, number: int) -> set[bytes]:
    """The secrets of the chats a reading holds."""
    held = prover.secrets(str(holding(case, number).archive)).chats
    return {held[c["id"]] for c in case.facts(number)["chats"] if c["id"] in held}


def _write(out: Path, name: str, data: bytes) -> Path:
    path = out / name
    disk.replace(path, data)
    return path


def _proofs(
    prover: Prover, case: Case, numbers: tuple[int, int], pairs: list[Pair]
) -> Iterator[tuple[str, bytes]]:
    a, b = numbers
    left = by_rows(case, a, [p.a for p in pairs if p.a is not None])
    right = by_rows(case, b, [p.b for p in pairs if p.b is not None])
    absent = []
    lost = (withheld_rows(case, a), withheld_rows(case, b))
    for pair in pairs:
        if pair.a in lost[0] or pair.b in lost[1]:
            continue  # withheld here, which says nothing of the exports
        before = left[pair.a] if pair.a is not None else None
        if before is None or not before.text:
            continue  # a message without words has nothing to open
        if pair.b is not None:
            both = (_proof(prover, before), _proof(prover, right[pair.b]))
            yield f"changed-{before.key[:12]}.json", compare.changed(*both)
        else:
            absent.append(before)
    yield from _missing(prover, case, b, absent)


def _proof(prover: Prover, message: Message) -> bytes:
    """A proof of the whole message, without pseudonym or story."""
    found = prover.opened(Ref(message.reading, message.n, message.key))
    choice = proof.Choice(shown=message.text, field="text")
    place = (found.index, found.path)
    return proof.make(found.opening, place, prover.logged(found.seal), choice, prover.at.desk.keys)


def _missing(
    prover: Prover, case: Case, later: int, absent: list[Message]
) -> Iterator[tuple[str, bytes]]:
    """Each absent message with the two leaves of the later archive around its place."""
    held = holding(case, later)
    if held.archive is None or held.seal is None or not absent:
        return
    files = SealFiles.open(case.seal(held.archive))
    if withheld_rows(case, later):
        ks = {m.key: prover.opened(Ref(m.reading, m.n, m.key)).opening.k for m in absent}
        absent = [m for m in absent if not files.bracket(ks[m.key])[1]]
    proofs = {m.key: _proof(prover, m) for m in absent}
    sides = {}
    for m in absent:
        opening = prover.opened(Ref(m.reading, m.n, m.key)).opening
        sides[m.key] = compare.bracket(files, opening.k)
    wanted = {i for pair in sides.values() for i in pair if i is not None}
    shown = neighbours(case, later, prover.secrets(held.archive), files, wanted)
    # That it is an export of the same chat is said by the later seal itself.
    said = held.seal.disclosures[entry.NAMES[held.seal.kind].index("same_chat")]
    logged = replace(prover.logged(held.seal), opened=(said,))
    for m in absent:
        around = [None if i is None else shown[i] for i in sides[m.key]]
        yield f"missing-{m.key[:12]}.json", compare.missing(proofs[m.key], around, logged)


def neighbours(
    case: Case, number: int, secrets: leaf.Secrets, files: SealFiles, wanted: set[int]
) -> dict[int, compare.Neighbour]:
    """The closed leaves at these indexes: payload and path, nothing opened."""
    left = {files.at(i): i for i in wanted}
    payloads = _withheld(case, number, left)
    for batch in batches(case.reading(number)):
        for row, k in enumerate(record.ids(record.Columns.read(batch), secrets.chats)):
            for (own, node), index in list(left.items()):
                if own == k:
                    opening = open_in(case, number, secrets, batch.slice(row, 1))
                    if opening.leaf == node:
                        payloads[index] = opening.payload
                        del left[own, node]
    keyed = salt.Subkeys.of(secrets.archive)
    for i in range(files.size if left else 0):
        k, digests = salt.dummy(keyed.dummy, i)
        for (own, node), index in list(left.items()):
            if own == k:
                payloads[index] = leaf.payload(
                    b64.url_bytes(k), [b64.url_bytes(d) for d in digests]
                )
                del left[own, node]
        if not left:
            break
    return {i: compare.Neighbour(i, data, tuple(files.path(i))) for i, data in payloads.items()}


def _withheld(case: Case, number: int, left: dict[tuple[bytes, bytes], int]) -> dict[int, bytes]:
    """Payloads of withheld records, as the log keeps them; taken out of ``left``."""
    found = {}
    for one in records(ledger_of(case), f"{number:04d}"):
        for archive, body in one.payloads.items():
            made = one.leaf(archive) or b""
            if (index := left.pop((made[:16], made[16:]), None)) is not None:
                found[index] = body
    return found
