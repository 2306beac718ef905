"""Facets count what a search finds, by the index and message by message alike."""

from pathlib import Path

import pytest
from tests.store.corpora import batch

from onrecord.model import query as q
from onrecord.store import _facets
from onrecord.store._opened import Opened
from onrecord.store.tantivy_index import ENGINE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("facets") / "index"
    texts = [f"وصل {n} إلى الميناء https://a.b" if n % 2 else f"port {n}" for n in range(60)]
    ENGINE.build(path, [(1, batch(texts)), (2, batch(texts[:7]))])
    return path


def _total(spread: list[tuple[str, int]]) -> int:
    return sum(count for _, count in spread)


@pytest.mark.parametrize("text", ["وصل", "port"])
def test_both_ways_of_counting_agree(folder: Path, text: str) -> None:
    with ENGINE.open(folder) as opened:
        by_index = opened.facets(q.Words(text, q.Rung.LETTERS))
        by_message = opened.facets(q.Words(text, q.Rung.EXACT, phrase=True))
    for kind, spread in by_index.items():
        assert sorted(spread) == sorted(by_message[kind]), kind
    assert by_index["day"] == by_message["day"]


def test_every_message_has_a_sender_a_day_a_kind_a_voice_and_a_chat(folder: Path) -> None:
    with ENGINE.open(folder) as opened:
        spread = opened.facets(q.Everything())
        for kind in ("sender", "day", "kind", "voice", "chat"):
            assert _total(spread[kind]) == len(opened) == 67
        assert spread["lang"][0][0] == "ar"
        assert ("link", 33) in spread["has"]
        assert _names(opened) == {("أبو علي", "user0"), ("Ivan", "user1"), (None, "user2")}


def _names(opened: Opened) -> set[tuple[str | None, str | None]]:
    return set(opened.senders())


def test_more_values_than_the_index_counts_at_once_are_counted_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ENGINE.open(folder) as opened:
        by_index = opened.facets(q.Everything())
        monkeypatch.setattr(_facets, "_MOST", 1)
        assert {k: sorted(s) for k, s in opened.facets(q.Everything()).items()} == {
            k: sorted(s) for k, s in by_index.items()
        }


def test_a_message_may_hold_any_number_of_links(tmp_path: Path) -> None:
    many = " ".join(f"https://h{n}.example/a" for n in range(1100))
    ENGINE.build(tmp_path / "i", [(1, batch(["https://a.b", many, "https://c.d"]))])
    with ENGINE.open(tmp_path / "i") as opened:
        assert [len(opened._flat.domains(row)) for row in range(3)] == [1, 1100, 1]
