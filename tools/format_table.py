"""Writes docs/reference/formats/measured.md from a folder of real sample files.

``python tools/format_table.py FOLDER``: one line a file or folder that is an export,
what its reader made of it, and what the folder's manifest or SOURCE.txt counts, where
one does. Only counts leave the folder: no name of a person, no word of a message.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.errors import OnRecordError
from onrecord.formats import open_tree, pick, read_export
from onrecord.model.chat import Chat, Message
from onrecord.model.schema import rows
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "reference" / "formats" / "measured.md"
SUFFIXES = {".json", ".txt", ".zip", ".html"}
SKIPPED = {"SOURCE.txt", "manifest.json", "target.json"}
WHOLE = ("cybersec_news", "telegram-test-html")
"""Folders that are one export of several files."""

STATED = {
    "cybersec_news": "5,193 messages",
    "telegram-test-json/result.json": "12 entries",
    "telegram-test-html": "12 entries",
    "BIG_20A_5475M.json": "5,475 messages",
    "chat-analytics/DM_2A_7M.json": "8 entries",
    "chatpack-cli/telegram_export.json": "7 messages",
    "test_single_export.json": "2 messages",
    "test_batch_export.json": "2 messages",
    "lorem-2000.txt": "2,000 messages",
}


@dataclass
class Line:
    """What a reader made of one export."""

    reader: str = "-"
    counts: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)


def measured(path: Path) -> Line:
    """Read one export."""
    line = Line()
    try:
        tree = open_tree(path)
        reader, _ = pick(tree)
        line.reader = reader.name
        for part in reader.read(tree, Ask()):
            if isinstance(part, Trouble):
                line.troubles[part.kind] += 1
                line.counts["unreadable"] += part.weight != "note"
            elif not isinstance(part, Chat):
                line.counts.update(part.column("kind").to_pylist())
                texts = part.column("text").to_pylist()
                line.counts["continuation"] += sum(t.count("\n") for t in texts)
    except OnRecordError as e:
        line.reader = type(e).__name__
    return line


def exports(root: Path) -> Iterator[tuple[str, Path]]:
    """Exports below a folder, with the name they are listed under."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_dir() and path.name in WHOLE:
            yield name, path
        inside = any(folder in path.parts for folder in WHOLE)
        plain = path.is_file() and path.suffix in SUFFIXES and path.name not in SKIPPED
        if plain and not inside:
            yield name, path


def _listed(name: str) -> str:
    """Where a sample stands, without the names of people its file is called after."""
    parts = name.split("/")
    base = parts[-1]
    if len(base.split()) > 3:
        tail = base.rpartition("(")[2] if "(" in base else " ".join(base.split()[-2:])
        base = f"chat {tail.replace(')', '')}"
    return "/".join([*parts[:-1][1:3], base]).replace("|", " ")


def manifest(root: Path) -> dict[str, dict[str, int]]:
    """Counts of the WhatsApp samples whose lines somebody counted."""
    for path in root.rglob("manifest.json"):
        return {m["file"]: m for m in json.loads(path.read_text("utf-8"))}
    return {}


def table(root: Path) -> Iterator[str]:
    """The page, line by line."""
    yield "# Real files, read"
    yield ""
    yield "Written by `tools/format_table.py` from public sample files that are not part of the"
    yield "project. *continuation*: line breaks inside messages. *stated*: what the sample's own"
    yield "manifest or source note counts (message/system/continuation lines for WhatsApp)."
    yield ""
    yield "| export | reader | message | service | continuation | unreadable | troubles | stated |"
    yield "|---|---|---:|---:|---:|---:|---|---|"
    counted = manifest(root)
    right = lines = 0
    for name, path in exports(root):
        line = measured(path)
        c = line.counts
        stated = next((v for k, v in STATED.items() if name.endswith(k)), "")
        if path.name in counted:
            m = counted[path.name]
            said = [m[f"{k}_lines"] for k in ("message", "system", "continuation")]
            stated = "/".join(map(str, said))
            got = [c["message"], c["service"], c["continuation"]]
            lines += sum(said)
            right += sum(said) - sum(abs(a - b) for a, b in zip(said, got, strict=True)) // 2
        troubles = ", ".join(f"{k} {v}" for k, v in sorted(line.troubles.items())) or "-"
        name = _listed(name)
        yield (
            f"| {name} | {line.reader} | {c['message']} | {c['service']} |"
            f" {c['continuation']} | {c['unreadable']} | {troubles} | {stated or '-'} |"
        )
    if lines:
        yield ""
        yield f"WhatsApp lines as the manifest has them: {right} of {lines} ({right / lines:.1%})."
        yield "What differs: notices the app itself wrote under a member's or the group's name are"
        yield "service rows here, message lines there; a last blank line is not counted here."


SAME = (
    "id", "kind", "sender", "text", "entities", "reply_to", "via_bot", "signature", "action",
    "reactions",
)  # fmt: skip


def messages(path: Path) -> list[Message]:
    """All messages of an export."""
    parts = read_export(path)
    return [m for part in parts if not isinstance(part, Chat | Trouble) for m in rows(part)]


def agreement(root: Path) -> Iterator[str]:
    """How far a chat that was exported both as JSON and as HTML reads the same."""
    for folder in sorted(root.rglob("telegram-json-ui")):
        one = messages(next(folder.rglob("result.json")))
        two = {m.id: m for m in messages(next(folder.rglob("telegram-test-html")))}
        pairs = [(m, two[m.id]) for m in one if m.id in two]
        said = [(name, [getattr(a, name) == getattr(b, name) for a, b in pairs]) for name in SAME]
        told = [(a, b) for a, b in pairs if a.kind == "message"]
        said.append(("forward", [(a.forward is None) == (b.forward is None) for a, b in pairs]))
        said.append(("time", [a.time.local == b.time.local for a, b in told]))
        files = [([(m.type, m.path) for m in a.media], [(m.type, m.path) for m in b.media])
                 for a, b in pairs]  # fmt: skip
        said.append(("media", [a == b for a, b in files]))
        yield ""
        yield f"## One chat as JSON and as HTML: {folder.name}, {len(one)} and {len(two)} rows"
        yield ""
        yield "Fields that HTML carries; *time*: of messages, events state only their day."
        yield ""
        yield "| field | equal in | of |"
        yield "|---|---:|---:|"
        yield from (f"| {name} | {sum(same)} | {len(same)} |" for name, same in said)


def main() -> None:
    """Write the page."""
    OUT.parent.mkdir(parents=True, exist_ok=True)
    root = Path(sys.argv[1])
    OUT.write_text("\n".join([*table(root), *agreement(root)]) + "\n", "utf-8")
    print(f"written: {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
