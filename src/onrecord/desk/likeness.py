"""Whether two pictures look alike although their bytes differ.

A picture that was scaled, compressed anew, mirrored, framed or cropped is known
again by its outlines: the signs of the differences between neighbouring fields of
a coarse grid (N. Krawetz, *Kind of Like That*, 2013: "dHash"), taken of many
windows of the one picture and compared with the other; what comes near is
confirmed by the correlation of a finer grid. A likeness is a guess, with its
measure; it says nothing of who made either picture.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from PIL import Image

SIDE = 96
"""Longest side of what is kept of a picture, in points."""
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_TROUBLE = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)
_SHRINK = (1.0, 0.85, 0.72, 0.61, 0.52, 0.44)
"""Windows looked at, as parts of the largest one that fits; smaller crops are missed."""
_STEP = 0.12
_NEAR = 18
"""Bits of 64 in which outlines may differ before the finer look."""
_ALIKE = 0.97
_WORTH = 0.35
"""Correlation under which a window is not looked around."""
_FLAT = 6.0
"""Grey levels of deviation under which a picture has no outlines to know it by."""
_GRID = 16

Box = tuple[float, float, float, float]


class Unreadable(ValueError):
    """Bytes that are no picture of a format that is looked at."""


@dataclass(frozen=True)
class Outline:
    """A picture in grey, at most :data:`SIDE` points long."""

    width: int
    height: int
    data: bytes

    @cached_property
    def _image(self) -> Image.Image:
        return Image.frombytes("L", (self.width, self.height), self.data)

    @property
    def whole(self) -> Box:
        """The whole picture as a window."""
        return (0.0, 0.0, float(self.width), float(self.height))

    def signs(self, box: Box, *, mirrored: bool = False) -> int:
        """64 signs of differences along the rows of a window."""
        small = self._image.resize((9, 8), Image.Resampling.BOX, box).tobytes()
        rows = [small[i : i + 9] for i in range(0, 72, 9)]
        if mirrored:
            rows = [r[::-1] for r in rows]
        bits = "".join("1" if a > b else "0" for r in rows for a, b in zip(r, r[1:], strict=False))
        return int(bits, 2)

    def grid(self, box: Box, *, mirrored: bool = False) -> list[float]:
        """A window's grey levels, their mean taken off, scaled to length one; zeros if
        the window is flat."""
        image = self._image.resize((_GRID, _GRID), Image.Resampling.BOX, box)
        if mirrored:
            image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        levels = image.tobytes()
        mean = sum(levels) / len(levels)
        off = [v - mean for v in levels]
        length = sum(v * v for v in off) ** 0.5
        if length < _FLAT * _GRID:
            return [0.0] * len(off)
        return [v / length for v in off]


def outline(data: bytes) -> Outline:
    """What is kept of a picture to know it again. Raises Unreadable."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            image.draft("L", (SIDE, SIDE))
            scale = SIDE / max(image.size)
            width, height = (max(1, round(n * scale)) for n in image.size)
            grey = _on_white(image).resize((width, height), Image.Resampling.BOX)
    except _TROUBLE as e:
        raise Unreadable(str(e)) from e
    return Outline(grey.width, grey.height, grey.tobytes())


def shown(data: bytes) -> Image.Image | None:
    """A picture in grey as a reader sees it; None if it is none."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            return _on_white(image)
    except _TROUBLE:
        return None


def _on_white(image: Image.Image) -> Image.Image:
    """The picture in grey; what is transparent shows the page's white."""
    if image.mode in ("RGB", "L"):
        return image.convert("L")
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("L")


def likeness(one: Outline, other: Outline) -> float:
    """How well one is the other or a part of it, 0 to 1; 0 where nothing comes near."""
    return max(_part_of(one, other), _part_of(other, one))


def known(one: Outline) -> bool:
    """False for a flat picture, which has no outlines to know it by."""
    return any(one.grid(one.whole))


def alike(one: Outline, other: Outline) -> bool:
    """True where a person should look whether they are one picture."""
    return likeness(one, other) >= _ALIKE


def _part_of(small: Outline, large: Outline) -> float:
    best = 0.0
    for mirrored in (False, True):
        wanted = small.signs(small.whole, mirrored=mirrored)
        grid: list[float] = []
        for box in _windows(large, small.width / small.height):
            if (large.signs(box) ^ wanted).bit_count() > _NEAR:
                continue
            grid = grid or small.grid(small.whole, mirrored=mirrored)
            best = max(best, _nearby(large, box, grid))
            if best >= _ALIKE:
                return best
    return best


def _windows(image: Outline, shape: float) -> Iterator[Box]:
    """Windows of that shape (width over height), large ones first."""
    width = min(image.width, image.height * shape)
    for part in _SHRINK:
        w, h = width * part, width * part / shape
        for top in _places(image.height - h, h):
            for left in _places(image.width - w, w):
                yield left, top, left + w, top + h


def _places(room: float, size: float) -> list[float]:
    count = 1 + int(room / (size * _STEP) + 0.5) if room > 0.5 else 1
    return [max(0.0, room) * i / max(1, count - 1) for i in range(count)]


def _nearby(image: Outline, box: Box, grid: list[float]) -> float:
    """The best correlation a small way around a window: it is only near the true one."""
    best = _correlation(image.grid(box), grid)
    step = 0.06 if best > _WORTH else 0.0
    while step > 0.01:
        found = max(
            ((_correlation(image.grid(b), grid), b) for b in _moved(image, box, step)),
            default=(0.0, box),
        )
        if found[0] > best:
            best, box = found
        else:
            step /= 2
    return best


def _moved(image: Outline, box: Box, step: float) -> Iterator[Box]:
    left, top, right, bottom = box
    dx, dy = (right - left) * step, (bottom - top) * step
    shifts = ((dx, 0), (-dx, 0), (0, dy), (0, -dy))
    moved = [(left + x, top + y, right + x, bottom + y) for x, y in shifts]
    moved += [
        (left - dx, top - dy, right + dx, bottom + dy),
        (left + dx, top + dy, right - dx, bottom - dy),
    ]
    for a, b, c, d in moved:
        if a >= 0 and b >= 0 and c <= image.width and d <= image.height:
            yield a, b, c, d


def _correlation(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
