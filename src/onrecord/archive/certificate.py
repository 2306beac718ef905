"""A draft for the person who certifies how the record was made and checked.

Follows what US Federal Rule of Evidence 902(14) with 902(11) asks of a qualified
person: the process, not conclusions. Text for a lawyer to read, never a claim.
"""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from onrecord.archive import b64
from onrecord.archive.entry import Parsed
from onrecord.archive.sentences import disputed
from onrecord.model.proof import Checkpoint, Finding, Stamp

_TOOLS = ("onrecord", "cryptography", "pyarrow", "pyrage", "rfc3161-client")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What the certificate is about: one sealed export.

    ``custody`` are the pairs of the bag's acquisition record, as they were said.
    """

    case: str
    bag: str
    manifest: str
    files: int
    bytes: int
    seal: Parsed
    entry: int
    head: Checkpoint
    stamps: tuple[Stamp, ...]
    custody: tuple[tuple[str, str], ...]


def draft(exhibit: Exhibit, findings: Sequence[Finding], commands: Sequence[str]) -> str:
    """The draft as plain text; blanks are for the person who signs."""
    parts = [
        "DRAFT, to be read, corrected and signed by a person qualified to do so",
        "Certification of data copied from an electronic file (FRE 902(14), 902(11))",
        "",
        "1. I am ____________________, ____________________ (qualification).",
        f"2. This concerns bag {exhibit.bag} of the case {exhibit.case}.",
        "3. How it was received, as recorded at the time:",
        *(f"     {name}: {said}" for name, said in exhibit.custody),
        *_process(exhibit),
        "6. Programs used: " + "; ".join(_tools()) + ".",
        "7. Commands run for this certification:",
        *(f"     {c}" for c in commands),
        "8. What they found:",
        *_found(findings),
        "9. Not certified: that the export is genuine, who wrote in it, that it is complete,",
        "   or that anything in it is true.",
        "",
        "Signed ____________________   Date ____________________",
    ]
    return "\n".join(parts) + "\n"


def _process(exhibit: Exhibit) -> list[str]:
    seal = exhibit.seal
    return [
        "4. Process of identification. Every file was copied byte for byte into a BagIt bag",
        "   (RFC 8493) and its SHA-256 and SHA-512 digests were written to manifests;",
        f"   {exhibit.files:,} files, {exhibit.bytes:,} bytes. SHA-256 of manifest-sha256.txt:",
        f"     {exhibit.manifest}",
        "   Each record was reduced to salted digests (RFC 9901) under one Merkle root (RFC 6962):",
        f"     {b64.unurl(seal.clear['root']).hex()}  ({seal.size:,} leaves)",
        f"   and that root is in entry {exhibit.entry} of the log of {exhibit.head.origin},",
        f"   whose head of {exhibit.head.size} entries has the root {exhibit.head.root.hex()}.",
        "5. Time. Stated by others than the desk:",
        *(_stamps(exhibit.stamps) or ["     nothing"]),
    ]


def _stamps(stamps: Sequence[Stamp]) -> list[str]:
    counted = [s for s in stamps if s.trust in ("qualified", "plain", "witness")]
    told = [f"     {s.at}  {s.name} ({s.trust})" for s in counted]
    return [*told, *(f"     {said}" for said in disputed(counted))]


def _found(findings: Sequence[Finding]) -> list[str]:
    states = ("intact", "altered", "withheld")
    counts = {state: sum(f.state == state for f in findings) for state in states}
    lines = ["     " + ", ".join(f"{n} {state}" for state, n in counts.items())]
    return lines + [f"     {f.state}: {f.what} {f.note}" for f in findings if f.state != "intact"]


def _tools() -> list[str]:
    found = [f"Python {platform.python_version()} on {platform.system()}"]
    for name in _TOOLS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} (version not known)")
    return found
