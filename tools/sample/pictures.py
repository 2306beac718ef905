"""Drawn pictures of a harbour, as JPEG and PNG, with EXIF where a camera would put it."""

import random
import struct
import zlib
from functools import cache

from sample import jpeg
from sample.jpeg import Pixel, Rows

WIDTH, HEIGHT = 240, 160
CAMERA = {0x010F: "Qamra", 0x0110: "Qamra Seven"}


def scene(name: str) -> Rows:
    """The scene of that name: sky, sea, and what stands between them."""
    rng = random.Random(f"scene {name}")
    dusk = {"silos": (236, 190, 150), "quay": (170, 205, 230), "flag": (190, 196, 204)}[name]
    rows = [[_backdrop(x, y, dusk, rng) for x in range(WIDTH)] for y in range(HEIGHT)]
    if name == "silos":
        for n in range(5):
            _box(rows, 30 + n * 34, 52, 26, 46, (204 - 9 * n, 196 - 9 * n, 182 - 9 * n))
    elif name == "quay":
        _box(rows, 0, 104, WIDTH, 22, (150, 138, 120))
        for n in range(6):
            _box(rows, 14 + n * 40, 92, 8, 12, (92, 62, 40))
        _box(rows, 150, 60, 60, 30, (70, 96, 128))
    else:
        _box(rows, 70, 46, 96, 58, (168, 150, 128))
        for n in range(5):
            _box(rows, 80 + n * 17, 60, 8, 12, (70, 70, 84))
        _box(rows, 116, 14, 2, 32, (60, 60, 60))
        _box(rows, 118, 14, 26, 14, (64, 92, 78))
    return rows


def _backdrop(x: int, y: int, sky: Pixel, rng: random.Random) -> Pixel:
    grain = rng.randint(-4, 4)
    if y < 98:
        fade = y / 98
        return _clip(*(c - int(50 * (1 - fade)) + grain for c in sky))
    wave = 10 if (x // 9 + y // 3) % 4 == 0 else 0
    return _clip(38 + wave + grain, 84 + wave + grain, 112 + wave + grain)


def _clip(*channels: int) -> Pixel:
    r, g, b = (min(255, max(0, c)) for c in channels)
    return r, g, b


def _box(rows: Rows, left: int, top: int, width: int, height: int, colour: Pixel) -> None:
    for y in range(top, min(HEIGHT, top + height)):
        for x in range(left, min(WIDTH, left + width)):
            rows[y][x] = colour


def crop(rows: Rows, margin: int) -> Rows:
    """The same picture without ``margin`` pixels on each side."""
    return [row[margin : len(row) - margin] for row in rows[margin : len(rows) - margin]]


@cache
def jpeg_of(name: str) -> bytes:
    """The scene as Telegram would pass it on: recompressed, without EXIF."""
    return jpeg.encode(scene(name), quality=78)


def exif(taken: str, latitude: float, longitude: float) -> bytes:
    """A TIFF structure with maker, model, time and place (Exif 2.3, big-endian).

    ``taken`` is ``2026:03:26 12:08:51``. North and east only: the sample's seas.
    """
    camera = [(tag, text.encode() + b"\0") for tag, text in CAMERA.items()]
    ifd0, heap0 = 8, 8 + 2 + 12 * 5 + 4
    body0, entries0 = _ascii(camera, heap0)
    sub = heap0 + len(body0)
    stamp = taken.encode() + b"\0"
    exif_ifd = struct.pack(">HHHIII", 1, 0x9003, 2, len(stamp), sub + 18, 0) + stamp
    gps = sub + len(exif_ifd)
    entries0 += struct.pack(">HHIHH", 0x0112, 3, 1, 1, 0)
    entries0 += struct.pack(">HHII", 0x8769, 4, 1, sub)
    entries0 += struct.pack(">HHII", 0x8825, 4, 1, gps)
    head = struct.pack(">2sHI", b"MM", 42, ifd0) + struct.pack(">H", 5) + entries0
    return head + struct.pack(">I", 0) + body0 + exif_ifd + _gps(gps, latitude, longitude)


def _ascii(fields: list[tuple[int, bytes]], heap: int) -> tuple[bytes, bytes]:
    body = entries = b""
    for tag, text in fields:
        entries += struct.pack(">HHII", tag, 2, len(text), heap + len(body))
        body += text + b"\0" * (len(text) % 2)
    return body, entries


def _gps(at: int, latitude: float, longitude: float) -> bytes:
    heap = at + 2 + 12 * 4 + 4
    out = struct.pack(">H", 4)
    out += struct.pack(">HHI4s", 1, 2, 2, b"N\0\0\0") + struct.pack(">HHII", 2, 5, 3, heap)
    out += struct.pack(">HHI4s", 3, 2, 2, b"E\0\0\0") + struct.pack(">HHII", 4, 5, 3, heap + 24)
    out += struct.pack(">I", 0)
    for degrees in (latitude, longitude):
        whole, rest = divmod(degrees, 1)
        minutes, part = divmod(rest * 60, 1)
        out += struct.pack(">6I", int(whole), 1, int(minutes), 1, round(part * 6000), 100)
    return out


def png(rows: Rows, exif_tiff: bytes = b"") -> bytes:
    """A PNG file (RGB, 8 bit), with an eXIf chunk if there is one to put."""
    raw = b"".join(b"\0" + bytes(c for pixel in row for c in pixel) for row in rows)
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b"")]
    if exif_tiff:
        chunks.insert(1, (b"eXIf", exif_tiff))
    made = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def folder() -> dict[str, bytes]:
    """``pictures/``: three originals with EXIF, and a near-copy of the second."""
    flag = scene("flag")
    taken = exif("2026:03:26 12:08:51", 33.2041, 31.4127)
    return {
        "IMG_0412.jpg": jpeg.encode(
            scene("silos"), quality=90, exif=exif("2026:03:03 07:40:02", 33.2038, 31.4131)
        ),
        "IMG_0431.jpg": jpeg.encode(flag, quality=90, exif=taken),
        "IMG_0431_small.jpg": jpeg.encode(crop(flag, 9), quality=45),
        "IMG_0433.png": png(scene("quay"), exif("2026:03:04 16:29:30", 33.2044, 31.4119)),
    }
