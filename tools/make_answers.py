"""Writes tests/checkers/answers.json: verify_alone's answer to every case, as a digest.

Refuses where an answer is not what the case expects. That the other checkers give
the same answers is what tests/checkers/test_conformance.py shows.
"""

import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Writes the file."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from tests.checkers import checkerbench
    from tests.checkers.test_alone_says_the_same import ON_RECORD, digest

    found = {}
    with tempfile.TemporaryDirectory() as scratch:
        for case in checkerbench.every_case():
            wrong = checkerbench.told(case, checkerbench.by_python(case, Path(scratch)))
            if wrong:
                print(wrong, file=sys.stderr)
                return 1
            found[case.name] = digest(case, Path(scratch))
    ON_RECORD.write_text(json.dumps(found, indent=0, sort_keys=True) + "\n")
    print(f"{len(found)} answers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
