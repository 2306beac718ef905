"""The sample case, told once for all tests: sealed, judged, drafted, published."""

import re
import shutil
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.acceptance.quick_key import make_quick

from demo_story import FACTS, JUDGED, MATCHED, answered, filled, with_panels
from onrecord import Desk
from onrecord.desk.publishing import source_of
from onrecord.model.casework import Published, Received
from sample import build, pictures

PASSPHRASE = "invented for the tests"
EDITOR, REPORTER = "Maren Oduval", "Ines Halloway"


@dataclass(frozen=True, slots=True)
class Told:
    """A case with a published story, its desk (unlocked), and what must come out."""

    folder: Path
    desk: Desk
    truth: dict[str, Any]
    received: tuple[Received, ...]
    published: Published

    @property
    def sample(self) -> Path:
        """The sample's inputs."""
        return self.folder / "sample"

    @property
    def case(self) -> Path:
        """The case folder."""
        return self.folder / "case"

    @property
    def secret(self) -> Path:
        """The file that holds the desk's passphrase."""
        return self.folder / "passphrase.txt"

    @property
    def draft(self) -> Path:
        """The draft as published."""
        return self.folder / "draft.md"

    @property
    def answers(self) -> Path:
        """The editor's answers to the harm checklist."""
        return self.folder / "answers.toml"

    @property
    def story(self) -> Path:
        """The published folder."""
        return self.folder / "story"

    @property
    def page(self) -> Path:
        """The published page."""
        return self.story / "harbour.html"

    def answer_anew(self, draft: Path | None = None) -> None:
        """The same answers, given for the draft as it is now."""
        now = source_of(draft or self.draft).prints()
        said = self.answers.read_text("utf-8")
        said = re.sub(r'^text = ".*"$', f'text = "{now}"', said, flags=re.M)
        self.answers.write_text(said, "utf-8")

    def planted(self, key: str) -> dict[str, Any]:
        """What truth.toml says of a planted message."""
        found: dict[str, Any] = next(m for m in self.truth["message"] if m["key"] == key)
        return found

    def options(self) -> list[str]:
        """What a command needs to work at this desk."""
        return ["--desk", str(self.desk.folder), "--passphrase-file", str(self.secret)]

    def copy(self, to: Path) -> "Told":
        """The same case and desk elsewhere, to be changed at will; the sample is shared."""
        for name in ("case", "desk"):
            shutil.copytree(self.folder / name, to / name)
        for name in ("draft.md", "answers.toml", "harbour.jpg", "passphrase.txt"):
            shutil.copy(self.folder / name, to / name)
        (to / "sample").symlink_to(self.sample, target_is_directory=True)
        shutil.copytree(self.story, to / "story")
        return replace(self, folder=to, desk=Desk(to / "desk", PASSPHRASE))


def tell(folder: Path) -> Told:
    """The whole way on the sample case, by the public API alone."""
    sample, case, draft = folder / "sample", folder / "case", folder / "draft.md"
    build.write(sample)
    shutil.copy(sample / "places.csv", sample / "wire" / "places.csv")
    truth = tomllib.loads((sample / "truth.toml").read_text("utf-8"))
    said = tomllib.loads((sample / "translations.toml").read_text("utf-8"))["translation"]
    (folder / "passphrase.txt").write_text(PASSPHRASE + "\n", "utf-8")
    desk = Desk(folder / "desk", PASSPHRASE)
    desk.new(case, "harbour")
    make_quick(folder / "desk" / "keys" / "desk.age", PASSPHRASE)
    received = (desk.add(case, sample / "witness-a"), desk.add_news(case, sample / "wire"))
    judge(desk, case, truth)
    headings = judge_matches(desk, case, truth)
    desk.draft(case, draft, by=REPORTER)
    translations = {t["original"]: t for t in said}
    text = filled(draft.read_text("utf-8"), translations, FACTS)
    draft.write_text(with_panels(text, headings), "utf-8")
    (folder / "harbour.jpg").write_bytes(pictures.of_the_desk())
    answers = folder / "answers.toml"
    answers.write_text(answered(EDITOR, source_of(draft).prints()), "utf-8")
    published = desk.publish(case, draft, folder / "story", by=EDITOR, checklist=answers)
    return Told(folder, desk, truth, received, published)


def judge(desk: Desk, case: Path, truth: dict[str, Any]) -> None:
    """The invented reporter's decisions of the demonstration."""
    rows = {m["key"]: m for m in truth["message"]}
    proposed = list(desk.statements(case))
    for key, kind, why in JUDGED:
        seen = desk.show(case, f"id:{rows[key]['id']}", around=0).message
        found = [s.id for s in proposed if s.citation.ref.key == seen.key and s.kind == kind]
        about = found[0] if found else f"m:{seen.key}"
        correct = () if found else (("kind", kind),)
        desk.judge(case, about, "yes", by=REPORTER, why=why, correct=correct)
    hide = rows["bystander"]
    names = [n for n in truth["must_not_appear"]["others"] if n in hide["text"]]
    desk.judge(
        case,
        f"id:{hide['id']}",
        "no",
        by=REPORTER,
        why="a bystander: his name is never printed",
        correct=tuple(("hide", n) for n in names),
    )


def judge_matches(desk: Desk, case: Path, truth: dict[str, Any]) -> dict[str, str]:
    """The matches the invented reporter looked at; statement id to the panel's heading."""
    rows = {m["key"]: m["id"] for m in truth["message"]}
    proposed = list(desk.statements(case))
    headings: dict[str, str] = {}
    for key, (heading, why) in MATCHED.items():
        message = desk.show(case, f"id:{rows[key]}", around=0).message.key
        about = next(s.id for s in proposed if s.citation.ref.key == message)
        _, match = next(iter(desk.compare(case, only=(about,))))
        pair = f"{about}+{match.passages[0].article}"
        desk.judge(case, pair, "yes", by=REPORTER, why=why)
        headings[about] = heading
    return headings
