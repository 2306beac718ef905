"""Drafts of a case as files that several persons write.

A save names the text it was made on by its digest. If the file has changed since,
the two changes are merged by lines (diff3); where both touched the same lines
nothing is written, and the writer gets both. Every text that was read or saved
here is kept in ``CASE/team/drafts`` by its digest, so the common ancestor of a
merge is always there, whoever changed the file, with whatever program.
"""

import hashlib
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onrecord import clock
from onrecord.archive import disk
from onrecord.desk.appending import append_lines
from onrecord.desk.case import Case, open_case
from onrecord.desk.drafted import text_of
from onrecord.errors import BadOption, CaseBusy, NoSuchThing
from onrecord.model.draftfile import DraftFile, DraftText, Saved
from onrecord.report.merge import merge

COMPOSED = "composed.md"
LARGEST = 4_000_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,80}\.md")
_HEADLINE = re.compile(r"^headline:[ \t]*(.+)$", re.MULTILINE)
_STORY = re.compile(r"^story:[ \t]*(.+)$", re.MULTILINE)
_DIGEST = re.compile("[0-9a-f]{64}")
_PATIENCE = 5.0


@contextmanager
def drafts_held(case: Case) -> Iterator[None]:
    """The only writer of the case's drafts; waits up to five seconds. Raises CaseBusy.

    Not the lock of the case: saving must not wait for an export being sealed.
    """
    folder = case.path / "team"
    with disk.trouble(folder):
        folder.mkdir(exist_ok=True)
    until = clock.seconds() + _PATIENCE
    while True:
        hold = disk.lock(folder)
        try:
            hold.__enter__()
        except CaseBusy:
            if clock.seconds() > until:
                raise
            time.sleep(0.05)
            continue
        try:
            yield
        finally:
            hold.__exit__(None, None, None)
        return


def drafts(path: Path) -> list[DraftFile]:
    """See ``Desk.drafts``."""
    case = open_case(path)
    last: dict[str, dict[str, Any]] = {said["name"]: said for said in _saves(case)}
    out = []
    for file in sorted((case.path / "stories").glob("*.md")):
        if file.name == COMPOSED or not _NAME.fullmatch(file.name):
            continue
        text = _text_of(file)
        head, story = _HEADLINE.search(text), _STORY.search(text)
        said = last.get(file.name, {})
        out.append(
            DraftFile(
                file.name,
                head.group(1).strip() if head else "",
                file.stat().st_size,
                str(said.get("by", "")),
                str(said.get("at", "")),
                story.group(1).strip() if story else "",
            )
        )
    return out


def read_draft(path: Path, name: str, digest: str = "") -> DraftText:
    """See ``Desk.read_draft``. Raises NoSuchThing, BadDraft."""
    case = open_case(path)
    if digest:
        return DraftText(name, _kept(case, digest), digest)
    text = _text_of(_file(case, name))
    return DraftText(name, text, _keep(case, text))


def save_draft(path: Path, name: str, text: str, base: str | None, by: str) -> Saved:
    """See ``Desk.save_draft``. Raises BadOption, NoSuchThing, CaseBusy, DiskFull."""
    case = open_case(path)
    if not by.strip():
        raise BadOption("A save needs the name of who writes", advice="give --by")
    if not _NAME.fullmatch(name) or name == COMPOSED:
        raise _bad_name(name)
    if len(text) > LARGEST:
        raise BadOption(f"A draft of {len(text):,} letters is no draft", where=name)
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise BadOption("The draft holds half a letter (a lone surrogate)", where=name)
    by = " ".join(by.split())
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    with drafts_held(case):
        file = case.path / "stories" / name
        if not file.exists():
            return _written(case, file, text, by, "saved")
        there = _text_of(file)
        if there == text:
            return Saved("unchanged", text, _keep(case, text))
        if base is None:
            raise BadOption(
                f"There is a draft {name} already",
                where=str(file),
                advice="read it first, and save on the digest that reading gave",
            )
        if _digest(there) == base:
            return _written(case, file, text, by, "saved")
        return _both(case, file, text, base, by)


def _both(case: Case, file: Path, text: str, base: str, by: str) -> Saved:
    """Two changes of one text: merged and written, or handed back as they are."""
    there = _text_of(file)
    who = next((s["by"] for s in reversed(_saves(case)) if s["name"] == file.name), "")
    other = who or "someone, with another program"
    merged = merge(_kept(case, base), text, there, f"{other} changed these lines as well:")
    if merged.conflicts:
        return Saved("conflict", merged.text, _keep(case, there), merged.conflicts, other)
    done = _written(case, file, merged.text, by, "merged")
    return Saved("merged", merged.text, done.digest, theirs=other)


def _written(case: Case, file: Path, text: str, by: str, fate: str) -> Saved:
    digest = _keep(case, text)
    disk.replace(file, text.encode("utf-8"))
    said = {"name": file.name, "digest": digest, "by": by, "at": clock.stamp()}
    line = json.dumps(said, ensure_ascii=False).encode() + b"\n"
    append_lines(case.path / "team" / "drafts.jsonl", line)
    return Saved("merged" if fate == "merged" else "saved", text, digest)


def _saves(case: Case) -> list[dict[str, Any]]:
    """Saves through the desk, oldest first. A half-written line names no save."""
    journal = case.path / "team" / "drafts.jsonl"
    if not journal.exists():
        return []
    out = []
    for line in journal.read_bytes().split(b"\n"):
        try:
            said = json.loads(line)
        except ValueError:
            continue  # who saved is a courtesy; the texts themselves are kept by digest
        if isinstance(said, dict) and {"name", "by", "at"} <= set(said):
            out.append(said)
    return out


def saves_of(case: Case, name: str) -> list[tuple[str, str]]:
    """Who saved a draft through the desk, and when, oldest first; last a text that came
    from elsewhere, by nobody known."""
    mine = [said for said in _saves(case) if said["name"] == name]
    out = [(str(said["by"]), str(said["at"])) for said in mine]
    file = case.path / "stories" / name
    if mine and file.is_file() and _digest(_text_of(file)) != mine[-1].get("digest"):
        out.append(("", clock.stamp()))
    return out


def _file(case: Case, name: str) -> Path:
    if not _NAME.fullmatch(name) or name == COMPOSED:
        raise _bad_name(name)
    file = case.path / "stories" / name
    if not file.is_file():
        raise NoSuchThing(
            f"There is no draft {name}",
            where=str(case.path),
            advice="`onrecord drafts CASE` lists them; `onrecord draft CASE` composes one",
        )
    return file


def _bad_name(name: str) -> BadOption:
    return BadOption(
        f"{name} cannot be the name of a draft",
        advice="letters, digits, hyphens and underscores, then .md; composed.md is the desk's own",
    )


def _text_of(file: Path) -> str:
    return text_of(file).replace("\r\n", "\n")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _keep(case: Case, text: str) -> str:
    """Keeps a text under its digest; the digest."""
    digest = _digest(text)
    file = case.path / "team" / "drafts" / f"{digest}.md"
    if not file.exists():
        with disk.trouble(file):
            file.parent.mkdir(parents=True, exist_ok=True)
        disk.replace(file, text.encode())
    return digest


def _kept(case: Case, digest: str) -> str:
    """A text that was read or saved here. Raises NoSuchThing."""
    file = case.path / "team" / "drafts" / f"{digest}.md"
    if not _DIGEST.fullmatch(digest) or not file.exists():
        raise NoSuchThing(
            "No text of this digest was read here",
            where=digest[:16],
            advice="read the draft again, and save on the digest that reading gives",
        )
    return file.read_text("utf-8")


def answers_file(path: Path, name: str) -> Path:
    """Where the answers to a draft's checklist lie; there or not. Raises BadOption."""
    if not _NAME.fullmatch(name) or name == COMPOSED:
        raise _bad_name(name)
    return open_case(path).path / "stories" / (name.removesuffix(".md") + ".answers.toml")
