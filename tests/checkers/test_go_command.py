"""The Go checker as a command: rows, summary and exit code; and the root of the vectors."""

import json
import re
import resource
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.checkers import checkerbench, edge_rows
from tests.checkers.checkerbench import CASES, Given

from conform.make import DESK

NAMES = (
    *("excerpt-first", "witness-pinned", "page-two", "token", "compare-changed"),
    *("words-with-angle-brackets", "policy-stamps-1", "compare-extends-0-1_fail"),
    *("wording-negation-lost_fail", "kid-not-pinned_fail", "page-not-closed_fail"),
)


NO_QUORUM = str(CASES / "policy-log-without-url" / "policy.txt")


@dataclass(frozen=True)
class Command:
    """Arguments; the exit code and the lines of JSON that a right checker gives."""

    arguments: tuple[str, ...]
    code: int
    lines: list[Any]


def of_case(case: Given, folder: Path) -> Command:
    """A conformance case as a command."""
    at = CASES / case.name
    file = at / ("page.html" if (at / "page.html").exists() else "proof.json")
    keys = [w for key in case.keys for w in ("--key", key)]
    policy = [] if case.policy is None else ["--policy", str(at / "policy.txt")]
    answer = checkerbench.without_reasons(checkerbench.by_python(case, folder))
    lines = [*answer["rows"], {"summary": answer["summary"]}]
    code = 0 if answer["summary"]["result"] == "ok" else 70
    return Command((*keys, *policy, str(file)), code, lines)


def root_of_vectors(folder: Path) -> Command:
    """The sample archive of the vectors, reproduced from its keys and rows."""
    vectors, rows = checkerbench.vectors()
    (folder / "keys.json").write_text(json.dumps(vectors["keys"]), "utf-8")
    made = {"hex": vectors["archive"]["root"], "size": vectors["archive"]["size"]}
    return root_of(folder, "reading.jsonl", rows, made)


def root_of_edges(folder: Path) -> Command:
    """The archive of the rows at the edges, as the package seals it with the same keys."""
    root, size = edge_rows.sealed()
    return root_of(folder, "edges.jsonl", edge_rows.as_json(), {"hex": root, "size": size})


def root_of(folder: Path, name: str, rows: list[Any], made: dict[str, Any]) -> Command:
    """The command over keys.json and these rows."""
    lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
    (folder / name).write_text(lines, "utf-8")
    return Command(("--root", str(folder / "keys.json"), str(folder / name)), 0, [made])


def commands(folder: Path) -> list[Command]:
    """Every command tried."""
    named = {c.name: c for c in checkerbench.every_case()}
    proof = str(CASES / "exact" / "proof.json")
    both = of_case(named["exact"], folder)
    twice = [
        both.lines[0],
        {**both.lines[0], "proof": 1},
        {"summary": {"result": "ok", "proofs": 2}},
    ]
    misuse = [
        (proof,),
        (proof, "--key"),
        ("--key", DESK.vkey, proof, "--policy"),
        ("--key", DESK.vkey, "--policy"),
        ("--key", "x", proof),
        ("--key", DESK.vkey, f"{proof}.gone"),
        ("--key", DESK.vkey, "--policy", f"{proof}.gone", proof),
        ("--key", DESK.vkey, "--policy", proof, proof),
        ("--root", f"{proof}.gone", proof),
    ]
    return [
        *(of_case(named[name], folder) for name in NAMES),
        Command((*both.arguments, proof), 0, twice),
        Command((proof, "--key", DESK.vkey), 0, both.lines),
        Command((proof, "--key", DESK.vkey, "--policy", NO_QUORUM), 0, both.lines),
        *(Command(words, 2, []) for words in misuse),
        root_of_vectors(folder),
        root_of_edges(folder),
    ]


def wrong(checker: str, command: Command) -> str | None:
    """In what the Go checker does something else."""
    words = [checker, *command.arguments]
    try:
        done = subprocess.run(
            words, capture_output=True, check=False, timeout=300, preexec_fn=_limited
        )
    except subprocess.TimeoutExpired:
        return "hangs"
    if done.returncode != command.code:
        return f"exit code {done.returncode}"
    if b"\\u003" in done.stdout:
        return "escapes what is plain text"
    if command.code == 2 and not done.stderr.startswith(b"check: "):
        return "no message"
    lines = [_plain(json.loads(x)) for x in done.stdout.decode().split("\n") if x]
    return None if _held(lines, command.lines) else f"says {lines}"


def _limited() -> None:
    """Many times the processor time that a command takes: a mutant may run for ever."""
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))


def _plain(line: dict[str, Any]) -> dict[str, Any]:
    summary = line.get("summary", line)
    summary.pop("why", None)
    assert "summary" not in line or re.match(r"1[3-9]\.0\.0", summary.pop("unicode"))
    return line


def _held(lines: Sequence[dict[str, Any]], wanted: Sequence[Any]) -> bool:
    """The same lines; of a root those values that the vectors know."""
    if len(lines) != len(wanted):
        return False
    return all(
        {k: mine[k] for k in theirs if k in mine} == theirs
        and (set(mine) == set(theirs) or "hex" in theirs)
        for mine, theirs in zip(lines, wanted, strict=True)
    )


def test_as_a_command(go_checker: str, tmp_path: Path) -> None:
    for command in commands(tmp_path):
        assert wrong(go_checker, command) is None, command.arguments
