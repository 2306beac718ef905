"""Every planted outcome of the sample case comes out of the wire as truth.toml says."""

import json
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from onrecord.model.cite import Citation, Ref
from onrecord.model.claim import Reason, Statement, Voice
from onrecord.model.press import Article, Match
from onrecord.model.when import When
from onrecord.press import read_bytes
from onrecord.press.match import compare
from onrecord.press.places import Places, Spot
from sample import build

GROUP = ("صوت المد", "فانوس الميناء", "لواء المد", "Tide Brigade")


def plain(message: Mapping[str, Any]) -> str:
    """The text as the app shows it."""
    text = message["text"]
    parts = [text] if isinstance(text, str) else text
    return "".join(part if isinstance(part, str) else part["text"] for part in parts)


def stated(message: Mapping[str, Any], n: int) -> Statement:
    """The whole message as a statement."""
    text = plain(message)
    at = datetime.fromtimestamp(int(message["date_unixtime"]), UTC)
    cited = Citation(Ref(1, n, str(message["id"])), 0, len(text), text)
    reason = Reason("test", "ar", text)
    when = When(message["date"], "utc", at, at, datetime.fromisoformat(message["date"]))
    voice = Voice("own", 0, len(text))
    return Statement(cited, "assertion", voice, None, None, when, "ar", (reason,))


@pytest.fixture(scope="module")
def sample(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, Any], dict[str, Match], list[Article]]:
    """truth.toml, the match of each message id, and the wire."""
    folder = tmp_path_factory.mktemp("sample")
    build.write(folder)
    truth = tomllib.loads((folder / "truth.toml").read_text("utf-8"))
    wire = sorted((folder / "wire").iterdir())
    parts = [part for path in wire for part in read_bytes(path.name, path.read_bytes())]
    articles = [part for part in parts if isinstance(part, Article)]
    raw = json.loads((folder / "witness-a" / "result.json").read_text("utf-8"))
    messages = {str(message["id"]): message for message in raw["messages"]}
    wanted = sorted({str(i) for row in truth["match"].values() for i in row["messages"]})
    statements = [stated(messages[i], n) for n, i in enumerate(wanted)]
    found = compare(statements, {}, articles, Places(spots(truth)), GROUP)
    return truth, dict(zip(wanted, found, strict=True)), articles


def spots(truth: Mapping[str, Any]) -> list[Spot]:
    """The places of truth.toml as a gazetteer."""
    numbers = {place["name"]: f"place-{n}" for n, place in enumerate(truth["place"])}
    return [
        Spot(numbers[p["name"]], tuple(p["names"]), numbers.get(p.get("within", "")))
        for p in truth["place"]
    ]


def test_every_item_of_the_wire_is_an_article(
    sample: tuple[dict[str, Any], dict[str, Match], list[Article]],
) -> None:
    truth, _, articles = sample
    assert sorted(a.place.member for a in articles) == sorted(w["file"] for w in truth["wire"])
    assert all(a.published.certain and a.outlet and a.title for a in articles)


def test_every_planted_outcome_comes_out(
    sample: tuple[dict[str, Any], dict[str, Match], list[Article]],
) -> None:
    truth, matches, articles = sample
    files = {a.id: a.place.member for a in articles}
    wrong = []
    for name, row in truth["match"].items():
        for number in row["messages"]:
            match = matches[str(number)]
            found = {files[p.article] for p in match.passages}
            lead = row.get("lead")
            good = (
                match.outcome in row["accept"]
                and match.independent == row["independent"]
                and set(row["wire"])
                <= found | ({*row["wire"]} if not row["independent"] else set())
                and (not lead or (match.lead is not None and abs(match.lead.least - lead) <= 60))
            )
            if not good:
                wrong.append(f"{name} {number}: {match.outcome} {match.independent} {match.lead}")
    assert not wrong, "\n".join(wrong)


def test_every_match_shows_what_it_rests_on(
    sample: tuple[dict[str, Any], dict[str, Match], list[Article]],
) -> None:
    _, matches, articles = sample
    texts = {a.id: a.text for a in articles}
    for match in matches.values():
        assert match.reasons
        assert match.scope.startswith("16 items of 5 outlets")
        for passage, bases in zip(match.passages, match.rests_on, strict=True):
            assert texts[passage.article][passage.start : passage.end] == passage.text
            assert bases


def test_three_copies_of_one_report_are_one_source(
    sample: tuple[dict[str, Any], dict[str, Match], list[Article]],
) -> None:
    truth, matches, _ = sample
    match = matches[str(truth["match"]["flag"]["messages"][0])]
    assert sum("is a copy of it" in source for source in match.sources) == 1
