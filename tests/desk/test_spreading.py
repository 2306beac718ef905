"""Contents with every occurrence; who was first, with both clocks."""

import pytest
from tests.acceptance.told import Told
from tests.cli.shell import as_json, plain

from onrecord.desk.spreading import between
from onrecord.errors import NoSuchThing

Capture = pytest.CaptureFixture[str]


def test_every_statement_is_in_one_content_and_the_newest_comes_first(told: Told) -> None:
    found = list(told.desk.contents(told.case))
    ids = [s.id for c in found for s in c.statements]
    assert sorted(ids) == sorted(s.id for s in told.desk.statements(told.case))
    firsts = [c.first.time.earliest for c in found if c.first.time.earliest]
    assert firsts == sorted(firsts, reverse=True)
    for c in found:
        times = [s.time.earliest for s in c.statements if s.time.earliest]
        assert times == sorted(times)


def test_occurrences_are_listed_and_found_from_any_of_them(told: Told, capsys: Capture) -> None:
    several = next(c for c in told.desk.contents(told.case) if len(c.statements) > 1)
    last = several.statements[-1].id
    assert told.desk.copies(told.case, last).statements == several.statements
    ran = as_json(capsys, "statements", told.case, "--copies-of", last)
    assert [o["id"] for o in ran.rows[0]["occurrences"]] == [s.id for s in several.statements]
    new = as_json(capsys, "statements", told.case, "--new", "--limit", "3")
    assert len(new.rows) == 3
    assert as_json(capsys, "statements", told.case, "--copies-of", "s:0").code == 53


def test_who_was_first_agrees_with_the_match(told: Told, capsys: Capture) -> None:
    first = {"chat-first": "chat", "reporting-first": "press", "supported": "cannot be told"}
    seen = set()
    for statement, match in told.desk.compare(told.case):
        if match.outcome not in first or match.outcome in seen:
            continue
        seen.add(match.outcome)
        found = told.desk.who_first(told.case, statement.id)
        assert found.gap == match.lead
        if match.lead is not None:
            assert found.first == first[match.outcome]
        assert {c.article for c in found.clocks if c.counted} <= set(match.counted)
        for clock in found.clocks:
            assert clock.lead == between(statement.time, clock.published)
    assert "chat-first" in seen
    with pytest.raises(NoSuchThing):
        told.desk.who_first(told.case, "s:000000000000")
    one = next(s for s, m in told.desk.compare(told.case, outcomes=("chat-first",)))
    ran = as_json(capsys, "compare", told.case, "--clocks", one.id)
    assert ran.last["first"] == "chat"
    assert min(ran.rows[0]["lead_seconds"]) > 0
    assert "first: chat, by" in plain(capsys, "compare", told.case, "--clocks", one.id).out
