"""Writes tests/golden/formats: invented exports and what their readers make of them.

``python tools/make_golden.py`` writes; ``--check`` fails if that would change a file.
"""

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import golden_dumps  # noqa: E402
import golden_meta  # noqa: E402
import golden_more  # noqa: E402
import golden_pages  # noqa: E402
import golden_past  # noqa: E402
import golden_rows  # noqa: E402
import golden_samples  # noqa: E402
import golden_signal  # noqa: E402
import golden_twin  # noqa: E402
import golden_xml  # noqa: E402
from onrecord.formats import read_export  # noqa: E402
from onrecord.model.schema import rows  # noqa: E402

FOLDER = Path(__file__).parents[1] / "tests" / "golden" / "formats"
MAKERS = {
    "csv": lambda: {**golden_more.tables(), **golden_dumps.tables()},
    "discord": golden_more.discord,
    "discord-html": golden_pages.discord_html,
    "jsonlines": lambda: {**golden_more.jsonlines(), **golden_dumps.records()},
    "matrix": golden_more.matrix,
    "messenger": lambda: {**golden_more.messenger(), **golden_dumps.messenger_encrypted()},
    "messenger-html": golden_meta.messenger_html,
    "signal-backup": golden_more.signal_backup,
    "signal-json": golden_signal.signal_json,
    "signal-text": golden_signal.signal_text,
    "signal-tools": golden_signal.signal_tools,
    "signal-tools-text": golden_signal.signal_tools_text,
    "slack": golden_more.slack,
    "sms-backup": golden_xml.sms_backup,
    "telegram-api": lambda: {**golden_more.telegram_api(), **golden_dumps.telegram_dumps()},
    "telegram-html": lambda: {
        **golden_more.telegram_html(),
        **golden_twin.telegram_twin_pages(),
        **golden_past.pages_2018(),
    },
    "telegram-json": lambda: {**golden_samples.telegram_json(), **golden_twin.telegram_twin()},
    "tg-archive": golden_rows.tg_archive,
    "whatsapp": golden_samples.whatsapp,
}
README = """\
Invented exports in the shape of `{name}`, written by `make golden` from
tools/golden_*.py; no real person or group. Apache-2.0.
Each `.expected` is what the reader makes of the sample beside it: review it as code.
"""


def plain(value: Any) -> Any:
    """A part of a reading as JSON values, without what is empty."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {k: plain(v) for k, v in pairs if v not in (None, (), "")}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    return value


def parts(path: Path) -> Iterator[str]:
    """What a reader yields, one JSON line a chat, message or trouble."""
    for part in read_export(path):
        if hasattr(part, "num_rows"):
            for message in rows(part):
                yield json.dumps({"message": plain(message)}, ensure_ascii=False)
        else:
            kind = type(part).__name__.lower()
            yield json.dumps({kind: plain(part)}, ensure_ascii=False)


def exports(folder: Path) -> list[Path]:
    """The exports of one format's folder: files, or folders that are one export."""
    return sorted(p for p in folder.iterdir() if p.suffix != ".expected" and p.name != "README.md")


def main() -> int:
    """Write, or compare; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    changed: list[str] = []

    def put(path: Path, data: bytes) -> None:
        if path.exists() and path.read_bytes() == data:
            return
        changed.append(path.name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    for name, make in MAKERS.items():
        put(FOLDER / name / "README.md", README.format(name=name).encode())
        for file, data in make().items():
            put(FOLDER / name / file, data)
        for export in exports(FOLDER / name):
            text = "".join(line + "\n" for line in parts(export))
            put(export.with_name(export.name + ".expected"), text.encode())
    if changed:
        print(("would change: " if check else "written: ") + ", ".join(changed))
    return 1 if check and changed else 0


if __name__ == "__main__":
    raise SystemExit(main())
