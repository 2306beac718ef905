"""A file withheld to protect a source: erased, on record, told apart from altered."""

import json
import os
import signal
from pathlib import Path

import pytest
from tests.cli.shell import as_json
from tests.desk.smalldesk import Small, export

from onrecord.desk.as_sealed import sealed_tree
from onrecord.desk.case import open_case
from onrecord.errors import BadOption

Capsys = pytest.CaptureFixture[str]
PHOTO = "photos/odd.jpg"


def with_photos(one: Small) -> Path:
    """A second export that brings two photos."""
    source = export(one.folder / "pictures", 6)
    (source / "photos").mkdir()
    said = json.loads((source / "result.json").read_text("utf-8"))
    said["messages"][0]["photo"] = PHOTO
    (source / "result.json").write_text(json.dumps(said), "utf-8")
    for name in ("odd", "even"):
        (source / "photos" / f"{name}.jpg").write_bytes(f"jpg {name}".encode())
    one.desk.add(one.case, source)
    return one.case / "bags" / "0002" / "data" / "export"


def withheld(one: Small, capsys: Capsys, member: str, number: int = 2) -> int:
    words = ["withdraw", one.case, number, "--member", member, "--why", "it shows the source"]
    return as_json(capsys, *words, "--by", "An Editor", *one.options).code


def test_it_goes_and_check_says_why(one: Small, capsys: Capsys) -> None:
    files = with_photos(one)
    assert withheld(one, capsys, PHOTO) == 0
    (event,) = [e for e in one.desk.timeline(one.case) if e.kind == "withheld"]
    assert event.bag == 2
    assert event.says == "A file of pictures was taken back: it shows the source"
    assert not (files / PHOTO).exists() and (files / "photos" / "even.jpg").exists()
    ran = as_json(capsys, "check", one.case, *one.options)
    states = {o["object"]: o["state"] for o in ran.rows}
    assert ran.code == 0
    assert states[f"bags/0002/data/export/{PHOTO}"] == "withheld"
    assert states["#2 read again"] == states["#1 read again"] == "intact"
    assert any("rows" in o and s == "intact" for o, s in states.items())
    assert len(list(one.again().find(one.case, "valve").hits)) >= 2, "the messages stay"
    (files / PHOTO).write_bytes(b"another picture")
    assert as_json(capsys, "check", one.case, *one.options).code == 71, "put back otherwise"
    (files / PHOTO).unlink()
    (files / "photos" / "even.jpg").chmod(0o600)
    (files / "photos" / "even.jpg").unlink()
    assert as_json(capsys, "check", one.case, *one.options).code == 71, "that one nobody withheld"


def test_without_a_photo_the_messages_are_read_again(one: Small, capsys: Capsys) -> None:
    """Its name and digest are sealed: what a message says of it does not change."""
    with_photos(one)
    sealed = one.desk.show(one.case, "2/0").message
    assert sealed.media[0].present and withheld(one, capsys, PHOTO) == 0
    ran = as_json(capsys, "reread", one.case, 2, *one.options)
    assert ran.code == 0 and ran.last["same"] == 6 and not ran.rows
    zoned = ["--zone", "Asia/Damascus"]
    ran = as_json(capsys, "reseal", one.case, 2, "--reread", *zoned, *one.options)
    assert ran.code == 0 and ran.last["changed"] + ran.last["same"] == 6
    assert one.desk.show(one.case, "2/0").message.media == sealed.media
    assert one.again().check(one.case).whole


def test_a_reader_that_wants_a_withheld_file_is_refused(one: Small, capsys: Capsys) -> None:
    with_photos(one)
    assert withheld(one, capsys, PHOTO) == 0
    tree = sealed_tree(open_case(one.case), 2)
    assert tree.members() == ["photos/even.jpg", PHOTO, "result.json"]
    assert tree.size("photos/even.jpg") == 8
    for ask in (tree.open, tree.size):
        with pytest.raises(BadOption, match="withheld"):
            ask(PHOTO)


def test_what_cannot_go_alone_is_told(one: Small, capsys: Capsys) -> None:
    files = with_photos(one)
    assert withheld(one, capsys, "result.json") == 16
    assert withheld(one, capsys, "photos/none.jpg") == 53
    assert withheld(one, capsys, "../acquisition.json") == 53
    assert withheld(one, capsys, PHOTO) == 0
    assert withheld(one, capsys, PHOTO) == 53, "it is withheld already"
    assert (files / "result.json").exists()


def test_a_kill_between_log_and_disk_is_mended(one: Small) -> None:
    files = with_photos(one)
    one.desk.keys  # noqa: B018
    child = os.fork()
    if child == 0:
        Path.unlink = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[method-assign]
        try:
            one.desk.withdraw(one.case, 2, why="w", by="b", member=PHOTO)
        finally:
            os._exit(3)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    one.again().add(one.case, export(one.folder / "later", 9))
    assert one.again().check(one.case).whole
    # either nothing was on record yet and the file is there, or it is gone
    gone = [f for f in one.again().check(one.case).findings if f.state == "withheld"]
    assert bool(gone) != (files / PHOTO).exists()
