"""The board: states with reasons, near-copies folded, nothing computed twice, nothing lost."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from tests.acceptance.told import Told

from onrecord.attribute.fresh import contents
from onrecord.desk import boarding, deriving
from onrecord.desk.case import open_case
from onrecord.errors import BadOption, NoSuchThing, NothingYet
from onrecord.model.work import STATES, Wanted

EVERYTHING = Wanted(limit=10_000)


def test_the_board_folds_what_the_statements_fold(told: Told) -> None:
    found = list(told.desk.statements(told.case))
    board = told.desk.board(told.case, EVERYTHING)
    folded = contents(found)
    assert board.statements == len(found)
    shown = {c.statement.id: c for c in board.cards}
    for content in folded:
        card = shown[content.first.id]
        assert card.statement == content.first
        rows = {(s.citation.ref.reading, s.citation.ref.n) for s in content.statements}
        assert card.copies == len(rows)
    assert board.total == len(shown) == len(folded)
    assert sum(n for _, n in board.states) == board.total


def test_statements_a_person_named_stand_on_the_board_by_their_time(own: Told) -> None:
    proposed = {s.citation.ref.key for s in own.desk.statements(own.case)}
    hits = own.desk.find(own.case, "الميناء", limit=100).hits
    key = next(h.key for h in hits if h.key not in proposed)
    for _ in range(2):  # judged twice, it is named once
        own.desk.judge(own.case, f"m:{key}", "yes", by="A", why="b", correct=(("kind", "threat"),))
    board = own.desk.board(own.case, EVERYTHING)
    (named,) = (c for c in board.cards if c.statement.reasons[0].rule == "judged")
    assert named.statement.citation.ref.key == key
    assert named.statement.kind == "threat"
    assert named.judged[0].by == "A"
    times = [c.statement.time.earliest for c in board.cards if c.statement.time.earliest]
    assert times == sorted(times)
    own.desk.move(own.case, (named.statement.id,), "done", by="A", why="b")
    assert own.desk.card(own.case, named.statement.id)[0].state == "done"


def test_filters_count_without_themselves(told: Told) -> None:
    whole = told.desk.board(told.case, Wanted())
    denials = told.desk.board(told.case, Wanted(kinds=("denial",)))
    assert denials.kinds == whole.kinds
    assert denials.total == dict(whole.kinds)["denial"]
    assert {c.statement.kind for c in denials.cards} == {"denial"}
    judged = told.desk.board(told.case, Wanted(judged=True, limit=1000))
    assert judged.cards
    assert all(c.judged for c in judged.cards)
    spoken = judged.cards[0].statement
    by_name = told.desk.board(told.case, replace(EVERYTHING, sender=spoken.speaker))
    assert {c.statement.speaker for c in by_name.cards} == {spoken.speaker}
    words = told.desk.board(told.case, Wanted(text=spoken.citation.words))
    assert spoken.id in {c.statement.id for c in words.cards}


def test_windows_are_the_whole_cut_in_pieces(told: Told) -> None:
    for order in ("time", "new", "spread"):
        whole = told.desk.board(told.case, replace(EVERYTHING, order=order)).cards
        pieces = [
            c
            for offset in range(0, len(whole), 50)
            for c in told.desk.board(told.case, Wanted(order=order, limit=50, offset=offset)).cards
        ]
        assert [c.statement.id for c in pieces] == [c.statement.id for c in whole]


def test_a_move_takes_the_copies_along_and_keeps_its_reason(own: Told) -> None:
    most = own.desk.board(own.case, Wanted(order="spread", limit=1)).cards[0]
    assert most.copies > 1
    ident = most.statement.id
    made = own.desk.move(own.case, (ident,), "help-needed", by=" Ines ", why="who is meant?")
    assert len(made) >= most.copies
    own.desk.move(own.case, (made[-1].about,), "done", by="Samir", why="asked, it is clear")
    card, copies = own.desk.card(own.case, ident)
    assert [(m.state, m.by, m.why) for m in card.moves] == [
        ("help-needed", "Ines", "who is meant?"),
        ("done", "Samir", "asked, it is clear"),
    ]
    assert card.state == "done"
    assert {s.id for s in copies} == {m.about for m in made}
    newest = own.desk.feed(own.case, limit=2)
    assert [(d.what, d.by, d.note, d.more) for d in newest] == [
        ("moved", "Samir", "done", len(made) - 1),
        ("moved", "Ines", "help-needed", len(made) - 1),
    ]


@pytest.mark.parametrize(
    ("state", "by", "why"), [("finished", "A", "b"), ("done", " ", "b"), ("done", "A", "\n")]
)
def test_a_move_without_name_or_reason_changes_nothing(
    own: Told, state: str, by: str, why: str
) -> None:
    ident = own.desk.board(own.case, Wanted(limit=1)).cards[0].statement.id
    with pytest.raises(BadOption):
        own.desk.move(own.case, (ident,), state, by=by, why=why)
    assert not (own.case / "team" / "board.jsonl").exists()


def test_one_unknown_name_moves_none(own: Told) -> None:
    ident = own.desk.board(own.case, Wanted(limit=1)).cards[0].statement.id
    with pytest.raises(NoSuchThing):
        own.desk.move(own.case, (ident, "s:000000000000"), "done", by="A", why="b")
    assert own.desk.card(own.case, ident)[0].state == "to-do"


def test_a_torn_line_is_counted_and_takes_no_other_with_it(own: Told) -> None:
    first, second = (
        c.statement.id for c in own.desk.board(own.case, Wanted(order="new", limit=2)).cards
    )
    own.desk.move(own.case, (first,), "done", by="A", why="b")
    journal = own.case / "team" / "board.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20])
    own.desk.move(own.case, (second,), "dropped", by="A", why="b")
    board = own.desk.board(own.case, Wanted())
    assert board.lost == 1
    assert own.desk.card(own.case, second)[0].state == "dropped"
    assert own.desk.card(own.case, first)[0].state == "to-do"


def test_many_move_at_once_and_no_move_is_lost(own: Told) -> None:
    cards = own.desk.board(own.case, Wanted(order="new", limit=12)).cards
    idents = [c.statement.id for c in cards]

    def act(n: int) -> int:
        ident = idents[n % len(idents)]
        return len(own.desk.move(own.case, (ident,), STATES[n % 6], by=f"P{n}", why="as said"))

    with ThreadPoolExecutor(8) as crowd:
        written = sum(crowd.map(act, range(48)))
    lines = (own.case / "team" / "board.jsonl").read_bytes().splitlines()
    assert len(lines) == written
    assert own.desk.board(own.case, Wanted()).lost == 0


def test_a_second_look_computes_nothing(own: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    own.desk.board(own.case)
    first = deriving.state_of(open_case(own.case))

    def never(*_: object) -> None:
        raise AssertionError("statements were looked for again")

    monkeypatch.setattr(boarding, "every", never)
    own.desk.board(own.case)
    own.desk.overview(own.case, figures=("days", "kinds"))
    monkeypatch.undo()
    own.desk.withdraw(own.case, 2, why="not needed", by="A")
    assert deriving.state_of(open_case(own.case)) != first
    own.desk.board(own.case)
    kept = [p.name for p in (own.case / "derived").glob("board-*")]
    assert kept == [f"board-{deriving.state_of(open_case(own.case))}"]


def test_a_failed_derivation_keeps_nothing(own: Told) -> None:
    case = open_case(own.case)

    def fails(folder: Path) -> None:
        (folder / "half").write_text("half", "utf-8")
        raise BadOption("no")

    with pytest.raises(BadOption):
        deriving.derived(case, "thing", fails)
    assert not list((own.case / "derived").glob("thing-*"))


def test_a_case_without_a_chat_says_so(own: Told, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    own.desk.new(empty)
    with pytest.raises(NothingYet):
        own.desk.board(empty)
    assert own.desk.feed(empty) == []


def test_the_journal_is_for_its_owner_alone(own: Told) -> None:
    ident = own.desk.board(own.case, Wanted(limit=1)).cards[0].statement.id
    own.desk.move(own.case, (ident,), "done", by="A", why="b")
    if os.name == "posix":
        assert (own.case / "team" / "board.jsonl").stat().st_mode & 0o077 == 0


def test_the_state_of_the_work_is_no_evidence(own: Told) -> None:
    size = len(list((own.case / "entries").glob("*.json")))
    ident = own.desk.board(own.case, Wanted(limit=1)).cards[0].statement.id
    own.desk.move(own.case, (ident,), "done", by="A", why="b")
    assert len(list((own.case / "entries").glob("*.json"))) == size
    assert own.desk.check(own.case, only_bytes=True).whole
