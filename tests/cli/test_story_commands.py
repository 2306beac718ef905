"""The commands around a draft: checked, looked at, its questions answered."""

import re
from pathlib import Path

import pytest
from tests.acceptance.drafts import cards, changed
from tests.acceptance.told import Told
from tests.cli.shell import as_json, plain
from tests.report import tiny_model

from onrecord.desk.publishing import source_of
from onrecord.errors import BadDraft, QuotationRefused
from onrecord.model.judgement import Judgement

Capture = pytest.CaptureFixture[str]


def signings(own: Told) -> list[Judgement]:
    """What editors signed, as the log has it."""
    every = (r.judgement for r in own.desk.judgements(own.case))
    return [j for j in every if j.about.startswith("story:harbour@")]


def beside(told: Told, folder: Path) -> Path:
    """The folder, with the draft's pictures in it."""
    for picture in told.draft.parent.glob("*.jpg"):
        (folder / picture.name).write_bytes(picture.read_bytes())
    return folder


def test_a_picture_that_cannot_be_printed_is_told_while_one_writes(
    told: Told, tmp_path: Path, capsys: Capture
) -> None:
    draft = beside(told, tmp_path) / "draft.md"
    one, two = (f'![it]({name} "Caption. Credit: A")' for name in ("gone.png", "odd.heic"))
    draft.write_text(told.draft.read_text("utf-8") + f"\n{one}\n\n{two}\n", "utf-8")
    (tmp_path / "odd.heic").write_bytes(b"\0\0\0\x18ftypheic")
    ran = as_json(capsys, "check-draft", told.case, draft, "--desk", told.desk.folder)
    assert ran.code == QuotationRefused.exit_code
    faults = [r["fault"] for r in ran.rows if "fault" in r]
    assert [f["kind"] for f in faults] == ["picture", "picture"]
    assert "gone.png" in faults[0]["what"]
    assert "PNG or JPEG" in faults[1]["remedy"]


def test_a_word_processors_document_is_called_one(
    told: Told, tmp_path: Path, capsys: Capture
) -> None:
    draft = tmp_path / "draft.docx"
    draft.write_bytes(b"PK\x03\x04" + b"\0" * 40)
    ran = as_json(capsys, "check-draft", told.case, draft, "--desk", told.desk.folder)
    assert ran.code == BadDraft.exit_code
    assert "word processor" in ran.err


def test_a_draft_is_checked_without_publishing(told: Told, tmp_path: Path, capsys: Capture) -> None:
    desk = ("--desk", told.desk.folder)
    ran = as_json(capsys, "check-draft", told.case, told.draft, *desk)
    assert ran.last == {"passed": True, "quotations": len(ran.rows)}
    assert {r["quotation"]["verdict"] for r in ran.rows} <= {"passes", "own-marks"}
    text = told.draft.read_text("utf-8")
    card = cards(text)[0]
    wrong = beside(told, tmp_path) / "wrong.md"
    wrong.write_text(text.replace(card.words, changed(card.words, 0), 1), "utf-8")
    ran = as_json(capsys, "check-draft", told.case, wrong, *desk)
    assert ran.code == QuotationRefused.exit_code
    (fault,) = [r["fault"] for r in ran.rows if "fault" in r]
    assert fault["spot"]["line"] == card.line + 1
    assert fault["remedy"]


def test_a_name_of_the_group_is_seen_before_publishing(
    told: Told, tmp_path: Path, capsys: Capture
) -> None:
    name = told.planted("threat")["speaker"]
    wrong = beside(told, tmp_path) / "named.md"
    text = told.draft.read_text("utf-8")
    wrong.write_text(text.replace("\n## ", f"\n{name} said nothing more.\n\n## ", 1), "utf-8")
    ran = as_json(capsys, "check-draft", told.case, wrong, "--desk", told.desk.folder)
    assert ran.code == QuotationRefused.exit_code
    assert [r["fault"]["kind"] for r in ran.rows if "fault" in r] == ["name"]
    assert name not in str(ran.rows[-1])


def test_a_preview_is_a_page_without_proofs(told: Told, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "preview.html"
    ran = as_json(
        capsys, "preview", told.case, told.draft, "--out", out, "--desk", told.desk.folder
    )
    assert ran.last == {"preview": str(out)}
    page = out.read_text("utf-8")
    assert "Preview of a draft" in page
    assert "onrecord.proof" not in page


def test_the_checklist_is_written_and_keeps_its_answers(
    told: Told, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "answers.toml"
    desk = ("--desk", told.desk.folder)
    ran = as_json(capsys, "checklist", told.case, told.draft, "--out", out, *desk)
    assert {"minors", "right-of-reply", "words"} <= {r["key"] for r in ran.rows}
    text = out.read_text("utf-8")
    assert "[minors]" in text
    out.write_text(text.replace('[minors]\nanswer = ""', '[minors]\nanswer = "None."', 1), "utf-8")
    assert plain(capsys, "checklist", told.case, told.draft, "--out", out, *desk).code == 0
    assert '[minors]\nanswer = "None."' in out.read_text("utf-8")


def test_an_editor_signs_on_another_machine(own: Told, tmp_path: Path, capsys: Capture) -> None:
    """Two editors, each with a desk of their own; the log names both and their keys."""
    theirs = tmp_path / "elsewhere"
    files = []
    for name, reason in (("Maren Oduval", ""), ("Tarek Belhadin", "read as second editor")):
        answers = tmp_path / f"{name}.toml"
        now = source_of(own.draft).prints()
        short = f'text = "{now}"\n[words]\nanswer = "{reason}"\n'
        answers.write_text(short if reason else own.answers.read_text("utf-8"), "utf-8")
        secret = own.secret
        out = tmp_path / f"{name}.json"
        ran = as_json(
            capsys,
            *("sign", own.draft, "--by", name, "--checklist", answers, "--out", out),
            *("--desk", theirs / name.split()[0], "--passphrase-file", secret),
        )
        assert ran.last["by"] == name
        files += ["--sign-off", out]
    ran = as_json(
        capsys, "publish", own.case, own.draft, "--out", tmp_path / "o", *files, *own.options()
    )
    assert ran.code == 0, ran.last
    said = signings(own)
    signed = {j.by: dict(j.correct) for j in said if dict(j.correct)["signed"] != "at the desk"}
    assert set(signed) == {"Maren Oduval", "Tarek Belhadin"}
    assert signed["Maren Oduval"]["minors"].startswith("None.")
    assert len({s["signed"] for s in signed.values()}) == 2
    again = as_json(
        capsys, "publish", own.case, own.draft, "--out", tmp_path / "o", *files, *own.options()
    )
    assert again.code == 0
    assert len(signings(own)) == len(said)


def test_a_name_signs_under_one_key(own: Told, tmp_path: Path, capsys: Capture) -> None:
    for number, code in ((1, 0), (2, 65)):
        out = tmp_path / f"{number}.json"
        where = ("--desk", tmp_path / f"desk-{number}", "--passphrase-file", own.secret)
        asked = ("--by", "Maren Oduval", "--checklist", own.answers, "--out", out)
        assert as_json(capsys, "sign", own.draft, *asked, *where).code == 0
        ran = as_json(
            capsys,
            *("publish", own.case, own.draft, "--out", tmp_path / "o", "--sign-off", out),
            *own.options(),
        )
        assert ran.code == code


def test_who_was_there_is_told_as_numbers_and_kept_nowhere(told: Told, capsys: Capture) -> None:
    ran = as_json(capsys, "checklist", told.case, told.draft, "--desk", told.desk.folder)
    note = next(r["note"] for r in ran.rows if r["key"] == "source-safety")
    assert "members" in note
    names = told.truth["must_not_appear"]["names"]
    assert not [n for n in names if n in note]
    for file in (told.case / "stories").rglob("*.json"):
        assert "fits" not in file.read_text("utf-8"), file


def test_machine_drafts_are_marked_and_refused_until_signed(
    own: Told, tmp_path: Path, capsys: Capture
) -> None:
    desk = ("--desk", own.desk.folder)
    assert as_json(capsys, "translate", *desk).last == {"engines": 0}
    tiny_model.directory(own.desk.folder / "translators")
    ran = as_json(capsys, "translate", *desk)
    assert [(r["from"], r["to"], r["kind"]) for r in ran.rows] == [("ar", "en", "CTranslate2")]
    text = own.draft.read_text("utf-8")
    slot = re.search(r"^> en: .*$", text, re.MULTILINE)
    assert slot is not None
    own.draft.write_text(text.replace(slot[0], "> en:  — translated by ", 1), "utf-8")
    done = as_json(capsys, "translate", own.draft, *desk)
    assert done.last["filled"] == 1
    line = next(x for x in own.draft.read_text("utf-8").split("\n") if "machine draft by" in x)
    assert "CTranslate2 ar-en (model " in line
    ran = as_json(capsys, "check-draft", own.case, own.draft, *desk)
    faults = [r["fault"] for r in ran.rows if "fault" in r]
    assert [f["kind"] for f in faults] == ["translation"]
    assert "a machine draft" in faults[0]["what"]
    new = as_json(capsys, "draft", own.case, "--out", tmp_path / "n.md", *own.options())
    assert new.last["untranslated"] == 1  # one is in Russian, and nothing reads that here
    assert tmp_path.joinpath("n.md").read_text("utf-8").count("machine draft by") == 7
