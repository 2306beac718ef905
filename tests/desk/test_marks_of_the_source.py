"""Marks that narrow the source down: deleted and reworded messages, copies of pictures."""

import json
import shutil

import pytest
from tests.acceptance.told import Told
from tests.desk.test_after_publication import with_comment

from onrecord.report.harm import Item


def source_safety(own: Told) -> Item:
    text = own.draft.read_text("utf-8")
    items = own.desk.checklist(own.case, text, folder=own.folder)
    return next(i for i in items if i.key == "source-safety")


def add_changed(own: Told, *, gone: str, other: str, upto: int = 0) -> None:
    """The same chat as another member exported it: one message deleted, one edited."""
    folder = own.folder / "other"
    shutil.copytree(own.sample / "witness-a", folder)
    file = folder / "result.json"
    said = json.loads(file.read_text("utf-8"))
    chat = said["chats"]["list"][0] if "chats" in said else said
    kept = []
    for message in chat["messages"]:
        if str(message["id"]) == gone or (upto and message["id"] > upto):
            continue
        if str(message["id"]) == other:
            message["text"] = "تغيّر الكلام هنا"
            message["text_entities"] = [{"type": "plain", "text": message["text"]}]
        kept.append(message)
    chat["messages"] = kept
    file.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    own.desk.add(own.case, folder)


def test_words_that_another_export_lacks_or_words_otherwise_are_told(own: Told) -> None:
    before = source_safety(own).note
    assert "another export" not in before
    gone, other = str(own.planted("strike")["id"]), str(own.planted("flag")["id"])
    add_changed(own, gone=gone, other=other)
    note = source_safety(own).note
    assert "Quotation 1 is missing in another export" in note
    assert "Quotation 2 is worded otherwise in another export" in note
    assert note.count("another export") == 2
    for name in own.truth["must_not_appear"]["names"]:
        assert name not in note


def test_an_export_that_ends_before_a_message_says_nothing_of_it(own: Told) -> None:
    """Not reached is not deleted."""
    first = int(own.planted("strike")["id"])
    add_changed(own, gone="none", other="none", upto=first)
    assert "another export" not in source_safety(own).note


@pytest.mark.parametrize("copies", [1, 2])
def test_a_picture_of_the_group_tells_how_many_copies_were_seen(own: Told, copies: int) -> None:
    photo = sorted((own.sample / "witness-a" / "photos").glob("*.jpg"))[0]
    (own.folder / "harbour.jpg").write_bytes(with_comment(photo.read_bytes()))
    if copies == 2:
        add_changed(own, gone="none", other="none")
    note = source_safety(own).note
    assert "a copy can be marked" in note
    assert f"copies seen: fits {copies} of " in note
