"""Every reader on a large input: MB a second of CPU, rows, peak memory.

``python bench/readers.py [--size MIB] [--only NAME]``: each format's golden sample is grown
to SIZE by repeating its records (whole pages for HTML, rows for a database), then read by a
process of its own; Telegram JSON is the seeded corpus, repeated beyond 100,000 messages. Beside each stands the
time one pass of reading and SHA-256 takes over the same bytes. Ratios can be compared between
machines; MB/s cannot.
"""

import argparse
import hashlib
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import corpora
import measured as m

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden" / "formats"
SAMPLES = {
    "csv": "table.csv",
    "discord": "channel.json",
    "discord-html": "general.html",
    "jsonlines": "records.jsonl",
    "matrix": "export.json",
    "messenger": "inbox/harbour_1/message_1.json",
    "messenger-html": "instagram/messages/inbox/pier_2/message_1.html",
    "signal-backup": "main.jsonl",
    "signal-json": "harbour/data.json",
    "signal-text": "today/chat.md",
    "signal-tools": "pages/Harbour (_id4)/Harbour.html",
    "signal-tools-text": "Harbour (_id4).txt",
    "slack": "export/general/2024-06-01.json",
    "sms-backup": "signal.xml",
    "telegram-api": "telethon.jsonl",
    "telegram-html": "twin/messages.html",
    "tg-archive": "data.sqlite",
    "whatsapp": "android.txt",
    "whatsapp-ios": "ios.txt",
    "whatsapp-arabic": "arabic.txt",
}
_CORPUS = 100_000
"""Messages of the largest seeded corpus made for this; more are those again."""
PAGED = ("telegram-html", "slack")
"""Formats of many files: the file is repeated, not its records."""


def records(sample: Path, name: str) -> tuple[bytes, list[bytes], bytes, bytes]:
    """What stands before the records, each record, what stands between them, and after."""
    from onrecord.formats import by_name, open_tree
    from onrecord.model.chat import Chat
    from onrecord.model.trouble import Trouble
    from onrecord.ports import Ask

    data = next(p for p in [sample, *sorted(sample.rglob("20*.json"))] if p.is_file()).read_bytes()
    spans: list[tuple[int, int]] = []
    for part in by_name(name).read(open_tree(sample), Ask()):
        if not isinstance(part, Chat | Trouble):
            spans += list(
                zip(part.column("start").to_pylist(), part.column("length").to_pylist(),
                    strict=True)
            )  # fmt: skip
    spans.sort()
    found = [data[s : s + n] for s, n in spans]
    between = data[sum(spans[0]) : spans[1][0]] if len(spans) > 1 else b"\n"
    return data[: spans[0][0]], found, between, data[sum(spans[-1]) :]


def grown(name: str, size: int, folder: Path) -> Path:
    """An export of about ``size`` bytes."""
    fmt = name.split("-")[0] if name.startswith("whatsapp") else name
    if name == "telegram-json":
        made = corpora.corpus(min(max(size // 450, 1_300), _CORPUS)) / "result.json"
        return made if size // 450 <= _CORPUS else _again(made, size, folder / made.name)
    sample = GOLDEN / fmt / SAMPLES[name]
    if name == "tg-archive":
        return _database(sample, size, folder / sample.name)
    if name in PAGED:
        return _pages(sample, name, size, folder)
    before, found, between, after = records(sample, fmt)
    block = between.join(found)
    target = (
        folder / "inbox" / "harbour_1" / sample.name if fmt == "messenger" else folder / sample.name
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        out.write(before + block)
        for _ in range(size // (len(block) + len(between))):
            out.write(between + block)
        out.write(after)
    return folder if fmt == "messenger" else target


def _again(made: Path, size: int, target: Path) -> Path:
    """The seeded corpus with its messages again and again: their ids repeat."""
    data = made.read_bytes()
    first, last = data.index(b'"messages": [') + len(b'"messages": ['), data.rindex(b"]")
    body = data[first:last].rstrip()
    with target.open("wb") as out:
        out.write(data[:first])
        for _ in range(size // len(body)):
            out.write(body + b",")
        out.write(body + data[last:])
    return target


def _pages(sample: Path, name: str, size: int, folder: Path) -> Path:
    """Many files of one sample, each as large as the app makes them."""
    data = sample.read_bytes()
    if name == "slack":
        for other in ("channels.json", "users.json"):
            (folder / other).write_bytes((sample.parents[1] / other).read_bytes())
        before, found, between, after = records(sample.parents[1], name)
        body = before + between.join(found * 60) + after
    else:  # about a thousand messages a page
        first = data.index(b'\n     <div class="message ')
        last = data.rindex(b"\n    </div>\n\n   </div>")
        body = data[:first] + data[first:last] * 80 + data[last:]
    for n in range(max(1, size // len(body))):
        if name == "slack":
            day = f"{2000 + n // 336}-{n // 28 % 12 + 1:02d}-{n % 28 + 1:02d}"
            target = folder / "general" / f"{day}.json"
            target.parent.mkdir(exist_ok=True)
        else:
            target = folder / f"messages{'' if n == 0 else n + 1}.html"
        target.write_bytes(body)
    return folder


def _database(sample: Path, size: int, target: Path) -> Path:
    """The sample's database with its messages again and again under new numbers."""
    target.write_bytes(sample.read_bytes())
    with closing(sqlite3.connect(target)) as base:
        names = [r[1] for r in base.execute("PRAGMA table_info(messages)") if r[1] != "id"]
        listed = ", ".join(names)
        while target.stat().st_size < size:
            most = base.execute("SELECT max(id) FROM messages").fetchone()[0]
            base.execute(
                f"INSERT INTO messages (id, {listed}) SELECT id + {most}, {listed} FROM messages"  # noqa: S608
            )
            base.commit()
    return target


def bytes_of(path: Path) -> int:
    """Bytes of an export's files."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sum(p.stat().st_size for p in files)


def child(what: str, path: Path) -> dict[str, Any]:
    """Read in this process; what it took."""
    from onrecord.formats import all_formats, open_tree, pick
    from onrecord.ports import Ask

    all_formats()
    rows = 0
    begin = time.process_time()
    if what == "hash":
        digest = hashlib.sha256()
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.is_file():
                with file.open("rb", buffering=0) as stream:
                    while block := stream.read(1 << 20):
                        digest.update(block)
    else:
        tree = open_tree(path)
        for part in pick(tree)[0].read(tree, Ask()):
            rows += getattr(part, "num_rows", 0)
    cpu = time.process_time() - begin
    return {"rows": rows, "cpu": cpu, "peak": m.own_peak()}


def measured(what: str, path: Path) -> dict[str, Any]:
    """The same in a process of its own."""
    run = subprocess.run(
        [sys.executable, __file__, "--child", what, "--path", str(path)],
        check=True,
        capture_output=True,
    )
    return dict(json.loads(run.stdout))


def main() -> None:
    """Grow, read, print a line a reader."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=64, help="MiB of input")
    parser.add_argument("--only")
    parser.add_argument("--child", choices=["hash", "read"])
    parser.add_argument("--path", type=Path)
    args = parser.parse_args()
    if args.child:
        print(json.dumps(child(args.child, args.path)))
        return
    print(
        f"{'reader':<18}{'MiB':>6}{'rows':>10}{'CPU s':>8}{'MB/s':>7}{'x hash':>8}{'peak MiB':>10}"
    )
    names = [n for n in ["telegram-json", *SAMPLES] if args.only in (None, n)]
    line: Callable[..., str] = "{:<18}{:>6.0f}{:>10}{:>8.1f}{:>7.1f}{:>8.1f}{:>10}".format
    for name in names:
        with tempfile.TemporaryDirectory(prefix="onrecord-readers-") as scratch:
            path = grown(name, args.size << 20, Path(scratch))
            size = bytes_of(path)
            floor, got = measured("hash", path), measured("read", path)
        ratio = got["cpu"] / max(floor["cpu"], 1e-3)
        mb = size / 1e6 / max(got["cpu"], 1e-3)
        print(line(name, size / (1 << 20), got["rows"], got["cpu"], mb, ratio, got["peak"]),
              flush=True)  # fmt: skip
        m.keep(
            "readers", got["rows"], name, cpu=got["cpu"], peak=got["peak"], mb_s=mb, x_hash=ratio
        )


if __name__ == "__main__":
    main()
