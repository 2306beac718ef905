"""A baseline JPEG encoder (ITU-T T.81, sequential DCT, 4:4:4), small and slow.

The tables are those of Annex K. Pictures come as rows of RGB triples; sides are
padded to eight by repeating the last pixel.
"""

import math
import struct
from collections.abc import Callable, Iterator

Pixel = tuple[int, int, int]
Rows = list[list[Pixel]]
Block = list[float]

_LUMA = (
    "16 11 10 16 24 40 51 61 12 12 14 19 26 58 60 55 14 13 16 24 40 57 69 56 14 17 22 29 51 87 "
    "80 62 18 22 37 56 68 109 103 77 24 35 55 64 81 104 113 92 49 64 78 87 103 121 120 101 72 92 "
    "95 98 112 100 103 99"
)
_CHROMA = (
    "17 18 24 47 99 99 99 99 18 21 26 66 99 99 99 99 24 26 56 99 99 99 99 99 47 66 99 99 99 99 99 "
    "99 " + "99 " * 32
)
_DC_BITS = (0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)
_AC_BITS = (0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D)
_AC_HEAD = bytes.fromhex(
    "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a"
    "161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768"
    "696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5"
    "b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7"
    "f8f9fa"
)
_COS = [[math.cos((2 * x + 1) * u * math.pi / 16) for x in range(8)] for u in range(8)]
_NORM = [math.sqrt(0.125)] + [0.5] * 7


def _zigzag() -> list[int]:
    cells = sorted(
        ((y, x) for y in range(8) for x in range(8)),
        key=lambda c: (c[0] + c[1], c[1] if (c[0] + c[1]) % 2 == 0 else c[0]),
    )
    return [y * 8 + x for y, x in cells]


ZIGZAG = _zigzag()


def _codes(bits: tuple[int, ...], values: bytes) -> dict[int, tuple[int, int]]:
    """Annex C: value → (code, length)."""
    table = {}
    code = n = 0
    for length, count in enumerate(bits, 1):
        for _ in range(count):
            table[values[n]] = (code, length)
            code, n = code + 1, n + 1
        code <<= 1
    return table


_DC = _codes(_DC_BITS, bytes(range(12)))
_AC = _codes(_AC_BITS, _AC_HEAD)


def _scaled(table: str, quality: int) -> list[int]:
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return [min(255, max(1, (int(v) * scale + 50) // 100)) for v in table.split()[:64]]


class _Bits:
    """Bits to bytes, with a zero stuffed after each 0xFF."""

    def __init__(self) -> None:
        self.out = bytearray()
        self.held = self.count = 0

    def put(self, value: int, length: int) -> None:
        self.held = (self.held << length) | value
        self.count += length
        while self.count >= 8:
            self.count -= 8
            byte = (self.held >> self.count) & 0xFF
            self.out.append(byte)
            if byte == 0xFF:
                self.out.append(0)
        self.held &= (1 << self.count) - 1

    def number(self, value: int, length: int) -> None:
        self.put(value if value >= 0 else value + (1 << length) - 1, length)


def _dct(block: Block) -> Block:
    rows = [
        sum(block[y * 8 + x] * _COS[u][x] for x in range(8)) * _NORM[u]
        for y in range(8)
        for u in range(8)
    ]
    return [
        sum(rows[y * 8 + u] * _COS[v][y] for y in range(8)) * _NORM[v]
        for v in range(8)
        for u in range(8)
    ]


def _code(bits: _Bits, quant: list[int], before: int) -> int:
    """One block's coefficients; returns its DC for the next difference."""
    size = abs(quant[0] - before).bit_length()
    bits.put(*_DC[size])
    bits.number(quant[0] - before, size)
    run = 0
    last = max((k for k in range(64) if quant[k]), default=0)
    for k in range(1, last + 1):
        if quant[k] == 0:
            run += 1
            continue
        while run > 15:
            bits.put(*_AC[0xF0])
            run -= 16
        size = abs(quant[k]).bit_length()
        bits.put(*_AC[run << 4 | size])
        bits.number(quant[k], size)
        run = 0
    if last < 63:
        bits.put(*_AC[0])
    return quant[0]


_PLANES: tuple[Callable[[Pixel], float], ...] = (
    lambda p: 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2] - 128,
    lambda p: -0.168736 * p[0] - 0.331264 * p[1] + 0.5 * p[2],
    lambda p: 0.5 * p[0] - 0.418688 * p[1] - 0.081312 * p[2],
)


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def encode(rows: Rows, *, quality: int = 80, exif: bytes = b"") -> bytes:
    """A whole JPEG file; ``exif`` is a TIFF structure for the APP1 segment."""
    height, width = len(rows), len(rows[0])
    tables = [_scaled(_LUMA, quality), _scaled(_CHROMA, quality)]
    out = bytearray(b"\xff\xd8")
    out += _segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    if exif:
        out += _segment(0xE1, b"Exif\0\0" + exif)
    for n, table in enumerate(tables):
        out += _segment(0xDB, bytes([n]) + bytes(table[z] for z in ZIGZAG))
    frame = struct.pack(">BHHB", 8, height, width, 3) + b"\1\x11\0\2\x11\1\3\x11\1"
    out += _segment(0xC0, frame)
    out += _segment(0xC4, b"\0" + bytes(_DC_BITS) + bytes(range(12)))
    out += _segment(0xC4, b"\x10" + bytes(_AC_BITS) + _AC_HEAD)
    out += _segment(0xDA, b"\3\1\0\2\0\3\0\0\x3f\0")
    return bytes(out) + _scan(rows, tables) + b"\xff\xd9"


def _scan(rows: Rows, tables: list[list[int]]) -> bytes:
    bits = _Bits()
    before = [0, 0, 0]
    met: dict[tuple[Pixel, ...], list[list[int]]] = {}  # drawn pictures repeat their blocks
    for cell in _cells(rows):
        if cell not in met:
            met[cell] = [
                _quantised([plane(pixel) for pixel in cell], tables[min(n, 1)])
                for n, plane in enumerate(_PLANES)
            ]
        for n, quant in enumerate(met[cell]):
            before[n] = _code(bits, quant, before[n])
    if bits.count:
        bits.put((1 << (8 - bits.count)) - 1, 8 - bits.count)
    return bytes(bits.out)


def _cells(rows: Rows) -> Iterator[tuple[Pixel, ...]]:
    """Blocks of 8 by 8 pixels, row by row, the last ones padded."""
    height, width = len(rows), len(rows[0])
    for top in range(0, height, 8):
        lines = [rows[min(top + y, height - 1)] for y in range(8)]
        lines = [line + [line[-1]] * (-width % 8) for line in lines]
        for left in range(0, width, 8):
            yield tuple(pixel for line in lines for pixel in line[left : left + 8])


def _quantised(block: Block, table: list[int]) -> list[int]:
    freq = _dct(block)
    return [round(freq[z] / table[z]) for z in ZIGZAG]
