"""The whole way on the sample case, as a newcomer would walk it.

``make demo`` runs this: the sample case is made, sealed, searched, compared,
judged, drafted, refused where it must be, published, verified and attacked.
Everything in the sample is invented. On a terminal it opens the desk
in the browser at the end (Ctrl-C closes it); elsewhere it ends by itself.
"""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from demo_arabic import arabic
from demo_exhibit import LAWYER, a_lawyer, opened
from demo_story import (
    FACTS,
    JUDGED,
    MATCHED,
    answered,
    filled,
    one_letter,
    to_the_forwarder,
    with_panels,
)
from onrecord import Desk
from onrecord.cli import main as shell
from onrecord.desk.publishing import source_of
from onrecord.desk.seat import public_key
from sample import build, pictures

WIDTH = 78
PASSPHRASE = "a demonstration needs no secret"  # noqa: S105  # and has none


class Demo:
    """One run in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.case = folder / "case"
        self.desk = folder / "desk"
        self.secret = folder / "passphrase.txt"
        self.colour = sys.stdout.isatty()
        self.step = 0

    def title(self, text: str, note: str) -> None:
        """A step's heading and one sentence on why."""
        self.step += 1
        line = f" {self.step}  {text} "
        bold = (f"\x1b[1m{line}\x1b[0m" if self.colour else line) + "─" * (WIDTH - len(line))
        print(f"\n{bold}\n{note}\n")

    def run(self, *words: object, expect: int = 0, keys: bool = True) -> None:
        """A command as a person types it, with what it prints."""
        typed = " ".join(_quoted(str(w)) for w in words)
        print(f"$ onrecord {typed}".replace(str(self.folder) + "/", ""))
        sys.stdout.flush()
        more = ["--desk", str(self.desk)]
        if keys:
            more += ["--passphrase-file", str(self.secret)]
        code = shell.main([*map(str, words), *more])
        sys.stderr.flush()
        if code != expect:
            raise SystemExit(f"demo: exit code {code}, expected {expect}")
        if expect:
            print(f"(exit code {code}, as it must be)")
        print()


def _quoted(word: str) -> str:
    return f"'{word}'" if " " in word or '"' in word else word


def main(folder: Path) -> None:
    """Runs the demonstration into ``folder``, which is made anew."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    demo = Demo(folder)
    demo.secret.write_text(PASSPHRASE, "utf-8")
    demo.secret.chmod(0o600)
    sample = folder / "sample"
    print("onrecord: from a closed group's export to a story in which every quotation can be")
    print("proved. The sample is invented: no such country, movement, member or sentence exists.")
    build.write(sample)
    shutil.copy(sample / "places.csv", sample / "wire" / "places.csv")
    seal(demo, sample)
    truth = tomllib.loads((sample / "truth.toml").read_text("utf-8"))
    look(demo, truth)
    said = tomllib.loads((sample / "translations.toml").read_text("utf-8"))["translation"]
    headings = judge(demo, truth)
    draft = write(demo, {t["original"]: t for t in said}, headings)
    (demo.folder / "harbour.jpg").write_bytes(pictures.of_the_desk())
    refuse(demo, draft, truth)
    publish(demo, draft)
    attack(demo)
    finish(demo)


def seal(demo: Demo, sample: Path) -> None:
    """Intake of the group's export and of the news."""
    demo.title("Seal", "Every byte is copied and hashed before a parser sees it.")
    demo.run("new", demo.case, "--name", "harbour")
    demo.run("add", demo.case, sample / "witness-a", "--news", sample / "wire")
    demo.run("info", demo.case, keys=False)


def look(demo: Demo, truth: dict[str, Any]) -> None:
    """Search, statements, comparison."""
    demo.title("Find", "Typed without hamza, found with it; shown is the untouched original.")
    demo.run("find", demo.case, "اعلان داخلي", "--limit", 3, keys=False)
    demo.run("find", demo.case, "(harbour OR порт) after:2026-03-27", "--limit", 3, keys=False)
    demo.title("Who says what", "Proposals by rules, with their reasons and whose words they are.")
    kinds = ("--kind", "claim-of-responsibility", "--kind", "denial")
    demo.run("statements", demo.case, *kinds, "--after", "2026-03-20", "--limit", 5, keys=False)
    demo.title("The other side", "Statements beside reporting that does not come from the group.")
    for one in proposed_ids(demo, truth, "strike", "denial_1"):
        demo.run("compare", demo.case, "--statement", one, keys=False)


def proposed_ids(demo: Demo, truth: dict[str, Any], *keys: str) -> list[str]:
    """The rules' statements (their ids) in planted messages."""
    desk = Desk(demo.desk)
    rows = {m["key"]: m["id"] for m in truth["message"]}
    wanted = [desk.show(demo.case, f"id:{rows[k]}", around=0).message.key for k in keys]
    return [s.id for s in desk.statements(demo.case) if s.citation.ref.key in wanted]


def judge(demo: Demo, truth: dict[str, Any]) -> dict[str, str]:
    """A named person decides; what no rule proposed is judged as a message."""
    demo.title("Judge", "A machine's guess becomes a fact only by a named person's judgement.")
    desk = Desk(demo.desk, PASSPHRASE)
    rows = {m["key"]: m for m in truth["message"]}
    proposed = list(desk.statements(demo.case))
    for number, (key, kind, why) in enumerate(JUDGED):
        seen = desk.show(demo.case, f"id:{rows[key]['id']}", around=0).message
        found = [s.id for s in proposed if s.citation.ref.key == seen.key and s.kind == kind]
        about = found[0] if found else f"m:{seen.key}"
        more = [] if found else ["--correct", f"kind={kind}"]
        if number == 0:
            demo.run("judge", demo.case, about, "yes", "--by", "Ines Halloway", "--why", why, *more)
            continue
        correct = () if found else (("kind", kind),)
        made = desk.judge(demo.case, about, "yes", by="Ines Halloway", why=why, correct=correct)
        print(f"  {made.id}  yes  {about:<16}  {why}")
    headings = _matches(demo, desk, truth)
    hide = next(m for m in truth["message"] if m["key"] == "bystander")
    names = [n for n in truth["must_not_appear"]["others"] if n in hide["text"]]
    desk.judge(
        demo.case,
        f"id:{hide['id']}",
        "no",
        by="Ines Halloway",
        why="a bystander: his name is never printed",
        correct=tuple(("hide", n) for n in names),
    )
    return headings


def _matches(demo: Demo, desk: Desk, truth: dict[str, Any]) -> dict[str, str]:
    """The matches the reporter looked at, judged; statement id to panel heading."""
    headings: dict[str, str] = {}
    for key, (heading, why) in MATCHED.items():
        for ident in proposed_ids(demo, truth, key)[:1]:
            _, match = next(iter(desk.compare(demo.case, only=(ident,))))
            about = f"{ident}+{match.passages[0].article}"
            made = desk.judge(demo.case, about, "yes", by="Ines Halloway", why=why)
            print(f"  {made.id}  yes  {about}  {match.outcome}: {why}")
            headings[ident] = heading
    return headings


def write(demo: Demo, said: dict[str, Any], headings: dict[str, str]) -> Path:
    """The composed draft, with the slots filled as a person would."""
    demo.title("Draft", "Composed from what was judged; the rest is for a person to write.")
    draft = demo.folder / "draft.md"
    demo.run("draft", demo.case, "--out", draft, "--by", "Ines Halloway")
    text = filled(draft.read_text("utf-8"), said, FACTS)
    draft.write_text(with_panels(text, headings).replace("'s", "’s"), "utf-8")
    print("(headline, lead, prose, translations, panel headings and a picture: by hand)")
    return draft


def refuse(demo: Demo, draft: Path, truth: dict[str, Any]) -> None:
    """Two wrong drafts; neither may be published."""
    demo.title("Refuse", "One changed letter, or a forward under its forwarder's name: no page.")
    text = draft.read_text("utf-8")
    wrong = demo.folder / "one-letter.md"
    wrong.write_text(one_letter(text), "utf-8")
    sign = ("--signed-by", "Maren Oduval")
    demo.run("publish", demo.case, wrong, *sign, expect=61)
    forward = next(m for m in truth["message"] if m["key"] == "public_denial")
    seen = Desk(demo.desk).show(demo.case, f"id:{forward['id']}", around=0).message
    wrong = demo.folder / "forward.md"
    wrong.write_text(to_the_forwarder(text, seen.text, seen.key[:12]), "utf-8")
    demo.run("publish", demo.case, wrong, *sign, expect=61)
    print("And a right draft whose harm checklist nobody has answered: no page either.\n")
    demo.run("publish", demo.case, draft, *sign, expect=64)


def publish(demo: Demo, draft: Path) -> None:
    """Every output, the lawyer's bundle, and two checks of the proofs."""
    demo.title("Publish", "Pseudonyms on; scanned for every name, number and title first.")
    answers = demo.folder / "answers.toml"
    answers.write_text(answered("Maren Oduval", source_of(draft).prints()), "utf-8")
    where = ("--out", demo.folder / "story", "--checklist", answers)
    demo.run("publish", demo.case, draft, *where, "--signed-by", "Maren Oduval", "--as", "all")
    public, secret = a_lawyer(demo.folder)
    bundle = demo.folder / "harbour.exhibit.age"
    sent = ("--for", LAWYER, "--to", public, "--out", bundle)
    demo.run("exhibit", demo.case, "harbour", *sent, keys=False)
    print(f"Opened with her key: {opened(bundle, secret)}\n")
    print("The same for readers of Arabic: a second story, under pseudonyms of its own.\n")
    second = demo.folder / "arabic.md"
    second.write_text(arabic(draft.read_text("utf-8")), "utf-8")
    answers.write_text(answered("Maren Oduval", source_of(second).prints()), "utf-8")
    where = ("--out", demo.folder / "story-ar", "--checklist", answers)
    demo.run("publish", demo.case, second, *where, "--signed-by", "Maren Oduval")
    demo.title("Verify", "By onrecord, and by a program that shares no code with it.")
    page = demo.folder / "story" / "harbour.html"
    demo.run("verify", page, keys=False)
    key = str(public_key(demo.desk))
    proof = demo.folder / "story" / "proof-001.json"
    alone = Path(__file__).parent / "verify_alone.py"
    print("$ python tools/verify_alone.py proof-001.json --key <the desk's public key>")
    sys.stdout.flush()
    subprocess.run([sys.executable, str(alone), str(proof), "--key", key], check=True)


def attack(demo: Demo) -> None:
    """One flipped bit in the sealed bytes of a copy."""
    demo.title(
        "Check", "Everything is hashed and derived again; then one bit is flipped in a copy."
    )
    demo.run("check", demo.case)
    copy = demo.folder / "attacked"
    shutil.copytree(demo.case, copy)
    target = copy / "bags" / "0001" / "data" / "export" / "result.json"
    target.chmod(0o600)
    data = bytearray(target.read_bytes())
    data[len(data) // 2] ^= 1
    target.write_bytes(bytes(data))
    demo.run("check", copy, "--bytes", expect=71)
    shutil.rmtree(copy)


def finish(demo: Demo) -> None:
    """Where everything lies."""
    story = demo.folder / "story"
    note = json.loads((demo.case / "stories" / "harbour.published.json").read_text("utf-8"))
    tool, here = Path(sys.executable).with_name("onrecord"), demo.folder
    words = ["desk", str(demo.case), "--desk", str(demo.desk)]
    words += ["--passphrase-file", str(demo.secret)]
    print("─" * WIDTH)
    print(f"The story:      {story / 'harbour.html'}")
    print(f"The checker:    {story / 'onrecord-checker.html'}  (held apart from the story)")
    print(f"The desk key:   {public_key(demo.desk)}")
    print(f"Signed by {note['signed_by']}; log entry {note['entry']}.")
    print("Open the checker in a browser, paste the key, choose the story. No network needed.\n")
    print(f"The same case in the browser:\n  {tool} {' '.join(map(_quoted, words))}\n")
    print("Now yourself, in an empty desk, from the raw export:")
    print(f"  {tool} desk")
    print(f"  the group's export:  {here / 'sample' / 'witness-a'}")
    print(f"  the reporting:       {here / 'sample' / 'wire'}")
    if sys.stdin.isatty() and sys.stdout.isatty():
        shell.main([*words, "--open"])


if __name__ == "__main__":
    if any(word.startswith("-") for word in sys.argv[1:]):
        sys.exit("usage: python tools/demo.py [FOLDER]\n\n" + str(__doc__))
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo").resolve())
