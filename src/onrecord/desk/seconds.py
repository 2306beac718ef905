"""Whether the second editor is a person, and not only a name typed in.

Two ways show it: the answer was given by who sat down at this desk under that name
with a passphrase of their own (a *seat*), or it came signed under the key of another
desk. A desk at which no persons are known can show neither at home; there a name
is a name, and the publication says so.

A seat is an HMAC-SHA-256 (RFC 2104) under the digest of the person's passphrase
over the story, the item with what was counted, the reason, the name and the text
it was given for. So it is void when the draft is changed after that. Who can read the
desk's own files can make one: it tells persons at a desk apart, it does not bind
the desk's owner.
"""

import hashlib
import hmac
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import clock
from onrecord.archive import b64
from onrecord.desk.persons import Person, admitted, digest_of, persons
from onrecord.errors import BadOption
from onrecord.report import harm

if TYPE_CHECKING:
    from collections.abc import Iterable


def seat(folder: Path, story: str, item: harm.Item, answer: harm.Answer) -> str:
    """The mark that a person known at the desk gave this answer; '' for no such person."""
    digest = digest_of(folder, answer.by)
    if not digest:
        return ""
    said = b64.dumps([story, item.key, item.note, answer.text, answer.by, answer.text_of])
    return hmac.new(digest.encode(), said.encode(), hashlib.sha256).hexdigest()


def second(folder: Path, story: str, own_key: str) -> harm.Second:
    """Judges second editors at the desk in a folder, whose key is ``own_key``."""
    known = bool(persons(folder))

    def why_not(item: harm.Item, answer: harm.Answer) -> str:
        if answer.sealed and answer.sealed != own_key:
            return ""
        if not known or hmac.compare_digest(seat(folder, story, item, answer) or "-", answer.seat):
            return ""
        return f"{answer.by} is a name typed in: nobody sat down under it for this."

    return why_not


def seated(
    folder: Path, story: str, items: "Iterable[harm.Item]", by: tuple[str, str], text: str
) -> harm.Answers:
    """The answers of a checklist, those of the second editor ``by`` (name, passphrase)
    with their mark, for the ``text`` of this digest. Raises NotAdmitted, BadOption for no
    editor and for no answer."""
    person: Person = admitted(folder, *by)
    if person.role != "editor":
        raise BadOption(f"{person.name} is no editor at this desk", advice="onrecord persons")
    out: dict[str, harm.Answer] = {}
    found = False
    for item in items:
        answer = item.given
        if item.key in harm.SECOND and answer.text and answer.by == person.name:
            answer = replace(answer, text_of=text, at=clock.stamp())
            answer, found = replace(answer, seat=seat(folder, story, item, answer)), True
        out[item.key] = answer
    if not found:
        raise BadOption(
            f"{person.name} has answered nothing that needs a second editor",
            advice="write the reason and the name under [instructs] or [group-media] first",
        )
    return out
