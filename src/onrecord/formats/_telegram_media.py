"""The files a Telegram record names, as values of the media column."""

import posixpath
from collections.abc import Callable
from typing import Any

from onrecord.formats._telegram_fields import MEDIA_TYPES, Written

_INT32 = (1 << 31) - 1
_INT64 = (1 << 63) - 1


def has_media(record: Any) -> bool:
    """True if the record names a file, a reason for none, or a kind of medium."""
    if record.photo is not None:
        return True
    return type(record) is Written and (
        record.file is not None or record.contact_vcard is not None or record.media_type is not None
    )


def media(record: Any, member: str, present: Callable[[str], bool]) -> list[tuple[Any, ...]] | None:
    """The attachments a record names, as rows of the schema's ``media``; None without."""
    if record.photo is not None:
        size = record.photo_file_size
        return [_file(record, "photo", record.photo, size, member, present)]
    if type(record) is not Written:
        return None
    if record.file is not None:
        kind = MEDIA_TYPES.get(record.media_type or "", "document")
        return [_file(record, kind, record.file, record.file_size, member, present)]
    if record.contact_vcard is not None:
        size = record.contact_vcard_file_size
        return [_file(record, "contact-card", record.contact_vcard, size, member, present)]
    if record.media_type is not None:
        return [(record.media_type, None, False, *[None] * 6)]
    return None


def _file(
    record: Any,
    kind: str,
    said: str,
    size: int | None,
    member: str,
    present: Callable[[str], bool],
) -> tuple[Any, ...]:
    """One media value. A path in round brackets is the exporter's reason for none."""
    path = None if absent(said) else posixpath.join(posixpath.dirname(member), said)
    wrote = type(record) is Written
    return (
        kind,
        path,
        path is not None and present(path),
        _within(size, _INT64),
        record.mime_type if wrote else None,
        record.file_name if wrote else None,
        _within(record.width, _INT32),
        _within(record.height, _INT32),
        _within(record.duration_seconds, _INT32) if wrote else None,
    )


def absent(said: str) -> bool:
    """True if the export names a reason instead of a path."""
    return said.endswith(")") and "(File " in said


def _within(value: int | None, most: int) -> int | None:
    return value if value is not None and -most <= value <= most else None
