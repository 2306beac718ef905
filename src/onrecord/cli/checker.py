"""``onrecord checker``: the page with which any reader checks a proof, offline."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face

HELP = "write the separately held checker page and print its hash"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("out", type=Path, nargs="?", default=Path("onrecord-checker.html"))


def run(args: argparse.Namespace, face: Face) -> int:
    """Writes the page."""
    from onrecord.desk.checker import checker_page, checker_sha256
    from onrecord.errors import CaseExists

    page = checker_page()
    if args.out.exists() and args.out.read_bytes() != page:
        raise CaseExists("There is another file here", where=str(args.out))
    args.out.write_bytes(page)
    digest = checker_sha256()
    face.summary({"checker": str(args.out), "sha256": digest})
    face.say(f"{args.out}\nsha256 {digest}")
    return 0
