"""Corrections, retractions, a second story, what a lawyer and a court get."""

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import bagit
import pyrage
import pytest
from tests.acceptance.told import EDITOR, Told
from tests.cli.shell import as_json

from onrecord.archive import b64
from onrecord.desk.case import open_case
from onrecord.desk.holdings import holding
from onrecord.desk.publishing import noted
from onrecord.desk.rows import messages
from onrecord.errors import DraftCitesNothing, HarmRefused, NoSuchThing, Retracted

Capture = pytest.CaptureFixture[str]


def aliases(proofs: list[bytes]) -> set[str]:
    """Alias values that proofs open."""
    found = set()
    for data in proofs:
        for disclosure in json.loads(data)["sd_jwt"].split("~")[1:-1]:
            said = json.loads(b64.unurl(disclosure))
            if len(said) == 3 and said[1].startswith("alias-"):
                found.add(said[2])
    return found


def proofs_of(folder: Path) -> list[bytes]:
    return [p.read_bytes() for p in sorted(folder.glob("proof-*.json"))]


def test_a_correction_is_dated_logged_and_printed(own: Told, capsys: Capture) -> None:
    entries = own.desk.info(own.case).head
    assert entries is not None
    said = ("--text", "The strike was on the 21st, not the 20th.", "--by", EDITOR)
    ran = as_json(capsys, "correct", own.case, "harbour", *said, *own.options())
    assert ran.code == 0, ran.last
    page = own.page.read_text("utf-8")
    assert "The strike was on the 21st" in page
    assert "Retracted" not in page
    after = own.desk.info(own.case).head
    assert after is not None
    assert after.size > entries.size
    assert len(own.desk.verify(own.page)) == own.published.proofs
    assert own.desk.check(own.case).whole
    # A later publication keeps it.
    own.desk.publish(own.case, own.draft, own.story, by=EDITOR, checklist=own.answers)
    assert "The strike was on the 21st" in own.page.read_text("utf-8")


def test_a_retraction_stands_on_the_page_in_the_proofs_and_in_the_log(
    own: Told, capsys: Capture
) -> None:
    why = ("--why", "The export was shown to be forged.", "--by", EDITOR)
    ran = as_json(capsys, "retract", own.case, "harbour", *why, *own.options())
    assert ran.code == 0, ran.last
    page = own.page.read_text("utf-8")
    assert page.index("The export was shown to be forged.") < page.index("<h1>")
    stories = {json.loads(p)["quote"]["story"] for p in proofs_of(own.story)}
    assert len(stories) == 1
    assert "(retracted 2" in stories.pop()
    assert [d.about for d in own.desk.feed(own.case) if d.what == "retracted"] == ["harbour"]
    (event,) = [e for e in own.desk.timeline(own.case) if e.kind == "retracted"]
    assert event.says == "The story harbour was retracted: The export was shown to be forged."
    assert len(own.desk.verify(own.page)) == own.published.proofs
    assert own.desk.check(own.case).whole
    with pytest.raises(Retracted):
        own.desk.publish(own.case, own.draft, by=EDITOR, checklist=own.answers)
    with pytest.raises(Retracted):
        own.desk.retract(own.case, "harbour", why="again", by=EDITOR)
    with pytest.raises(NoSuchThing):
        own.desk.retract(own.case, "no-such", why="x", by=EDITOR)


def test_a_second_story_cannot_be_linked_to_the_first(own: Told, tmp_path: Path) -> None:
    text = own.draft.read_text("utf-8").replace("story: harbour", "story: second", 1)
    own.draft.write_text(text, "utf-8")
    own.answer_anew()
    done = own.desk.publish(own.case, own.draft, tmp_path / "s", by=EDITOR, checklist=own.answers)
    first, second = aliases(proofs_of(own.story)), aliases(proofs_of(tmp_path / "s"))
    assert first
    assert second
    assert not first & second
    assert any("quoted in the story harbour too" in w for w in done.warnings)


def test_translations_are_signed_into_the_proofs(told: Told) -> None:
    for data in proofs_of(told.story):
        (one,) = json.loads(data)["translations"]
        assert one["lang"] == "en"
        assert one["by"] == "Lamia Kessouri"
    for checked in told.desk.verify(told.page):
        assert checked.found.translations


def opened(file: Path, identity: pyrage.x25519.Identity, to: Path) -> Path:
    """The bag in an encrypted bundle."""
    box: Any = io.BytesIO(pyrage.decrypt(file.read_bytes(), [identity]))
    with tarfile.open(fileobj=box) as tar:
        assert {(m.uid, m.gid, m.uname, m.gname, m.mtime) for m in tar} == {(0, 0, "", "", 0)}
        tar.extractall(to, filter="data")
    return to / "exhibit"


def test_the_lawyers_bundle_is_a_bag_only_its_recipient_opens(
    told: Told, tmp_path: Path, capsys: Capture
) -> None:
    key = pyrage.x25519.Identity.generate()
    out = tmp_path / "bundle.age"
    to = ("--for", "A. Lawyer", "--to", key.to_public(), "--out", out)
    ran = as_json(capsys, "exhibit", told.case, "harbour", *to, "--desk", told.desk.folder)
    assert ran.code == 0, ran.last
    assert b"\xd8\xb3" not in out.read_bytes()[:200]
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(out.read_bytes(), [pyrage.x25519.Identity.generate()])
    bag = opened(out, key, tmp_path)
    assert bagit.Bag(str(bag)).validate()
    days = sorted((bag / "data" / "days").glob("*.txt"))
    assert days
    assert sum(len(d.read_text("utf-8").split("key: ")) - 1 for d in days) == ran.last["messages"]
    assert len(list((bag / "data" / "proofs").iterdir())) == told.published.proofs
    assert "UNREDACTED" in (bag / "data" / "READ-FIRST.txt").read_text("utf-8")
    assert "manifest SHA-256" in (bag / "data" / "certificate-draft.txt").read_text("utf-8")
    bad = as_json(capsys, "exhibit", told.case, "harbour", *to[:2], "--to", "age1x", *to[4:])
    assert bad.code == 16


def test_a_court_gets_whole_messages_under_the_same_root(
    own: Told, tmp_path: Path, capsys: Capture
) -> None:
    key = pyrage.x25519.Identity.generate()
    out = tmp_path / "context.age"
    about = f"id:{own.planted('twice')['id']}"
    to = ("--for", "The court", "--to", key.to_public(), "--out", out)
    why = ("--around", 3, "--why", "order of 3 May", "--by", EDITOR)
    ran = as_json(capsys, "open-context", own.case, about, *to, *why, *own.options())
    assert ran.code == 0, ran.last
    assert ran.last["messages"] == 7
    bag = opened(out, key, tmp_path)
    assert bagit.Bag(str(bag)).validate()
    proofs = sorted((bag / "data" / "proofs").iterdir())
    assert len(proofs) == ran.last["proofs"]
    for file in proofs:
        (checked,) = own.desk.verify(file)
        assert "sender" in json.dumps(json.loads(b64.unurl(_named(file, "sender"))))
        assert checked.kind == "EXACT"
    last = own.desk.judgements(own.case)[-1].judgement
    assert dict(last.correct)["opened-for"] == "The court"


def test_more_is_opened_under_the_root_of_the_published_proofs(
    own: Told, tmp_path: Path, capsys: Capture
) -> None:
    """After a reseal and a later reading the other side can still ask for the rest of
    what was introduced (FRE 106): under the root that the page's proofs lead to."""
    roots = {own.desk.verify(p)[0].found.root for p in own.story.glob("proof-*.json")}
    assert len(roots) == 1
    own.desk.reseal(own.case, 1)
    own.desk.reseal_reread(own.case, 1)
    quoted = noted(open_case(own.case))["harbour"]["quoted"][0]
    reader = pyrage.x25519.Identity.generate()
    to = ("--for", "The court", "--to", reader.to_public(), "--around", 1)
    why = ("--why", "the rest of it", "--by", EDITOR)

    def roots_opened(name: str, *more: object) -> set[str]:
        (tmp_path / name).mkdir()
        out = tmp_path / name / "context.age"
        words = (own.case, f"m:{quoted}", *to, *why, "--out", out, *more)
        ran = as_json(capsys, "open-context", *words, *own.options())
        assert ran.code == 0, ran.last
        bag = opened(out, reader, tmp_path / name)
        files = list((bag / "data" / "proofs").iterdir())
        assert files
        return {own.desk.verify(file)[0].found.root for file in files}

    assert roots_opened("as-published") == roots
    last = holding(open_case(own.case), 1).seal
    assert last is not None
    newest = roots_opened("the-last", "--seal", last.index)
    assert len(newest) == 1 and newest != roots
    words = (own.case, f"m:{quoted}", *to, *why, "--out", tmp_path / "x", "--seal", 0)
    assert as_json(capsys, "open-context", *words, *own.options()).code == 53


def _named(file: Path, name: str) -> str:
    """The disclosure of that name in a proof."""
    for disclosure in json.loads(file.read_bytes())["sd_jwt"].split("~")[1:-1]:
        said = json.loads(b64.unurl(disclosure))
        if len(said) == 3 and said[1] == name:
            return str(disclosure)
    raise AssertionError(name)


def test_a_translators_sheet_goes_out_and_comes_back(
    own: Told, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "sheet.csv"
    desk = ("--desk", own.desk.folder)
    ran = as_json(capsys, "sheet", own.draft, "--out", out, *desk)
    assert ran.last["rows"] == own.published.proofs
    text = out.read_text("utf-8-sig").replace("Lamia Kessouri", "Nadim Azraq")
    out.write_text(text, "utf-8")
    ran = as_json(capsys, "sheet", own.draft, "--take", out, *desk)
    assert ran.last["taken"] == own.published.proofs
    assert "translated by Nadim Azraq" in own.draft.read_text("utf-8")
    assert as_json(capsys, "sheet", own.draft, *desk).code == 16


def test_a_group_picture_needs_a_second_editor_and_a_graphic_one_is_never_printed(
    own: Told, tmp_path: Path
) -> None:
    """A picture of the export, renamed and with other notes in it, is known again."""
    photos = sorted((own.sample / "witness-a" / "photos").glob("*.jpg"))
    found = [m for m in messages(open_case(own.case)) if m.media]
    (own.folder / "harbour.jpg").write_bytes(with_comment(photos[0].read_bytes()))
    own.answer_anew()
    with pytest.raises(HarmRefused, match="Made by the group"):
        own.desk.publish(own.case, own.draft, tmp_path / "o", by=EDITOR, checklist=own.answers)
    text = own.answers.read_text("utf-8")
    second = '[group-media]\nanswer = "It shows the quay."\nby = "Tarek Belhadin"\n'
    own.answers.write_text(text + second, "utf-8")
    out = tmp_path / "o"
    done = own.desk.publish(
        own.case, own.draft, out, by=EDITOR, checklist=own.answers, never_out=True
    )
    assert done.proofs
    name = photos[0].name
    about = next(m.key for m in found if any(name in (x.path or "") for x in m.media))
    said = (("graphic", "yes"),)
    own.desk.judge(own.case, f"m:{about}", "no", by=EDITOR, why="a wounded man", correct=said)
    with pytest.raises(HarmRefused, match="Judged graphic"):
        own.desk.publish(own.case, own.draft, tmp_path / "o", by=EDITOR, checklist=own.answers)


def test_a_draft_that_cites_a_withdrawn_export_is_told_so(own: Told, tmp_path: Path) -> None:
    own.desk.withdraw(own.case, 1, why="the source asked", by=EDITOR)
    with pytest.raises(DraftCitesNothing, match=r"stands in export 1, which was withdrawn") as told:
        own.desk.publish(own.case, own.draft, tmp_path / "o", by=EDITOR, checklist=own.answers)
    assert "line " in told.value.where


def with_comment(jpeg: bytes) -> bytes:
    """The picture with a comment segment more."""
    note = b"made by nobody"
    return jpeg[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + jpeg[2:]


def test_what_a_person_lets_through_is_printed_with_the_reason_on_record(
    own: Told, tmp_path: Path
) -> None:
    name = own.planted("threat")["speaker"]
    text = own.draft.read_text("utf-8")
    own.draft.write_text(text.replace("\n## ", f"\n{name} agreed to be named.\n\n## ", 1), "utf-8")
    own.answer_anew()
    with pytest.raises(HarmRefused):
        own.desk.publish(own.case, own.draft, tmp_path / "o", by=EDITOR, checklist=own.answers)
    about = f"id:{own.planted('threat')['id']}"
    said = (("print", name),)
    own.desk.judge(own.case, about, "yes", by=EDITOR, why="agreed in writing", correct=said)
    out = tmp_path / "o"
    done = own.desk.publish(
        own.case, own.draft, out, by=EDITOR, checklist=own.answers, never_out=True
    )
    assert name in Path(done.files[0]).read_text("utf-8")
