"""Time stamps over the desk's heads: asked for after each entry, never blocking.

A desk has a local test authority of its own, so that the way is walked from
the first day; it is named as what it is wherever it is printed.
"""

from typing import TYPE_CHECKING

from onrecord.archive import stamp
from onrecord.archive.localtsa import LocalAuthority
from onrecord.archive.policy import Authority, Policy, load, trusting
from onrecord.desk.seat import open_log, ring_of

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.archive.note import VerifierKey
    from onrecord.desk.open_desk import OpenDesk
    from onrecord.desk.sitting import Sitting
    from onrecord.model.proof import Stamp


def local_authority(folder: "Path") -> LocalAuthority:
    """The desk's own test authority, made when first asked for."""
    return LocalAuthority.create(folder / "test-authority")


def stamp_head(at: "Sitting") -> "list[Stamp | stamp.Pending]":
    """Stamps the present head; what cannot be had stays pending."""
    local = local_authority(at.desk.folder)
    return stamp.stamp(at.log, [stamp.Service(local.authority, local.reply)])


def stamps_of(desk: "OpenDesk", size: int) -> "tuple[tuple[str, str], ...]":
    """(authority, time it states) of the stored tokens over a head."""
    if not desk.exists():
        return ()
    log = open_log(desk.folder)
    if size not in log.heads():
        return ()
    found = stamp.stamps(log, size, local_authorities(desk))
    return tuple((s.name, s.at) for s in found)


def local_authorities(desk: "OpenDesk") -> tuple[Authority, ...]:
    """The desk's own test authority, if it has been made."""
    folder = desk.folder / "test-authority"
    return (LocalAuthority(folder).authority,) if (folder / "tsa.cer").exists() else ()


def policy_of(desk: "OpenDesk", keys: "tuple[VerifierKey, ...]", file: "Path | None") -> Policy:
    """Whom to trust: the file's policy with the given desk keys added, else the
    keys alone; without keys the desk's own, with its test authority known."""
    base = load(file) if file is not None else Policy()
    if not keys and file is None:
        keys = ring_of(desk.folder).known
        base = Policy(authorities=local_authorities(desk))
    return Policy(
        (*base.logs, *trusting(*keys).logs),
        base.witnesses,
        base.groups,
        base.quorum,
        base.authorities,
        base.stamps,
    )
