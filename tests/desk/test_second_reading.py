"""A second reader sees nobody's answer; where two differ nothing stands until settled."""

from pathlib import Path

import pytest
from tests.acceptance.told import EDITOR, REPORTER, Told
from tests.cli.shell import as_json, plain

from onrecord.desk.agreeing import figures, independent, note
from onrecord.desk.case import open_case
from onrecord.desk.judging import standing, what_stands
from onrecord.errors import AlreadyRead, BadOption, NoSuchThing, NothingToSettle
from onrecord.model.judgement import Judgement

Capture = pytest.CaptureFixture[str]
SECOND = "Tova Lindqvist"


def said(n: int, about: str, answer: str, by: str, **more: str) -> Judgement:
    """A judgement as on record."""
    return Judgement(f"j:{n:012x}", about, answer, by, "seen", "", **more)  # type: ignore[arg-type]


def test_the_list_shows_no_answer_and_leaves_out_what_one_has_judged(own: Told) -> None:
    asked = list(own.desk.to_read(own.case, by=SECOND))
    judged = {r.judgement.about for r in own.desk.judgements(own.case)}
    assert {a.about for a in asked} == {a for a in judged if a[:2] in ("s:", "m:", "p:")}
    assert all(not hasattr(a, "answer") for a in asked)
    assert all(a.statement is not None for a in asked if a.about.startswith("s:"))
    assert all(a.message is not None for a in asked if a.about.startswith(("s:", "m:")))
    mine = [r.judgement.about for r in own.desk.judgements(own.case, by=REPORTER)]
    assert not set(mine) & {a.about for a in own.desk.to_read(own.case, by=f"  {REPORTER.upper()}")}


def test_a_share_is_drawn_the_same_each_time(own: Told) -> None:
    everything = [a.about for a in own.desk.to_read(own.case, by=SECOND)]
    drawn = [a.about for a in own.desk.to_read(own.case, by=SECOND, share=0.5, seed="x")]
    assert drawn == [a.about for a in own.desk.to_read(own.case, by=SECOND, share=0.5, seed="x")]
    assert 0 < len(drawn) < len(everything)
    with pytest.raises(BadOption):
        list(own.desk.to_read(own.case, by=SECOND, share=0))


def test_two_readers_from_first_answer_to_the_note(own: Told, capsys: Capture) -> None:
    about = next(a.about for a in own.desk.to_read(own.case, by=SECOND) if a.about[:2] == "s:")
    assert standing(open_case(own.case))[about].answer == "yes"
    words = ("second", own.case, about, "no", "--by", SECOND, "--why", "a joke", *own.options())
    assert as_json(capsys, *words).code == 0
    assert as_json(capsys, *words).code == AlreadyRead.exit_code
    # Neither answer stands: what is unsettled is not printed as decided.
    assert about not in standing(open_case(own.case))
    states = {r.state for r in own.desk.judgements(own.case, about)}
    assert states == {"open between readers"}
    found = as_json(capsys, "agreement", own.case)
    assert [r["open"] for r in found.rows if "open" in r] == [about]
    assert found.last["read_twice"] == 1
    settling = ("settle", own.case, about, "yes", "--by", EDITOR, "--why", "read it again")
    assert as_json(capsys, *settling, *own.options()).code == 0
    assert as_json(capsys, *settling, *own.options()).code == NothingToSettle.exit_code
    assert standing(open_case(own.case))[about].by == EDITOR
    printed = plain(capsys, "agreement", own.case).out
    assert "1 differences were settled" in printed
    assert "No difference is open" in printed
    history = [(r.judgement.how, r.state) for r in own.desk.judgements(own.case, about)]
    assert history == [
        ("open", "another reader's"),
        ("blind", "another reader's"),
        ("settling", "stands"),
    ]
    assert own.desk.check(own.case).whole


def test_nobody_can_be_second_to_nobody(own: Told) -> None:
    free = next(
        s.id
        for s in own.desk.statements(own.case)
        if s.id not in {r.judgement.about for r in own.desk.judgements(own.case)}
    )
    with pytest.raises(NoSuchThing):
        own.desk.read_blind(own.case, free, "yes", by=SECOND, why="x")
    with pytest.raises(NothingToSettle):
        own.desk.settle(own.case, free, "yes", by=SECOND, why="x")


def test_only_answers_nobody_could_have_moved_count() -> None:
    found = [
        said(1, "s:a", "yes", "A"),
        said(2, "s:a", "no", "A", replaces="j:000000000001"),  # a slip mended at once
        said(3, "s:a", "no", "B", how="blind"),
        said(4, "s:a", "yes", "C"),  # could see both
        said(5, "s:b", "yes", "A"),
        said(6, "s:b", "no", "B", how="blind"),
        said(7, "s:b", "no", "A", replaces="j:000000000005"),  # after seeing B's
        said(8, "s:b", "no", "E", how="settling"),
    ]
    free = independent(found)
    assert {r: j.answer for r, j in free["s:a"].items()} == {"a": "no", "b": "no"}
    assert {r: j.answer for r, j in free["s:b"].items()} == {"a": "yes", "b": "no"}
    figure = figures(found, {})
    assert (figure.things, figure.read_twice, figure.seen) == (2, 2, 1)
    assert figure.pairs[0].answer.observed == 0.5
    assert "1 further answers" in note(figure)


def test_a_corrected_kind_is_another_answer() -> None:
    one = said(1, "s:a", "yes", "A")
    other = Judgement("j:2", "s:a", "yes", "B", "x", "", (("kind", "threat"),), None, "blind")
    assert what_stands([one, other]) == {}
    assert figures([one, other], {"s:a": "denial"}).pairs[0].kind.observed == 0
    assert what_stands([one, said(3, "s:a", "no", "B")])["s:a"].answer == "no"


def test_no_second_reader_no_figure() -> None:
    assert "no figure" in note(figures([said(1, "s:a", "yes", "A")], {}))


def test_a_correction_keeps_the_name_and_reaches_the_draft(own: Told, tmp_path: Path) -> None:
    one = next(s for s in own.desk.statements(own.case) if len(s.citation.words) > 30)
    start = one.citation.start
    correct = (("kind", "announcement"), ("span", f"{start}-{start + 12}"), ("speaker", "X"))
    own.desk.judge(own.case, one.id, "yes", by=EDITOR, why="read", correct=correct)
    from onrecord.desk.judged import corrected

    made = corrected(open_case(own.case), [one], standing(open_case(own.case)))[0]
    assert made.id == one.id
    assert (made.kind, made.speaker, made.citation.words) == (
        "announcement",
        "X",
        one.citation.words[:12],
    )
    for wrong in ("0-999999", "5-5", "abc"):
        with pytest.raises(BadOption):
            own.desk.judge(own.case, one.id, "yes", by=EDITOR, why="x", correct=(("span", wrong),))
    with pytest.raises(BadOption):
        own.desk.judge(own.case, one.id, "yes", by=EDITOR, why="x", correct=(("kind", "lie"),))
