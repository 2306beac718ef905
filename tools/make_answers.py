"""Writes what the checkers answer to every conformance case, into tests/checkers.

answers.json holds verify_alone's answers as digests; reasons.json the sentence in which each
checker names the fault of a refused case; tests/golden/checkers/printed.txt what verify_alone
prints of some. Refuses where a result is not what the case expects. Where node or go are
missing, their reasons stay as they are.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "tests")]


def main() -> int:
    """Writes the files."""
    from tests.checkers import checkerbench
    from tests.checkers.printed import ON_RECORD as PRINTED
    from tests.checkers.printed import printed
    from tests.checkers.test_alone_says_the_same import ON_RECORD, digest

    found, alone = {}, {}
    with tempfile.TemporaryDirectory() as scratch:
        for case in checkerbench.every_case():
            answer = checkerbench.by_python(case, Path(scratch))
            wrong = checkerbench.told(case, answer)
            if wrong:
                print(wrong, file=sys.stderr)
                return 1
            found[case.name] = digest(answer)
            if reasons := checkerbench.reasons(answer):
                alone[case.name] = reasons
    PRINTED.parent.mkdir(parents=True, exist_ok=True)
    PRINTED.write_bytes(printed().encode("utf-8"))
    ON_RECORD.write_text(json.dumps(found, indent=0, sort_keys=True) + "\n")
    held = (
        json.loads(checkerbench.REASONS.read_text("utf-8")) if checkerbench.REASONS.exists() else {}
    )
    every = {**held, "alone": alone, "package": of_package(), **of_programs()}
    text = json.dumps(every, indent=0, sort_keys=True, ensure_ascii=False)
    checkerbench.REASONS.write_text(text + "\n", "utf-8")
    print(f"{len(found)} answers, {sum(map(len, every.values()))} reasons")
    return 0


def of_package() -> dict[str, str]:
    """The package's reasons."""
    from tests.checkers import checkerbench
    from tests.checkers.test_package_conforms import is_single, judged

    found = {}
    for case in filter(is_single, checkerbench.every_case()):
        result, said = judged(case)
        if result != "ok":
            found[case.name] = checkerbench.plain_reason(said)
    return found


def of_programs() -> dict[str, dict[str, list[str]]]:
    """The reasons of the JavaScript and Go checkers, as far as they can be run."""
    from tests.checkers import checkerbench
    from tests.checkers.conftest import GO_LIBRARIES, built

    cases = list(checkerbench.every_case())
    found: dict[str, dict[str, list[str]]] = {}

    def ask(name: str, command: list[str]) -> None:
        answers: list[Any] = checkerbench.batch(command, [c.question() for c in cases])
        told = {c.name: checkerbench.reasons(a) for c, a in zip(cases, answers, strict=True)}
        found[name] = {k: v for k, v in told.items() if v}

    if shutil.which("node"):
        ask("javascript", checkerbench.NODE)
    if shutil.which("go") and GO_LIBRARIES.is_dir():
        with tempfile.TemporaryDirectory() as folder:
            ask("go", [built(Path(folder)), "--batch"])
    return found


if __name__ == "__main__":
    sys.exit(main())
