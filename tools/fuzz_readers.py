"""Every reader against inputs grown from its golden samples, guided by coverage.

``python tools/fuzz_readers.py [SECONDS] [--only NAME]``: SECONDS for each reader, one after
the other, each in a process of its own. Needs atheris, which is no dependency of the project;
without it the program says so and ends with 0. A crash is any exception that is not an
OnRecordError, or an input that takes longer than five seconds; then the input's path is
printed and the program ends with 1. ``make sweep`` calls it.
"""

import argparse
import importlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "formats"
_LONGEST = 64 << 10
_RUNS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_PEAK = re.compile(r"stat::peak_rss_mb:\s*(\d+)")


def samples(folder: Path) -> list[tuple[Path, Path]]:
    """The exports of a format's folder, each with one of its files."""
    found = []
    for export in sorted(folder.iterdir()):
        if export.suffix == ".expected" or export.name == "README.md":
            continue
        files = [export] if export.is_file() else sorted(p for p in export.rglob("*"))
        found += [(export, p) for p in files if p.is_file()]
    return found


def fuzz(name: str, seconds: str, place: Path) -> None:
    """Fuzz one reader in this process, which libFuzzer ends."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["onrecord.formats"]):
        from onrecord.formats import all_formats, open_tree
    from onrecord.errors import OnRecordError
    from onrecord.ports import Ask

    reader, known = all_formats()[name], samples(GOLDEN / name)
    corpus = place / "corpus"
    corpus.mkdir()
    targets = []
    for number, (export, file) in enumerate(known):
        target = place / str(number) / export.name
        if export.is_dir():
            shutil.copytree(export, target)
        else:
            target.parent.mkdir()
            shutil.copy(export, target)
        inside = target if export.is_file() else target / file.relative_to(export)
        targets.append((target, inside))
        (corpus / str(number)).write_bytes(bytes([number]) + file.read_bytes())

    def one(data: bytes) -> None:
        if len(data) < 2:
            return
        target, inside = targets[data[0] % len(targets)]
        inside.write_bytes(data[1:])
        try:
            tree = open_tree(target)
            reader.sniff(tree)
            for _ in reader.read(tree, Ask()):
                pass
        except OnRecordError:
            return

    options = [f"-max_total_time={seconds}", "-timeout=5", f"-max_len={_LONGEST}"]
    options += [f"-artifact_prefix={place}/", "-print_final_stats=1", "-rss_limit_mb=1024"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


def main() -> int:
    """Fuzz each reader, or say that it is skipped; 1 if one crashed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", nargs="?", default="60")
    parser.add_argument("--only")
    parser.add_argument("--child", nargs=2, metavar=("NAME", "FOLDER"))
    args = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print("fuzz_readers: skipped, atheris is not installed")
        return 0
    if args.child:
        fuzz(args.child[0], args.seconds, Path(args.child[1]))
        return 0
    failed = 0
    for folder in sorted(p for p in GOLDEN.iterdir() if p.is_dir()):
        if args.only in (None, folder.name):
            failed |= told(folder.name, args.seconds)
    return failed


def told(name: str, seconds: str) -> int:
    """Run one reader's fuzzing and print a line about it; 1 if it crashed."""
    place = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    command = [sys.executable, __file__, seconds, "--child", name, str(place)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    runs, peak = _RUNS.search(done.stderr), _PEAK.search(done.stderr)
    said = f"{runs[1] if runs else '?':>9} inputs, {peak[1] if peak else '?':>4} MiB"
    print(f"{name:<18} {seconds} s  {said}  {'no crash' if done.returncode == 0 else 'CRASH'}")
    if done.returncode == 0:
        shutil.rmtree(place)
        return 0
    print(done.stdout[-1_500:], done.stderr[-2_500:], sep="\n", flush=True)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
