"""The conformance cases, and each checker as one function from questions to answers."""

import base64
import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import verify_alone

ROOT = Path(__file__).parents[2]
CASES = ROOT / "conformance"
VECTORS = ROOT / "tests" / "golden" / "archive" / "vectors.json"
NODE = ["node", str(ROOT / "checkers" / "js" / "check.mjs"), "--batch"]
Answer = dict[str, Any]


def b64(data: bytes) -> str:
    """Base64, as the batch modes of the checkers take bytes."""
    return base64.b64encode(data).decode()


@dataclass(frozen=True)
class Given:
    """A case as a checker gets it."""

    name: str
    keys: tuple[str, ...]
    policy: bytes | None
    file: bytes
    expected: dict[str, Any]

    def question(self) -> dict[str, Any]:
        """For the batch modes."""
        policy = None if self.policy is None else b64(self.policy)
        return {"keys": list(self.keys), "policy": policy, "files": [b64(self.file)]}


def vectors() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The published vectors, and the rows of their archive with their media's digests."""
    told = json.loads(VECTORS.read_text("utf-8"))
    rows = []
    for record in told["records"]:
        row = record["row"]
        sealed = {f[1]: f[2] for f in map(json.loads, record["fields"])}
        for media, known in zip(row.get("media") or (), sealed["media"] or (), strict=True):
            media["sha256"] = known["sha256"]
        rows.append(row)
    return told, rows


def every_case() -> Iterator[Given]:
    """All conformance cases, by name."""
    for folder in sorted(p for p in CASES.iterdir() if p.is_dir()):
        names = {p.name: p for p in folder.iterdir()}
        file = names["page.html"] if "page.html" in names else names["proof.json"]
        policy = names["policy.txt"].read_bytes() if "policy.txt" in names else None
        keys = tuple(names["keys.txt"].read_text("utf-8").split())
        expected = json.loads(names["expected.json"].read_text("utf-8"))
        yield Given(folder.name, keys, policy, file.read_bytes(), expected)


def batch(command: Sequence[str], questions: Sequence[object]) -> list[Any]:
    """The answers of a checker's batch mode."""
    lines = "".join(json.dumps(q) + "\n" for q in questions)
    done = subprocess.run(list(command), input=lines.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return [json.loads(line) for line in done.stdout.split(b"\n") if line]


def by_python(given: Given, folder: Path) -> Answer:
    """What verify_alone says, in the shape of the batch modes."""
    trust = verify_alone.Trust()
    try:
        for key in given.keys:
            trust.add_desk(key)
        if given.policy is not None:
            verify_alone.read_policy(given.policy, trust)
        if not trust.desks:
            raise verify_alone.Misuse("no desk key")
    except (verify_alone.Misuse, ValueError) as wrong:
        return {"rows": [], "summary": {"result": "misuse", "why": str(wrong)}}
    path = folder / "given"
    path.write_bytes(given.file)
    answer = verify_alone.as_answer(verify_alone.check_files([str(path)], trust), trust)
    back: Answer = json.loads(json.dumps(answer))
    return back


def told(given: Given, answer: Answer) -> str | None:
    """What is wrong with an answer to a case, or None."""
    summary, expected = answer["summary"], given.expected
    if (summary["result"], summary.get("step")) != (expected["result"], expected.get("step")):
        return f"{given.name}: {summary}, expected {expected}"
    if expected["result"] == "ok":
        if [r["class"] for r in answer["rows"]] != expected["classes"]:
            return f"{given.name}: other classes"
        remarks = expected.get("remarks")
        if remarks is not None and [r["remarks"] for r in answer["rows"]] != remarks:
            return f"{given.name}: other remarks"
    return None


def without_reasons(answer: Answer) -> Answer:
    """The answer without the sentences that name a fault, which may differ."""
    rows = [{k: v for k, v in r.items() if k != "why"} for r in answer["rows"]]
    summary = {k: v for k, v in answer["summary"].items() if k != "why"}
    return {"rows": rows, "summary": summary}


def reasons(answer: Answer) -> list[str]:
    """The sentences that name a fault; what an engine adds of its own is left out."""
    return [plain_reason(r["why"]) for r in (*answer["rows"], answer["summary"]) if "why" in r]


_FOREIGN = re.compile(
    "( is not JSON[^:]*|codec can't decode|Expecting|Extra data|Unterminated|Invalid control|"
    "Unexpected UTF-8).*"
)


def plain_reason(text: str) -> str:
    """A sentence that names a fault, without what a library adds to it in its own words."""
    return _FOREIGN.sub(r"\1", text)


REASONS = Path(__file__).parent / "reasons.json"


@cache
def on_record(checker: str) -> dict[str, Any]:
    """The reasons that a checker gives, by case: written by tools/make_answers.py."""
    found: dict[str, Any] = json.loads(REASONS.read_text("utf-8"))[checker]
    return found


def claim(row: dict[str, Any]) -> dict[str, Any]:
    """What an accepted proof states of the archive, without the unsigned label of the story."""
    kept = ("sealed", "opened", "seal", "segments", "desk", "archive", "witnesses", "translations")
    return {k: row[k] for k in kept}


@cache
def told_alone(folder: Path) -> dict[str, Answer]:
    """What verify_alone says of every accepted case of one proof without tokens."""
    found = {}
    for case in every_case():
        single = not case.name.startswith(("page", "bundle", "compare"))
        if single and case.expected["result"] == "ok" and b"tsa " not in (case.policy or b""):
            (found[case.name],) = by_python(case, folder)["rows"]
    return found
