"""Every reader against inputs grown from the golden samples, guided by coverage.

``python tools/fuzz_readers.py [SECONDS]``: needs atheris, which is no dependency of the
project; without it the program says so and ends with 0. A crash is any exception that is not
an OnRecordError, or an input that takes longer than five seconds. ``make sweep`` calls it.
"""

import importlib
import importlib.util
import sys
import tempfile
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "formats"
_LONGEST = 64 << 10


def seeds(folder: Path) -> list[str]:
    """Writes the samples as a corpus, a byte for the reader before each; the readers' names."""
    names = sorted(p.name for p in GOLDEN.iterdir() if p.is_dir())
    for number, name in enumerate(names):
        files = (p for p in sorted((GOLDEN / name).rglob("*")) if p.is_file())
        for count, path in enumerate(p for p in files if p.suffix not in (".expected", ".md")):
            seed = folder / f"{name}-{count}{path.suffix}"
            seed.write_bytes(bytes([number]) + path.read_bytes())
    return names


def endings() -> dict[str, str]:
    """What a file of each format is called at its end."""
    found = {}
    for folder in sorted(p for p in GOLDEN.iterdir() if p.is_dir()):
        files = (p for p in sorted(folder.rglob("*")) if p.is_file())
        wanted = [p.suffix for p in files if p.suffix != ".expected" and p.name != "README.md"]
        found[folder.name] = wanted[0]
    return found


def main() -> int:
    """Fuzz, or say that it is skipped; the exit code."""
    if importlib.util.find_spec("atheris") is None:
        print("fuzz_readers: skipped, atheris is not installed")
        return 0
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["onrecord.formats"]):
        from onrecord.formats import all_formats
    from onrecord.errors import OnRecordError
    from onrecord.formats._tree import FileTree
    from onrecord.ports import Ask

    place = Path(tempfile.mkdtemp(prefix="fuzz-readers-"))
    corpus = place / "corpus"
    corpus.mkdir()
    names, suffix, readers = seeds(corpus), endings(), all_formats()

    def one(data: bytes) -> None:
        if len(data) < 2:
            return
        name = names[data[0] % len(names)]
        path = place / f"export{suffix[name]}"
        path.write_bytes(data[1:])
        try:
            for _ in readers[name].read(FileTree(path), Ask()):
                pass
        except OnRecordError:
            return

    seconds = sys.argv[1] if len(sys.argv) > 1 else "600"
    options = [f"-max_total_time={seconds}", "-timeout=5", f"-max_len={_LONGEST}"]
    options += [f"-artifact_prefix={place}/", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
