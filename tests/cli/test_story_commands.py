"""The commands around a draft: checked, looked at, its questions answered."""

from pathlib import Path

import pytest
from tests.acceptance.drafts import cards, changed
from tests.acceptance.told import Told
from tests.cli.shell import as_json, plain

from onrecord.errors import QuotationRefused

Capture = pytest.CaptureFixture[str]


def test_a_draft_is_checked_without_publishing(told: Told, tmp_path: Path, capsys: Capture) -> None:
    desk = ("--desk", told.desk.folder)
    ran = as_json(capsys, "check-draft", told.case, told.draft, *desk)
    assert ran.last == {"passed": True, "quotations": len(ran.rows)}
    assert {r["quotation"]["verdict"] for r in ran.rows} <= {"passes", "own-marks"}
    text = told.draft.read_text("utf-8")
    card = cards(text)[0]
    wrong = tmp_path / "wrong.md"
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
    wrong = tmp_path / "named.md"
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
