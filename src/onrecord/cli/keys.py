"""``onrecord keys``: the desk's keys, escrow, rotation, restore drill, paper."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.face import Face, secret_in
from onrecord.errors import BadOption, CannotAccess, CaseAltered
from onrecord.model.quantity import duration

if TYPE_CHECKING:
    from onrecord.desk import Desk

HELP = "the desk's keys: show, escrow, drill, paper, restore, rotate"
_WHAT = """\
show     the public keys, and who else can open the archives
make     a new key file for who is to hold archives in escrow (--out FILE)
escrow   name all escrow recipients (--to age1..., --to age1...), encrypt the secrets of CASES anew
drill    derive every root of CASES with an escrow key alone (--identity FILE or --paper FILE)
paper    a page with the desk's private keys, to be printed (--out FILE)
restore  put the key from such a page back under a new passphrase (--paper FILE)
publish  where your newsroom publishes the public key (--at WHERE): pages say it to readers
rotate   a new desk key; the log says so, the secrets of CASES are encrypted anew
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = f"{HELP}\n\n{_WHAT}"
    parser.add_argument("what", choices=tuple(_DO), metavar="WHAT", help=" | ".join(_DO))
    parser.add_argument("cases", type=Path, nargs="*", metavar="CASE")
    parser.add_argument("--to", action="append", default=[], metavar="AGE1", help="a recipient")
    parser.add_argument("--identity", type=Path, metavar="FILE", help="an age key file")
    parser.add_argument("--paper", type=Path, metavar="FILE", help="the typed-in paper page")
    parser.add_argument("--at", default="", metavar="WHERE", help="an address, or an issue")
    parser.add_argument("--out", type=Path, metavar="FILE", help="a file that does not exist yet")


def run(args: argparse.Namespace, face: Face) -> int:
    """One of the actions. A drill ends with 71 if the key does not restore everything."""
    return _DO[args.what](args, face)


def _desk(args: argparse.Namespace, face: Face) -> "Desk":
    from onrecord.cli.seat import desk_of

    return desk_of(args, face)


def _show(args: argparse.Namespace, face: Face) -> int:
    facts = _desk(args, face).key_facts()
    face.summary(
        {
            "first": facts.first,
            "valid": list(facts.valid),
            "known": list(facts.known),
            "escrow": list(facts.escrow),
            "published_at": facts.published_at,
        }
    )
    for key in facts.known:
        now = "signs" if key in facts.valid else "revoked"
        face.say(f"{now:8}  {key}")
    for one in facts.escrow:
        face.say(f"escrow    {one}")
    if not facts.escrow:
        face.say(face.warn("Nobody else can open this desk's archives: if its key is lost, no"))
        face.say(face.warn("quotation can ever be proved again. See: onrecord keys escrow"))
    return 0


def _make(args: argparse.Namespace, face: Face) -> int:
    from onrecord.desk.escrowing import new_identity

    text, recipient = new_identity()
    _secret(_out(args), text)
    face.summary({"recipient": recipient, "file": str(args.out)})
    face.say(f"The key is in {args.out}: only who holds that file opens what is encrypted to")
    face.say(recipient)
    return 0


def _escrow(args: argparse.Namespace, face: Face) -> int:
    if not args.to:
        raise BadOption("Nobody is named", advice="give --to age1... for each; the list is whole")
    done = _desk(args, face).escrow(args.to, args.cases)
    face.summary({"recipients": list(done.recipients), "secrets": done.secrets})
    face.say(
        f"{len(args.to)} escrow recipients from now on; {done.secrets} secrets encrypted anew."
    )
    face.say("Try it on their side: onrecord keys drill CASE --identity FILE")
    return 0


def _drill(args: argparse.Namespace, face: Face) -> int:
    if not args.cases:
        raise BadOption("A drill needs a case", advice="onrecord keys drill CASE --identity FILE")
    identity = None if args.identity is None else secret_in(args.identity, "The key file")
    paper = None if args.paper is None else secret_in(args.paper, "The page")
    bad = 0
    own = identity is None and paper is None
    for case in args.cases:
        report = _desk(args, face).drill(case, identity=identity, paper=paper)
        for f in report.findings:
            face.emit({"object": f.object, "state": f.state, "note": f.note})
            bad += f.state == "altered"
            if f.state != "intact" or "rows" in f.object:
                face.say(f"  {f.state:8}  {f.object}  {f.note}")
        face.say(f"{case}: {len(report.findings)} objects in {duration(report.seconds)}")
    face.summary({"cases": len(args.cases), "altered": bad})
    if bad:
        raise CaseAltered(
            f"{bad} objects cannot be restored with this key",
            where=", ".join(str(c) for c in args.cases),
            advice="print a new page: onrecord keys paper --out FILE"
            if paper
            else "onrecord keys escrow CASE --to ... encrypts the secrets to it",
        )
    key = "The desk's own key" if own else "This key"
    face.say(face.bold(f"{key} alone restores everything: every root was derived again."))
    if own:
        face.say("An escrow key is tried with --identity FILE, a paper page with --paper FILE.")
    return 0


def _publish(args: argparse.Namespace, face: Face) -> int:
    desk = _desk(args, face)
    desk.publish_key_at(args.at)
    facts = desk.key_facts()
    face.summary({"published_at": facts.published_at, "key": facts.present})
    face.say(f"Pages tell their readers: the key is at {facts.published_at}\n{facts.present}")
    for key in facts.known:
        if key not in facts.valid:
            face.say(f"Leave there, for what was published under it: {key}")
    return 0


def _paper(args: argparse.Namespace, face: Face) -> int:
    out = _out(args)
    _secret(out, _desk(args, face).paper())
    face.summary({"file": str(out)})
    face.say(f"Print {out}, lock the page away, and destroy the file. Whoever has it is the desk.")
    return 0


def _restore(args: argparse.Namespace, face: Face) -> int:
    if args.paper is None:
        raise BadOption("Which page?", advice="type it into a file and give --paper FILE")
    key = _desk(args, face).restore(secret_in(args.paper, "The page"))
    face.summary({"key": key})
    face.say(f"The key {key} is back, under the new passphrase.")
    return 0


def _rotate(args: argparse.Namespace, face: Face) -> int:
    face.note("onrecord: first the present passphrase, then one for the new key.")
    done = _desk(args, face).rotate(args.cases)
    face.summary({"key": done.key, "recipients": list(done.recipients), "secrets": done.secrets})
    face.say("The desk signs from now on as")
    face.say(done.key)
    face.say("Tell it to who checks your stories and to your witnesses; what was published stays")
    face.say(f"good under the old key. {done.secrets} secrets were encrypted to the new key.")
    face.say("The old paper page is void: onrecord keys paper")
    return 0


def _out(args: argparse.Namespace) -> Path:
    if args.out is None:
        raise BadOption("A key is written to a file, never to the screen", advice="give --out FILE")
    out: Path = args.out
    if out.exists():
        raise CannotAccess("There is something already", where=str(out), advice="name a new file")
    return out


def _secret(path: Path, text: str) -> None:
    """A file that nobody else can read, from its first moment."""
    import os

    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:  # noqa: PTH123
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


_DO = {
    "show": _show,
    "make": _make,
    "escrow": _escrow,
    "drill": _drill,
    "paper": _paper,
    "publish": _publish,
    "restore": _restore,
    "rotate": _rotate,
}
