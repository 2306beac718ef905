"""One changed letter of any quotation, or a forward as the forwarder's own: no page."""

from pathlib import Path

import pytest
from tests.acceptance.drafts import cards, each_change, letters
from tests.acceptance.told import EDITOR, Told

from demo_story import to_the_forwarder
from onrecord.errors import QuotationRefused


@pytest.fixture(scope="module")
def short(told: Told) -> str:
    """The draft without its section on reporting, which costs each build a second."""
    head, _, rest = told.draft.read_text("utf-8").partition("\n## Who first reported")
    return head + "\n## Method" + rest.partition("\n## Method")[2]


def refused(told: Told, draft: str, name: str, folder: Path) -> QuotationRefused:
    file = folder / name
    file.write_text(draft, "utf-8")
    (folder / "harbour.jpg").write_bytes((told.folder / "harbour.jpg").read_bytes())
    with pytest.raises(QuotationRefused) as caught:
        told.desk.publish(told.case, file, folder / "out", by=EDITOR, checklist=told.answers)
    assert not (folder / "out").exists()
    return caught.value


def test_one_changed_letter_of_any_quotation_is_refused(
    told: Told, short: str, tmp_path: Path
) -> None:
    """First, middle and last letter of each; the error names file and line."""
    tries = each_change(short, every=False)
    assert len(tries) == 3 * told.published.proofs
    for line, draft in tries:
        error = refused(told, draft, "changed.md", tmp_path)
        assert error.where == f"changed.md, line {line + 1}"
        assert "sealed" in error.what
        assert error.advice


@pytest.mark.sweep
def test_every_changed_letter_is_refused(told: Told, short: str, tmp_path: Path) -> None:
    """Every letter of every quotation, one at a time: 356 drafts when this was written."""
    tries = each_change(short, every=True)
    assert len(tries) > 300
    for line, draft in tries:
        assert refused(told, draft, "c.md", tmp_path).where == f"c.md, line {line + 1}"


@pytest.mark.parametrize("change", ["left out", "doubled", "swapped"])
def test_a_letter_left_out_doubled_or_swapped_is_refused(
    told: Told, short: str, tmp_path: Path, change: str
) -> None:
    card = cards(short)[1]
    middle = letters(card.words)[8]
    w = card.words
    other = {
        "left out": w[:middle] + w[middle + 1 :],
        "doubled": w[:middle] + w[middle] + w[middle:],
        "swapped": w[:middle] + w[middle + 1] + w[middle] + w[middle + 2 :],
    }[change]
    assert other != w
    error = refused(told, short.replace(w, other, 1), "d.md", tmp_path)
    assert error.where == f"d.md, line {card.line + 1}"


def test_the_forward_under_its_forwarders_name_is_refused(
    told: Told, short: str, tmp_path: Path
) -> None:
    planted = told.planted("public_denial")
    seen = told.desk.show(told.case, f"id:{planted['id']}", around=0)
    assert {v.kind for v in seen.voices} == {"forwarded"}
    draft = to_the_forwarder(short, seen.message.text, seen.message.key[:12])
    error = refused(told, draft, "forward.md", tmp_path)
    line = next(i for i, text in enumerate(draft.split("\n"), 1) if seen.message.text in text)
    assert error.where == f"forward.md, line {line}"
    assert "forwarded" in error.what


def test_a_refused_draft_leaves_no_trace_in_the_log(told: Told, short: str, tmp_path: Path) -> None:
    before = told.desk.info(told.case).head
    refused(told, each_change(short, every=False)[0][1], "one.md", tmp_path)
    assert told.desk.info(told.case).head == before
