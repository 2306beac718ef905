"""A second editor is a person: with a passphrase at this desk, or a key of another."""

from pathlib import Path

import pytest
from tests.acceptance.told import EDITOR, Told
from tests.cli.shell import as_json
from tests.desk.test_after_publication import with_comment

from onrecord import Desk
from onrecord.desk.harming import answers_in, sheet
from onrecord.desk.publishing import source_of
from onrecord.errors import BadOption, ChecklistOpen, HarmRefused, NotAdmitted

Capture = pytest.CaptureFixture[str]
SECOND, PASS = "Tarek Belhadin", "four words of his own"
REASON = '[group-media]\nanswer = "It shows the quay."\nby = "Tarek Belhadin"\n'


@pytest.fixture
def asks(own: Told) -> Told:
    """A story with a picture of the group in it; a reason in another's name is typed."""
    photo = sorted((own.sample / "witness-a" / "photos").glob("*.jpg"))[0]
    (own.folder / "harbour.jpg").write_bytes(with_comment(photo.read_bytes()))
    own.answers.write_text(own.answers.read_text("utf-8") + REASON, "utf-8")
    own.answer_anew()
    return own


def publish(own: Told, to: Path, *signed: Path) -> tuple[str, ...]:
    done = own.desk.publish(
        own.case,
        own.draft,
        to,
        by=EDITOR,
        checklist=own.answers,
        signed=signed,
        never_out=True,
    )
    return done.warnings


def test_where_no_persons_are_known_a_name_is_a_name_and_said_to_be(
    asks: Told, tmp_path: Path
) -> None:
    assert any("is a name typed in" in w for w in publish(asks, tmp_path / "o"))


def test_where_persons_are_known_a_typed_name_is_refused_and_a_passphrase_is_not(
    asks: Told, tmp_path: Path, capsys: Capture
) -> None:
    asks.desk.add_person(SECOND, "editor", PASS)
    with pytest.raises(HarmRefused, match="nobody sat down under it"):
        publish(asks, tmp_path / "o")
    secret = tmp_path / "his.txt"
    ask = ("checklist", asks.case, asks.draft, "--out", asks.answers, "--second", SECOND)
    secret.write_text("another one entirely")
    assert as_json(capsys, *ask, "--person-file", secret, *asks.options()).code != 0
    secret.write_text(PASS)
    ran = as_json(capsys, *ask, "--person-file", secret, *asks.options())
    assert ran.code == 0, ran.last
    assert not any("typed in" in w for w in publish(asks, tmp_path / "o"))
    # A correction is printed under the answers as they were given.
    asks.desk.correct(asks.case, "harbour", text="The 21st, not the 20th.", by=EDITOR)


def test_the_mark_is_of_one_reason_for_one_thing(asks: Told, tmp_path: Path) -> None:
    """Another reason, another picture, another story: asked again."""
    asks.desk.add_person(SECOND, "editor", PASS)
    text = asks.draft.read_text("utf-8")
    items = asks.desk.checklist(
        asks.case,
        text,
        folder=asks.folder,
        answers=answers_in(asks.answers),
        second=(SECOND, PASS),
    )
    (media,) = (i for i in items if i.key == "group-media")
    assert media.state == "excused"
    assert media.given.seat
    good = sheet(items, media.given.text_of)
    asks.answers.write_text(good.replace("It shows the quay.", "Because."), "utf-8")
    with pytest.raises(HarmRefused, match="typed in"):
        publish(asks, tmp_path / "o")
    asks.answers.write_text(good, "utf-8")
    asks.draft.write_text(text.replace("![Drawing: seven", "![Picture: seven"), "utf-8")
    asks.answers.write_text(good, "utf-8")
    with pytest.raises(ChecklistOpen, match="another text"):
        publish(asks, tmp_path / "o")
    asks.answer_anew()  # by hand, in a file: no person took this seat
    with pytest.raises(HarmRefused, match="typed in"):
        publish(asks, tmp_path / "o")
    asks.draft.write_text(text, "utf-8")
    asks.answers.write_text(good, "utf-8")
    publish(asks, tmp_path / "o")


def test_a_reporter_or_somebody_with_nothing_to_say_is_no_second_editor(asks: Told) -> None:
    asks.desk.add_person(SECOND, "reporter", PASS)
    text = asks.draft.read_text("utf-8")
    given = answers_in(asks.answers)
    with pytest.raises(BadOption, match="no editor"):
        asks.desk.checklist(asks.case, text, answers=given, second=(SECOND, PASS))
    asks.desk.add_person("Nadim Azraq", "editor", PASS)
    with pytest.raises(BadOption, match="nothing that needs"):
        asks.desk.checklist(asks.case, text, answers=given, second=("Nadim Azraq", PASS))
    with pytest.raises(NotAdmitted):
        asks.desk.checklist(asks.case, text, answers=given, second=(SECOND, "wrong wrong wrong"))


def test_a_key_of_another_desk_is_a_person_and_the_own_key_is_not(
    asks: Told, tmp_path: Path
) -> None:
    """Signed on the second editor's own machine; signing at this desk shows nothing."""
    asks.desk.add_person(SECOND, "editor", PASS)
    reason = tmp_path / "reason.toml"
    reason.write_text(f'text = "{source_of(asks.draft).prints()}"\n{REASON}', "utf-8")
    text = asks.answers.read_text("utf-8").replace(REASON, "")
    asks.answers.write_text(text, "utf-8")
    at_home = asks.desk.sign(asks.draft, reason, by=SECOND, out=tmp_path / "home.json")
    assert at_home.by == SECOND
    with pytest.raises(HarmRefused, match="typed in"):
        publish(asks, tmp_path / "o", tmp_path / "home.json")
    his = Desk(tmp_path / "his", "his own long passphrase")
    his.sign(asks.draft, reason, by=SECOND, out=tmp_path / "his.json")
    publish(asks, tmp_path / "o", tmp_path / "his.json")
