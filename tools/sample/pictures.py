"""Drawn pictures of a harbour, as JPEG and PNG, with EXIF where a camera would put it."""

import math
import struct
import zlib
from functools import cache

from sample import jpeg
from sample.jpeg import Pixel, Rows

WIDTH, HEIGHT, HORIZON = 720, 480, 300
CAMERA = {0x010F: "Qamra", 0x0110: "Qamra Seven"}
_SKIES = {
    "silos": ((96, 120, 168), (246, 206, 160)),
    "quay": ((92, 150, 206), (214, 232, 240)),
    "flag": ((120, 130, 146), (206, 208, 206)),
    "drawing": ((70, 84, 116), (244, 190, 140)),
}


def scene(name: str) -> Rows:
    """The scene of that name: sky, hills, sea, and what stands between them."""
    rows = _backdrop(*_SKIES[name])
    {"silos": _silos, "quay": _quay, "flag": _flag, "drawing": _drawing}[name](rows)
    return rows


def _backdrop(high: Pixel, low: Pixel) -> Rows:
    rows = [[_mix(high, low, y // 8 * 8 / HORIZON)] * WIDTH for y in range(HORIZON)]
    for x in range(WIDTH):
        top = HORIZON - 26 - abs((x // 8 * 8 + 140) % 480 - 240) // 8
        for y in range(top, HORIZON):
            rows[y][x] = (104, 114, 124)
    wave, trough = (58, 104, 132), (44, 88, 116)
    for y in range(HORIZON, HEIGHT):
        row = [wave if (x // 24 + y // 8) % 3 == 0 and y % 8 < 2 else trough for x in range(WIDTH)]
        rows.append(row)
    return rows


def _mix(a: Pixel, b: Pixel, share: float) -> Pixel:
    r, g, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return r, g, blue


def _silos(rows: Rows) -> None:
    _disc(rows, 600, 210, 34, (255, 236, 190))
    _box(rows, 60, 288, 480, 32, (120, 110, 98))
    for n in range(6):
        left = 80 + n * 72
        shade = 206 - 8 * n
        _disc(rows, left + 30, 134, 30, (shade, shade - 8, shade - 20))
        _box(rows, left, 134, 60, 154, (shade, shade - 8, shade - 20))
        _box(rows, left + 44, 134, 16, 154, (shade - 26, shade - 34, shade - 44))


def _drawing(rows: Rows) -> None:
    """The newspaper's own: seven silos on a low quay, seen from the sea at dusk."""
    _disc(rows, 118, 236, 26, (255, 224, 176))
    _box(rows, 196, 296, 524, 30, (84, 76, 70))
    for n, tall in enumerate((96, 112, 112, 128, 128, 112, 148)):
        left, top, shade = 232 + n * 66, 296 - tall, 168 - 10 * n
        _box(rows, left, top, 50, tall, (shade, shade - 10, shade - 18))
        _box(rows, left, top, 12, tall, (shade + 30, shade + 16, shade))
        _box(rows, left - 3, top - 8, 56, 8, (shade - 40, shade - 46, shade - 50))
    _box(rows, 640, 92, 6, 60, (60, 56, 54))
    _box(rows, 196, 326, 524, 10, (50, 70, 86))


def _quay(rows: Rows) -> None:
    _box(rows, 0, 312, WIDTH, 60, (158, 146, 128))
    _box(rows, 0, 372, WIDTH, 10, (110, 100, 86))
    for n in range(9):
        _box(rows, 30 + n * 80, 288, 20, 34, (92, 62, 40))
    _box(rows, 452, 96, 12, 216, (196, 92, 52))
    _box(rows, 380, 96, 260, 12, (196, 92, 52))
    _box(rows, 620, 108, 3, 120, (60, 60, 60))
    _box(rows, 596, 228, 52, 28, (70, 110, 90))


def _flag(rows: Rows) -> None:
    _box(rows, 0, 404, WIDTH, 76, (96, 84, 72))
    _box(rows, 220, 150, 280, 160, (186, 168, 140))
    _box(rows, 204, 138, 312, 16, (140, 96, 76))
    for n in range(12):
        x, y = 240 + n % 6 * 42, 176 + n // 6 * 64
        _box(rows, x, y, 22, 36, (66, 72, 88))
    _box(rows, 356, 36, 6, 102, (70, 70, 70))
    _box(rows, 362, 36, 84, 27, (38, 92, 122))
    _box(rows, 362, 63, 84, 27, (222, 176, 92))
    _disc(rows, 404, 63, 14, (240, 236, 224))


def _box(rows: Rows, left: int, top: int, width: int, height: int, colour: Pixel) -> None:
    for y in range(top, min(HEIGHT, top + height)):
        rows[y][left : left + width] = [colour] * len(rows[y][left : left + width])


def _disc(rows: Rows, x: int, y: int, radius: int, colour: Pixel) -> None:
    for dy in range(-radius, radius):
        half = math.isqrt(radius * radius - dy * dy)
        _box(rows, x - half, y + dy, 2 * half, 1, colour)


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
        "IMG_0431_small.jpg": jpeg.encode(crop(flag, 21), quality=45),
        "IMG_0433.png": png(scene("quay"), exif("2026:03:04 16:29:30", 33.2044, 31.4119)),
    }


def of_the_desk() -> bytes:
    """The drawing that the story prints: nobody in the group has it."""
    place = exif("2026:04:17 18:20:05", 33.2101, 31.4040)
    return jpeg.encode(scene("drawing"), quality=90, exif=place)
