"""The wire beside the group: planted outcomes, sources, leads; whose words a forward is."""

from collections import Counter
from typing import Any

import pytest
from tests.acceptance.told import Told


def outcomes(told: Told) -> dict[str, list[tuple[str, Any]]]:
    """Message id to the (outcome, match) of every statement in it."""
    found: dict[str, list[tuple[str, Any]]] = {}
    by_key: dict[str, str] = {}
    for m in told.truth["message"]:
        by_key[told.desk.show(told.case, f"id:{m['id']}", around=0).message.key] = str(m["id"])
    for statement, match in told.desk.compare(told.case):
        number = by_key.get(statement.citation.ref.key)
        if number:
            found.setdefault(number, []).append((match.outcome, match))
    return found


@pytest.fixture(scope="module")
def matched(told: Told) -> dict[str, list[tuple[str, Any]]]:
    return outcomes(told)


PLANTED = [
    ("strike", 1),
    ("flag", 1),
    ("public_denial", 1),
    ("denial", 4),
    ("fell_before", 1),
    ("bridge", 1),
    ("drone", 1),
    ("manara", 1),
    ("talks", 1),
    ("containers", 1),
    ("convoy", 1),
]


def _cases() -> list[Any]:
    """(match, which of its messages)."""
    out = []
    for name, count in PLANTED:
        for i in range(count):
            out.append(pytest.param(name, i))
    return out


@pytest.mark.parametrize(("name", "which"), _cases())
def test_compare_gives_the_planted_outcome(
    told: Told, matched: dict[str, list[tuple[str, Any]]], name: str, which: int
) -> None:
    """A statement of each planted message, or more, has an outcome that is right."""
    planted = told.truth["match"][name]
    got = matched.get(str(planted["messages"][which]), [])
    assert [o for o, _ in got if o in planted["accept"]], [o for o, _ in got]


@pytest.mark.parametrize("name", ["strike", "flag", "public_denial", "bridge", "talks"])
def test_independent_sources_and_the_lead_are_as_planted(
    told: Told, matched: dict[str, list[tuple[str, Any]]], name: str
) -> None:
    planted = told.truth["match"][name]
    right = [m for o, m in matched[str(planted["messages"][0])] if o in planted["accept"]]
    assert planted["independent"] in {m.independent for m in right}
    if "lead" in planted:
        leads = [m.lead for m in right if m.lead is not None]
        assert any(x.least - 60 <= planted["lead"] <= x.most + 60 for x in leads), leads


def test_every_planted_outcome_is_tested(told: Told) -> None:
    planted = {name: len(m["messages"]) for name, m in told.truth["match"].items()}
    assert dict(PLANTED) == planted


def test_the_circular_report_counts_for_nothing(
    told: Told, matched: dict[str, list[tuple[str, Any]]]
) -> None:
    number = str(told.planted("public_denial")["id"])
    said = [s for _, m in matched[number] for s in m.sources]
    assert any("صحيفة الرصيف" in s and "not counted" in s for s in said)


def test_no_statement_is_a_bare_score(told: Told) -> None:
    kinds: Counter[str] = Counter()
    for s in told.desk.statements(told.case):
        kinds[s.kind] += 1
        assert s.reasons
        assert s.voice.kind
    assert {"denial", "threat", "claim-of-responsibility", "assertion"} <= set(kinds)


def test_the_forward_is_never_proposed_as_the_forwarders_own_words(told: Told) -> None:
    keys = {}
    for name in ("public_denial", "communique_long"):
        seen = told.desk.show(told.case, f"id:{told.planted(name)['id']}", around=0)
        keys[seen.message.key] = name
    found = [s for s in told.desk.statements(told.case) if s.citation.ref.key in keys]
    assert {s.voice.kind for s in found} == {"forwarded"}
    assert {s.voice.of for s in found} == {"صوت المد"}
