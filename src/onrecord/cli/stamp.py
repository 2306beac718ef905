"""``onrecord stamp``: others are asked to date the desk's head. This leaves the machine."""

import argparse

from onrecord.cli.face import Face
from onrecord.errors import PolicyNotMet, TwoHistories

HELP = "ask the time stamp authorities and witnesses of the desk's policy to date its head"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument(
        "--size",
        type=int,
        help="an earlier head, by its number of entries; authorities alone are asked then",
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a stamp or refusal; exit code 73 while the policy is not met, 72
    where a witness signed another history of the log."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    done = desk.stamp(args.size)
    for s in done.stamps:
        face.emit({"by": s.name, "at": s.at, "trust": s.trust})
        face.say(f"  {s.at}  {s.trust:9}  {s.name}")
    for name, why in done.pending:
        face.emit({"by": name, "pending": why})
        face.say(face.warn(f"  pending               {name}: {why}"))
    if not done.second:
        face.say(face.warn("There is no openssl program here: no second opinion on the tokens."))
    face.summary({"size": done.size, "met": done.met, "outside": done.outside})
    if not done.outside:
        face.say(
            f"Nobody outside is named yet, so nobody was asked. Write {desk.folder / 'policy'}:\n"
            "  witness NAME VKEY https://...        (another organisation: onrecord witness)\n"
            "  tsa NAME plain|qualified SHA256 CERTIFICATE.cer https://...\n"
            "  quorum NAME|none    and    stamps HOW-MANY\n"
            "docs/guide/time-and-keys.md says how to get the certificate."
        )
        return 0
    if done.forked:
        raise TwoHistories(
            f"This desk's log is not the one that {' and '.join(done.forked)} signed: an older "
            "copy of the desk was put back, or another copy of it went on",
            where=str(desk.folder / "log"),
            advice="publish nothing from here; find the copy of the desk folder with the most "
            "entries and go on with that one alone",
        )
    if not done.met:
        raise PolicyNotMet(
            f"The head of {done.size} entries is not dated as the desk's policy demands yet",
            where=str(desk.folder / "policy"),
            advice="run `onrecord stamp` again later; what came is kept, nothing is lost",
        )
    face.say(face.bold(f"The head of {done.size} entries is dated as the policy demands."))
    return 0
