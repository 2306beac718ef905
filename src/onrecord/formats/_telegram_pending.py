"""What was read of Telegram's records and is not in a batch yet."""

from dataclasses import dataclass, field
from typing import Any

from onrecord.formats._quick import Quick
from onrecord.formats._telegram_fields import Record


@dataclass(slots=True)
class Odd:
    """What a record had besides a plain reading: fields we do not know, bytes of
    a text that is not Unicode and why."""

    unknown: dict[str, Any] = field(default_factory=dict)
    text_raw: bytes | None = None
    enc: str | None = None


@dataclass(slots=True)
class Pending:
    """Records met and not yet in a batch. ``quick`` are blocks of which columns are made
    already, with the index of the first record that each of them left."""

    member: str
    chat: str
    records: list[Record] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    odd: dict[int, Odd] = field(default_factory=dict)
    events: dict[int, dict[str, Any]] = field(default_factory=dict)
    quick: list[tuple[int, Quick]] = field(default_factory=list)
    plain: int = 0

    def __len__(self) -> int:
        return len(self.records) + self.plain

    def block(self, made: Quick) -> None:
        """A block whose left records come next."""
        self.quick.append((len(self.records), made))
        self.plain += made.count - len(made.left)
