#!/usr/bin/env python3
"""Makes the sample case: ``python tools/make_sample.py OUT [--seed N] [--messages N]``."""

import argparse
import sys
import time
from pathlib import Path

from sample import build


def main(argv: list[str] | None = None) -> int:
    """Writes the case into a new or empty folder and says what lies there."""
    parser = argparse.ArgumentParser(description="Makes the invented sample case.")
    parser.add_argument("out", type=Path, help="a new or empty folder")
    parser.add_argument("--seed", type=int, default=build.SEED)
    parser.add_argument(
        "--messages",
        type=lambda text: int(text.replace(",", "_")),
        default=None,
        help="records of witness A in all (default and least: the case as told, 1200)",
    )
    parser.add_argument("--only-a", action="store_true", help="witness A and its truth alone")
    args = parser.parse_args(argv)
    if args.out.exists() and any(args.out.iterdir()):
        parser.error(f"{args.out} is not empty")
    began = time.monotonic()
    counts = build.write(args.out, seed=args.seed, messages=args.messages, only_a=args.only_a)
    for name, count in counts.items():
        print(f"{count:>9,}  {name}")
    print(f"made in {time.monotonic() - began:.1f} s, seed {args.seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
