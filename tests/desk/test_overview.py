"""The overview: counts that agree with counting by hand; days, never hours."""

import csv
import io
import re
from collections import Counter

import pytest
from tests.acceptance.told import Told
from tests.cli.shell import plain

from onrecord.attribute.fresh import contents
from onrecord.desk.overview import FIGURES, PRESS, as_csv
from onrecord.errors import BadOption
from onrecord.model.figure import Figure


@pytest.fixture(scope="module")
def figures(told: Told) -> dict[str, Figure]:
    return {f.name: f for f in told.desk.overview(told.case)}


def test_every_figure_is_there_and_says_what_it_counts(figures: dict[str, Figure]) -> None:
    assert tuple(figures) == FIGURES + PRESS
    for figure in figures.values():
        assert figure.rows
        assert figure.counted.endswith(".")
        assert all(len(row) == len(figure.columns) for row in figure.rows)


def test_days_add_up_to_what_was_received(told: Told, figures: dict[str, Figure]) -> None:
    counts = told.received[0].counts
    rows = figures["days"].rows
    assert sum(int(r[1] or 0) for r in rows) == counts.messages
    assert sum(int(r[3] or 0) for r in rows) == counts.service


def test_kinds_and_novelty_add_up_to_the_statements(told: Told, figures: dict[str, Figure]) -> None:
    found = list(told.desk.statements(told.case))
    by_kind: Counter[str] = Counter()
    for _, kind, n in figures["kinds"].rows:
        by_kind[str(kind)] += int(n or 0)
    assert by_kind == Counter(s.kind for s in found)
    assert sum(int(r[1] or 0) for r in figures["novelty"].rows) == len(contents(found))


def test_what_spread_most_is_in_front(told: Told, figures: dict[str, Figure]) -> None:
    folded = contents(told.desk.statements(told.case))
    said = {
        c.first.id: len({(s.citation.ref.reading, s.citation.ref.n) for s in c.statements})
        for c in folded
    }
    rows = figures["spread"].rows
    counts = [int(r[6] or 0) for r in rows]
    assert counts == sorted(counts, reverse=True)
    assert {str(r[0]): int(r[6] or 0) for r in rows} == {i: n for i, n in said.items() if n > 1}


def test_outcomes_are_those_of_the_comparison(told: Told, figures: dict[str, Figure]) -> None:
    counted: Counter[tuple[str, str]] = Counter()
    for statement, match in told.desk.compare(told.case):
        counted[statement.kind, match.outcome] += 1
    assert {(str(a), str(b)): n for a, b, n in figures["outcomes"].rows} == counted


def test_no_cell_holds_an_hour(figures: dict[str, Figure]) -> None:
    for figure in figures.values():
        times = [c for c, name in enumerate(figure.columns) if "day" in name]
        for row in figure.rows:
            assert all(row[c] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", str(row[c]))
                       for c in times)  # fmt: skip


def test_two_exports_of_one_chat_count_once(
    own: Told, figures: dict[str, Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    own.desk.add(own.case, own.sample / "witness-b", same_chat=1)
    both = {f.name: f for f in own.desk.overview(own.case)}
    alone = {str(r[0]): int(r[1] or 0) for r in figures["days"].rows}
    together = {str(r[0]): int(r[1] or 0) for r in both["days"].rows}
    assert all(together[day] >= n for day, n in alone.items())
    # Witness B holds 40 messages more and lacks 9: nothing near twice as many.
    assert sum(together.values()) <= sum(alone.values()) + 60
    most = {str(r[3]): int(r[6] or 0) for r in figures["spread"].rows}
    again = {str(r[3]): int(r[6] or 0) for r in both["spread"].rows}
    assert all(again[words] <= n + 1 for words, n in most.items() if words in again)
    held = next(c for c in own.desk.contents(own.case) if (c.messages, len(c.statements)) == (1, 2))
    assert held.speakers == 1
    said = plain(capsys, "statements", own.case, "--copies-of", held.first.id).out
    assert "    in one message, in 2 exports:\n" in said
    text = plain(capsys, "find", own.case, "الميناء لم يسقط ولن يسقط").out
    assert text.count("m:") == 4  # two messages, in two exports
    assert "the same in export #3: m:" in text


def test_csv_is_what_the_table_shows_and_runs_nothing() -> None:
    figure = Figure("x", "X", "Counted.", ("a", "b"), (("=1+1", -1), (None, 2), ('q",\n', 3)))
    data = as_csv(figure)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows == [["a", "b"], ["'=1+1", "-1"], ["", "2"], ['q",\n', "3"]]


def test_an_unknown_figure_is_refused(told: Told) -> None:
    with pytest.raises(BadOption):
        told.desk.overview(told.case, figures=("hours",))
