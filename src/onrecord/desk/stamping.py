"""Time stamps and cosignatures over the desk's heads: asked for, never blocking.

A desk has a local test authority of its own, so that the way is walked from the
first day; it is named as what it is wherever it is printed. Outside authorities and
witnesses stand in the desk's ``policy`` file, and are asked by ``onrecord stamp`` alone.
"""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from onrecord import clock
from onrecord.archive import stamp, witness
from onrecord.archive.localtsa import LocalAuthority
from onrecord.archive.policy import Authority, Policy, load, trusting
from onrecord.desk.seat import open_log, ring_of
from onrecord.errors import NoSuchThing

YEAR = timedelta(days=365)
"""After this long who dated a head is asked to date it again."""

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.archive.log import DeskLog
    from onrecord.archive.note import VerifierKey
    from onrecord.desk.open_desk import OpenDesk
    from onrecord.desk.sitting import Sitting
    from onrecord.model.proof import Stamp


@dataclass(frozen=True, slots=True)
class Stamped:
    """What dates a head after asking: the stamps there are, and who gave none and why.

    ``met``: as many as the policy demands. ``outside``: somebody other than the desk's
    own test authority could be asked. ``second``: ``openssl`` gave its opinion too.
    ``forked``: the witnesses who signed another history of this log.
    """

    size: int
    stamps: "tuple[Stamp, ...]"
    pending: tuple[tuple[str, str], ...]
    met: bool
    outside: bool
    second: bool
    forked: tuple[str, ...] = ()


def local_authority(folder: "Path") -> LocalAuthority:
    """The desk's own test authority, made when first asked for."""
    return LocalAuthority.create(folder / "test-authority")


def stamp_head(at: "Sitting") -> "list[Stamp | stamp.Pending]":
    """Stamps the present head by the test authority; what cannot be had stays pending."""
    local = local_authority(at.desk.folder)
    return stamp.stamp(at.log, [stamp.Service(local.authority, local.reply)])


def ask(desk: "OpenDesk", size: int | None) -> Stamped:
    """See ``Desk.stamp``. Asks everybody the policy names who has not dated the head yet,
    and, of the present head, those again whose last word is over a year old."""
    log = open_log(desk.folder)
    if size is not None and size not in log.heads():
        raise NoSuchThing("There is no head of this size", where=str(size))
    policy, wanted = desk_policy(desk.folder), log.checkpoint.size if size is None else size
    local = local_authority(desk.folder)
    services = [stamp.Service(local.authority, local.reply)]
    services += [stamp.Service(a, stamp.http(a.url)) for a in policy.authorities]
    year_ago, present = clock.now() - YEAR, wanted == log.checkpoint.size
    again = year_ago.strftime("%Y-%m-%dT%H:%M:%SZ") if present else ""
    asked = stamp.stamp(log, services, wanted, again)
    if present:
        asked += witness.cosign(log, policy, again=int(year_ago.timestamp()))
    else:
        asked += _not_asked(log, policy, wanted)
    pending = tuple((p.name, p.why) for p in asked if isinstance(p, stamp.Pending))
    return Stamped(
        wanted,
        tuple(stamps_over(desk, log, wanted)),
        pending,
        stamp.worth(log, wanted, policy) == 3,
        any(a.url for a in policy.authorities) or any(url for _, _, url in policy.witnesses),
        shutil.which("openssl") is not None,
        tuple(p.name for p in asked if isinstance(p, stamp.Pending) and p.forked),
    )


def _not_asked(log: "DeskLog", policy: Policy, size: int) -> list[stamp.Pending]:
    """The witnesses who have not cosigned an earlier head: they sign none but the newest."""
    have = {s.name for s in stamp.cosigned(log.head_at(size), policy)}
    said = "not asked: a witness signs the present head alone"
    return [stamp.Pending(name, said) for name, _, _ in policy.witnesses if name not in have]


def stamps_over(desk: "OpenDesk", log: "DeskLog", size: int) -> "list[Stamp]":
    """What dates a head: the stored tokens and the witnesses' lines that are good."""
    known = dating_policy(desk)
    found = stamp.stamps(log, size, known.authorities)
    return [*found, *stamp.cosigned(log.head_at(size), known)]


def counted(found: "list[Stamp]") -> "list[Stamp]":
    """The stamps of others than the desk's own test authority."""
    return [s for s in found if s.trust in ("qualified", "plain", "witness")]


def stamps_of(desk: "OpenDesk", size: int, text: str) -> "tuple[tuple[str, str], ...]":
    """(authority, time it states) of what dates a head; nothing where the desk's own head
    of that size is another one."""
    if not desk.exists():
        return ()
    log = open_log(desk.folder)
    if size not in log.heads() or log.head_at(size).text != text:
        return ()
    return tuple((s.name, s.at) for s in stamps_over(desk, log, size))


def desk_policy(folder: "Path") -> Policy:
    """The desk's own policy file; without one nobody is known. Raises BadOption."""
    path = folder / "policy"
    return load(path) if path.exists() else Policy()


def dating_policy(desk: "OpenDesk") -> Policy:
    """The desk's policy with its test authority known: who can date a head."""
    own = desk_policy(desk.folder)
    return Policy(
        own.logs,
        own.witnesses,
        own.groups,
        own.quorum,
        (*own.authorities, *local_authorities(desk)),
        own.stamps,
    )


def local_authorities(desk: "OpenDesk") -> tuple[Authority, ...]:
    """The desk's own test authority, if it has been made."""
    folder = desk.folder / "test-authority"
    return (LocalAuthority(folder).authority,) if (folder / "tsa.cer").exists() else ()


def policy_of(desk: "OpenDesk", keys: "tuple[VerifierKey, ...]", file: "Path | None") -> Policy:
    """Whom to trust: the file's policy with the given desk keys added, else the
    keys alone; without keys the desk's own, its authorities and witnesses known and
    none of them demanded."""
    base = load(file) if file is not None else Policy()
    if not keys and file is None:
        keys = ring_of(desk.folder).known
        own = dating_policy(desk)
        base = Policy(witnesses=own.witnesses, authorities=own.authorities)
    return Policy(
        (*base.logs, *trusting(*keys).logs),
        base.witnesses,
        base.groups,
        base.quorum,
        base.authorities,
        base.stamps,
    )
