"""A line that a killed process left half spoils neither the reading nor the next line."""

from pathlib import Path

from onrecord.desk import case as folder
from onrecord.desk.drafts import drafts, read_draft, save_draft
from onrecord.desk.looking import looked, note_look


def test_views_go_on_over_a_torn_line(tmp_path: Path) -> None:
    path = folder.create(tmp_path / "c", "x", "k").path
    for who in ("A", "B"):
        note_look(path, who, "seen", "1/2", "to check")
    file = path / "looks" / "views.jsonl"
    file.write_bytes(file.read_bytes()[:-20])
    assert [(v.who, v.whole) for v in looked(path)] == [("A", True)]
    note_look(path, "C", "seen", "1/3", "to check")
    assert [(v.who, v.whole) for v in looked(path)] == [("A", True), ("C", True)]
    lines = file.read_bytes().split(b"\n")
    file.write_bytes(b"\n".join([lines[0], *lines[2:]]))
    assert [(v.who, v.whole) for v in looked(path)] == [("A", True), ("C", False)]


def test_saves_go_on_over_a_torn_line(tmp_path: Path) -> None:
    path = folder.create(tmp_path / "c", "x", "k").path
    save_draft(path, "one.md", "text\n", None, "A")
    journal = path / "team" / "drafts.jsonl"
    journal.write_bytes(journal.read_bytes()[:-9])
    save_draft(path, "one.md", "other\n", read_draft(path, "one.md").digest, "B")
    assert [d.by for d in drafts(path)] == ["B"]
