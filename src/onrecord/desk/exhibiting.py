"""What a lawyer or a court gets: unredacted, encrypted to a named recipient, logged."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from onrecord.archive import disk, proof
from onrecord.desk import readings, where
from onrecord.desk.binding import present_key
from onrecord.desk.case import Case, open_case
from onrecord.desk.holdings import clear, holding, ledger_of
from onrecord.desk.judging import judgements, named, record
from onrecord.desk.printing import kept_folder, kept_source
from onrecord.desk.proving import Prover
from onrecord.desk.publishing import noted
from onrecord.desk.resolving import ref_of
from onrecord.desk.rows import by_reference, messages, rows_in
from onrecord.desk.stamping import stamp_head
from onrecord.errors import BadOption, CaseAltered, NoSuchThing
from onrecord.model.chat import Message
from onrecord.model.judgement import Judgement
from onrecord.model.proof import Entry
from onrecord.report import _say, exhibit

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who may open a bundle: the name, the age recipient, and where the file goes."""

    name: str
    key: str
    out: Path


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was written: the file, and how many messages and proofs are in it."""

    path: str
    messages: int
    proofs: int
    sha256: str


def exhibit_of(desk: "OpenDesk", path: Path, story: str, to: Recipient) -> Bundle:
    """See ``Desk.exhibit``."""
    case = open_case(path)
    note = noted(case).get(story)
    if note is None:
        raise NoSuchThing(
            f"No story called {story} was published from this case",
            where=str(case.path),
            advice="publish it first: the bundle holds its proofs",
        )
    quoted = tuple(by_reference(case, f"m:{key}") for key in note["quoted"])
    quoted = tuple(sorted(quoted, key=lambda m: (m.reading, m.n)))
    zone = kept_source(case, story).draft().fact("zone", "UTC")
    proofs = tuple(_published(kept_folder(case, story), note["files"]))
    days = tuple(_days(case, quoted, zone))
    made = exhibit.Exhibit(story, quoted, proofs, days, _facts(case, quoted), zone)
    data = exhibit.bundle(made, to.key, to.name)
    disk.replace(to.out, data)
    count = sum(len(day) for _, day in days)
    return Bundle(str(to.out), count, len(proofs), hashlib.sha256(data).hexdigest())


def _published(folder: Path, files: dict[str, str]) -> Iterable[bytes]:
    """The proof files as they were published. Raises CaseAltered for another file."""
    for name in sorted(n for n in files if n.startswith("proof-")):
        data = (folder / name).read_bytes() if (folder / name).is_file() else b""
        if hashlib.sha256(data).hexdigest() != files[name]:
            raise CaseAltered(
                "A published proof is not the one the case has on record",
                where=str(folder / name),
                advice="publish the story again",
            )
        yield data


def _days(
    case: Case, quoted: tuple[Message, ...], zone: str
) -> Iterable[tuple[str, tuple[Message, ...]]]:
    """Each day a quoted message stands in, whole: 24 hours of its reading."""
    wanted = {(m.reading, day) for m in quoted if (day := _day(m, zone))}
    found: dict[str, list[Message]] = {}
    for number in sorted({r for r, _ in wanted}):
        for message in messages(case, [number]):
            day = _day(message, zone)
            if (number, day) in wanted:
                found.setdefault(f"{day}-reading-{number:04d}", []).append(message)
    return [(day, tuple(those)) for day, those in sorted(found.items())]


def _day(message: Message, zone: str) -> str:
    at = message.time.earliest
    if message.time.certain and at is not None:
        return at.astimezone(_say.in_zone(zone)).date().isoformat()
    local = message.time.local
    return "" if local is None else local.date().isoformat()


def _facts(
    case: Case, found: Iterable[Message], under: tuple[Entry, Path] | None = None
) -> tuple[tuple[str, str], ...]:
    """What a certificate states of each export the messages come from; ``under`` the
    seal that was chosen, else the last one."""
    pairs = [("Case", case.name), ("Desk key", case.desk)]
    for number in sorted({m.reading for m in found}):
        held = holding(case, number)
        seal, rows = under or (held.seal, case.reading(number))
        facts = json.loads((rows / "reading.json").read_bytes())
        pairs += [
            (f"Export {number}", held.name),
            (f"Export {number}, manifest SHA-256", held.manifest),
            (f"Export {number}, read by", f"{facts['format']} {facts['format_version']}"),
        ]
        if seal is not None:
            pairs.append((f"Export {number}, root", str(clear(seal)["root"])))
            pairs.append((f"Export {number}, log entry", str(seal.index)))
    return tuple(pairs)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a court asks for: a message, how many around it, why, and who opens it.

    ``seal`` is the log entry of the seal to open under; without one that of the last
    story that quotes the message, so that the proofs lead to the root of the published
    ones, else the thing's last seal.
    """

    about: str
    around: int
    why: str
    by: str
    seal: int | None = None


def open_more(desk: "OpenDesk", path: Path, asked: Asked, to: Recipient) -> Bundle:
    """See ``Desk.open_context``."""
    from onrecord.desk.intake import sit

    if not asked.why.strip() or not asked.by.strip() or not 0 <= asked.around <= 500:
        raise BadOption("It needs a reason, a name and at most 500 messages around")
    case = open_case(path)
    with case.writing():
        wanted = by_reference(case, asked.about)
        under = _under(case, wanted, asked.seal)
        middle = _there(wanted, under[1])
        rows = range(max(0, middle.n - asked.around), middle.n + asked.around + 1)
        found = tuple(m for _, m in sorted(rows_in(under[1], middle.reading, rows).items()))
        at = sit(desk, case)
        prover = Prover(at, "")
        proofs = tuple(_whole(prover, m, under) for m in found)
        made = exhibit.Opening(
            case.name,
            asked.why,
            asked.by,
            middle.key[:12],
            found,
            proofs,
            _facts(case, found, under),
        )
        data = exhibit.opening(made, to.key, to.name)
        said = (("opened-for", to.name), ("messages", str(len(found))))
        one = Judgement("", f"m:{wanted.key}", "yes", asked.by, f"opened: {asked.why}", "", said)
        record(at, [named(one, len(judgements(case)))])
        disk.replace(to.out, data)
        stamp_head(at)
    count = sum(p is not None for p in proofs)
    return Bundle(str(to.out), len(found), count, hashlib.sha256(data).hexdigest())


def _under(case: Case, message: Message, seal: int | None) -> tuple[Entry, Path]:
    """The seal to open under and its rows. Raises NoSuchThing."""
    number = message.reading
    if seal is None:
        made = readings.every(case, number)
        archives = _quoted_under(case, message)
        known = [(s, m.folder) for m in made for s in m.seals]
        published = [one for one in known if str(clear(one[0])["archive"]) in archives]
        return (published or known)[-1]
    found = readings.sealed_by(case, number, seal)
    if found is None:
        raise NoSuchThing(
            f"Log entry {seal} is no seal of #{number}",
            where=str(case.path),
            advice=f"onrecord custody CASE {number}",
        )
    return found


def _quoted_under(case: Case, message: Message) -> set[str]:
    """Ids of the archives whose slots the last story that quotes a message has spent."""
    stories = {
        story
        for story, note in noted(case).items()
        if message.key in {present_key(case, key) for key in note.get("quoted", ())}
    }
    spent: set[str] = set()
    for entry in ledger_of(case).entries():
        if entry.kind == "published" and entry.get("story") in stories:
            spent = set(cast("dict[str, str]", entry.get("slots") or {}))
    return spent


def _there(message: Message, folder: Path) -> Message:
    """The message as an earlier reading has it. Raises NoSuchThing."""
    n = where.again(folder, message)
    if n is None:
        raise NoSuchThing("The rows of that seal do not hold this message", where=str(folder))
    return rows_in(folder, message.reading, [n])[n]


def _whole(prover: Prover, message: Message, under: tuple[Entry, Path]) -> bytes | None:
    """The proof of a whole message with everything a court may ask for."""
    if message.enc is not None or not any(c.isalnum() for c in message.text):
        return None
    found = prover.opened(ref_of(message), under)
    more = ("seq", "sender", "reply", "media", "src")
    choice = proof.Choice(shown=message.text, field="text", more=more)
    place = (found.index, found.path)
    return proof.make(found.opening, place, prover.logged(found.seal), choice, prover.at.desk.keys)
