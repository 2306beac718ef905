"""The checklist is answered for one text: changed afterwards, it has to be looked at again."""

from pathlib import Path

import pytest
from tests.acceptance.told import EDITOR, REPORTER, Told
from tests.cli.shell import as_json, plain
from tests.desk.test_after_publication import with_comment

from demo_story import answered
from onrecord.desk.drafted import text_of
from onrecord.desk.harming import answers_in
from onrecord.desk.publishing import source_of
from onrecord.errors import ChecklistOpen, OnRecordError

Capture = pytest.CaptureFixture[str]
PLANTED = "\nOmar, 14, the son of the keeper, hides in the school.\n"


def plant(own: Told) -> None:
    """The change that a reporter makes after the editor has answered."""
    text = own.draft.read_text("utf-8")
    own.draft.write_text(text.replace("\n## ", f"{PLANTED}\n## ", 1), "utf-8")


def refused(own: Told, to: Path) -> OnRecordError:
    with pytest.raises(ChecklistOpen) as told:
        own.desk.publish(own.case, own.draft, to, by=EDITOR, checklist=own.answers)
    assert not to.exists()
    return told.value


def test_a_sentence_planted_after_the_answers_is_refused(own: Told, tmp_path: Path) -> None:
    plant(own)
    said = refused(own, tmp_path / "o")
    assert "given for another text" in said.what
    assert "minors" in said.what
    assert f"answered by {EDITOR}" in said.where
    assert "--confirm" in said.advice
    with pytest.raises(ChecklistOpen, match="another text"):
        own.desk.sign(own.draft, own.answers, by=EDITOR, out=tmp_path / "signed.json")
    with pytest.raises(ChecklistOpen, match="another text"):
        own.desk.correct(own.case, "harbour", text="More is known.", by=EDITOR, draft=own.draft)
    own.answer_anew()
    own.desk.correct(
        own.case, "harbour", text="More.", by=EDITOR, draft=own.draft, checklist=own.answers
    )


@pytest.mark.parametrize("fact", ["headline: ", "lead: ", "by: "])
def test_the_head_is_printed_and_counts(own: Told, tmp_path: Path, fact: str) -> None:
    text = own.draft.read_text("utf-8")
    own.draft.write_text(text.replace(fact, f"{fact}Omar, ", 1), "utf-8")
    refused(own, tmp_path / "o")


def test_another_picture_counts_and_a_note_in_it_does_not(own: Told, tmp_path: Path) -> None:
    picture = own.folder / "harbour.jpg"
    before = source_of(own.draft).prints()
    picture.write_bytes(with_comment(picture.read_bytes()))
    assert source_of(own.draft).prints() == before, "the note is not printed"
    out = tmp_path / "signed.json"
    own.desk.sign(own.draft, own.answers, by=EDITOR, out=out)
    photo = sorted((own.sample / "witness-a" / "photos").glob("*.jpg"))[0]
    picture.write_bytes(photo.read_bytes())
    assert source_of(own.draft).prints() != before
    with pytest.raises(OnRecordError, match="signed another version"):
        own.desk.publish(own.case, own.draft, tmp_path / "o", signed=(out,))


def test_notes_and_empty_lines_are_not_printed_and_do_not_count(own: Told, tmp_path: Path) -> None:
    before = source_of(own.draft).prints()
    text = own.draft.read_text("utf-8").replace("\n## ", "\n\n%% ask once more\n\n## ", 1)
    own.draft.write_text(text + "\n%% composed\n%% anew\n\n", "utf-8")
    assert source_of(own.draft).prints() == before
    own.desk.publish(own.case, own.draft, tmp_path / "o", by=EDITOR, checklist=own.answers)


def test_answers_that_name_no_text_are_no_way_around(own: Told, tmp_path: Path) -> None:
    now = source_of(own.draft).prints()
    for line in ("", 'text = ""\n', 'text = "0000"\n'):
        whole = answered(EDITOR, now).replace(f'text = "{now}"\n', line)
        own.answers.write_text(whole, "utf-8")
        said = refused(own, tmp_path / "o")
    own.answers.write_text(answered(EDITOR, now).replace(f'text = "{now}"\n', ""), "utf-8")
    assert "do not say for which text" in refused(own, tmp_path / "o").what
    assert said.exit_code == 64


def test_a_named_editor_reads_what_changed_and_confirms(
    own: Told, tmp_path: Path, capsys: Capture
) -> None:
    """By the command line, as a newsroom without the browser does it."""
    ask = ("checklist", own.case, own.draft, "--out", own.answers)
    assert as_json(capsys, *ask, *own.options()).code == 0  # kept, with what it was given for
    plant(own)
    sent = ("publish", own.case, own.draft, "--out", tmp_path / "o", "--checklist", own.answers)
    assert as_json(capsys, *sent, "--signed-by", EDITOR, *own.options()).code == 64
    shown = plain(capsys, *ask, *own.options())
    assert "+ " in shown.out
    assert "Omar, 14" in shown.out
    assert f"answered by {EDITOR} for an earlier text" in shown.out
    assert as_json(capsys, *sent, "--signed-by", EDITOR, *own.options()).code == 64, "only shown"
    done = as_json(capsys, *ask, "--confirm", "Tarek Belhadin", *own.options())
    assert done.last["for_another_text"] == []
    minors = answers_in(own.answers)["minors"]
    assert (minors.by, minors.confirmed) == (EDITOR, "Tarek Belhadin")
    sure = ("--never-handed-out", "--signed-by", EDITOR)
    assert as_json(capsys, *sent, *sure, *own.options()).code == 0
    logged = {j.judgement.by: dict(j.judgement.correct) for j in own.desk.judgements(own.case)}
    assert "minors" in logged["Tarek Belhadin"]["confirmed"]


def test_one_answer_anew_does_not_renew_the_others(own: Told, tmp_path: Path) -> None:
    plant(own)
    now = source_of(own.draft).prints()
    items = own.desk.checklist(
        own.case, text_of(own.draft), folder=own.folder, answers=answers_in(own.answers)
    )
    own.desk.keep_answers(own.case, text_of(own.draft), items, own.answers, folder=own.folder)
    said = own.answers.read_text("utf-8")
    head, _, rest = said.partition("[minors]")
    table, _, others = rest.partition("\n\n")
    fresh = "\n".join(row for row in table.split("\n") if not row.startswith("text"))
    own.answers.write_text(f"{head}[minors]{fresh}\n\n{others}", "utf-8")
    given = answers_in(own.answers)
    assert given["minors"].text_of == now
    assert given["victims"].text_of not in ("", now)
    assert "minors" not in refused(own, tmp_path / "o").what


def test_who_saved_since_is_told(own: Told) -> None:
    text = text_of(own.draft)
    own.desk.save_draft(own.case, "harbour.md", text, by=EDITOR)
    given = {
        key: type(a)(a.text, a.by, text_of=a.text_of, at="2026-01-01T00:00:00Z")
        for key, a in answers_in(own.answers).items()
    }
    base = own.desk.read_draft(own.case, "harbour.md").digest
    changed = text.replace("\n## ", f"{PLANTED}\n## ", 1)
    items = own.desk.checklist(own.case, text, folder=own.folder, answers=given)
    assert own.desk.changes_since(own.case, text, items, folder=own.folder) == []
    own.desk.keep_answers(own.case, text, items, own.folder / "k.toml", folder=own.folder)
    own.desk.save_draft(own.case, "harbour.md", changed, by=REPORTER, base=base)
    items = own.desk.checklist(own.case, changed, folder=own.folder, answers=given)
    (one,) = own.desk.changes_since(own.case, changed, items, name="harbour.md", folder=own.folder)
    assert one.known
    assert one.saved[-1][0] == REPORTER
    assert [p for p in one.changes if any(k == "in" and "Omar" in w for k, w in p)]
