"""The persons of a desk: who may sit there, in which role.

A person's passphrase says who acts; it opens no key. The key stays under the
desk's own passphrase. Passphrases are kept as Argon2id digests (RFC 9106) in
``persons.json`` of the desk folder, readable by its owner only.
"""

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from onrecord import clock
from onrecord.archive import disk
from onrecord.errors import BadOption, NoSuchThing, NotAdmitted

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from onrecord.desk.open_desk import OpenDesk

Role = Literal["reporter", "editor"]
ROLES: tuple[Role, ...] = ("reporter", "editor")
SHORTEST = 12
"""Letters a passphrase must have: long and remembered beats short and odd (NIST SP 800-63B)."""
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Person:
    """Who may sit at the desk. The name is the one that judgements carry."""

    name: str
    role: Role
    since: str


def persons(folder: Path) -> list[Person]:
    """Everyone who may sit at the desk in a folder, in order of coming."""
    return [Person(p["name"], cast(Role, p["role"]), p["since"]) for p in _kept(folder)]


def add_person(desk: "OpenDesk", name: str, role: str, passphrase: str) -> Person:
    """Lets a person in; needs the desk's key, which proves who owns the desk.

    A name already known gets the new role and passphrase. Raises BadOption.
    """
    said = " ".join(name.split())
    if not said or len(said) > _LONGEST_NAME or not said.isprintable():
        raise BadOption("A person needs a name of at most 80 letters", where=repr(name)[:120])
    if role not in ROLES:
        raise BadOption(f"There is no role {role}", advice="reporter or editor")
    if len(passphrase) < SHORTEST:
        raise BadOption(
            f"The passphrase has {len(passphrase)} letters; at least {SHORTEST} are needed",
            advice="four words that do not belong together are easy to keep in mind",
        )
    desk.keys  # noqa: B018  # the desk's passphrase is asked for here
    person = Person(said, role, clock.stamp())
    kept = [p for p in _kept(desk.folder) if p["name"] != said]
    _keep(desk.folder, [*kept, {**asdict(person), "digest": _hasher().hash(passphrase)}])
    return person


def remove_person(desk: "OpenDesk", name: str) -> None:
    """Takes a person's seat away; what they judged stays theirs. Raises NoSuchThing."""
    desk.keys  # noqa: B018
    kept = _kept(desk.folder)
    left = [p for p in kept if p["name"] != name]
    if len(left) == len(kept):
        raise NoSuchThing(f"Nobody at this desk is called {name}", where=str(desk.folder))
    _keep(desk.folder, left)


def digest_of(folder: Path, name: str) -> str:
    """The digest of a person's passphrase, as it is kept; '' for an unknown name."""
    return next((p["digest"] for p in _kept(folder) if p["name"] == name), "")


def admitted(folder: Path, name: str, passphrase: str) -> Person:
    """The person of that name and passphrase. Raises NotAdmitted.

    An unknown name takes as long as a wrong passphrase and reads the same.
    """
    from argon2.exceptions import InvalidHashError, VerificationError

    said = " ".join(name.split())
    kept = next((p for p in _kept(folder) if p["name"] == said), None)
    try:
        _hasher().verify(_nobody() if kept is None else kept["digest"], passphrase)
    except (VerificationError, InvalidHashError) as e:
        raise _refused() from e
    if kept is None:
        raise _refused()
    return Person(kept["name"], cast(Role, kept["role"]), kept["since"])


def _refused() -> NotAdmitted:
    return NotAdmitted(
        "This name and passphrase do not belong together at this desk",
        advice="try again; an editor can give you a new passphrase",
    )


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher
    from argon2.profiles import RFC_9106_LOW_MEMORY

    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@cache
def _nobody() -> str:
    """A digest that no passphrase fits, for the time it takes to check."""
    import secrets

    return _hasher().hash(secrets.token_hex(16))


def _kept(folder: Path) -> list[dict[str, str]]:
    path = folder / "persons.json"
    if not path.exists():
        return []
    found: list[dict[str, str]] = json.loads(path.read_bytes())["persons"]
    return found


def _keep(folder: Path, kept: list[dict[str, str]]) -> None:
    text = json.dumps({"onrecord": "persons/1", "persons": kept}, ensure_ascii=False, indent=1)
    path = folder / "persons.json"
    disk.replace(path, text.encode())
    path.chmod(0o600)
