"""Mistakes in drafts and with pages, each as the command that makes it."""

from pathlib import Path

from tests.acceptance.drafts import cards, changed
from tests.acceptance.told import EDITOR, PASSPHRASE, Told

from onrecord import Desk

Words = list[object]


def publish(own: Told, text: str) -> Words:
    file = own.folder / "wrong.md"
    file.write_text(text, "utf-8")
    signed = ("--signed-by", EDITOR, "--checklist", own.answers)
    return ["publish", own.case, file, *signed, *own.options()]


# Drafts


def cites_nothing(own: Told) -> Words:
    return publish(own, "---\nstory: harbour\nheadline: x\nlanguage: en\n---\n\nOnly prose.\n")


def leads_nowhere(own: Told) -> Words:
    text = own.draft.read_text("utf-8")
    return publish(own, text.replace(cards(text)[0].key, "0" * 12))


def one_letter(own: Told) -> Words:
    text = own.draft.read_text("utf-8")
    words = cards(text)[0].words
    return publish(own, text.replace(words, changed(words, 0), 1))


def not_a_draft(own: Told) -> Words:
    return publish(own, "no front matter at all [[m:0123456789ab]]\n")


def no_draft(own: Told) -> Words:
    return ["publish", own.case, own.folder / "gone.md", "--signed-by", EDITOR, *own.options()]


def no_picture(own: Told) -> Words:
    (own.folder / "harbour.jpg").unlink()
    return publish(own, own.draft.read_text("utf-8"))


def a_name_in_the_prose(own: Told) -> Words:
    name = own.planted("threat")["speaker"]
    text = own.draft.read_text("utf-8")
    words = publish(own, text.replace("\n## ", f"\n{name} said nothing more.\n\n## ", 1))
    own.answer_anew(own.folder / "wrong.md")
    return words


def nobody_answered(own: Told) -> Words:
    return ["publish", own.case, own.draft, "--signed-by", EDITOR, *own.options()]


def nobody_signed(own: Told) -> Words:
    """One answer is empty: a name alone answers nothing."""
    own.answers.write_text(f'by = "{EDITOR}"\n[minors]\nanswer = ""\n', "utf-8")
    return publish(own, own.draft.read_text("utf-8"))


def an_item_that_is_none(own: Told) -> Words:
    own.answers.write_text('[weather]\nanswer = "fine"\n', "utf-8")
    return publish(own, own.draft.read_text("utf-8"))


def _signed(own: Told) -> Path:
    out = own.folder / "signed.json"
    Desk(own.desk.folder, PASSPHRASE).sign(own.draft, own.answers, by=EDITOR, out=out)
    return out


def signed_another_draft(own: Told) -> Words:
    file = _signed(own)
    own.draft.write_text(own.draft.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    return ["publish", own.case, own.draft, "--sign-off", file, *own.options()]


def no_signature(own: Told) -> Words:
    file = _signed(own)
    file.write_text(file.read_text("utf-8").replace("None. The picture", "Some. The picture", 1))
    return ["publish", own.case, own.draft, "--sign-off", file, *own.options()]


def unknown_output(own: Told) -> Words:
    return [*publish(own, own.draft.read_text("utf-8")), "--as", "hologram"]


# Proofs


def not_a_page(own: Told) -> Words:
    (own.folder / "page.html").write_text("<p>nothing proved")
    return ["verify", own.folder / "page.html", "--desk", own.desk.folder]


def no_page(own: Told) -> Words:
    return ["verify", own.folder / "gone.html", "--desk", own.desk.folder]


def not_a_key(own: Told) -> Words:
    return ["verify", own.page, "--key", "desk-key"]


def no_desk_to_trust(own: Told) -> Words:
    return ["verify", own.page, "--desk", own.folder / "no-desk"]
