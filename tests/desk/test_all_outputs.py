"""Every output at once, and what happens where one of them cannot be made."""

import json

import pytest
from tests.acceptance.told import EDITOR, Told

from demo_story import answered
from onrecord.desk.publishing import source_of
from onrecord.errors import BadOption, HarmRefused
from onrecord.report import writers


def test_all_leaves_out_what_this_machine_cannot_make_and_says_so(
    own: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    done = own.desk.publish(
        own.case, own.draft, own.story, by=EDITOR, checklist=own.answers, formats=("all",)
    )
    made = {f.rsplit("/", 1)[1] for f in done.files}
    assert done.files[0].endswith("harbour.html")
    left = [w for w in done.warnings if w.startswith("left out, ")]
    suffixes = {w.suffix for w in writers().values() if not _named(w.name, left)}
    assert made == {f"harbour{s}" for s in suffixes}
    assert _named("pdf", left)
    assert "Install chromium" in " ".join(left)
    with pytest.raises(BadOption, match="Chromium"):
        own.desk.publish(
            own.case, own.draft, own.story, by=EDITOR, checklist=own.answers, formats=("pdf",)
        )


def _named(name: str, left: list[str]) -> bool:
    return any(w.startswith(f"left out, {name}:") for w in left)


def test_a_retraction_reaches_every_output_even_without_the_printer(
    own: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was published with a PDF can be taken back on a machine without Chromium."""
    monkeypatch.setattr("onrecord.report.pdf.Pdf.write", lambda *_: b"%PDF-1.7 a print")
    done = own.desk.publish(
        own.case, own.draft, own.story, by=EDITOR, checklist=own.answers, formats=("all",)
    )
    assert len(done.files) == len(writers()) - sum("left out" in w for w in done.warnings)
    monkeypatch.undo()
    monkeypatch.setenv("PATH", "")
    gone = own.desk.retract(own.case, "harbour", why="It was forged.", by=EDITOR)
    assert any(w.startswith("left out, pdf:") for w in gone.warnings)
    assert not (own.story / "harbour.pdf").exists()
    assert not (own.story / "harbour.claimreview.json").exists()
    said = json.loads((own.story / "harbour.ninjs.json").read_text("utf-8"))
    assert said["pubstatus"] == "canceled"
    for name in ("harbour.html", "harbour.md", "harbour.newsml.xml", "harbour.json"):
        assert "It was forged." in (own.story / name).read_text("utf-8"), name


def test_a_name_in_a_pdf_is_looked_for_in_the_page_it_is_printed_from(
    own: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PDF holds numbers of glyphs; a scan of its bytes alone would see nothing."""
    monkeypatch.setattr("onrecord.report.pdf.Pdf.write", lambda *_: b"%PDF-1.7 glyphs")
    name = next(n for n in own.truth["must_not_appear"]["names"] if n.isascii())
    text = own.draft.read_text("utf-8").replace("{method}", f"{{method}}\n\n{name} said so.", 1)
    own.draft.write_text(text, "utf-8")
    own.answers.write_text(answered(EDITOR, source_of(own.draft).prints()), "utf-8")
    with pytest.raises(HarmRefused, match="about to be published"):
        own.desk.publish(
            own.case, own.draft, own.story, by=EDITOR, checklist=own.answers, formats=("pdf",)
        )
