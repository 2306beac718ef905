"""A small export added to a large case whose results are derived: what each then costs.

    python bench/adding.py [--messages 100000] [--more 200] [--whole yes]

A case of the seeded corpus and the sample's press; statements, board, people, figures,
matches and a key are asked for, so that all is derived. Then as many messages as ``--more``
says are added as a second export, and the same is asked for again; with ``--whole yes``
once more with everything derived thrown away. Each is a process of its own. The answers
of the last two must be the same bytes.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import corpora
import measured as m

ASKED: dict[str, tuple[str, ...]] = {
    "statements": ("statements",),
    "board": ("board",),
    "people": ("people",),
    "overview": ("overview",),
    "compare": ("compare",),
}


def main() -> None:
    """Prints one line a step; the second and third round side by side."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--more", type=int, default=200)
    parser.add_argument("--whole", choices=["yes", "no"], default="yes")
    parser.add_argument("--compare", choices=["yes", "no"], default="yes")
    args = parser.parse_args()
    folder = corpora.place() / "adding"
    corpora.emptied(folder)
    folder.mkdir(parents=True)
    try:
        desk = Desk(folder, args.messages, compare=args.compare == "yes")
        desk.filled()
        desk.round("first")
        grown, added = desk.added(args.more), desk.round("added")
        if args.whole == "yes":
            shutil.rmtree(desk.case / "derived")
            (desk.case / "derived").mkdir()
            whole = desk.round("whole")
            if added != whole:
                differ = [k for k in whole if added[k] != whole[k]]
                raise SystemExit(f"THEY DIFFER: {', '.join(differ)}")
        print(f"add of {args.more}: {grown.cpu:.1f} CPU s")
    finally:
        corpora.emptied(folder)


class Desk:
    """The case, its commands, what they answer."""

    def __init__(self, folder: Path, messages: int, *, compare: bool) -> None:
        self.folder, self.messages = folder, messages
        self.case, secret = folder / "case", folder / "secret"
        secret.write_text("bench")
        self.tool = [sys.executable, "-m", "onrecord"]
        self.keys = ["--desk", str(folder / "desk"), "--passphrase-file", str(secret)]
        self.asked = {k: v for k, v in ASKED.items() if compare or k != "compare"}

    def run(self, *argv: object) -> m.Took:
        """One command of ours."""
        return m.run([*self.tool, *map(str, argv), *self.keys])

    def filled(self) -> None:
        """The case with the corpus and the press of the sample."""
        sample = self.folder / "sample"
        make = [sys.executable, str(corpora.ROOT / "tools" / "make_sample.py"), str(sample)]
        subprocess.run(make, check=True, capture_output=True)
        self.run("new", self.case)
        took = self.run("add", self.case, corpora.corpus(self.messages))
        print(f"add: {took.cpu:.1f} CPU s")
        self.run("add", self.case, "--news", sample / "wire")

    def added(self, more: int) -> m.Took:
        """A second export of ``more`` messages of the same kind."""
        small = json.loads((corpora.corpus(3000) / "result.json").read_text("utf-8"))
        small["messages"] = small["messages"][:more]
        export = self.folder / "more"
        export.mkdir()
        (export / "result.json").write_text(json.dumps(small, indent=1, ensure_ascii=False))
        return self.run("add", self.case, export)

    def round(self, name: str) -> dict[str, str]:
        """Every result once; the digests of the answers."""
        told = {}
        for what, command in self.asked.items():
            took = self.run(*command, self.case, "--json")
            told[what] = hashlib.sha256(took.out.encode()).hexdigest()
            print(f"{name:>6}: {what} {took.cpu:.2f} CPU s, {took.wall:.2f} wall", flush=True)
            m.keep("adding", self.messages, f"{name}: {what}", cpu=took.cpu, wall=took.wall)
        return told


if __name__ == "__main__":
    main()
