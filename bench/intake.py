"""Intake speed: Telegram JSON to Arrow against reading, hashing and one typed parse.

``python bench/intake.py [--messages N] [--file PATH]`` writes a seeded export of N
messages (if there is none at PATH), then runs, each in its own process:

* ``floor``: read the file once in 1 MiB blocks, SHA-256 it, and parse each block's
  records into typed structs, nothing kept;
* ``reader``: the whole reader, every column of the schema.

Prints wall and CPU seconds, MB/s, peak memory, and the ratio reader / floor. Only
the ratio is comparable between machines.
"""

import argparse
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

WORDS = [
    "".join(random.Random(i).choices(alphabet, k=3 + i % 7))  # noqa: S311 - invented words
    for i, alphabet in enumerate(
        [
            "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
            "абвгдежзиклмнопрстуфхцчшщыэюя",
            "abcdefghijklmnopqrstuvwxyz",
        ]
        * 3000
    )
]


HEAD = """{
 "name": "Bench",
 "type": "private_supergroup",
 "id": 1000000001,
 "messages": [
  """


def message(rng: random.Random, n: int) -> dict[str, object]:
    """One message as Telegram Desktop's single-chat export spells it."""
    stamp = 1_483_228_800 + n * 37
    said = datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    who = int(rng.paretovariate(0.8)) % 900
    head = {"date": said, "date_unixtime": str(stamp)}
    if rng.random() < 0.03:
        return {
            "id": n + 1,
            "type": "service",
            **head,
            "actor": f"Member {who}",
            "actor_id": f"user{10_000 + who}",
            "action": "invite_members",
            "members": [f"Member {who + 1}"],
            "text": "",
            "text_entities": [],
        }
    m: dict[str, object] = {"id": n + 1, "type": "message", **head}
    if rng.random() < 0.05:
        m |= {"edited": said, "edited_unixtime": str(stamp + 60)}
    m |= {"from": f"Member {who}", "from_id": f"user{10_000 + who}"}
    if rng.random() < 0.05:
        m |= {"forwarded_from": f"Channel {who}", "forwarded_from_id": f"channel{who}"}
    if rng.random() < 0.22:
        m["reply_to_message_id"] = max(1, n - rng.randrange(40))
    if rng.random() < 0.12:
        m |= {
            "photo": f"photos/photo_{n}.jpg",
            "photo_file_size": 51234,
            "width": 960,
            "height": 1280,
        }
    text = " ".join(rng.choice(WORDS) for _ in range(4 + rng.randrange(24)))
    if rng.random() < 0.15:
        parts = [{"type": "plain", "text": text}, {"type": "bold", "text": " " + rng.choice(WORDS)}]
        m |= {"text": [text, parts[1]], "text_entities": parts}
    else:
        m |= {"text": text, "text_entities": [{"type": "plain", "text": text}]}
    if rng.random() < 0.06:
        m["reactions"] = [{"type": "emoji", "count": 3, "emoji": "👍"}]
    return m


def write(path: Path, count: int) -> None:
    """A single-chat export of ``count`` messages, byte for byte the same each time."""
    rng = random.Random(20_20)  # noqa: S311
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEAD)
        for n in range(count):
            body = json.dumps(message(rng, n), ensure_ascii=False, indent=1)
            out.write((",\n  " if n else "") + body.replace("\n", "\n  "))
        out.write("\n ]\n}")


def floor(path: Path) -> int:
    """Read, hash, cut, parse; the count of messages."""
    import msgspec

    class Message(msgspec.Struct, gc=False):
        id: int
        type: str
        date: str
        date_unixtime: str
        text: str | list[str | dict[str, str]]
        text_entities: list[dict[str, str]]

    decoder = msgspec.json.Decoder(list[Message])
    digest = hashlib.sha256()
    count, rest, between = 0, b"", b"\n  },\n  {"
    with path.open("rb", buffering=0) as stream:
        first = stream.read(1 << 20)
        digest.update(first)
        rest = first[first.index(b"[\n  {") + 4 :]
        while True:
            cut = rest.rfind(between)
            if cut >= 0:
                count += len(decoder.decode(b"[" + rest[: cut + 4] + b"]"))
                rest = rest[cut + 8 :]
            block = stream.read(1 << 20)
            if not block:
                break
            digest.update(block)
            rest += block
    return count + len(decoder.decode(b"[" + rest[: rest.rindex(b"\n ]")] + b"]"))


def reader(path: Path) -> int:
    """The whole reader; the count of rows."""
    from onrecord.formats import read_export

    return sum(getattr(part, "num_rows", 0) for part in read_export(path))


def measured(what: str, path: Path) -> dict[str, float]:
    """One child process's count, seconds and memory."""
    run = subprocess.run(
        [sys.executable, __file__, "--child", what, "--file", str(path)],
        check=True,
        capture_output=True,
    )
    return dict(json.loads(run.stdout))


def main() -> None:
    """Write, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=200_000)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--child", choices=["floor", "reader"])
    args = parser.parse_args()
    if args.child:
        start = time.monotonic()
        count = {"floor": floor, "reader": reader}[args.child](args.file)
        wall = time.monotonic() - start
        use = resource.getrusage(resource.RUSAGE_SELF)
        cpu = use.ru_utime + use.ru_stime
        print(json.dumps({"count": count, "wall": wall, "cpu": cpu, "rss": use.ru_maxrss / 1024}))
        return
    path = args.file or Path(tempfile.gettempdir()) / f"onrecord-bench-{args.messages}.json"
    if not path.exists():
        write(path, args.messages)
    size = path.stat().st_size
    best: dict[str, dict[str, float]] = {}
    for _ in range(args.times):
        for what in ("floor", "reader"):
            got = measured(what, path)
            if what not in best or got["wall"] < best[what]["wall"]:
                best[what] = got
    for what, got in best.items():
        print(
            f"{what:7} {got['count']:>9.0f} messages  {got['wall']:6.2f} s wall"
            f"  {got['cpu']:6.2f} s cpu  {size / got['wall'] / 1e6:5.0f} MB/s  {got['rss']:4.0f} MB"
        )
    print(
        f"ratio   {best['reader']['wall'] / best['floor']['wall']:.2f} (wall, best of {args.times})"
    )


if __name__ == "__main__":
    main()
