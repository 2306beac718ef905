"""A desk that opens at once and a case with one small export, for tests of keys, locks, stamps."""

import json
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.quick_key import make_quick

from onrecord import Desk

PASSPHRASE = "invented for the tests"
WORDS = (
    "We shut the valve before dawn.",
    "أغلقنا الصمام قبل الفجر.",
    "Nobody saw the launch leave, and nobody asked.",
    "Ask the dredger crew, not me.",
)


@dataclass(frozen=True, slots=True)
class Small:
    """The folder, the desk in it, and the case."""

    folder: Path
    desk: Desk

    @property
    def case(self) -> Path:
        """The case folder."""
        return self.folder / "case"

    @property
    def options(self) -> list[str]:
        """What a command needs to work at this desk."""
        secret = self.folder / "passphrase.txt"
        return ["--desk", str(self.desk.folder), "--passphrase-file", str(secret)]

    def again(self, passphrase: str = PASSPHRASE) -> Desk:
        """The same desk, opened anew by who knows the passphrase."""
        return Desk(self.desk.folder, passphrase)


def export(folder: Path, count: int = len(WORDS)) -> Path:
    """An invented Telegram export of ``count`` messages by two members."""
    folder.mkdir(parents=True, exist_ok=True)
    messages = [
        {
            "id": n + 1,
            "type": "message",
            "date": f"2026-03-0{1 + n % 9}T06:0{n % 10}:00",
            "date_unixtime": str(1_772_000_000 + n * 977),
            "from": f"Handle {n % 2}",
            "from_id": f"user{100 + n % 2}",
            "text": WORDS[n % len(WORDS)],
            "text_entities": [],
        }
        for n in range(count)
    ]
    value = {"name": "Invented", "type": "private_supergroup", "id": 4711, "messages": messages}
    (folder / "result.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return folder


def small(folder: Path, count: int = len(WORDS)) -> Small:
    """A new desk and a case with the export sealed and read."""
    (folder / "passphrase.txt").write_text(PASSPHRASE + "\n", "utf-8")
    desk = Desk(folder / "desk", PASSPHRASE)
    desk.new(folder / "case", "invented")
    make_quick(folder / "desk" / "keys" / "desk.age", PASSPHRASE)
    desk.add(folder / "case", export(folder / "export", count))
    return Small(folder, desk)
