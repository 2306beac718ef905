"""The recall law: variants made by other ways of writing find their messages.

``python bench/recall.py [--pairs N]``: random (message, query) pairs, the query respelt by
the generator of ``tests/search/test_recall_law.py`` from the language files' find pairs
(keyboards, marks, encodings, stretching; it knows nothing of the cutter). Lists what is lost.
"""

import argparse
import hashlib
import sys
from importlib.resources import files
from pathlib import Path

import measured

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.search.test_recall_law import missed

from onrecord.lang.language import codes


def main() -> None:
    """Measure and keep."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pairs", type=int, default=100_000)
    pairs = parser.parse_args().pairs
    lost = missed(pairs)
    room = files("onrecord.lang")
    texts = b"".join(room.joinpath(f"{code}.toml").read_bytes() for code in codes())
    digest = hashlib.sha256(texts).hexdigest()[:12]
    print(f"{pairs - len(lost):,} of {pairs:,} found, {len(codes())} languages, digest {digest}")
    for asked, said, rung in lost[:20]:
        print(f"  lost: {asked!r} in {said!r} on rung {rung}")
    measured.quality(
        "search",
        pairs,
        f"variants of a word in {len(codes())} languages, found",
        {"share": 1 - len(lost) / pairs},
        wanted={"share": 1.0},
        command="bench/recall.py",
        digest=digest,
    )


if __name__ == "__main__":
    main()
