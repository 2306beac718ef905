"""A witness for other people's desks: what another organisation runs (C2SP tlog-witness)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.archive import disk, witness
from onrecord.archive.keys import DeskKeys
from onrecord.archive.note import ED25519, VerifierKey
from onrecord.desk.checker import given_keys
from onrecord.errors import AddressTaken, BadOption, NotACase


@dataclass(frozen=True, slots=True)
class Serving:
    """A witness ready to answer: where, its key, the logs it knows."""

    url: str
    key: str
    logs: tuple[str, ...]
    server: witness.Server


def make_witness(folder: Path, name: str, passphrase: str) -> str:
    """A new witness key in a folder, under a passphrase; its verifier key.

    Raises BadOption for a name that is none, or if there is a witness already.
    """
    path = folder / "witness.age"
    if path.exists():
        raise BadOption("There is a witness here already", where=str(folder))
    made = DeskKeys.make(name)
    with disk.trouble(folder):
        folder.mkdir(parents=True, exist_ok=True)
    made.save(path, passphrase)
    return str(_opened(folder, made).public)


def ready(folder: Path, passphrase: str, logs: Sequence[str], address: tuple[str, int]) -> Serving:
    """A server for the witness of a folder; logs (desks' verifier keys) given now are
    kept for the next time. The caller serves and closes it.

    Raises NotACase, WrongPassphrase, BadOption where no desk is known, AddressTaken.
    """
    if not (folder / "witness.age").exists():
        raise NotACase(
            "There is no witness here",
            where=str(folder),
            advice="onrecord witness new DIR --name example.org/w1",
        )
    known = _logs(folder, logs)
    key = DeskKeys.load(folder / "witness.age", passphrase)
    one = witness.Witness(folder, key.name, key.signing, known)
    if not known:
        raise BadOption(
            "This witness knows no desk yet",
            where=str(folder),
            advice="--log 'THE DESK'S KEY', which the desk prints by `onrecord keys`; it is kept",
        )
    server = _server(one, address)
    host, port = server.server_address[:2]
    return Serving(
        f"http://{str(host)}:{port}", str(one.public), tuple(str(k) for k in known), server
    )


def _server(one: witness.Witness, address: tuple[str, int]) -> witness.Server:
    try:
        return witness.serve(one, *address)
    except OSError as bad:
        raise AddressTaken(
            f"The witness cannot listen there: {bad.strerror}",
            where=f"{address[0]}:{address[1]}",
            advice="give another --port (0: any free one), and a --host of this machine",
        ) from bad


def _opened(folder: Path, key: DeskKeys) -> witness.Witness:
    return witness.Witness(folder, key.name, key.signing, ())


def _logs(folder: Path, more: Sequence[str]) -> list[VerifierKey]:
    path = folder / "logs"
    held = path.read_text("utf-8").split() if path.exists() else []
    known = given_keys(tuple(dict.fromkeys([*held, *more])))
    if any(k.kind != ED25519 for k in known):
        raise BadOption("A log's key is a desk's, not a witness's")
    if more:
        disk.replace(path, "".join(f"{k}\n" for k in known).encode())
    return list(known)
