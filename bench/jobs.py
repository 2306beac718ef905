"""Our own jobs, one a process, for the measuring commands of this folder.

python bench/jobs.py JOB PATH [OUT] [PROCESSES]
"""

import hashlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def sha256(path: Path, *_: str) -> object:
    """SHA-256 of the file, nothing else."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def floor(path: Path, *_: str) -> object:
    """Read, hash, cut, one typed parse, nothing kept: the count of messages."""
    import msgspec

    class Message(msgspec.Struct, gc=False):
        id: int
        type: str
        date: str
        date_unixtime: str
        text: str | list[str | dict[str, Any]]
        text_entities: list[dict[str, Any]]

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


def read(path: Path, *_: str) -> object:
    """The whole reader, every column of the schema, nothing kept: the count of rows."""
    from onrecord.formats import read_export

    return sum(getattr(part, "num_rows", 0) for part in read_export(path))


def table(path: Path, out: str, processes: str = "1") -> object:
    """Read, hash, every column to Parquet parts, as intake does it."""
    from onrecord import formats
    from onrecord.desk.crew import crew
    from onrecord.desk.rows import RowWriter
    from onrecord.model.chat import Chat
    from onrecord.model.trouble import Trouble
    from onrecord.ports import Ask

    folder = Path(out)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tree = formats.open_tree(path)
    fmt, _ = formats.pick(tree)
    writer = RowWriter(folder)
    count = int(processes)
    with crew(count if count > 1 else 0, str(path)) as executor:
        for part in formats.read_parallel(fmt, tree, Ask(), path, executor):
            if not isinstance(part, Chat | Trouble):
                writer.add(part)
        sha256(path)
    writer.close()
    return writer.count


def index(path: Path, out: str, *_: str) -> object:
    """The text index over the parts of a table."""
    from onrecord.desk.rows import batches
    from onrecord.store.tantivy_index import ENGINE

    ENGINE.build(Path(out), ((1, batch) for batch in batches(path)))
    return out


def seal(path: Path, out: str, processes: str = "1") -> object:
    """Leaves, padding, tree over the parts of a table: the root."""
    from onrecord.archive import record
    from onrecord.archive.leaf import Secrets
    from onrecord.archive.seal import Sealer
    from onrecord.desk.rows import batches

    shutil.rmtree(out, ignore_errors=True)
    chats: dict[str, bytes] = {}
    sealer = Sealer(Path(out), "A" * 22, Secrets(bytes(32), chats), None, int(processes))
    for batch in batches(path):
        chats.update(dict.fromkeys(record.column(batch, "chat"), bytes(32)))
        sealer.add(batch)
    done = sealer.finish()
    shutil.rmtree(out)
    return done.root.hex()


JOBS: dict[str, Callable[..., object]] = {
    f.__name__: f for f in (sha256, floor, read, table, index, seal)
}

if __name__ == "__main__":
    print(JOBS[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:]))
