"""Statements in a model's order: random weights built here, marked wherever shown."""

from pathlib import Path

import pytest
from tests.acceptance.told import Told
from tests.cli.shell import as_json
from tests.search.tiny_model import write_model

from onrecord.search.sentence_model import SentenceModel


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("m") / "tiny", 'languages = ["en"]\n')


def test_the_order_is_the_models_and_nothing_else_is(
    told: Told, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = as_json(capsys, "statements", told.case).rows
    asked = ("statements", told.case, "--ranked", "the docks were hit", "--model", model)
    ranked = as_json(capsys, *asked)
    assert sorted(r["id"] for r in ranked.rows) == sorted(r["id"] for r in plain)
    by_id = {r["id"]: r for r in plain}
    orders = [r.pop("order") for r in ranked.rows]
    assert all(by_id[r["id"]] == r for r in ranked.rows)  # kind, voice, reasons: untouched
    scores = [o["score"] for o in orders]
    read = [s for s in scores if s is not None]
    assert read == sorted(read, reverse=True)
    assert scores == [*read, *[None] * (len(scores) - len(read))]
    assert len({round(s, 3) for s in read}) > 5
    unread = [r for r, s in zip(ranked.rows, scores, strict=True) if s is None]
    assert {r["language"] for r in unread} >= {"ar", "ru"}
    order_plain = [r["id"] for r in plain]
    assert [r["id"] for r in unread] == [i for i in order_plain if i in {r["id"] for r in unread}]
    digest = SentenceModel(model).card.digest
    assert {(o["by"], o["status"], o["digest"]) for o in orders} == {("model", "machine", digest)}
    assert ranked.last["order"]["unread"] == len(unread)


def test_without_a_question_what_is_most_like_its_kind_comes_first(
    told: Told, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("statements", told.case, "--ranked", "--model", model, "--lang", "en", "--limit", 5)
    ranked = as_json(capsys, *asked)
    scores = [r["order"]["score"] for r in ranked.rows]
    assert len(scores) == 5
    assert scores == sorted(scores, reverse=True)
    assert ranked.last["order"]["measure"] == "likeness to examples of the kind"


def test_off_by_default_and_refused_where_it_cannot_be(
    told: Told, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not any("order" in r for r in as_json(capsys, "statements", told.case).rows)
    assert as_json(capsys, "statements", told.case, "--ranked").code == 54
    asked = ("statements", told.case, "--ranked", "من ضرب الميناء", "--model", model)
    assert as_json(capsys, *asked).code == 54
    assert as_json(capsys, "statements", told.case, "--new", "--ranked").code == 16


def test_a_model_in_the_desk_is_taken_and_named(told: Told, tmp_path: Path) -> None:
    mine = told.copy(tmp_path / "copy")
    write_model(mine.folder / "desk" / "models" / "ranking", 'languages = ["en"]\n')
    found = mine.desk.ranked_statements(mine.case, limit=1)
    assert (found.model, len(found.placed)) == ("ranking", 1)
    assert found.digest[:16] in found.mark
    assert "by a machine" in found.mark
