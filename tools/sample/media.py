"""Attachments of the sample: where their files lie and what bytes they hold."""

import base64
import struct
from collections.abc import Mapping
from typing import Any

from sample import clock, pictures
from sample.said import Media

STICKER = base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
SCHEDULE = (
    "جدول النوبات - الأسبوع الثالث\n"
    "السبت: قيس، ثابت\nالأحد: يونس، داود\nالاثنين: المرساني، فؤاد\n"
    "الثلاثاء: قيس، رامز\nالأربعاء: يونس، ثابت\n"
)
PHOTOS = ("silos", "quay", "flag")


def of(raw: Mapping[str, Any], unix: int) -> Media | None:
    """The attachment a planted message names, or None."""
    if "photo" in raw:
        return _photo(raw["photo"], unix)
    if raw.get("missing_photo"):
        return Media("photo", None, 88214, 1280, 853)
    if "sticker" in raw:
        return Media(
            "sticker",
            "stickers/sticker.webp",
            len(STICKER),
            512,
            512,
            "image/webp",
            "sticker.webp",
            0,
            raw["sticker"],
        )
    if raw.get("voice_file"):
        path = f"voice_messages/audio_1@{_stamp(unix)}.ogg"
        return Media("voice_message", path, len(voice()), mime="audio/ogg", duration=3)
    if "document" in raw:
        size = len(SCHEDULE.encode())
        return Media(
            "document", f"files/{raw['document']}", size, mime="text/plain", name=raw["document"]
        )
    return None


def _photo(scene: str, unix: int) -> Media:
    number = PHOTOS.index(scene) + 1
    path = f"photos/photo_{number}@{_stamp(unix)}.jpg"
    size = len(pictures.jpeg_of(scene))
    return Media("photo", path, size, pictures.WIDTH, pictures.HEIGHT, name=scene)


def _stamp(unix: int) -> str:
    return clock.to_local(unix).strftime("%d-%m-%Y_%H-%M-%S")


def data(media: Media) -> bytes:
    """The bytes of an attachment whose file is in the export."""
    if media.type == "photo":
        return pictures.jpeg_of(media.name)
    if media.type == "sticker":
        return STICKER
    if media.type == "voice_message":
        return voice()
    return SCHEDULE.encode()


def voice() -> bytes:
    """Three seconds of silence as Ogg Opus (RFC 7845): two headers and one page of packets."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 6) + b"sample" + struct.pack("<I", 0)
    silence = [b"\xf8\xff\xfe"] * 150  # 20 ms each
    pages = (
        _page(2, 0, 0, [head]),
        _page(0, 0, 1, [tags]),
        _page(4, 150 * 960, 2, silence),
    )
    return b"".join(pages)


def _page(flags: int, granule: int, number: int, packets: list[bytes]) -> bytes:
    lacing = bytes(len(packet) for packet in packets)
    body = b"".join(packets)
    head = struct.pack("<4sBBqIII", b"OggS", 0, flags, granule, 0x51A7, number, 0)
    page = bytearray(head + bytes([len(packets)]) + lacing + body)
    struct.pack_into("<I", page, 22, crc(bytes(page)))
    return bytes(page)


def crc(page: bytes) -> int:
    """Ogg's checksum: polynomial 0x04c11db7, no reflection, start 0 (RFC 3533)."""
    crc = 0
    for byte in page:
        crc ^= byte << 24
        for _ in range(8):
            crc = ((crc << 1) ^ 0x04C11DB7) & 0xFFFFFFFF if crc & 0x80000000 else (crc << 1)
    return crc
