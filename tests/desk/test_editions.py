"""A page says which version it is, who signed it, and where readers find the desk's key."""

import re
from pathlib import Path

import pytest
from tests.acceptance.told import EDITOR, REPORTER, Told
from tests.cli.shell import as_json, plain

from onrecord import clock
from onrecord.errors import BadOption, NoSuchThing
from onrecord.report._page_words import words

Capture = pytest.CaptureFixture[str]
NONE = "No corrections so far"


def changed(own: Told) -> None:
    text = own.draft.read_text("utf-8")
    own.draft.write_text(text.replace("\n## ", "\nOne sentence more.\n\n## ", 1), "utf-8")
    own.answer_anew()


def print_(own: Told, to: Path, correction: str = "", never_out: bool = False) -> str:
    own.desk.publish(
        own.case,
        own.draft,
        to,
        by=EDITOR,
        checklist=own.answers,
        correction=correction,
        never_out=never_out,
    )
    return (to / "harbour.html").read_text("utf-8")


def today() -> str:
    return words("en").date(clock.stamp()[:10])


def test_the_first_page_names_its_day_and_who_signed(told: Told) -> None:
    page = told.page.read_text("utf-8")
    assert re.search(rf"Published on \d+ \w+ \d+\. Signed by {EDITOR}\.", page)
    assert NONE in page


def test_another_text_under_the_same_name_needs_a_word(own: Told, tmp_path: Path) -> None:
    changed(own)
    with pytest.raises(BadOption, match="published before with another text") as told:
        print_(own, tmp_path / "o")
    assert "--correction" in told.value.advice
    assert not (tmp_path / "o").exists()
    with pytest.raises(BadOption, match="not both"):
        print_(own, tmp_path / "o", correction="It was wrong.", never_out=True)


def test_a_correction_is_printed_with_the_version(own: Told, tmp_path: Path) -> None:
    changed(own)
    page = print_(own, tmp_path / "o", correction="The harbour lies north of the cape.")
    assert NONE not in page
    assert "The harbour lies north of the cape." in page
    assert f"Version 2, published on {today()}; the first on {today()}. Signed by" in page
    again = print_(own, tmp_path / "o")  # the same text: another copy of this version
    assert "Version 2, " in again
    assert "The harbour lies north of the cape." in again
    own.desk.correct(own.case, "harbour", text="And east of the river.", by=REPORTER)
    third = (tmp_path / "o" / "harbour.html").read_text("utf-8")
    assert "Version 3, " in third
    assert f"Signed by {REPORTER}" in third


def test_what_nobody_has_is_said_to_be_that_and_by_whom(own: Told, tmp_path: Path) -> None:
    changed(own)
    page = print_(own, tmp_path / "o", never_out=True)
    assert NONE not in page
    assert f"Nobody outside this desk has that one, says {EDITOR}." in page
    assert NONE not in print_(own, tmp_path / "o"), "it stays said"


def test_a_correction_of_nothing_is_refused(own: Told, tmp_path: Path) -> None:
    text = own.draft.read_text("utf-8").replace("story: harbour", "story: another", 1)
    own.draft.write_text(text, "utf-8")
    own.answer_anew()
    with pytest.raises(BadOption, match="could be corrected"):
        print_(own, tmp_path / "o", correction="It was wrong.")


def test_readers_are_told_where_the_key_is_and_the_editor_if_they_are_not(
    own: Told, tmp_path: Path, capsys: Capture
) -> None:
    assert any("public key" in w for w in own.published.warnings)
    assert "Ask the newsroom for it." in own.page.read_text("utf-8")
    where = "https://meridian-register.example/desk-key"
    desk = ("--desk", own.desk.folder)
    assert as_json(capsys, "keys", "publish", *desk).code == 16
    assert as_json(capsys, "keys", "publish", "--at", where, *desk).last["published_at"] == where
    done = own.desk.publish(own.case, own.draft, tmp_path / "o", by=EDITOR, checklist=own.answers)
    assert not any("public key" in w for w in done.warnings)
    assert f'<a href="{where}"' in (tmp_path / "o" / "harbour.html").read_text("utf-8")
    assert str(own.desk.key_facts().first) not in (tmp_path / "o" / "harbour.html").read_text()


def test_each_publication_has_the_name_of_who_signed_it(own: Told, tmp_path: Path) -> None:
    changed(own)
    print_(own, tmp_path / "o", never_out=True)
    own.desk.correct(own.case, "harbour", text="One more.", by=REPORTER)
    deeds = [d for d in own.desk.feed(own.case, limit=500) if d.what == "published"]
    assert [d.by for d in deeds] == [REPORTER, EDITOR, EDITOR]


def test_a_reporter_says_that_it_is_ready(own: Told, capsys: Capture) -> None:
    desk = ("--desk", own.desk.folder)
    own.desk.save_draft(own.case, "harbour.md", own.draft.read_text("utf-8"), by=REPORTER)
    with pytest.raises(NoSuchThing):
        own.desk.hand_over(own.case, "none.md", by=REPORTER)
    ran = as_json(capsys, "drafts", own.case, "harbour.md", "--ready", "--by", REPORTER, *desk)
    assert ran.code == 0
    assert own.desk.handed_over(own.case)["harbour.md"]["same"]
    draft = own.desk.read_draft(own.case, "harbour.md")
    own.desk.save_draft(own.case, "harbour.md", draft.text + "\n", by=REPORTER, base=draft.digest)
    assert not own.desk.handed_over(own.case)["harbour.md"]["same"]
    assert f"ready; changed since: {REPORTER}" in plain(capsys, "drafts", own.case, *desk).out
