"""Seeded corpora in the sample generator's own languages, made once and kept.

    python bench/corpora.py 100000 [1000000 ...]

They stand in ``.bench/`` beside the code (ONRECORD_BENCH for another place): the
same bytes on every machine, as ``tools/make_sample.py OUT --messages N --only-a``.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEED = 20_260_412


def place() -> Path:
    """Where corpora and scratch files of measuring go."""
    return Path(os.environ.get("ONRECORD_BENCH", ROOT / ".bench"))


def emptied(folder: Path) -> None:
    """Removes a folder, sealed bytes too."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o600)
    shutil.rmtree(folder, ignore_errors=True)


def corpus(messages: int) -> Path:
    """The folder of an export of that many messages; made if it is not there yet."""
    folder = place() / f"{messages}"
    if not folder.exists():
        part = folder.with_name(folder.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        part.parent.mkdir(parents=True, exist_ok=True)
        make = [sys.executable, str(ROOT / "tools" / "make_sample.py"), str(part)]
        subprocess.run(
            [*make, "--messages", str(messages), "--seed", str(SEED), "--only-a"],
            check=True,
            capture_output=True,
        )
        part.rename(folder)
    return folder / "witness-a"


def main() -> None:
    """Makes those that are asked for."""
    for said in sys.argv[1:] or ["100000"]:
        path = corpus(int(said.replace(",", "").replace("_", ""))) / "result.json"
        print(f"{int(said):>12,} messages {path.stat().st_size / 1e6:8,.0f} MB  {path}")


if __name__ == "__main__":
    main()
