"""Every checker says the same of every conformance case, and what the case expects."""

import json
import subprocess
import time
from pathlib import Path

import pytest
from tests.archive.archivecase import figure
from tests.checkers import checkerbench
from tests.checkers.checkerbench import Answer, Given

import make_checker
import make_conformance


@pytest.fixture(scope="module")
def python_answers(
    cases: list[Given], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Answer]:
    """What verify_alone says of every case."""
    folder = tmp_path_factory.mktemp("alone")
    return {c.name: checkerbench.by_python(c, folder) for c in cases}


def test_there_are_enough_cases(cases: list[Given]) -> None:
    failing = [c for c in cases if c.name.endswith("_fail")]
    assert len(cases) >= 150
    assert len(failing) >= 100
    for case in cases:
        assert (case.expected["result"] != "ok") == case.name.endswith("_fail")


def test_the_cases_are_what_the_maker_makes() -> None:
    assert make_conformance.main(["--check"]) == 0


def test_the_checker_page_is_what_its_sources_make() -> None:
    assert make_checker.main(["--check"]) == 0


def test_python_alone(cases: list[Given], python_answers: dict[str, Answer]) -> None:
    assert [t for c in cases if (t := checkerbench.told(c, python_answers[c.name]))] == []


@pytest.mark.parametrize("by_hand", [False, True], ids=["webcrypto", "by-hand"])
def test_javascript_in_node(
    cases: list[Given], python_answers: dict[str, Answer], node: list[str], by_hand: bool
) -> None:
    questions = [{**c.question(), "byHand": by_hand} for c in cases]
    began = time.monotonic()
    answers = checkerbench.batch(node, questions)
    wrong = differing(cases, answers, python_answers, "javascript")
    what = "conformance cases, JavaScript beside Python"
    figure("T7", what, len(cases), len(cases) - len(wrong), time.monotonic() - began)
    assert wrong == []


def test_javascript_names_the_unicode_of_its_engine(node: list[str]) -> None:
    own = subprocess.run(
        ["node", "-p", "process.versions.unicode"], capture_output=True, text=True, check=True
    )
    case = checkerbench.CASES / "exact"
    key = (case / "keys.txt").read_text("utf-8").split()[0]
    command = [*node[:-1], "--key", key, str(case / "proof.json")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert json.loads(said.splitlines()[-1])["summary"]["unicode"] == own.stdout.strip()


def test_go(cases: list[Given], python_answers: dict[str, Answer], go_checker: str) -> None:
    began = time.monotonic()
    answers = checkerbench.batch([go_checker, "--batch"], [c.question() for c in cases])
    wrong = differing(cases, answers, python_answers, "go")
    what = "conformance cases, Go beside Python"
    figure("T7", what, len(cases), len(cases) - len(wrong), time.monotonic() - began)
    assert wrong == []


def differing(
    cases: list[Given], answers: list[Answer], others: dict[str, Answer], checker: str
) -> list[str]:
    """Where answers differ from the expected, from Python's, or in reasons from the record."""
    found = []
    reasons = checkerbench.on_record(checker)
    for case, answer in zip(cases, answers, strict=True):
        wrong = checkerbench.told(case, answer)
        if wrong:
            found.append(wrong)
        elif checkerbench.without_reasons(answer) != checkerbench.without_reasons(
            others[case.name]
        ):
            found.append(f"{case.name}: not what Python says")
        elif checkerbench.reasons(answer) != reasons.get(case.name, []):
            found.append(f"{case.name}: another reason")
    return found


def test_proofs_made_by_the_package(node: list[str], go_checker: str, tmp_path: Path) -> None:
    folder = checkerbench.ROOT / "tests" / "golden" / "archive" / "proofs"
    keys = tuple((folder / "vkey.txt").read_text("utf-8").split())
    given = [
        Given(p.name, keys, None, p.read_bytes(), {"result": "ok"})
        for p in sorted(folder.glob("*.json"))
    ]
    assert given
    alone = {g.name: checkerbench.by_python(g, tmp_path) for g in given}
    assert all(a["summary"]["result"] == "ok" for a in alone.values())
    for command in (node, [go_checker, "--batch"]):
        answers = checkerbench.batch(command, [g.question() for g in given])
        assert [
            g.name
            for g, a in zip(given, answers, strict=True)
            if checkerbench.without_reasons(a) != checkerbench.without_reasons(alone[g.name])
        ] == []
