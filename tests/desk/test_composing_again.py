"""Composing a draft again, or over something else: what a person wrote stays."""

from tests.acceptance.told import REPORTER, Told


def test_a_file_that_was_not_composed_here_is_kept_whole(own: Told) -> None:
    """The writer's own file is not the machine's to replace."""
    mine = own.folder / "mine.md"
    written = "---\r\nstory: mine\r\nheadline: My own\r\nlanguage: de\r\n---\r\n\r\nMy words.\r\n"
    mine.write_bytes(written.encode("utf-8-sig"))
    made = own.desk.draft(own.case, mine, by=REPORTER)
    text = mine.read_text("utf-8")
    assert text.startswith(written.replace("\r\n", "\n"))
    assert made.conflicts == 1
    assert "%% Mitglied A schrieb" in text  # in the language its head names
    own.desk.draft(own.case, mine, by=REPORTER)
    assert mine.read_text("utf-8") == text  # and nothing new the second time


def test_two_drafts_of_a_case_do_not_take_each_others_ancestor(own: Told) -> None:
    """A second language beside the first: neither becomes a heap of conflicts."""
    one, two = own.folder / "one.md", own.folder / "two.md"
    own.desk.draft(own.case, one, by=REPORTER)
    own.desk.draft(own.case, two, by=REPORTER, language="ar")
    one.write_text(one.read_text("utf-8").replace("Member A wrote", "In the dark Member A wrote"))
    two.write_text(two.read_text("utf-8") + "\nكلماتي.\n", "utf-8")
    again = [own.desk.draft(own.case, f, by=REPORTER) for f in (one, two)]
    assert [a.conflicts for a in again] == [0, 0]
    assert "In the dark Member A wrote" in one.read_text("utf-8")
    assert two.read_text("utf-8").rstrip().endswith("كلماتي.")
    assert "language: ar" in two.read_text("utf-8")
